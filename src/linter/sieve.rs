//! What stands between judging and reporting: findings that a page does not want to hear about,
//! and findings that are known.

use std::collections::BTreeMap;

use crate::baseline::{Baseline, Key};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Applicability;
use crate::identity;
use crate::markdown::Document;
use crate::project::{Article, Catalog};
use crate::rule::{Check, Checker};
use crate::suppress::Suppressions;
use crate::text::FileId;

use super::article::Judged;

/// The sieve of one article.
pub(super) struct Sieve<'a> {
    article: &'a Article,
    catalog: &'a Catalog,
    settings: &'a Settings,
    documents: Vec<&'a Document>,
    suppressions: Suppressions<'a>,
    /// How many findings of each kind may still be known, by file.
    known: BTreeMap<FileId, BTreeMap<Key, u32>>,
    seen: Baseline,
}

impl<'a> Sieve<'a> {
    /// A sieve over `documents`, the versions of `article` that were read.
    pub(super) fn new(
        article: &'a Article,
        catalog: &'a Catalog,
        settings: &'a Settings,
        documents: Vec<&'a Document>,
    ) -> Self {
        let configured = |file| settings.per_file.ignored(&catalog.file(file).path);
        let suppressions =
            Suppressions::new(documents.iter().copied(), article.source, &configured);
        let known = settings.known.as_ref().map(|known| {
            let file = |document: &&Document| {
                let path = &catalog.file(document.file).path;
                Some((document.file, known.file(path)?.clone()))
            };
            documents.iter().filter_map(file).collect()
        });
        let (known, seen) = (known.unwrap_or_default(), Baseline::default());
        Self { article, catalog, settings, documents, suppressions, known, seen }
    }

    /// The findings that are to be reported.
    pub(super) fn keep(&mut self, mut judged: Vec<Judged>) -> Vec<Judged> {
        judged.retain_mut(|judged| {
            self.suppressions.allows(&judged.diagnostic)
                && !self.is_known(judged)
                && self.is_its_own(judged)
        });
        judged.iter_mut().for_each(|judged| self.offer(&mut judged.diagnostic));
        judged
    }

    /// A repair of the source, or of a version that was not asked for, is shown and never made:
    /// nobody is told that `--fix` would make it.
    fn offer(&self, diagnostic: &mut Diagnostic) {
        let own = diagnostic.primary.location.file;
        let Some(fix) = &mut diagnostic.fix else { return };
        let may_change =
            |file| Some(file) != self.article.source && self.article.selected.contains(&file);
        let mut files = fix.edits.iter().map(|edit| edit.location.file);
        let free = if fix.edits.is_empty() { may_change(own) } else { files.all(may_change) };
        if !free {
            fix.applicability = Applicability::DisplayOnly;
        }
    }

    /// What a change to a source brings to a translation that it does not touch is no defect of
    /// the translation: it was right before, and translators follow later. That it is behind is
    /// said once, on the source; only what can be repaired without translating stays, as a notice.
    fn is_its_own(&self, judged: &mut Judged) -> bool {
        let left_behind = &self.settings.left_behind;
        let file = judged.diagnostic.primary.location.file;
        if left_behind.is_empty() || !left_behind.contains(&self.catalog.file(file).path) {
            return true;
        }
        judged.diagnostic.severity = Severity::Info;
        judged.diagnostic.fix.is_some()
    }

    /// Whether a finding is known; counts it as seen.
    fn is_known(&mut self, judged: &Judged) -> bool {
        if self.settings.known.is_none() {
            return false;
        }
        let diagnostic = &judged.diagnostic;
        let file = diagnostic.primary.location.file;
        let token = identity::token(&diagnostic.subject, &diagnostic.message);
        if self.article.selected.contains(&file) {
            self.seen.add(&self.catalog.file(file).path, diagnostic.rule, &token);
        }
        let key = (diagnostic.rule.to_owned(), token.into_owned());
        let left = self.known.get_mut(&file).and_then(|keys| keys.get_mut(&key));
        match left {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// All findings that were seen, without a word on the comments.
    pub(super) fn into_seen(self) -> Baseline {
        self.seen
    }

    /// What is wrong with the comments that switch rules off, and all findings that were seen.
    pub(super) fn finish(mut self) -> (Vec<Judged>, Baseline) {
        let mut found = Vec::new();
        let all = |files: &[FileId]| files.iter().all(|id| self.article.selected.contains(id));
        let translations = all(&self.article.translations);
        for document in &self.documents {
            if document.suppressions.is_empty() || !all(&[document.file]) {
                continue;
            }
            let complete = translations || Some(document.file) != self.article.source;
            let faults = self.suppressions.faults(document.file, self.settings, complete);
            for (rule, severity) in &self.settings.rules {
                let Check::Suppressions(check) = rule.check else { continue };
                let first = found.len();
                let (options, kinds) = (&self.settings.options, &self.settings.key_kinds);
                check(document, &faults, &mut Checker::new(rule, options, kinds, &mut found));
                for diagnostic in &mut found[first..] {
                    diagnostic.severity = *severity;
                }
            }
        }
        let judged = found.into_iter().map(|diagnostic| Judged { diagnostic, basis: None });
        let judged = self.keep(judged.collect());
        (judged, self.seen)
    }
}
