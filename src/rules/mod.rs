//! The rules: one file each, listed here.

use crate::rule::Rule;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[];
