//! The project as project rules see it.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::address;
use super::answers::Answers;
use super::conventions::Conventions;
use super::facts::{PageFacts, PageLink};
use super::resolve::{Resolution, Scratch, Site, Spelling, Target};
use super::{Shelf, slug};
use crate::locale::Locale;
use crate::project::catalog::{Article, Catalog, LinkStyle, SetTraits};
use crate::project::language;
use crate::project::revisions::Past;
use crate::text::{FileId, Span};

/// All pages of a run that were read.
pub struct Project<'a> {
    /// What belongs together.
    pub catalog: &'a Catalog,
    /// By file; only versions that were read have facts.
    pages: Vec<Option<Arc<PageFacts>>>,
    /// By file, where the links of each page lead.
    resolutions: Vec<Vec<Resolution>>,
    /// By file, what the links of its source answer; found when a rule first asks.
    answers: Vec<OnceLock<Answers>>,
    site: Site<'a>,
    /// What its links show.
    pub conventions: Conventions,
}

/// A page that is judged.
#[derive(Clone, Copy)]
pub struct Page<'p> {
    /// What is known of it.
    pub facts: &'p PageFacts,
    /// Its locale.
    pub locale: &'p Locale,
    /// The article it is a version of.
    pub article: &'p Article,
    /// The article's place in the catalog.
    pub index: usize,
}

impl Page<'_> {
    /// Whether it is the source of its article.
    pub fn is_source(&self) -> bool {
        self.article.source == Some(self.facts.file)
    }
}

/// The links of fewer pages than this are followed one after the other.
const WORTH_THREADS: usize = 64;

/// Facts that the run holds, or that were read for a look.
enum Known<'p> {
    Held(&'p PageFacts),
    Read(Arc<PageFacts>),
}

impl Deref for Known<'_> {
    type Target = PageFacts;

    fn deref(&self) -> &PageFacts {
        match self {
            Self::Held(facts) => facts,
            Self::Read(facts) => facts,
        }
    }
}

pub(super) fn facts_of(pages: &[Option<Arc<PageFacts>>], file: FileId) -> Option<&PageFacts> {
    pages.get(file.0 as usize)?.as_deref()
}

impl<'a> Project<'a> {
    /// Takes the pages of a run together and follows their links.
    pub fn new(catalog: &'a Catalog, found: Vec<Arc<PageFacts>>, shelf: &'a dyn Shelf) -> Self {
        let mut pages: Vec<Option<Arc<PageFacts>>> = vec![None; catalog.files.len()];
        for facts in found {
            let at = facts.file.0 as usize;
            pages[at] = Some(facts);
        }
        let site = Site::new(catalog, &pages, shelf);
        let follow = |scratch: &mut Scratch, page: &Option<Arc<PageFacts>>| -> Vec<Resolution> {
            let links =
                page.iter().flat_map(|page| page.links.iter().map(|link| (page.file, link)));
            links.map(|(file, link)| site.resolve(file, &link.target, scratch)).collect()
        };
        let resolutions: Vec<Vec<Resolution>> = if pages.len() < WORTH_THREADS {
            let mut scratch = Scratch::default();
            pages.iter().map(|page| follow(&mut scratch, page)).collect()
        } else {
            pages.par_iter().map_init(Scratch::default, follow).collect()
        };
        let mut conventions = Conventions::default();
        for (index, found) in resolutions.iter().enumerate() {
            conventions.count(&site, &pages, FileId(index as u32), found);
        }
        let answers = pages.iter().map(|_| OnceLock::new()).collect();
        Self { catalog, pages, resolutions, answers, site, conventions }
    }

    /// Ends the work with the project. What was kept of many pages takes a while to give back,
    /// which a thread does beside what comes next.
    pub fn let_go(self) {
        if self.pages.len() >= WORTH_THREADS {
            let kept = (self.pages, self.resolutions, self.answers);
            rayon::spawn(move || drop(kept));
        }
    }

    /// Every page that is judged, in the order of articles.
    pub fn judged(&self) -> impl Iterator<Item = Page<'_>> {
        self.catalog.articles.iter().enumerate().flat_map(move |(index, article)| {
            article.selected.iter().filter_map(move |&file| {
                let facts = self.facts(file)?;
                Some(Page { facts, locale: self.locale(file), article, index })
            })
        })
    }

    /// The source of `page`, where it is another page that was read.
    pub fn source_page<'p>(&'p self, page: &Page<'p>) -> Option<Page<'p>> {
        let source = page.article.source.filter(|source| *source != page.facts.file)?;
        Some(Page { facts: self.facts(source)?, locale: self.locale(source), ..*page })
    }

    /// What is known of a page.
    pub fn facts(&self, file: FileId) -> Option<&PageFacts> {
        facts_of(&self.pages, file)
    }

    /// The locale of a file.
    pub fn locale(&self, file: FileId) -> &'a Locale {
        self.site.locale(file)
    }

    /// The path of a file, with `/`.
    pub fn path(&self, file: FileId) -> &str {
        &self.site.paths[file.0 as usize]
    }

    /// Whether a file is a part that other pages take in, so that its links and anchors are not
    /// its own: one in `_includes`, `partials` or `snippets`, or a `_part.mdx`.
    pub fn is_part(&self, file: FileId) -> bool {
        const FOLDERS: &[&str] =
            &["_includes", "includes", "_partials", "partials", "_snippets", "snippets"];
        let (folders, name) = self.path(file).rsplit_once('/').unwrap_or(("", self.path(file)));
        let is_part_name = name.starts_with('_') && !address::stem(name).starts_with("_index");
        is_part_name || folders.split('/').any(|folder| FOLDERS.contains(&folder))
    }

    /// The articles of the same set that have a source and the address of `page`: the same
    /// logical path in another form (`install.md` and `install/index.md`), or an address that the
    /// front matter states, as that of a page that was moved does. The flag tells the former.
    pub fn at_address_of(&self, page: &Page<'_>) -> impl Iterator<Item = (&Article, bool)> {
        let own = address::normal(&page.article.key);
        let set = self.catalog.set_of.get(page.index).copied();
        let at = self.site.articles_at(page.facts.file, &page.article.key).into_iter();
        at.filter(move |index| self.catalog.set_of.get(*index).copied() == set)
            .map(|index| &self.catalog.articles[index])
            .filter(|article| article.source.is_some())
            .map(move |article| (article, address::normal(&article.key) == own))
    }

    /// What became of the source that `page`, which has none, was made from, where a history
    /// tells: the sources of its set show where it must have lain.
    pub fn past_source(&self, page: &Page<'_>) -> Past {
        let sets = &self.catalog.set_of;
        let of_set = |(index, _): &(usize, &Article)| sets.get(*index) == sets.get(page.index);
        let articles = self.catalog.articles.iter().enumerate().filter(of_set);
        let mut sources = articles.filter_map(|(_, article)| self.site.root(article.source?));
        sources.next().map_or(Past::Unknown, |root| {
            self.site.shelf.past(&format!("{root}{}", page.article.key))
        })
    }

    /// The article with a source at `path`, with `/`.
    pub fn article_at(&self, path: &str) -> Option<&'a Article> {
        match self.site.at(path)? {
            Target::File(file) => self.site.article(file),
            Target::Path(_) => None,
        }
    }

    /// The path of a target, with `/`.
    pub fn path_of<'p>(&'p self, target: &'p Target) -> &'p str {
        match target {
            Target::File(file) => self.path(*file),
            Target::Path(path) => path,
        }
    }

    /// What the layout declares for the article, if it is of a layout.
    pub fn traits_of(&self, article: usize) -> Option<&SetTraits> {
        self.catalog.traits_of(article)
    }

    /// The links of a page with the places they lead to.
    pub fn links(&self, file: FileId) -> impl Iterator<Item = (&PageLink, &Resolution)> {
        let links = self.facts(file).into_iter().flat_map(|facts| &*facts.links);
        links.zip(&self.resolutions[file.0 as usize])
    }

    /// The version of the page `file` in `locale`.
    pub fn version(&self, file: FileId, locale: &Locale) -> Option<FileId> {
        self.site.version(file, locale)
    }

    /// Whether two files are versions of one article.
    pub fn are_versions(&self, a: FileId, b: FileId) -> bool {
        self.site.article_of[a.0 as usize] == self.site.article_of[b.0 as usize]
    }

    /// The links of the source of `page` that answer its link `target`: first those that are
    /// equal, else those that differ only in what localization may change. One stands for all that
    /// lead to the same place.
    pub fn source_links(&self, page: &Page<'_>, target: &str) -> Vec<(&PageLink, &Resolution)> {
        self.answering(page, target, false)
    }

    /// The same for links that name an anchor: those with the same fragment, and one for all with
    /// the same fragment.
    pub fn source_anchors(&self, page: &Page<'_>, target: &str) -> Vec<(&PageLink, &Resolution)> {
        self.answering(page, target, true)
    }

    fn answering(
        &self,
        page: &Page<'_>,
        target: &str,
        exact: bool,
    ) -> Vec<(&PageLink, &Resolution)> {
        let source = page.article.source.filter(|source| *source != page.facts.file);
        let Some(source) = source.and_then(|source| self.facts(source)) else {
            return Vec::new();
        };
        let locales = [self.locale(source.file), page.locale];
        let resolutions = &self.resolutions[source.file.0 as usize];
        let answers = self.answers[page.facts.file.0 as usize]
            .get_or_init(|| Answers::new(&source.links, resolutions, locales));
        let found = answers.to(target, locales, exact).into_iter().map(|at| at as usize);
        found.map(|at| (&source.links[at], &resolutions[at])).collect()
    }

    /// Whether links from the root are meant to carry the locale in the set of `page`.
    pub fn localizes_rooted(&self, page: &Page<'_>) -> bool {
        match self.traits_of(page.index).map(|traits| traits.links).unwrap_or_default() {
            LinkStyle::Auto => self.conventions.prefixes(),
            LinkStyle::Unchanged => false,
            LinkStyle::Localized => true,
        }
    }

    /// Whether relative links are meant to lead to the own locale's files in the set of `page`.
    pub fn localizes_relative(&self, page: &Page<'_>) -> bool {
        match self.traits_of(page.index).map(|traits| traits.links).unwrap_or_default() {
            LinkStyle::Auto => self.conventions.keeps_to_locale(),
            LinkStyle::Unchanged => false,
            LinkStyle::Localized => true,
        }
    }

    /// The file whose text a reader of `page` sees behind a link.
    pub fn shown(&self, page: &Page<'_>, resolution: &Resolution) -> Option<Target> {
        match resolution {
            Resolution::Here => Some(Target::File(page.facts.file)),
            Resolution::Found(_, Spelling::Ambiguous) => None,
            Resolution::Found(target, _) => Some(target.clone()),
            _ => None,
        }
    }

    /// The source of the page behind a link from the root without a locale: such a link may lead
    /// there.
    pub fn shown_else(&self, resolution: &Resolution) -> Option<Target> {
        match resolution {
            Resolution::Found(Target::File(file), Spelling::Plain) => {
                self.site.source_of(*file).map(Target::File)
            }
            _ => None,
        }
    }

    /// Whether the page behind `target` has the anchor that the link names; `None` when that
    /// cannot be told.
    pub fn has_anchor(&self, target: &Target, link_target: &str) -> Option<bool> {
        let fragment = address::fragment_of(link_target);
        // `#top` is every page's, `:~:` finds text, `tab=…` and the like are read by scripts.
        let is_special = fragment.is_empty()
            || fragment.eq_ignore_ascii_case("top")
            || fragment.contains([':', '=', '!', '/', '&']);
        let facts = self.look(target).filter(|facts| !is_special && !facts.is_open)?;
        Some(facts.has_anchor(&fragment, self.conventions.flavors()))
    }

    /// The anchor of the translated heading at the place that the source's heading with that
    /// anchor has; `None` where the two pages' headings differ in number or level.
    pub fn translated_anchor(&self, target: &Target, link_target: &str) -> Option<Box<str>> {
        let Target::File(file) = target else { return None };
        let source = self.facts(self.site.source_of(*file)?)?;
        let own = self.facts(*file)?;
        let levels = |facts: &PageFacts| -> Vec<u8> {
            facts.headings().iter().map(|heading| heading.level).collect()
        };
        let fragment = address::fragment_of(link_target);
        let is_github = self.conventions.flavors() & slug::GITHUB != 0;
        let at = source.headings().iter().position(|heading| *heading.anchor == *fragment)?;
        let same = is_github && levels(source) == levels(own);
        same.then(|| own.headings()[at].anchor.clone()).filter(|anchor| {
            // An id with such characters is itself a slip.
            !anchor.is_empty() && !anchor.contains(|c: char| c == '#' || c.is_whitespace())
        })
    }

    /// The facts of the page behind `target`.
    fn look(&self, target: &Target) -> Option<Known<'_>> {
        if let Target::File(file) = target
            && let Some(facts) = self.facts(*file)
        {
            return Some(Known::Held(facts));
        }
        let path = self.path_of(target);
        let is_page = address::kind(path) == address::Kind::Page;
        is_page.then(|| self.site.shelf.page(path)).flatten().map(Known::Read)
    }

    /// Other ways to write a relative target that differ only in how far up they go and lead to
    /// a file; the shortest to each file.
    pub fn other_depths(&self, page: &Page<'_>, target: &str) -> Vec<(String, Target)> {
        let end = target.find(['#', '?']).unwrap_or(target.len());
        let (path, tail) = target.split_at(end);
        let mut rest = path.trim_start_matches("./");
        while let Some(shorter) = rest.strip_prefix("../") {
            rest = shorter;
        }
        let file = page.facts.file;
        let own = (0..=6).map(|up| format!("{}{rest}", "../".repeat(up)));
        let mut scratch = Scratch::default();
        let leads = |written: String| match self.site.resolve(file, &written, &mut scratch) {
            Resolution::Found(to, Spelling::Relative) if written != path => {
                Some((format!("{written}{tail}"), to))
            }
            _ => None,
        };
        let mut ways: Vec<(String, Target)> = Vec::new();
        for (written, to) in own.filter_map(leads) {
            if ways.iter().all(|(_, known)| *known != to) {
                ways.push((written, to));
            }
        }
        ways
    }

    /// How `page` would write a relative link to `file`.
    pub fn relative_path(&self, page: &Page<'_>, file: FileId) -> String {
        address::relative(address::directory(self.path(page.facts.file)), self.path(file))
    }

    /// The file in the own locale's tree that answers the page behind `target`, where it is
    /// there.
    pub fn own_version(&self, page: &Page<'_>, target: &Target) -> Option<Target> {
        match target {
            Target::File(file) => self.version(*file, page.locale).map(Target::File),
            Target::Path(path) => {
                let source = self.site.root(page.article.source?)?;
                let own = self.site.root(page.facts.file).filter(|own| *own != source)?;
                self.site.at(&format!("{own}{}", path.strip_prefix(source)?))
            }
        }
    }

    /// The texts at `places`, in their order; empty where a file is not there any more. Reads each
    /// file once more: only for what is to be shown.
    pub fn texts_at(&self, places: &[(FileId, Span)]) -> Vec<String> {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&index| places[index].0);
        let mut found = vec![String::new(); places.len()];
        for group in order.chunk_by(|&a, &b| places[a].0 == places[b].0) {
            let text =
                group.first().and_then(|&index| self.site.shelf.text(self.path(places[index].0)));
            for &index in group {
                let at = text.as_ref().and_then(|text| text.get(places[index].1.range()));
                at.unwrap_or_default().clone_into(&mut found[index]);
            }
        }
        found
    }

    /// The language that the text of a file is written in, where that can be told. Reads the
    /// file again: only for what is already suspected.
    pub fn written_language(&self, file: FileId) -> Option<Locale> {
        language::from_text(&self.site.shelf.text(self.path(file))?)
    }
}
