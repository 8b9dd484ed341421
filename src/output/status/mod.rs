//! The state of a project as a table for people, Markdown, CSV and JSON.

mod csv;
mod json;
mod markdown;
mod table;

use std::io::{self, Write};

use crate::linter::{LocaleStatus, PageState, PageStatus, Status};

/// How a status is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum StatusFormat {
    /// Columns for a terminal, with a bar for each language where people read it.
    #[default]
    Table,
    /// One JSON document, versioned.
    Json,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// A Markdown table.
    Markdown,
}

impl StatusFormat {
    /// All formats in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Table, Self::Json, Self::Csv, Self::Markdown];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
        }
    }

    /// The format of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Writes how each language of `status` stands; `bars` are for a terminal.
///
/// # Errors
/// What `out` refuses.
pub fn write_status(
    status: &Status,
    format: StatusFormat,
    bars: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        StatusFormat::Table => table::locales(status, bars, out),
        StatusFormat::Json => json::locales(status, out),
        StatusFormat::Csv => csv::locales(status, out),
        StatusFormat::Markdown => markdown::locales(status, out),
    }
}

/// Writes the pages of one language that are not current.
///
/// # Errors
/// What `out` refuses.
pub fn write_pages(
    locale: &LocaleStatus,
    format: StatusFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        StatusFormat::Table => table::pages(locale, out),
        StatusFormat::Json => json::pages(locale, out),
        StatusFormat::Csv => csv::pages(locale, out),
        StatusFormat::Markdown => markdown::pages(locale, out),
    }
}

/// The states that have a column: the usual ones always, the others where they occur.
fn columns(status: &Status) -> Vec<PageState> {
    const ALWAYS: [PageState; 4] =
        [PageState::Current, PageState::Minor, PageState::Stale, PageState::Missing];
    let rare = [PageState::Unknown, PageState::NoSource];
    let occurs = |state: &PageState| status.locales.iter().any(|locale| locale.count(*state) > 0);
    ALWAYS.into_iter().chain(rare.into_iter().filter(occurs)).collect()
}

/// The pages that somebody may want to work on.
fn open_pages(locale: &LocaleStatus) -> impl Iterator<Item = &PageStatus> {
    locale.pages.iter().filter(|page| page.state != PageState::Current)
}

/// `12 %` of a whole; a whole of nothing is complete. Rounded down, so that 100 means all.
fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(100)
}

/// What changed, in a few words: `2 of 9 sections`, `links`; empty where nothing is known.
fn what(page: &PageStatus) -> String {
    match &page.behind {
        Some(behind) if page.state == PageState::Stale && behind.sections == 1 => "text".to_owned(),
        Some(behind) if page.state == PageState::Stale => {
            format!("{} of {} sections", behind.changed, behind.sections)
        }
        Some(behind) => behind.grade.to_owned(),
        None => String::new(),
    }
}

/// The first seven digits of the commit that a page was made from, and its day.
fn since(page: &PageStatus) -> (String, String) {
    let behind = page.behind.as_ref();
    let commit = behind.map(|behind| behind.commit.chars().take(7).collect());
    let date = behind.and_then(|behind| behind.date.clone());
    (commit.unwrap_or_default(), date.unwrap_or_default())
}

/// A number with commas between the thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
