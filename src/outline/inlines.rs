//! Inlines of aligned blocks beside each other, as multisets: word order differs between
//! languages, so a reordered link or code span is no difference.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use super::features::Outline;
use super::model::Pair;
use super::split::pieces_of;
use crate::markdown::{BlockId, BlockKind, Document, Inline, InlineId, InlineKind};
use crate::text::Span;

/// What two aligned blocks do not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The block in the reference.
    pub reference: BlockId,
    /// Its translation.
    pub translation: BlockId,
    /// Inlines of the reference block that the translation lacks.
    pub missing: Vec<InlineId>,
    /// Inlines of the translation block that the reference lacks.
    pub extra: Vec<InlineId>,
}

/// The matched blocks whose markup is not written alike. Nothing but text on both sides, as
/// `outlines` show, is the commonest of blocks.
pub(super) fn differing(
    reference: &Document,
    translation: &Document,
    outlines: (&Outline, &Outline),
    to_translation: &[Option<BlockId>],
) -> Vec<(BlockId, BlockId)> {
    let pairs = reference.block_ids().zip(to_translation);
    let pairs = pairs.filter_map(|(left, right)| right.map(|right| (left, right)));
    pairs
        .filter(|&(left, right)| outlines.0.is_marked(left) || outlines.1.is_marked(right))
        .filter(|&(left, right)| !written_alike((reference, left), (translation, right)))
        .collect()
}

fn written_alike(left: (&Document, BlockId), right: (&Document, BlockId)) -> bool {
    let mut left_markup = markup(left.0, left.1);
    let mut right_markup = markup(right.0, right.1);
    loop {
        match (left_markup.next(), right_markup.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if same_markup((left.0, a), (right.0, b)) => {}
            _ => return false,
        }
    }
}

/// The inlines that stand directly in a block and are more than text.
fn markup(document: &Document, block: BlockId) -> impl Iterator<Item = &Inline> {
    let is_leaf = document.block(block).end == block.0 + 1;
    let inlines = if is_leaf { document.inlines_in(block) } else { &[] };
    inlines.iter().filter(move |inline| {
        inline.block == block
            && !matches!(
                inline.kind,
                InlineKind::Text | InlineKind::Comment | InlineKind::HardBreak
            )
    })
}

fn same_markup((left, a): (&Document, &Inline), (right, b): (&Document, &Inline)) -> bool {
    let (ours, theirs) = (left.text.as_bytes(), right.text.as_bytes());
    let same = |a: Span, b: Span| a.len() == b.len() && ours[a.range()] == theirs[b.range()];
    match (&a.kind, &b.kind) {
        (InlineKind::Code { body: a }, InlineKind::Code { body: b }) => same(*a, *b),
        (InlineKind::Link(a), InlineKind::Link(b))
        | (InlineKind::Image(a), InlineKind::Image(b)) => a.target == b.target,
        (InlineKind::Tag(a), InlineKind::Tag(b)) => a.closing == b.closing && same(a.name, b.name),
        (
            InlineKind::FootnoteReference { label: a },
            InlineKind::FootnoteReference { label: b },
        ) => same(*a, *b),
        (InlineKind::Directive(_), InlineKind::Directive(_)) => same(a.span, b.span),
        (a, b) => a == b,
    }
}

/// The differences of all aligned blocks in the inlines that `key` names. Inlines with equal keys
/// answer each other; `key` returns `None` for those that are not compared. `reference` tells
/// which side the inline is of.
pub fn differences<K: Eq + Hash>(
    pair: &Pair<'_>,
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) -> Vec<Difference> {
    differences_in(pair, &pair.alignment.differing, key)
}

/// The same for those of the aligned blocks that are in `blocks`.
pub fn differences_in<K: Eq + Hash>(
    pair: &Pair<'_>,
    blocks: &[(BlockId, BlockId)],
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for &(reference, translation) in blocks {
        let left = own(pair.reference, reference, |inline| key(pair.reference, inline, true));
        let right =
            own(pair.translation, translation, |inline| key(pair.translation, inline, false));
        let equal = left.len() == right.len()
            && left.iter().zip(&right).all(|(left, right)| left.1 == right.1);
        if equal {
            continue;
        }
        if emptied(pair, translation) {
            continue;
        }
        let (missing, extra) = subtract(left, right);
        if !missing.is_empty() || !extra.is_empty() {
            found.push(Difference { reference, translation, missing, extra });
        }
    }
    found
}

/// Whether `translation` is a cell without content: then the cell is what is wrong, not what
/// stood in it.
pub(super) fn emptied(pair: &Pair<'_>, translation: BlockId) -> bool {
    let block = pair.translation.block(translation);
    block.kind == BlockKind::Cell && pair.translation.slice(block.span).trim().is_empty()
}

/// The inlines that stand directly in `block` and have a key.
fn own<K>(
    document: &Document,
    block: BlockId,
    key: impl Fn(&Inline) -> Option<K>,
) -> Vec<(InlineId, K)> {
    let range = document.block(block).inlines.clone();
    let inlines = &document.inlines[range.start as usize..range.end as usize];
    let numbered = (range.start..).zip(inlines).filter(|(_, inline)| inline.block == block);
    numbered.filter_map(|(at, inline)| key(inline).map(|key| (InlineId(at), key))).collect()
}

/// Up to how many comparisons two lists are laid beside each other entry by entry.
const FEW: usize = 1 << 12;

fn subtract<K: Eq + Hash>(
    left: Vec<(InlineId, K)>,
    mut right: Vec<(InlineId, K)>,
) -> (Vec<InlineId>, Vec<InlineId>) {
    if left.len().saturating_mul(right.len()) > FEW {
        return subtract_many(&left, &right);
    }
    let mut missing = Vec::new();
    for (id, key) in left {
        match right.iter().position(|(_, other)| *other == key) {
            Some(at) => {
                right.remove(at);
            }
            None => missing.push(id),
        }
    }
    (missing, right.into_iter().map(|(id, _)| id).collect())
}

/// The same for long lists.
fn subtract_many<K: Eq + Hash>(
    left: &[(InlineId, K)],
    right: &[(InlineId, K)],
) -> (Vec<InlineId>, Vec<InlineId>) {
    let mut places: HashMap<&K, VecDeque<usize>> = HashMap::new();
    for (at, (_, key)) in right.iter().enumerate() {
        places.entry(key).or_default().push_back(at);
    }
    let mut answered = vec![false; right.len()];
    let mut missing = Vec::new();
    for (id, key) in left {
        match places.get_mut(key).and_then(VecDeque::pop_front) {
            Some(at) => answered[at] = true,
            None => missing.push(*id),
        }
    }
    let extra = right.iter().zip(&answered).filter(|(_, answered)| !**answered);
    (missing, extra.map(|((id, _), _)| *id).collect())
}

/// Takes away what one block lost and another gained: a sentence that moved to the neighbouring
/// paragraph took its inlines along. Blocks that lost and gained at once keep their differences.
/// What the pieces have of an HTML block that fell apart was not lost either, nor was what a block
/// without a counterpart has.
pub fn cancel_moved<K: Eq + Hash>(
    pair: &Pair<'_>,
    differences: &mut Vec<Difference>,
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) {
    cancel_between(pair, differences, &key);
    for difference in &mut *differences {
        if !difference.missing.is_empty() {
            cancel_pieces(pair, difference, &key);
        }
    }
    cancel_alone(pair, differences, &key);
    differences.retain(|difference| !difference.missing.is_empty() || !difference.extra.is_empty());
}

/// Takes away what one block lost and another gained.
fn cancel_between<K: Eq + Hash>(
    pair: &Pair<'_>,
    differences: &mut [Difference],
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) {
    let mut gained: HashMap<Option<K>, VecDeque<InlineId>> = HashMap::new();
    for difference in differences.iter().filter(|difference| difference.missing.is_empty()) {
        for &id in &difference.extra {
            let key = key(pair.translation, pair.translation.inline(id), false);
            gained.entry(key).or_default().push_back(id);
        }
    }
    if gained.is_empty() {
        return;
    }
    let mut moved: HashSet<InlineId> = HashSet::new();
    for difference in differences.iter_mut().filter(|difference| difference.extra.is_empty()) {
        difference.missing.retain(|&id| {
            let key = key(pair.reference, pair.reference.inline(id), true);
            let found = gained.get_mut(&key).and_then(VecDeque::pop_front);
            moved.extend(found);
            found.is_none()
        });
    }
    for difference in differences {
        difference.extra.retain(|id| !moved.contains(id));
    }
}

/// Takes away what stands in blocks without a counterpart on the other side: one of two blocks that
/// were laid beside each other belongs there.
fn cancel_alone<K: Eq + Hash>(
    pair: &Pair<'_>,
    differences: &mut [Difference],
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) {
    if differences.is_empty() {
        return;
    }
    let alone = |document: &Document, has: &dyn Fn(BlockId) -> bool, ours: bool| {
        let mut counts: HashMap<K, usize> = HashMap::new();
        let inlines = document.inlines.iter().filter(|inline| !has(inline.block));
        for found in inlines.filter_map(|inline| key(document, inline, ours)) {
            *counts.entry(found).or_default() += 1;
        }
        counts
    };
    let mut theirs = alone(pair.translation, &|id| pair.reference_of(id).is_some(), false);
    let mut ours = alone(pair.reference, &|id| pair.translation_of(id).is_some(), true);
    let keep = |found: Option<K>, alone: &mut HashMap<K, usize>| {
        let count = found.and_then(|found| alone.get_mut(&found)).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_none()
    };
    for difference in differences {
        difference
            .missing
            .retain(|&id| keep(key(pair.reference, pair.reference.inline(id), true), &mut theirs));
        difference.extra.retain(|&id| {
            keep(key(pair.translation, pair.translation.inline(id), false), &mut ours)
        });
    }
}

/// Takes away what a block lost to the pieces beside it.
fn cancel_pieces<K: PartialEq>(
    pair: &Pair<'_>,
    difference: &mut Difference,
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) {
    let pieces = pieces_of(pair, difference.reference, difference.translation);
    let inlines = pieces.iter().flat_map(|&piece| pair.translation.inlines_in(piece));
    for inline in inlines {
        let Some(found) = key(pair.translation, inline, false) else { continue };
        let lost = |id: &InlineId| {
            key(pair.reference, pair.reference.inline(*id), true).as_ref() == Some(&found)
        };
        if let Some(at) = difference.missing.iter().position(lost) {
            difference.missing.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_lose_and_gain_what_short_ones_do() {
        let list = |keys: &[u8]| -> Vec<(InlineId, u8)> {
            (0..).map(InlineId).zip(keys.iter().copied()).collect()
        };
        let (left, right) = (list(&[1, 2, 2, 3, 5, 2]), list(&[2, 4, 1, 2, 4]));
        assert_eq!(subtract_many(&left, &right), subtract(left, right));
    }
}
