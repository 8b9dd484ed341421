//! What is wrong with a configuration, as diagnostics that point into it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use crate::text::Span;

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
    pub source: NamedSource<Arc<str>>,
    /// What is wrong with it; never empty.
    pub errors: Vec<ConfigError>,
}

impl ConfigErrors {
    /// The errors of `path` with `text`, sorted by place.
    pub(super) fn new(path: &Path, text: &str, mut errors: Vec<ConfigError>) -> Self {
        errors.sort_by_key(|error| error.span);
        let source = NamedSource::new(path.display().to_string(), Arc::from(text));
        Self { path: path.to_owned(), source: source.with_language("TOML"), errors }
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
