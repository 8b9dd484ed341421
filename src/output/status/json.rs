//! JSON, versioned.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::open_pages;
use crate::linter::{LocaleStatus, PageState, PageStatus, Status};
use crate::output::shown;

/// The version of the form.
const VERSION: u32 = 1;

/// `{"version": 1, "sources": …, "locales": […]}`.
pub(super) fn locales(status: &Status, out: &mut dyn Write) -> io::Result<()> {
    let locales: Vec<Value> = status.locales.iter().map(counts).collect();
    let document = json!({ "version": VERSION, "sources": status.sources, "locales": locales });
    writeln!(out, "{document:#}")
}

/// `{"version": 1, "locale": …, "pages": […]}`.
pub(super) fn pages(locale: &LocaleStatus, out: &mut dyn Write) -> io::Result<()> {
    let pages: Vec<Value> = open_pages(locale).map(page).collect();
    let mut document = counts(locale);
    document["version"] = VERSION.into();
    document["pages"] = pages.into();
    writeln!(out, "{document:#}")
}

fn counts(locale: &LocaleStatus) -> Value {
    json!({
        "locale": locale.locale.tag(),
        "translated": locale.translated(),
        "current": locale.count(PageState::Current),
        "minor": locale.count(PageState::Minor),
        "stale": locale.count(PageState::Stale),
        "missing": locale.count(PageState::Missing),
        "unknown": locale.count(PageState::Unknown),
        "no_source": locale.count(PageState::NoSource),
        "oldest_stale": locale.oldest(),
    })
}

fn page(page: &PageStatus) -> Value {
    let behind = page.behind.as_ref();
    json!({
        "page": page.key,
        "path": shown(&page.path),
        "state": page.state.name(),
        "commit": behind.map(|behind| &behind.commit),
        "date": behind.and_then(|behind| behind.date.as_ref()),
        "commits": behind.and_then(|behind| behind.commits),
        "sections": behind.map(|behind| behind.sections),
        "changed_sections": behind.map(|behind| behind.changed),
        "grade": behind.map(|behind| behind.grade),
    })
}
