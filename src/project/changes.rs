//! What changed between two states of a repository, and which articles that touches: the state
//! before is one or more commits, the state after the working tree, the index or a commit.

mod select;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

pub use select::{Before, ChangedArticles, EditedSource, RemovedSource};

use super::git::{Difference, Git, GitError};
use super::paths;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// Everything since this history parted from the commit of that name, uncommitted changes
    /// and new files included.
    Base(String),
    /// What the next commit would change.
    Staged,
    /// What the second commit brings over where its history parted from the first, as
    /// pre-commit names the two.
    Range(String, String),
}

/// The state that is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
enum After {
    WorkingTree,
    /// The files whose working tree version differs from the staged one, absolute.
    Index(BTreeSet<PathBuf>),
    Commit(String),
}

/// Why changes cannot be told. Each is an error of use: the run ends with 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangesError {
    /// Git gave no answer.
    Git(GitError),
    /// No commit is called that; the flag says whether the history was cut off by a shallow clone.
    NoCommit(String, bool),
    /// No commit is called that, but the remote has a branch that is; the second is its name here.
    OnRemote(String, String),
}

impl fmt::Display for ChangesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Git(error) => error.fmt(f),
            Self::NoCommit(name, false) => write!(f, "there is no commit `{name}`"),
            Self::OnRemote(name, here) => {
                write!(f, "there is no commit `{name}`; did you mean `{here}`?")
            }
            Self::NoCommit(name, true) => {
                write!(f, "there is no commit `{name}` in this shallow clone; fetch its history")
            }
        }
    }
}

impl std::error::Error for ChangesError {}

impl From<GitError> for ChangesError {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

/// The changes of a repository.
#[derive(Debug, Clone)]
pub struct Changes {
    git: Git,
    after: After,
    /// The states before; none for a first commit, two for a merge.
    bases: Vec<Base>,
    /// Remarks for the person who asked.
    pub notes: Vec<String>,
}

/// A state before, and what differs from it.
#[derive(Debug, Clone)]
struct Base {
    /// `None` before the first commit.
    commit: Option<String>,
    files: Vec<Changed>,
}

/// A file that changed; both paths absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Changed {
    before: Option<PathBuf>,
    after: Option<PathBuf>,
}

impl Changes {
    /// Asks git, in the repository that `cwd` lies in.
    ///
    /// # Errors
    /// When there is no repository, no such commit, or no git.
    pub fn read(cwd: &Path, since: &Since) -> Result<Self, ChangesError> {
        let git = Git::at(cwd)?;
        let mut notes = Vec::new();
        let (after, commits) = match since {
            Since::Base(name) => {
                let base = part(&git, name, "HEAD", &mut notes)?;
                (After::WorkingTree, vec![Some(base)])
            }
            Since::Range(from, to) => {
                let base = part(&git, from, to, &mut notes)?;
                let to = commit(&git, to)?;
                let here = git.commit("HEAD").as_ref() == Some(&to);
                (if here { After::WorkingTree } else { After::Commit(to) }, vec![Some(base)])
            }
            Since::Staged => {
                let mut commits = vec![git.commit("HEAD")];
                commits.extend(git.commit("MERGE_HEAD").map(Some));
                let unstaged = git.diff(&[])?;
                let path = |one: &Difference| Some(git.root.join(one.before.as_ref()?));
                (After::Index(unstaged.iter().filter_map(path).collect()), commits)
            }
        };
        let mut changes = Self { git, after, bases: Vec::new(), notes };
        for commit in commits {
            let files = changes.differences(commit.as_deref())?;
            changes.bases.push(Base { commit, files });
        }
        // What git names in bytes that are no Unicode is not there under the name that is left.
        let changed = changes.bases.iter().flat_map(|base| &base.files);
        let changed: BTreeSet<&PathBuf> =
            changed.filter_map(|changed| changed.after.as_ref()).collect();
        let is_nameless = |path: &&&PathBuf| {
            path.to_str().is_some_and(|path| path.contains('\u{fffd}')) && !path.exists()
        };
        let nameless: Vec<_> = changed.iter().filter(is_nameless).collect();
        let shown = nameless.into_iter().map(|path| paths::shown(path, cwd));
        changes.notes.extend(paths::nameless(shown));
        Ok(changes)
    }

    fn differences(&self, commit: Option<&str>) -> Result<Vec<Changed>, GitError> {
        let git = &self.git;
        let mut found = match (&self.after, commit) {
            (After::WorkingTree, Some(commit)) => {
                // Both look at every file; neither needs the other's answer.
                let (found, untracked) = std::thread::scope(|scope| {
                    let untracked = scope.spawn(|| git.untracked());
                    (git.diff(&[commit]), untracked.join())
                });
                let mut found = found?;
                let untracked = untracked.map_err(|_| GitError::Unreadable("new files"))??;
                let new = |path| Difference { before: None, after: Some(path) };
                found.extend(untracked.into_iter().map(new));
                found
            }
            (After::Index(_), Some(commit)) => git.diff(&["--cached", commit])?,
            (After::Index(_), None) => git.diff(&["--cached"])?,
            (After::Commit(to), Some(commit)) => git.diff(&[commit, to])?,
            (_, None) => Vec::new(),
        };
        // A file that was given up in the index and is there again is neither new nor gone.
        let kept: BTreeSet<String> = found.iter().filter_map(|one| one.after.clone()).collect();
        found.retain(|one| one.after.is_some() || !one.before.iter().any(|p| kept.contains(p)));
        let path = |path: &String| git.root.join(path);
        let changed = |one: &Difference| Changed {
            before: one.before.as_ref().map(path),
            after: one.after.as_ref().map(path),
        };
        Ok(found.iter().map(changed).collect())
    }

    /// The Markdown files of the state after, relative to the top of the repository; `None` for
    /// those of the disk.
    fn listing(&self) -> Result<Option<Vec<String>>, GitError> {
        match &self.after {
            After::WorkingTree => Ok(None),
            After::Index(_) => self.git.listing(None).map(Some),
            After::Commit(commit) => self.git.listing(Some(commit)).map(Some),
        }
    }

    /// Whether a file at `path`, absolute, is staged in another version than the one on disk.
    pub fn is_unstaged(&self, path: &Path) -> bool {
        matches!(&self.after, After::Index(unstaged) if unstaged.contains(path))
    }

    /// Whether what is judged is what stands in the working tree or is staged there, so that it
    /// can be repaired.
    pub fn is_repairable(&self) -> bool {
        !matches!(self.after, After::Commit(_))
    }

    /// The bytes of the files at `files` (as catalogs show them, relative to `cwd`) in the state
    /// after, of those that are not to be read from disk.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn texts_after(
        &self,
        files: &[PathBuf],
        cwd: &Path,
    ) -> Result<BTreeMap<PathBuf, Vec<u8>>, GitError> {
        match &self.after {
            After::WorkingTree => Ok(BTreeMap::new()),
            After::Index(unstaged) => {
                let differs = |file: &&PathBuf| unstaged.contains(&paths::absolute(cwd, file));
                let files: Vec<PathBuf> = files.iter().filter(differs).cloned().collect();
                self.texts("", &files, cwd)
            }
            After::Commit(commit) => self.texts(commit, files, cwd),
        }
    }

    /// The same in the state before that `before` describes.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn texts_before(
        &self,
        before: &Before,
        files: &[PathBuf],
        cwd: &Path,
    ) -> Result<BTreeMap<PathBuf, Vec<u8>>, GitError> {
        self.texts(&before.commit, files, cwd)
    }

    fn texts(
        &self,
        commit: &str,
        files: &[PathBuf],
        cwd: &Path,
    ) -> Result<BTreeMap<PathBuf, Vec<u8>>, GitError> {
        let mut names = BTreeMap::new();
        for file in files {
            let path = paths::absolute(cwd, file);
            let below = path.strip_prefix(&self.git.root).ok().and_then(paths::slashed);
            // Another repository: it is read as it stands on disk.
            let Some(below) = below else { continue };
            names.insert(format!("{commit}:{below}"), file.clone());
        }
        let asked: Vec<String> = names.keys().cloned().collect();
        let blobs = self.git.blobs(&asked)?;
        let named = |(name, bytes)| Some((names.get(&name)?.clone(), bytes));
        Ok(blobs.into_iter().filter_map(named).collect())
    }
}

fn commit(git: &Git, name: &str) -> Result<String, ChangesError> {
    git.commit(name).ok_or_else(|| {
        // A clone has only the branch that was checked out under its own name.
        let remote = format!("origin/{name}");
        if git.commit(&remote).is_some() {
            return ChangesError::OnRemote(name.to_owned(), remote);
        }
        ChangesError::NoCommit(name.to_owned(), git.is_shallow())
    })
}

/// The commit at which the history of `to` parted from that of `from`.
fn part(git: &Git, from: &str, to: &str, notes: &mut Vec<String>) -> Result<String, ChangesError> {
    let (from_id, to_id) = (commit(git, from)?, commit(git, to)?);
    Ok(git.merge_base(&from_id, &to_id).unwrap_or_else(|| {
        notes.push(format!("{from} and {to} share no history here; compared with {from} itself"));
        from_id
    }))
}
