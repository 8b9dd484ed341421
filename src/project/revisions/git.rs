//! The git child processes: the only code that starts a program.
//!
//! The repository that is linted may belong to a stranger, and what stands in front matter always
//! does. So no hook, pager, external diff, text conversion or file system monitor of its
//! configuration is run, nothing is fetched and no lock is taken; revisions are checked to be
//! hexadecimal and reach git through its standard input, never as arguments.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

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

/// Variables by which a caller (a git hook, for one) points git at another repository, or
/// changes how paths are read.
const CLEARED: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_TRACE",
    "GIT_WORK_TREE",
];

/// An object as git names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    /// Its id in hexadecimal: 40 digits, or 64 in a SHA-256 repository.
    pub(crate) id: String,
    /// Its length in bytes.
    pub(crate) size: u64,
}

/// A `git` that runs in `root`.
fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).args(HARMLESS).stderr(Stdio::null());
    for name in CLEARED {
        command.env_remove(name);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none").env("LC_ALL", "C");
    command
}

/// What `git` prints when asked with `arguments`, which never hold what a file said.
///
/// # Errors
/// When it cannot be started, or its own first line of complaint.
pub(super) fn ask(root: &Path, arguments: &[&str]) -> io::Result<String> {
    let output =
        command(root).args(arguments).stdin(Stdio::null()).stderr(Stdio::piped()).output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().unwrap_or("it failed without a word");
    Err(io::Error::other(line.trim_start_matches("fatal: ").to_owned()))
}

/// What a log covers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'p> {
    /// All files, without a search for renames: the fastest.
    Everything,
    /// Markdown files, those that were renamed and changed at once recognised by likeness.
    Renames,
    /// One file under all its names.
    File(&'p str),
}

/// The log of the branch that is checked out, newest first, with the files each commit changed.
/// What can be read is handed over even when git breaks off on a damaged object.
///
/// # Errors
/// When git cannot be started.
pub(super) fn log(root: &Path, scope: Scope<'_>) -> io::Result<Vec<u8>> {
    let mut command = command(root);
    if matches!(scope, Scope::File(_)) {
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
    };
    Ok(command.stdin(Stdio::null()).output()?.stdout)
}

/// A `git cat-file` that answers one request after the other.
#[derive(Debug)]
pub(super) struct CatFile {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Whether it takes `info` and `contents` (git 2.36); an older one always sends contents.
    commands: bool,
}

impl CatFile {
    /// Starts one in `root`.
    ///
    /// # Errors
    /// When git cannot be started.
    pub(super) fn start(root: &Path, commands: bool) -> io::Result<Self> {
        let mode = if commands { "--batch-command" } else { "--batch" };
        let mut command = command(root);
        command.args(["cat-file", mode]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let output = BufReader::with_capacity(32 * 1024, output);
        Ok(Self { child, input: Some(input), output, commands })
    }

    /// The objects that `names` stand for, `None` for what is not there. Names hold no line
    /// break. All are asked before the first answer is read; a few hundred fit the pipe.
    ///
    /// # Errors
    /// When the child ended.
    pub(super) fn objects(&mut self, names: &[String]) -> io::Result<Vec<Option<Object>>> {
        let mut found = Vec::with_capacity(names.len());
        for names in names.chunks(64) {
            let command = if self.commands { "info " } else { "" };
            let asked: String =
                names.iter().flat_map(|name| [command, name.as_str(), "\n"]).collect();
            self.send(&asked)?;
            for _ in names {
                let object = self.header()?;
                if !self.commands
                    && let Some(object) = &object
                {
                    self.body(object.size)?;
                }
                found.push(object);
            }
        }
        Ok(found)
    }

    /// The bytes of the object that `name` stands for.
    ///
    /// # Errors
    /// When the child ended.
    pub(super) fn contents(&mut self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let command = if self.commands { "contents " } else { "" };
        self.send(&format!("{command}{name}\n"))?;
        match self.header()? {
            Some(object) => self.body(object.size).map(Some),
            None => Ok(None),
        }
    }

    fn send(&mut self, text: &str) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(text.as_bytes())?;
        input.flush()
    }

    /// `ID TYPE SIZE`; anything else (`NAME missing`, `NAME ambiguous`) says it is not there.
    fn header(&mut self) -> io::Result<Option<Object>> {
        let mut line = Vec::new();
        if self.output.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&line);
        let parts: Vec<&str> = line.trim_end().split(' ').collect();
        let [id, _, size] = parts.as_slice() else { return Ok(None) };
        let known = is_hex(id) && matches!(id.len(), 40 | 64);
        let size = size.parse().ok().filter(|_| known);
        Ok(size.map(|size| Object { id: (*id).to_owned(), size }))
    }

    fn body(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
        self.output.read_exact(&mut bytes)?;
        let mut end = [0];
        self.output.read_exact(&mut end)?;
        Ok(bytes)
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        // Without input it ends by itself; waiting leaves no zombie behind.
        self.input = None;
        let _ = self.child.wait();
    }
}

/// Whether `text` is hexadecimal in lower or upper case and not empty.
pub(super) fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
