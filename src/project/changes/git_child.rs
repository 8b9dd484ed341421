//! Asking git: one child process for each question, nothing of the repository executed. Hooks,
//! the file system monitor, external diffs, text conversions, filters, fetching and prompts are
//! all switched off.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository with a working tree.
#[derive(Debug, Clone)]
pub(super) struct Git {
    /// The top of the working tree, absolute.
    pub(super) root: PathBuf,
    /// Where questions are asked; differs from the top when git was told where things are.
    cwd: PathBuf,
    /// Configuration that switches the filters off that the repository's own sets.
    overrides: Vec<(String, &'static str)>,
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

/// The files that matter, whatever the letter case of their ending.
const MARKDOWN: [&str; 4] =
    ["--", ":(icase,top)*.md", ":(icase,top)*.mdx", ":(icase,top)*.markdown"];

impl Git {
    /// The repository whose working tree `dir` lies in.
    pub(super) fn at(dir: &Path) -> Result<Self, GitError> {
        let overrides = Vec::new();
        let mut here = Self { root: dir.to_owned(), cwd: dir.to_owned(), overrides };
        here.overrides = here.filters()?;
        let top = here.ask(&["rev-parse", "--show-toplevel"])?;
        let top = String::from_utf8(top).map_err(|_| GitError::Unreadable("its root"))?;
        let root = PathBuf::from(top.trim_end_matches(['\n', '\r']));
        // The path as the working directory spells it, where a link leads to it.
        let same = |ancestor: &&Path| {
            ancestor.canonicalize().is_ok_and(|path| root.canonicalize().is_ok_and(|r| r == path))
        };
        let root = dir.ancestors().find(same).map_or(root.clone(), Path::to_owned);
        Ok(Self { root, ..here })
    }

    /// What switches off the programs that attributes can name for files. To compare a file that
    /// was touched with what git knows, git would run it through them. There is no option for all.
    fn filters(&self) -> Result<Vec<(String, &'static str)>, GitError> {
        let keys = r"^filter\..*\.(clean|smudge|process|required)$";
        let output =
            self.command(&["config", "--null", "--name-only", "--get-regexp", keys]).output();
        let output = output.map_err(|error| GitError::NotStarted(error.to_string()))?;
        // Without any it ends with 1 and says nothing; a configuration that cannot be read is told
        // by the question that follows.
        let keys = texts(&output.stdout).into_iter().map(|key| {
            let value = if key.ends_with(".required") { "false" } else { "" };
            (key, value)
        });
        Ok(keys.collect())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            .args(["-c", "core.quotePath=false", "-c", "diff.renameLimit=2000"])
            .args(arguments)
            .current_dir(&self.cwd)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("LC_ALL", "C")
            .env_remove("GIT_EXTERNAL_DIFF")
            .env_remove("GIT_LITERAL_PATHSPECS")
            .env_remove("GIT_TRACE")
            .stdin(Stdio::null());
        self.configure(&mut command);
        command
    }

    /// Adds the overrides to what the caller's environment configures already. A name may hold
    /// anything, which `-c NAME=VALUE` could not carry.
    fn configure(&self, command: &mut Command) {
        let given = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok());
        let given: usize = given.unwrap_or(0);
        if self.overrides.is_empty() {
            return;
        }
        command.env("GIT_CONFIG_COUNT", (given + self.overrides.len()).to_string());
        for (number, (key, value)) in (given..).zip(&self.overrides) {
            command.env(format!("GIT_CONFIG_KEY_{number}"), key);
            command.env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(arguments).output();
        let output = output.map_err(|error| GitError::NotStarted(error.to_string()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().next().unwrap_or("it failed without a word");
        let first = first.trim_start_matches("fatal: ").trim_start_matches("error: ");
        Err(GitError::Refused(first.to_owned()))
    }

    /// The id of the commit that `name` names, if there is one.
    pub(super) fn commit(&self, name: &str) -> Option<String> {
        let name = format!("{name}^{{commit}}");
        let answer = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
        Some(String::from_utf8(answer.ok()?).ok()?.trim().to_owned())
    }

    /// The commit at which the histories of two commits part, if they share one.
    pub(super) fn merge_base(&self, a: &str, b: &str) -> Option<String> {
        let answer = self.ask(&["merge-base", a, b]).ok()?;
        let first = String::from_utf8(answer).ok()?.lines().next()?.trim().to_owned();
        (!first.is_empty()).then_some(first)
    }

    /// Whether the history was cut off when the repository was cloned.
    pub(super) fn is_shallow(&self) -> bool {
        let answer = self.ask(&["rev-parse", "--is-shallow-repository"]);
        answer.is_ok_and(|answer| answer.starts_with(b"true"))
    }

    /// The Markdown files that differ; `sides` says between what, as `git diff` takes it.
    pub(super) fn diff(&self, sides: &[&str]) -> Result<Vec<Difference>, GitError> {
        let fixed = ["diff", "--name-status", "-z", "--find-renames", "--no-ext-diff"];
        let also = ["--no-textconv", "--no-relative", "--ignore-submodules=all"];
        let answer = self.ask(&[&fixed[..], &also, sides, &MARKDOWN].concat())?;
        differences(&texts(&answer))
    }

    /// The Markdown files that git does not know and is not told to ignore.
    pub(super) fn untracked(&self) -> Result<Vec<String>, GitError> {
        let list = ["ls-files", "-z", "--others", "--exclude-standard", "--full-name"];
        Ok(texts(&self.ask(&[&list[..], &MARKDOWN].concat())?))
    }

    /// The Markdown files in the index, or in the tree of `commit`: regular files, no links.
    pub(super) fn listing(&self, commit: Option<&str>) -> Result<Vec<String>, GitError> {
        let answer = match commit {
            None => {
                let list = ["ls-files", "-z", "--stage", "--full-name"];
                self.ask(&[&list[..], &MARKDOWN].concat())?
            }
            Some(commit) => self.ask(&["ls-tree", "-r", "-z", "--full-tree", commit])?,
        };
        let mut paths = Vec::new();
        for entry in texts(&answer) {
            let (facts, path) = entry.split_once('\t').ok_or(GitError::Unreadable("its files"))?;
            if facts.starts_with("100") {
                paths.push(path.to_owned());
            }
        }
        // A file in conflict stands in the index more than once.
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// The bytes of the objects that `names` (`COMMIT:path`, `:path`) stand for; those that are
    /// not there are left out. One process for all.
    pub(super) fn blobs(&self, names: &[String]) -> Result<BTreeMap<String, Vec<u8>>, GitError> {
        // A line break would end a request early; git has no other way to be asked for it.
        let names: Vec<&String> = names.iter().filter(|name| !name.contains('\n')).collect();
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let broken = |error: io::Error| GitError::NotStarted(error.to_string());
        let mut command = self.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(broken)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
            return Err(GitError::Unreadable("its files"));
        };
        let found = std::thread::scope(|scope| {
            // Asked from beside, because neither pipe holds everything.
            scope.spawn(|| {
                for name in &names {
                    if writeln!(stdin, "{name}").is_err() {
                        break;
                    }
                }
                drop(stdin);
            });
            read_blobs(BufReader::new(stdout), &names)
        });
        // Ended by the end of its input; its exit code adds nothing.
        let _ = child.wait();
        found
    }
}

fn read_blobs(
    mut answers: impl BufRead,
    names: &[&String],
) -> Result<BTreeMap<String, Vec<u8>>, GitError> {
    const WHAT: GitError = GitError::Unreadable("its files");
    let mut found = BTreeMap::new();
    for name in names {
        let mut head = Vec::new();
        answers.read_until(b'\n', &mut head).map_err(|_| WHAT)?;
        let head = String::from_utf8_lossy(&head);
        let head = head.trim_end();
        if head.ends_with(" missing") || head.ends_with(" ambiguous") {
            continue;
        }
        let size = head.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or(WHAT)?;
        let mut bytes = vec![0; size];
        answers.read_exact(&mut bytes).map_err(|_| WHAT)?;
        answers.read_exact(&mut [0]).map_err(|_| WHAT)?;
        if head.contains(" blob ") {
            found.insert((*name).clone(), bytes);
        }
    }
    Ok(found)
}

/// A file that differs. Paths are relative to the top, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// Its path before; `None` when it is new.
    pub(super) before: Option<String>,
    /// Its path after; `None` when it is gone.
    pub(super) after: Option<String>,
}

/// The parts of an answer that ends each with a zero byte. A path that is not Unicode comes out
/// with U+FFFD and then fits nothing.
fn texts(answer: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(answer).split_terminator('\0').map(str::to_owned).collect()
}

fn differences(parts: &[String]) -> Result<Vec<Difference>, GitError> {
    let mut found = Vec::new();
    let mut parts = parts.iter().cloned();
    while let Some(status) = parts.next() {
        let mut path = || parts.next().ok_or(GitError::Unreadable("what changed"));
        let (before, after) = match status.as_bytes().first() {
            Some(b'A') => (None, Some(path()?)),
            Some(b'D') => (Some(path()?), None),
            Some(b'R') => (Some(path()?), Some(path()?)),
            Some(b'C') => {
                path()?;
                (None, Some(path()?))
            }
            _ => {
                let path = path()?;
                (Some(path.clone()), Some(path))
            }
        };
        found.push(Difference { before, after });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_apart() {
        let parts: Vec<String> =
            ["M", "a.md", "R087", "b.md", "c.md", "D", "d.md", "A", "e.md", "C90", "a", "f"]
                .map(str::to_owned)
                .to_vec();
        let pairs: Vec<_> = differences(&parts).expect("a complete answer");
        let pairs: Vec<_> =
            pairs.iter().map(|one| (one.before.as_deref(), one.after.as_deref())).collect();
        let expected = [
            (Some("a.md"), Some("a.md")),
            (Some("b.md"), Some("c.md")),
            (Some("d.md"), None),
            (None, Some("e.md")),
            (None, Some("f")),
        ];
        assert_eq!(pairs, expected);
        assert!(differences(&parts[2..4]).is_err());
        let names = ["x:a".to_owned(), "x:b".to_owned()];
        let answer = b"x:a missing\n1234 blob 3\na\nb\n";
        let blobs = read_blobs(&answer[..], &[&names[0], &names[1]]).expect("well-formed");
        assert_eq!(blobs, BTreeMap::from([("x:b".to_owned(), b"a\nb".to_vec())]));
    }
}
