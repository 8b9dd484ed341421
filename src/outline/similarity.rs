//! How likely a block of the translation answers a block of the reference.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::features::{Outline, shared};
use super::words;
use crate::markdown::{AlertForm, BlockId, BlockKind, Document, InlineKind};

/// Two documents with their features, compared block by block.
pub(super) struct Similarity<'a> {
    pub(super) reference: &'a Document,
    pub(super) translation: &'a Document,
    left: &'a Outline,
    right: &'a Outline,
    /// Characters of the translation per character of the reference.
    ratio: f32,
    /// Shared words, computed for the blocks that are compared beyond their tokens.
    left_words: RefCell<HashMap<BlockId, Rc<[u64]>>>,
    right_words: RefCell<HashMap<BlockId, Rc<[u64]>>>,
}

impl<'a> Similarity<'a> {
    pub(super) fn new(
        reference: &'a Document,
        left: &'a Outline,
        translation: &'a Document,
        right: &'a Outline,
    ) -> Self {
        let total = |document: &Document, outline: &Outline| {
            let sizes = document.children(None).map(|id| outline.size(id));
            sizes.map(|size| size as f32).sum::<f32>().max(1.0)
        };
        let ratio = (total(translation, right) / total(reference, left)).clamp(0.2, 5.0);
        Self {
            reference,
            translation,
            left,
            right,
            ratio,
            left_words: RefCell::default(),
            right_words: RefCell::default(),
        }
    }

    /// Whether block answers block from the first to the last: the kinds are the same, no tokens
    /// that one block lost stand in another, and where tokens say nothing the sizes of the
    /// sections do not speak of two that changed places.
    pub(super) fn same_outline(&self) -> bool {
        self.left.kinds() == self.right.kinds()
            && (self.left.fingerprints() == self.right.fingerprints() || !self.tokens_crossed())
            && !self.sections_crossed()
    }

    fn ids(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.reference.blocks.len() as u32).map(BlockId)
    }

    /// Whether a token that one block lost has come to another.
    fn tokens_crossed(&self) -> bool {
        let is_leaf = |id: BlockId| self.reference.block(id).end == id.0 + 1;
        let mut lost: HashMap<u64, BlockId> = HashMap::new();
        let mut gained: Vec<(u64, BlockId)> = Vec::new();
        // Equal fingerprints are equal tokens, in whatever order they stand.
        let fingerprints = self.left.fingerprints().iter().zip(self.right.fingerprints());
        let differing = self.ids().zip(fingerprints).filter(|(_, (left, right))| left != right);
        for id in differing.map(|(id, _)| id).filter(|&id| is_leaf(id)) {
            let (a, b) = (self.left.tokens(id), self.right.tokens(id));
            lost.extend(a.iter().filter(|token| !b.contains(token)).map(|&token| (token, id)));
            gained.extend(b.iter().filter(|token| !a.contains(token)).map(|&token| (token, id)));
        }
        gained.iter().any(|(token, id)| lost.get(token).is_some_and(|other| other != id))
    }

    /// Whether two or more sections are longer or shorter than their counterparts at the same
    /// place could be.
    fn sections_crossed(&self) -> bool {
        let (mut a, mut b, mut odd) = (0.0, 0.0, 0);
        let close = |a: &mut f32, b: &mut f32, odd: &mut usize| {
            let expected = *a * self.ratio;
            let off = (expected.max(1.0) / b.max(1.0)).max(b.max(1.0) / expected.max(1.0));
            *odd += usize::from(expected.max(*b) >= 80.0 && off > 1.7);
            (*a, *b) = (0.0, 0.0);
        };
        for id in self.reference.children(None) {
            if matches!(self.reference.block(id).kind, BlockKind::Heading(_)) {
                close(&mut a, &mut b, &mut odd);
            }
            a += self.left.size(id) as f32;
            b += self.right.size(id) as f32;
        }
        close(&mut a, &mut b, &mut odd);
        odd > 1
    }

    /// Whether two blocks are the same in kind and tokens, all descendants included, and their
    /// sizes do not contradict.
    pub(super) fn same_subtree(&self, reference: BlockId, translation: BlockId) -> bool {
        if self.left.fingerprint(reference) != self.right.fingerprint(translation) {
            return false;
        }
        let (from, to) = (reference.0, self.reference.block(reference).end);
        (from..to).all(|index| {
            let other = BlockId(translation.0 + (index - from));
            let (a, b) = (self.left.size(BlockId(index)) as f32, self.right.size(other) as f32);
            let expected = a * self.ratio;
            expected.max(b) < 60.0 || (expected / b.max(1.0)).max(b / expected.max(1.0)) < 2.5
        })
    }

    /// Whether two lists of siblings are the same blocks one by one.
    pub(super) fn same_siblings(&self, reference: &[BlockId], translation: &[BlockId]) -> bool {
        let pairs = reference.iter().zip(translation);
        reference.len() == translation.len()
            && pairs.into_iter().all(|(&left, &right)| self.same_subtree(left, right))
    }

    /// Whether two blocks are of one kind and have the same tokens in the same order.
    pub(super) fn same_tokens(&self, reference: BlockId, translation: BlockId) -> bool {
        self.left.kind(reference) == self.right.kind(translation)
            && self.left.tokens(reference) == self.right.tokens(translation)
    }

    pub(super) fn reference_key(&self, id: BlockId) -> u64 {
        if self.left.tokens(id).is_empty() { 0 } else { self.left.fingerprint(id) }
    }

    pub(super) fn translation_key(&self, id: BlockId) -> u64 {
        if self.right.tokens(id).is_empty() { 0 } else { self.right.fingerprint(id) }
    }

    pub(super) fn outlines(&self) -> (&Outline, &Outline) {
        (self.left, self.right)
    }

    /// What a match of two blocks is worth, from about -1 (same kind, nothing else in common) to
    /// 6; `None` when their kinds cannot answer each other.
    pub(super) fn blocks(&self, reference: BlockId, translation: BlockId) -> Option<f32> {
        let kind = self.kinds(reference, translation)?;
        let (a, b) = (self.words(reference, true), self.words(translation, false));
        let words = if a.is_empty() || b.is_empty() { 0.0 } else { 2.5 * overlap(&a, &b) };
        Some(kind + self.content(reference, translation, words))
    }

    /// What the match is worth at least: as if the two had no words in common.
    pub(super) fn blocks_at_least(&self, reference: BlockId, translation: BlockId) -> Option<f32> {
        let kind = self.kinds(reference, translation)?;
        Some(kind + self.content(reference, translation, 0.0))
    }

    fn kinds(&self, reference: BlockId, translation: BlockId) -> Option<f32> {
        let (a, b) = (self.reference.block(reference), self.translation.block(translation));
        Some(match (&a.kind, &b.kind) {
            (BlockKind::List { ordered: a, .. }, BlockKind::List { ordered: b, .. }) => {
                if a == b {
                    1.0
                } else {
                    0.6
                }
            }
            (BlockKind::Alert(_), BlockKind::Quote) | (BlockKind::Quote, BlockKind::Alert(_)) => {
                0.5
            }
            (BlockKind::Alert(a), BlockKind::Alert(b)) => {
                let same_kind = self
                    .reference
                    .slice(a.kind)
                    .eq_ignore_ascii_case(self.translation.slice(b.kind));
                let same_form =
                    a.form == b.form || (a.form != AlertForm::Quote && b.form != AlertForm::Quote);
                match (same_kind, same_form) {
                    (true, true) => 1.5,
                    (false, true) => 0.8,
                    _ => 0.4,
                }
            }
            (BlockKind::Heading(a), BlockKind::Heading(b)) => {
                1.0 - 0.2 * f32::from(a.level.abs_diff(b.level))
            }
            (BlockKind::Code(a), BlockKind::Code(b)) => {
                if a.fenced == b.fenced {
                    1.0
                } else {
                    0.7
                }
            }
            (a, b) if std::mem::discriminant(a) == std::mem::discriminant(b) => 1.0,
            _ => return None,
        })
    }

    /// How much two blocks have in common: tokens, `words`, size, number of children.
    fn content(&self, reference: BlockId, translation: BlockId, words: f32) -> f32 {
        let (a, b) = (self.left.tokens(reference), self.right.tokens(translation));
        let size =
            self.size_score(self.left.size(reference) as f32, self.right.size(translation) as f32);
        let lead = lead_score(
            is_stressed_first(self.reference, reference),
            is_stressed_first(self.translation, translation),
        );
        let tokens =
            if a == b && !a.is_empty() { 3.0 } else { token_score(&sorted(a), &sorted(b)) };
        tokens + words + size + lead + self.children(reference, translation)
    }

    /// What an item says itself, without the lists in it.
    pub(super) fn own_part(&self, item: BlockId, reference: bool) -> Part {
        let (document, outline) =
            if reference { (self.reference, self.left) } else { (self.translation, self.right) };
        let children = document.children(Some(item));
        let lists: Vec<BlockId> = children
            .filter(|&id| matches!(document.block(id).kind, BlockKind::List { .. }))
            .collect();
        let nested: u32 = lists.iter().map(|&list| outline.size(list)).sum();
        Part {
            tokens: outline.own_tokens(item, &lists),
            words: words::words(document, item, &lists),
            size: outline.size(item).saturating_sub(nested) as f32,
            stressed_first: is_stressed_first(document, item),
            lists: lists.len(),
        }
    }

    /// How much two items have in common.
    pub(super) fn parts(&self, a: &Part, b: &Part) -> f32 {
        let words = if a.words.is_empty() || b.words.is_empty() {
            0.0
        } else {
            2.5 * overlap(&a.words, &b.words)
        };
        let lists = if a.lists == b.lists { 0.2 } else { -0.2 };
        token_score(&a.tokens, &b.tokens)
            + words
            + lists
            + self.size_score(a.size, b.size)
            + lead_score(a.stressed_first, b.stressed_first)
    }

    /// From -0.5 (four times too long or short) to 0.5 (as long as expected).
    pub(super) fn size_score(&self, reference: f32, translation: f32) -> f32 {
        let expected = (reference * self.ratio).max(1.0);
        let off = (translation.max(1.0) / expected).ln().abs();
        // Short texts vary more than long ones.
        let tolerance = 4.0_f32.ln() + 8.0 / (expected + translation).max(1.0);
        0.5 - (off / tolerance).min(1.0)
    }

    fn children(&self, reference: BlockId, translation: BlockId) -> f32 {
        let count = |document: &Document, id: BlockId| document.children(Some(id)).count() as f32;
        let (a, b) = (count(self.reference, reference), count(self.translation, translation));
        if a == 0.0 && b == 0.0 { 0.0 } else { 0.8 * a.min(b) / a.max(b) - 0.4 }
    }

    fn words(&self, id: BlockId, reference: bool) -> Rc<[u64]> {
        let (cache, document) = if reference {
            (&self.left_words, self.reference)
        } else {
            (&self.right_words, self.translation)
        };
        let mut cache = cache.borrow_mut();
        let words = cache.entry(id).or_insert_with(|| words::words(document, id, &[]).into());
        Rc::clone(words)
    }
}

/// An item without the lists in it.
pub(super) struct Part {
    /// Its machine tokens, sorted.
    pub(super) tokens: Vec<u64>,
    words: Vec<u64>,
    size: f32,
    stressed_first: bool,
    lists: usize,
}

/// Whether a block opens with stressed words: lead-ins of items keep that in every language.
fn is_stressed_first(document: &Document, id: BlockId) -> bool {
    let first = document.inlines_in(id).first();
    first.is_some_and(|inline| matches!(inline.kind, InlineKind::Strong | InlineKind::Emphasis))
}

fn lead_score(a: bool, b: bool) -> f32 {
    match (a, b) {
        (true, true) => 0.4,
        (false, false) => 0.0,
        _ => -0.6,
    }
}

/// From -1 (nothing shared) to 3 (the same tokens); both lists sorted.
fn token_score(a: &[u64], b: &[u64]) -> f32 {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 0.0,
        (false, false) => 4.0 * jaccard(a, b) - 1.0,
        _ => -0.5,
    }
}

pub(super) fn sorted(tokens: &[u64]) -> Vec<u64> {
    let mut sorted = tokens.to_vec();
    sorted.sort_unstable();
    sorted
}

/// Shared part of two sorted multisets, 0 to 1.
pub(super) fn jaccard(a: &[u64], b: &[u64]) -> f32 {
    let shared = shared(a, b);
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f32 / all as f32 }
}

/// Shared part of the smaller of two sorted sets, damped for very small ones, 0 to 1.
pub(super) fn overlap(a: &[u64], b: &[u64]) -> f32 {
    shared(a, b) as f32 / (a.len().min(b.len()) as f32 + 1.0)
}
