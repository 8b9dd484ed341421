//! What lies in a working tree, its index and its commits, and what differs between them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use super::{GitError, Objects, Surroundings, answer};

/// A repository with a working tree.
#[derive(Debug, Clone)]
pub(crate) struct Git {
    /// The top of the working tree, absolute.
    pub(crate) root: PathBuf,
    /// Where questions are asked; differs from the top when git was told where things are.
    cwd: PathBuf,
    objects: Arc<Objects>,
}

/// The files that matter, whatever the letter case of their ending.
const MARKDOWN: [&str; 4] =
    ["--", ":(icase,top)*.md", ":(icase,top)*.mdx", ":(icase,top)*.markdown"];

impl Git {
    /// The repository whose working tree `dir` lies in.
    pub(crate) fn at(dir: &Path) -> Result<Self, GitError> {
        let objects = Arc::new(Objects::new(dir.to_owned(), Surroundings::Told));
        let here = Self { root: dir.to_owned(), cwd: dir.to_owned(), objects };
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

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = super::command(&self.cwd, Surroundings::Told);
        command.args(["-c", "core.quotePath=false", "-c", "diff.renameLimit=2000"]);
        command.args(arguments);
        command
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        answer(self.command(arguments))
    }

    /// The id of the commit that `name` names, if there is one.
    pub(crate) fn commit(&self, name: &str) -> Option<String> {
        if name.contains('\n') {
            return None;
        }
        let named = self.objects.named(&[format!("{name}^{{commit}}")]).ok()?;
        Some(named.into_iter().next()??.id)
    }

    /// The commit at which the histories of two commits part, if they share one.
    pub(crate) fn merge_base(&self, a: &str, b: &str) -> Option<String> {
        let answer = self.ask(&["merge-base", a, b]).ok()?;
        let first = String::from_utf8(answer).ok()?.lines().next()?.trim().to_owned();
        (!first.is_empty()).then_some(first)
    }

    /// Whether the history was cut off when the repository was cloned.
    pub(crate) fn is_shallow(&self) -> bool {
        let answer = self.ask(&["rev-parse", "--is-shallow-repository"]);
        answer.is_ok_and(|answer| answer.starts_with(b"true"))
    }

    /// The Markdown files that differ; `sides` says between what, as `git diff` takes it.
    pub(crate) fn diff(&self, sides: &[&str]) -> Result<Vec<Difference>, GitError> {
        let fixed = ["diff", "--name-status", "-z", "--find-renames", "--no-ext-diff"];
        let also = ["--no-textconv", "--no-relative", "--ignore-submodules=all"];
        let mut command = self.command(&[&fixed[..], &also, sides, &MARKDOWN].concat());
        let commits = sides.iter().filter(|side| !side.starts_with('-')).count();
        if commits < 2 && !sides.contains(&"--cached") {
            self.switch_filters_off(&mut command);
        }
        differences(&texts(&answer(command)?))
    }

    /// Switches off the programs that attributes can name for files: to compare a file that was
    /// touched with what git knows, git would run it through them. There is no option for all.
    fn switch_filters_off(&self, command: &mut Command) {
        let keys = r"^filter\..*\.(clean|smudge|process|required)$";
        // Without any it ends with 1 and says nothing; a configuration that cannot be read is told
        // by the question that follows.
        let known = self.ask(&["config", "--null", "--name-only", "--get-regexp", keys]);
        let keys = texts(&known.unwrap_or_default());
        if keys.is_empty() {
            return;
        }
        // A name may hold anything, which `-c NAME=VALUE` could not carry. What the caller's
        // environment configures already stays.
        let given = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok());
        let given: usize = given.unwrap_or(0);
        command.env("GIT_CONFIG_COUNT", (given + keys.len()).to_string());
        for (number, key) in (given..).zip(&keys) {
            let value = if key.ends_with(".required") { "false" } else { "" };
            command.env(format!("GIT_CONFIG_KEY_{number}"), key);
            command.env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
    }

    /// The Markdown files that git does not know and is not told to ignore.
    pub(crate) fn untracked(&self) -> Result<Vec<String>, GitError> {
        let list = ["ls-files", "-z", "--others", "--exclude-standard", "--full-name"];
        Ok(texts(&self.ask(&[&list[..], &MARKDOWN].concat())?))
    }

    /// The Markdown files in the index, or in the tree of `commit`: regular files, no links. Paths
    /// that are not Unicode are left out, as they are on disk.
    pub(crate) fn listing(&self, commit: Option<&str>) -> Result<Vec<String>, GitError> {
        let answer = match commit {
            None => {
                let list = ["ls-files", "-z", "--stage", "--full-name"];
                self.ask(&[&list[..], &MARKDOWN].concat())?
            }
            Some(commit) => self.ask(&["ls-tree", "-r", "-z", "--full-tree", commit])?,
        };
        let mut paths = Vec::new();
        let entries = answer.split(|byte| *byte == 0).filter(|entry| !entry.is_empty());
        for entry in entries.filter_map(|entry| std::str::from_utf8(entry).ok()) {
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

    /// The bytes of the files that `names` (`COMMIT:path`, `:path`) stand for; those that are not
    /// there are left out.
    pub(crate) fn blobs(&self, names: &[String]) -> Result<BTreeMap<String, Vec<u8>>, GitError> {
        let broken = |error: io::Error| GitError::NotStarted(error.to_string());
        let mut found = BTreeMap::new();
        // A line break would end a request early; git has no other way to be asked for it.
        for name in names.iter().filter(|name| !name.contains('\n')) {
            if let Some(bytes) = self.objects.file(name).map_err(broken)? {
                found.insert(name.clone(), bytes);
            }
        }
        Ok(found)
    }
}

/// A file that differs. Paths are relative to the top, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Its path before; `None` when it is new.
    pub(crate) before: Option<String>,
    /// Its path after; `None` when it is gone.
    pub(crate) after: Option<String>,
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
    }
}
