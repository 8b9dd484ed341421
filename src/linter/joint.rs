//! Fixes of what was found in the project as a whole, with the same proof: the changed pages are
//! read again, the project and their articles are judged again, and a fix is kept only when its
//! finding is gone and none came.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::baseline::Baseline;
use crate::config::Settings;
use crate::fix::{self, Applicability, Edit};
use crate::markdown;
use crate::project::{Article, Catalog, PageFacts};
use crate::text::{FileId, SourceFile};

use super::article::{self, Judged, Outcome};
use super::repair::{FileChange, MOST_ROUNDS, Texts, holds, signature};
use super::report::Finding;
use super::resolve;
use super::store::{Overlay, Store};
use super::whole;
use super::words::Words;

type Pages = Vec<Arc<PageFacts>>;

/// The repair of a project.
pub(super) struct Joint<'a> {
    catalog: &'a Catalog,
    settings: &'a Settings,
    store: &'a dyn Store,
    words: &'a Words<'a>,
    level: Applicability,
    /// The texts that differ from the store's.
    texts: Texts,
    pages: Pages,
    /// The files that may be changed.
    free: BTreeSet<FileId>,
    /// Files changed here.
    touched: BTreeSet<FileId>,
    /// How many findings were repaired.
    pub(super) fixed: usize,
}

impl<'a> Joint<'a> {
    /// The repair of a project in which `changes` were made already.
    pub(super) fn new(
        catalog: &'a Catalog,
        settings: &'a Settings,
        store: &'a dyn Store,
        words: &'a Words<'a>,
        level: Applicability,
        changes: &[FileChange],
        pages: Pages,
    ) -> Self {
        let texts = changes.iter().map(|change| (change.path.clone(), change.after.clone()));
        let texts = texts.collect();
        let own = |id: &&FileId, article: &Article| article.source != Some(**id);
        let free = catalog.articles.iter().flat_map(|article| {
            article.selected.iter().filter(move |id| own(id, article)).copied()
        });
        let (free, touched) = (free.collect(), BTreeSet::new());
        Self { catalog, settings, store, words, level, texts, pages, free, touched, fixed: 0 }
    }

    /// Repairs what can be proven, and returns what remains.
    pub(super) fn run(&mut self) -> (Vec<Finding>, Baseline) {
        let mut refused = BTreeSet::new();
        let mut judged = self.judge(&self.texts, self.pages.clone());
        for _ in 0..MOST_ROUNDS {
            let batch = self.candidates(&judged, &refused);
            if batch.is_empty() {
                break;
            }
            if let Some(next) = self.prove(&judged, &batch, &mut refused) {
                judged = next;
            }
        }
        let overlay = Overlay { over: self.store, texts: &self.texts };
        let seen = if self.settings.known.is_some() {
            let all = whole::judge(self.catalog, self.settings, &overlay, self.pages.clone());
            whole::sifted(all, self.catalog, self.settings, &overlay).1
        } else {
            Baseline::default()
        };
        (whole::findings(&judged, self.catalog, &overlay), seen)
    }

    /// The findings that are to be reported with `texts`.
    fn judge(&self, texts: &Texts, pages: Pages) -> Vec<Judged> {
        let overlay = Overlay { over: self.store, texts };
        let judged = whole::judge(self.catalog, self.settings, &overlay, pages);
        whole::sifted(judged, self.catalog, self.settings, &overlay).0
    }

    /// The findings whose fixes may be tried together.
    fn candidates(&self, judged: &[Judged], refused: &BTreeSet<String>) -> Vec<usize> {
        let mut taken: BTreeSet<(FileId, u32)> = BTreeSet::new();
        let mut batch = Vec::new();
        for (index, one) in judged.iter().enumerate() {
            let Some(fix) = &one.diagnostic.fix else { continue };
            let allowed = fix.applicability >= self.level
                && fix.applicability > Applicability::DisplayOnly
                && fix.edits.iter().all(|edit| self.may_change(edit.location.file))
                && !refused.contains(&signature(one, fix));
            let place = |edit: &Edit| (edit.location.file, edit.location.span.end);
            if allowed && fix.edits.iter().all(|edit| !taken.contains(&place(edit))) {
                taken.extend(fix.edits.iter().map(place));
                batch.push(index);
            }
        }
        batch
    }

    /// Only translations that are judged, and only files whose text stands as it is read.
    fn may_change(&self, file: FileId) -> bool {
        let path = &self.catalog.file(file).path;
        self.free.contains(&file)
            && (self.texts.contains_key(path) || self.store.read(path).is_ok())
    }

    /// Tries `batch`; where it does not hold, its halves one after the other.
    fn prove(
        &mut self,
        before: &[Judged],
        batch: &[usize],
        refused: &mut BTreeSet<String>,
    ) -> Option<Vec<Judged>> {
        if batch.is_empty() {
            return None;
        }
        if let Some(after) = self.attempt(before, batch) {
            self.fixed += batch.len();
            return Some(after);
        }
        if let [only] = batch {
            let judged = &before[*only];
            if let Some(fix) = &judged.diagnostic.fix {
                refused.insert(signature(judged, fix));
            }
            return None;
        }
        let (left, right) = batch.split_at(batch.len() / 2);
        self.prove(before, left, refused).or_else(|| self.prove(before, right, refused))
    }

    /// Makes the edits of `batch` and keeps them where they hold.
    fn attempt(&mut self, before: &[Judged], batch: &[usize]) -> Option<Vec<Judged>> {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for &index in batch {
            for edit in &before[index].diagnostic.fix.as_ref()?.edits {
                edits.entry(edit.location.file).or_default().push(edit);
            }
        }
        let (mut texts, mut pages) = (self.texts.clone(), self.pages.clone());
        for (&file, edits) in &edits {
            let entry = self.catalog.file(file);
            let overlay = Overlay { over: self.store, texts: &self.texts };
            let text = overlay.read(&entry.path).ok()?.into_parts().0;
            let after = fix::apply(&text, edits)?;
            let source = SourceFile::new(&entry.path, after.as_str());
            let document = markdown::parse(file, source, entry.locale.clone());
            let at = pages.iter().position(|page| page.file == file)?;
            pages[at] = Arc::new(pages[at].repaired(&document));
            texts.insert(entry.path.clone(), after);
        }
        let files: BTreeSet<FileId> = edits.into_keys().collect();
        let articles = self.articles_of(&files);
        let outcomes: Vec<(usize, Outcome)> =
            articles.into_iter().map(|index| (index, self.article(index, &texts))).collect();
        // How a page is worded stands at places of its text: they are those of the new one.
        for (file, wording) in outcomes.iter().flat_map(|(_, outcome)| &outcome.wordings) {
            let page = pages.iter_mut().find(|page| page.file == *file && files.contains(file));
            if let Some(page) = page {
                Arc::make_mut(page).wording = Some(Arc::clone(wording));
            }
        }
        let after = self.judge(&texts, pages.clone());
        let kept = holds(before, &after, batch) && self.articles_hold(&outcomes);
        kept.then(|| {
            (self.texts, self.pages) = (texts, pages);
            self.touched.extend(files);
            after
        })
    }

    /// Whether the articles have no new finding as they were judged with other texts.
    fn articles_hold(&self, outcomes: &[(usize, Outcome)]) -> bool {
        outcomes.iter().all(|(index, after)| {
            let before = self.article(*index, &self.texts);
            after.failures.len() <= before.failures.len()
                && holds(&before.judged, &after.judged, &[])
        })
    }

    fn articles_of(&self, files: &BTreeSet<FileId>) -> Vec<usize> {
        let has = |id: &FileId| files.contains(id);
        let articles = self.catalog.articles.iter().enumerate();
        articles
            .filter(|(_, article)| article.translations.iter().any(has))
            .map(|(index, _)| index)
            .collect()
    }

    fn article(&self, index: usize, texts: &Texts) -> Outcome {
        let overlay = Overlay { over: self.store, texts };
        article::judge(
            &self.catalog.articles[index],
            self.catalog,
            self.settings,
            &overlay,
            self.words,
        )
    }

    /// Adds what was changed here to `changes`, and brings the findings of the articles concerned
    /// up to date.
    pub(super) fn take_over(&self, changes: &mut Vec<FileChange>, findings: &mut [Vec<Finding>]) {
        for &file in &self.touched {
            let path = &self.catalog.file(file).path;
            let Some(after) = self.texts.get(path) else { continue };
            if let Some(change) = changes.iter_mut().find(|change| change.path == *path) {
                change.after.clone_from(after);
            } else if let Ok(source) = self.store.read(path) {
                let (path, after) = (path.clone(), after.clone());
                let before = source.into_parts().0;
                changes.push(FileChange { path, before, after, raw: None });
            }
        }
        for index in self.articles_of(&self.touched) {
            findings[index] = resolve::findings(&self.article(index, &self.texts), self.catalog);
        }
    }
}
