//! Where a link leads: to a file of the catalog, to another file on disk, to a page that only the
//! source has, or to nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Shelf;
use super::address::{self, Kind};
use super::facts::PageFacts;
use super::places::Places;
use super::quick::QuickMap;
use super::redirects::Redirects;
use crate::locale::{Locale, names};
use crate::project::catalog::{Article, Catalog};
use crate::project::language::split_suffix;
use crate::project::paths;
use crate::text::FileId;

/// A file that a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One of the catalog.
    File(FileId),
    /// Another one, by its path.
    Path(Box<str>),
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// From the place of the page: `../install.md`.
    Relative,
    /// From the place of the page, where a second reading is possible: seen from the address of
    /// the page instead of its file, an address leads to another page, or an image to a file.
    Ambiguous,
    /// From the root of the site, with a locale in front: `/es/install/`.
    Prefixed,
    /// From the root of the site, without a locale: `/install/`.
    Plain,
}

/// What a link that leads nowhere would have led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// A Markdown file that is named: it must be there.
    File,
    /// An address. What builds the site may know more than can be seen here.
    Address,
    /// An image or another file. Sites copy them to places of their own.
    Asset,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing is known.
    Unjudged,
    /// To a place on the same page.
    Here,
    /// To a file that is there.
    Found(Target, Spelling),
    /// To a page that is not there in this locale; the target is the version that is there.
    Untranslated(Target, Spelling),
    /// To nothing.
    Missing(Lost),
}

/// The files of a catalog by their paths and addresses.
pub(super) struct Site<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) paths: Vec<String>,
    pub(super) article_of: Vec<usize>,
    places: Places<'a>,
    /// The length of the directory that the tree of each file's locale starts in, where its path
    /// ends with the logical path of its article.
    roots: Vec<Option<usize>>,
    /// Articles by normalized address.
    addresses: QuickMap<String, Vec<usize>>,
    /// The locales of the catalog, each once.
    locales: Vec<&'a Locale>,
    redirects: Redirects,
    pub(super) shelf: &'a dyn Shelf,
}

/// Room to write paths in, so that following a link needs no memory of its own.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    full: String,
    other: String,
    path: String,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        pages: &[Option<Arc<PageFacts>>],
        shelf: &'a dyn Shelf,
    ) -> Self {
        let slashed = |index: usize| paths::slashed(&catalog.files[index].path);
        let paths: Vec<String> =
            (0..catalog.files.len()).map(|index| slashed(index).unwrap_or_default()).collect();
        let mut site = Self {
            catalog,
            article_of: vec![usize::MAX; paths.len()],
            roots: vec![None; paths.len()],
            places: Places::new(&paths, shelf),
            addresses: QuickMap::default(),
            locales: Vec::new(),
            redirects: Redirects::default(),
            shelf,
            paths,
        };
        for file in &catalog.files {
            if !site.locales.contains(&&file.locale) {
                site.locales.push(&file.locale);
            }
        }
        for (index, article) in catalog.articles.iter().enumerate() {
            let key = address::stem(&article.key);
            site.add_address(&article.key, index);
            for file in article.source.iter().chain(&article.translations) {
                let at = file.0 as usize;
                site.article_of[at] = index;
                let root = address::stem(&site.paths[at]).strip_suffix(key).map(str::len);
                let whole =
                    |length: &usize| *length == 0 || site.paths[at][..*length].ends_with('/');
                site.roots[at] = root.filter(whole);
                let stated = pages[at].iter().flat_map(|facts| facts.addresses.iter());
                stated.for_each(|stated| site.add_stated(stated, index));
            }
        }
        let roots: BTreeSet<&str> =
            (0..site.paths.len()).filter_map(|index| site.root(FileId(index as u32))).collect();
        site.redirects = Redirects::read(roots.into_iter(), shelf);
        site
    }

    fn add_address(&mut self, path: &str, article: usize) {
        let articles = self.addresses.entry(address::normal(path)).or_default();
        if !articles.contains(&article) {
            articles.push(article);
        }
    }

    /// An address that front matter states: from the root, with or without a locale, or from the
    /// directory of the page.
    fn add_stated(&mut self, stated: &str, article: usize) {
        self.add_address(stated, article);
        let rest = stated.trim_start_matches('/');
        let (first, after) = rest.split_once('/').unwrap_or((rest, ""));
        if self.names_locale(first).is_some() {
            self.add_address(after, article);
        }
        if rest.len() == stated.len() {
            let directory = address::directory(&self.catalog.articles[article].key);
            self.add_address(&address::join(directory, stated), article);
        }
    }

    /// The locale of the catalog that a part of an address names.
    fn names_locale(&self, part: &str) -> Option<&'a Locale> {
        let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (a == b'-' && b == b'_');
        let is_named =
            |tag: &str| tag.len() == part.len() && tag.bytes().zip(part.bytes()).all(same);
        self.locales.iter().find(|locale| is_named(locale.tag())).copied()
    }

    pub(super) fn locale(&self, file: FileId) -> &'a Locale {
        &self.catalog.file(file).locale
    }

    pub(super) fn article(&self, file: FileId) -> Option<&'a Article> {
        self.catalog.articles.get(self.article_of[file.0 as usize])
    }

    /// The version of the page `file` in `locale`.
    pub(super) fn version(&self, file: FileId, locale: &Locale) -> Option<FileId> {
        let article = self.article(file)?;
        article
            .source
            .iter()
            .chain(&article.translations)
            .copied()
            .find(|&version| self.locale(version) == locale)
    }

    /// The directory that the tree of `file` starts in, with its slash.
    pub(super) fn root(&self, file: FileId) -> Option<&str> {
        let index = file.0 as usize;
        self.roots[index].map(|length| &self.paths[index][..length])
    }

    /// The file at `path`, if there is one.
    pub(super) fn at(&self, path: &str) -> Option<Target> {
        self.places.at(path)
    }

    /// Where a link of the page `file` to `target` leads.
    pub(super) fn resolve(&self, file: FileId, target: &str, scratch: &mut Scratch) -> Resolution {
        let path = address::path_of(target);
        match &*path {
            "" if target.starts_with('#') => Resolution::Here,
            "" => Resolution::Unjudged,
            path if path.starts_with('/') => self.rooted(file, path, scratch),
            path => self.relative(file, path, scratch),
        }
    }

    fn relative(&self, file: FileId, path: &str, scratch: &mut Scratch) -> Resolution {
        let own = &self.paths[file.0 as usize];
        let found = |target| Resolution::Found(target, Spelling::Relative);
        match address::kind(path) {
            Kind::Page => {
                address::join_into(&mut scratch.full, address::directory(own), path);
                let full = &scratch.full;
                if let Some(target) = self.at(full) {
                    return found(target);
                }
                let elsewhere = self
                    .mirrored(file, full, &mut scratch.other)
                    .or_else(|| self.without_suffix(file, full));
                elsewhere.map_or(Resolution::Missing(Lost::File), |target| {
                    Resolution::Untranslated(target, Spelling::Relative)
                })
            }
            Kind::Asset => {
                let Scratch { full, other, .. } = scratch;
                let mut there = |base: &str| {
                    address::join_into(full, base, path);
                    self.at(full).or_else(|| self.mirrored(file, full, other))
                };
                if let Some(target) = there(address::directory(own)) {
                    return found(target);
                }
                // As seen from the page's own address, where pages become directories.
                there(address::stem(own)).map_or(Resolution::Missing(Lost::Asset), |target| {
                    Resolution::Found(target, Spelling::Ambiguous)
                })
            }
            Kind::Address => self.relative_address(file, path, scratch),
        }
    }

    /// `../install/`: as seen from the file, or from the page's own address.
    fn relative_address(&self, file: FileId, path: &str, scratch: &mut Scratch) -> Resolution {
        let own = &self.paths[file.0 as usize];
        let bases = [address::directory(own), address::stem(own)];
        let Scratch { full, other, path: room } = scratch;
        let mut page = |base: &&str| {
            address::join_into(full, base, path);
            self.places.page(full, room, |_| true)
        };
        let mut pages = bases.iter().filter_map(&mut page);
        if let Some(target) = pages.next() {
            let same = pages.next().is_none_or(|other| other == target);
            let spelling = if same { Spelling::Relative } else { Spelling::Ambiguous };
            return Resolution::Found(target, spelling);
        }
        for base in bases {
            address::join_into(full, base, path);
            if let Some(target) = self.mirrored_page(file, full, other, room) {
                return Resolution::Untranslated(target, Spelling::Relative);
            }
        }
        // A directory or a file without an extension.
        let plain = bases.iter().find_map(|base| {
            address::join_into(full, base, path);
            self.at(full)
        });
        plain.map_or(Resolution::Missing(Lost::Address), |target| {
            Resolution::Found(target, Spelling::Relative)
        })
    }

    /// `/guide/install/`, `/es/guide/install/`, `/help/install.md`.
    fn rooted(&self, file: FileId, path: &str, scratch: &mut Scratch) -> Resolution {
        let rest = path.trim_matches('/');
        let (first, after) = rest.split_once('/').unwrap_or((rest, ""));
        let named = self.names_locale(first);
        if address::kind(path) == Kind::Asset {
            return Resolution::Unjudged;
        }
        let (spelling, inner) = match named {
            Some(_) => (Spelling::Prefixed, after),
            None => (Spelling::Plain, rest),
        };
        let (mut named, mut articles) = (named, self.articles_at(file, inner));
        // `/components/icon-cn`: some sites put the language at the end of the address.
        if articles.is_empty()
            && let Some((plain, tag)) = inner.rsplit_once('-')
            && let Some(locale) = names::from_name(tag)
            && let Some(own) = self.locales.iter().find(|own| own.language() == locale.language())
        {
            articles = self.articles_at(file, plain);
            named = Some(own).copied().filter(|_| !articles.is_empty()).or(named);
        }
        if !articles.is_empty() {
            let wanted = named.unwrap_or_else(|| self.locale(file));
            let articles = || articles.iter().map(|&index| &self.catalog.articles[index]);
            let versions =
                |article: &'a Article| article.source.iter().chain(&article.translations);
            let own = articles().flat_map(versions).find(|&&file| self.locale(file) == wanted);
            return match (own, articles().find_map(|article| article.source)) {
                (Some(own), _) => Resolution::Found(Target::File(*own), spelling),
                (None, Some(source)) => Resolution::Untranslated(Target::File(source), spelling),
                (None, None) => Resolution::Unjudged,
            };
        }
        if let Some(target) = self.below_root(file, rest, scratch) {
            return Resolution::Found(target, spelling);
        }
        // The source's page, where the run does not hold it.
        let source = self.source_of(file).and_then(|source| self.root(source));
        if let Some(root) = source.filter(|_| named.is_some()) {
            address::join_into(&mut scratch.full, root, inner);
            let page = self.places.page(&scratch.full, &mut scratch.path, |_| true);
            if let Some(target) = page {
                return Resolution::Untranslated(target, spelling);
            }
        }
        if self.redirects.cover(path) {
            return Resolution::Unjudged;
        }
        Resolution::Missing(Lost::Address)
    }

    /// The articles with that address; those of the page's own set where there are any. Two may
    /// share one: `install.md` and `install/index.md`.
    pub(super) fn articles_at(&self, file: FileId, address: &str) -> Vec<usize> {
        let own_set = self.catalog.set_of.get(self.article_of[file.0 as usize]);
        let of = |address: &str| -> Vec<usize> {
            let all = self.addresses.get(&address::normal(address)).cloned().unwrap_or_default();
            let same = |index: &usize| self.catalog.set_of.get(*index) == own_set;
            let own: Vec<usize> = all.iter().copied().filter(same).collect();
            if own.is_empty() { all } else { own }
        };
        let found = of(address);
        // The directory that holds a set may be part of its addresses: `/help/`, `/docs/`.
        let Some((first, after)) = address.split_once('/').filter(|_| found.is_empty()) else {
            return found;
        };
        let root = self.source_of(file).and_then(|source| self.root(source));
        let named =
            root.is_some_and(|root| root.trim_end_matches('/').rsplit('/').next() == Some(first));
        if named || first == "docs" { of(after) } else { found }
    }

    /// The file at `rest` below the directory of the page's tree or one of those above it.
    fn below_root(&self, file: FileId, rest: &str, scratch: &mut Scratch) -> Option<Target> {
        let source = self.source_of(file).unwrap_or(file);
        [file, source].into_iter().filter_map(|file| self.root(file)).find_map(|root| {
            let mut directory = root.trim_end_matches('/');
            for _ in 0..4 {
                let Scratch { full, path, .. } = scratch;
                address::join_into(full, directory, rest);
                let exact = (address::kind(rest) == Kind::Page).then(|| self.at(full)).flatten();
                let found = exact.or_else(|| self.places.page(full, path, |_| true));
                if found.is_some() {
                    return found;
                }
                if directory.is_empty() || directory.ends_with("..") {
                    return None;
                }
                directory = address::directory(directory);
            }
            None
        })
    }

    pub(super) fn source_of(&self, file: FileId) -> Option<FileId> {
        self.article(file)?.source
    }

    /// The directories that the trees of `file` and of its source start in, where they differ,
    /// with the source.
    fn trees(&self, file: FileId) -> Option<(&str, &str, FileId)> {
        let source = self.source_of(file).filter(|source| *source != file)?;
        let (own, other) = (self.root(file)?, self.root(source)?);
        (own != other).then_some((own, other, source))
    }

    /// Whether a file found in the tree of `source` is of its locale. A source tree at the top
    /// holds the translations' trees too: those answer nothing.
    fn is_of_source(&self, target: &Target, source: FileId) -> bool {
        match target {
            Target::File(to) => self.locale(*to) == self.locale(source),
            Target::Path(_) => true,
        }
    }

    /// The file of the source's tree that answers `path` of the tree of `file`. `other` is room
    /// to write in.
    fn mirrored(&self, file: FileId, path: &str, other: &mut String) -> Option<Target> {
        let (own, tree, source) = self.trees(file)?;
        let rest = path.strip_prefix(own)?;
        let mut at = |parts: [&str; 3]| {
            other.clear();
            other.extend(parts);
            self.at(other)
        };
        let stem = address::stem(rest);
        let mut found = at([tree, rest, ""]);
        if address::kind(rest) == Kind::Page {
            let mut ends = address::PAGE_ENDS.iter();
            found = found.or_else(|| ends.find_map(|end| at([tree, stem, end])));
        }
        found.filter(|target| self.is_of_source(target, source))
    }

    /// The page of the source's tree that answers the address `path` in the tree of `file`.
    fn mirrored_page(
        &self,
        file: FileId,
        path: &str,
        other: &mut String,
        room: &mut String,
    ) -> Option<Target> {
        let (own, tree, source) = self.trees(file)?;
        other.clear();
        match path.strip_prefix(own) {
            Some(rest) => other.extend([tree, rest]),
            None if Some(path) == own.strip_suffix('/') => other.push_str(tree),
            None => return None,
        }
        self.places.page(other, room, |target| self.is_of_source(target, source))
    }

    /// The file at `path` without the locale that its name carries: `b.md` for `b.fr.md`.
    fn without_suffix(&self, file: FileId, path: &str) -> Option<Target> {
        let directory = address::directory(path);
        let name = path[directory.len()..].trim_start_matches('/');
        let (stem, extension) = name.rsplit_once('.')?;
        let (bare, _, locale) = split_suffix(stem)?;
        if locale != *self.locale(file) {
            return None;
        }
        self.at(&address::join(directory, &format!("{bare}.{extension}")))
    }
}
