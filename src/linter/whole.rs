//! All pages together: the rules that judge the project run once every article is done, on what
//! was kept of the pages. Only files with findings are read again, to tell lines and columns.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use rayon::prelude::*;

use crate::baseline::Baseline;
use crate::config::{Settings, StaleBy};
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::Locale;
use crate::markdown::{self, Document};
use crate::project::{Catalog, PageFacts, Past, Project, Revisions, Shelf};
use crate::rule::{Check, Rule};
use crate::text::FileId;

use super::article::{Judge, Judged};
use super::report::{Finding, Spot};
use super::resolve;
use super::sieve::Sieve;
use super::store::{self, Store};

/// Whether any rule that is on judges the project; otherwise nothing is kept of pages.
pub(super) fn wanted(settings: &Settings) -> bool {
    let is_about_all = |check| matches!(check, Check::Project(_) | Check::Wording(_));
    settings.rules.iter().any(|(rule, _)| is_about_all(rule.check))
}

/// Whether any rule that is on asks how pages were worded beside their sources.
pub(super) fn wants_wording(settings: &Settings) -> bool {
    settings.rules.iter().any(|(rule, _)| matches!(rule.check, Check::Wording(_)))
}

/// The findings of all rules that judge the project.
pub(super) fn judge(
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    pages: Vec<Arc<PageFacts>>,
) -> Vec<Judged> {
    let many = pages.len() >= WORTH_THREADS;
    let shelf = Library::new(store, settings);
    let project = Project::new(catalog, pages, &shelf);
    let one = |(rule, severity): &(&'static Rule, Severity)| {
        let mut found = Vec::new();
        Judge { settings }.run_one(rule, *severity, &mut found, |check, checker| {
            if let Check::Project(check) | Check::Wording(check) = check {
                check(&project, checker);
            }
        });
        found
    };
    let found: Vec<Vec<Diagnostic>> = if many {
        settings.rules.par_iter().with_max_len(1).map(one).collect()
    } else {
        settings.rules.iter().map(one).collect()
    };
    project.let_go();
    let found = found.into_iter().flatten();
    found.map(|diagnostic| Judged { diagnostic, basis: None }).collect()
}

/// With fewer pages the rules judge the project one after the other.
const WORTH_THREADS: usize = 64;

/// The findings that are to be reported, as the comments of their pages, the configuration and
/// the baseline have it, and all that were seen.
pub(super) fn sifted(
    judged: Vec<Judged>,
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
) -> (Vec<Judged>, Baseline) {
    let mut article_of: BTreeMap<FileId, usize> = BTreeMap::new();
    for (index, article) in catalog.articles.iter().enumerate() {
        let files = article.source.iter().chain(&article.translations);
        article_of.extend(files.map(|file| (*file, index)));
    }
    let mut by_article: BTreeMap<usize, Vec<Judged>> = BTreeMap::new();
    for one in judged {
        let index = article_of.get(&one.diagnostic.primary.location.file);
        by_article.entry(index.copied().unwrap_or_default()).or_default().push(one);
    }
    let (mut kept, mut seen) = (Vec::new(), Baseline::default());
    for (index, judged) in by_article {
        let article = &catalog.articles[index];
        let mut files: BTreeSet<FileId> = article.source.into_iter().collect();
        files.extend(judged.iter().map(|one| one.diagnostic.primary.location.file));
        let read = |id: FileId| {
            let file = catalog.file(id);
            let source = store::read(store, &file.path, &file.locale).ok()?;
            Some(markdown::parse(id, source, file.locale.clone()))
        };
        let documents: Vec<Document> = files.into_iter().filter_map(read).collect();
        let mut sieve = Sieve::new(article, catalog, settings, documents.iter().collect());
        kept.extend(sieve.keep(judged));
        seen.merge(sieve.into_seen());
    }
    (kept, seen)
}

/// Findings with lines and columns. Their texts are read again, a file at a time.
pub(super) fn findings(judged: &[Judged], catalog: &Catalog, store: &dyn Store) -> Vec<Finding> {
    let mut by_file: BTreeMap<FileId, Vec<&Judged>> = BTreeMap::new();
    for one in judged {
        by_file.entry(one.diagnostic.primary.location.file).or_default().push(one);
    }
    let mut found = Vec::with_capacity(judged.len());
    for group in by_file.values() {
        let files: BTreeSet<FileId> =
            group.iter().flat_map(|one| files_of(&one.diagnostic)).collect();
        let texts: Vec<(FileId, String)> = files
            .into_iter()
            .map(|id| {
                let file = catalog.file(id);
                let text = store::read(store, &file.path, &file.locale);
                (id, text.map_or_else(|_| String::new(), |file| file.into_parts().0))
            })
            .collect();
        let text = |(file, text)| resolve::Shown { file, text, path: &catalog.file(file).path };
        let texts: Vec<_> = texts.iter().map(|(file, read)| text((*file, read.as_str()))).collect();
        found.extend(resolve::resolved(group, &texts, catalog));
    }
    found
}

/// The files that a finding names places in.
fn files_of(diagnostic: &Diagnostic) -> impl Iterator<Item = FileId> + '_ {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    labels.map(|label| label.location.file).chain(edits.map(|edit| edit.location.file))
}

/// Leaves out what the comparison of a page with its source already points at: one fault is
/// reported once.
pub(super) fn without_repeated(judged: Vec<Finding>, articles: &[Finding]) -> Vec<Finding> {
    // By the bytes of their names: paths compare part by part, which is slow for many findings.
    let path = |spot: &'_ Spot| spot.path.as_os_str().to_owned();
    let mut ends: HashMap<OsString, HashSet<(bool, u32)>> =
        judged.iter().map(|finding| (path(&finding.spot), HashSet::new())).collect();
    // What locales share stands on the source, with the places in the locales beside it.
    let spots = articles.iter().flat_map(|one| std::iter::once(&one.spot).chain(&one.related));
    for spot in spots {
        let (start, end) = (spot.range.start.offset, spot.range.end.offset);
        if let Some(ends) = ends.get_mut(spot.path.as_os_str()).filter(|_| start < end) {
            ends.extend([(false, start), (true, end)]);
        }
    }
    let repeated = |finding: &Finding| {
        let (start, end) = (finding.spot.range.start.offset, finding.spot.range.end.offset);
        let ends = ends.get(finding.spot.path.as_os_str()).filter(|_| start < end);
        ends.is_some_and(|ends| ends.contains(&(false, start)) || ends.contains(&(true, end)))
    };
    judged.into_iter().filter(|finding| !repeated(finding)).collect()
}

/// Answers by path, each found once.
#[derive(Default)]
struct Known<T>(RwLock<HashMap<String, T>>);

impl<T: Clone> Known<T> {
    fn get(&self, path: &str, find: impl FnOnce() -> T) -> T {
        // A panic elsewhere leaves whole answers behind.
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            all.insert(path.to_owned(), found.clone());
            found
        })
    }
}

/// What lies on disk beside the pages of the run, looked up when a link leads there, and
/// remembered.
struct Library<'a> {
    store: &'a dyn Store,
    /// Old revisions, where they are asked for.
    revisions: Option<&'a Revisions>,
    there: Known<bool>,
    pages: Known<Option<Arc<PageFacts>>>,
}

impl<'a> Library<'a> {
    fn new(store: &'a dyn Store, settings: &Settings) -> Self {
        let revisions = store.revisions().filter(|_| settings.staleness.by != StaleBy::Off);
        Self { store, revisions, there: Known::default(), pages: Known::default() }
    }
}

impl Shelf for Library<'_> {
    fn exists(&self, path: &str) -> bool {
        self.there.get(path, || self.store.exists(Path::new(path)))
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        self.store.names(Path::new(folder))
    }

    fn page(&self, path: &str) -> Option<Arc<PageFacts>> {
        self.pages.get(path, || {
            let source = store::read(self.store, Path::new(path), &Locale::unknown()).ok()?;
            let document = markdown::parse(FileId(u32::MAX), source, Locale::unknown());
            Some(Arc::new(PageFacts::new(&document)))
        })
    }

    fn text(&self, path: &str) -> Option<String> {
        let source = store::read(self.store, Path::new(path), &Locale::unknown()).ok()?;
        Some(source.into_parts().0)
    }

    fn past(&self, path: &str) -> Past {
        self.revisions.map_or(Past::Unknown, |revisions| revisions.past(Path::new(path)))
    }
}
