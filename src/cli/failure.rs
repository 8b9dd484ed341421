//! Why a command could not be done, told so that the reader knows what to do next.

use std::fmt::Write;
use std::io;

use super::terminal::Terminal;
use crate::config::ConfigErrors;
use crate::config::select::UnknownName;
use crate::output::{FileError, logged, render_errors};
use crate::project::DiscoverError;
use crate::text::refusal;

/// What to do where no layout is recognised.
pub(super) const BY_HAND: &str = "write a lint-rules.toml that says where the pages lie, such as
[[documents]]
source = \"docs/en/{path}\"
translations = \"docs/{lang}/{path}\"
or name the files: `hexapla compare --source en.md es.md`";

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
                    let lines: Vec<_> = help.lines().map(logged).collect();
                    let _ = writeln!(text, "  help: {}", lines.join("\n        "));
                }
            }
            Self::Config(errors) if errors.source.text().is_empty() => {
                for error in &errors.errors {
                    let line = format!("{}: {}", errors.path.display(), error.message);
                    let _ = writeln!(text, "error: {}", logged(&line));
                }
                let _ = writeln!(text, "  help: a configuration is a file of TOML, saved as UTF-8");
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
                let _ = writeln!(text, "error: the output cannot be written: {}", refusal(error));
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
        let message = error.to_string();
        match help_for(&error) {
            "" => Self::new(message),
            help => Self::with_help(message, help),
        }
    }
}

/// What to do when there is nothing to look at.
fn help_for(error: &DiscoverError) -> &'static str {
    match error {
        DiscoverError::NotFound(_) => "paths are relative to the folder that hexapla runs in",
        DiscoverError::NoMatch(_) => "`*` matches within a folder, `**/` any folders",
        DiscoverError::BadPattern(..) => {
            "put `[` before and `]` after a sign that stands for itself"
        }
        DiscoverError::NoMarkdown(_) => "files that end in .md, .mdx or .markdown are looked at",
        DiscoverError::NoLayout(_) => BY_HAND,
        DiscoverError::NoArticles(_) => {
            "see [[documents]] in lint-rules.toml: its templates are relative to that file"
        }
        DiscoverError::Unreadable(..) => {
            "`compare` takes files; `hexapla check FOLDER` looks at a folder"
        }
        DiscoverError::TooFew => {
            "add the file it was translated from, `--source FILE`, or other versions of it"
        }
        DiscoverError::Twice(_) => "",
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
