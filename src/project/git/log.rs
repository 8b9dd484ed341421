//! `git log`: which commit left which file as what.

use std::io::{self, Write};
use std::path::Path;
use std::process::Stdio;

use super::Surroundings;

/// What a log covers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'p> {
    /// All files, without a search for renames: the fastest.
    Everything,
    /// Markdown files, those that were renamed and changed at once recognised by likeness.
    Renames,
    /// One file under all its names.
    File(&'p str),
    /// One file under its name of today, by commits that the one with this id does not include.
    Since(&'p str, &'p str),
    /// The Markdown files of the commit with this id alone, renames recognised.
    Commit(&'p str),
}

/// The log of the branch that is checked out, newest first, with the files each commit changed.
/// What can be read is handed over even when git breaks off on a damaged object.
///
/// # Errors
/// When git cannot be started.
pub(crate) fn log(root: &Path, scope: Scope<'_>) -> io::Result<Vec<u8>> {
    let mut command = super::command(root, Surroundings::Found);
    if matches!(scope, Scope::File(_) | Scope::Since(..)) {
        command.arg("--literal-pathspecs");
    }
    // One line of history: what was merged counts when it was merged. A side branch may hold
    // states of a page that never stood on the site.
    command.args(["log", "--first-parent", "-m", "--raw", "-z", "--no-abbrev"]);
    command.args(["--no-ext-diff", "--no-textconv", "--no-color", "--encoding=UTF-8"]);
    command.arg("--format=%x01%H %ct %cs %s");
    match scope {
        Scope::Everything => command.args(["--no-renames", "HEAD", "--"]),
        Scope::Renames => command.args(["-M", "HEAD", "--", "*.md", "*.mdx", "*.markdown"]),
        Scope::File(path) => command.args(["-M", "--follow", "HEAD", "--", path]),
        Scope::Since(path, _) => command.args(["--no-renames", "--stdin", "--", path]),
        // A rename is told by both paths, so none may be left out; endings are looked at later.
        Scope::Commit(_) => command.args(["-M", "--no-walk", "--stdin"]),
    };
    let revisions = match scope {
        Scope::Since(_, commit) => format!("HEAD\n^{commit}\n"),
        Scope::Commit(commit) => format!("{commit}\n"),
        _ => return Ok(command.output()?.stdout),
    };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // Read whole before the first answer; a git that ended says nothing.
        let _ = input.write_all(revisions.as_bytes());
    }
    Ok(child.wait_with_output()?.stdout)
}
