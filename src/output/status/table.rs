//! Columns for a terminal.

use std::io::{self, Write};

use super::{columns, grouped, open_pages, percent, since, what};
use crate::linter::{LocaleStatus, PageState, Status};
use crate::output::{shown, visible};

/// How many cells a bar has.
const CELLS: usize = 24;

/// One line for each language.
pub(super) fn locales(status: &Status, bars: bool, out: &mut dyn Write) -> io::Result<()> {
    let columns = columns(status);
    let head = ["locale", "translated", ""].into_iter().map(str::to_owned);
    let head = head.chain(columns.iter().map(|state| state.name().to_owned()));
    let oldest = if status.locales.iter().any(|locale| locale.oldest().is_some()) {
        "oldest stale"
    } else {
        ""
    };
    let mut rows = vec![head.chain([oldest.to_owned()]).collect::<Vec<_>>()];
    for locale in &status.locales {
        let translated = locale.translated();
        let of = format!("{} of {}", grouped(translated), grouped(status.sources));
        let mut row = vec![locale.locale.tag().to_owned(), of];
        row.push(format!("{} %", percent(translated, status.sources)));
        row.extend(columns.iter().map(|state| grouped(locale.count(*state))));
        row.push(locale.oldest().unwrap_or_default().to_owned());
        rows.push(row);
    }
    let mut lines = lines(&rows, 1, rows[0].len() - 1);
    if bars {
        lines[0].push_str("   █ current ▓ minor ▒ stale or unknown · missing");
        for (line, locale) in lines[1..].iter_mut().zip(&status.locales) {
            let width = rows.iter().map(|row| row.last().map_or(0, String::len)).max().unwrap_or(0);
            let last = locale.oldest().unwrap_or_default().len();
            line.push_str(&" ".repeat(width - last + 3));
            line.push_str(&bar(locale, status.sources));
        }
    }
    lines.iter().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
}

/// One line for each page that is not current.
pub(super) fn pages(locale: &LocaleStatus, out: &mut dyn Write) -> io::Result<()> {
    let head = ["state", "since", "commit", "commits", "changed", "page"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for page in open_pages(locale) {
        let (commit, date) = since(page);
        let commits = page.behind.as_ref().and_then(|behind| behind.commits);
        let commits = commits.map(|commits| commits.to_string()).unwrap_or_default();
        let path = visible(&shown(&page.path)).into_owned();
        rows.push(vec![page.state.name().to_owned(), date, commit, commits, what(page), path]);
    }
    if rows.len() == 1 {
        return Ok(());
    }
    lines(&rows, 3, 4).iter().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
}

/// The rows as lines; the columns from `from` up to `to` hold numbers and are set to the right.
fn lines(rows: &[Vec<String>], from: usize, to: usize) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column] - cell.chars().count());
            let right = (from..to).contains(&column);
            let last = column + 1 == columns;
            line.push_str(if column == 0 { "" } else { "  " });
            match (right, last) {
                (true, _) => line.extend([blanks.as_str(), cell]),
                (false, true) => line.push_str(cell),
                (false, false) => line.extend([cell.as_str(), &blanks]),
            }
        }
        line
    };
    rows.iter().map(line).collect()
}

/// The pages of a language as a bar. What is there at all takes at least one cell.
fn bar(locale: &LocaleStatus, sources: usize) -> String {
    let stale = locale.count(PageState::Stale) + locale.count(PageState::Unknown);
    let parts = [
        (locale.count(PageState::Current), '█'),
        (locale.count(PageState::Minor), '▓'),
        (stale, '▒'),
        (locale.count(PageState::Missing), '·'),
    ];
    let mut cells: Vec<usize> = parts
        .iter()
        .map(|(count, _)| {
            let share = (count * CELLS + sources / 2).checked_div(sources).unwrap_or(0);
            share.max(usize::from(*count > 0))
        })
        .collect();
    // Rounding goes at the cost, or to the good, of the largest part.
    while cells.iter().sum::<usize>() != CELLS {
        let total: usize = cells.iter().sum();
        let Some(largest) = cells.iter_mut().max() else { break };
        if total > CELLS { *largest -= 1 } else { *largest += 1 }
    }
    parts
        .iter()
        .zip(cells)
        .flat_map(|((_, mark), count)| std::iter::repeat_n(*mark, count))
        .collect()
}
