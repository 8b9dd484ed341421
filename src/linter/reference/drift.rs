//! What happened to a source since the state that a translation was made from.

use crate::linter::article::{self, Judged};
use crate::outline::{self, Alignment, Changes, Drift, Grade, Revision};
use crate::project::revisions::{Origin, Revisions, has_phrase};
use crate::text::Span;

use super::{Old, References};

impl References<'_> {
    fn aligned(&self, old: usize) -> &Alignment {
        let Old { version, aligned, .. } = &self.olds[old];
        aligned.get_or_init(|| article::align(version, self.source))
    }

    fn changes(&self, old: usize) -> &Changes {
        let Old { version, changes, .. } = &self.olds[old];
        let (before, after) = (&version.document, &self.source.document);
        changes.get_or_init(|| Changes::between(before, after, || self.aligned(old)))
    }

    /// What happened since; `None` when nothing did that counts. `recorded` is where the revision
    /// is recorded, and whether the source lay at its path of today then.
    pub(super) fn drift(
        &self,
        revisions: &Revisions,
        old: usize,
        revision: &Revision,
        recorded: (Option<Span>, bool),
    ) -> Option<Drift> {
        let staleness = &self.settings.staleness;
        let wanted = self.settings.rules.iter().any(|(rule, _)| rule.name == "stale-translation");
        if !wanted && !staleness.thorough {
            return None;
        }
        let changes = self.changes(old).clone();
        let mut commits = None;
        if changes.grade == Grade::Text || !staleness.ignore_commits.is_empty() {
            let origin = self.origin(revisions)?;
            commits = self.commits_since(origin, &self.olds[old].blob, revision, recorded.1);
            if commits == Some(0) && !staleness.ignore_commits.is_empty() {
                return None;
            }
        }
        let source = self.source.document.file;
        let recorded = recorded.0;
        Some(Drift { revision: revision.clone(), source, recorded, commits, changes })
    }

    /// How many commits changed the source since it was `blob`, ignored ones left out.
    fn commits_since(
        &self,
        origin: &Origin,
        blob: &str,
        revision: &Revision,
        unmoved: bool,
    ) -> Option<u32> {
        let (repository, path) = (&origin.repository, &origin.path);
        let ignored = &self.settings.staleness.ignore_commits;
        if unmoved
            && ignored.is_empty()
            && let Some(count) = repository.changes_since(path, blob)
        {
            // Without a commit the change lies in the working tree.
            return (count > 0).then_some(count);
        }
        let since = if unmoved { repository.since(path, &revision.commit) } else { None };
        let is_since = since.is_some();
        let history = since.unwrap_or_else(|| repository.history(path));
        let states = history.states(path);
        let newer = states.iter().position(|state| state.blob == blob).or_else(|| {
            if is_since {
                return Some(states.len());
            }
            // The revision lies on a side branch; then the day decides.
            let date = revision.date.as_deref()?;
            Some(states.iter().take_while(|state| &*state.commit.date > date).count())
        })?;
        let counted =
            states[..newer].iter().filter(|state| !has_phrase(&state.commit.subject, ignored));
        let count = counted.count() as u32;
        (newer > 0).then_some(count)
    }

    /// Points findings that refer to the old source at today's, where it reads the same.
    pub(in crate::linter) fn carry(&self, old: usize, found: &mut [Judged]) {
        let from = &self.olds[old].version.document;
        for judged in found {
            for label in &mut judged.diagnostic.related {
                if label.location.file == from.file
                    && let Some(span) =
                        outline::carried(label.location.span, from, &self.source.document, || {
                            self.aligned(old)
                        })
                {
                    label.location.file = self.source.document.file;
                    label.location.span = span;
                }
            }
        }
    }
}
