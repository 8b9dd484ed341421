//! Comma-separated values (RFC 4180), for spreadsheets.

use std::io::{self, Write};

use super::open_pages;
use crate::linter::{LocaleStatus, PageState, Status};
use crate::output::shown;

/// One line for each language.
pub(super) fn locales(status: &Status, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "locale,sources,translated,current,minor,stale,missing,unknown,no_source,oldest_stale\r\n"
    )?;
    for locale in &status.locales {
        let count = |state| locale.count(state).to_string();
        row(
            out,
            &[
                locale.locale.tag(),
                &status.sources.to_string(),
                &locale.translated().to_string(),
                &count(PageState::Current),
                &count(PageState::Minor),
                &count(PageState::Stale),
                &count(PageState::Missing),
                &count(PageState::Unknown),
                &count(PageState::NoSource),
                locale.oldest().unwrap_or_default(),
            ],
        )?;
    }
    Ok(())
}

/// One line for each page that is not current.
pub(super) fn pages(locale: &LocaleStatus, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "state,date,commit,commits,changed_sections,sections,grade,path\r\n")?;
    for page in open_pages(locale) {
        let behind = page.behind.as_ref();
        let number = |number: Option<usize>| number.map(|n| n.to_string()).unwrap_or_default();
        row(
            out,
            &[
                page.state.name(),
                behind.and_then(|behind| behind.date.as_deref()).unwrap_or_default(),
                behind.map(|behind| behind.commit.as_str()).unwrap_or_default(),
                &number(behind.and_then(|behind| behind.commits).map(|count| count as usize)),
                &number(behind.map(|behind| behind.changed)),
                &number(behind.map(|behind| behind.sections as usize)),
                behind.map(|behind| behind.grade).unwrap_or_default(),
                &shown(&page.path),
            ],
        )?;
    }
    Ok(())
}

/// Writes a line; fields that need it are quoted. A path that a spreadsheet would take for a
/// formula is given a quote in front.
fn row(out: &mut dyn Write, fields: &[&str]) -> io::Result<()> {
    for (index, field) in fields.iter().enumerate() {
        out.write_all(if index == 0 { b"" } else { b"," })?;
        let formula = field.starts_with(['=', '+', '-', '@']);
        if formula || field.contains(['"', ',', '\r', '\n']) {
            let mark = if formula { "'" } else { "" };
            write!(out, "\"{mark}{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}
