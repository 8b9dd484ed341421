//! The rules: one file each, listed here.

pub mod byte_order_mark;
pub mod control_character;
pub mod entity_in_code;
pub mod front_matter_key;
pub mod front_matter_missing;
pub mod front_matter_syntax;
pub mod front_matter_untranslated;
pub mod front_matter_value;
pub mod html_entity;
pub mod invisible_character;
pub mod mixed_script;
pub mod mojibake;
pub mod replacement_character;
pub mod unicode_normalization;

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[
    &byte_order_mark::RULE,
    &control_character::RULE,
    &entity_in_code::RULE,
    &front_matter_key::RULE,
    &front_matter_missing::RULE,
    &front_matter_syntax::RULE,
    &front_matter_untranslated::RULE,
    &front_matter_value::RULE,
    &html_entity::RULE,
    &invisible_character::RULE,
    &mixed_script::RULE,
    &mojibake::RULE,
    &replacement_character::RULE,
    &unicode_normalization::RULE,
];
