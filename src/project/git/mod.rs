//! The only code that starts a program: git, asked about the files and states of a repository.
//!
//! The repository that is linted may belong to a stranger, and what stands in front matter always
//! does. So no hook, pager, external diff, text conversion, filter or file system monitor of its
//! configuration is run, nothing is fetched and no lock is taken; revisions that a file names are
//! checked to be hexadecimal and reach git through its standard input, never as arguments.

mod cat_file;
mod log;
mod work_tree;

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) use cat_file::{Object, Objects, is_hex};
pub(crate) use log::{Scope, log};
pub(super) use work_tree::{Difference, Git};

/// Options that keep the configuration of the repository from starting programs.
const HARMLESS: &[&str] = &[
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.commitGraph=true",
];

/// Variables by which a caller (a git hook, for one) points git at another repository.
const ELSEWHERE: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// Variables that start programs, or change how paths are read.
const MISLEADING: &[&str] = &[
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_TRACE",
];

/// What git believes of the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surroundings {
    /// Where a caller says that the repository and its index lie. A commit hook is told where the
    /// index of this commit is; that is what a check of the commit wants to know.
    Told,
    /// Nothing but the folder: a source may lie in another repository than the hook's.
    Found,
}

/// Why git gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// The program could not be started; the words are the system's.
    NotStarted(String),
    /// It refused; the words are git's.
    Refused(String),
    /// It said something that cannot be understood.
    Unreadable(&'static str),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(why) => write!(f, "git cannot be started: {why}"),
            Self::Refused(why) => write!(f, "git: {why}"),
            Self::Unreadable(what) => write!(f, "git's answer about {what} cannot be understood"),
        }
    }
}

impl std::error::Error for GitError {}

/// A `git` that runs in `folder`.
fn command(folder: &Path, surroundings: Surroundings) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(HARMLESS).stdin(Stdio::null()).stderr(Stdio::null());
    for name in MISLEADING {
        command.env_remove(name);
    }
    if surroundings == Surroundings::Found {
        for name in ELSEWHERE {
            command.env_remove(name);
        }
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none").env("LC_ALL", "C");
    command
}

/// What `command` prints.
fn answer(mut command: Command) -> Result<Vec<u8>, GitError> {
    let output = command.stderr(Stdio::piped()).output();
    let output = output.map_err(|error| GitError::NotStarted(error.to_string()))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().next().unwrap_or("it failed without a word");
    let first = first.trim_start_matches("fatal: ").trim_start_matches("error: ");
    // Git adds several lines of advice; this is their sum.
    let foreign = first.strip_prefix("detected dubious ownership in repository at ");
    Err(GitError::Refused(foreign.map_or_else(
        || first.to_owned(),
        |path| {
            format!(
                "the repository belongs to another user; to trust it: `git config --global --add \
             safe.directory {path}`"
            )
        },
    )))
}

/// What git prints about the repository in `folder` when asked with `arguments`, which never hold
/// what a file said; without the white space around it.
///
/// # Errors
/// When it cannot be started, or refuses.
pub(crate) fn ask(folder: &Path, arguments: &[&str]) -> Result<String, GitError> {
    let mut command = command(folder, Surroundings::Found);
    command.args(arguments);
    Ok(String::from_utf8_lossy(&answer(command)?).trim().to_owned())
}
