//! Inlines of aligned blocks beside each other, as multisets: word order differs between
//! languages, so a reordered link or code span is no difference.

use super::model::Pair;
use crate::markdown::{BlockId, BlockKind, Document, Inline, InlineId};

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

/// The differences of all aligned blocks in the inlines that `key` names. Inlines with equal keys
/// answer each other; `key` returns `None` for those that are not compared. `reference` tells
/// which side the inline is of.
pub fn differences<K: PartialEq>(
    pair: &Pair<'_>,
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (reference, translation) in pair.matches() {
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

fn subtract<K: PartialEq>(
    left: Vec<(InlineId, K)>,
    mut right: Vec<(InlineId, K)>,
) -> (Vec<InlineId>, Vec<InlineId>) {
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

/// Takes away what one block lost and another gained: a sentence that moved to the neighbouring
/// paragraph took its inlines along. Blocks that lost and gained at once keep their differences.
pub fn cancel_moved<K: PartialEq>(
    pair: &Pair<'_>,
    differences: &mut Vec<Difference>,
    key: impl Fn(&Document, &Inline, bool) -> Option<K>,
) {
    let losing: Vec<usize> =
        (0..differences.len()).filter(|&at| differences[at].extra.is_empty()).collect();
    let gaining: Vec<usize> =
        (0..differences.len()).filter(|&at| differences[at].missing.is_empty()).collect();
    for &from in &losing {
        let mut index = 0;
        while index < differences[from].missing.len() {
            let id = differences[from].missing[index];
            let lost = key(pair.reference, pair.reference.inline(id), true);
            let found = gaining.iter().find_map(|&to| {
                let at = differences[to].extra.iter().position(|&other| {
                    key(pair.translation, pair.translation.inline(other), false) == lost
                })?;
                Some((to, at))
            });
            if let Some((to, at)) = found {
                differences[to].extra.remove(at);
                differences[from].missing.remove(index);
            } else {
                index += 1;
            }
        }
    }
    differences.retain(|difference| !difference.missing.is_empty() || !difference.extra.is_empty());
}
