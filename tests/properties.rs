//! What must hold for any text at all: nothing panics, places lie on character boundaries, fixes
//! converge, and the order of files never shows.
//!
//! The cases are the same in every run, so that a failure can be repeated; `PROPERTY_SEED=7` makes
//! others, `PROPTEST_CASES=10000` more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hexapla::config::Settings;
use hexapla::diagnostic::Severity;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Memory, Report};
use hexapla::locale::Locale;
use hexapla::markdown::{self, Document};
use hexapla::outline::{self, Outline};
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rules::RULES;
use hexapla::text::{FileId, SourceFile};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[path = "support/spans.rs"]
mod spans;

/// Pieces that mean something to a Markdown parser, and pieces that only hurt.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "---\n",
    "+++\n",
    "title: x\n",
    "a:\n  - b: 1\n",
    "# ",
    "## ",
    "### h {#id}\n",
    "== \n",
    "===\n",
    "- ",
    "* ",
    "1. ",
    "- [ ] ",
    "| a | b |\n",
    "| - | - |\n",
    "|",
    "> ",
    "> [!NOTE]\n",
    ":::tip[T]\n",
    ":::\n",
    "!!! note \"T\"\n",
    "/// note | T\n",
    "///\n",
    "```",
    "```js\n",
    "```\n",
    "~~~\n",
    "`",
    "``",
    "`x`",
    "[",
    "]",
    "(",
    ")",
    "[t](u)",
    "[t][l]",
    "[l]: /u\n",
    "![a](b.png)",
    "<https://x.example>",
    "<a href=\"u\">",
    "</a>",
    "<kbd>",
    "<br/>",
    "<",
    ">",
    "<!--",
    "-->",
    "{{< s a=\"b\" >}}",
    "{{% n %}}",
    "{{",
    "}}",
    "{% if x %}",
    "%}",
    "{/* c */}",
    "{",
    "}",
    "import X from 'y';\n",
    "<Card title=\"x\">",
    "</Card>",
    "[^1]",
    "[^1]: note\n",
    "*",
    "**",
    "_",
    "~~",
    "\\",
    "&amp;",
    "&#39;",
    "&#x200B;",
    "&",
    "Ã©",
    "â€™",
    "ideeÃ«n",
    "\u{feff}",
    "\u{200b}",
    "\u{a0}",
    "\u{ad}",
    "日本語",
    "。",
    "（",
    "é",
    "ё",
    "🦜",
    "a\u{301}",
    "word",
    "two words",
    "3.2.0",
    "\u{0}",
    "\u{fffd}",
    "\u{2028}",
];

fn runner() -> TestRunner {
    let seed = std::env::var("PROPERTY_SEED").ok().and_then(|text| text.parse().ok());
    let mut bytes = [7_u8; 32];
    bytes[..8].copy_from_slice(&seed.unwrap_or(20_260_314_u64).to_le_bytes());
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 192;
    }
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Any text made of pieces, or of any characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat()),
        1 => vec(any::<char>(), 0..80).prop_map(|characters| characters.into_iter().collect()),
    ]
}

/// A page of the site, and the same page in another language after some slips of the hand.
fn damaged_page() -> impl Strategy<Value = (String, String)> {
    const PAGES: &[&str] =
        &["guide/install.md", "guide/first-letter.md", "reference/config.md", "index.mdx"];
    let cut = (any::<prop::sample::Index>(), 0..40_usize, select(PIECES));
    (select(PAGES), select(&["nl", "ja", "fr"][..]), vec(cut, 0..6)).prop_map(
        |(page, locale, cuts)| {
            let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/site");
            let read = |locale: &str| fs::read_to_string(site.join(locale).join(page));
            let source = read("en").expect("the page is there");
            let mut characters: Vec<char> =
                read(locale).expect("the page is there").chars().collect();
            for (at, length, piece) in cuts {
                let start = at.index(characters.len() + 1);
                let end = (start + length).min(characters.len());
                characters.splice(start..end, piece.chars());
            }
            (source, characters.into_iter().collect())
        },
    )
}

fn pair() -> impl Strategy<Value = (String, String)> {
    prop_oneof![(text(), text()), damaged_page()]
}

fn extension() -> impl Strategy<Value = &'static str> {
    select(&["md", "mdx"][..])
}

fn parsed(text: &str, extension: &str) -> Document {
    let file = SourceFile::new(format!("page.{extension}"), text);
    markdown::parse(FileId(0), file, Locale::unknown())
}

#[test]
fn any_text_is_a_document_with_places_on_character_boundaries() {
    let strategy = (prop_oneof![text(), damaged_page().prop_map(|(_, page)| page)], extension());
    let outcome = runner().run(&strategy, |(text, extension)| {
        let document = parsed(&text, extension);
        prop_assert_eq!(&document.text, &text, "the text is kept byte for byte");
        for span in spans::of(&document) {
            prop_assert!(text.get(span.range()).is_some(), "{:?} is no place in the text", span);
        }
        let count = document.blocks.len() as u32;
        for (index, block) in (0_u32..).zip(&document.blocks) {
            prop_assert!(index < block.end && block.end <= count, "block {} ends early", index);
            if let Some(parent) = block.parent {
                let around = document.block(parent);
                prop_assert!(parent.0 < index && block.end <= around.end, "not inside its parent");
                prop_assert!(around.span.contains(block.span), "{:?} in {:?}", block, around);
            }
        }
        for inline in &document.inlines {
            prop_assert!((inline.block.0 as usize) < document.blocks.len());
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn alignments_are_one_to_one() {
    let outcome = runner().run(&(pair(), extension()), |((source, translation), extension)| {
        let [ours, theirs] = [source, translation].map(|text| parsed(&text, extension));
        let outlines = [Outline::new(&ours), Outline::new(&theirs)];
        let alignment = outline::align(&ours, &outlines[0], &theirs, &outlines[1]);
        prop_assert_eq!(alignment.to_translation.len(), ours.blocks.len());
        prop_assert_eq!(alignment.to_reference.len(), theirs.blocks.len());
        for (index, other) in (0_u32..).zip(&alignment.to_translation) {
            if let Some(other) = other {
                let back = alignment.to_reference[other.0 as usize];
                prop_assert_eq!(back.map(|block| block.0), Some(index));
            }
        }
        let itself = outline::align(&ours, &outlines[0], &ours, &outlines[0]);
        prop_assert!(itself.gaps.is_empty(), "a page differs from itself: {:?}", itself.gaps);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// Every rule, whether it is on by default or not.
fn all_rules() -> Settings {
    let rules = RULES.iter().map(|rule| (*rule, rule.severity)).collect();
    Settings { rules, ..Settings::default() }
}

/// One article: `source` and its translations, in the order in which `order` lists the files.
fn catalog(
    source: &str,
    translations: &[&str],
    extension: &str,
    order: &[usize],
) -> (Catalog, Memory) {
    let tags = ["en", "nl", "ja", "fr"];
    let texts: Vec<&str> = std::iter::once(source).chain(translations.iter().copied()).collect();
    let path = |index: usize| PathBuf::from(format!("{}/page.{extension}", tags[index]));
    let mut catalog = Catalog::default();
    for &index in order {
        let locale = Locale::parse(tags[index]).expect("a valid tag");
        catalog.files.push(CatalogFile { path: path(index), locale });
    }
    let id = |index: usize| {
        let at = order.iter().position(|&other| other == index).expect("listed");
        FileId(at as u32)
    };
    let mut ids: Vec<FileId> = (1..texts.len()).map(id).collect();
    let mut selected = vec![id(0)];
    selected.append(&mut ids.clone());
    // The versions of an article are sorted by locale, whatever the order of the files.
    ids.sort_by(|a, b| catalog.file(*a).locale.cmp(&catalog.file(*b).locale));
    let key = format!("page.{extension}");
    catalog.articles.push(Article { key, source: Some(id(0)), translations: ids, selected });
    let texts = texts.iter().enumerate().map(|(index, text)| (path(index), (*text).to_owned()));
    (catalog, Memory(texts.collect::<BTreeMap<_, _>>()))
}

fn lint(catalog: &Catalog, store: &Memory) -> Report {
    linter::lint(catalog, &all_rules(), store, &|_| ())
}

#[test]
fn findings_point_into_the_text() {
    let outcome = runner().run(&(pair(), extension()), |((source, translation), extension)| {
        let (catalog, store) = catalog(&source, &[&translation], extension, &[0, 1]);
        let report = lint(&catalog, &store);
        prop_assert!(report.failures.is_empty());
        for finding in &report.findings {
            for spot in std::iter::once(&finding.spot).chain(&finding.related) {
                let text = &store.0[&*spot.path];
                let place = spot.range.start.offset as usize..spot.range.end.offset as usize;
                prop_assert!(text.get(place.clone()).is_some(), "{}: {:?}", finding.rule, place);
                prop_assert!(spot.range.start.line >= 1 && spot.range.start.column >= 1);
            }
            prop_assert!(!finding.message.is_empty() && finding.severity >= Severity::Info);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_page_beside_itself_is_clean_of_differences() {
    let strategy = (prop_oneof![text(), damaged_page().prop_map(|(_, page)| page)], extension());
    let outcome = runner().run(&strategy, |(text, extension)| {
        let (catalog, store) = catalog(&text, &[&text], extension, &[0, 1]);
        for finding in lint(&catalog, &store).findings {
            // What is wrong in one page alone, or not translated, may still be said.
            let pairwise = RULES.iter().any(|rule| {
                rule.name == finding.rule && matches!(rule.check, hexapla::rule::Check::Pair(_))
            });
            let language = finding.rule.contains("untranslated") || finding.rule.contains("syntax");
            prop_assert!(!pairwise || language, "{}: {}", finding.rule, finding.message);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn fixes_converge_and_never_touch_the_source() {
    let outcome = runner().run(&(pair(), extension()), |((source, translation), extension)| {
        let (catalog, mut store) = catalog(&source, &[&translation], extension, &[0, 1]);
        let before = lint(&catalog, &store).findings.len();
        let settings = all_rules();
        let level = Applicability::Unsafe;
        let fixed = linter::fix(&catalog, &settings, &store, level, &|_| ());
        prop_assert!(fixed.report.findings.len() <= before);
        for change in fixed.changes {
            prop_assert_ne!(change.path.as_path(), catalog.file(FileId(0)).path.as_path());
            prop_assert_eq!(&change.before, &store.0[&change.path]);
            prop_assert_ne!(&change.before, &change.after);
            store.0.insert(change.path, change.after);
        }
        let left = lint(&catalog, &store).findings;
        prop_assert_eq!(&left, &fixed.report.findings, "what remains is what is reported");
        let again = linter::fix(&catalog, &settings, &store, level, &|_| ());
        prop_assert!(again.changes.is_empty(), "a second run changes {:?}", again.changes);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_order_of_files_never_shows() {
    let strategy = (pair(), text(), extension());
    let outcome = runner().run(&strategy, |((source, first), second, extension)| {
        let translations = [first.as_str(), second.as_str(), first.as_str()];
        let reports = [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]].map(|order| {
            let (catalog, store) = catalog(&source, &translations, extension, &order);
            lint(&catalog, &store).findings
        });
        prop_assert_eq!(&reports[0], &reports[1]);
        prop_assert_eq!(&reports[0], &reports[2]);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
