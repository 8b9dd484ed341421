//! Why a command could not be done, told so that the reader knows what to do next.

use std::fmt::Write;
use std::io;

use super::terminal::Terminal;
use crate::config::ConfigErrors;
use crate::config::select::UnknownName;
use crate::output::{FileError, logged, render_errors};
use crate::project::DiscoverError;

/// Why a command could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Arguments or input that make no sense together.
    Usage {
        /// What is wrong; one or more.
        messages: Vec<String>,
        /// What to do.
        help: Option<String>,
    },
    /// All errors of a configuration, each with its place.
    Config(Box<ConfigErrors>),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// A failure without advice.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Usage { messages: vec![message.into()], help: None }
    }

    /// A failure with advice.
    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { messages: vec![message.into()], help: Some(help.into()) }
    }

    /// What is written to stderr.
    pub(crate) fn shown(&self, terminal: &Terminal) -> String {
        let mut text = String::new();
        match self {
            Self::Usage { messages, help } => {
                for message in messages {
                    // Writing to a String cannot fail.
                    let _ = writeln!(text, "error: {}", logged(message));
                }
                if let Some(help) = help {
                    let _ = writeln!(text, "  help: {}", logged(help));
                }
            }
            Self::Config(errors) => {
                let each = errors.errors.iter().map(|error| FileError {
                    message: &error.message,
                    span: error.span,
                    label: &error.label,
                    help: error.help.as_deref(),
                });
                let (color, width) = (terminal.stderr_color(), terminal.width());
                let each = each.collect::<Vec<_>>();
                let drawn = render_errors(&errors.path, errors.source.text(), &each, color, width);
                text = drawn.replace("##[", "## [");
                let _ = writeln!(text, "error: {}", logged(&errors.to_string()));
            }
            Self::Output(error) => {
                let _ = writeln!(text, "error: the output cannot be written: {error}");
            }
        }
        text
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<ConfigErrors> for Failure {
    fn from(errors: ConfigErrors) -> Self {
        Self::Config(Box::new(errors))
    }
}

impl From<DiscoverError> for Failure {
    fn from(error: DiscoverError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<Vec<UnknownName>> for Failure {
    fn from(unknown: Vec<UnknownName>) -> Self {
        Self::Usage {
            messages: unknown.iter().map(ToString::to_string).collect(),
            help: Some("hexapla rules lists the rules and their groups".to_owned()),
        }
    }
}
