//! What is wrong with a configuration, as diagnostics that point into it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::text::{LineIndex, Span};

/// The text of a configuration with its name. miette counts columns in bytes; this counts
/// characters, so that a line with `日本語` in it points at the right place.
#[derive(Debug, Clone)]
pub struct ConfigSource {
    name: String,
    text: Arc<str>,
    lines: Arc<LineIndex>,
}

impl ConfigSource {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl SourceCode for ConfigSource {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        let start = self.lines.position(&self.text, read.span().offset() as u32);
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            read.data(),
            *read.span(),
            read.line(),
            start.column as usize - 1,
            read.line_count(),
        );
        Ok(Box::new(contents.with_language("TOML")))
    }
}

/// One error of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong, in lower case.
    pub message: String,
    /// Where; `None` when the file could not be read.
    pub span: Option<Span>,
    /// A few words beside the place; may be empty.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {}

impl Diagnostic for ConfigError {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span?;
        let label = (!self.label.is_empty()).then(|| self.label.clone());
        let label = LabeledSpan::new_primary_with_span(label, span.range());
        Some(Box::new(std::iter::once(label)))
    }
}

/// All errors of a configuration, in the order of the file.
#[derive(Debug, Clone)]
pub struct ConfigErrors {
    /// The file.
    pub path: PathBuf,
    /// Its text with its name, for the renderer.
    pub source: ConfigSource,
    /// What is wrong with it; never empty.
    pub errors: Vec<ConfigError>,
}

impl ConfigErrors {
    /// The errors of `path` with `text`, sorted by place.
    pub(super) fn new(path: &Path, text: &str, mut errors: Vec<ConfigError>) -> Self {
        errors.sort_by_key(|error| error.span);
        let name = path.display().to_string();
        let source = ConfigSource { name, text: Arc::from(text), lines: Arc::new(LineIndex::new(text)) };
        Self { path: path.to_owned(), source, errors }
    }

    /// The file could not be read at all.
    pub(super) fn unreadable(path: &Path, message: String) -> Self {
        let error = ConfigError { message, span: None, label: String::new(), help: None };
        Self::new(path, "", vec![error])
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.errors.len() {
            1 => write!(f, "{path} has an error"),
            count => write!(f, "{path} has {count} errors"),
        }
    }
}

impl std::error::Error for ConfigErrors {}

impl Diagnostic for ConfigErrors {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.errors.iter().map(|error| error as &dyn Diagnostic)))
    }
}
