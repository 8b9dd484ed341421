//! From arguments to a catalog and settings.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::options::LintOptions;
use super::run::Plan;

/// The plan for the project around the working directory, or for the named paths in it.
pub(crate) fn for_project(_paths: &[PathBuf], _options: &LintOptions) -> Result<Plan, Failure> {
    Err(Failure::new("placeholder"))
}

/// The plan for versions of one article.
pub(crate) fn for_files(
    _source: Option<&Path>,
    _files: &[PathBuf],
    _options: &LintOptions,
) -> Result<Plan, Failure> {
    Err(Failure::new("placeholder"))
}
