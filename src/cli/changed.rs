//! `check --diff-base` and `check --staged`: the articles that a change touches, what was there
//! before it, and what it does to translations.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::known::{self, KnownFile};
use super::options::RuleOptions;
use super::plan::{self, Plan};
use crate::baseline::Baseline;
use crate::linter::{self, FileChange, Report, Snapshot};
use crate::project::revisions::Revisions;
use crate::project::{
    self, Catalog, ChangedArticles, Changes, ChangesError, DiscoverError, GitError, Since, paths,
};

/// A change with what was there before it.
#[derive(Debug)]
pub(crate) struct Change {
    changes: Changes,
    articles: ChangedArticles,
    /// The files of the first state before.
    before: Snapshot,
    /// The findings of all states before.
    findings: Baseline,
    cwd: PathBuf,
}

/// What is asked for; pre-commit tells in its environment when it looks at a range.
pub(crate) fn since(diff_base: Option<&str>, staged: bool) -> Option<Since> {
    let variable = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
    let range = || Some((variable("PRE_COMMIT_FROM_REF")?, variable("PRE_COMMIT_TO_REF")?));
    match (diff_base, staged) {
        (Some(base), _) => Some(Since::Base(base.to_owned())),
        (None, true) => Some(range().map_or(Since::Staged, |(from, to)| Since::Range(from, to))),
        (None, false) => None,
    }
}

/// The plan for what a change touches.
pub(crate) fn plan(
    since: &Since,
    options: &RuleOptions,
    repairs: bool,
    baseline: impl FnOnce(&Plan) -> Result<Option<KnownFile>, Failure>,
) -> Result<Plan, Failure> {
    let cwd = plan::working_directory()?;
    let settings = plan::settings(options, &cwd)?;
    let changes = Changes::read(&cwd, since).map_err(unreadable)?;
    if repairs && !changes.is_repairable() {
        let help = "check out the commit that is looked at";
        return Err(Failure::with_help("only files of the working tree can be repaired", help));
    }
    let mut notes = Vec::new();
    let articles = match changes.articles(settings.layout.clone(), &cwd) {
        // Pages that are too few to show a layout by themselves are looked at one by one.
        Err(DiscoverError::NoLayout(_)) => {
            let found = project::find(None, &[], &cwd)?;
            notes.extend(plan::detected(&found));
            changes.articles(found.layout, &cwd)?
        }
        articles => articles?,
    };
    notes.extend(articles.detected.iter().cloned());
    notes.extend(changes.notes.iter().cloned());
    let mut plan = Plan::new(articles.after.clone(), settings, notes);
    let known = baseline(&plan)?;
    plan.leave_out(known);
    let count = articles.after.files.len();
    // Of a source that the change edits, the state before is at hand.
    let edited = articles.edited.iter();
    let settled: Vec<PathBuf> = edited
        .flat_map(|one| [articles.after.file(one.source).path.clone(), one.before.clone()])
        .collect();
    let revisions = || Some(Revisions::new(cwd.clone(), count).settled(settled.clone()));
    let texts = changes.texts_after(&files(&articles.after), &cwd).map_err(told)?;
    plan.store = Snapshot { files: texts, revisions: revisions() };
    let mut findings = Baseline::default();
    let mut first = None;
    for before in &articles.before {
        let files = changes.texts_before(before, &files(&before.catalog), &cwd).map_err(told)?;
        let store = Snapshot { files, revisions: revisions() };
        let settings = &plan.settings;
        findings.merge(linter::findings_before(&before.catalog, &before.moved, settings, &store));
        first.get_or_insert(store);
    }
    let left = articles.edited.iter().flat_map(|one| &one.translations);
    plan.settings.left_behind = left.map(|id| articles.after.file(*id).path.clone()).collect();
    let mut all = findings.clone();
    if let Some(known) = &plan.settings.known {
        all.merge((**known).clone());
    }
    plan.settings.known = Some(Arc::new(all));
    let before = first.unwrap_or_default();
    plan.change = Some(Change { changes, articles, before, findings, cwd });
    Ok(plan)
}

/// What to do when the change cannot be read.
fn unreadable(error: ChangesError) -> Failure {
    let help = match &error {
        ChangesError::OnRemote(..) => "branches of the remote are named with it",
        ChangesError::NoCommit(_, false) => {
            "write a branch, tag or commit that `git rev-parse` knows; in CI, fetch the whole \
             history (`fetch-depth: 0`)"
        }
        ChangesError::NoCommit(_, true) => {
            "`git fetch --unshallow` does that; on GitHub, check out with `fetch-depth: 0`"
        }
        ChangesError::Git(_) => {
            "--diff-base and --staged need a git repository with the commits they compare"
        }
    };
    Failure::with_help(error.to_string(), help)
}

fn told(error: GitError) -> Failure {
    Failure::new(error.to_string())
}

/// The files that a run over `catalog` may read.
fn files(catalog: &Catalog) -> Vec<PathBuf> {
    let versions = |article: &crate::project::Article| {
        article.source.into_iter().chain(article.translations.iter().copied()).collect::<Vec<_>>()
    };
    let mut ids: Vec<_> = catalog.articles.iter().flat_map(versions).collect();
    // Translations of a source that is gone belong to no article.
    ids.extend((0..catalog.files.len() as u32).map(crate::text::FileId));
    ids.sort();
    ids.dedup();
    ids.into_iter().map(|id| catalog.file(id).path.clone()).collect()
}

impl Change {
    /// Adds what the change does to translations.
    pub(crate) fn judge(&self, plan: &Plan, report: &mut Report) {
        let (settings, store) = (&plan.settings, &plan.store);
        linter::judge_changes(&self.articles, settings, store, &self.before, report);
    }

    /// Takes out the files whose working tree version is not the staged one: a repair of what
    /// is staged would be written over somebody's work. Says so.
    pub(crate) fn refuse(&self, changes: Vec<FileChange>) -> (Vec<FileChange>, Vec<String>) {
        let (refused, kept): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| {
            self.changes.is_unstaged(&paths::absolute(&self.cwd, &change.path))
        });
        let said = refused.iter().map(|change| {
            let path = change.path.display();
            format!("{path}: not repaired, because it has changes that are not staged")
        });
        (kept, said.collect())
    }

    /// What there is to say after a run.
    pub(crate) fn notes(&self, report: &Report) -> Vec<String> {
        let mut notes = Vec::new();
        if self.articles.after.articles.is_empty() && self.articles.removed.is_empty() {
            notes.push("the change touches no article".to_owned());
        }
        let kept = self.findings.shared(&report.seen).len();
        if kept > 0 {
            notes.push(format!("{} there before the change, not shown", known::findings(kept)));
        }
        let judged =
            |path: &Path, _: &str| self.articles.after.files.iter().any(|file| file.path == path);
        let gone = self.findings.only(judged).beyond(&report.seen).len();
        if gone > 0 && report.failures.is_empty() {
            notes.push(format!("the change takes {} away", known::findings(gone)));
        }
        notes
    }
}
