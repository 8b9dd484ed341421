//! One repository: what a file was at a commit, and the history of its Markdown files.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::digest;
use super::folder::Folder;
use super::history::History;
use super::{Origin, Trouble, day, lock};
use crate::project::git::{self, GitError, Object, Objects, Scope, Surroundings};

/// A repository. Its children are started when something is asked for the first time, at most one
/// for each thread that asks.
#[derive(Debug)]
pub(crate) struct Repository {
    root: PathBuf,
    shown: String,
    few: bool,
    objects: Objects,
    /// Why git does not work here; found out once.
    refused: OnceLock<Trouble>,
    /// Whether it does not work here at all.
    unusable: OnceLock<Option<Trouble>>,
    shallow: OnceLock<bool>,
    partial: OnceLock<bool>,
    whole: OnceLock<Arc<History>>,
    /// With renames that changed the text at once.
    renames: OnceLock<Arc<History>>,
    single: Mutex<HashMap<String, Arc<History>>>,
    /// By file and commit: what happened since.
    recent: Mutex<HashMap<(String, String), Arc<History>>>,
    folders: Mutex<Folders>,
    dates: Mutex<HashMap<String, Option<Box<str>>>>,
}

/// What folders held, by commit and folder. Pages of one folder record few commits, so nearly all
/// of them are answered without asking git.
#[derive(Debug, Default)]
struct Folders {
    known: HashMap<(String, String), Option<Arc<Folder>>>,
    /// How many bytes they take together.
    size: usize,
}

/// How many bytes of folders are kept; more than that, and all are forgotten.
const MOST_FOLDERS: usize = 16 << 20;

/// How many states of the branch are looked at one by one for an old text: by then `git log` would
/// have been as fast.
const MOST_COMMITS: usize = 512;

/// How many of them are asked for before the answers are looked at.
const COMMITS_AT_ONCE: usize = 32;

/// How many renames of one page are followed.
const MOST_MOVES: usize = 8;

/// What became of a page that is not where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fate {
    /// The commit that moved or removed it last.
    pub(super) commit: Box<str>,
    /// Its day: `2026-03-02`.
    pub(super) date: Box<str>,
    /// Where it lies now, in the repository; `None` when it was removed.
    pub(super) now: Option<String>,
}

/// A state of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blob {
    /// The id of its text, in hexadecimal.
    pub(crate) id: String,
    /// Where it lay then, in the repository.
    pub(crate) path: String,
}

impl Repository {
    /// The repository whose work tree is `root`.
    pub(super) fn new(root: PathBuf, shown: String, few: bool) -> Self {
        Self {
            objects: Objects::new(root.clone(), Surroundings::Found),
            root,
            shown,
            few,
            refused: OnceLock::new(),
            unusable: OnceLock::new(),
            shallow: OnceLock::new(),
            partial: OnceLock::new(),
            whole: OnceLock::new(),
            renames: OnceLock::new(),
            single: Mutex::default(),
            recent: Mutex::default(),
            folders: Mutex::default(),
            dates: Mutex::default(),
        }
    }

    /// The top of its work tree, absolute.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// How it is called in messages.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// Asks git; after it once did not work here, no more.
    fn ask<T>(&self, question: impl Fn(&Objects) -> io::Result<T>) -> Result<T, Trouble> {
        if let Some(refused) = self.refused.get() {
            return Err(refused.clone());
        }
        question(&self.objects).map_err(|_| self.refused.get_or_init(|| self.complaint()).clone())
    }

    /// What git has to say about a repository that it does not work in.
    fn complaint(&self) -> Trouble {
        let broke_off =
            || Trouble::Refused(self.shown.clone(), "`git cat-file` broke off".to_owned());
        self.refusal().unwrap_or_else(broke_off)
    }

    /// Why git does not work in this repository, if it does not: there is none, or the repository
    /// belongs to somebody whom it does not trust.
    pub(crate) fn refusal(&self) -> Option<Trouble> {
        let ask = || match git::ask(&self.root, &["rev-parse", "--git-dir"]) {
            Err(GitError::NotStarted(_)) => Some(Trouble::NoGit),
            Err(GitError::Refused(why)) => Some(Trouble::Refused(self.shown.clone(), why)),
            Err(error) => Some(Trouble::Refused(self.shown.clone(), error.to_string())),
            Ok(_) => None,
        };
        self.unusable.get_or_init(ask).clone()
    }

    /// The objects that `names` stand for.
    pub(crate) fn objects(&self, names: &[String]) -> Result<Vec<Option<Object>>, Trouble> {
        self.ask(|objects| objects.named(names))
    }

    /// The bytes of the blob `id`.
    pub(crate) fn contents(&self, id: &str) -> Result<Vec<u8>, Trouble> {
        let bytes = self.ask(|objects| objects.contents(id))?;
        bytes.ok_or_else(|| Trouble::Absent(self.shown.clone()))
    }

    /// The day of `commit` by its committer's clock.
    pub(crate) fn date(&self, commit: &str) -> Option<Box<str>> {
        if let Some(known) = lock(&self.dates).get(commit) {
            return known.clone();
        }
        let date = self.contents(commit).ok().and_then(|bytes| committed(&bytes));
        lock(&self.dates).insert(commit.to_owned(), date.clone());
        date
    }

    /// Why `commit` is not there.
    fn unknown(&self) -> Trouble {
        let shallow = *self.shallow.get_or_init(|| {
            // Where the repository lies in its usual place, a file says so.
            let folder = self.root.join(".git");
            if folder.join("HEAD").is_file() && !folder.join("commondir").exists() {
                return folder.join("shallow").metadata().is_ok_and(|file| file.len() > 0);
            }
            git::ask(&self.root, &["rev-parse", "--is-shallow-repository"])
                .is_ok_and(|answer| answer == "true")
        });
        let shown = self.shown.clone();
        if shallow { Trouble::Shallow(shown) } else { Trouble::Unknown(shown) }
    }

    /// Why the source is not at a commit that is known. In a clone without all blobs that cannot
    /// be told from a text that was not fetched.
    fn not_there(&self) -> Trouble {
        let partial = *self.partial.get_or_init(|| {
            let arguments = ["config", "--get-regexp", "^remote\\..*\\.promisor$"];
            git::ask(&self.root, &arguments).is_ok()
        });
        let shown = self.shown.clone();
        if partial { Trouble::Absent(shown) } else { Trouble::NotThere(shown) }
    }

    /// Whether the clone holds only the newest commits.
    pub(crate) fn is_shallow(&self) -> bool {
        matches!(self.unknown(), Trouble::Shallow(_))
    }

    /// The history that knows `path`: of all Markdown files, or of this one in a small run.
    pub(crate) fn history(&self, path: &str) -> Arc<History> {
        if !self.few {
            return Arc::clone(self.whole.get_or_init(|| Arc::new(self.log(Scope::Everything))));
        }
        if let Some(known) = lock(&self.single).get(path) {
            return Arc::clone(known);
        }
        let history = Arc::new(self.log(Scope::File(path)));
        lock(&self.single).insert(path.to_owned(), Arc::clone(&history));
        history
    }

    /// What happened to `path` after `commit`, which is hexadecimal: in a small run, where that is
    /// less to read than a history; `None` in a large one and where the history is known.
    pub(crate) fn since(&self, path: &str, commit: &str) -> Option<Arc<History>> {
        if !self.few || lock(&self.single).contains_key(path) {
            return None;
        }
        let key = (path.to_owned(), commit.to_owned());
        if let Some(known) = lock(&self.recent).get(&key) {
            return Some(Arc::clone(known));
        }
        let history = Arc::new(self.log(Scope::Since(path, commit)));
        lock(&self.recent).insert(key, Arc::clone(&history));
        Some(history)
    }

    /// How many commits of the branch that is checked out changed `path` since its text was `blob`,
    /// in a small run: from the child that is there anyway. `None` in a large run, where the history
    /// knows, and when the newest states do not have that text.
    pub(crate) fn changes_since(&self, path: &str, blob: &str) -> Option<u32> {
        if !self.few {
            return None;
        }
        // By its id: git would read the branch anew for each name that says HEAD.
        let head = self.objects(&["HEAD^{commit}".to_owned()]).ok()?.pop()??.id;
        let (mut count, mut newer): (u32, Option<String>) = (0, None);
        for start in (0..MOST_COMMITS).step_by(COMMITS_AT_ONCE) {
            let back = start..start + COMMITS_AT_ONCE;
            let names: Vec<String> = back.map(|back| format!("{head}~{back}:{path}")).collect();
            for object in self.objects(&names).ok()? {
                let id = object?.id;
                count += u32::from(newer.is_some_and(|newer| newer != id));
                if id == blob {
                    return Some(count);
                }
                newer = Some(id);
            }
        }
        None
    }

    /// The folder at `path` (empty for the top), as it was at each of `commits`; `None` where it was
    /// not there. Git is asked for the commits themselves in one go: when one was made is wanted as
    /// soon as a text turns out to be an old one.
    fn folders(&self, path: &str, commits: &[&str]) -> Result<Vec<Option<Arc<Folder>>>, Trouble> {
        let key = |commit: &str| (commit.to_owned(), path.to_owned());
        let known: Vec<_> = {
            let folders = lock(&self.folders);
            commits.iter().map(|commit| folders.known.get(&key(commit)).cloned()).collect()
        };
        let name = |commit: &str| match path {
            "" => format!("{commit}^{{tree}}"),
            _ => format!("{commit}:{path}"),
        };
        let unknown = commits.iter().zip(&known).filter(|(_, known)| known.is_none());
        let unknown: Vec<&str> = unknown.map(|(commit, _)| *commit).collect();
        let undated: Vec<&str> = {
            let dates = lock(&self.dates);
            unknown.iter().copied().filter(|commit| !dates.contains_key(*commit)).collect()
        };
        let names = unknown.iter().copied().map(name);
        let names: Vec<String> = names.chain(undated.iter().map(|&id| id.to_owned())).collect();
        let mut answers =
            if names.is_empty() { Vec::new() } else { self.ask(|git| git.all(&names))? };
        for (commit, answer) in undated.into_iter().zip(answers.split_off(unknown.len())) {
            let date = answer.and_then(|(_, bytes)| committed(&bytes));
            lock(&self.dates).insert(commit.to_owned(), date);
        }
        let mut asked = answers.into_iter().map(|answer| {
            let (object, bytes) = answer.filter(|(object, _)| object.is_folder)?;
            Folder::read(bytes, object.id.len()).map(Arc::new)
        });
        let each = commits.iter().zip(known).map(|(commit, known)| {
            known.unwrap_or_else(|| {
                let found = asked.next().flatten();
                lock(&self.folders).keep(key(commit), found.clone());
                found
            })
        });
        Ok(each.collect())
    }

    /// What became of the page that once lay at `path`; `None` where that is not known or it is
    /// still there. Renames are followed.
    pub(super) fn fate(&self, path: &str) -> Option<Fate> {
        let mut fate: Option<Fate> = None;
        let mut at = path.to_owned();
        for _ in 0..MOST_MOVES {
            let history = self.history(&at);
            let Some(removal) = history.removal(&at) else { break };
            // Told by equal texts; else by likeness, which is looked for in that commit alone.
            let renamed = history.renamed_to(&at, &removal.id).map(str::to_owned).or_else(|| {
                let alone = self.log(Scope::Commit(&removal.id));
                alone.renamed_to(&at, &removal.id).map(str::to_owned)
            });
            let (commit, date) = (removal.id.clone(), removal.date.clone());
            let next = renamed.clone();
            fate = Some(Fate { commit, date, now: renamed });
            let Some(next) = next else { break };
            at = next;
        }
        fate
    }

    /// The paths that the page at `path` had before. Only asked for when a page was not where it
    /// is today: looking for renames costs git more than all the rest.
    fn former_paths(&self, path: &str) -> Vec<String> {
        if self.few {
            return self.history(path).former_paths(path);
        }
        let renames = self.renames.get_or_init(|| Arc::new(self.log(Scope::Renames)));
        renames.former_paths(path)
    }

    fn log(&self, scope: Scope<'_>) -> History {
        git::log(&self.root, scope).map(|log| History::read(&log)).unwrap_or_default()
    }
}

impl Folders {
    fn keep(&mut self, key: (String, String), folder: Option<Arc<Folder>>) {
        if self.size > MOST_FOLDERS {
            *self = Self::default();
        }
        self.size += key.0.len() + key.1.len() + folder.as_ref().map_or(0, |folder| folder.size());
        self.known.insert(key, folder);
    }
}

impl Origin {
    /// What the file was at each of `commits`, which are hexadecimal. Where the commit does not
    /// know the path, the paths it was renamed from are tried.
    pub(crate) fn at(&self, commits: &[&str]) -> Result<Vec<Result<Blob, Trouble>>, Trouble> {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let folders = self.repository.folders(folder, commits)?;
        let blobs = folders.into_iter().zip(commits).map(|(folder, commit)| {
            match folder.and_then(|folder| folder.file(name)) {
                Some(id) => Ok(Blob { id, path: self.path.clone() }),
                None => self.elsewhere(commit),
            }
        });
        Ok(blobs.collect())
    }

    fn elsewhere(&self, commit: &str) -> Result<Blob, Trouble> {
        let is_commit = self.repository.objects(&[format!("{commit}^{{commit}}")])?;
        if is_commit.first().is_none_or(Option::is_none) {
            return Err(self.repository.unknown());
        }
        let former = self.repository.former_paths(&self.path);
        let names: Vec<String> = former.iter().map(|path| format!("{commit}:{path}")).collect();
        let found = self.repository.objects(&names)?;
        let blob = found
            .into_iter()
            .zip(former)
            .find_map(|(object, path)| Some(Blob { id: object?.id, path }));
        blob.ok_or_else(|| self.repository.not_there())
    }
}

/// The ids that git may have given to a text, worked out when one is first compared.
#[derive(Debug)]
pub(crate) struct Ids<'t> {
    text: &'t str,
    sha1: OnceCell<Vec<String>>,
    sha256: OnceCell<Vec<String>>,
}

impl<'t> Ids<'t> {
    /// Those of `text`, a file in the work tree.
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, sha1: OnceCell::new(), sha256: OnceCell::new() }
    }

    /// Whether the text is the blob `id`. Line endings that git turned into those of the system do
    /// not count.
    pub(crate) fn has(&self, id: &str) -> bool {
        let ids = if id.len() == 64 {
            self.sha256.get_or_init(|| self.named(digest::sha256))
        } else {
            self.sha1.get_or_init(|| self.named(digest::sha1))
        };
        ids.iter().any(|known| known == id)
    }

    fn named(&self, digest: impl Fn(&[&[u8]]) -> String) -> Vec<String> {
        let id =
            |text: &str| digest(&[format!("blob {}\0", text.len()).as_bytes(), text.as_bytes()]);
        let mut ids = vec![id(self.text)];
        if self.text.contains("\r\n") {
            ids.push(id(&self.text.replace("\r\n", "\n")));
        }
        ids
    }
}

/// Whether the MD5 digest of `text` is `recorded`, with its line endings as they are or as git
/// keeps them.
pub(crate) fn has_digest(text: &str, recorded: &str) -> bool {
    let matches = |text: &str| digest::md5(text.as_bytes()) == recorded;
    matches(text) || text.contains("\r\n") && matches(&text.replace("\r\n", "\n"))
}

/// The committer's day in the text of a commit: `committer NAME <ADDRESS> SECONDS +HHMM`.
fn committed(commit: &[u8]) -> Option<Box<str>> {
    let text = String::from_utf8_lossy(commit);
    let line = text.lines().take_while(|line| !line.is_empty());
    let line = line.into_iter().find_map(|line| line.strip_prefix("committer "))?;
    let mut words = line.rsplitn(3, ' ');
    let (zone, seconds) = (words.next()?, words.next()?.parse::<i64>().ok()?);
    let minutes: i64 = zone.get(1..)?.parse().ok()?;
    let shift = (minutes / 100 * 60 + minutes % 100) * 60;
    let shift = if zone.starts_with('-') { -shift } else { shift };
    Some(day(seconds.checked_add(shift)?).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_by_its_id() {
        // As `git hash-object` says in repositories of both kinds.
        for id in [
            "ce013625030ba8dba906f756967f9e9ca394464a",
            "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4",
        ] {
            assert!(Ids::of("hello\n").has(id));
            assert!(Ids::of("hello\r\n").has(id));
            assert!(!Ids::of("hullo\n").has(id));
        }
        assert!(has_digest("hello\n", "b1946ac92492d2347c6235b4d2611184"));
    }

    #[test]
    fn the_day_of_a_commit_is_the_committers() {
        let commit = b"tree x\nauthor A <a> 1 +0000\ncommitter B C <b> 1772409600 -0130\n\ncommitter x 5 +0000\n";
        assert_eq!(committed(commit).as_deref(), Some("2026-03-01"));
        assert_eq!(committed(b"tree x\n"), None);
    }
}
