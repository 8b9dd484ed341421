//! Measures parsing and linting on a generated corpus, in memory; or writes the corpus to disk
//! for `benches/ratio.sh`.
//!
//! ```text
//! cargo bench                                          # measure, 276 pages × 5 locales
//! cargo bench --bench corpus -- --pages 1380           # measure, as large as the research corpus
//! cargo bench --bench corpus -- --rules               # and what each rule costs alone
//! cargo bench --bench corpus -- --pages 1380 --write target/corpus
//! ```

#[path = "corpus/generate.rs"]
mod generate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hexapla::config::Settings;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::markdown;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::text::{FileId, SourceFile};

use generate::{LOCALES, Page};

/// How often each measurement is repeated; the median is shown.
const ROUNDS: usize = 7;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let pages = value("--pages").and_then(|text| text.parse().ok()).unwrap_or(276);
    let seed = value("--seed").and_then(|text| text.parse().ok()).unwrap_or(20_260_314);
    let pages = generate::pages(pages, seed);
    if let Some(root) = value("--write") {
        return match generate::write(&pages, Path::new(root)) {
            Ok(bytes) => {
                let files = pages.len() * LOCALES.len();
                println!("{files} files, {:.1} MB in {root}", bytes as f64 / 1e6);
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{root}: {error}");
                ExitCode::FAILURE
            }
        };
    }
    measure(&pages, arguments.iter().any(|argument| argument == "--rules"));
    ExitCode::SUCCESS
}

fn measure(pages: &[Page], each_rule: bool) {
    let (catalog, store) = catalog(pages);
    let bytes: usize = store.0.values().map(String::len).sum();
    println!("{} files, {:.1} MB, median of {ROUNDS}", store.0.len(), bytes as f64 / 1e6);
    let parse = || {
        let mut blocks = 0;
        for file in &catalog.files {
            let source = SourceFile::new(&file.path, store.0[&file.path].as_str());
            blocks += markdown::parse(FileId(0), source, file.locale.clone()).blocks.len();
        }
        blocks
    };
    let settings = Settings::default_rules();
    let bare = Settings::default();
    let align = || linter::lint(&catalog, &bare, &store, &|_| ()).summary.documents;
    let lint = || linter::lint(&catalog, &settings, &store, &|_| ()).findings.len();
    let one = Catalog {
        articles: catalog.articles[..1].to_vec(),
        files: catalog.files.clone(),
        ..Catalog::default()
    };
    let single = || linter::lint(&one, &settings, &store, &|_| ()).findings.len();
    report("parse, one thread", bytes, "blocks", &parse);
    report("no rules, all threads", bytes, "documents", &align);
    report("lint, all threads", bytes, "findings", &lint);
    report("lint, one article", 0, "findings", &single);
    for (rule, severity) in settings.rules.iter().filter(|_| each_rule) {
        let alone = Settings { rules: vec![(rule, *severity)], ..Settings::default() };
        let lint = || linter::lint(&catalog, &alone, &store, &|_| ()).findings.len();
        report(rule.name, bytes, "findings", &lint);
    }
}

/// Runs `work` several times and prints the median.
fn report(name: &str, bytes: usize, unit: &str, work: &dyn Fn() -> usize) {
    let mut times: Vec<Duration> = Vec::new();
    let mut result = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        result = std::hint::black_box(work());
        times.push(start.elapsed());
    }
    times.sort();
    let median = times[ROUNDS / 2];
    let speed = match bytes {
        0 => String::new(),
        _ => format!("{:7.1} MB/s", bytes as f64 / 1e6 / median.as_secs_f64()),
    };
    println!("{name:25} {:9.2} ms  {speed:>12}  {result} {unit}", median.as_secs_f64() * 1e3);
}

/// The corpus as a catalog over memory.
fn catalog(pages: &[Page]) -> (Catalog, Memory) {
    let mut catalog = Catalog::default();
    let mut texts = BTreeMap::new();
    for page in pages {
        let first = catalog.files.len() as u32;
        for (tag, text) in LOCALES.iter().zip(&page.texts) {
            let path = PathBuf::from(tag).join(&page.path);
            let locale = Locale::parse(tag).unwrap_or_default();
            catalog.files.push(CatalogFile { path: path.clone(), locale });
            texts.insert(path, text.clone());
        }
        let ids: Vec<FileId> = (first..first + LOCALES.len() as u32).map(FileId).collect();
        catalog.articles.push(Article {
            key: page.path.display().to_string(),
            source: Some(ids[0]),
            translations: ids[1..].to_vec(),
            selected: ids,
        });
    }
    (catalog, Memory(texts))
}
