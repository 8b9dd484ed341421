//! Every example of every rule, executed with that rule alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rule::{Example, Expect, Rule};
use hexapla::rules::RULES;
use hexapla::text::FileId;

const SOURCE: &str = "source.md";
const TRANSLATION: &str = "translation.md";

/// An example as a catalog of one article. Without a source text there is no source file.
fn catalog(example: &Example) -> Catalog {
    let tag = if example.locale.is_empty() { "nl" } else { example.locale };
    let locale = Locale::parse(tag).expect("examples name a tag");
    let english = Locale::parse("en").expect("a tag");
    let file = |path: &str, locale| CatalogFile { path: PathBuf::from(path), locale };
    let mut files = vec![file(TRANSLATION, locale)];
    let translation = FileId(u32::from(!example.source.is_empty()));
    if !example.source.is_empty() {
        files.insert(0, file(SOURCE, english));
    }
    let article = Article {
        key: "page.md".to_owned(),
        source: (translation.0 > 0).then_some(FileId(0)),
        translations: vec![translation],
        selected: vec![translation],
    };
    Catalog { files, articles: vec![article], ..Catalog::default() }
}

fn memory(example: &Example, translation: &str) -> Memory {
    let texts = [(SOURCE, example.source), (TRANSLATION, translation)];
    Memory(BTreeMap::from(texts.map(|(path, text)| (PathBuf::from(path), text.to_owned()))))
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
    let changes: Vec<_> =
        fixed.changes.iter().map(|change| (change.path.to_str(), &*change.after)).collect();
    if changes != [(Some(TRANSLATION), expected)] {
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
