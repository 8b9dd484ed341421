//! A change: what was there before it is known, what it does to translations is said.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::baseline::Baseline;
use crate::config::Settings;
use crate::markdown::{self, Document};
use crate::outline::Outline;
use crate::project::{Catalog, ChangedArticles, Revisions};
use crate::rule::{Change, Check, Checker};
use crate::text::{FileId, ReadError, SourceFile};

use super::article::{Judged, Outcome, Version};
use super::report::Report;
use super::resolve;
use super::run;
use super::store::{self, Disk, Store};

/// The findings of `catalog`, the articles as they were, under the paths that the files have now.
pub fn findings_before(
    catalog: &Catalog,
    moved: &[(PathBuf, PathBuf)],
    settings: &Settings,
    store: &dyn Store,
) -> Baseline {
    let settings = Settings { known: Some(Arc::default()), ..settings.clone() };
    let mut seen = run::lint(catalog, &settings, store, &|_| ()).seen;
    for (before, after) in moved {
        seen.rename(before, after);
    }
    seen
}

/// Adds to `report` what the change means for translations: sources that are gone, sources that
/// changed while translations stayed.
pub fn judge_changes(
    changed: &ChangedArticles,
    settings: &Settings,
    after: &dyn Store,
    before: &dyn Store,
    report: &mut Report,
) {
    let catalog = &changed.after;
    let read = |id: FileId| {
        let file = catalog.file(id);
        let source = store::read(after, &file.path, &file.locale).ok()?;
        Some(markdown::parse(id, source, file.locale.clone()))
    };
    for removed in &changed.removed {
        report.summary.articles += 1;
        for document in removed.translations.iter().filter_map(|id| read(*id)) {
            let now = removed.now.as_deref();
            let change = Change::Removed { translation: &document, was: &removed.was, now };
            let judged = judge(&change, settings);
            report.summary.documents += 1;
            add(judged, vec![document], catalog, report);
        }
    }
    for edited in &changed.edited {
        let locale = catalog.file(edited.source).locale.clone();
        let Ok(old) = store::read(before, &edited.before, &locale) else { continue };
        let old = markdown::parse(edited.source, old, locale);
        let Some(source) = read(edited.source) else { continue };
        let translations: Vec<_> =
            edited.translations.iter().map(|id| (*id, catalog.file(*id))).collect();
        let change = Change::Edited { source: &source, before: &old, translations: &translations };
        let judged = judge(&change, settings);
        if judged.is_empty() {
            continue;
        }
        let mut documents: Vec<Document> =
            edited.translations.iter().filter_map(|id| read(*id)).collect();
        documents.push(source);
        add(judged, documents, catalog, report);
    }
    run::finish(report);
}

fn judge(change: &Change<'_>, settings: &Settings) -> Vec<Judged> {
    let mut found = Vec::new();
    for (rule, severity) in &settings.rules {
        let Check::Change(check) = rule.check else { continue };
        let first = found.len();
        let (options, kinds) = (&settings.options, &settings.key_kinds);
        check(change, &mut Checker::new(rule, options, kinds, &mut found));
        for diagnostic in &mut found[first..] {
            diagnostic.severity = *severity;
        }
    }
    found.into_iter().map(|diagnostic| Judged { diagnostic, basis: None }).collect()
}

fn add(judged: Vec<Judged>, documents: Vec<Document>, catalog: &Catalog, report: &mut Report) {
    let documents = documents
        .into_iter()
        .map(|document| Version { outline: Outline::default(), document })
        .collect();
    let outcome = Outcome { judged, documents, ..Outcome::default() };
    report.findings.extend(resolve::findings(&outcome, catalog));
}

/// Files of a state of a repository in memory; all others are read from disk.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The files, by the path that catalogs show.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// Old revisions of the files, where there are any to ask for.
    pub revisions: Option<Revisions>,
}

impl Snapshot {
    /// The files on disk, whose paths are relative to `cwd`, with the repositories that they lie
    /// in. `count` says how many files a run looks at.
    pub fn of_disk(cwd: PathBuf, count: usize) -> Self {
        Self { files: BTreeMap::new(), revisions: Some(Revisions::new(cwd, count)) }
    }
}

impl Store for Snapshot {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        match self.files.get(path) {
            Some(bytes) => store::from_bytes(path, bytes),
            None => Disk.read(path),
        }
    }

    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(path).map_or_else(|| Disk.bytes(path), |bytes| Ok(bytes.clone()))
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.keys().any(|known| known.starts_with(path)) || Disk.exists(path)
    }

    fn names(&self, path: &Path) -> Option<Vec<String>> {
        let inside = self.files.keys().filter_map(|known| known.strip_prefix(path).ok());
        let inside = inside.filter_map(|rest| rest.components().next()?.as_os_str().to_str());
        let mut names = Disk.names(path)?;
        names.extend(inside.map(str::to_owned));
        Some(names)
    }

    fn revisions(&self) -> Option<&Revisions> {
        self.revisions.as_ref()
    }
}
