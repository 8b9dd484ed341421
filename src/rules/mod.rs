//! The rules: one file each, listed here.

pub mod alert_kind;
pub mod byte_order_mark;
pub mod code_block;
pub mod code_language;
pub mod code_span;
pub mod control_character;
pub mod directive;
pub mod doubled_brand;
pub mod doubled_word;
pub mod emphasis;
pub mod end_punctuation;
pub mod entity_in_code;
pub mod extra_block;
pub mod extra_section;
pub mod footnote;
pub mod front_matter_key;
pub mod front_matter_missing;
pub mod front_matter_syntax;
pub mod front_matter_untranslated;
pub mod front_matter_value;
pub mod glossary;
pub mod heading_id;
pub mod heading_level;
pub mod html_entity;
pub mod html_tag;
pub mod image_target;
pub mod invalid_suppression;
pub mod invalid_utf8;
pub mod inverted_punctuation;
pub mod invisible_character;
pub mod lead_in_case;
pub mod link_target;
pub mod list_items;
pub mod list_kind;
pub mod list_nesting;
pub mod llm_artifact;
pub mod missing_block;
pub mod missing_section;
pub mod mixed_script;
pub mod mojibake;
pub mod moved_section;
pub mod mt_placeholder;
pub mod outdated_by_change;
pub mod punctuation_spacing;
pub mod quotation_marks;
pub mod removed_source;
pub mod replacement_character;
pub mod space_before_punctuation;
pub mod stale_translation;
pub mod table_shape;
pub mod unicode_normalization;
pub mod untranslated;
pub mod unused_suppression;
pub mod wrong_language;

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[
    &alert_kind::RULE,
    &byte_order_mark::RULE,
    &code_block::RULE,
    &code_language::RULE,
    &code_span::RULE,
    &control_character::RULE,
    &directive::RULE,
    &doubled_brand::RULE,
    &doubled_word::RULE,
    &emphasis::RULE,
    &end_punctuation::RULE,
    &entity_in_code::RULE,
    &extra_block::RULE,
    &extra_section::RULE,
    &footnote::RULE,
    &front_matter_key::RULE,
    &front_matter_missing::RULE,
    &front_matter_syntax::RULE,
    &front_matter_untranslated::RULE,
    &front_matter_value::RULE,
    &glossary::RULE,
    &heading_id::RULE,
    &heading_level::RULE,
    &html_entity::RULE,
    &html_tag::RULE,
    &image_target::RULE,
    &invalid_suppression::RULE,
    &invalid_utf8::RULE,
    &inverted_punctuation::RULE,
    &invisible_character::RULE,
    &lead_in_case::RULE,
    &link_target::RULE,
    &list_items::RULE,
    &list_kind::RULE,
    &list_nesting::RULE,
    &llm_artifact::RULE,
    &missing_block::RULE,
    &missing_section::RULE,
    &mixed_script::RULE,
    &mojibake::RULE,
    &moved_section::RULE,
    &mt_placeholder::RULE,
    &outdated_by_change::RULE,
    &punctuation_spacing::RULE,
    &quotation_marks::RULE,
    &removed_source::RULE,
    &replacement_character::RULE,
    &space_before_punctuation::RULE,
    &stale_translation::RULE,
    &table_shape::RULE,
    &unicode_normalization::RULE,
    &untranslated::RULE,
    &unused_suppression::RULE,
    &wrong_language::RULE,
];
