//! Faults that only many pages show: one page calls a thing otherwise than all the others.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::linter::{self, Finding, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rules::RULES;
use hexapla::text::FileId;

use crate::plant::Scene;
use crate::site::CleanPair;

/// Copies of a page that make up the project.
pub(crate) const COPIES: usize = 5;

/// A heading of one copy in other words.
pub(crate) struct Renamed {
    /// The damaged copy.
    pub(crate) text: String,
    /// The line of the heading, from 1.
    pub(crate) line: usize,
}

/// Every heading of the page below its title, in words that stand nowhere else on the site.
pub(crate) fn rename_heading(scene: &Scene) -> Vec<Renamed> {
    let page = &scene.page;
    let mut found = Vec::new();
    for section in page.sections() {
        let line = section.lines.start;
        let text = &page.lines[line];
        let Some((marks, words)) = text.split_once(' ') else { continue };
        // Dates and versions are no terms.
        let is_term = !words.contains(|c: char| c.is_ascii_digit() || "`<*[\\".contains(c));
        if marks.len() < 2 || !is_term {
            continue;
        }
        let id = words.find(" {#").map_or("", |at| &words[at..]);
        let heading = format!("{marks} {}{id}", scene.extra_words()[0]);
        found.push(Renamed { text: page.with_line(line, &heading), line: line + 1 });
    }
    found
}

/// What is said of wording in a project of copies of `pair`, the last of which is `last`.
pub(crate) fn findings(pair: &CleanPair, last: &str) -> Vec<Finding> {
    let mut catalog = Catalog::default();
    let mut texts = BTreeMap::new();
    for copy in 0..COPIES {
        let first = catalog.files.len() as u32;
        for (locale, text) in [("en", &*pair.source), (pair.locale, &*pair.translation)] {
            let path = PathBuf::from(locale).join(format!("{copy}.md"));
            let is_last = copy + 1 == COPIES && locale != "en";
            texts.insert(path.clone(), if is_last { last } else { text }.to_owned());
            let locale = Locale::parse(locale).expect("a valid tag");
            catalog.files.push(CatalogFile { path, locale });
        }
        catalog.articles.push(Article {
            key: format!("{copy}.md"),
            source: Some(FileId(first)),
            translations: vec![FileId(first + 1)],
            selected: vec![FileId(first), FileId(first + 1)],
        });
    }
    let rule = RULES.iter().find(|rule| rule.name == "inconsistent-term").expect("a rule");
    let settings = Settings { rules: vec![(rule, rule.severity)], ..Settings::default() };
    linter::lint(&catalog, &settings, &Memory(texts), &|_| ()).findings
}
