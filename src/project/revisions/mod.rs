//! Old revisions of sources: which repository a file lies in, what it said at a commit, where it
//! lay before it was renamed, and when it changed.
//!
//! Nothing is asked before it is needed. What cannot be answered is told once for each cause.

mod digest;
mod folder;
mod history;
mod repository;
mod stamp;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use history::{State, has_phrase};
pub(crate) use repository::{Blob, Ids, Repository, has_digest};
pub(crate) use stamp::{Recorded, Stamp};

use super::paths;
use crate::text::glance;

/// Old revisions of the files of a run.
#[derive(Debug)]
pub struct Revisions {
    cwd: PathBuf,
    /// Directories and the repository they lie in.
    homes: Mutex<HashMap<PathBuf, Option<Arc<Repository>>>>,
    /// Indices of translation pipelines, by the directory they lie in.
    indices: Mutex<HashMap<PathBuf, Option<Arc<Index>>>>,
    /// Sources whose history is not asked for: what they were before is known otherwise.
    settled: HashSet<PathBuf>,
    /// Whether few files are looked at, so that histories are asked file by file.
    few: bool,
    troubles: Mutex<BTreeMap<Trouble, Count>>,
    /// Whether any page records a revision.
    any: AtomicBool,
}

/// What could not be had, told in one line for each cause.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Troubles {
    /// Worth knowing.
    pub notes: Vec<String>,
    /// What makes a run fail in which the revisions were asked for by name.
    pub failures: Vec<String>,
}

/// The digests of sources by the path of the page.
type Index = HashMap<String, String>;

/// Why a revision could not be had. Ordered as it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    /// There is no program `git`.
    NoGit,
    /// The directory, as shown, lies in no repository.
    NoRepository(String),
    /// git will not work in this repository, and why.
    Refused(String, String),
    /// Commits that a shallow clone does not hold.
    Shallow(String),
    /// Commits that the repository does not hold.
    Unknown(String),
    /// Texts that a partial clone does not hold, or that are damaged.
    Absent(String),
    /// Commits at which the source was not there.
    NotThere(String),
    /// Values that name no revision.
    Unreadable,
    /// Pages that record nothing.
    NoStamp,
    /// A shallow clone, whose history does not say when pages were worked on.
    NoHistory(String),
    /// Digests of no text that the source ever had.
    NoSuchText(String),
}

/// How often something happened, with the first example.
#[derive(Debug, Clone, Default)]
struct Count {
    times: usize,
    example: String,
}

/// Where a file lies.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The repository.
    pub(crate) repository: Arc<Repository>,
    /// The path in it, with `/`.
    pub(crate) path: String,
}

/// What the history says of a place where no file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Past {
    /// Nothing: there is no history, or it was cut off.
    Unknown,
    /// No file ever lay there.
    Never,
    /// One did.
    Gone(Gone),
}

/// What became of a file that is not where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The commit that moved or removed it, in hexadecimal.
    pub commit: Box<str>,
    /// The day of that commit: `2026-03-02`.
    pub date: Box<str>,
    /// Where it lies now, as catalogs show paths; `None` when it was removed.
    pub now: Option<PathBuf>,
}

impl Revisions {
    /// The revisions of files whose paths are relative to `cwd`. `files` says how many files the
    /// run looks at: for a handful, git is asked about each instead of about all.
    pub fn new(cwd: PathBuf, files: usize) -> Self {
        let (homes, indices, troubles) = (Mutex::default(), Mutex::default(), Mutex::default());
        let any = AtomicBool::new(false);
        let settled = HashSet::new();
        Self { cwd, homes, indices, settled, few: files <= FEW, troubles, any }
    }

    /// Does not ask for the history of the sources at `paths`, as catalogs show them.
    #[must_use]
    pub fn settled(mut self, paths: impl IntoIterator<Item = PathBuf>) -> Self {
        self.settled.extend(paths);
        self
    }

    /// Whether the history of the source at `path` is not to be asked for.
    pub(crate) fn is_settled(&self, path: &Path) -> bool {
        self.settled.contains(path)
    }

    /// Where the file at `path` lies; `None` when it is in no repository, which is noted when it
    /// is `expected` to be in one.
    pub(crate) fn origin(&self, path: &Path, expected: bool) -> Option<Origin> {
        let absolute = paths::absolute(&self.cwd, path);
        let dir = absolute.parent()?;
        let home = self.home(dir);
        let Some(repository) = home else {
            if expected {
                self.trouble(Trouble::NoRepository(self.shown(dir)), &path.to_string_lossy());
            }
            return None;
        };
        let path = paths::slashed(absolute.strip_prefix(repository.root()).ok()?)?;
        // A name with a line break cannot be asked for.
        (!path.contains(['\n', '\r'])).then_some(Origin { repository, path })
    }

    /// The repository that `dir` lies in: the nearest directory with `.git`, which is a file in a
    /// worktree or submodule.
    fn home(&self, dir: &Path) -> Option<Arc<Repository>> {
        let mut homes = lock(&self.homes);
        if let Some(known) = homes.get(dir) {
            return known.clone();
        }
        let root = dir.ancestors().find(|dir| dir.join(".git").exists());
        let found = root.map(|root| {
            let known = homes.get(root).and_then(Clone::clone);
            known.unwrap_or_else(|| {
                let repository = Repository::new(root.to_owned(), self.shown(root), self.few);
                let repository = Arc::new(repository);
                homes.insert(root.to_owned(), Some(Arc::clone(&repository)));
                repository
            })
        });
        homes.insert(dir.to_owned(), found.clone());
        found
    }

    /// What became of the file that once lay at `path`, as catalogs show paths.
    pub(crate) fn past(&self, path: &Path) -> Past {
        // The folder may have gone with the file.
        let absolute = paths::absolute(&self.cwd, path);
        let there = absolute.ancestors().skip(1).find(|folder| folder.is_dir());
        let Some(repository) = there.and_then(|there| self.home(there)) else {
            return Past::Unknown;
        };
        let inside = absolute.strip_prefix(repository.root()).ok().and_then(paths::slashed);
        let Some(inside) = inside.filter(|inside| !inside.contains(['\n', '\r'])) else {
            return Past::Unknown;
        };
        if repository.is_shallow() {
            return Past::Unknown;
        }
        let Some(fate) = repository.fate(&inside) else { return Past::Never };
        let now = fate.now.map(|now| paths::shown(&repository.root().join(now), &self.cwd));
        Past::Gone(Gone { commit: fate.commit, date: fate.date, now })
    }

    /// What the translation at `path`, whose logical path is `key`, records outside of itself: in
    /// the `.co-op-translator.json` of its language's folder.
    pub(crate) fn indexed(&self, path: &Path, key: &str) -> Option<Stamp> {
        let absolute = paths::absolute(&self.cwd, path);
        let text = paths::slashed(&absolute)?;
        let folder = Path::new(text.strip_suffix(key)?.trim_end_matches('/'));
        let index = {
            let mut indices = lock(&self.indices);
            let read = || read_index(&folder.join(INDEX)).map(Arc::new);
            indices.entry(folder.to_owned()).or_insert_with(read).clone()
        }?;
        let recorded = stamp::digest(index.get(key)?);
        Some(Stamp { recorded, span: None })
    }

    /// Notes that something could not be had, with an example of it.
    pub(crate) fn trouble(&self, trouble: Trouble, example: &str) {
        let mut troubles = lock(&self.troubles);
        let count = troubles.entry(trouble).or_default();
        count.times += 1;
        // The least example, whatever the order of threads.
        if count.times == 1 || *example < *count.example {
            example.clone_into(&mut count.example);
        }
    }

    /// Notes that a page records a revision.
    pub(crate) fn resolved(&self) {
        self.any.store(true, Ordering::Relaxed);
    }

    /// What could not be had so far. `named` says that revisions were asked for by name: then
    /// that is a failure, and so is a project in which no page records one.
    pub fn troubles(&self, named: bool) -> Troubles {
        let mut told = Troubles::default();
        let any = self.any.load(Ordering::Relaxed);
        let troubles = lock(&self.troubles);
        let homeless = |trouble: &Trouble| matches!(trouble, Trouble::NoRepository(_));
        let folders = troubles.keys().filter(|trouble| homeless(trouble)).count();
        let mut said = false;
        for (trouble, count) in troubles.iter() {
            // A tree without a repository has many folders and is one cause.
            if homeless(trouble) && std::mem::replace(&mut said, true) {
                continue;
            }
            let mut line = trouble.told(count);
            if homeless(trouble) && folders > 1 {
                line = line.replacen(
                    " is in no",
                    &format!(" and {} more folders are in no", folders - 1),
                    1,
                );
            }
            match trouble {
                // That a page records nothing is normal where nobody asked.
                Trouble::NoStamp if !named => {}
                Trouble::NoStamp if any => told.notes.push(line),
                _ if named => told.failures.push(line),
                _ => told.notes.push(line),
            }
        }
        told
    }

    fn shown(&self, dir: &Path) -> String {
        paths::shown(dir, &self.cwd).display().to_string()
    }
}

/// Whether `dir` is a repository without a work tree, so that its files cannot be read.
pub fn is_bare(dir: &Path) -> bool {
    !dir.join(".git").exists()
        && dir.join("HEAD").is_file()
        && ["objects", "refs"].iter().all(|name| dir.join(name).is_dir())
}

/// The most files for which git is asked one by one.
const FEW: usize = 24;

/// Where co-op-translator keeps what it translated.
const INDEX: &str = ".co-op-translator.json";

/// Reads an index: `{"README.md": {"original_hash": "…"}}`.
fn read_index(path: &Path) -> Option<Index> {
    let value: serde_json::Value = serde_json::from_str(&glance(path)).ok()?;
    let entries = value.as_object()?.iter().filter_map(|(name, entry)| {
        let digest = entry.get("original_hash")?.as_str()?;
        Some((name.replace('\\', "/"), digest.to_owned()))
    });
    Some(entries.collect())
}

impl Trouble {
    /// One line for people.
    fn told(&self, count: &Count) -> String {
        let Count { times, example } = count;
        let many = |noun: &str| {
            if *times == 1 { format!("1 {noun}") } else { format!("{times} {noun}s") }
        };
        let revisions = many("recorded revision");
        match self {
            Self::NoGit => {
                "git cannot be started: old revisions of sources are not read".to_owned()
            }
            Self::NoRepository(dir) => {
                format!("{dir} is in no git repository: old revisions of sources are not read")
            }
            Self::Refused(root, why) => format!("git does not read {root}: {why}"),
            Self::Shallow(root) => format!(
                "{root} is a shallow clone: {revisions} not in it, for instance {example}; fetch \
                 the history (`git fetch --unshallow`, in CI `fetch-depth: 0`)"
            ),
            Self::Unknown(root) => {
                format!("{revisions} not found in {root}, for instance {example}")
            }
            Self::Absent(root) => format!(
                "{} of {root} not in this clone (partial or damaged), for instance {example}",
                many("old text")
            ),
            Self::NotThere(root) => {
                format!("{revisions} of {root} without the source, for instance {example}")
            }
            Self::Unreadable if *times == 1 => {
                format!("1 recorded value names no revision: {example}")
            }
            Self::Unreadable => {
                format!("{times} recorded values name no revision, for instance {example}")
            }
            Self::NoStamp => {
                format!(
                    "{} no revision, for instance {example}",
                    if *times == 1 {
                        "1 page records".to_owned()
                    } else {
                        format!("{times} pages record")
                    }
                )
            }
            Self::NoHistory(root) => format!(
                "{root} is a shallow clone: when a page was translated is not known; fetch the \
                 history (`git fetch --unshallow`, in CI `fetch-depth: 0`)"
            ),
            Self::NoSuchText(root) => format!(
                "{} of no text in the history of {root}, for instance {example}",
                many("recorded digest")
            ),
        }
    }
}

/// The day of a moment, `seconds` since 1970 shifted to its time zone: `2026-03-02`. Gregorian,
/// by counting eras of 400 years.
pub(super) fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A lock that a panic elsewhere does not take away.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_follow_the_calendar() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(1_772_409_600), "2026-03-02");
        assert_eq!(day(-86_400), "1969-12-31");
    }
}
