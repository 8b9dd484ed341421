//! The rules: one file each, listed here.

pub mod front_matter_key;
pub mod front_matter_missing;
pub mod front_matter_syntax;
pub mod front_matter_untranslated;
pub mod front_matter_value;
pub mod html_entity;
pub mod mojibake;

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[
    &front_matter_key::RULE,
    &front_matter_missing::RULE,
    &front_matter_syntax::RULE,
    &front_matter_untranslated::RULE,
    &front_matter_value::RULE,
    &html_entity::RULE,
    &mojibake::RULE,
];
