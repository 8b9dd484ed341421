//! Plants one fault at a time into the clean pages of `fixtures/site`, at seeded places, and
//! requires that exactly this fault is reported, by the right rule, within two lines of it.
//!
//! `FAULT_SEED=7` plants at other places, `FAULT_COUNT=1000` at all of them.

#[path = "faults/across.rs"]
mod across;
#[path = "faults/encoding.rs"]
mod encoding;
#[path = "faults/fault.rs"]
mod fault;
#[path = "faults/front_matter.rs"]
mod front_matter;
#[path = "faults/inline.rs"]
mod inline;
#[path = "faults/judge.rs"]
mod judge;
#[path = "faults/language.rs"]
mod language;
#[path = "faults/lists.rs"]
mod lists;
#[path = "faults/markup.rs"]
mod markup;
#[path = "faults/page.rs"]
mod page;
#[path = "faults/plant.rs"]
mod plant;
#[path = "faults/rng.rs"]
mod rng;
#[path = "faults/sections.rs"]
mod sections;
#[path = "faults/site.rs"]
mod site;
#[path = "faults/text.rs"]
mod text;
#[path = "faults/tokens.rs"]
mod tokens;
#[path = "faults/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::mem::discriminant;

use hexapla::locale::Locale;
use hexapla::markdown::{self, BlockKind, Document, InlineKind};
use hexapla::text::{FileId, SourceFile};
use rayon::prelude::*;

use plant::{KINDS, choose};

/// The rules that the planted faults are about; each of them has to speak.
const RULES: [&str; 55] = [
    "alert-kind",
    "broken-comment",
    "code-block",
    "code-language",
    "code-span",
    "directive",
    "directive-syntax",
    "doubled-brand",
    "doubled-word",
    "email",
    "emphasis",
    "empty-link",
    "end-punctuation",
    "extra-block",
    "extra-section",
    "footnote",
    "front-matter-key",
    "front-matter-missing",
    "front-matter-syntax",
    "front-matter-untranslated",
    "front-matter-value",
    "glossary",
    "heading-id",
    "heading-level",
    "html-entity",
    "html-tag",
    "identifier",
    "image-target",
    "inverted-punctuation",
    "lead-in-case",
    "length-ratio",
    "link-padding",
    "link-target",
    "list-items",
    "list-kind",
    "list-nesting",
    "literal-markup",
    "llm-artifact",
    "mdx-syntax",
    "missing-block",
    "missing-section",
    "mojibake",
    "moved-section",
    "mt-placeholder",
    "mutated-url",
    "number",
    "placeholder",
    "punctuation-spacing",
    "quotation-marks",
    "space-before-punctuation",
    "stranded-marker",
    "table-shape",
    "untranslated",
    "version",
    "wrong-language",
];

/// Advisory rules that the clean site has to satisfy too.
const EVERY: [&str; 5] =
    ["end-punctuation", "length-ratio", "number", "punctuation-spacing", "quotation-marks"];

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn pages_are_read_and_written_back_byte_for_byte() {
    for pair in site::pairs() {
        let page = page::Page::new(&pair.translation);
        assert_eq!(page.text(), pair.translation, "{} {}", pair.locale, pair.page);
        assert!(page.front_matter().len() > 3, "{} {}", pair.locale, pair.page);
    }
}

#[test]
fn every_kind_has_room_in_every_language_and_changes_the_page() {
    let pairs = site::pairs();
    let mut room: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for pair in &pairs {
        for kind in KINDS {
            let faults = choose(kind, pair, 1, usize::MAX);
            *room.entry((kind.name, pair.locale)).or_default() += faults.len();
            for fault in faults {
                let whole = format!("{} in {} {}", kind.name, pair.locale, pair.page);
                assert_ne!(fault.text, pair.translation, "{whole}");
                let lines = fault.text.lines().count();
                assert!(fault.places.iter().all(|place| *place.start() <= lines + 2), "{whole}");
            }
        }
    }
    for kind in KINDS {
        let only = language::ONLY_IN.iter().find(|(name, _)| *name == kind.name);
        let locales = only.map_or(&site::LOCALES[..], |(_, locales)| locales);
        for &locale in locales {
            assert!(room[&(kind.name, locale)] > 0, "{} has no room in {locale}", kind.name);
        }
    }
}

#[test]
fn the_same_seed_plants_the_same_faults() {
    let pairs = site::pairs();
    let texts = |seed| -> Vec<String> {
        let faults = pairs.iter().flat_map(|pair| choose(&KINDS[0], pair, seed, 1));
        faults.map(|fault| fault.text).collect()
    };
    assert_eq!(texts(1), texts(1));
    assert_ne!(texts(1), texts(2));
}

fn parsed(text: &str, page: &str) -> Document {
    markdown::parse(FileId(0), SourceFile::new(page, text), Locale::unknown())
}

#[test]
fn the_site_has_one_structure_in_all_languages() {
    for pair in site::pairs() {
        let [source, translation] =
            [&pair.source, &pair.translation].map(|text| parsed(text, &pair.page));
        let blocks = |document: &Document| -> Vec<_> {
            let structure = document.blocks.iter().filter(|b| b.kind != BlockKind::Comment);
            structure.map(|block| (discriminant(&block.kind), block.depth)).collect()
        };
        assert_eq!(blocks(&source), blocks(&translation), "{} {}", pair.locale, pair.page);
        let mut inlines = [&source, &translation].map(|document| -> Vec<_> {
            let marked = document.inlines.iter().filter(|i| i.kind != InlineKind::Text);
            marked.map(|inline| format!("{:?}", discriminant(&inline.kind))).collect()
        });
        for list in &mut inlines {
            list.sort();
        }
        assert_eq!(inlines[0], inlines[1], "{} {}", pair.locale, pair.page);
    }
}

#[test]
fn nothing_is_reported_on_the_clean_site() {
    let mut said = String::new();
    for pair in site::pairs() {
        for finding in judge::Desk::new(&pair, &pair.translation).findings(&EVERY) {
            let (path, line) = (finding.spot.path.display(), finding.spot.range.start.line);
            let _ = writeln!(said, "{path}:{line}: {}: {}", finding.rule, finding.message);
        }
    }
    assert!(said.is_empty(), "the clean site is not clean:\n{said}");
}

#[test]
fn every_planted_fault_is_reported_once_by_its_rule() {
    let seed = setting("FAULT_SEED", 20_260_314);
    let count = setting("FAULT_COUNT", 3) as usize;
    let pairs = site::pairs();
    let mut table = format!("{:28} {:>8} {:>8}\n", "fault", "planted", "caught");
    let mut failures = Vec::new();
    let mut heard = BTreeSet::new();
    for kind in KINDS {
        let outcomes: Vec<Result<&str, String>> = pairs
            .par_iter()
            .flat_map_iter(|pair| {
                choose(kind, pair, seed, count).into_iter().map(move |fault| {
                    let about =
                        format!("{}: {}/{}, seed {seed}", kind.name, pair.locale, pair.page);
                    judge::judge(pair, &fault).map_err(|reason| format!("{about}: {reason}"))
                })
            })
            .collect();
        let (planted, caught) = (outcomes.len(), outcomes.iter().filter(|one| one.is_ok()).count());
        let _ = writeln!(table, "{:28} {planted:>8} {caught:>8}", kind.name);
        for outcome in outcomes {
            match outcome {
                Ok(rule) => drop(heard.insert(rule)),
                Err(reason) => failures.push(reason),
            }
        }
    }
    println!("{table}");
    assert!(failures.is_empty(), "{} faults escaped\n{}", failures.len(), failures.join("\n"));
    let silent: Vec<_> = RULES.iter().filter(|rule| !heard.contains(*rule)).collect();
    assert!(silent.is_empty(), "no fault was reported by {silent:?}");
}

#[test]
fn a_heading_in_other_words_than_on_all_other_pages_is_reported() {
    let mut planted = 0;
    for pair in site::pairs() {
        let about = format!("{}/{}", pair.locale, pair.page);
        let clean = across::findings(&pair, &pair.translation);
        assert!(clean.is_empty(), "{about}: {clean:#?}");
        for renamed in across::rename_heading(&plant::Scene::new(&pair)) {
            planted += 1;
            let found = across::findings(&pair, &renamed.text);
            let places: Vec<(String, usize)> = found
                .iter()
                .map(|one| {
                    let line = one.spot.range.start.line as usize;
                    (one.spot.path.display().to_string(), line)
                })
                .collect();
            let last = format!("{}/{}.md", pair.locale, across::COPIES - 1);
            assert_eq!(places, [(last, renamed.line)], "{about}: {found:#?}");
        }
    }
    assert!(planted > 50, "only {planted} headings were renamed");
}
