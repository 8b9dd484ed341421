//! The whole run over a catalog.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Settings;
use crate::diagnostic::Severity;
use crate::project::{Article, Catalog, PageFacts};

use super::article;
use super::report::{Finding, Report, Summary};
use super::resolve;
use super::store::Store;
use super::whole;

/// Fewer articles than this are judged one after the other: a thread pool costs more than it
/// brings.
const WORTH_THREADS: usize = 8;

/// Judges every article of `catalog`. `progress` is called once for each that is done.
pub fn lint(
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    progress: &(dyn Fn(usize) + Sync),
) -> Report {
    let together = whole::wanted(settings);
    let one = |article: &Article| {
        let outcome = article::judge(article, catalog, settings, store);
        progress(1);
        Part {
            findings: resolve::findings(&outcome, catalog),
            pages: if together { whole::facts(&outcome) } else { Vec::new() },
            failures: outcome.failures,
            checked: outcome.checked,
        }
    };
    let parts: Vec<Part> = if catalog.articles.len() < WORTH_THREADS {
        catalog.articles.iter().map(one).collect()
    } else {
        catalog.articles.par_iter().map(one).collect()
    };
    let summary = Summary { documents: 0, ..counts(catalog) };
    let mut report = Report { summary, ..Report::default() };
    let mut pages = Vec::new();
    for part in parts {
        report.findings.extend(part.findings);
        pages.extend(part.pages);
        report.failures.extend(part.failures);
        report.summary.documents += part.checked;
    }
    if together {
        let judged = whole::judge(catalog, settings, store, pages);
        let found = whole::findings(&judged, catalog, store);
        let found = whole::without_repeated(found, &report.findings);
        report.findings.extend(found);
    }
    finish(&mut report);
    report
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
    checked: usize,
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
