//! The files that are written from the rules: fresh, or with `BLESS=1` written anew. And the
//! repository's own configuration, which shows every option: it has to be true.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hexapla::config::{self, Settings};
use hexapla::diagnostic::Severity;
use hexapla::locale::Locale;
use hexapla::markdown::{self, InlineKind};
use hexapla::output::Format;
use hexapla::reference;
use hexapla::rule::{OptionDefault, OptionValue};
use hexapla::rules::RULES;
use hexapla::text::{FileId, SourceFile};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// A file of the repository with the line breaks that git stores.
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n")
}

#[test]
fn the_reference_pages_are_fresh() {
    let docs = root().join("docs");
    let mut pages = BTreeMap::from([("rules.md".to_owned(), reference::rules_index())]);
    for rule in RULES {
        pages.insert(format!("rules/{}.md", rule.name), reference::rule_page(rule));
    }
    let folder = docs.join("rules");
    fs::create_dir_all(&folder).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("rules/{}", path.file_name().unwrap().to_str().unwrap());
        if bless() && !pages.contains_key(&name) {
            fs::remove_file(&path).unwrap();
        } else {
            assert!(pages.contains_key(&name), "docs/{name} is of no rule; BLESS=1 removes it");
        }
    }
    for (name, text) in pages {
        let path = docs.join(&name);
        if bless() {
            fs::write(&path, text).unwrap();
        } else {
            let fresh = read(&path) == text;
            assert!(fresh, "docs/{name} is stale: BLESS=1 cargo test --test reference");
        }
    }
}

/// The line of `docs/SUMMARY.md` below which the rules stand, and the one above which they end.
const SUMMARY: [&str; 2] = ["- [Rules](rules.md)\n", "\n# How it is made\n"];

#[test]
fn the_list_of_pages_is_fresh_and_names_every_page() {
    let docs = root().join("docs");
    let path = docs.join("SUMMARY.md");
    let text = read(&path);
    let (before, rest) = text.split_once(SUMMARY[0]).expect("the line stands in the file");
    let (_, after) = rest.split_once(SUMMARY[1]).expect("the title stands in the file");
    let rules = reference::rules_summary();
    let fresh = format!("{before}{}{rules}{}{after}", SUMMARY[0], SUMMARY[1]);
    if bless() {
        // The pages of the rules are being written beside this.
        return fs::write(&path, &fresh).unwrap();
    }
    assert!(text == fresh, "docs/SUMMARY.md is stale: BLESS=1 cargo test --test reference");
    let mut named: Vec<String> = fresh
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(page, _)| page.to_owned()))
        .filter(|page| !page.is_empty())
        .collect();
    named.sort();
    let mut pages = Vec::new();
    for folder in ["", "rules", "precision"] {
        for entry in fs::read_dir(docs.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let page = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let is_page = Path::new(&page).extension().is_some_and(|extension| extension == "md");
            if is_page && page != "SUMMARY.md" {
                pages.push(page);
            }
        }
    }
    pages.sort();
    assert_eq!(named, pages, "each page once");
}

#[test]
fn links_in_the_documentation_lead_somewhere() {
    let docs = ["docs", "docs/rules", "docs/precision"].into_iter().flat_map(|folder| {
        let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
        entries.map(|entry| entry.expect("it can be listed").path())
    });
    let pages = ["README.md", "CHANGELOG.md"].map(|name| root().join(name)).into_iter().chain(docs);
    let mut checked = 0;
    for page in pages.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let source = SourceFile::new(&page, read(&page));
        let document = markdown::parse(FileId(0), source, Locale::unknown());
        for inline in &document.inlines {
            let InlineKind::Link(link) = &inline.kind else { continue };
            let target = link.target.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let file = page.parent().expect("a page lies in a folder").join(target);
            assert!(file.is_file(), "{}: {target} leads nowhere", page.display());
            checked += 1;
        }
    }
    assert!(checked > RULES.len(), "the index alone links to every rule");
}

/// The last line of `lint-rules.toml` that is written by hand.
const WRITTEN: &str =
    "# The options of the rules. From here on the file is written from the rules.\n";

#[test]
fn the_options_of_the_rules_are_fresh() {
    let path = root().join("lint-rules.toml");
    let text = read(&path);
    let (by_hand, _) = text.split_once(WRITTEN).expect("the line stands in the file");
    let fresh = format!("{by_hand}{WRITTEN}{}", reference::rule_options());
    if bless() {
        fs::write(&path, fresh).unwrap();
    } else {
        assert!(text == fresh, "lint-rules.toml is stale: BLESS=1 cargo test --test reference");
    }
}

/// `lint-rules.toml` as it is, and with every option that it shows taken into use.
fn configurations() -> (String, String) {
    let text = read(&root().join("lint-rules.toml"));
    let line = |line: &str| match line.strip_prefix('#') {
        Some(option) if !option.starts_with([' ', '#']) => option.to_owned(),
        _ => line.to_owned(),
    };
    let uncommented = text.lines().map(line).collect::<Vec<_>>().join("\n");
    (text, uncommented)
}

fn settings(text: &str) -> Settings {
    let loaded = config::parse(text, &root().join("lint-rules.toml"));
    loaded.unwrap_or_else(|errors| panic!("{:#?}\n{text}", errors.errors)).settings
}

#[test]
fn the_configuration_of_this_repository_checks_the_fixture_site() {
    let settings = settings(&configurations().0);
    let found = hexapla::project::find(settings.layout, &[], root()).expect("articles");
    let site = found.catalog.files.iter().all(|file| file.path.starts_with("fixtures/site"));
    assert!(site && found.catalog.articles.len() >= 5, "{:?}", found.catalog.files);
    assert!(found.catalog.articles.iter().all(|article| article.source.is_some()));
}

#[test]
fn the_defaults_that_are_shown_are_the_defaults() {
    let (text, uncommented) = configurations();
    let (plain, shown) = (settings(&text), settings(&uncommented));
    let names = |settings: &Settings| -> Vec<_> {
        settings.rules.iter().map(|(rule, severity)| (rule.name, *severity)).collect()
    };
    assert_eq!(names(&plain), names(&shown));
    assert_eq!(plain.key_kinds, shown.key_kinds);
    assert_eq!(plain.severity, shown.severity);
    assert_eq!(format!("{:?}", plain.layout), format!("{:?}", shown.layout));
    assert_eq!(shown.fail_on, Some(Severity::Warning), "the default of --fail-on");
    assert_eq!(shown.output_format.as_deref(), Some(Format::default().name()));
    for rule in RULES {
        for option in rule.options {
            let key = (rule.name.to_owned(), option.name.to_owned());
            let value = match option.default {
                OptionDefault::Bool(value) => OptionValue::Bool(value),
                OptionDefault::Integer(value) => OptionValue::Integer(value),
                OptionDefault::Strings(list) => {
                    OptionValue::Strings(list.iter().map(|text| (*text).to_owned()).collect())
                }
            };
            assert_eq!(shown.options.get(&key), Some(&value), "{key:?}");
        }
    }
    assert!(plain.options.is_empty());
}

#[test]
fn every_key_that_is_known_is_shown() {
    let (text, _) = configurations();
    // The error for an unknown key lists the known ones.
    let probes = [
        "zzz = 1\n",
        "[[documents]]\ntranslations = \"{lang}/{path}\"\nzzz = 1\n",
        "[front-matter]\nzzz = 1\n",
        "[glossary]\nzzz = 1\n",
        "[rules]\nzzz = 1\n",
    ];
    for probe in probes {
        let errors = config::parse(probe, &root().join("x.toml")).expect_err("zzz is unknown");
        let unknown = errors.errors.iter().find(|error| error.message.contains("zzz")).unwrap();
        let help = unknown.help.as_deref().expect("it lists the known keys");
        let keys: Vec<_> = help.split('`').skip(1).step_by(2).collect();
        assert!(keys.len() >= 3, "{help}");
        for key in keys {
            let places = [format!("{key} = "), format!("[{key}]")];
            assert!(places.iter().any(|place| text.contains(place)), "lint-rules.toml: no {key}");
        }
    }
}

#[test]
fn the_configuration_knows_the_formats() {
    assert_eq!(config::OUTPUT_FORMATS, Format::ALL.map(Format::name));
}
