//! Settings: resolved and immutable, what a run needs to know.

use std::collections::BTreeMap;

use super::select::{self, UnknownName};
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

/// What a run was told.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The rules that are on, with their severities, in the order of the list.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// Options of the rules.
    pub options: Options,
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
