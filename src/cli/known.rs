//! The baseline file: where it is, what it says, and what a run has to say about it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use crate::baseline::{self, Baseline};
use crate::config::Settings;
use crate::linter::Report;
use crate::project::{Catalog, paths};
use crate::text::{MOST_BYTES, read_text, refusal};

/// The most bytes a baseline may have: one of a hundred thousand findings has an eighth of it.
const MOST_BASELINE: u64 = 4 * MOST_BYTES;

/// A baseline file and the findings in it.
#[derive(Debug, Clone)]
pub(crate) struct KnownFile {
    /// The file, absolute.
    pub(crate) path: PathBuf,
    /// The file as it is shown.
    pub(crate) shown: String,
    /// What it says; nothing when it is not there.
    pub(crate) findings: Arc<Baseline>,
}

impl KnownFile {
    /// The file that `argument` or the configuration names, or the one beside the configuration.
    /// Without `required` a file that is not there is `None`, unless it was named.
    pub(crate) fn find(
        argument: Option<&Path>,
        settings: &Settings,
        cwd: &Path,
        required: bool,
    ) -> Result<Option<Self>, Failure> {
        let named = argument.map(|path| paths::absolute(cwd, path));
        let named = named.or_else(|| settings.baseline.clone());
        let usual = || settings.config_dir().unwrap_or(cwd).join(baseline::FILE_NAME);
        let (path, is_named) = match named {
            Some(path) => (path, true),
            None => (usual(), false),
        };
        let shown = paths::shown(&path, cwd).display().to_string();
        // A pipe of the usual name is no baseline, and nobody would end it.
        let read = if is_named || path.is_file() {
            read_text(&path, MOST_BASELINE)
        } else {
            Err(io::ErrorKind::NotFound.into())
        };
        let text = match read {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && (required || !is_named) => {
                let findings = Arc::default();
                return Ok(required.then_some(Self { path, shown, findings }));
            }
            Err(error) => {
                let message = format!("{shown}: cannot be read: {}", refusal(&error));
                return Err(Failure::with_help(message, "`hexapla baseline` writes the file"));
            }
        };
        let dir = path.parent().unwrap_or(cwd);
        let of_catalog = |file: &str| paths::shown(&paths::absolute(dir, Path::new(file)), cwd);
        let findings = Baseline::read(&text, &of_catalog).map_err(|error| {
            let help = "`hexapla baseline` writes the file anew";
            Failure::with_help(format!("{shown}: {error}"), help)
        })?;
        Ok(Some(Self { path, shown, findings: Arc::new(findings) }))
    }

    /// The findings of the file that `report` could have met again: those of files that were
    /// judged, or that are gone when the `whole` project was looked at, and of rules that were on.
    pub(crate) fn in_scope(&self, catalog: &Catalog, settings: &Settings, whole: bool) -> Baseline {
        let on = |name: &str| settings.rules.iter().any(|(rule, _)| rule.name == name);
        let selected = catalog.articles.iter().flat_map(|article| &article.selected);
        let judged: HashSet<&Path> = selected.map(|id| &*catalog.file(*id).path).collect();
        let there = |path: &Path| catalog.files.iter().any(|file| file.path == path);
        self.findings
            .only(|path, rule| on(rule) && (judged.contains(path) || whole && !there(path)))
    }

    /// What there is to say after a run: how many findings are not shown, and how many are gone.
    pub(crate) fn notes(
        &self,
        report: &Report,
        catalog: &Catalog,
        settings: &Settings,
        whole: bool,
    ) -> Vec<String> {
        let mut notes = Vec::new();
        let hidden = self.findings.shared(&report.seen).len();
        if hidden > 0 {
            let findings = findings(hidden);
            notes.push(format!("{findings} in {} known and not shown", self.shown));
        }
        let gone = self.in_scope(catalog, settings, whole).beyond(&report.seen).len();
        if gone > 0 && report.failures.is_empty() {
            let (what, them) =
                if gone == 1 { ("finding is", "it") } else { ("findings are", "them") };
            notes.push(format!(
                "{gone} {what} gone that {} still lists; `hexapla baseline --prune` takes {them} out",
                self.shown
            ));
        }
        notes
    }

    /// Writes `findings` into the file.
    pub(crate) fn write(&self, findings: &Baseline, cwd: &Path) -> Result<(), Failure> {
        let dir = self.path.parent().unwrap_or(cwd);
        let shown = |path: &Path| {
            let path = paths::shown(&paths::absolute(cwd, path), dir);
            paths::slashed(&path).unwrap_or_else(|| path.to_string_lossy().into_owned())
        };
        let refused = |error| {
            let why = refusal(&error);
            Failure::new(format!("{}: cannot be written: {why}", self.shown))
        };
        fs::write(&self.path, findings.write(&shown)).map_err(refused)
    }
}

/// "1 finding", "2 findings".
pub(crate) fn findings(count: usize) -> String {
    format!("{count} finding{}", if count == 1 { "" } else { "s" })
}
