//! From a layout to a catalog: which files there are, and which are versions of one article.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::catalog::{Article, Catalog, CatalogFile};
use super::language::Head;
use super::layout::{DocumentSet, Layout, PairBy, Place};
use super::template::Template;
use super::{paths, walk};
use crate::locale::Locale;
use crate::text::FileId;

/// How much of a file is read to find the key that pairs it (bytes).
const HEAD: u64 = 16 * 1024;

/// A file that belongs to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// The set it belongs to; versions of one article are of one set.
    pub(crate) set: usize,
    /// The logical path.
    pub(crate) key: String,
    /// What pairs it, where that is not the logical path.
    pub(crate) pair: Option<String>,
    /// Its locale.
    pub(crate) locale: Locale,
    /// Whether it is the source.
    pub(crate) is_source: bool,
    /// The file, absolute.
    pub(crate) path: PathBuf,
}

/// Every article of `layout`, all versions selected. Paths are shown relative to `cwd`.
pub fn discover(layout: &Layout, cwd: &Path) -> Catalog {
    catalog(versions(layout), cwd, &|_| true)
}

/// Every file of `layout`. Files are opened only where a set pairs by front matter.
pub(crate) fn versions(layout: &Layout) -> Vec<Version> {
    let mut walked: HashMap<PathBuf, Vec<String>> = HashMap::new();
    let mut claimed: HashSet<PathBuf> = HashSet::new();
    let mut found = Vec::new();
    for (index, set) in layout.sets.iter().enumerate() {
        for place in set.places(&layout.root) {
            let files =
                walked.entry(place.dir.clone()).or_insert_with(|| walk::markdown_files(&place.dir));
            for relative in files.iter() {
                let Some(member) = set.classify(&place, relative) else { continue };
                let path = place.dir.join(relative);
                if !claimed.insert(path.clone()) {
                    continue;
                }
                let pair = pair_value(&set.pair_by, &path);
                let (key, locale, is_source) = (member.key, member.locale, member.is_source);
                found.push(Version { set: index, key, pair, locale, is_source, path });
            }
        }
    }
    found
}

/// The versions of the article that the file at `path` is one of, itself included. The tree is
/// not walked: the paths of the other versions follow from the templates, and only the
/// directories that name languages are listed, once each.
pub(crate) fn counterparts(
    layout: &Layout,
    path: &Path,
    listings: &mut Listings,
) -> Option<Vec<Version>> {
    let (index, member) = layout.classify(path)?;
    let set = &layout.sets[index];
    let mut found: BTreeMap<PathBuf, Version> = BTreeMap::new();
    for place in set.places(&layout.root) {
        let templates = set.translations.iter().chain(set.source.as_ref());
        for relative in
            templates.flat_map(|template| candidates(set, &place, template, &member.key, listings))
        {
            let Some(other) = set.classify(&place, &relative) else { continue };
            let file = place.dir.join(&relative);
            let first = || layout.classify(&file).is_some_and(|(set, _)| set == index);
            if other.key == member.key && !found.contains_key(&file) && file.is_file() && first() {
                let (key, locale, is_source) = (other.key, other.locale, other.is_source);
                let version =
                    Version { set: index, key, pair: None, locale, is_source, path: file.clone() };
                found.insert(file, version);
            }
        }
    }
    Some(found.into_values().collect())
}

/// Directory listings that were already read.
#[derive(Debug, Default)]
pub(crate) struct Listings(HashMap<PathBuf, Vec<String>>);

impl Listings {
    /// The names in `dir`, sorted; none when it cannot be read.
    pub(crate) fn names(&mut self, dir: &Path) -> &[String] {
        self.0.entry(dir.to_owned()).or_insert_with(|| {
            let entries = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
            let mut names: Vec<String> =
                entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort_unstable();
            names
        })
    }
}

/// The paths that article `key` may have by `template`, one per language that is there.
fn candidates(
    set: &DocumentSet,
    place: &Place,
    template: &Template,
    key: &str,
    listings: &mut Listings,
) -> Vec<String> {
    const MARK: &str = "\0";
    let expanded = template.expand(key, MARK);
    let Some(mark) = expanded.find(MARK) else { return vec![expanded] };
    let start = expanded[..mark].rfind('/').map_or(0, |at| at + 1);
    let segment = &expanded[start..];
    let segment = &segment[..segment.find('/').unwrap_or(segment.len())];
    let (before, after) = segment.split_once(MARK).unwrap_or((segment, ""));
    let languages = listings.names(&place.dir.join(&expanded[..start])).iter().filter_map(|name| {
        let lang = name.strip_prefix(before)?.strip_suffix(after)?;
        set.language(lang).map(|_| expanded.replace(MARK, lang))
    });
    languages.collect()
}

/// The value that pairs the file at `path`, read from its head.
fn pair_value(pair_by: &PairBy, path: &Path) -> Option<String> {
    let PairBy::FrontMatter(key) = pair_by else { return None };
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut bytes).ok()?;
    Head::read(&String::from_utf8_lossy(&bytes))?.value(key)
}

/// Builds the catalog of `versions`. Only versions for which `selected` holds are judged, and
/// articles without any are left out.
pub(crate) fn catalog(
    versions: Vec<Version>,
    cwd: &Path,
    selected: &dyn Fn(&Path) -> bool,
) -> Catalog {
    let mut articles: BTreeMap<(usize, String), Vec<Version>> = BTreeMap::new();
    for version in versions {
        let pair = version.pair.as_ref().unwrap_or(&version.key).clone();
        articles.entry((version.set, pair)).or_default().push(version);
    }
    let kept = |versions: &Vec<Version>| versions.iter().any(|version| selected(&version.path));
    let articles: Vec<Vec<Version>> = articles.into_values().filter(kept).collect();
    let mut files: Vec<(PathBuf, CatalogFile)> = articles
        .iter()
        .flatten()
        .map(|version| {
            let path = paths::shown(&version.path, cwd);
            (version.path.clone(), CatalogFile { path, locale: version.locale.clone() })
        })
        .collect();
    files.sort_by(|a, b| a.1.path.cmp(&b.1.path));
    files.dedup_by(|a, b| a.0 == b.0);
    let ids: HashMap<&Path, FileId> = files
        .iter()
        .enumerate()
        .map(|(index, (path, _))| (path.as_path(), FileId(index as u32)))
        .collect();
    let mut articles: Vec<Article> =
        articles.into_iter().map(|versions| article(versions, &ids, selected)).collect();
    articles.sort_by(|a, b| (&a.key, a.source).cmp(&(&b.key, b.source)));
    drop(ids);
    Catalog { files: files.into_iter().map(|(_, file)| file).collect(), articles }
}

fn article(
    mut versions: Vec<Version>,
    ids: &HashMap<&Path, FileId>,
    selected: &dyn Fn(&Path) -> bool,
) -> Article {
    versions.sort_by(|a, b| {
        (!a.is_source, &a.locale, &a.path).cmp(&(!b.is_source, &b.locale, &b.path))
    });
    let key = versions[0].key.clone();
    let id = |version: &Version| ids[version.path.as_path()];
    let source = versions.first().filter(|first| first.is_source).map(id);
    let translations = versions.iter().skip(usize::from(source.is_some())).map(id).collect();
    let chosen = versions.iter().filter(|version| selected(&version.path)).map(id).collect();
    Article { key, source, translations, selected: chosen }
}
