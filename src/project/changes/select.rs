//! From changed files to the articles they touch, in the state after and in each state before.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Base, Changed, Changes};
use crate::project::adhoc::DiscoverError;
use crate::project::catalog::Catalog;
use crate::project::detect;
use crate::project::discover::{self, Version};
use crate::project::layout::Layout;
use crate::project::paths;
use crate::project::walk::Walks;
use crate::text::FileId;

/// The articles that a change touches. Paths are as catalogs show them.
#[derive(Debug, Clone, Default)]
pub struct ChangedArticles {
    /// As they are after it. Selected are the versions that changed, and with a source all its
    /// translations.
    pub after: Catalog,
    /// As they were before it, in each state that it starts from.
    pub before: Vec<Before>,
    /// Sources that changed and kept translations that did not.
    pub edited: Vec<EditedSource>,
    /// Sources that are gone while translations stay. Their articles are not in `after`, because
    /// there is nothing to compare them with; their files are.
    pub removed: Vec<RemovedSource>,
    /// One line on the layout, when it was detected.
    pub detected: Option<String>,
}

/// A state before the change.
#[derive(Debug, Clone)]
pub struct Before {
    /// The commit.
    pub(super) commit: String,
    /// The articles as they were.
    pub catalog: Catalog,
    /// Files that moved, with their path before and after.
    pub moved: Vec<(PathBuf, PathBuf)>,
}

/// A source that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedSource {
    /// The source in the catalog after.
    pub source: FileId,
    /// Its path before.
    pub before: PathBuf,
    /// The translations that did not change with it, in the catalog after.
    pub translations: Vec<FileId>,
}

/// A source that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedSource {
    /// Its path before.
    pub was: PathBuf,
    /// Where the source moved to, if it did.
    pub now: Option<PathBuf>,
    /// The translations that are left, in the catalog after.
    pub translations: Vec<FileId>,
}

/// What the versions of one article share.
type Group = (usize, String);

fn group(version: &Version) -> Group {
    (version.set, version.pair_key().to_owned())
}

impl Changes {
    /// The articles that are touched, by `layout` or, without one, by the layout that is detected
    /// below `cwd` or below the top of the repository. A change that touches none is no error.
    ///
    /// # Errors
    /// When there is no layout, or git gives no answer.
    pub fn articles(
        &self,
        layout: Option<Layout>,
        cwd: &Path,
    ) -> Result<ChangedArticles, DiscoverError> {
        let unreadable = |error: crate::project::git::GitError| {
            DiscoverError::Unreadable(self.git.root.clone(), error.to_string())
        };
        let listing = self.listing().map_err(unreadable)?;
        let mut walks = Walks::default();
        let seed = |walks: &mut Walks, dir: &Path| {
            if let Some(files) = listing.as_deref().and_then(|all| below(all, &self.git.root, dir))
            {
                walks.set(dir, files);
            }
        };
        let (layout, detected) = if let Some(layout) = layout {
            (layout, None)
        } else {
            let found = [cwd, &self.git.root].into_iter().find_map(|dir| {
                seed(&mut walks, dir);
                detect::below(dir, &mut walks)
            });
            let found = found.ok_or_else(|| DiscoverError::NoLayout(cwd.to_owned()))?;
            (found.layout, Some(found.line))
        };
        let places = layout.sets.iter().flat_map(|set| set.places(&layout.root));
        let dirs: HashSet<PathBuf> = places.map(|place| place.dir).collect();
        let mut dirs: Vec<PathBuf> = dirs.into_iter().collect();
        dirs.sort();
        for dir in &dirs {
            seed(&mut walks, dir);
        }
        let after = discover::versions(&layout, &mut walks);
        let mut states = Vec::new();
        for base in &self.bases {
            let mut walks = walks_before(&mut walks, &dirs, &base.files);
            states.push((base, discover::versions(&layout, &mut walks)));
        }
        let mut found = gather(&after, states, cwd);
        found.detected = detected;
        Ok(found)
    }
}

/// The files of `all`, relative to `root`, that lie below `dir`, relative to it; `None` when
/// `dir` is not in the repository. What a walk over the disk leaves out is left out.
fn below(all: &[String], root: &Path, dir: &Path) -> Option<Vec<String>> {
    let prefix = paths::slashed(dir.strip_prefix(root).ok()?)?;
    let prefix = if prefix.is_empty() { prefix } else { format!("{prefix}/") };
    let inside = all.iter().filter_map(|path| path.strip_prefix(&prefix));
    Some(inside.filter(|path| is_walked(path)).map(str::to_owned).collect())
}

fn is_walked(path: &str) -> bool {
    path.split('/').all(|part| !part.starts_with('.') && part != "node_modules")
}

/// The files as they were before `files` changed.
fn walks_before(after: &mut Walks, dirs: &[PathBuf], files: &[Changed]) -> Walks {
    let moved = || files.iter().filter(|file| file.before != file.after);
    let new: HashSet<&Path> = moved().filter_map(|file| file.after.as_deref()).collect();
    let mut before = Walks::default();
    for dir in dirs {
        let known = |path: &&String| !new.contains(&*dir.join(path));
        let mut list: Vec<String> = after.files(dir).iter().filter(known).cloned().collect();
        let gone = moved().filter_map(|file| file.before.as_deref()?.strip_prefix(dir).ok());
        list.extend(gone.filter_map(paths::slashed).filter(|path| is_walked(path)));
        list.sort();
        list.dedup();
        before.set(dir, list);
    }
    before
}

fn gather(after: &[Version], states: Vec<(&Base, Vec<Version>)>, cwd: &Path) -> ChangedArticles {
    let Some((main, main_versions)) = states.first() else { return ChangedArticles::default() };
    let changed: HashSet<&Path> =
        main.files.iter().filter_map(|file| file.after.as_deref()).collect();
    let changed_before: HashSet<&Path> =
        main.files.iter().filter_map(|file| file.before.as_deref()).collect();
    let source_groups = |versions: &[Version], changed: &HashSet<&Path>| -> HashSet<Group> {
        let sources = versions.iter().filter(|version| version.is_source);
        sources.filter(|source| changed.contains(&*source.path)).map(group).collect()
    };
    let mut whole = source_groups(after, &changed);
    whole.extend(source_groups(main_versions, &changed_before));
    let selected: HashSet<&Path> = after
        .iter()
        .filter(|one| changed.contains(&*one.path) || whole.contains(&group(one)))
        .map(|one| &*one.path)
        .collect();
    let mut touched: HashSet<Group> =
        after.iter().filter(|one| selected.contains(&*one.path)).map(group).collect();
    let main_changed = main_versions.iter().filter(|one| changed_before.contains(&*one.path));
    touched.extend(main_changed.map(group));
    let mut catalog = discover::catalog(after.to_vec(), cwd, &|path| selected.contains(path));
    let removed = removed(after, &states, &catalog, cwd);
    let orphans: HashSet<FileId> =
        removed.iter().flat_map(|one| one.translations.iter().copied()).collect();
    catalog.articles.retain(|article| !article.translations.iter().any(|id| orphans.contains(id)));
    let edited = edited(&catalog, &states, &changed, cwd);
    let before = states
        .into_iter()
        .filter_map(|(base, versions)| {
            let chosen: HashSet<PathBuf> = versions
                .iter()
                .filter(|one| touched.contains(&group(one)))
                .map(|one| one.path.clone())
                .collect();
            let shown = |path: &PathBuf| paths::shown(path, cwd);
            let moved = base.files.iter().filter(|file| file.before != file.after);
            let moved = moved.filter_map(|file| {
                Some((shown(file.before.as_ref()?), shown(file.after.as_ref()?)))
            });
            Some(Before {
                commit: base.commit.clone()?,
                catalog: discover::catalog(versions, cwd, &|path| chosen.contains(path)),
                moved: moved.collect(),
            })
        })
        .collect();
    ChangedArticles { after: catalog, before, edited, removed, detected: None }
}

/// Sources that were there in every state before and are not any more.
fn removed(
    after: &[Version],
    states: &[(&Base, Vec<Version>)],
    catalog: &Catalog,
    cwd: &Path,
) -> Vec<RemovedSource> {
    let Some((main, versions)) = states.first() else { return Vec::new() };
    let with_source: HashSet<Group> = after.iter().filter(|one| one.is_source).map(group).collect();
    let ids: HashMap<&Path, FileId> =
        catalog.files.iter().zip(0..).map(|(file, id)| (&*file.path, FileId(id))).collect();
    let mut found = Vec::new();
    for source in versions.iter().filter(|version| version.is_source) {
        let gone = |base: &&Base| {
            let here = |file: &&Changed| file.before.as_deref() == Some(&source.path);
            base.files.iter().find(here).filter(|file| file.before != file.after).cloned()
        };
        let own = group(source);
        let Some(change) = gone(main).filter(|_| !with_source.contains(&own)) else { continue };
        if !states.iter().all(|(base, _)| gone(base).is_some()) {
            continue;
        }
        let left = after.iter().filter(|version| group(version) == own);
        let translations: Vec<FileId> =
            left.filter_map(|one| ids.get(&*paths::shown(&one.path, cwd)).copied()).collect();
        let is_source = |path: &PathBuf| after.iter().any(|one| one.is_source && one.path == *path);
        let now = change.after.filter(is_source).map(|path| paths::shown(&path, cwd));
        if !translations.is_empty() {
            found.push(RemovedSource { was: paths::shown(&source.path, cwd), now, translations });
        }
    }
    found
}

/// Sources that differ from every state before, with translations that stayed as they were.
fn edited(
    catalog: &Catalog,
    states: &[(&Base, Vec<Version>)],
    changed: &HashSet<&Path>,
    cwd: &Path,
) -> Vec<EditedSource> {
    let Some((main, _)) = states.first() else { return Vec::new() };
    let mut found = Vec::new();
    for article in &catalog.articles {
        let Some(source) = article.source else { continue };
        let absolute = |id: FileId| paths::absolute(cwd, &catalog.file(id).path);
        let path = absolute(source);
        let of = |base: &&Base| {
            base.files.iter().find(|file| file.after.as_deref() == Some(&path)).cloned()
        };
        if !states.iter().all(|(base, _)| of(base).is_some()) {
            continue;
        }
        let Some(before) = of(main).and_then(|file| file.before) else { continue };
        let stayed = article.translations.iter().copied();
        let stayed: Vec<FileId> = stayed.filter(|id| !changed.contains(&*absolute(*id))).collect();
        if !stayed.is_empty() {
            let before = paths::shown(&before, cwd);
            found.push(EditedSource { source, before, translations: stayed });
        }
    }
    found
}
