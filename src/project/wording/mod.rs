//! What is kept of a translation beside its source, so that all translations of a project can be
//! compared: how recurring words were rendered, and how long paragraphs became. A run without a
//! rule that asks for it keeps none of this.

mod lengths;
mod terms;

use std::collections::HashSet;
use std::sync::Arc;

pub use lengths::{Length, Spread};
pub use terms::{TermKind, TermUse, shown};

use crate::markdown::{BlockId, Document};
use crate::outline::{Basis, Pair};

/// The words of the sources of an article; its translations share them.
pub type SourceWords = HashSet<Arc<str>>;

/// What is kept of one translation beside its source. A use of a term takes 40 bytes, a paragraph
/// 32, the words of a source are kept once for all locales.
#[derive(Debug, Default)]
pub struct Wording {
    /// Its headings, table headers, titles of alerts, links and labels that answer one of the
    /// source.
    pub terms: Box<[TermUse]>,
    /// Its paragraphs.
    pub lengths: Box<[Length]>,
}

impl Wording {
    /// What is to be kept of `pair`; nothing where the reference is no source.
    pub fn of(pair: &Pair<'_>, words: &mut SourceWords) -> Self {
        if matches!(pair.basis, Basis::Siblings { .. }) {
            return Self::default();
        }
        Self { terms: terms::of(pair, words), lengths: lengths::of(pair) }
    }
}

/// Whether the blocks that come after two blocks answer each other.
fn is_followed_alike(pair: &Pair<'_>, ours: BlockId, theirs: BlockId) -> bool {
    let next = |document: &Document, id: BlockId| {
        let end = document.block(id).end;
        ((end as usize) < document.blocks.len()).then_some(BlockId(end))
    };
    match (next(pair.reference, ours), next(pair.translation, theirs)) {
        (Some(ours), Some(theirs)) => pair.translation_of(ours) == Some(theirs),
        (None, None) => true,
        _ => false,
    }
}

/// Whether the blocks that come before two blocks answer each other.
fn is_preceded_alike(pair: &Pair<'_>, ours: BlockId, theirs: BlockId) -> bool {
    match (ours.0.checked_sub(1), theirs.0.checked_sub(1)) {
        (Some(ours), Some(theirs)) => pair.translation_of(BlockId(ours)) == Some(BlockId(theirs)),
        (None, None) => true,
        _ => false,
    }
}
