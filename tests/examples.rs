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

fn run(rule: &'static Rule, example: &Example) -> Result<(), String> {
    let locale = if example.locale.is_empty() { "nl" } else { example.locale };
    let (source, translation) = (PathBuf::from("en.md"), PathBuf::from("translation.md"));
    let file = |path: &PathBuf, tag: &str| CatalogFile {
        path: path.clone(),
        locale: Locale::parse(tag).expect("a tag"),
    };
    let catalog = Catalog {
        files: vec![file(&source, "en"), file(&translation, locale)],
        articles: vec![Article {
            key: "page".into(),
            source: Some(FileId(0)),
            translations: vec![FileId(1)],
            selected: vec![FileId(1)],
        }],
        ..Catalog::default()
    };
    let store = Memory(BTreeMap::from([
        (source, example.source.to_owned()),
        (translation, example.translation.to_owned()),
    ]));
    let settings = Settings { rules: vec![(rule, rule.severity)], ..Settings::default() };
    let report = linter::lint(&catalog, &settings, &store, &|_| ());
    let messages: Vec<&str> =
        report.findings.iter().map(|finding| finding.message.as_str()).collect();
    let fixed = || {
        let outcome = linter::fix(&catalog, &settings, &store, Applicability::Safe, &|_| ());
        outcome.changes.first().map(|change| change.after.clone())
    };
    let wrong = match example.expect {
        Expect::Clean => (!messages.is_empty()).then(|| format!("expected none, got {messages:?}")),
        Expect::Flagged(message) => {
            (messages != [message]).then(|| format!("expected [{message:?}], got {messages:?}"))
        }
        Expect::Fixed(text) => {
            if messages.len() == 1 {
                let fixed = fixed();
                (fixed.as_deref() != Some(text)).then(|| format!("fixed to {fixed:?}"))
            } else {
                Some(format!("expected one finding, got {messages:?}"))
            }
        }
    };
    match wrong {
        None => Ok(()),
        Some(wrong) => Err(format!("{}: {}: {wrong}", rule.name, example.title)),
    }
}

#[test]
fn every_example_says_what_it_shows() {
    let results =
        RULES.iter().flat_map(|rule| rule.examples.iter().map(move |example| run(rule, example)));
    let wrong: Vec<String> = results.filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
