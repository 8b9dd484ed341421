//! Selections: articles found from the paths that a person or a hook names, and catalogs of
//! files that are laid beside each other without any layout.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::catalog::Catalog;
use super::detect::{self, Detected};
use super::discover::{self, Listings, Version, catalog, counterparts};
use super::layout::{Layout, PairBy};
use super::template::Template;
use super::walk::Walks;
use super::{language, near, paths};
use crate::locale::Locale;
use crate::text::{ReadError, read_bytes};

/// What a run looks at.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// The articles with the versions that are judged.
    pub catalog: Catalog,
    /// The layout, stated or detected; `None` when the files belong to none.
    pub layout: Option<Layout>,
    /// One line on the layout, when it was detected: `detected: …`.
    pub detected: Option<String>,
    /// Remarks for the person who asked: files left out, files that stand alone.
    pub notes: Vec<String>,
    /// Whether all files that were named are excluded by the configuration. A hook names what
    /// changes; that nothing of it is to be checked is no mistake.
    pub excluded: bool,
}

/// Why there is nothing to look at. Each is an error of use: the run ends with 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiscoverError {
    /// A path was named that does not exist.
    NotFound(PathBuf),
    /// A glob pattern matches no file.
    NoMatch(String),
    /// A glob pattern is malformed; the words are the parser's.
    BadPattern(String, String),
    /// The named paths hold no Markdown file.
    NoMarkdown(Vec<PathBuf>),
    /// No layout is configured, and none was found below this directory.
    NoLayout(PathBuf),
    /// The configured or detected layout fits no file below this directory.
    NoArticles(PathBuf),
    /// A file was named twice in a comparison.
    Twice(PathBuf),
    /// A file cannot be read; the words are the system's.
    Unreadable(PathBuf, String),
    /// A comparison needs at least two files.
    TooFew,
}

impl fmt::Display for DiscoverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(path) => write!(f, "{}: no such file or directory", path.display()),
            Self::NoMatch(pattern) => write!(f, "`{pattern}` matches no file"),
            Self::BadPattern(pattern, why) => write!(f, "`{pattern}` is no glob pattern: {why}"),
            Self::NoMarkdown(paths) => {
                let paths: Vec<String> =
                    paths.iter().map(|path| path.display().to_string()).collect();
                write!(f, "no Markdown file in {}", paths.join(", "))
            }
            Self::NoLayout(dir) => write!(
                f,
                "no translations found in {}: no layout is stated and none was recognised",
                dir.display()
            ),
            Self::NoArticles(dir) => {
                write!(
                    f,
                    "the layout fits no Markdown file in {}: nothing was checked",
                    dir.display()
                )
            }
            Self::Twice(path) => write!(f, "{}: named twice", path.display()),
            Self::Unreadable(path, why) => write!(f, "{}: cannot be read: {why}", path.display()),
            Self::TooFew => f.write_str("a comparison needs at least two files"),
        }
    }
}

impl std::error::Error for DiscoverError {}

/// Finds what to check: everything in `layout` (or, without one, in the layout that is detected
/// below `cwd`) when `arguments` is empty, else only the files and directories named, with their
/// counterparts read from disk. Arguments are paths relative to `cwd`, or glob patterns.
///
/// # Errors
/// When nothing would be checked; see [`DiscoverError`].
pub fn find(
    layout: Option<Layout>,
    arguments: &[String],
    cwd: &Path,
) -> Result<Discovery, DiscoverError> {
    if arguments.is_empty() {
        return everything(layout, cwd);
    }
    let named = expand(arguments, cwd)?;
    let (dirs, files): (Vec<PathBuf>, Vec<PathBuf>) =
        named.into_iter().partition(|path| path.is_dir());
    let (files, others): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|path| paths::is_markdown(path) && path.is_file());
    let mut notes = Vec::new();
    for path in &others {
        let path = paths::shown(path, cwd);
        notes.push(format!("{}: skipped, not a Markdown file", path.display()));
    }
    let mut walks = Walks::default();
    let mut wanted: BTreeSet<PathBuf> = files.into_iter().collect();
    for dir in &dirs {
        wanted.extend(walks.files(dir).iter().map(|relative| dir.join(relative)));
    }
    if wanted.is_empty() {
        let shown = dirs.iter().chain(&others).map(|path| paths::shown(path, cwd)).collect();
        return Err(DiscoverError::NoMarkdown(shown));
    }
    let mut selection = Selection { notes, ..Selection::new(layout, wanted, cwd) };
    if selection.layouts.is_empty() {
        for dir in &dirs {
            if let Some(found) = detect::around(dir, cwd, &mut walks) {
                selection.add(found);
            }
        }
    }
    let found = selection.gather(&mut walks)?;
    Ok(with_nameless(found, &walks, &dirs, cwd))
}

/// `found` with a remark on files below `dirs` that no configuration and no other page can name.
fn with_nameless(mut found: Discovery, walks: &Walks, dirs: &[PathBuf], cwd: &Path) -> Discovery {
    let wanted = |path: &&PathBuf| {
        let fits = found.layout.as_ref().is_none_or(|layout| layout.classify(path).is_some());
        fits && dirs.iter().any(|dir| path.starts_with(dir))
    };
    let nameless: Vec<&PathBuf> = walks.nameless().iter().filter(wanted).collect();
    found.notes.extend(paths::nameless(nameless.iter().map(|path| paths::shown(path, cwd))));
    found
}

fn everything(layout: Option<Layout>, cwd: &Path) -> Result<Discovery, DiscoverError> {
    let stated = layout.is_some();
    let mut walks = Walks::default();
    let found = layout.map(|layout| (layout, None)).or_else(|| {
        let found = detect::below(cwd, &mut walks)?;
        Some((found.layout, Some(found.line)))
    });
    // Inside of one language's directory, the layout lies above.
    let Some((layout, detected)) = found else { return inside(cwd, &mut walks) };
    let versions = discover::versions(&layout, &mut walks);
    let notes = if stated { unused_sets(&layout, &versions) } else { Vec::new() };
    let mut catalog = catalog(versions, cwd, &|_| true);
    catalog.describe(&layout, 0);
    if catalog.articles.is_empty() {
        return Err(DiscoverError::NoArticles(layout.root));
    }
    let dirs = layout.sets.iter().flat_map(|set| set.places(&layout.root));
    let dirs: Vec<PathBuf> = dirs.map(|place| place.dir).collect();
    let found = Discovery { catalog, layout: Some(layout), detected, notes, excluded: false };
    Ok(with_nameless(found, &walks, &dirs, cwd))
}

/// The files below `cwd` with the counterparts that lie elsewhere.
fn inside(cwd: &Path, walks: &mut Walks) -> Result<Discovery, DiscoverError> {
    let none = || DiscoverError::NoLayout(cwd.to_owned());
    let files: BTreeSet<PathBuf> =
        walks.files(cwd).iter().map(|relative| cwd.join(relative)).collect();
    let repository = cwd.ancestors().skip(1).find(|dir| dir.join(".git").exists());
    let above = repository.and_then(|repository| detect::around(cwd, repository, walks));
    let found = above.or_else(|| {
        let step = (files.len() / NEAR_SAMPLES).max(1);
        files
            .iter()
            .step_by(step)
            .take(NEAR_SAMPLES)
            .find_map(|file| near::detect(file, cwd.parent()?))
    });
    let mut selection = Selection::new(None, files, cwd);
    selection.add(found.ok_or_else(none)?);
    selection.searches = NEAR_SEARCHES;
    let found = selection.gather(walks)?;
    Ok(with_nameless(found, walks, &[cwd.to_owned()], cwd))
}

/// Remarks on the sets of a stated layout that have no translation: they check nothing.
fn unused_sets(layout: &Layout, versions: &[Version]) -> Vec<String> {
    let used: BTreeSet<usize> =
        versions.iter().filter(|version| !version.is_source).map(|version| version.set).collect();
    let unused = layout.sets.iter().enumerate().filter(|(index, _)| !used.contains(index));
    unused
        .map(|(_, set)| {
            let templates: Vec<&str> = set.translations.iter().map(Template::as_str).collect();
            format!("no translation fits `{}`", templates.join("`, `"))
        })
        .collect()
}

/// How many files are searched for a layout around them when none is known yet.
const NEAR_SAMPLES: usize = 20;

/// How many files may be searched for a layout of their own in vain.
const NEAR_SEARCHES: usize = 100;

/// From how many named files on the layout is walked instead.
const WALK_FROM: usize = 64;

/// Files that were named, and what was found for them so far.
struct Selection<'a> {
    cwd: &'a Path,
    wanted: BTreeSet<PathBuf>,
    /// The layouts with the number of the first set of each.
    layouts: Vec<(Layout, usize)>,
    /// Whether the layout was stated, so that none is searched for.
    stated: bool,
    /// Searches in vain so far.
    searches: usize,
    lines: Vec<String>,
    notes: Vec<String>,
    versions: Vec<Version>,
    listings: Listings,
}

impl<'a> Selection<'a> {
    fn new(layout: Option<Layout>, wanted: BTreeSet<PathBuf>, cwd: &'a Path) -> Self {
        Self {
            cwd,
            wanted,
            stated: layout.is_some(),
            layouts: layout.into_iter().map(|layout| (layout, 0)).collect(),
            searches: 0,
            lines: Vec::new(),
            notes: Vec::new(),
            versions: Vec::new(),
            listings: Listings::default(),
        }
    }

    fn add(&mut self, found: Detected) {
        if !self.lines.contains(&found.line) {
            self.lines.push(found.line);
        }
        let first = self.layouts.last().map_or(0, |(layout, first)| first + layout.sets.len());
        self.layouts.push((found.layout, first));
    }

    /// Gathers the articles of the wanted files.
    fn gather(mut self, walks: &mut Walks) -> Result<Discovery, DiscoverError> {
        let pairs_by_text = |layout: &Layout| {
            layout.sets.iter().any(|set| matches!(set.pair_by, PairBy::FrontMatter(_)))
        };
        if let Some((layout, _)) = self.layouts.first()
            && (pairs_by_text(layout) || self.wanted.len() > WALK_FROM)
        {
            // Only the front matter of all files says which belong together, or one walk is
            // cheaper than as many look-ups.
            self.versions = discover::versions(layout, walks);
        }
        let mut done: HashSet<PathBuf> =
            self.versions.iter().map(|version| version.path.clone()).collect();
        let mut alone = Vec::new();
        for path in std::mem::take(&mut self.wanted) {
            if !done.contains(&path) {
                if let Some(mut found) = self.article(&path) {
                    // A file is a version of one article only, whatever a second layout says.
                    found.retain(|version| !done.contains(&version.path));
                    done.extend(found.iter().map(|version| version.path.clone()));
                    self.versions.extend(found);
                } else if self.layouts.iter().any(|(layout, _)| layout.excludes(&path)) {
                    let shown = paths::shown(&path, self.cwd);
                    self.notes.push(format!(
                        "{}: skipped, excluded by the configuration",
                        shown.display()
                    ));
                    continue;
                } else {
                    alone.push(path.clone());
                    self.versions.push(lonely(&path, self.versions.len())?);
                }
            }
            self.wanted.insert(path);
        }
        self.note_alone(&alone);
        let judged = self.judged();
        let mut catalog = catalog(self.versions, self.cwd, &|path| judged.contains(path));
        for (layout, first) in &self.layouts {
            catalog.describe(layout, *first);
        }
        let detected = (!self.lines.is_empty()).then(|| self.lines.join("\n"));
        let layout = self.layouts.into_iter().next().map(|(layout, _)| layout);
        let excluded = self.wanted.is_empty();
        Ok(Discovery { catalog, layout, detected, notes: self.notes, excluded })
    }

    /// The versions of the article that `path` belongs to, in a known layout or in one around it.
    fn article(&mut self, path: &Path) -> Option<Vec<Version>> {
        let known = self.layouts.iter().find_map(|(layout, first)| {
            Some((counterparts(layout, path, &mut self.listings)?, *first))
        });
        // A detected layout may take a file in (`{path}`) that has its counterparts elsewhere.
        let lonely = known.as_ref().is_none_or(|(found, _)| found.len() < 2);
        if !self.stated && lonely && self.searches < NEAR_SEARCHES {
            if let Some(found) = near::detect(path, self.cwd) {
                let versions = counterparts(&found.layout, path, &mut self.listings)?;
                self.add(found);
                let first = self.layouts.last().map_or(0, |(_, first)| *first);
                return Some(renumbered(versions, first));
            }
            self.searches += 1;
        }
        known.map(|(found, first)| renumbered(found, first))
    }

    /// The wanted files, and with a source all its translations: a change in it may break each.
    fn judged(&self) -> HashSet<PathBuf> {
        let group = |version: &Version| (version.set, version.pair_key().to_owned());
        let sources = self.versions.iter().filter(|version| version.is_source);
        let sources: HashSet<(usize, String)> =
            sources.filter(|source| self.wanted.contains(&source.path)).map(group).collect();
        let judged = self.versions.iter().filter(|version| {
            self.wanted.contains(&version.path) || sources.contains(&group(version))
        });
        judged.map(|version| version.path.clone()).collect()
    }

    fn note_alone(&mut self, alone: &[PathBuf]) {
        for path in alone.iter().take(3) {
            let shown = paths::shown(path, self.cwd);
            self.notes.push(format!("{}: no counterpart found, judged alone", shown.display()));
        }
        if alone.len() > 3 {
            let more = alone.len() - 3;
            self.notes.push(format!("{more} more files without a counterpart, judged alone"));
        }
    }
}

/// Sets are counted on over several layouts.
fn renumbered(mut versions: Vec<Version>, first: usize) -> Vec<Version> {
    for version in &mut versions {
        version.set += first;
    }
    versions
}

/// A file that belongs to no layout, in a set of its own. It is an article without a source.
fn lonely(path: &Path, index: usize) -> Result<Version, DiscoverError> {
    let locale = language::of_file(path, &read(path)?);
    let key = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let set = usize::MAX - index;
    Ok(Version { set, key, pair: None, locale, is_source: false, path: path.to_owned() })
}

fn read(path: &Path) -> Result<String, DiscoverError> {
    match read_bytes(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(ReadError::Io(_, error)) => {
            Err(DiscoverError::Unreadable(path.to_owned(), error.to_string()))
        }
        // What else is wrong with it is told when it is judged.
        Err(_) => Ok(String::new()),
    }
}

/// The paths that `arguments` name, absolute: literally where that exists, else as a pattern.
fn expand(arguments: &[String], cwd: &Path) -> Result<Vec<PathBuf>, DiscoverError> {
    let mut found = Vec::new();
    for argument in arguments {
        let path = paths::absolute(cwd, Path::new(argument));
        if path.exists() {
            found.push(path);
            continue;
        }
        if !argument.contains(['*', '?', '[']) {
            return Err(DiscoverError::NotFound(PathBuf::from(argument)));
        }
        let pattern = path.to_string_lossy().into_owned();
        let matches = glob::glob(&pattern)
            .map_err(|error| DiscoverError::BadPattern(argument.clone(), error.msg.to_owned()))?;
        let before = found.len();
        let fits = |path: &PathBuf| path.is_dir() || paths::is_markdown(path);
        found.extend(matches.filter_map(Result::ok).filter(fits));
        if found.len() == before {
            return Err(DiscoverError::NoMatch(argument.clone()));
        }
    }
    Ok(found)
}

/// Lays `files` beside each other as one article, with `source` as its source, or as siblings
/// without one. `languages` gives the locale of a file as it was named; other locales come from
/// the front matter, the path or the text. All versions are judged.
///
/// # Errors
/// When a file does not exist, cannot be read or is named twice, or there are fewer than two.
pub fn compare(
    source: Option<&str>,
    files: &[String],
    languages: &BTreeMap<String, Locale>,
    cwd: &Path,
) -> Result<Discovery, DiscoverError> {
    let twice = files.iter().enumerate().find(|(index, file)| files[..*index].contains(file));
    if let Some((_, file)) = twice {
        return Err(DiscoverError::Twice(file.into()));
    }
    let mut named: Vec<(PathBuf, String, bool)> = Vec::new();
    for file in source.into_iter().chain(files.iter().map(String::as_str)) {
        let is_source = named.is_empty() && source.is_some();
        // A pattern may well match the source too: `compare --source en.md *.md`.
        for path in expand(&[file.to_owned()], cwd)? {
            if path.is_dir() {
                return Err(DiscoverError::Unreadable(file.into(), "it is a directory".into()));
            }
            if !named.iter().any(|(known, _, _)| *known == path) {
                named.push((path, file.to_owned(), is_source));
            }
        }
    }
    if named.len() < 2 {
        return Err(DiscoverError::TooFew);
    }
    let key = named[0].1.clone();
    let mut versions = Vec::new();
    for (path, argument, is_source) in named {
        let stated: HashMap<PathBuf, &Locale> = languages
            .iter()
            .map(|(file, locale)| (paths::absolute(cwd, Path::new(file)), locale))
            .collect();
        let locale = match stated.get(&path).copied().or_else(|| languages.get(&argument)) {
            Some(locale) => locale.clone(),
            // The path as it was named: what lies above the working directory says nothing.
            None => language::of_file(&paths::shown(&path, cwd), &read(&path)?),
        };
        versions.push(Version { set: 0, key: key.clone(), pair: None, locale, is_source, path });
    }
    let catalog = catalog(versions, cwd, &|_| true);
    Ok(Discovery { catalog, ..Discovery::default() })
}
