//! The rules: one file each, listed here.

pub mod alert_kind;
pub mod broken_anchor;
pub mod broken_comment;
pub mod broken_link;
pub mod byte_order_mark;
pub mod code_block;
pub mod code_language;
pub mod code_span;
pub mod control_character;
pub mod directive;
pub mod directive_syntax;
pub mod doubled_brand;
pub mod doubled_word;
pub mod duplicate_translation;
pub mod email;
pub mod emphasis;
pub mod empty_link;
pub mod end_punctuation;
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
pub mod glossary;
pub mod heading_id;
pub mod heading_level;
pub mod html_entity;
pub mod html_tag;
pub mod identifier;
pub mod image_target;
pub mod inconsistent_term;
pub mod invalid_suppression;
pub mod invalid_utf8;
pub mod inverted_punctuation;
pub mod invisible_character;
pub mod lead_in_case;
pub mod length_ratio;
pub mod link_padding;
pub mod link_target;
pub mod list_items;
pub mod list_kind;
pub mod list_nesting;
pub mod literal_markup;
pub mod llm_artifact;
pub mod mdx_syntax;
pub mod missing_block;
pub mod missing_section;
pub mod missing_translation;
pub mod mixed_script;
pub mod mojibake;
pub mod moved_section;
pub mod mt_placeholder;
pub mod mutated_url;
pub mod number;
pub mod orphan_translation;
pub mod outdated_by_change;
pub mod placeholder;
pub mod private_use_character;
pub mod punctuation_spacing;
pub mod quotation_marks;
pub mod removed_source;
pub mod replacement_character;
pub mod source_copy;
pub mod space_before_punctuation;
pub mod stale_translation;
pub mod stranded_marker;
pub mod table_shape;
pub mod unicode_normalization;
pub mod untranslated;
pub mod untranslated_target;
pub mod unused_suppression;
pub mod version;
pub mod wrong_language;

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[
    &alert_kind::RULE,
    &broken_anchor::RULE,
    &broken_comment::RULE,
    &broken_link::RULE,
    &byte_order_mark::RULE,
    &code_block::RULE,
    &code_language::RULE,
    &code_span::RULE,
    &control_character::RULE,
    &directive::RULE,
    &directive_syntax::RULE,
    &doubled_brand::RULE,
    &doubled_word::RULE,
    &duplicate_translation::RULE,
    &email::RULE,
    &emphasis::RULE,
    &empty_link::RULE,
    &end_punctuation::RULE,
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
    &glossary::RULE,
    &heading_id::RULE,
    &heading_level::RULE,
    &html_entity::RULE,
    &html_tag::RULE,
    &identifier::RULE,
    &image_target::RULE,
    &inconsistent_term::RULE,
    &invalid_suppression::RULE,
    &invalid_utf8::RULE,
    &inverted_punctuation::RULE,
    &invisible_character::RULE,
    &lead_in_case::RULE,
    &length_ratio::RULE,
    &link_padding::RULE,
    &link_target::RULE,
    &list_items::RULE,
    &list_kind::RULE,
    &list_nesting::RULE,
    &literal_markup::RULE,
    &llm_artifact::RULE,
    &mdx_syntax::RULE,
    &missing_block::RULE,
    &missing_section::RULE,
    &missing_translation::RULE,
    &mixed_script::RULE,
    &mojibake::RULE,
    &moved_section::RULE,
    &mt_placeholder::RULE,
    &mutated_url::RULE,
    &number::RULE,
    &orphan_translation::RULE,
    &outdated_by_change::RULE,
    &placeholder::RULE,
    &private_use_character::RULE,
    &punctuation_spacing::RULE,
    &quotation_marks::RULE,
    &removed_source::RULE,
    &replacement_character::RULE,
    &source_copy::RULE,
    &space_before_punctuation::RULE,
    &stale_translation::RULE,
    &stranded_marker::RULE,
    &table_shape::RULE,
    &unicode_normalization::RULE,
    &untranslated::RULE,
    &untranslated_target::RULE,
    &unused_suppression::RULE,
    &version::RULE,
    &wrong_language::RULE,
];
