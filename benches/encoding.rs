//! Measures the scan for damaged text beside parsing, and how much damage is repaired.
//!
//! ```text
//! cargo bench --bench encoding                          # cost of the scan, generated pages
//! cargo bench --bench encoding -- cost nl DIR           # the same for the .md files of DIR
//! cargo bench --bench encoding -- scan nl DIR           # the scan once, for instruction counts
//! cargo bench --bench encoding -- parse nl DIR          # parsing with the scan once
//! cargo bench --bench encoding -- read nl DIR           # neither, what the two have in common
//! cargo bench --bench encoding -- recall < damaged.jsonl
//! cargo bench --bench encoding -- recall words < damaged.jsonl
//! cargo bench --bench encoding -- cases DIR             # ftfy's published cases
//! cargo bench --bench encoding -- changes nl DIR...     # repairs in clean texts, each printed
//! cargo bench --bench encoding -- render BEFORE AFTER   # pages whose HTML differs
//! ```

#[expect(dead_code, reason = "the corpus benchmark uses the rest")]
#[path = "corpus/generate.rs"]
mod generate;

#[path = "encoding/corpora.rs"]
mod corpora;
#[path = "encoding/recall.rs"]
mod recall;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use hexapla::encoding::{Confidence, Suspect, SuspectKind, scan};
use hexapla::locale::Locale;
use hexapla::markdown;
use hexapla::text::{FileId, SourceFile};

/// How often each measurement is repeated; the shortest counts.
const ROUNDS: usize = 15;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["recall", rest @ ..] => recall::recall(rest.contains(&"words")),
        ["cost", tag, root] => cost(tag, &read(Path::new(root))),
        ["scan", tag, root] => {
            println!("{} suspects", scan_all(tag, &read(Path::new(root))));
        }
        ["parse", tag, root] => {
            println!("{} blocks", parse_all(tag, &read(Path::new(root))));
        }
        ["read", _, root] => println!("{} pages", read(Path::new(root)).len()),
        ["cases", root] => corpora::cases(Path::new(root)),
        ["changes", tag, roots @ ..] => corpora::changes(tag, roots),
        ["render", before, after] => corpora::render(Path::new(before), Path::new(after)),
        _ => {
            let pages = generate::pages(276, 20_260_314);
            for tag in ["nl", "de", "es", "ja"] {
                let index = generate::LOCALES.iter().position(|locale| *locale == tag);
                let index = index.expect("the corpus has the locale");
                let texts: Vec<String> =
                    pages.iter().map(|page| page.texts[index].clone()).collect();
                cost(tag, &texts);
            }
        }
    }
}

/// The texts of the Markdown files below `root`.
fn read(root: &Path) -> Vec<String> {
    let paths = corpora::files(root, &["md"]);
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// The number of suspicious places of all texts.
fn scan_all(tag: &str, texts: &[String]) -> usize {
    let locale = Locale::parse(tag).expect("a language tag");
    texts.iter().map(|text| scan(text, &locale, None).len()).sum()
}

/// The number of blocks of all texts.
fn parse_all(tag: &str, texts: &[String]) -> usize {
    let locale = Locale::parse(tag).expect("a language tag");
    let parse = |text: &String| {
        let file = SourceFile::new("page.md", text.as_str());
        markdown::parse(FileId(0), file, locale.clone()).blocks.len()
    };
    texts.iter().map(parse).sum()
}

/// Prints what the scan of `texts` costs beside the rest of parsing them.
fn cost(tag: &str, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let scanning = shortest(|| scan_all(tag, texts));
    let whole = shortest(|| parse_all(tag, texts));
    let parsing = whole.saturating_sub(scanning);
    println!(
        "{tag}: {} pages, {:.1} MB: parsing {parsing:.2?}, scan {scanning:.2?} ({:.0} MB/s), {:.2} %",
        texts.len(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / scanning.as_secs_f64(),
        100.0 * scanning.as_secs_f64() / parsing.as_secs_f64(),
    );
}

fn shortest(mut work: impl FnMut() -> usize) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        std::hint::black_box(work());
        best = best.min(start.elapsed());
    }
    best
}

/// The text with all certain repairs.
fn repaired(text: &str, suspects: &[Suspect]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for suspect in suspects {
        if let SuspectKind::Mojibake(found) = &suspect.kind
            && found.confidence == Confidence::Certain
            && let Some(replacement) = &found.repaired
        {
            result.push_str(&text[at..suspect.span.range().start]);
            result.push_str(replacement);
            at = suspect.span.range().end;
        }
    }
    result.push_str(&text[at..]);
    result
}
