//! What happens to texts that lie on this machine: published cases of damage, clean corpora, and
//! pages before and after their repair.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hexapla::config::Settings;
use hexapla::encoding::{Confidence, SuspectKind, Vocabulary, scan, wants_vocabulary};
use hexapla::fix::Applicability;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rule::Group;
use hexapla::rules::RULES;
use hexapla::text::FileId;
use pulldown_cmark::{Options, Parser, html};

/// The languages that a case is judged in, as pages of that language would be.
const LANGUAGES: [&str; 43] = [
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "ml", "nb", "nl", "pl", "pt", "ro", "ru",
    "sk", "sr", "sv", "ta", "th", "tr", "uk", "vi", "zh", "zh-TW", "und",
];

/// The files below `root` (or `root` itself) with one of `extensions`, in order.
pub(super) fn files(root: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut entries: Vec<_> = match fs::read_dir(root) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => vec![root.to_owned()],
    };
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, extensions));
        } else if path.extension().is_some_and(|it| extensions.iter().any(|want| it == *want)) {
            found.push(path);
        }
    }
    found
}

/// One case as ftfy publishes it.
#[derive(serde::Deserialize)]
struct Case {
    label: String,
    original: String,
    fixed: String,
    #[serde(rename = "fixed-encoding")]
    fixed_encoding: Option<String>,
}

impl Case {
    fn expected(&self) -> &str {
        self.fixed_encoding.as_deref().unwrap_or(&self.fixed)
    }
}

/// Judges ftfy's cases, JSON files below `root`: those that must stay as they are in every
/// language, the others in the language that restores most of them (a page knows its language,
/// the cases do not name theirs). What `--fix` makes of them counts, with all rules about damage.
pub(super) fn cases(root: &Path) {
    for path in files(root, &["json"]) {
        let text = fs::read_to_string(&path).expect("a readable file");
        let cases: Vec<Case> = serde_json::from_str(&text).expect("cases of ftfy");
        let (negative, positive): (Vec<&Case>, Vec<&Case>) =
            cases.iter().partition(|case| case.original == case.expected());
        let changed = negative.iter().filter(|case| !stays(case)).count();
        let mut tally: BTreeMap<(u8, &str), usize> = BTreeMap::new();
        for case in &positive {
            let (rank, outcome, tags) = best_outcome(case);
            *tally.entry((rank, outcome)).or_default() += 1;
            if rank > 0 {
                println!("  {outcome} ({tags}): {}\n    {:?}", case.label, case.original);
            }
        }
        println!(
            "{}: {} to leave alone, {changed} changed; {} damaged: {:?}",
            path.display(),
            negative.len(),
            positive.len(),
            tally.iter().map(|((_, outcome), count)| (outcome, count)).collect::<Vec<_>>(),
        );
    }
}

/// Whether no language changes a case that is no damage; says which do.
fn stays(case: &Case) -> bool {
    let mut results: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for tag in LANGUAGES {
        let result = fixed(&case.original, tag);
        if result != case.original {
            results.entry(result).or_default().push(tag);
        }
    }
    for (result, tags) in &results {
        let tags = tags.join(" ");
        println!("  changed in {tags}: {}\n    {:?} to {result:?}", case.label, case.original);
    }
    results.is_empty()
}

/// What the best language makes of a damaged text: its rank, its name, and the languages.
fn best_outcome(case: &Case) -> (u8, &'static str, String) {
    let mut best = (u8::MAX, "", String::new());
    for tag in LANGUAGES {
        let locale = Locale::parse(tag).expect("a language tag");
        let suspects = scan(&case.original, &locale, None);
        let result = fixed(&case.original, tag);
        let likely = suspects.iter().any(|suspect| {
            matches!(&suspect.kind, SuspectKind::Mojibake(found)
                if found.confidence >= Confidence::Likely)
        });
        let (rank, outcome) = if result == case.expected() {
            (0, "repaired")
        } else if result != case.original {
            (1, "repaired in part")
        } else if likely {
            (2, "found, with a likely repair")
        } else if !suspects.is_empty() {
            (3, "found")
        } else {
            (4, "not found")
        };
        if rank < best.0 {
            let made = if rank == 1 { format!("{tag}: {result:?}") } else { tag.to_owned() };
            best = (rank, outcome, made);
        } else if rank == best.0 && rank != 1 && best.2.len() < 20 {
            best.2.push(' ');
            best.2.push_str(tag);
        }
    }
    best
}

/// What `--fix` makes of a page in the language `tag` that has no source.
fn fixed(text: &str, tag: &str) -> String {
    let path = PathBuf::from("page.md");
    let locale = Locale::parse(tag).expect("a language tag");
    let article = Article {
        key: "page.md".into(),
        source: None,
        translations: vec![FileId(0)],
        selected: vec![FileId(0)],
    };
    let files = vec![CatalogFile { path: path.clone(), locale }];
    let catalog = Catalog { files, articles: vec![article], ..Catalog::default() };
    let rules = RULES.iter().filter(|rule| rule.group == Group::Encoding);
    let rules = rules.map(|rule| (*rule, rule.severity)).collect();
    let settings = Settings { rules, ..Settings::default() };
    let store = Memory([(path, text.to_owned())].into());
    let outcome = linter::fix(&catalog, &settings, &store, Applicability::Safe, &|_| {});
    outcome.changes.into_iter().next().map_or_else(|| text.to_owned(), |change| change.after)
}

/// Prints every safe repair that clean texts would suffer, and counts what was read.
pub(super) fn changes(tag: &str, roots: &[&str]) {
    let locale = Locale::parse(tag).expect("a language tag");
    let extensions = ["md", "mdx", "markdown", "asc", "adoc", "txt", "rst"];
    let paths: BTreeSet<PathBuf> =
        roots.iter().flat_map(|root| files(Path::new(root), &extensions)).collect();
    let texts: Vec<(PathBuf, String)> = paths
        .into_iter()
        .filter_map(|path| fs::read_to_string(&path).ok().map(|text| (path, text)))
        .collect();
    let mut words = Vocabulary::default();
    texts.iter().for_each(|(_, text)| words.add(text));
    let lines: usize = texts.iter().map(|(_, text)| text.lines().count()).sum();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let (mut certain, mut likely, mut doubtful) = (0, 0, 0);
    for (path, text) in &texts {
        let mut suspects = scan(text, &locale, None);
        if wants_vocabulary(&suspects) {
            suspects = scan(text, &locale, Some(&words));
        }
        for suspect in suspects {
            let SuspectKind::Mojibake(found) = &suspect.kind else { continue };
            match found.confidence {
                Confidence::Certain => certain += 1,
                Confidence::Likely => likely += 1,
                Confidence::Doubtful => doubtful += 1,
            }
            let range = suspect.span.range();
            let line = text[..range.start].matches('\n').count() + 1;
            let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
            println!(
                "  {:?} {}:{line}: {:?} to {:?} in {:?}",
                found.confidence,
                path.display(),
                &text[range],
                found.repaired,
                &text[start..end],
            );
        }
    }
    println!(
        "{tag}: {} files, {lines} lines, {bytes} bytes: {certain} certain, {likely} likely, \
         {doubtful} doubtful",
        texts.len(),
    );
}

/// Compares the rendered HTML of all pages of two trees, zero-width spaces aside, and prints the
/// paths of pages that differ.
pub(super) fn render(before: &Path, after: &Path) {
    let (mut pages, mut edited, mut different) = (0, 0, 0);
    for path in files(before, &["md", "mdx"]) {
        let relative = path.strip_prefix(before).expect("a path below the folder");
        let (Ok(old), Ok(new)) =
            (fs::read_to_string(&path), fs::read_to_string(after.join(relative)))
        else {
            println!("  not in both: {}", relative.display());
            different += 1;
            continue;
        };
        pages += 1;
        if old == new {
            continue;
        }
        edited += 1;
        let (old, new) = (html_of(&old), html_of(&new));
        if old != new {
            different += 1;
            let at = old.chars().zip(new.chars()).take_while(|(one, other)| one == other).count();
            let around = |html: &str| -> String {
                html.chars().skip(at.saturating_sub(40)).take(80).collect()
            };
            println!("  {}:\n    {:?}\n    {:?}", relative.display(), around(&old), around(&new));
        }
    }
    println!("{pages} pages, {edited} edited, {different} with other HTML");
}

/// What readers see of a page: its HTML without zero-width spaces, with the references that raw
/// HTML carries decoded, but for `<`. The front matter is not part of it.
fn html_of(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut rendered = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut rendered, Parser::new_ext(text, options));
    // A reference to `<` stays apart from a tag.
    let kept = rendered.replace("&lt;", "&amp;lt;");
    html_escape::decode_html_entities(&kept).replace('\u{200b}', "")
}
