//! Diagnostics to findings: every place gets its lines and columns, so that texts can be let go.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::outline::{Basis, Revision};
use crate::project::Catalog;
use crate::text::{FileId, LineIndex, Location, Range};

use super::article::{Judged, Outcome};
use super::report::{Finding, FindingFix, PlacedEdit, Spot};

/// Resolves all findings of an article.
pub(super) fn findings(outcome: &Outcome, catalog: &Catalog) -> Vec<Finding> {
    let now = outcome.documents.iter().map(|version| {
        let document = &version.document;
        let path = &*catalog.file(document.file).path;
        Shown { file: document.file, text: &document.text, path }
    });
    let old = outcome.revisions.iter().map(|old| {
        let document = &old.version.document;
        Shown { file: document.file, text: &document.text, path: &old.path }
    });
    let texts: Vec<Shown<'_>> = now.chain(old).collect();
    let judged: Vec<&Judged> = outcome.judged.iter().collect();
    resolved(&judged, &texts, catalog)
}

/// A file that places lie in.
pub(super) struct Shown<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    /// The path that is shown.
    pub(super) path: &'a Path,
}

/// Resolves findings whose places lie in `texts`.
pub(super) fn resolved(all: &[&Judged], texts: &[Shown<'_>], catalog: &Catalog) -> Vec<Finding> {
    let mut resolver = Resolver { catalog, texts, lines: BTreeMap::new() };
    let mut found = Vec::with_capacity(all.len());
    for judged in all {
        let diagnostic = &judged.diagnostic;
        let mut spot = |location: Location, message: &str| Spot {
            path: resolver.path(location.file),
            range: resolver.range(location),
            message: message.to_owned(),
        };
        let primary = spot(diagnostic.primary.location, &diagnostic.primary.message);
        let related = diagnostic.related.iter();
        let related = related.map(|label| spot(label.location, &label.message)).collect();
        let fix = diagnostic.fix.as_ref().map(|fix| FindingFix {
            title: fix.title.clone(),
            applicability: fix.applicability,
            edits: fix
                .edits
                .iter()
                .map(|edit| PlacedEdit {
                    path: resolver.path(edit.location.file),
                    range: resolver.range(edit.location),
                    replacement: edit.replacement.clone(),
                })
                .collect(),
        });
        found.push(Finding {
            rule: diagnostic.rule,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            spot: primary,
            locale: catalog.file(diagnostic.primary.location.file).locale.clone(),
            related,
            basis: judged.basis.as_ref().map(words),
            subject: diagnostic.subject.clone(),
            fix,
        });
    }
    found
}

/// The basis in words.
fn words(basis: &Basis) -> String {
    match basis {
        Basis::WorkingTree => "working tree".to_owned(),
        Basis::Recorded(revision) => format!("recorded revision {}", dated(revision)),
        Basis::History(revision) => format!("history: {}", dated(revision)),
        Basis::Siblings { of: 2, .. } => "siblings: two versions".to_owned(),
        Basis::Siblings { agreeing, of } => format!("siblings: {agreeing} of {of} agree"),
    }
}

fn dated(revision: &Revision) -> String {
    match &revision.date {
        Some(date) => format!("{} of {date}", revision.short()),
        None => revision.short().to_owned(),
    }
}

struct Resolver<'a> {
    catalog: &'a Catalog,
    texts: &'a [Shown<'a>],
    lines: BTreeMap<FileId, (LineIndex, Arc<Path>)>,
}

impl Resolver<'_> {
    fn text(&self, file: FileId) -> &str {
        self.texts.iter().find(|text| text.file == file).map_or("", |text| text.text)
    }

    fn ensure(&mut self, file: FileId) {
        if !self.lines.contains_key(&file) {
            let lines = LineIndex::new(self.text(file));
            let known = self.texts.iter().find(|text| text.file == file);
            let path = known.map_or_else(|| &*self.catalog.file(file).path, |text| text.path);
            let path = Arc::from(path);
            self.lines.insert(file, (lines, path));
        }
    }

    fn path(&mut self, file: FileId) -> Arc<Path> {
        self.ensure(file);
        Arc::clone(&self.lines[&file].1)
    }

    fn range(&mut self, location: Location) -> Range {
        self.ensure(location.file);
        self.lines[&location.file].0.range(self.text(location.file), location.span)
    }
}
