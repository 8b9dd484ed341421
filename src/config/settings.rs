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
