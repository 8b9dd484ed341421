//! What is known of all pages together: habits of a site are told once, and what remains after a
//! repair stands where it did.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::diagnostic::Severity;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Finding, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile, SetTraits};
use hexapla::rules::RULES;
use hexapla::text::FileId;

/// A project of English pages with their Dutch translations.
fn project(pages: &[(String, String)]) -> (Catalog, Memory) {
    let mut catalog = Catalog::default();
    let mut texts = BTreeMap::new();
    for (index, (source, translation)) in pages.iter().enumerate() {
        let key = format!("{index:02}.md");
        let first = catalog.files.len() as u32;
        for (locale, text) in [("en", source), ("nl", translation)] {
            let path = PathBuf::from(locale).join(&key);
            texts.insert(path.clone(), text.clone());
            let locale = Locale::parse(locale).expect("a tag");
            catalog.files.push(CatalogFile { path, locale });
        }
        catalog.articles.push(Article {
            key,
            source: Some(FileId(first)),
            translations: vec![FileId(first + 1)],
            selected: vec![FileId(first), FileId(first + 1)],
        });
    }
    catalog.set_of = vec![0; catalog.articles.len()];
    catalog.sets.insert(0, SetTraits { has_source: true, ..SetTraits::default() });
    (catalog, Memory(texts))
}

fn settings(names: &[&str]) -> Settings {
    let rules = RULES.iter().filter(|rule| names.contains(&rule.name));
    let rules = rules.map(|rule| (*rule, rule.severity)).collect();
    Settings { rules, ..Settings::default() }
}

fn lint(pages: &[(String, String)], rules: &[&str]) -> Vec<Finding> {
    let (catalog, store) = project(pages);
    linter::lint(&catalog, &settings(rules), &store, &|_| ()).findings
}

const NOTICE: &str = "Deze pagina werd door een machine vertaald en door niemand nagelezen.";

/// Pages of which the first `with` have the notice.
fn noticed(count: usize, with: usize) -> Vec<(String, String)> {
    let page = |index: usize| {
        let source =
            format!("# Page\n\nRun `step_{index}` first.\n\nThen wait for `end_{index}`.\n");
        let body = format!("Voer eerst `step_{index}` uit.\n\nWacht dan op `end_{index}`.\n");
        let notice = if index < with { format!("{NOTICE}\n\n") } else { String::new() };
        (source, format!("# Pagina\n\n{notice}{body}"))
    };
    (0..count).map(page).collect()
}

#[test]
fn what_a_site_adds_to_many_pages_is_one_information() {
    let found = lint(&noticed(12, 12), &["extra-block"]);
    let [only] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(only.severity, Severity::Info);
    assert!(only.message.ends_with("is not in the source, on this and 11 more pages"), "{only:#?}");
    assert_eq!(&*only.spot.path, PathBuf::from("nl/00.md"));
    assert_eq!(only.related.len(), 4, "its place in the source and three other pages");
}

#[test]
fn what_few_pages_have_is_told_on_each() {
    let few = lint(&noticed(12, 4), &["extra-block"]);
    assert_eq!(few.len(), 4, "fewer than five pages");
    let rare = lint(&noticed(60, 5), &["extra-block"]);
    assert_eq!(rare.len(), 5, "fewer than a tenth of all");
    assert!(rare.iter().all(|finding| finding.severity == Severity::Warning));
}

#[test]
fn a_repair_leaves_what_is_known_of_wording() {
    let page = |index: usize| {
        let links = format!("See [the next one](/en/{:02}/) of five.", (index + 1) % 6);
        let source = format!("# Page\n\n{links}\n\n## Test drive\n\nRun `step_{index}`.\n");
        let heading = if index == 5 { "Testrit" } else { "Proefrit" };
        let locale = if index == 5 { "en" } else { "nl" };
        let link = format!("Zie [de volgende](/{locale}/{:02}/) van vijf.", (index + 1) % 6);
        let translation =
            format!("# Pagina\n\n{link}\n\n## {heading}\n\nVoer `step_{index}` uit.\n");
        (source, translation)
    };
    let pages: Vec<_> = (0..6).map(page).collect();
    let rules = ["foreign-locale-link", "inconsistent-term"];
    let before = lint(&pages, &rules);
    let names: Vec<&str> = before.iter().map(|finding| finding.rule).collect();
    assert_eq!(names, rules, "{before:#?}");
    let (catalog, store) = project(&pages);
    let fixed = linter::fix(&catalog, &settings(&rules), &store, Applicability::Safe, &|_| ());
    assert_eq!(fixed.report.summary.fixed, 1, "{:#?}", fixed.report);
    let [only] = &fixed.report.findings[..] else { panic!("{:#?}", fixed.report) };
    assert_eq!(only.rule, "inconsistent-term");
    assert_eq!(only.spot.range, before[1].spot.range, "the heading did not move");
}
