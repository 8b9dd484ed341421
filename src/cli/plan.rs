//! From arguments to a plan: the nearest configuration, the settings it gives together with the
//! flags, and the articles that are looked at.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use super::failure::Failure;
use super::options::LintOptions;
use crate::config::Settings;
use crate::project::{self, Catalog, DiscoverError, Discovery};

/// What is to be linted and how.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The articles.
    pub(crate) catalog: Catalog,
    /// The rules.
    pub(crate) settings: Settings,
    /// Remarks about how the two were found.
    pub(crate) notes: Vec<String>,
}

/// The plan for the project around the working directory, or for the named paths in it.
pub(crate) fn for_project(paths: &[String], options: &LintOptions) -> Result<Plan, Failure> {
    let cwd = working_directory()?;
    let settings = settings(options)?;
    let found = project::find(None, paths, &cwd)?;
    Ok(plan(found, settings))
}

/// The plan for versions of one article.
pub(crate) fn for_files(
    source: Option<&str>,
    files: &[String],
    options: &LintOptions,
) -> Result<Plan, Failure> {
    let cwd = working_directory()?;
    let settings = settings(options)?;
    let languages: BTreeMap<_, _> = options.lang.iter().cloned().collect();
    let found = project::compare(source, files, &languages, &cwd)?;
    Ok(plan(found, settings))
}

fn plan(found: Discovery, settings: Settings) -> Plan {
    let notes = found.detected.into_iter().chain(found.notes).collect();
    Plan { catalog: found.catalog, settings, notes }
}

fn settings(_options: &LintOptions) -> Result<Settings, Failure> {
    Ok(Settings::default_rules())
}

fn working_directory() -> Result<PathBuf, Failure> {
    env::current_dir()
        .map_err(|error| Failure::new(format!("the working directory cannot be found: {error}")))
}

impl From<DiscoverError> for Failure {
    fn from(error: DiscoverError) -> Self {
        Self::new(error.to_string())
    }
}
