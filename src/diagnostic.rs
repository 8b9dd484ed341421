//! What a rule says: a diagnostic with a primary place, related places, help and perhaps a fix.

use std::fmt;

use crate::fix::Fix;
use crate::text::{FileId, Location, Span};

/// How bad a finding is, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; a reader is not harmed.
    Info,
    /// A reader may be misled or a page looks wrong.
    Warning,
    /// Content is lost, wrong or broken.
    Error,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The word used in configuration and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub location: Location,
    /// What stands there, shown beside the underlined text; may be empty.
    pub message: String,
}

impl Label {
    /// A label at `span` of `file`.
    pub fn new(file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self { location: Location { file, span }, message: message.into() }
    }
}

/// One finding as a rule states it. The message says what is wrong, the help what to do; both
/// start in lower case and end without a full stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Name of the rule.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, with the texts that differ quoted.
    pub message: String,
    /// Where: in the file that has to change.
    pub primary: Label,
    /// Beside what: places in the reference or in other locales.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The normalised token the finding is about (a target, a key, a heading's number). With the
    /// rule and the related place it tells whether two locales share one finding; it does not
    /// change when lines move.
    pub subject: String,
    /// A repair, if one is known.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` at `span` of `file`.
    pub fn new(
        rule: &'static str,
        severity: Severity,
        file: FileId,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            primary: Label::new(file, span, ""),
            related: Vec::new(),
            help: None,
            subject: String::new(),
            fix: None,
        }
    }

    /// Says a few words beside the primary place.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds a related place, the reference's first.
    #[must_use]
    pub fn beside(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label::new(file, span, message));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the token the finding is about.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Overrides the rule's own severity for this finding.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Offers a repair.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}
