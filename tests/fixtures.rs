//! `fixtures/rules/RULE`: for each rule a small page in English and other languages with what the
//! rule finds, and beside it `report.txt`, what is said of it. `BLESS=1` writes that file anew.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Disk, Report};
use hexapla::locale::Locale;
use hexapla::output::{self, Context, Format};
use hexapla::project::{self, Catalog, DocumentSet, Layout, Require, Template};
use hexapla::rule::{Check, FixAvailability, Rule};
use hexapla::rules::RULES;

/// The versions in the folder of a rule: `en.md` is the source, `es.mdx` the Spanish one. A rule
/// about the project has a folder for each language instead.
fn catalog(rule: &Rule) -> Catalog {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = format!("fixtures/rules/{}", rule.name);
    if root.join(&folder).join("en").is_dir() {
        return site(&root.join(&folder), rule.name);
    }
    let mut files = Vec::new();
    let mut source = None;
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(root.join(&folder)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some((tag, "md" | "mdx")) = name.split_once('.') else { continue };
        let path = format!("{folder}/{name}");
        languages.insert(path.clone(), Locale::parse(tag).expect("a file is named by its tag"));
        if tag == "en" { source = Some(path) } else { files.push(path) }
    }
    files.sort();
    project::compare(source.as_deref(), &files, &languages, root).unwrap().catalog
}

/// A small site in `folder` with English sources.
fn site(folder: &Path, rule: &str) -> Catalog {
    let template = |text| Template::parse(text).unwrap();
    let english = Locale::parse("en").unwrap();
    let (source, all) = (template("en/{path}"), template("{lang}/{path}"));
    let mut set = DocumentSet::new(Some(source), vec![all], english);
    if rule == "missing-translation" {
        set.require = Require::All;
    }
    let layout = Layout { root: folder.to_owned(), sets: vec![set] };
    project::discover(&layout, Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// All rules but those about changes, whose fixtures are two states: `tests/changes.rs`.
fn rules() -> impl Iterator<Item = &'static Rule> {
    let told = |rule: &&Rule| {
        !matches!(rule.check, Check::Change(_)) && !NEEDS_HISTORY.contains(&rule.name)
    };
    RULES.iter().copied().filter(told)
}

/// The settings that the folder of a rule brings in `lint-rules.toml`, if it does.
fn configured(rule: &Rule) -> Settings {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(rule.name);
    let path = root.join("lint-rules.toml");
    match fs::read_to_string(&path) {
        Ok(text) => hexapla::config::parse(&text, &path).unwrap().settings,
        Err(_) => Settings::default_rules(),
    }
}

fn alone(rule: &'static Rule) -> Settings {
    Settings { rules: vec![(rule, rule.severity)], ..configured(rule) }
}

/// The report for people, and the safe fixes as a difference.
fn shown(report: &Report, catalog: &Catalog, settings: &Settings) -> String {
    let texts = |path: &Path| {
        let file = catalog.files.iter().find(|file| file.path == path)?;
        Some(linter::read(&Disk, path, &file.locale).ok()?.text().to_owned())
    };
    let context = Context { texts: &texts, color: false, width: 100 };
    let mut out = Vec::new();
    output::write(report, Format::Graphical, &mut out, &context).unwrap();
    for failure in &report.failures {
        writeln!(out, "error: {failure}").unwrap();
    }
    let fixed = linter::fix(catalog, settings, &Disk, Applicability::Safe, &|_| ());
    for change in &fixed.changes {
        let raw = change.raw.as_deref().map(String::from_utf8_lossy);
        let before = raw.as_deref().unwrap_or(&change.before);
        output::diff(&change.path, before, &change.after, &mut out, false).unwrap();
    }
    let text = String::from_utf8(out).unwrap();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

/// Rules whose facts lie in the history of a repository: `tests/revisions.rs` makes one of their
/// fixtures.
const NEEDS_HISTORY: &[&str] = &["stale-translation"];

#[test]
fn every_rule_reports_its_fixture() {
    let mut stale = Vec::new();
    for rule in rules() {
        let (catalog, settings) = (catalog(rule), alone(rule));
        let report = linter::lint(&catalog, &settings, &Disk, &|_| ());
        let silent = report.findings.is_empty() && report.failures.is_empty();
        assert!(!silent, "{}: its fixture shows nothing", rule.name);
        let text = shown(&report, &catalog, &settings);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(rule.name);
        let path = folder.join("report.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, text).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != text {
            stale.push(rule.name);
        }
    }
    assert!(stale.is_empty(), "stale, BLESS=1 cargo test --test fixtures: {stale:?}");
}

/// Faults that a second rule still speaks up about, as (rule, other). Each entry is a defect of
/// the two; none may be added without saying so.
const SAID_TWICE: &[(&str, &str)] = &[
    // The page as a whole is a copy, and each of its blocks is in the wrong language.
    ("duplicate-translation", "wrong-language"),
];

#[test]
fn one_fault_is_reported_by_one_rule() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let catalog = catalog(rule);
        let mut all = configured(rule);
        all.rules.retain(|(other, _)| !SAID_TWICE.contains(&(rule.name, other.name)));
        if all.rules.iter().all(|(on, _)| on.name != rule.name) {
            all.rules.push((rule, rule.severity));
        }
        let places = |settings: &Settings| -> Vec<String> {
            let report = linter::lint(&catalog, settings, &Disk, &|_| ());
            let findings = report.findings.iter();
            let place = |range: hexapla::text::Range| (range.start.line, range.start.column);
            let line = findings.map(|found| {
                let (line, column) = place(found.spot.range);
                format!("{}:{line}:{column} {}", found.spot.path.display(), found.rule)
            });
            line.collect()
        };
        let (one, together) = (places(&alone(rule)), places(&all));
        if one != together {
            wrong.push(format!("{}: alone {one:#?}, with all {together:#?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_that_always_repairs_does() {
    for rule in rules().filter(|rule| rule.fix == FixAvailability::Always) {
        let report = linter::lint(&catalog(rule), &alone(rule), &Disk, &|_| ());
        assert!(report.findings.iter().all(|finding| finding.fix.is_some()), "{}", rule.name);
    }
}

#[test]
fn no_fix_touches_the_source() {
    for rule in rules() {
        let (catalog, settings) = (catalog(rule), alone(rule));
        let fixed = linter::fix(&catalog, &settings, &Disk, Applicability::Unsafe, &|_| ());
        for change in &fixed.changes {
            let name = change.path.file_stem().unwrap();
            let in_source = change.path.iter().any(|part| part == "en");
            let is_source = name == "en" || in_source;
            assert!(!is_source, "{}: {} is the source", rule.name, change.path.display());
        }
    }
}
