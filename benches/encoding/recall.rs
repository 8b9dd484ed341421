//! How much of injected damage is found and repaired.
//!
//! The lines of `damaged.jsonl` are objects with `lang`, `mode`, `codec`, `variant`, `lossy`,
//! `clean`, `damaged` and `span`, the byte range of the damage. With `words` a scan knows the
//! words of the clean lines of the same language other than its own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use hexapla::encoding::{Suspect, Vocabulary, scan};
use hexapla::locale::Locale;

use super::repaired;

/// Into how many parts the clean lines are divided; a scan knows the words of all other parts.
const PARTS: usize = 64;

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

pub(super) fn recall(with_words: bool) {
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

/// The edit distance in characters.
fn distance(one: &str, other: &str) -> usize {
    strsim::levenshtein(one, other)
}
