//! Markdown tables, for a job summary or an issue.

use std::io::{self, Write};

use super::{columns, grouped, open_pages, percent, since, what};
use crate::linter::{LocaleStatus, Status};
use crate::output::{shown, visible};

/// One row for each language.
pub(super) fn locales(status: &Status, out: &mut dyn Write) -> io::Result<()> {
    let columns = columns(status);
    let names: Vec<&str> = columns.iter().map(|state| state.name()).collect();
    writeln!(out, "| locale | translated | {} | oldest stale |", names.join(" | "))?;
    writeln!(out, "|---|--:|{}---|", "--:|".repeat(columns.len()))?;
    for locale in &status.locales {
        let translated = locale.translated();
        let share = percent(translated, status.sources);
        let counts: Vec<String> =
            columns.iter().map(|state| grouped(locale.count(*state))).collect();
        writeln!(
            out,
            "| {} | {} of {} ({share} %) | {} | {} |",
            locale.locale,
            grouped(translated),
            grouped(status.sources),
            counts.join(" | "),
            locale.oldest().unwrap_or_default()
        )?;
    }
    Ok(())
}

/// One row for each page that is not current.
pub(super) fn pages(locale: &LocaleStatus, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| state | since | commit | changed | page |\n|---|---|---|---|---|")?;
    for page in open_pages(locale) {
        let (commit, date) = since(page);
        let path = visible(&shown(&page.path)).replace('|', "\\|").replace('`', "'");
        writeln!(out, "| {} | {date} | {commit} | {} | `{path}` |", page.state.name(), what(page))?;
    }
    Ok(())
}
