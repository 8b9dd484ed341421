//! The report with its texts: the translation's line underlined, and nested under it the line it
//! was compared with. The only user of miette's renderer.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::snippet::Snippet;
use super::texts::Texts;
use super::{Context, shown, visible};
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::linter::{Finding, Report, Spot};
use crate::text::{LineIndex, Span};

/// miette takes room for its frame away from the width and must not run out of it.
const LEAST_WIDTH: usize = 60;
/// What the frame, line numbers and nesting take of the width.
const FRAME: usize = 20;
/// Related places shown with their text; those beyond are named in one line.
const MOST_RELATED: usize = 3;
/// Writes each finding and an empty line after it.
pub(super) fn write(report: &Report, out: &mut dyn Write, context: &Context<'_>) -> io::Result<()> {
    let width = context.width.max(LEAST_WIDTH);
    let handler = handler(context.color, width);
    let mut pieces = Pieces { texts: Texts::new(context.texts), width: width - FRAME };
    let mut page = String::new();
    for finding in &report.findings {
        page.clear();
        let shown = ShownFinding::new(finding, &mut pieces);
        handler.render_report(&mut page, &shown).map_err(io::Error::other)?;
        out.write_all(page.as_bytes())?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// An error in a file that people write, such as `lint-rules.toml`.
#[derive(Debug, Clone, Copy)]
pub struct FileError<'a> {
    /// What is wrong.
    pub message: &'a str,
    /// Where (bytes); `None` when it is about the file as a whole.
    pub span: Option<Span>,
    /// A few words beside the place; may be empty.
    pub label: &'a str,
    /// What to do.
    pub help: Option<&'a str>,
}

/// Draws errors in the file at `path` with the lines of its `text` that they are about, an empty
/// line after each.
pub fn render_errors(
    path: &Path,
    text: &str,
    errors: &[FileError<'_>],
    color: bool,
    width: usize,
) -> String {
    let width = width.max(LEAST_WIDTH);
    let handler = handler(color, width);
    let lines = LineIndex::new(text);
    let name = shown(path);
    let name = visible(&name);
    let mut page = String::new();
    for error in errors {
        let snippet = error.span.and_then(|span| {
            Snippet::new(&name, text, &lines, lines.range(text, span), width - FRAME)
        });
        let message = match &snippet {
            Some(_) => visible(error.message).into_owned(),
            None => format!("{name}: {}", visible(error.message)),
        };
        let help = error.help.map(|help| visible(help).into_owned());
        let shown = ShownError { message, help, label: error.label, snippet };
        // Writing to a String cannot fail.
        let _ = handler.render_report(&mut page, &shown);
        page.push('\n');
    }
    page
}

fn handler(color: bool, width: usize) -> GraphicalReportHandler {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_links(false)
        .with_show_related_as_nested(true)
}

/// The pieces of files that are shown.
struct Pieces<'a> {
    texts: Texts<'a>,
    /// The most columns of a line of text.
    width: usize,
}

impl Pieces<'_> {
    /// The piece of the file around `spot`; `None` when the text is gone or was changed.
    fn snippet(&mut self, spot: &Spot) -> Option<Snippet> {
        let (text, lines) = self.texts.file(&spot.path)?;
        Snippet::new(&visible(&shown(&spot.path)), text, lines, spot.range, self.width)
    }
}

/// A finding as miette wants it.
#[derive(Debug)]
struct ShownFinding<'a> {
    finding: &'a Finding,
    message: String,
    help: Option<String>,
    snippet: Option<Snippet>,
    related: Vec<ShownPlace>,
}

impl<'a> ShownFinding<'a> {
    fn new(finding: &'a Finding, pieces: &mut Pieces<'_>) -> Self {
        let snippet = pieces.snippet(&finding.spot);
        let mut message = visible(&finding.message).into_owned();
        if snippet.is_none() {
            message = format!("{}: {message}", place(&finding.spot));
        }
        let shown = finding.related.iter().take(MOST_RELATED);
        let mut related: Vec<_> = shown.map(|spot| ShownPlace::new(spot, pieces)).collect();
        related.extend(ShownPlace::others(finding.related.get(MOST_RELATED..).unwrap_or(&[])));
        Self { finding, message, help: help(finding), snippet, related }
    }
}

/// What to do, what the fix would do, and what the file was compared with.
fn help(finding: &Finding) -> Option<String> {
    let mut lines = Vec::new();
    lines.extend(finding.help.as_deref().map(|help| visible(help).into_owned()));
    if let Some(fix) = &finding.fix {
        let title = visible(&fix.title);
        lines.push(match fix.applicability {
            Applicability::Safe => format!("--fix would {title}"),
            Applicability::Unsafe => format!("--unsafe-fixes would {title}"),
            Applicability::DisplayOnly => format!("perhaps {title}"),
        });
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `path:line:column`.
fn place(spot: &Spot) -> String {
    let at = spot.range.start;
    format!("{}:{}:{}", visible(&shown(&spot.path)), at.line, at.column)
}

/// The label beside the underlined text of `snippet`, which may stand for more lines.
fn label(message: &str, snippet: &Snippet) -> LabeledSpan {
    let message = visible(message);
    let text = match (message.is_empty(), snippet.more_lines()) {
        (true, 0) => None,
        (false, 0) => Some(message.into_owned()),
        (true, 1) => Some("and 1 more line".to_owned()),
        (true, more) => Some(format!("and {more} more lines")),
        (false, 1) => Some(format!("{message} (and 1 more line)")),
        (false, more) => Some(format!("{message} (and {more} more lines)")),
    };
    LabeledSpan::new_primary_with_span(text, snippet.span())
}

impl fmt::Display for ShownFinding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ShownFinding<'_> {}

impl Diagnostic for ShownFinding<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}[{}]", self.finding.severity, self.finding.rule)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.snippet.as_ref()?;
        Some(Box::new(std::iter::once(label(&self.finding.spot.message, snippet))))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.related.is_empty() {
            return None;
        }
        Some(Box::new(self.related.iter().map(|place| place as &dyn Diagnostic)))
    }
}

/// A related place: the other file's text under its own heading.
#[derive(Debug)]
struct ShownPlace {
    message: String,
    snippet: Option<Snippet>,
}

impl ShownPlace {
    fn new(spot: &Spot, pieces: &mut Pieces<'_>) -> Self {
        let snippet = pieces.snippet(spot);
        let words = if spot.message.is_empty() { "beside" } else { &spot.message };
        let message = match &snippet {
            Some(_) => visible(words).into_owned(),
            None => format!("{}: {}", place(spot), visible(words)),
        };
        Self { message, snippet }
    }

    /// The places for which there is no room, in one line.
    fn others(spots: &[Spot]) -> Option<Self> {
        if spots.is_empty() {
            return None;
        }
        let places = spots.iter().map(place).collect::<Vec<_>>().join(", ");
        Some(Self { message: format!("also {places}"), snippet: None })
    }
}

impl fmt::Display for ShownPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ShownPlace {}

impl Diagnostic for ShownPlace {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        // The words stand above the snippet; beside the text only its length is said.
        let snippet = self.snippet.as_ref()?;
        Some(Box::new(std::iter::once(label("", snippet))))
    }
}

/// An error in a file as miette wants it.
#[derive(Debug)]
struct ShownError<'a> {
    message: String,
    help: Option<String>,
    label: &'a str,
    snippet: Option<Snippet>,
}

impl fmt::Display for ShownError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ShownError<'_> {}

impl Diagnostic for ShownError<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.snippet.as_ref()?;
        Some(Box::new(std::iter::once(label(self.label, snippet))))
    }
}
