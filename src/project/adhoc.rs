//! Selections: articles found from the paths that a person or a hook names, and catalogs of
//! files that are laid beside each other without any layout.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

use super::catalog::Catalog;
use super::discover::{self, Listings, Version, catalog, counterparts};
use super::layout::{Layout, PairBy};
use super::{detect, language, near, paths, walk};
use crate::locale::Locale;

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
                "no translations found in {}: no layout was recognised; state it in lint-rules.toml, \
                 or name the files: `hexapla compare --source SOURCE TRANSLATION…`",
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
    let mut discovery = Discovery { layout, ..Discovery::default() };
    let (files, others): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|path| paths::is_markdown(path));
    for path in &others {
        let path = paths::shown(path, cwd);
        discovery.notes.push(format!("{}: skipped, not a Markdown file", path.display()));
    }
    let mut wanted: BTreeSet<PathBuf> = files.into_iter().collect();
    for dir in &dirs {
        wanted.extend(walk::markdown_files(dir).into_iter().map(|relative| dir.join(relative)));
    }
    if wanted.is_empty() {
        let shown = dirs.iter().chain(&others).map(|path| paths::shown(path, cwd)).collect();
        return Err(DiscoverError::NoMarkdown(shown));
    }
    if discovery.layout.is_none() {
        let found = dirs
            .first()
            .and_then(|dir| detect::around(dir, cwd))
            .or_else(|| wanted.iter().find_map(|file| near::detect(file, cwd)));
        if let Some(found) = found {
            discovery.detected = Some(found.line);
            discovery.layout = Some(found.layout);
        }
    }
    select(discovery, wanted, cwd)
}

fn everything(layout: Option<Layout>, cwd: &Path) -> Result<Discovery, DiscoverError> {
    let (layout, detected) = match layout {
        Some(layout) => (layout, None),
        None => match detect::detect(cwd) {
            Some(found) => (found.layout, Some(found.line)),
            None => return Err(DiscoverError::NoLayout(cwd.to_owned())),
        },
    };
    let catalog = discover::discover(&layout, cwd);
    if catalog.articles.is_empty() {
        return Err(DiscoverError::NoArticles(layout.root));
    }
    Ok(Discovery { catalog, layout: Some(layout), detected, notes: Vec::new() })
}

/// Gathers the articles of the `wanted` files.
fn select(
    mut discovery: Discovery,
    wanted: BTreeSet<PathBuf>,
    cwd: &Path,
) -> Result<Discovery, DiscoverError> {
    let mut versions = Vec::new();
    let mut done: BTreeSet<PathBuf> = BTreeSet::new();
    let mut judged: BTreeSet<PathBuf> = BTreeSet::new();
    let mut listings = Listings::default();
    if let Some(layout) = &discovery.layout
        && (layout.sets.iter()).any(|set| matches!(set.pair_by, PairBy::FrontMatter(_)))
    {
        // Only the front matter of all files says which belong together.
        versions = discover::versions(layout);
        done.extend(versions.iter().map(|version| version.path.clone()));
        judge_paired(&versions, &wanted, &mut judged);
    }
    let mut alone = 0;
    for path in &wanted {
        if done.contains(path) {
            judged.insert(path.clone());
            judge_translations(path, &versions, &mut judged);
            continue;
        }
        let layout = discovery.layout.as_ref();
        if let Some(found) = layout.and_then(|layout| counterparts(layout, path, &mut listings)) {
            done.extend(found.iter().map(|version| version.path.clone()));
            versions.extend(found);
            judged.insert(path.clone());
            judge_translations(path, &versions, &mut judged);
        } else if layout.is_some_and(|layout| layout.excludes(path)) {
            let shown = paths::shown(path, cwd);
            discovery
                .notes
                .push(format!("{}: skipped, excluded by the configuration", shown.display()));
        } else {
            alone += 1;
            versions.push(lonely(path, versions.len())?);
            judged.insert(path.clone());
            if alone <= 3 {
                let shown = paths::shown(path, cwd);
                discovery
                    .notes
                    .push(format!("{}: no counterpart found, judged alone", shown.display()));
            }
        }
    }
    if alone > 3 {
        discovery
            .notes
            .push(format!("{} more files without a counterpart, judged alone", alone - 3));
    }
    discovery.catalog = catalog(versions, cwd, &|path| judged.contains(path));
    Ok(discovery)
}

/// With a source all its translations are judged too: a change in it may break each of them.
fn judge_translations(path: &Path, versions: &[Version], judged: &mut BTreeSet<PathBuf>) {
    let Some(source) = versions.iter().find(|version| version.path == path) else { return };
    if source.is_source && source.pair.is_none() {
        let own = |version: &&Version| version.set == source.set && version.key == source.key;
        judged.extend(versions.iter().filter(own).map(|version| version.path.clone()));
    }
}

/// As [`judge_translations`] for articles that are paired by a front matter value.
fn judge_paired(versions: &[Version], wanted: &BTreeSet<PathBuf>, judged: &mut BTreeSet<PathBuf>) {
    let sources =
        versions.iter().filter(|version| version.is_source && wanted.contains(&version.path));
    let pairs: BTreeSet<(usize, &String)> =
        sources.filter_map(|source| Some((source.set, source.pair.as_ref()?))).collect();
    for version in versions {
        if version.pair.as_ref().is_some_and(|pair| pairs.contains(&(version.set, pair))) {
            judged.insert(version.path.clone());
        }
    }
}

/// A file that belongs to no layout, in a set of its own. It is an article without a source.
fn lonely(path: &Path, index: usize) -> Result<Version, DiscoverError> {
    let locale = language::of_file(path, &read(path)?);
    let key = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let set = usize::MAX - index;
    Ok(Version { set, key, pair: None, locale, is_source: false, path: path.to_owned() })
}

fn read(path: &Path) -> Result<String, DiscoverError> {
    let bytes = std::fs::read(path)
        .map_err(|error| DiscoverError::Unreadable(path.to_owned(), error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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
        found.extend(matches.filter_map(Result::ok).filter(|path| paths::is_markdown(path)));
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
