//! Lists: all items of a list are aligned as one sequence, whatever their depth, so that an item
//! whose indentation changed is the same item at another depth and its neighbours stay in place.

use std::collections::{HashMap, HashSet};

use super::align::{Aligner, place_after, structural_children};
use super::features;
use super::model::Gap;
use super::sequence::{self, Scorer, Step};
use super::similarity::{Part, Similarity};
use crate::markdown::{BlockId, BlockKind, Document};

/// An item of a list or of a list nested in it.
struct Item {
    id: BlockId,
    /// How many lists it stands in, counted from the outermost.
    depth: i32,
    /// Index of the item it stands in.
    parent: Option<usize>,
    /// What it says itself, without the lists in it.
    own: Part,
}

/// Matches two lists and aligns their items.
pub(super) fn align(aligner: &mut Aligner<'_>, reference: BlockId, translation: BlockId) {
    aligner.link(reference, translation);
    let left = items(aligner, reference, true);
    let right = items(aligner, translation, false);
    let scorer = Items { similarity: &aligner.similarity, left: &left, right: &right };
    let (steps, bounded) = sequence::align(left.len(), right.len(), &scorer);
    aligner.bounded |= bounded;
    let mut matched: Vec<Option<usize>> = vec![None; left.len()];
    for step in &steps {
        if let Step::Match(i, j) = *step {
            matched[i] = Some(j);
            aligner.link(left[i].id, right[j].id);
        }
    }
    link_nested(aligner, &left, &right, &matched);
    for (i, other) in matched.iter().enumerate() {
        if let Some(j) = *other {
            contents(aligner, left[i].id, right[j].id);
        }
    }
    omissions(aligner, &left, &matched);
    additions(aligner, &right, &matched);
    moves(aligner, &left, &right, &matched);
}

fn items(aligner: &Aligner<'_>, list: BlockId, reference: bool) -> Vec<Item> {
    let document = if reference { aligner.reference } else { aligner.translation };
    let mut found = Vec::new();
    // Depth first with a stack of our own: nesting may be deep.
    let mut open: Vec<(BlockId, i32, Option<usize>)> = vec![(list, 1, None)];
    while let Some((list, depth, parent)) = open.pop() {
        for id in document.children(Some(list)) {
            let own = aligner.similarity.own_part(id, reference);
            found.push(Item { id, depth, parent, own });
        }
        let first = found.len() - document.children(Some(list)).count();
        for (index, item) in found.iter().enumerate().skip(first) {
            for nested in lists_in(document, item.id) {
                open.push((nested, depth + 1, Some(index)));
            }
        }
    }
    in_document_order(found)
}

/// Sorts items as they stand on the page and keeps their parents' indices true.
fn in_document_order(found: Vec<Item>) -> Vec<Item> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&index| found[index].id);
    let mut place = vec![0; found.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut sorted: Vec<Item> = found
        .into_iter()
        .map(|item| Item { parent: item.parent.map(|parent| place[parent]), ..item })
        .collect();
    sorted.sort_by_key(|item| item.id);
    sorted
}

/// The lists that stand directly in an item.
fn lists_in(document: &Document, item: BlockId) -> impl Iterator<Item = BlockId> + '_ {
    let children = document.children(Some(item));
    children.filter(|&id| matches!(document.block(id).kind, BlockKind::List { .. }))
}

/// Nested lists answer each other when an item of the one answers an item of the other at the
/// same depth.
fn link_nested(
    aligner: &mut Aligner<'_>,
    left: &[Item],
    right: &[Item],
    matched: &[Option<usize>],
) {
    for (item, other) in left.iter().zip(matched) {
        let Some(other) = other.map(|j| &right[j]) else { continue };
        let lists =
            (aligner.reference.block(item.id).parent, aligner.translation.block(other.id).parent);
        if let (Some(reference), Some(translation)) = lists
            && item.depth == other.depth
            && aligner.to_translation[reference.0 as usize].is_none()
            && aligner.to_reference[translation.0 as usize].is_none()
        {
            aligner.link(reference, translation);
        }
    }
}

/// Aligns what stands in two items apart from nested lists.
fn contents(aligner: &mut Aligner<'_>, reference: BlockId, translation: BlockId) {
    let inner = |document: &Document, id| -> Vec<BlockId> {
        let children = structural_children(document, Some(id)).into_iter();
        children.filter(|&id| !matches!(document.block(id).kind, BlockKind::List { .. })).collect()
    };
    let left = inner(aligner.reference, reference);
    let right = inner(aligner.translation, translation);
    if let ([left], [right]) = (left.as_slice(), right.as_slice())
        && aligner.similarity.blocks(*left, *right).is_some()
    {
        aligner.matched(*left, *right);
        return;
    }
    let steps = aligner.steps(&left, &right, &[], &[]);
    aligner.take(&steps, &left, &right, Some((reference, translation)));
}

/// What is known of lists while their items are passed in document order. Looking through an
/// item's siblings each time would take long in a list of thousands.
struct Lists {
    /// Those with an item that has a counterpart.
    answered: HashSet<BlockId>,
    /// Those that were told of as a whole.
    told: HashSet<BlockId>,
    /// The counterpart of the last item so far that has one.
    last: HashMap<BlockId, BlockId>,
}

impl Lists {
    fn new(document: &Document, items: &[Item], counterparts: &[Option<BlockId>]) -> Self {
        let answered = items.iter().filter(|item| counterparts[item.id.0 as usize].is_some());
        let answered = answered.filter_map(|item| document.block(item.id).parent).collect();
        Self { answered, told: HashSet::new(), last: HashMap::new() }
    }

    /// Notes that an item of `list` was passed; returns the counterpart of the last one before it.
    fn pass(&mut self, list: BlockId, counterpart: Option<BlockId>) -> Option<BlockId> {
        match counterpart {
            Some(counterpart) => self.last.insert(list, counterpart),
            None => self.last.get(&list).copied(),
        }
    }
}

fn omissions(aligner: &mut Aligner<'_>, left: &[Item], matched: &[Option<usize>]) {
    let mut lists = Lists::new(aligner.reference, left, &aligner.to_translation);
    for (i, item) in left.iter().enumerate() {
        let Some(list) = aligner.reference.block(item.id).parent else { continue };
        let after = lists.pass(list, aligner.to_translation[item.id.0 as usize]);
        let covered = item.parent.is_some_and(|parent| matched[parent].is_none());
        if matched[i].is_some() || covered {
            continue;
        }
        let holder = item.parent.and_then(|parent| {
            let parent = left[parent].id;
            aligner.to_translation[parent.0 as usize]
        });
        if item.parent.is_some() && !lists.answered.contains(&list) {
            if lists.told.insert(list) {
                let place = place_after(aligner.translation, None, holder);
                aligner.gaps.push(Gap::Omission { reference: list, place });
            }
            continue;
        }
        let parent = aligner.to_translation[list.0 as usize].or(holder);
        let place = place_after(aligner.translation, after, parent);
        aligner.gaps.push(Gap::Omission { reference: item.id, place });
    }
}

fn additions(aligner: &mut Aligner<'_>, right: &[Item], matched: &[Option<usize>]) {
    let mut answered = vec![false; right.len()];
    for j in matched.iter().flatten() {
        answered[*j] = true;
    }
    let mut lists = Lists::new(aligner.translation, right, &aligner.to_reference);
    for (j, item) in right.iter().enumerate() {
        let Some(list) = aligner.translation.block(item.id).parent else { continue };
        let after = lists.pass(list, aligner.to_reference[item.id.0 as usize]);
        let covered = item.parent.is_some_and(|parent| !answered[parent]);
        if answered[j] || covered {
            continue;
        }
        let holder =
            item.parent.and_then(|parent| aligner.to_reference[right[parent].id.0 as usize]);
        let parent = aligner.to_reference[list.0 as usize].or(holder);
        let (after, translation) = if item.parent.is_some() && !lists.answered.contains(&list) {
            if !lists.told.insert(list) {
                continue;
            }
            (None, list)
        } else {
            (after, item.id)
        };
        let place = place_after(aligner.reference, after, parent);
        aligner.gaps.push(Gap::Addition { translation, place });
    }
}

/// Items at another depth. What only followed its parent is not told again.
fn moves(aligner: &mut Aligner<'_>, left: &[Item], right: &[Item], matched: &[Option<usize>]) {
    let shift = |i: usize| matched[i].map(|j| right[j].depth - left[i].depth);
    for (i, item) in left.iter().enumerate() {
        let (Some(j), Some(own)) = (matched[i], shift(i)) else { continue };
        let parents = item.parent.and_then(shift).unwrap_or(0);
        if own != 0 && own != parents {
            let place = place_after(aligner.translation, Some(right[j].id), None);
            aligner.gaps.push(Gap::Move { reference: item.id, translation: right[j].id, place });
        }
    }
}

/// Items as the sequence aligner sees them.
struct Items<'s, 'a> {
    similarity: &'s Similarity<'a>,
    left: &'s [Item],
    right: &'s [Item],
}

impl Scorer for Items<'_, '_> {
    fn score(&self, i: usize, j: usize) -> Option<f32> {
        let (a, b) = (&self.left[i], &self.right[j]);
        let depth = if a.depth == b.depth { 0.5 } else { -0.3 };
        Some(1.0 + depth + self.similarity.parts(&a.own, &b.own))
    }

    fn omission(&self, _: usize) -> f32 {
        0.9
    }

    fn addition(&self, _: usize) -> f32 {
        0.9
    }

    fn reference_key(&self, i: usize) -> u64 {
        features::key_of(&self.left[i].own.tokens)
    }

    fn translation_key(&self, j: usize) -> u64 {
        features::key_of(&self.right[j].own.tokens)
    }
}
