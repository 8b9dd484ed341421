//! hexapla lays the localized versions of an article beside the source they were translated
//! from, reports where they diverge in structure and where text was damaged on the way, and
//! repairs what it can prove.
//!
//! ```text
//! argv ─────────┐
//! lint-rules.toml ┴▶ Config ─validate▶ Settings
//!                                        │
//!   layout + walk ─▶ Catalog (one logical path → one file per locale)
//!                                        │
//!   read ─▶ SourceFile ─▶ markdown::parse ─▶ Document
//!                                        ▼
//!                 outline::align ─▶ Pair (reference, translation, alignment, basis)
//!                                        ▼
//!                 rules: plain functions ─▶ Diagnostic (+ Fix)
//!                                        ▼
//!       severity ─▶ suppress ─▶ baseline ─▶ sort ─▶ Report ─▶ output::<format>, fix::apply ─▶ prove
//! ```
//!
//! One direction, no way back: parsing and scanning find facts, rules only judge them, output
//! only shows judgements. `docs/architecture.md` says what may import what.

pub mod baseline;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod encoding;
pub mod fix;
pub mod identity;
pub mod linter;
pub mod locale;
pub mod markdown;
pub mod outline;
pub mod output;
pub mod project;
pub mod reference;
pub mod rule;
pub mod rules;
pub mod suppress;
pub mod text;
