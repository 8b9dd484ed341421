//! What the fuzz targets share: how bytes become pages, and what must hold for any of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::linter::{self, Memory, Report};
use hexapla::locale::Locale;
use hexapla::markdown::{self, Document};
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rules::RULES;
use hexapla::text::{FileId, SourceFile, Span};

/// What parts the pages in one input. Seeds are written with it, and the fuzzer finds it there.
pub const PART: &str = "\n%%%%\n";

/// The text of an input. What is no UTF-8 is the matter of the target `mojibake` alone.
pub fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// The two pages of an input; without the part between them the page stands beside itself.
pub fn pages(data: &[u8]) -> Option<(&str, &str)> {
    let text = text(data)?;
    Some(text.split_once(PART).unwrap_or((text, text)))
}

/// The document of `text`, as MDX when it has an even length.
pub fn parsed(text: &str) -> Document {
    let name = if text.len() % 2 == 0 { "page.mdx" } else { "page.md" };
    markdown::parse(FileId(0), SourceFile::new(name, text), Locale::unknown())
}

/// `span` is a place in `text`.
pub fn is_place(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no place in the text");
}

/// One article in English and Dutch.
pub fn article(source: &str, translation: &str) -> (Catalog, Memory) {
    let mut catalog = Catalog::default();
    let mut texts = BTreeMap::new();
    for (tag, text) in [("en", source), ("nl", translation)] {
        let path = PathBuf::from(format!("{tag}/page.md"));
        let locale = Locale::parse(tag).expect("a valid tag");
        catalog.files.push(CatalogFile { path: path.clone(), locale });
        texts.insert(path, text.to_owned());
    }
    let (source, translation) = (FileId(0), FileId(1));
    catalog.articles.push(Article {
        key: "page.md".to_owned(),
        source: Some(source),
        translations: vec![translation],
        selected: vec![source, translation],
    });
    (catalog, Memory(texts))
}

/// Every rule, whether it is on by default or not.
pub fn all_rules() -> Settings {
    let rules = RULES.iter().map(|rule| (*rule, rule.severity)).collect();
    Settings { rules, ..Settings::default() }
}

/// Judges an article by all rules; every finding points into its text.
pub fn judged(catalog: &Catalog, store: &Memory) -> Report {
    let report = linter::lint(catalog, &all_rules(), store, &|_| ());
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    for finding in &report.findings {
        for spot in std::iter::once(&finding.spot).chain(&finding.related) {
            let (start, end) = (spot.range.start.offset as usize, spot.range.end.offset as usize);
            let text = &store.0[&*spot.path];
            assert!(text.get(start..end).is_some(), "{}: {start}..{end}", finding.rule);
        }
    }
    report
}
