//! Reports for people and machines: one file per format, all over one [`Report`]. Output shows
//! judgements and makes none.

mod concise;
mod diff;
mod fingerprint;
mod github;
mod gitlab;
mod graphical;
mod grouped;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod snippet;
mod statistics;
mod status;
mod summary;
mod texts;
mod visible;

use std::io::{self, Write};
use std::path::Path;

use crate::linter::Report;

pub use diff::diff;
pub use graphical::{FileError, render_errors};
pub use json::SCHEMA as JSON_SCHEMA;
pub use statistics::statistics;
pub use status::{StatusFormat, write_pages, write_status};
pub use summary::summary;
pub use visible::{logged, visible};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Each finding with the text it is about and the text it was compared with.
    #[default]
    Graphical,
    /// One line for each finding: `path:line:column: severity[rule] message`.
    Concise,
    /// The lines of [`Format::Concise`] under the name of their file.
    Grouped,
    /// One JSON document, versioned.
    Json,
    /// The findings of [`Format::Json`], one on each line.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that GitHub shows as annotations.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML: a suite for each file.
    Junit,
    /// Reviewdog's diagnostic format, with suggestions.
    Rdjson,
    /// A Markdown table for the summary of a job.
    Markdown,
}

impl Format {
    /// All formats in the order they are shown.
    pub const ALL: [Self; 11] = [
        Self::Graphical,
        Self::Concise,
        Self::Grouped,
        Self::Json,
        Self::JsonLines,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Rdjson,
        Self::Markdown,
    ];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Graphical => "graphical",
            Self::Concise => "concise",
            Self::Grouped => "grouped",
            Self::Json => "json",
            Self::JsonLines => "json-lines",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
        }
    }

    /// The format of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether people read it; a machine's format goes without a summary line.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Graphical | Self::Concise | Self::Grouped)
    }
}

/// What writing needs beyond the report.
pub struct Context<'a> {
    /// Gives the text of a file again, as it was judged: a report keeps places, not texts.
    /// `None` leaves a finding without its snippet (graphical) or its columns (rdjson); the other
    /// formats do not ask.
    pub texts: &'a dyn Fn(&Path) -> Option<String>,
    /// Whether terminal colours are wanted.
    pub color: bool,
    /// How many columns a line may take in the graphical format; fewer than 60 count as 60.
    pub width: usize,
}

/// Writes `report` in `format`. Nothing is written by the formats for people when there is no
/// finding; the counts are in [`summary`].
///
/// # Errors
/// What `out` refuses; a closed pipe comes back as [`io::ErrorKind::BrokenPipe`].
pub fn write(
    report: &Report,
    format: Format,
    out: &mut dyn Write,
    context: &Context<'_>,
) -> io::Result<()> {
    match format {
        Format::Graphical => graphical::write(report, out, context),
        Format::Concise => concise::write(report, out),
        Format::Grouped => grouped::write(report, out),
        Format::Json => json::write(report, out),
        Format::JsonLines => json::write_lines(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Rdjson => rdjson::write(report, out, context),
        Format::Markdown => markdown::write(report, out),
    }
}

/// A path as all formats show it: with forward slashes, bytes that are no text replaced.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() }
}
