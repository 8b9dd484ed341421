//! Measures the scan for damaged text beside parsing, and how much damage is repaired.
//!
//! ```text
//! cargo bench --bench encoding                          # cost of the scan, generated pages
//! cargo bench --bench encoding -- cost nl DIR           # the same for the .md files of DIR
//! cargo bench --bench encoding -- recall < damaged.jsonl
//! cargo bench --bench encoding -- recall words < damaged.jsonl
//! ```
//!
//! The lines of `damaged.jsonl` are objects with `lang`, `mode`, `codec`, `variant`, `lossy`,
//! `clean`, `damaged` and `span`, the byte range of the damage. With `words` a scan knows the
//! words of the clean lines of the same language other than its own.

#[expect(dead_code, reason = "the corpus benchmark uses the rest")]
#[path = "corpus/generate.rs"]
mod generate;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead};
use std::path::Path;
use std::time::{Duration, Instant};

use hexapla::encoding::{Confidence, Suspect, SuspectKind, Vocabulary, scan};
use hexapla::locale::Locale;
use hexapla::markdown;
use hexapla::text::{FileId, SourceFile};

/// How often each measurement is repeated; the shortest counts.
const ROUNDS: usize = 15;
/// Into how many parts the clean lines are divided; a scan knows the words of all other parts.
const PARTS: usize = 64;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["recall", rest @ ..] => recall(rest.contains(&"words")),
        ["cost", tag, root] => cost(tag, &read(Path::new(root))),
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

/// The Markdown files below `root`.
fn read(root: &Path) -> Vec<String> {
    let mut entries: Vec<_> = fs::read_dir(root)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    entries.sort();
    let mut texts = Vec::new();
    for path in entries {
        if path.is_dir() {
            texts.extend(read(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            texts.extend(fs::read_to_string(&path));
        }
    }
    texts
}

/// Prints what the scan of `texts` costs beside the rest of parsing them.
fn cost(tag: &str, texts: &[String]) {
    let locale = Locale::parse(tag).expect("a language tag");
    let bytes: usize = texts.iter().map(String::len).sum();
    let scanning = shortest(|| texts.iter().map(|text| scan(text, &locale, None).len()).sum());
    let whole = shortest(|| {
        let parse = |text: &String| {
            let file = SourceFile::new("page.md", text.as_str());
            markdown::parse(FileId(0), file, locale.clone()).blocks.len()
        };
        texts.iter().map(parse).sum()
    });
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

#[derive(serde::Deserialize)]
struct Record {
    lang: String,
    mode: String,
    codec: String,
    variant: String,
    lossy: bool,
    clean: String,
    damaged: String,
    span: (usize, usize),
}

/// What became of the records of one kind.
#[derive(Default)]
struct Tally {
    all: usize,
    exact: usize,
    found: usize,
    harmed: usize,
}

fn recall(with_words: bool) {
    let lines = io::stdin().lock().lines().map_while(Result::ok);
    let records: Vec<Record> =
        lines.map(|line| serde_json::from_str(&line).expect("a record")).collect();
    let words = if with_words { vocabularies(&records) } else { BTreeMap::new() };
    let mut tallies: BTreeMap<(u8, String), Tally> = BTreeMap::new();
    for record in &records {
        let locale = Locale::parse(&record.lang).expect("a language tag");
        let vocabulary = words.get(&(record.lang.as_str(), part_of(&record.clean)));
        let suspects = scan(&record.damaged, &locale, vocabulary);
        let repaired = repaired(&record.damaged, &suspects);
        let exact = repaired == record.clean;
        let touches = |suspect: &Suspect| {
            let range = suspect.span.range();
            range.start < record.span.1 && range.end > record.span.0
        };
        let harmed = !exact
            && repaired != record.damaged
            && distance(&repaired, &record.clean) >= distance(&record.damaged, &record.clean);
        let found = suspects.iter().any(touches);
        for key in keys(record) {
            let tally = tallies.entry(key).or_default();
            tally.all += 1;
            tally.exact += usize::from(exact);
            tally.found += usize::from(found);
            tally.harmed += usize::from(harmed);
        }
    }
    for ((_, name), tally) in tallies {
        let share = |count: usize| 100.0 * count as f64 / tally.all as f64;
        println!(
            "{name:32} {:6} records, {:6.2} % exact, {:6.2} % found, {} harmed",
            tally.all,
            share(tally.exact),
            share(tally.found),
            tally.harmed
        );
    }
}

/// The kinds that a record counts for.
fn keys(record: &Record) -> Vec<(u8, String)> {
    let codec = match record.variant.as_str() {
        "exact" => record.codec.clone(),
        variant => format!("{}, {variant}", record.codec),
    };
    let mut keys = vec![(0, codec)];
    if record.lossy {
        keys.push((3, "all with losses".to_owned()));
    } else {
        keys.push((1, format!("one {}", record.mode)));
        if record.mode == "char" && record.codec == "windows-1252" {
            keys.push((1, "one char, windows-1252".to_owned()));
        }
        keys.push((2, format!("language {}", record.lang)));
        keys.push((3, "all without losses".to_owned()));
    }
    keys
}

fn part_of(line: &str) -> usize {
    let add = |sum: usize, byte: u8| sum.wrapping_mul(31).wrapping_add(usize::from(byte));
    line.bytes().fold(7, add) % PARTS
}

/// For each language and part the words of all clean lines in other parts.
fn vocabularies(records: &[Record]) -> BTreeMap<(&str, usize), Vocabulary> {
    let lines: BTreeSet<(&str, &str)> =
        records.iter().map(|record| (&*record.lang, &*record.clean)).collect();
    let mut words: BTreeMap<(&str, usize), Vocabulary> = BTreeMap::new();
    for (language, line) in lines {
        for part in (0..PARTS).filter(|part| *part != part_of(line)) {
            words.entry((language, part)).or_default().add(line);
        }
    }
    words
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

/// The edit distance in characters.
fn distance(one: &str, other: &str) -> usize {
    strsim::levenshtein(one, other)
}
