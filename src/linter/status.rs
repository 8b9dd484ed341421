//! How far each language has come: which pages are translated, which have fallen behind and by
//! how much.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::Settings;
use crate::locale::Locale;
use crate::markdown;
use crate::outline::{Drift, Grade, Outline};
use crate::project::{Article, Catalog};
use crate::text::FileId;

use super::article::Version;
use super::reference::{Chosen, References};
use super::store::{self, Store};

/// The state of a whole project.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// How many pages have a source.
    pub sources: usize,
    /// Every language but the sources', sorted.
    pub locales: Vec<LocaleStatus>,
    /// Remarks for stderr.
    pub notes: Vec<String>,
    /// What could not be read; any of them makes the run exit with 2.
    pub failures: Vec<String>,
}

/// The state of one language.
#[derive(Debug, Clone)]
pub struct LocaleStatus {
    /// The language.
    pub locale: Locale,
    /// Its pages: stale ones first, the oldest first and among those the most changed; then those
    /// with small changes, the missing ones, and the rest.
    pub pages: Vec<PageStatus>,
}

/// The state of one page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStatus {
    /// The logical path that its versions share.
    pub key: String,
    /// The translation as it is shown; the source where there is none.
    pub path: PathBuf,
    /// How it stands.
    pub state: PageState,
    /// What happened to the source since, where something did.
    pub behind: Option<Behind>,
}

/// How a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageState {
    /// Text of the source changed since.
    Stale,
    /// Links, front matter or layout of the source changed since.
    Minor,
    /// There is no translation.
    Missing,
    /// There is no source.
    NoSource,
    /// Nothing tells what it was made from.
    Unknown,
    /// The source did not change since.
    Current,
}

/// What happened to a source since a page was made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The commit that the page was made from, in hexadecimal.
    pub commit: String,
    /// Its day: `2026-03-02`.
    pub date: Option<String>,
    /// How many commits changed the source since, where that was counted.
    pub commits: Option<u32>,
    /// How many sections changed.
    pub changed: usize,
    /// Of how many.
    pub sections: u32,
    /// How much that matters: `text`, `front matter`, `links`, `layout`.
    pub grade: &'static str,
}

impl PageState {
    /// All states, as they are sorted.
    pub const ALL: [Self; 6] =
        [Self::Stale, Self::Minor, Self::Missing, Self::NoSource, Self::Unknown, Self::Current];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Minor => "minor",
            Self::Missing => "missing",
            Self::NoSource => "no source",
            Self::Unknown => "unknown",
            Self::Current => "current",
        }
    }
}

impl LocaleStatus {
    /// How many pages are in that state.
    pub fn count(&self, state: PageState) -> usize {
        self.pages.iter().filter(|page| page.state == state).count()
    }

    /// How many pages with a source are translated.
    pub fn translated(&self) -> usize {
        let missing = [PageState::Missing, PageState::NoSource];
        self.pages.iter().filter(|page| !missing.contains(&page.state)).count()
    }

    /// The day of the oldest revision that a stale page was made from.
    pub fn oldest(&self) -> Option<&str> {
        let stale = self.pages.iter().filter(|page| page.state == PageState::Stale);
        stale.filter_map(|page| page.behind.as_ref()?.date.as_deref()).min()
    }
}

/// Looks at every article of `catalog`. `progress` is called once for each that is done.
pub fn status(
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    progress: &(dyn Fn(usize) + Sync),
) -> Status {
    let mut settings = settings.clone();
    settings.staleness.thorough = true;
    let parts: Vec<Part> = catalog
        .articles
        .par_iter()
        .map(|article| {
            let part = look(article, catalog, &settings, store);
            progress(1);
            part
        })
        .collect();
    let mut status = Status::default();
    let mut by_locale: BTreeMap<Locale, Vec<PageStatus>> = BTreeMap::new();
    for article in &catalog.articles {
        for &id in &article.translations {
            by_locale.entry(catalog.file(id).locale.clone()).or_default();
        }
    }
    for (article, part) in catalog.articles.iter().zip(parts) {
        status.failures.extend(part.failures);
        for (locale, page) in part.pages {
            by_locale.entry(locale).or_default().push(page);
        }
        let Some(source) = article.source else { continue };
        status.sources += 1;
        for (locale, pages) in &mut by_locale {
            let is_its = |&id: &FileId| catalog.file(id).locale == *locale;
            if !article.translations.iter().any(is_its) {
                let (key, path) = (article.key.clone(), catalog.file(source).path.clone());
                pages.push(PageStatus { key, path, state: PageState::Missing, behind: None });
            }
        }
    }
    let sorted = |(locale, mut pages): (Locale, Vec<PageStatus>)| {
        pages.sort_by(|a, b| order(a).cmp(&order(b)));
        LocaleStatus { locale, pages }
    };
    status.locales = by_locale.into_iter().map(sorted).collect();
    if let Some(revisions) = store.revisions() {
        let told = revisions.troubles(settings.staleness.named);
        status.notes = told.notes;
        status.failures.extend(told.failures);
    }
    let count = |locale: &LocaleStatus| locale.count(PageState::Unknown);
    let unknown: usize = status.locales.iter().map(count).sum();
    match unknown {
        0 => {}
        1 => status.notes.push(
            "1 page is unknown: it records no revision, and no history tells what it was made from"
                .to_owned(),
        ),
        _ => status.notes.push(format!(
            "{unknown} pages are unknown: they record no revision, and no history tells what they \
             were made from"
        )),
    }
    status.failures.sort();
    status
}

/// Stale pages first, the oldest first; of one day those first that changed most.
fn order(page: &PageStatus) -> (PageState, Option<&str>, std::cmp::Reverse<usize>, &str) {
    let behind = page.behind.as_ref();
    let date = behind.and_then(|behind| behind.date.as_deref());
    let changed = behind.map_or(0, |behind| behind.changed);
    (page.state, date, std::cmp::Reverse(changed), &page.key)
}

#[derive(Default)]
struct Part {
    pages: Vec<(Locale, PageStatus)>,
    failures: Vec<String>,
}

fn look(article: &Article, catalog: &Catalog, settings: &Settings, store: &dyn Store) -> Part {
    let mut part = Part::default();
    let mut read = |id: FileId| {
        let file = catalog.file(id);
        match store::read(store, &file.path, &file.locale) {
            Ok(source) => {
                let document = markdown::parse(id, source, file.locale.clone());
                let outline = Outline::new(&document);
                Some(Version { document, outline })
            }
            Err(error) => {
                part.failures.push(error.to_string());
                None
            }
        }
    };
    let source = article.source.and_then(&mut read);
    let translations: Vec<Version> = match source {
        Some(_) => article.translations.iter().copied().filter_map(read).collect(),
        None => Vec::new(),
    };
    let page = |id: FileId, state: PageState, behind: Option<Behind>| {
        let file = catalog.file(id);
        let (key, path) = (article.key.clone(), file.path.clone());
        (file.locale.clone(), PageStatus { key, path, state, behind })
    };
    let Some(source) = &source else {
        if article.source.is_none() {
            let ids = article.translations.iter();
            part.pages.extend(ids.map(|&id| page(id, PageState::NoSource, None)));
        }
        return part;
    };
    let mut references = References::new(article, catalog, settings, source, store.revisions());
    let chosen = references.choose(&translations);
    part.pages = translations
        .iter()
        .zip(&chosen)
        .map(|(translation, chosen)| {
            let behind = chosen.drift.as_ref().map(behind);
            page(translation.document.file, state(chosen), behind)
        })
        .collect();
    part
}

fn state(chosen: &Chosen) -> PageState {
    match &chosen.drift {
        Some(drift) if drift.changes.grade == Grade::Text => PageState::Stale,
        Some(_) => PageState::Minor,
        None if chosen.known => PageState::Current,
        None => PageState::Unknown,
    }
}

fn behind(drift: &Drift) -> Behind {
    let changes = &drift.changes;
    Behind {
        commit: drift.revision.commit.to_string(),
        date: drift.revision.date.as_deref().map(str::to_owned),
        commits: drift.commits,
        changed: changes.changed.len(),
        sections: changes.sections,
        grade: changes.grade.name(),
    }
}
