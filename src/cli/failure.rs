//! Why a command could not be done, told so that the reader knows what to do next.

use std::fmt::{self, Write};
use std::io;

use super::terminal::Terminal;
use crate::output::{render_diagnostic, visible};

/// Why a command could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Arguments or input that make no sense together.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// Errors that point into a file, all of them.
    Diagnostics(Vec<Box<dyn miette::Diagnostic + Send + Sync>>),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// A failure without advice.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// A failure with advice.
    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: Some(help.into()) }
    }

    /// What is written to stderr.
    pub(crate) fn shown(&self, terminal: &Terminal) -> String {
        let mut text = String::new();
        match self {
            Self::Usage { message, help } => {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "error: {}", visible(message));
                if let Some(help) = help {
                    let _ = writeln!(text, "  help: {}", visible(help));
                }
            }
            Self::Diagnostics(diagnostics) => {
                for diagnostic in diagnostics {
                    let color = terminal.stderr_color();
                    text.push_str(&render_diagnostic(&**diagnostic, color, terminal.width()));
                }
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

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { message, .. } => f.write_str(message),
            Self::Diagnostics(all) => write!(f, "{} errors in the configuration", all.len()),
            Self::Output(error) => write!(f, "{error}"),
        }
    }
}
