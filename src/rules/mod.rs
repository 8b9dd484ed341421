//! The rules: one file each, listed here.

pub mod html_entity;
pub mod mojibake;

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[&html_entity::RULE, &mojibake::RULE];
