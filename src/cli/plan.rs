//! From arguments to a plan: the nearest configuration, the settings it gives together with the
//! flags, and the articles that are looked at.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::changed::Change;
use super::failure::Failure;
use super::known::KnownFile;
use super::options::{BasisChoice, RuleOptions};
use crate::config::{self, Settings};
use crate::linter::Snapshot;
use crate::locale::Locale;
use crate::project::{self, Catalog, Discovery};

/// Detected layouts that are named one by one.
const MOST_DETECTED: usize = 3;

/// What is to be linted and how.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The articles.
    pub(crate) catalog: Catalog,
    /// The rules.
    pub(crate) settings: Settings,
    /// Remarks about how the two were found.
    pub(crate) notes: Vec<String>,
    /// Whether the whole project is looked at, not only what was named.
    pub(crate) whole: bool,
    /// Whether all files that were named are excluded by the configuration.
    pub(crate) excluded: bool,
    /// The baseline file, if there is one.
    pub(crate) known: Option<KnownFile>,
    /// Where texts are read.
    pub(crate) store: Snapshot,
    /// The change that is looked at, if one is.
    pub(crate) change: Option<Change>,
}

impl Plan {
    /// A plan for the articles of `catalog` as they stand on disk.
    pub(crate) fn new(catalog: Catalog, settings: Settings, notes: Vec<String>) -> Self {
        let store = Snapshot::default();
        Self {
            catalog,
            settings,
            notes,
            whole: false,
            excluded: false,
            known: None,
            store,
            change: None,
        }
    }

    /// Does not report what `known` lists.
    pub(crate) fn leave_out(&mut self, known: Option<KnownFile>) {
        if let Some(known) = &known {
            self.settings.known = Some(Arc::clone(&known.findings));
        }
        self.known = known;
    }
}

/// The plan for the project around the working directory, or for the named paths in it.
pub(crate) fn for_project(paths: &[String], options: &RuleOptions) -> Result<Plan, Failure> {
    let cwd = working_directory()?;
    let settings = settings(options, &cwd)?;
    let found = project::find(settings.layout.clone(), paths, &cwd)?;
    Ok(Plan { whole: paths.is_empty(), ..plan(found, settings, cwd) })
}

/// The plan for versions of one article.
pub(crate) fn for_files(
    source: Option<&str>,
    files: &[String],
    languages: &[(String, Locale)],
    options: &RuleOptions,
) -> Result<Plan, Failure> {
    let cwd = working_directory()?;
    let settings = settings(options, &cwd)?;
    let stated: BTreeMap<_, _> = languages.iter().cloned().collect();
    let found = project::compare(source, files, &stated, &cwd)?;
    for (file, _) in languages {
        let path = project::paths::shown(&project::paths::absolute(&cwd, Path::new(file)), &cwd);
        if !found.catalog.files.iter().any(|compared| compared.path == path) {
            let message = format!("--lang names {file}, which is not among the files compared");
            return Err(Failure::with_help(message, "write the path as it is compared"));
        }
    }
    Ok(plan(found, settings, cwd))
}

/// Where the configuration comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ConfigFrom<'a> {
    /// None is wanted.
    Nothing,
    /// This file, or the nearest one.
    File(&'a Option<PathBuf>),
}

/// The plan for the state of the project around the working directory.
pub(crate) fn for_status(
    from: ConfigFrom<'_>,
    basis: Option<BasisChoice>,
) -> Result<Plan, Failure> {
    let cwd = working_directory()?;
    let mut settings = loaded(from, &cwd)?;
    if let Some(basis) = basis {
        basis.apply(&mut settings.staleness);
    }
    let found = project::find(settings.layout.clone(), &[], &cwd)?;
    Ok(plan(found, settings, cwd))
}

/// What the configuration says.
fn loaded(from: ConfigFrom<'_>, cwd: &Path) -> Result<Settings, Failure> {
    let loaded = match from {
        ConfigFrom::Nothing => None,
        ConfigFrom::File(path) => config::load(cwd, path.as_deref())?,
    };
    Ok(loaded.map_or_else(Settings::unconfigured, |loaded| loaded.settings))
}

fn plan(found: Discovery, settings: Settings, cwd: PathBuf) -> Plan {
    let roots = found.layout.iter().flat_map(|layout| &layout.sets).flat_map(|set| &set.roots);
    let bare = roots.filter(|(_, root)| project::is_bare(root)).map(|(_, root)| {
        let shown = project::paths::shown(root, &cwd);
        format!("{} is a bare repository: none of its files is checked out", shown.display())
    });
    let notes = detected(&found).chain(found.notes.iter().cloned()).chain(bare).collect();
    let store = Snapshot::of_disk(cwd, found.catalog.files.len());
    Plan { store, excluded: found.excluded, ..Plan::new(found.catalog, settings, notes) }
}

/// What there is to say about layouts that were detected: a line for each of the first few.
pub(crate) fn detected(found: &Discovery) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = found.detected.iter().flat_map(|text| text.lines()).collect();
    let more = lines.len().saturating_sub(MOST_DETECTED);
    let more =
        (more > 0).then(|| format!("and {more} more layouts; --show-pairs shows what pairs"));
    let shown: Vec<String> =
        lines.iter().take(MOST_DETECTED).map(|line| (*line).to_owned()).collect();
    shown.into_iter().chain(more)
}

/// What the configuration says, and the flags over it.
pub(crate) fn settings(options: &RuleOptions, cwd: &Path) -> Result<Settings, Failure> {
    let from =
        if options.isolated { ConfigFrom::Nothing } else { ConfigFrom::File(&options.config) };
    let mut settings = loaded(from, cwd)?;
    settings.reselect(&options.select, &options.ignore)?;
    if let Some(basis) = options.basis {
        basis.apply(&mut settings.staleness);
    }
    if settings.rules.is_empty() {
        return Err(Failure::with_help(
            "no rule is on: everything that is selected is also ignored",
            "see --select and --ignore, and [rules] in lint-rules.toml",
        ));
    }
    Ok(settings)
}

/// The directory that paths are relative to.
pub(crate) fn working_directory() -> Result<PathBuf, Failure> {
    env::current_dir()
        .map_err(|error| Failure::new(format!("the working directory cannot be found: {error}")))
}
