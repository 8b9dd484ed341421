//! The alignment of two documents. Equal outlines take a linear path. Otherwise headings are
//! aligned first, then the blocks of each section, then the children of each matched container,
//! so that one broken list cannot misreport what follows it.

use super::features::Outline;
use super::inlines;
use super::lists;
use super::model::{Alignment, Gap, Place};
use super::sections;
use super::sequence::{self, Scorer, Step};
use super::similarity::Similarity;
use crate::markdown::{BlockId, BlockKind, Document};
use crate::text::Span;

/// Aligns `translation` with `reference`.
pub fn align(
    reference: &Document,
    reference_outline: &Outline,
    translation: &Document,
    translation_outline: &Outline,
) -> Alignment {
    let similarity =
        Similarity::new(reference, reference_outline, translation, translation_outline);
    let mut aligner = Aligner {
        reference,
        translation,
        similarity,
        to_translation: vec![None; reference.blocks.len()],
        to_reference: vec![None; translation.blocks.len()],
        gaps: Vec::new(),
        bounded: false,
    };
    if aligner.similarity.same_outline() {
        aligner.identity();
    } else {
        sections::align(&mut aligner);
    }
    aligner.finish()
}

/// How many blocks may stand in each other for the innermost to be aligned.
const DEEPEST: u8 = 100;

/// An alignment under construction.
pub(super) struct Aligner<'a> {
    pub(super) reference: &'a Document,
    pub(super) translation: &'a Document,
    pub(super) similarity: Similarity<'a>,
    pub(super) to_translation: Vec<Option<BlockId>>,
    pub(super) to_reference: Vec<Option<BlockId>>,
    pub(super) gaps: Vec<Gap>,
    pub(super) bounded: bool,
}

impl Aligner<'_> {
    fn identity(&mut self) {
        for index in 0..self.reference.blocks.len() as u32 {
            self.link(BlockId(index), BlockId(index));
        }
    }

    fn finish(mut self) -> Alignment {
        let reference = self.reference;
        self.gaps.sort_by_key(|gap| match gap {
            Gap::Omission { reference, .. }
            | Gap::Move { reference, .. }
            | Gap::Replaced { reference: (reference, _), .. } => (reference.0, 0),
            Gap::Addition { translation, place } => {
                (place.after.map_or(0, |after| reference.block(after).end), translation.0 + 1)
            }
        });
        let outlines = self.similarity.outlines();
        let (reference, translation) = (self.reference, self.translation);
        let differing = inlines::differing(reference, translation, outlines, &self.to_translation);
        Alignment {
            differing,
            to_translation: self.to_translation,
            to_reference: self.to_reference,
            gaps: self.gaps,
            bounded: self.bounded,
        }
    }

    /// Notes that two blocks answer each other.
    pub(super) fn link(&mut self, reference: BlockId, translation: BlockId) {
        self.to_translation[reference.0 as usize] = Some(translation);
        self.to_reference[translation.0 as usize] = Some(reference);
    }

    /// Matches two blocks and aligns what is in them, down to a depth that no page has: every level
    /// takes a part of the stack, and looks at all that stands below it.
    pub(super) fn matched(&mut self, reference: BlockId, translation: BlockId) {
        let same = self.similarity.same_subtree(reference, translation);
        if same && self.link_subtrees(reference, translation) {
            return;
        }
        if self.reference.block(reference).depth >= DEEPEST {
            self.link(reference, translation);
            self.bounded = true;
            return;
        }
        let is_list = matches!(self.reference.block(reference).kind, BlockKind::List { .. });
        if is_list && !same {
            lists::align(self, reference, translation);
            return;
        }
        self.link(reference, translation);
        let left = structural_children(self.reference, Some(reference));
        let right = structural_children(self.translation, Some(translation));
        if left.is_empty() && right.is_empty() {
            return;
        }
        if same {
            let pairs = left.iter().zip(&right);
            pairs.for_each(|(&left, &right)| self.matched(left, right));
            return;
        }
        let row = matches!(self.reference.block(reference).kind, BlockKind::Row);
        if row {
            self.cells(&left, &right);
            return;
        }
        let steps = self.steps(&left, &right, &[], &[]);
        self.take(&steps, &left, &right, Some((reference, translation)));
    }

    /// Matches two blocks that are the same, with all that is in them. Not where comments stand
    /// in them, which answer nothing: then it does nothing and returns `false`.
    fn link_subtrees(&mut self, reference: BlockId, translation: BlockId) -> bool {
        let count = self.reference.block(reference).end - reference.0;
        let pairs =
            || (0..count).map(|at| (BlockId(reference.0 + at), BlockId(translation.0 + at)));
        let is_plain = pairs().skip(1).all(|(ours, theirs)| {
            !is_comment(self.reference, ours) && !is_comment(self.translation, theirs)
        });
        if is_plain {
            pairs().for_each(|(ours, theirs)| self.link(ours, theirs));
        }
        is_plain
    }

    /// Aligns two lists of siblings. Blocks flagged as foreign belong to a section that was left
    /// out or added: they match only on evidence.
    pub(super) fn steps(
        &mut self,
        left: &[BlockId],
        right: &[BlockId],
        left_foreign: &[bool],
        right_foreign: &[bool],
    ) -> Vec<Step> {
        if left_foreign.is_empty()
            && right_foreign.is_empty()
            && self.similarity.same_siblings(left, right)
        {
            return (0..left.len()).map(|at| Step::Match(at, at)).collect();
        }
        let siblings =
            Siblings { similarity: &self.similarity, left, right, left_foreign, right_foreign };
        let (steps, bounded) = sequence::align(left.len(), right.len(), &siblings);
        self.bounded |= bounded;
        steps
    }

    /// Takes the steps of an alignment of siblings over: matches are followed into the blocks,
    /// the rest become gaps.
    pub(super) fn take(
        &mut self,
        steps: &[Step],
        left: &[BlockId],
        right: &[BlockId],
        parents: Option<(BlockId, BlockId)>,
    ) {
        for step in steps {
            if let Step::Match(i, j) = *step {
                self.matched(left[i], right[j]);
            }
        }
        for run in steps.split(|step| matches!(step, Step::Match(..))) {
            let omitted: Vec<usize> = run
                .iter()
                .filter_map(|step| if let Step::Omission(i) = step { Some(*i) } else { None })
                .collect();
            let added: Vec<usize> = run
                .iter()
                .filter_map(|step| if let Step::Addition(j) = step { Some(*j) } else { None })
                .collect();
            if let ([first, .., last] | [first @ last], [other, .., end] | [other @ end]) =
                (omitted.as_slice(), added.as_slice())
            {
                self.gaps.push(Gap::Replaced {
                    reference: (left[*first], left[*last]),
                    translation: (right[*other], right[*end]),
                });
            } else {
                self.omissions(&omitted, left, parents);
                self.additions(&added, right, parents);
            }
        }
    }

    fn omissions(
        &mut self,
        omitted: &[usize],
        left: &[BlockId],
        parents: Option<(BlockId, BlockId)>,
    ) {
        // What is passed over once is not looked through again for the next of a run.
        let (mut seen, mut after) = (0, None);
        for &i in omitted {
            after = last_of(&self.to_translation, &left[seen..i]).or(after);
            seen = i;
            let place = place_after(self.translation, after, parents.map(|(_, parent)| parent));
            self.gaps.push(Gap::Omission { reference: left[i], place });
        }
    }

    fn additions(
        &mut self,
        added: &[usize],
        right: &[BlockId],
        parents: Option<(BlockId, BlockId)>,
    ) {
        let (mut seen, mut after) = (0, None);
        for &j in added {
            after = last_of(&self.to_reference, &right[seen..j]).or(after);
            seen = j;
            let place = place_after(self.reference, after, parents.map(|(parent, _)| parent));
            self.gaps.push(Gap::Addition { translation: right[j], place });
        }
    }

    /// Matches the cells of two rows by column. In a row that lost a cell the texts after it
    /// stand in wrong columns: its cells are left unmatched.
    fn cells(&mut self, left: &[BlockId], right: &[BlockId]) {
        let is_empty = |document: &Document, id: &BlockId| {
            document.slice(document.block(*id).span).trim().is_empty()
        };
        let shifted = left.iter().zip(right).any(|(left, right)| {
            is_empty(self.translation, right) && !is_empty(self.reference, left)
        });
        if !shifted {
            left.iter().zip(right).for_each(|(&left, &right)| self.matched(left, right));
        }
    }
}

/// What the last of `blocks` that has a counterpart is matched with.
pub(super) fn last_of(counterparts: &[Option<BlockId>], blocks: &[BlockId]) -> Option<BlockId> {
    blocks.iter().rev().find_map(|id| counterparts[id.0 as usize])
}

/// The place right after block `after`, or at the start of `parent`'s content. Comments that
/// follow `after` belong to it.
pub(super) fn place_after(
    document: &Document,
    after: Option<BlockId>,
    parent: Option<BlockId>,
) -> Place {
    let span = match (after, parent) {
        (Some(after), _) => {
            let comments = document
                .siblings_after(after)
                .take_while(|&id| document.block(id).kind == BlockKind::Comment)
                .last();
            Span::at(document.block(comments.unwrap_or(after)).span.end as usize)
        }
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

/// The children of a block that count as structure.
pub(super) fn structural_children(document: &Document, parent: Option<BlockId>) -> Vec<BlockId> {
    let children = document.children(parent);
    children.filter(|&id| !is_comment(document, id)).collect()
}

/// Whether a block is a comment, or was one before its marks were damaged.
fn is_comment(document: &Document, id: BlockId) -> bool {
    let block = document.block(id);
    match block.kind {
        BlockKind::Comment => true,
        BlockKind::Paragraph => {
            let text = document.slice(block.span);
            let openings = ["&lt;!-", "&lt;!—", "&lt;!–", "<!—", "<!–"];
            text.starts_with(['&', '<']) && openings.iter().any(|opening| text.starts_with(opening))
        }
        _ => false,
    }
}

/// Siblings as the sequence aligner sees them.
struct Siblings<'s, 'a> {
    similarity: &'s Similarity<'a>,
    left: &'s [BlockId],
    right: &'s [BlockId],
    left_foreign: &'s [bool],
    right_foreign: &'s [bool],
}

impl Siblings<'_, '_> {
    /// The worth of a match whose blocks are worth `score`. Text of a section that is gone must not
    /// be taken for its neighbour's.
    fn placed(&self, i: usize, j: usize, score: f32) -> f32 {
        let foreign = |flags: &[bool], at: usize| flags.get(at).copied().unwrap_or(false);
        let same = foreign(self.left_foreign, i) == foreign(self.right_foreign, j);
        if same { score } else { score - 1.0 }
    }
}

impl Scorer for Siblings<'_, '_> {
    fn score(&self, i: usize, j: usize) -> Option<f32> {
        Some(self.placed(i, j, self.similarity.blocks(self.left[i], self.right[j])?))
    }

    fn least(&self, i: usize, j: usize) -> Option<f32> {
        Some(self.placed(i, j, self.similarity.blocks_at_least(self.left[i], self.right[j])?))
    }

    fn omission(&self, i: usize) -> f32 {
        if self.left_foreign.get(i).copied().unwrap_or(false) { 0.2 } else { 0.9 }
    }

    fn addition(&self, j: usize) -> f32 {
        if self.right_foreign.get(j).copied().unwrap_or(false) { 0.2 } else { 0.9 }
    }

    /// Blocks of the same kind with the same tokens: size, lead and children take away less than
    /// two gaps cost.
    fn is_sure(&self, i: usize, j: usize) -> bool {
        self.left_foreign.is_empty()
            && self.right_foreign.is_empty()
            && self.similarity.same_tokens(self.left[i], self.right[j])
    }

    fn reference_key(&self, i: usize) -> u64 {
        self.similarity.reference_key(self.left[i])
    }

    fn translation_key(&self, j: usize) -> u64 {
        self.similarity.translation_key(self.right[j])
    }
}
