//! Which state of the source a translation is compared with. Candidates, best evidence first: the
//! revision that the translation records; the newest state of the source, not later than the last
//! work on the translation, that fits its structure best; the working tree. What the structure
//! says wins over what a date says.

mod drift;

use std::cell::OnceCell;
use std::path::PathBuf;

use crate::config::{Settings, StaleBy};
use crate::linter::store;
use crate::markdown::{self, Document};
use crate::outline::{self, Alignment, Basis, Changes, Drift, Grade, Outline, Revision};
use crate::project::revisions::{
    Blob, Ids, Origin, Recorded, Revisions, Stamp, State, Trouble, has_digest, has_phrase,
};
use crate::project::{Article, Catalog};
use crate::text::FileId;

use super::article::Version;

/// How many states of a source are looked at for the one that fits best.
const MOST_STATES: usize = 12;

/// After how many older states that fit no better the search ends.
const PATIENCE: usize = 4;

/// How many states of a source are searched for a recorded digest.
const MOST_DIGESTS: usize = 200;

/// An old state of the source, parsed once for all locales that need it.
#[derive(Debug)]
pub(super) struct Old {
    pub(super) version: Version,
    /// What stands for its path: `docs/a.md@94d7a57`.
    pub(super) path: PathBuf,
    blob: String,
    /// Which blocks of today's source answer its own.
    aligned: OnceCell<Alignment>,
    /// What today's source has otherwise.
    changes: OnceCell<Changes>,
}

/// What a blob of the source turned out to be.
#[derive(Debug, Clone, Copy)]
enum Text {
    /// Today's text, stored in other bytes: in another encoding, or by a filter.
    Todays,
    /// Index into [`References::olds`].
    Old(usize),
}

/// What a translation is compared with.
#[derive(Debug)]
pub(super) struct Chosen {
    /// Index into [`References::olds`]; the working tree's source when `None`.
    pub(super) old: Option<usize>,
    pub(super) basis: Basis,
    pub(super) drift: Option<Drift>,
    /// Whether anything tells what the translation was made from.
    pub(super) known: bool,
}

impl Chosen {
    /// Nothing tells what the translation was made from.
    fn unknown() -> Self {
        Self { old: None, basis: Basis::WorkingTree, drift: None, known: false }
    }

    /// The source did not change since, or the translation was brought up to date.
    fn todays() -> Self {
        Self { known: true, ..Self::unknown() }
    }
}

/// The references of one article.
pub(super) struct References<'a> {
    article: &'a Article,
    catalog: &'a Catalog,
    settings: &'a Settings,
    source: &'a Version,
    revisions: Option<&'a Revisions>,
    /// What git calls today's source.
    today: Ids<'a>,
    origin: OnceCell<Option<Origin>>,
    /// What the source was at the commits that were asked for.
    found: Vec<(String, Result<Blob, Trouble>)>,
    pub(super) olds: Vec<Old>,
    /// Blobs that could not be read, told once each.
    lost: Vec<String>,
}

impl<'a> References<'a> {
    pub(super) fn new(
        article: &'a Article,
        catalog: &'a Catalog,
        settings: &'a Settings,
        source: &'a Version,
        revisions: Option<&'a Revisions>,
    ) -> Self {
        let revisions = revisions.filter(|_| settings.staleness.by != StaleBy::Off);
        let (found, olds) = (Vec::new(), Vec::new());
        let (today, origin) = (Ids::of(&source.document.text), OnceCell::new());
        let lost = Vec::new();
        Self { article, catalog, settings, source, revisions, today, origin, found, olds, lost }
    }

    /// What each of `translations` is compared with.
    pub(super) fn choose(&mut self, translations: &[Version]) -> Vec<Chosen> {
        let Some(revisions) = self.revisions else {
            return translations.iter().map(|_| Chosen::unknown()).collect();
        };
        let stamps: Vec<Option<Stamp>> =
            translations.iter().map(|translation| self.stamp(revisions, translation)).collect();
        self.look_up(revisions, &stamps);
        let each = translations.iter().zip(stamps);
        each.map(|(translation, stamp)| self.choose_one(revisions, translation, stamp)).collect()
    }

    fn stamp(&self, revisions: &Revisions, translation: &Version) -> Option<Stamp> {
        let staleness = &self.settings.staleness;
        if staleness.by == StaleBy::Git {
            return None;
        }
        let path = &self.catalog.file(translation.document.file).path;
        let stamp = Stamp::of(&translation.document, &staleness.keys)
            .or_else(|| revisions.indexed(path, &self.article.key));
        let stamp = stamp.filter(|stamp| {
            staleness.by != StaleBy::Hash || matches!(stamp.recorded, Recorded::Digest(_))
        });
        match stamp.as_ref().map(|stamp| &stamp.recorded) {
            None => revisions.trouble(Trouble::NoStamp, &path.to_string_lossy()),
            Some(Recorded::Unreadable(value)) => {
                let example = format!("\"{}\" in {}", value.escape_debug(), path.display());
                revisions.trouble(Trouble::Unreadable, &example);
            }
            Some(_) => revisions.resolved(),
        }
        stamp
    }

    /// Asks for all recorded commits of the article at once.
    fn look_up(&mut self, revisions: &Revisions, stamps: &[Option<Stamp>]) {
        let commits = stamps.iter().flatten().filter_map(|stamp| match &stamp.recorded {
            Recorded::Commit(commit) => Some(commit.as_str()),
            _ => None,
        });
        let mut commits: Vec<&str> = commits.collect();
        commits.sort_unstable();
        commits.dedup();
        if commits.is_empty() {
            return;
        }
        let Some(origin) = self.origin(revisions) else {
            self.expect_repository(revisions);
            return;
        };
        match origin.at(&commits) {
            Ok(blobs) => {
                let named = commits.into_iter().map(str::to_owned).zip(blobs);
                self.found.extend(named.collect::<Vec<_>>());
            }
            Err(trouble) => revisions.trouble(trouble, commits[0]),
        }
    }

    fn origin(&self, revisions: &Revisions) -> Option<&Origin> {
        let path = &self.catalog.file(self.source.document.file).path;
        self.origin.get_or_init(|| revisions.origin(path, false)).as_ref()
    }

    /// Notes that the source lies in no repository although something asks for its revisions.
    fn expect_repository(&self, revisions: &Revisions) {
        revisions.origin(&self.catalog.file(self.source.document.file).path, true);
    }

    fn choose_one(
        &mut self,
        revisions: &Revisions,
        translation: &Version,
        stamp: Option<Stamp>,
    ) -> Chosen {
        if let Some(stamp) = stamp
            && let Some(chosen) = self.recorded(revisions, translation, &stamp)
        {
            return chosen;
        }
        let staleness = &self.settings.staleness;
        let asks_history = match staleness.by {
            // A page that is built like the source of today needs no older one.
            StaleBy::Auto => staleness.thorough || !alike(self.source, translation),
            StaleBy::Git => true,
            StaleBy::FrontMatter | StaleBy::Hash | StaleBy::Off => false,
        };
        let historic = if asks_history { self.in_history(revisions, translation) } else { None };
        historic.unwrap_or_else(Chosen::unknown)
    }

    /// The reference that the translation records; `None` when it cannot be had.
    fn recorded(
        &mut self,
        revisions: &Revisions,
        translation: &Version,
        stamp: &Stamp,
    ) -> Option<Chosen> {
        let example = |commit: &str| {
            let path = &self.catalog.file(translation.document.file).path;
            format!("{} in {}", commit.get(..7).unwrap_or(commit), path.display())
        };
        let mut unmoved = false;
        let (blob, revision) = match &stamp.recorded {
            Recorded::Unreadable(_) => return None,
            Recorded::Commit(commit) => {
                let (_, found) = self.found.iter().find(|(known, _)| known == commit)?;
                let blob = match found {
                    Ok(blob) => blob,
                    Err(trouble) => {
                        revisions.trouble(trouble.clone(), &example(commit));
                        return None;
                    }
                };
                if self.today.has(&blob.id) {
                    return Some(Chosen::todays());
                }
                let origin = self.origin(revisions)?;
                unmoved = blob.path == origin.path;
                let date = origin.repository.date(commit);
                let revision = Revision { commit: commit.as_str().into(), date };
                (blob.id.clone(), revision)
            }
            Recorded::Digest(digest) => {
                if has_digest(&self.source.document.text, digest) {
                    return Some(Chosen::todays());
                }
                self.with_digest(revisions, digest, &example(digest))?
            }
        };
        let Text::Old(old) = self.text(revisions, &blob, revision.short())? else {
            return Some(Chosen::todays());
        };
        let fits_better = !self.settings.staleness.named
            && distance(self.source, translation) < distance(&self.olds[old].version, translation);
        if fits_better {
            // The translation was brought up to date, its record was not.
            return Some(Chosen::todays());
        }
        let drift = self.drift(revisions, old, &revision, (stamp.span, unmoved));
        Some(Chosen { old: Some(old), basis: Basis::Recorded(revision), drift, known: true })
    }

    /// The state of the source whose digest was recorded.
    fn with_digest(
        &self,
        revisions: &Revisions,
        digest: &str,
        example: &str,
    ) -> Option<(String, Revision)> {
        let Some(origin) = self.origin(revisions) else {
            self.expect_repository(revisions);
            return None;
        };
        let history = origin.repository.history(&origin.path);
        let found = history.states(&origin.path).into_iter().take(MOST_DIGESTS).find(|state| {
            let bytes = origin.repository.contents(state.blob).unwrap_or_default();
            has_digest(&String::from_utf8_lossy(&bytes), digest)
        });
        if found.is_none() {
            let trouble = Trouble::NoSuchText(origin.repository.shown().to_owned());
            revisions.trouble(trouble, example);
        }
        found.map(|state| (state.blob.to_owned(), revision_of(&state)))
    }

    /// The state of the source that the translation was most likely made from.
    fn in_history(&mut self, revisions: &Revisions, translation: &Version) -> Option<Chosen> {
        let file = self.catalog.file(translation.document.file);
        if revisions.is_settled(&self.catalog.file(self.source.document.file).path) {
            return None;
        }
        // Without a repository there is no history; that is worth a word only where it was chosen.
        let staleness = &self.settings.staleness;
        let expected = staleness.by == StaleBy::Git || staleness.thorough;
        let own = revisions.origin(&file.path, expected)?;
        let Some(origin) = self.origin(revisions).cloned() else {
            if expected {
                self.expect_repository(revisions);
            }
            return None;
        };
        for origin in [&own, &origin] {
            if origin.repository.is_shallow() {
                let trouble = Trouble::NoHistory(origin.repository.shown().to_owned());
                revisions.trouble(trouble, &file.path.to_string_lossy());
                return None;
            }
        }
        let history = origin.repository.history(&origin.path);
        let states = history.states(&origin.path);
        let Some(oldest) = states.last().copied() else {
            // A page that is new has none; a repository that cannot be read is worth a word.
            if let Some(trouble) = origin.repository.refusal() {
                revisions.trouble(trouble, &file.path.to_string_lossy());
            }
            return None;
        };
        if states.len() == 1 && self.today.has(oldest.blob) {
            // There has only been this source, whenever the translation was made.
            return Some(Chosen::todays());
        }
        let until = self.worked_on(&own, translation);
        let earlier = states.iter().copied().filter(|state| state.commit.time <= until);
        let mut earlier: Vec<State<'_>> = earlier.take(MOST_STATES).collect();
        if earlier.is_empty() {
            earlier.push(oldest);
        }
        let (least, state, old) = self.best_of(revisions, earlier, translation)?;
        let Some(old) = old else { return Some(Chosen::todays()) };
        if !self.settings.staleness.named && distance(self.source, translation) < least {
            return Some(Chosen::todays());
        }
        let revision = revision_of(&state);
        // Without a record that wants renewing, a change that nobody sees is not worth a word.
        let drift = self.drift(revisions, old, &revision, (None, false));
        let drift = drift.filter(|drift| drift.changes.grade > Grade::Layout);
        Some(Chosen { old: Some(old), basis: Basis::History(revision), drift, known: true })
    }

    /// The one of `states`, newest first, that the translation is most like: how far it is from
    /// it, and where its text is kept (`None` for today's).
    fn best_of<'h>(
        &mut self,
        revisions: &Revisions,
        states: Vec<State<'h>>,
        translation: &Version,
    ) -> Option<(usize, State<'h>, Option<usize>)> {
        let mut best: Option<(usize, State<'_>, Option<usize>)> = None;
        let mut worse = 0;
        for state in states {
            let old = if self.today.has(state.blob) {
                None
            } else {
                match self.text(revisions, state.blob, short(&state)) {
                    Some(Text::Old(old)) => Some(old),
                    Some(Text::Todays) => None,
                    None => continue,
                }
            };
            let version = old.map_or(self.source, |old| &self.olds[old].version);
            let distance = distance(version, translation);
            if best.as_ref().is_none_or(|(least, ..)| distance < *least) {
                best = Some((distance, state, old));
                worse = 0;
            } else {
                worse += 1;
            }
            if distance == 0 || worse == PATIENCE {
                break;
            }
        }
        best
    }

    /// When the translation was last worked on. Commits that are to be ignored do not count, nor
    /// do those that left its text as it was: one that moves, formats or relinks all pages was not
    /// about this one. A page with changes that are not committed is worked on now.
    fn worked_on(&self, own: &Origin, translation: &Version) -> i64 {
        let history = own.repository.history(&own.path);
        let states = history.states(&own.path);
        let Some(newest) = states.first() else { return i64::MAX };
        if !Ids::of(&translation.document.text).has(newest.blob) {
            return i64::MAX;
        }
        let ignored = &self.settings.staleness.ignore_commits;
        let mut later: Option<Version> = None;
        for pair in states.windows(2).take(MOST_STATES) {
            let (state, before) = (&pair[0], &pair[1]);
            let text = later.as_ref().unwrap_or(translation);
            let earlier = self.version(own, before.blob, translation);
            let Some(earlier) = earlier else { return state.commit.time };
            let ignored = has_phrase(&state.commit.subject, ignored);
            if !ignored && grade(&earlier, text) == Grade::Text {
                return state.commit.time;
            }
            later = Some(earlier);
        }
        let oldest = states.get(MOST_STATES).or(states.last()).unwrap_or(newest);
        oldest.commit.time
    }

    /// An old state of the file at `origin`, in the language of `like`.
    fn version(&self, origin: &Origin, blob: &str, like: &Version) -> Option<Version> {
        let file = self.catalog.file(like.document.file);
        let bytes = origin.repository.contents(blob).ok()?;
        let text = store::text_of(bytes, &file.path, &file.locale).ok()?;
        let document = markdown::parse(like.document.file, text, file.locale.clone());
        let outline = Outline::new(&document);
        Some(Version { document, outline })
    }

    /// The source with the text `blob`, which is not the id of today's.
    fn text(&mut self, revisions: &Revisions, blob: &str, short: &str) -> Option<Text> {
        if let Some(known) = self.olds.iter().position(|old| old.blob == blob) {
            return Some(Text::Old(known));
        }
        if self.lost.iter().any(|lost| lost == blob) {
            return None;
        }
        let source = self.catalog.file(self.source.document.file);
        let bytes = match self.origin(revisions)?.repository.contents(blob) {
            Ok(bytes) => bytes,
            Err(trouble) => {
                revisions.trouble(trouble, &format!("{} at {short}", source.path.display()));
                self.lost.push(blob.to_owned());
                return None;
            }
        };
        let text = store::text_of(bytes, &source.path, &source.locale).ok()?;
        if text.text() == self.source.document.text {
            return Some(Text::Todays);
        }
        let id = FileId((self.catalog.files.len() + self.olds.len()) as u32);
        let document = markdown::parse(id, text, source.locale.clone());
        let outline = Outline::new(&document);
        let path = PathBuf::from(format!("{}@{short}", source.path.display()));
        let version = Version { document, outline };
        let (aligned, changes) = (OnceCell::new(), OnceCell::new());
        self.olds.push(Old { version, path, blob: blob.to_owned(), aligned, changes });
        Some(Text::Old(self.olds.len() - 1))
    }
}

fn revision_of(state: &State<'_>) -> Revision {
    let (commit, date) = (state.commit.id.clone(), Some(state.commit.date.clone()));
    Revision { commit, date }
}

fn short<'s>(state: &State<'s>) -> &'s str {
    let commit: &'s str = &state.commit.id;
    commit.get(..7).unwrap_or(commit)
}

/// How much two states of one text differ.
fn grade(before: &Version, after: &Version) -> Grade {
    let alignment = OnceCell::new();
    let align = || alignment.get_or_init(|| super::article::align(before, after));
    Changes::between(&before.document, &after.document, align).grade
}

/// Whether two versions are built alike: the same blocks with the same machine tokens, and the
/// same front matter keys.
fn alike(a: &Version, b: &Version) -> bool {
    a.outline.same_as(&b.outline) && keys(&a.document).eq(keys(&b.document))
}

/// How much two versions differ in structure: kinds, machine tokens and front matter keys that
/// only one of them has.
fn distance(a: &Version, b: &Version) -> usize {
    let sorted = |version: &Version| {
        let mut keys: Vec<u64> = keys(&version.document).map(outline::key).collect();
        keys.sort_unstable();
        keys
    };
    outline::distance(&a.outline.signature(), &b.outline.signature())
        + outline::distance(&sorted(a), &sorted(b))
}

fn keys(document: &Document) -> impl Iterator<Item = &str> {
    document.front_matter.iter().flat_map(|front| &front.entries).map(|entry| &*entry.path)
}
