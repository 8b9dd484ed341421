//! Every example of every rule, executed with that rule alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile, Require, SetTraits};
use hexapla::rule::{Example, Expect, Rule};
use hexapla::rules::RULES;
use hexapla::text::FileId;

const SOURCE: &str = "source.md";
const TRANSLATION: &str = "translation.md";

/// The pages of an example by path; one without a line `==> path <==` is its own page.
fn pages(text: &str, path: &str) -> Vec<(String, String)> {
    if !text.starts_with("==> ") {
        return if text.is_empty() { Vec::new() } else { vec![(path.to_owned(), text.to_owned())] };
    }
    let page = |page: &str| {
        let (path, text) = page.split_once(" <==\n").expect("a line `==> path <==`");
        (path.to_owned(), text.to_owned())
    };
    text.split("==> ").skip(1).map(page).collect()
}

/// The locale of a page by the folder that it lies in.
fn locale(path: &str, example: &Example) -> Locale {
    let tag = match path.split_once('/') {
        Some((tag, _)) => tag,
        None if path == SOURCE => "en",
        None if example.locale.is_empty() => "nl",
        None => example.locale,
    };
    Locale::parse(tag).expect("examples name a tag")
}

/// An example as a catalog: pages of the same path below their locale's folder are one article.
fn catalog(example: &Example) -> Catalog {
    let mut all = pages(example.source, SOURCE);
    all.extend(pages(example.translation, TRANSLATION));
    all.sort();
    let mut catalog = Catalog::default();
    let mut articles: BTreeMap<String, Article> = BTreeMap::new();
    for (index, (path, _)) in all.iter().enumerate() {
        let id = FileId(index as u32);
        let locale = locale(path, example);
        let key = path.split_once('/').map_or("page.md", |(_, key)| key).to_owned();
        let article = articles.entry(key.clone()).or_insert_with(|| Article {
            key,
            source: None,
            translations: Vec::new(),
            selected: Vec::new(),
        });
        if locale.tag() == "en" {
            article.source = Some(id);
        } else {
            article.translations.push(id);
        }
        // A single source is only what its translation is compared with.
        if path != SOURCE {
            article.selected.push(id);
        }
        catalog.files.push(CatalogFile { path: PathBuf::from(path), locale });
    }
    catalog.articles = articles.into_values().collect();
    if all.iter().all(|(path, _)| path.contains('/')) {
        catalog.set_of = vec![0; catalog.articles.len()];
        let traits = SetTraits { has_source: true, require: Require::All, ..SetTraits::default() };
        catalog.sets.insert(0, traits);
    }
    catalog
}

fn memory(example: &Example, translation: &str) -> Memory {
    let mut all = pages(example.source, SOURCE);
    all.extend(pages(translation, TRANSLATION));
    Memory(all.into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect())
}

/// What is wrong with the example, if anything.
fn judge(rule: &'static Rule, example: &Example) -> Result<(), String> {
    let settings = Settings { rules: vec![(rule, rule.severity)], ..Settings::default() };
    let catalog = catalog(example);
    let lint = |text: &str| linter::lint(&catalog, &settings, &memory(example, text), &|_| ());
    let report = lint(example.translation);
    if !report.failures.is_empty() {
        return Err(format!("failures: {:?}", report.failures));
    }
    let messages: Vec<_> = report.findings.iter().map(|found| found.message.as_str()).collect();
    match (example.expect, messages.as_slice()) {
        (Expect::Clean, []) | (Expect::Fixed(_), [_]) => {}
        (Expect::Flagged(expected), [message]) if *message == expected => {}
        (expected, found) => return Err(format!("expected {expected:?}, found {found:#?}")),
    }
    let Expect::Fixed(expected) = example.expect else { return Ok(()) };
    let fix = |text: &str| {
        let store = memory(example, text);
        linter::fix(&catalog, &settings, &store, Applicability::Safe, &|_| ())
    };
    let fixed = fix(example.translation);
    let changed = |change: &linter::FileChange| {
        (change.path.to_str().unwrap_or_default().to_owned(), change.after.clone())
    };
    let changes: Vec<_> = fixed.changes.iter().map(changed).collect();
    let mut wanted = pages(expected, TRANSLATION);
    if expected.starts_with("==> ") {
        let before = pages(example.translation, TRANSLATION);
        wanted.retain(|page| !before.contains(page));
    }
    if changes != wanted || changes.len() != 1 {
        return Err(format!("expected the fix to give {expected:?}, it gave {changes:#?}"));
    }
    if !fixed.report.findings.is_empty() || fixed.report.summary.fixed != 1 {
        return Err(format!("after the fix remains {:#?}", fixed.report));
    }
    if fix(expected).changes.is_empty() { Ok(()) } else { Err("a second fix changes more".into()) }
}

#[test]
fn every_example_is_true() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for example in rule.examples {
            if let Err(why) = judge(rule, example) {
                wrong.push(format!("{}, \"{}\": {why}", rule.name, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
