//! From a layout to a catalog: which files there are, and which are versions of one article.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::catalog::{Article, Catalog, CatalogFile};
use super::language::Head;
use super::layout::{DocumentSet, Layout, PairBy, Place};
use super::paths;
use super::template::Template;
use super::walk::Walks;
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

impl Version {
    /// What the versions of an article share: the front matter value that pairs them, or the
    /// logical path without its extension.
    pub(crate) fn pair_key(&self) -> &str {
        self.pair.as_deref().unwrap_or(without_extension(&self.key))
    }
}

/// Every article of `layout`, all versions selected. Paths are shown relative to `cwd`.
pub fn discover(layout: &Layout, cwd: &Path) -> Catalog {
    let mut catalog = catalog(versions(layout, &mut Walks::default()), cwd, &|_| true);
    catalog.describe(layout, 0);
    catalog
}

/// Every file of `layout`. Files are opened only where a set pairs by front matter.
pub(crate) fn versions(layout: &Layout, walks: &mut Walks) -> Vec<Version> {
    let mut claimed: HashSet<PathBuf> = HashSet::new();
    let one = layout.sets.len() == 1 && layout.sets[0].roots.is_empty();
    let mut found = Vec::new();
    for (index, set) in layout.sets.iter().enumerate() {
        // The same few names stand in thousands of paths.
        let known: RefCell<HashMap<String, Option<Locale>>> = RefCell::default();
        let language = |name: &str| {
            if let Some(found) = known.borrow().get(name) {
                return found.clone();
            }
            let found = set.language(name);
            known.borrow_mut().insert(name.to_owned(), found.clone());
            found
        };
        for place in set.places(&layout.root) {
            for relative in walks.files(&place.dir) {
                let Some(member) = set.classify_with(&place, relative, &language) else { continue };
                let path = place.dir.join(relative);
                if !one && !claimed.insert(path.clone()) {
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
        let templates = || set.translations.iter().chain(set.source.as_ref());
        for key in spellings(&member.key) {
            for relative in templates()
                .flat_map(|template| candidates(set, &place, template, &key, listings))
                .collect::<Vec<_>>()
            {
                let Some(other) = set.classify(&place, &relative) else { continue };
                let file = place.dir.join(&relative);
                let first = || layout.classify(&file).is_some_and(|(set, _)| set == index);
                if other.key == key && !found.contains_key(&file) && file.is_file() && first() {
                    let (key, locale, is_source) = (other.key, other.locale, other.is_source);
                    let path = file.clone();
                    let version = Version { set: index, key, pair: None, locale, is_source, path };
                    found.insert(file, version);
                }
            }
        }
    }
    let mut versions: Vec<Version> = found.into_values().collect();
    if !one_per_locale(&versions) {
        versions.retain(|version| version.key == member.key);
    }
    Some(versions)
}

/// The logical path with each extension that Markdown may have, its own first. A translation may
/// be `.md` where the source became `.mdx`.
fn spellings(key: &str) -> Vec<String> {
    let mut keys = vec![key.to_owned()];
    if paths::is_markdown(Path::new(key)) {
        let stem = without_extension(key);
        let others = ["md", "mdx"].map(|extension| format!("{stem}.{extension}"));
        keys.extend(others.into_iter().filter(|other| other != key));
    }
    keys
}

fn without_extension(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(stem, _)| stem)
}

/// Whether no locale has two versions. `index.md` beside `index.mdx` are two articles.
fn one_per_locale(versions: &[Version]) -> bool {
    let locales: HashSet<&Locale> = versions.iter().map(|version| &version.locale).collect();
    locales.len() == versions.len()
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

/// The versions of each article with the number of its set, sorted by what they share: first by the
/// path without its extension; apart again where a locale has two of them. The files of each locale
/// come sorted, so that sorting has little to do.
fn grouped(mut versions: Vec<Version>) -> Vec<(usize, Vec<Version>)> {
    let key = |version: &Version| (version.set, version.pair_key().to_owned());
    versions.sort_by(|a, b| (a.set, a.pair_key()).cmp(&(b.set, b.pair_key())));
    let mut together = Vec::with_capacity(versions.len());
    for group in versions.chunk_by(|a, b| (a.set, a.pair_key()) == (b.set, b.pair_key())) {
        // A front matter value is a statement, a path without extension a guess.
        let stated = group.iter().any(|version| version.pair.is_some());
        together.resize(together.len() + group.len(), stated || one_per_locale(group));
    }
    let keys = versions.iter().zip(together).map(|(version, together)| {
        if together { key(version) } else { (version.set, version.key.clone()) }
    });
    let keys: Vec<(usize, String)> = keys.collect();
    let mut keyed: Vec<((usize, String), Version)> = keys.into_iter().zip(versions).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let mut groups: Vec<((usize, String), Vec<Version>)> = Vec::new();
    for (key, version) in keyed {
        match groups.last_mut() {
            Some((last, group)) if *last == key => group.push(version),
            _ => groups.push((key, vec![version])),
        }
    }
    groups.into_iter().map(|((set, _), group)| (set, group)).collect()
}

/// Builds the catalog of `versions`. Only versions for which `selected` holds are judged, and
/// articles without any are left out.
pub(crate) fn catalog(
    versions: Vec<Version>,
    cwd: &Path,
    selected: &dyn Fn(&Path) -> bool,
) -> Catalog {
    let kept = |versions: &Vec<Version>| versions.iter().any(|version| selected(&version.path));
    let (numbers, articles): (Vec<usize>, Vec<Vec<Version>>) =
        grouped(versions).into_iter().filter(|(_, versions)| kept(versions)).unzip();
    // Every version is a file of its own: files are numbered by sorting, without looking up.
    let mut numbered: Vec<(PathBuf, (usize, usize))> = Vec::new();
    for (article, versions) in articles.iter().enumerate() {
        for (version, found) in versions.iter().enumerate() {
            numbered.push((paths::shown(&found.path, cwd), (article, version)));
        }
    }
    numbered.sort_unstable_by(|a, b| a.0.as_os_str().cmp(b.0.as_os_str()));
    let mut ids: Vec<Vec<FileId>> =
        articles.iter().map(|versions| vec![FileId(0); versions.len()]).collect();
    let mut files = Vec::with_capacity(numbered.len());
    for (index, (path, (article, version))) in numbered.into_iter().enumerate() {
        ids[article][version] = FileId(index as u32);
        files.push(CatalogFile { path, locale: articles[article][version].locale.clone() });
    }
    let mut articles: Vec<(usize, Article)> = articles
        .into_iter()
        .zip(ids)
        .map(|(versions, ids)| article(versions.into_iter().zip(ids).collect(), selected))
        .zip(numbers)
        .map(|(article, set)| (set, article))
        .collect();
    articles.sort_by(|(_, a), (_, b)| (&a.key, a.source).cmp(&(&b.key, b.source)));
    let (set_of, articles) = articles.into_iter().unzip();
    Catalog { files, articles, set_of, sets: BTreeMap::new() }
}

fn article(mut versions: Vec<(Version, FileId)>, selected: &dyn Fn(&Path) -> bool) -> Article {
    versions.sort_by(|(a, first), (b, second)| {
        (!a.is_source, &a.locale, first).cmp(&(!b.is_source, &b.locale, second))
    });
    let key = versions[0].0.key.clone();
    let source = versions.first().filter(|(first, _)| first.is_source).map(|(_, id)| *id);
    let translations = versions.iter().skip(usize::from(source.is_some()));
    let chosen = versions.iter().filter(|(version, _)| selected(&version.path));
    let ids = |versions: &mut dyn Iterator<Item = &(Version, FileId)>| {
        versions.map(|(_, id)| *id).collect::<Vec<_>>()
    };
    Article {
        key,
        source,
        translations: ids(&mut { translations }),
        selected: ids(&mut { chosen }),
    }
}
