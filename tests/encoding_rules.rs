//! The encoding rules run on whole articles: their examples, and the pages they were made for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{Finding, Memory, fix, lint};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rule::{Expect, Group, Rule};
use hexapla::rules::RULES;
use hexapla::text::FileId;

fn rule(name: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.name == name).expect("a rule of that name")
}

/// A source in English beside one translation, judged by one rule.
struct Page {
    catalog: Catalog,
    settings: Settings,
    store: Memory,
}

impl Page {
    fn new(rule: &'static Rule, locale: &str, source: &str, translation: &str) -> Self {
        let file = |path: &str, locale: &str| CatalogFile {
            path: PathBuf::from(path),
            locale: Locale::parse(locale).expect("a locale"),
        };
        let article = Article {
            key: "page.md".into(),
            source: Some(FileId(0)),
            translations: vec![FileId(1)],
            selected: vec![FileId(0), FileId(1)],
        };
        let files = vec![file("en/page.md", "en"), file("xx/page.md", locale)];
        let catalog = Catalog { files, articles: vec![article], ..Catalog::default() };
        let settings = Settings { rules: vec![(rule, rule.severity)], ..Settings::default() };
        let texts = [("en/page.md", source), ("xx/page.md", translation)];
        let texts: BTreeMap<PathBuf, String> =
            texts.into_iter().map(|(path, text)| (path.into(), text.to_owned())).collect();
        Self { catalog, settings, store: Memory(texts) }
    }

    /// A translation whose source is gone.
    fn alone(rule: &'static Rule, locale: &str, text: &str) -> Self {
        let mut page = Self::new(rule, locale, "", text);
        let article = &mut page.catalog.articles[0];
        article.source = None;
        article.selected = vec![FileId(1)];
        page
    }

    fn findings(&self) -> Vec<Finding> {
        lint(&self.catalog, &self.settings, &self.store, &|_| {}).findings
    }

    /// The translation with all proven safe fixes.
    fn fixed(&self) -> String {
        let outcome = fix(&self.catalog, &self.settings, &self.store, Applicability::Safe, &|_| {});
        let path = PathBuf::from("xx/page.md");
        let changed = outcome.changes.into_iter().find(|change| change.path == path);
        changed.map_or_else(|| self.store.0[&path].clone(), |change| change.after)
    }
}

#[test]
fn examples_hold() {
    for rule in RULES.iter().filter(|rule| rule.group == Group::Encoding) {
        assert!(!rule.examples.is_empty(), "{} has no example", rule.name);
        for example in rule.examples {
            let locale = if example.locale.is_empty() { "nl" } else { example.locale };
            let page = Page::new(rule, locale, example.source, example.translation);
            let findings = page.findings();
            let messages: Vec<&str> = findings.iter().map(|found| &*found.message).collect();
            let title = format!("{}: {}", rule.name, example.title);
            match example.expect {
                Expect::Clean => assert!(messages.is_empty(), "{title}: {messages:?}"),
                Expect::Flagged(message) => assert_eq!(messages, [message], "{title}"),
                Expect::Fixed(text) => {
                    assert_eq!(messages.len(), 1, "{title}: {messages:?}");
                    assert_eq!(page.fixed(), text, "{title}");
                }
            }
        }
    }
}

#[test]
fn front_matter_is_an_error_and_keeps_its_quoting() {
    let source = "---\ntitle: The app\ndescription: 'The \"app\" here'\n---\n\nText\n";
    let damaged = "---\ntitle: L&#39;app\ndescription: 'L&#39;app &quot;qui&quot;'\n---\n\nTesto\n";
    let page = Page::new(rule("html-entity"), "it", source, damaged);
    let findings = page.findings();
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings.iter().all(|found| found.severity.name() == "error"));
    let fixed = "---\ntitle: L'app\ndescription: 'L''app \"qui\"'\n---\n\nTesto\n";
    assert_eq!(page.fixed(), fixed);
}

#[test]
fn damage_in_front_matter_is_repaired() {
    let page =
        Page::new(rule("mojibake"), "nl", "---\ntitle: Ideas\n---\n", "---\ntitle: IdeeÃ«n\n---\n");
    assert_eq!(page.fixed(), "---\ntitle: Ideeën\n---\n");
}

#[test]
fn spans_are_exact() {
    let page = Page::new(rule("mojibake"), "nl", "Ideas\n", "Enkele ideeÃ«n hier.\n");
    let findings = page.findings();
    assert_eq!(findings.len(), 1);
    let range = findings[0].spot.range;
    assert_eq!((range.start.offset, range.end.offset), (11, 15));
    assert_eq!(findings[0].message, "\"ideeÃ«n\" is UTF-8 read as windows-1252");
}

#[test]
fn a_page_without_a_source_is_searched_for_what_nobody_means() {
    let text =
        "Zie [&#x200B; de &quot;gids&quot;](g.md): foto&#39;s. &copy; A&nbsp;B @&#x200B;naam.\n";
    let entities = Page::alone(rule("html-entity"), "nl", text);
    assert_eq!(entities.findings().len(), 2, "{:?}", entities.findings());
    assert_eq!(
        entities.fixed(),
        "Zie [&#x200B; de \"gids\"](g.md): foto's. &copy; A&nbsp;B @&#x200B;naam.\n"
    );
    let padding = Page::alone(rule("invisible-character"), "nl", text);
    assert_eq!(padding.findings().len(), 1);
    // The entity itself is what the sentence is about.
    let subject = Page::alone(rule("html-entity"), "en", "## Apostrophe replaced by &#039;\n");
    assert_eq!(subject.findings().len(), 0);
}

#[test]
fn a_mark_between_letters_is_an_apostrophe_only_where_one_is_written() {
    let fixed =
        |locale, text| Page::new(rule("control-character"), locale, "Text.\n", text).fixed();
    assert_eq!(fixed("fr", "l\u{92}eau\n"), "l’eau\n");
    assert_eq!(fixed("es", "Un barco tur\u{92}stico.\n"), "Un barco tur\u{92}stico.\n");
    assert_eq!(fixed("es", "Est\u{e1} \u{93}listo\u{94}.\n"), "Está “listo”.\n");
}
