//! The whole run over a catalog.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::baseline::Baseline;
use crate::config::Settings;
use crate::diagnostic::Severity;
use crate::project::{Article, Catalog, PageFacts};
use crate::text::FileId;

use super::article;
use super::copies;
use super::habits;
use super::report::{Finding, Report, Summary};
use super::resolve;
use super::store::Store;
use super::whole;
use super::words::Words;

/// Fewer articles than this are judged one after the other: a thread pool costs more than it
/// brings.
const WORTH_THREADS: usize = 8;

/// So many articles at most are one thread's to judge before others may take from them: with a
/// quarter of all in one hand, the last thread works on while the others have nothing to do.
const AT_ONCE: usize = 4;

/// Judges every article of `catalog`. `progress` is called once for each that is done.
pub fn lint(
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    progress: &(dyn Fn(usize) + Sync),
) -> Report {
    let together = whole::wanted(settings);
    let words = Words::new(catalog, store);
    let one = |article: &Article| {
        let outcome = article::judge(article, catalog, settings, store, &words);
        progress(1);
        Part {
            findings: resolve::findings(&outcome, catalog),
            pages: if together {
                copies::facts(&outcome, article, catalog, settings, store)
            } else {
                Vec::new()
            },
            failures: outcome.failures,
            bounded: outcome.bounded,
            checked: outcome.checked,
            seen: outcome.seen,
        }
    };
    let parts: Vec<Part> = if catalog.articles.len() < WORTH_THREADS {
        catalog.articles.iter().map(one).collect()
    } else {
        catalog.articles.par_iter().with_max_len(AT_ONCE).map(one).collect()
    };
    let summary = Summary { documents: 0, ..counts(catalog) };
    let mut report = Report { summary, ..Report::default() };
    let mut pages = Vec::new();
    for part in parts {
        report.findings.extend(part.findings);
        pages.extend(part.pages);
        report.failures.extend(part.failures);
        report.notes.extend(part.bounded.into_iter().map(|file| {
            let path = catalog.file(file).path.display();
            format!("{path}: differs in too much to be compared block by block everywhere")
        }));
        report.summary.documents += part.checked;
        report.seen.merge(part.seen);
    }
    if together {
        let judged = whole::judge(catalog, settings, store, pages);
        let (judged, seen) = whole::sifted(judged, catalog, settings, store);
        report.seen.merge(seen);
        let found = whole::findings(&judged, catalog, store);
        let found = whole::without_repeated(found, &report.findings);
        report.findings.extend(found);
    }
    habits::gather(&mut report.findings, catalog);
    tell_troubles(&mut report, settings, store);
    finish(&mut report);
    report
}

/// Notes what could not be had of old revisions.
pub(super) fn tell_troubles(report: &mut Report, settings: &Settings, store: &dyn Store) {
    if let Some(revisions) = store.revisions() {
        let told = revisions.troubles(settings.staleness.named);
        report.notes.extend(told.notes);
        report.failures.extend(told.failures);
    }
}

/// How many articles, documents and locales of `catalog` are to be judged.
pub(super) fn counts(catalog: &Catalog) -> Summary {
    let selected = || catalog.articles.iter().filter(|article| !article.selected.is_empty());
    let files = selected().flat_map(|article| &article.selected);
    let locales: BTreeSet<_> = files.clone().map(|&id| &catalog.file(id).locale).collect();
    Summary {
        articles: selected().count(),
        documents: files.count(),
        locales: locales.len(),
        ..Summary::default()
    }
}

struct Part {
    findings: Vec<Finding>,
    pages: Vec<Arc<PageFacts>>,
    failures: Vec<String>,
    bounded: Vec<FileId>,
    checked: usize,
    seen: Baseline,
}

/// Sorts and counts the findings.
pub(super) fn finish(report: &mut Report) {
    report.findings.sort_by(|a, b| {
        let place =
            |finding: &Finding| (finding.spot.range.start.offset, finding.spot.range.end.offset);
        (&a.spot.path, place(a), a.rule, &a.message).cmp(&(
            &b.spot.path,
            place(b),
            b.rule,
            &b.message,
        ))
    });
    report.failures.sort();
    let count =
        |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    report.summary = Summary {
        error: count(Severity::Error),
        warning: count(Severity::Warning),
        info: count(Severity::Info),
        ..report.summary
    };
}
