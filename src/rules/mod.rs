//! The rules: one file each, listed here.

pub mod alert_kind;
pub mod broken_anchor;
pub mod broken_link;
pub mod byte_order_mark;
pub mod code_block;
pub mod code_language;
pub mod code_span;
pub mod control_character;
pub mod directive;
pub mod duplicate_translation;
pub mod emphasis;
pub mod entity_in_code;
pub mod extra_block;
pub mod extra_section;
pub mod footnote;
pub mod foreign_locale_link;
pub mod front_matter_key;
pub mod front_matter_missing;
pub mod front_matter_syntax;
pub mod front_matter_untranslated;
pub mod front_matter_value;
pub mod heading_id;
pub mod heading_level;
pub mod html_entity;
pub mod html_tag;
pub mod image_target;
pub mod invalid_utf8;
pub mod invisible_character;
pub mod link_target;
pub mod list_items;
pub mod list_kind;
pub mod list_nesting;
pub mod missing_block;
pub mod missing_section;
pub mod missing_translation;
pub mod mixed_script;
pub mod mojibake;
pub mod moved_section;
pub mod orphan_translation;
pub mod replacement_character;
pub mod source_copy;
pub mod table_shape;
pub mod unicode_normalization;
pub mod untranslated_target;

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[
    &alert_kind::RULE,
    &broken_anchor::RULE,
    &broken_link::RULE,
    &byte_order_mark::RULE,
    &code_block::RULE,
    &code_language::RULE,
    &code_span::RULE,
    &control_character::RULE,
    &directive::RULE,
    &duplicate_translation::RULE,
    &emphasis::RULE,
    &entity_in_code::RULE,
    &extra_block::RULE,
    &extra_section::RULE,
    &footnote::RULE,
    &foreign_locale_link::RULE,
    &front_matter_key::RULE,
    &front_matter_missing::RULE,
    &front_matter_syntax::RULE,
    &front_matter_untranslated::RULE,
    &front_matter_value::RULE,
    &heading_id::RULE,
    &heading_level::RULE,
    &html_entity::RULE,
    &html_tag::RULE,
    &image_target::RULE,
    &invalid_utf8::RULE,
    &invisible_character::RULE,
    &link_target::RULE,
    &list_items::RULE,
    &list_kind::RULE,
    &list_nesting::RULE,
    &missing_block::RULE,
    &missing_section::RULE,
    &missing_translation::RULE,
    &mixed_script::RULE,
    &mojibake::RULE,
    &moved_section::RULE,
    &orphan_translation::RULE,
    &replacement_character::RULE,
    &source_copy::RULE,
    &table_shape::RULE,
    &unicode_normalization::RULE,
    &untranslated_target::RULE,
];
