//! Settings: resolved and immutable, what a run needs to know.

use crate::diagnostic::Severity;
use crate::rule::{KeyKinds, Options, Rule};

/// What a run was told.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The rules that are on, with their severities, in the order of the list.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// Options of the rules.
    pub options: Options,
    /// Front matter keys beyond the built-in ones.
    pub key_kinds: KeyKinds,
}

impl Settings {
    /// The settings of a run that was told nothing: every default rule with its own severity.
    pub fn default_rules() -> Self {
        let on = crate::rules::RULES.iter().filter(|rule| rule.tier == crate::rule::Tier::Default);
        Self { rules: on.map(|rule| (*rule, rule.severity)).collect(), ..Self::default() }
    }
}
