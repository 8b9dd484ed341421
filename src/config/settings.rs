//! Settings: resolved and immutable, what a run needs to know.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::per_file::PerFile;
use super::select::{self, UnknownName};
use crate::baseline::Baseline;
use crate::diagnostic::Severity;
use crate::locale::glossary::Glossary;
use crate::project::Layout;
use crate::rule::{KeyKinds, Options, Rule};

/// The values of `output-format`: the names of the output formats.
pub const OUTPUT_FORMATS: [&str; 11] = [
    "graphical",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "markdown",
];

/// What tells which revision of the source a translation was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StaleBy {
    /// What the page records; where it records nothing and is built unlike the source of today,
    /// the history of the repository.
    #[default]
    Auto,
    /// Only what the page records, in its front matter or elsewhere.
    FrontMatter,
    /// Only the history of the repository.
    Git,
    /// Only recorded digests of the source's text.
    Hash,
    /// Nothing: every page is compared with the source as it stands.
    Off,
}

impl StaleBy {
    /// All values in the order they are documented.
    pub const ALL: [Self; 5] = [Self::Auto, Self::FrontMatter, Self::Git, Self::Hash, Self::Off];

    /// The word used in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::FrontMatter => "front-matter",
            Self::Git => "git",
            Self::Hash => "hash",
            Self::Off => "off",
        }
    }
}

/// How the revision that a translation was made from is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staleness {
    /// What tells it.
    pub by: StaleBy,
    /// Front matter keys that hold a commit, besides the known ones.
    pub keys: Vec<String>,
    /// Words in the first line of a commit's message by which it does not count.
    pub ignore_commits: Vec<String>,
    /// Whether the command line asked for it by name: what cannot be had is then a failure, and
    /// the structure of a page does not overrule it.
    pub named: bool,
    /// Whether every page is to be told how far it has fallen behind, whatever it costs.
    pub thorough: bool,
}

/// What a run was told.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The rules that are on, with their severities, in the order of the list.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// Options of the rules.
    pub options: Options,
    /// How the revision that a translation was made from is found.
    pub staleness: Staleness,
    /// Front matter keys beyond the built-in ones.
    pub key_kinds: KeyKinds,
    /// The declared terms.
    pub glossary: Glossary,
    /// The least severity that makes a run fail, where the configuration says it.
    pub fail_on: Option<Severity>,
    /// One of [`OUTPUT_FORMATS`], where the configuration says it.
    pub output_format: Option<String>,
    /// The layout that the configuration states; without one it is detected.
    pub layout: Option<Layout>,
    /// `select` as written: rules, groups, `default`, `advisory`, `all`.
    pub select: Vec<String>,
    /// `ignore` as written.
    pub ignore: Vec<String>,
    /// Rules that are left out for some files.
    pub per_file: PerFile,
    /// The baseline file, absolute, where the configuration names one.
    pub baseline: Option<PathBuf>,
    /// Translations that a change leaves as they are while it edits their source, as catalogs
    /// show them.
    pub left_behind: BTreeSet<PathBuf>,
    /// Findings that are not reported because they are known. `Some` also makes the report say
    /// which findings were met, known or not.
    pub known: Option<Arc<Baseline>>,
    /// Severities by rule name.
    pub severity: BTreeMap<String, Severity>,
}

impl Settings {
    /// The settings of a run without a configuration: the default rules, a layout to be detected.
    pub fn unconfigured() -> Self {
        let mut settings = Self::default();
        // The empty selection names nothing that could be unknown.
        settings.reselect(&[], &[]).unwrap_or_default();
        settings
    }

    /// The directory of the configuration file, absolute, where there is one.
    pub fn config_dir(&self) -> Option<&Path> {
        Some(&*self.per_file.root).filter(|root| !root.as_os_str().is_empty())
    }

    /// Selects the rules anew: `select` and `ignore`, as given on the command line, replace the
    /// configuration's lists where they are not empty.
    ///
    /// # Errors
    /// All names that are neither rules nor groups; then nothing changes.
    pub fn reselect(
        &mut self,
        select: &[String],
        ignore: &[String],
    ) -> Result<(), Vec<UnknownName>> {
        let select = if select.is_empty() { &self.select } else { select };
        let ignore = if ignore.is_empty() { &self.ignore } else { ignore };
        self.rules = select::resolve(select, ignore, &self.severity)?;
        Ok(())
    }
}

impl Settings {
    /// The settings of a run that was told nothing: every default rule with its own severity.
    pub fn default_rules() -> Self {
        let on = crate::rules::RULES.iter().filter(|rule| rule.tier == crate::rule::Tier::Default);
        Self { rules: on.map(|rule| (*rule, rule.severity)).collect(), ..Self::default() }
    }
}
