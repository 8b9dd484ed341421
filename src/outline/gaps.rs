//! Gaps made precise: where a missing block should stand, and items that only changed their
//! nesting.

use super::align::Aligner;
use super::model::{Gap, Place};
use crate::markdown::{BlockId, BlockKind, Document};
use crate::text::Span;

/// The place right after block `after`, or at the start of `parent`'s content.
pub(super) fn place_after(
    document: &Document,
    after: Option<BlockId>,
    parent: Option<BlockId>,
) -> Place {
    let span = match (after, parent) {
        (Some(after), _) => Span::at(document.block(after).span.end as usize),
        (None, Some(parent)) => {
            let children = document.children(Some(parent));
            let first = children.map(|child| document.block(child).span.start).next();
            Span::at(first.unwrap_or(document.block(parent).span.end) as usize)
        }
        (None, None) => {
            let body = document.body_start as usize;
            let rest = &document.text[body..];
            Span::at(body + (rest.len() - rest.trim_start().len()))
        }
    };
    Place { after: after.or(parent), span }
}

/// The last of the comments that stand right behind `block`.
pub(super) fn comment_behind(document: &Document, block: BlockId) -> Option<BlockId> {
    let first = document.block(block).end;
    let behind = document.blocks[first as usize..].iter();
    let comments = behind.take_while(|block| block.kind == BlockKind::Comment).count() as u32;
    (comments > 0).then(|| BlockId(first + comments - 1))
}

/// An item that is missing at one depth of a list and too many at another did not vanish: it
/// changed its nesting. Such pairs become moves.
pub(super) fn renest_items(aligner: &mut Aligner<'_>) {
    let omitted = item_gaps(aligner, true);
    let added = item_gaps(aligner, false);
    if omitted.is_empty() || added.is_empty() {
        return;
    }
    let mut taken = vec![false; added.len()];
    let mut moved = Vec::new();
    for (gap, item) in omitted {
        let root = outermost_list(aligner.reference, item);
        let found = added.iter().enumerate().find(|(index, (_, other))| {
            let other_root = outermost_list(aligner.translation, *other);
            let same_list = root.and_then(|root| aligner.to_translation[root.0 as usize]);
            let depths =
                (aligner.reference.block(item).depth, aligner.translation.block(*other).depth);
            !taken[*index]
                && same_list.is_some()
                && same_list == other_root
                && depths.0 != depths.1
                && aligner.similarity.blocks(item, *other).is_some_and(|score| score > 0.3)
        });
        if let Some((index, &(other_gap, other))) = found {
            taken[index] = true;
            moved.push((gap, item, other_gap, other));
        }
    }
    apply_moves(aligner, &moved);
}

fn apply_moves(aligner: &mut Aligner<'_>, moved: &[(usize, BlockId, usize, BlockId)]) {
    let mut dropped: Vec<usize> = Vec::new();
    for &(gap, item, other_gap, other) in moved {
        let place = match &aligner.gaps[gap] {
            Gap::Omission { place, .. } => *place,
            _ => place_after(aligner.translation, Some(other), None),
        };
        aligner.matched(item, other);
        dropped.extend([gap, other_gap]);
        aligner.gaps.push(Gap::Move { reference: item, translation: other, place });
    }
    let mut index = 0;
    aligner.gaps.retain(|_| {
        index += 1;
        !dropped.contains(&(index - 1))
    });
}

/// Items among the gaps of one side, with the index of their gap. A list that is missing inside
/// an item stands for its items.
fn item_gaps(aligner: &Aligner<'_>, omissions: bool) -> Vec<(usize, BlockId)> {
    let document = if omissions { aligner.reference } else { aligner.translation };
    let mut found = Vec::new();
    for (index, gap) in aligner.gaps.iter().enumerate() {
        let id = match gap {
            Gap::Omission { reference, .. } if omissions => *reference,
            Gap::Addition { translation, .. } if !omissions => *translation,
            _ => continue,
        };
        match document.block(id).kind {
            BlockKind::Item { .. } => found.push((index, id)),
            BlockKind::List { .. } if document.block(id).parent.is_some() => {
                found.extend(document.children(Some(id)).map(|item| (index, item)));
            }
            _ => {}
        }
    }
    found
}

/// The topmost list that an item stands in.
fn outermost_list(document: &Document, item: BlockId) -> Option<BlockId> {
    let mut next = document.block(item).parent;
    let mut list = None;
    while let Some(id) = next {
        if matches!(document.block(id).kind, BlockKind::List { .. }) {
            list = Some(id);
        }
        next = document.block(id).parent;
    }
    list
}
