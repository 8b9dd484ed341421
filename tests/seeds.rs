//! Five versions of an article without a source: three characters were damaged on the way, and
//! nothing else is wrong with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::text::FileId;

const LOCALES: [&str; 5] = ["es", "it", "nl", "pt-BR", "sv"];

/// The five versions as one article that has no source.
fn siblings() -> (Catalog, Memory) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/siblings");
    let mut catalog = Catalog::default();
    let mut texts = BTreeMap::new();
    let ids: Vec<FileId> = (0..LOCALES.len() as u32).map(FileId).collect();
    for locale in LOCALES {
        let path = PathBuf::from(format!("{locale}.md"));
        let text = fs::read_to_string(folder.join(&path)).expect("the fixture is there");
        let locale = Locale::parse(locale).expect("a valid tag");
        catalog.files.push(CatalogFile { path: path.clone(), locale });
        texts.insert(path, text);
    }
    catalog.articles.push(Article {
        key: "returned.md".to_owned(),
        source: None,
        translations: ids.clone(),
        selected: ids,
    });
    (catalog, Memory(texts))
}

#[test]
fn exactly_the_three_damaged_places_are_reported() {
    let (catalog, store) = siblings();
    let report = linter::lint(&catalog, &Settings::default_rules(), &store, &|_| ());
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    // Entities of a kind are one finding per page; its fix names every place.
    let mut said = Vec::new();
    for finding in &report.findings {
        let path = finding.spot.path.display().to_string();
        let fix = finding.fix.as_ref().expect("each of them can be repaired");
        for edit in &fix.edits {
            let place = edit.range.start.offset as usize..edit.range.end.offset as usize;
            let text = &store.0[&*finding.spot.path][place];
            said.push((path.clone(), edit.range.start.line, finding.rule, text));
        }
    }
    let expected: [(&str, u32, &str, &str); 3] = [
        ("it.md", 17, "html-entity", "&#39;"),
        ("it.md", 32, "html-entity", "&#39;"),
        ("nl.md", 17, "mojibake", "Ã¶"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for ((path, line, rule, place), (other, on, by, holds)) in said.iter().zip(expected) {
        assert_eq!((path.as_str(), *line, *rule), (other, on, by), "{said:#?}");
        assert!(place.contains(holds), "`{place}` does not hold `{holds}`");
    }
}

#[test]
fn the_fix_repairs_these_three_places_and_nothing_else() {
    let (catalog, store) = siblings();
    let settings = Settings::default_rules();
    let outcome = linter::fix(&catalog, &settings, &store, Applicability::Safe, &|_| ());
    let changed: Vec<_> = outcome.changes.iter().map(|change| change.path.as_path()).collect();
    assert_eq!(changed, [Path::new("it.md"), Path::new("nl.md")]);
    for change in &outcome.changes {
        let repaired = change.before.replace("&#39;", "'").replace("Ã¶", "ö");
        assert_eq!(change.after, repaired, "{}", change.path.display());
    }
    assert_eq!(outcome.report.summary.fixed, 2, "both entities are one finding");
    assert!(outcome.report.findings.is_empty(), "{:?}", outcome.report.findings);

    let mut again = store;
    for change in outcome.changes {
        again.0.insert(change.path, change.after);
    }
    let outcome = linter::fix(&catalog, &settings, &again, Applicability::Safe, &|_| ());
    assert!(outcome.changes.is_empty(), "a second run changes something");
}

#[test]
fn a_lost_capital_and_a_lost_mark_are_told_without_a_source() {
    let (catalog, mut store) = siblings();
    for (path, whole, lost) in [
        ("nl.md", "**Bewaar de berichten**", "**bewaar de berichten**"),
        ("es.md", "**¿Has preguntado", "**Has preguntado"),
    ] {
        let text = store.0.get_mut(Path::new(path)).expect("the fixture is there");
        assert!(text.contains(whole));
        *text = text.replace(whole, lost);
    }
    let report = linter::lint(&catalog, &Settings::default_rules(), &store, &|_| ());
    let said: Vec<(&str, String, u32)> = report
        .findings
        .iter()
        .filter(|finding| !["mojibake", "html-entity"].contains(&finding.rule))
        .map(|finding| {
            let line = finding.spot.range.start.line;
            (finding.rule, finding.spot.path.display().to_string(), line)
        })
        .collect();
    let expected = [
        ("inverted-punctuation", "es.md".to_owned(), 31),
        ("lead-in-case", "nl.md".to_owned(), 32),
    ];
    assert_eq!(said, expected);
}
