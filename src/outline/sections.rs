//! Sections: the top-level headings with what stands below them, aligned first.

use std::cell::OnceCell;

use super::align::{Aligner, last_of, place_after, structural_children};
use super::features::{self, shared};
use super::model::Gap;
use super::sequence::{self, Scorer, Step};
use super::similarity::{jaccard, overlap, sorted};
use super::words;
use crate::markdown::{BlockId, BlockKind, Document};

/// A heading with the blocks up to the next one; the first section may have no heading.
#[derive(Default)]
struct Section {
    heading: Option<BlockId>,
    body: Vec<BlockId>,
    /// Machine tokens of heading and body, sorted.
    tokens: Vec<u64>,
    /// What stands for the tokens: 0 when there are none.
    key: u64,
    kinds: Vec<u64>,
    size: f32,
    heading_tokens: Vec<u64>,
    // Words are looked at only where tokens leave a doubt.
    words: OnceCell<Vec<u64>>,
    heading_words: OnceCell<Vec<u64>>,
}

/// Aligns the page: headings, then each section's blocks.
pub(super) fn align(aligner: &mut Aligner<'_>) {
    let left = sections(aligner.reference, aligner, true);
    let right = sections(aligner.translation, aligner, false);
    let pairing = pair(aligner, &left, &right);
    for (i, other) in pairing.iter().enumerate() {
        if let Some(j) = other
            && let (Some(reference), Some(translation)) = (left[i].heading, right[*j].heading)
        {
            aligner.matched(reference, translation);
        }
    }
    let moved = moved_sections(&pairing);
    align_groups(aligner, &left, &right, &pairing, &moved);
    report_moves(aligner, &left, &right, &pairing, &moved);
}

fn sections(document: &Document, aligner: &Aligner<'_>, reference: bool) -> Vec<Section> {
    let outlines = aligner.similarity.outlines();
    let outline = if reference { outlines.0 } else { outlines.1 };
    let mut sections = vec![Section::default()];
    for id in structural_children(document, None) {
        let is_heading = matches!(document.block(id).kind, BlockKind::Heading(_));
        if is_heading {
            let heading_tokens = sorted(outline.tokens(id));
            sections.push(Section { heading: Some(id), heading_tokens, ..Section::default() });
        }
        let Some(section) = sections.last_mut() else { continue };
        if !is_heading {
            section.body.push(id);
            section.kinds.push(outline.kind(id));
        }
        section.tokens.extend(outline.tokens(id));
        section.size += outline.size(id) as f32;
    }
    for section in &mut sections {
        section.tokens.sort_unstable();
        section.key = features::key_of(&section.tokens);
        section.kinds.sort_unstable();
    }
    sections
}

/// For each reference section its translation.
fn pair(aligner: &mut Aligner<'_>, left: &[Section], right: &[Section]) -> Vec<Option<usize>> {
    let scorer = Sections { aligner, left, right };
    let (steps, mut bounded) = sequence::align(left.len(), right.len(), &scorer);
    let mut pairing = vec![None; left.len()];
    let (mut omitted, mut added) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Match(i, j) => pairing[i] = Some(j),
            Step::Omission(i) => omitted.push(i),
            Step::Addition(j) => added.push(j),
        }
    }
    // What is missing here and too many there has moved, if it is alike enough. Each is compared
    // with each, so there is a bound.
    if omitted.len().saturating_mul(added.len()) > sequence::MOST_CELLS {
        bounded = true;
        omitted.clear();
    }
    for i in omitted {
        let best = added
            .iter()
            .enumerate()
            .map(|(at, &j)| (scorer.likeness(i, j, true), at, j))
            .filter(|(likeness, _, _)| *likeness >= MOVED_LIKENESS)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at, j)) = best {
            pairing[i] = Some(j);
            added.remove(at);
        }
    }
    settle_lost_headings(&scorer, &mut pairing);
    aligner.bounded |= bounded;
    pairing
}

/// A section whose heading alone was lost continues the one before it: taken together they fit
/// the translated section better than the second alone. Then the heading that fits better stays.
fn settle_lost_headings(scorer: &Sections<'_, '_>, pairing: &mut [Option<usize>]) {
    for i in (0..pairing.len().saturating_sub(1)).rev() {
        let (None, Some(j)) = (pairing[i], pairing[i + 1]) else { continue };
        let (first, second) = (&scorer.left[i], &scorer.left[i + 1]);
        let other = &scorer.right[j];
        if first.heading.is_none() || second.heading.is_none() || other.heading.is_none() {
            continue;
        }
        let joined = first.joined(second, scorer.aligner.reference);
        let together = scorer.content(&joined, other, true);
        let alone = scorer.content(second, other, true);
        if together > alone && scorer.headings(first, other) > scorer.headings(second, other) {
            pairing.swap(i, i + 1);
        }
    }
}

/// How alike two sections must be to count as one that moved.
const MOVED_LIKENESS: f32 = 2.4;

struct Sections<'s, 'a> {
    aligner: &'s Aligner<'a>,
    left: &'s [Section],
    right: &'s [Section],
}

impl Sections<'_, '_> {
    /// What two sections have in common, wherever they stand.
    fn likeness(&self, i: usize, j: usize, words: bool) -> f32 {
        let (a, b) = (&self.left[i], &self.right[j]);
        self.headings(a, b) + self.content(a, b, words)
    }

    /// What two sections have in common apart from their headings' own form; without `words`, which
    /// take nothing away, what they have in common at least.
    fn content(&self, a: &Section, b: &Section, words: bool) -> f32 {
        let mut score = 0.0;
        if !a.tokens.is_empty() && !b.tokens.is_empty() {
            score += 5.0 * jaccard(&a.tokens, &b.tokens) - 1.0;
        } else if a.tokens.len() + b.tokens.len() > 2 {
            score -= 0.8;
        }
        if words {
            let words = (a.words(self.aligner.reference), b.words(self.aligner.translation));
            if words.0.len() > 1 && words.1.len() > 1 {
                score += 4.0 * overlap(words.0, words.1);
            }
        }
        let kinds = (a.kinds.len() + b.kinds.len()) as f32;
        if kinds > 0.0 {
            score += 2.0 * (2.0 * shared(&a.kinds, &b.kinds) as f32 / kinds) - 1.0;
        }
        score + 2.0 * self.aligner.similarity.size_score(a.size, b.size)
    }

    /// What two sections have in common, their places among it.
    fn placed(&self, i: usize, j: usize, words: bool) -> Option<f32> {
        if self.left[i].heading.is_some() != self.right[j].heading.is_some() {
            return None;
        }
        let place = i as f32 / self.left.len() as f32 - j as f32 / self.right.len() as f32;
        Some(self.likeness(i, j, words) + 0.3 - 0.6 * place.abs())
    }

    /// What the headings of two sections have in common; 0 where one has none.
    fn headings(&self, left: &Section, right: &Section) -> f32 {
        let (Some(left_id), Some(right_id)) = (left.heading, right.heading) else { return 0.0 };
        let (reference, translation) = (self.aligner.reference, self.aligner.translation);
        let (BlockKind::Heading(a), BlockKind::Heading(b)) =
            (&reference.block(left_id).kind, &translation.block(right_id).kind)
        else {
            return 0.0;
        };
        let mut score = match (&a.id, &b.id) {
            (Some(a), Some(b)) if reference.slice(a.id) == translation.slice(b.id) => 5.0,
            (Some(_), Some(_)) => -1.0,
            _ => 0.0,
        };
        score += 0.6 - 0.5 * f32::from(a.level.abs_diff(b.level));
        let (a, b) = (left.heading_words(reference), right.heading_words(translation));
        if !a.is_empty() && !b.is_empty() {
            score += 2.0 * overlap(a, b);
        }
        score + 1.5 * jaccard(&left.heading_tokens, &right.heading_tokens)
    }
}

impl Scorer for Sections<'_, '_> {
    fn score(&self, i: usize, j: usize) -> Option<f32> {
        self.placed(i, j, true)
    }

    fn least(&self, i: usize, j: usize) -> Option<f32> {
        self.placed(i, j, false)
    }

    fn omission(&self, _: usize) -> f32 {
        0.8
    }

    fn addition(&self, _: usize) -> f32 {
        0.8
    }

    fn is_distinct(&self) -> bool {
        true
    }

    /// With headings of one level or none, the same tokens and the same kinds of blocks, the rest
    /// of the score cannot fall below the cost of two gaps.
    fn is_sure(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.left[i], &self.right[j]);
        let (left, right) = self.aligner.similarity.outlines();
        a.heading.map(|id| left.kind(id)) == b.heading.map(|id| right.kind(id))
            && a.tokens == b.tokens
            && a.kinds == b.kinds
            && !a.kinds.is_empty()
    }

    fn reference_key(&self, i: usize) -> u64 {
        self.left[i].key
    }

    fn translation_key(&self, j: usize) -> u64 {
        self.right[j].key
    }
}

/// The reference sections whose translations stand elsewhere: all that are not in the longest
/// run that kept its order.
fn moved_sections(pairing: &[Option<usize>]) -> Vec<bool> {
    let pairs: Vec<(usize, usize)> =
        pairing.iter().enumerate().filter_map(|(i, j)| j.map(|j| (i, j))).collect();
    let kept = sequence::longest_increasing(&pairs);
    let mut moved = vec![false; pairing.len()];
    for (i, j) in pairs {
        moved[i] = !kept.contains(&(i, j));
    }
    moved
}

/// Aligns the blocks. A section that is missing or too many is aligned together with the one
/// before it: perhaps only its heading is gone.
fn align_groups(
    aligner: &mut Aligner<'_>,
    left: &[Section],
    right: &[Section],
    pairing: &[Option<usize>],
    moved: &[bool],
) {
    let mut taken = vec![false; right.len()];
    pairing.iter().flatten().for_each(|&j| taken[j] = true);
    for (i, other) in pairing.iter().enumerate() {
        let Some(j) = *other else { continue };
        let missing = (i + 1..left.len()).take_while(|&next| pairing[next].is_none());
        let extra = (j + 1..right.len()).take_while(|&next| !taken[next]);
        let (missing, extra): (Vec<_>, Vec<_>) = (missing.collect(), extra.collect());
        let reference = Group::new(left, i, if moved[i] { &[] } else { &missing });
        let translation = Group::new(right, j, &extra);
        align_group(aligner, &reference, &translation, left, right);
    }
    // Sections before the first match of all.
    let mut after = None;
    for (section, other) in left.iter().zip(pairing) {
        if other.is_none()
            && let Some(heading) = section.heading
        {
            let place = place_after(aligner.translation, after, None);
            aligner.gaps.push(Gap::Omission { reference: heading, place });
        }
        after = section.last_of(&aligner.to_translation).or(after);
    }
    let mut after = None;
    for (section, taken) in right.iter().zip(taken) {
        if !taken && let Some(heading) = section.heading {
            let place = place_after(aligner.reference, after, None);
            aligner.gaps.push(Gap::Addition { translation: heading, place });
        }
        after = section.last_of(&aligner.to_reference).or(after);
    }
}

impl Section {
    /// This section with the next one's text as part of it.
    fn joined(&self, next: &Self, document: &Document) -> Self {
        let merge = |a: &[u64], b: &[u64]| {
            let mut all: Vec<u64> = a.iter().chain(b).copied().collect();
            all.sort_unstable();
            all
        };
        let mut words = merge(self.words(document), next.words(document));
        words.dedup();
        let tokens = merge(&self.tokens, &next.tokens);
        Self {
            heading: self.heading,
            key: features::key_of(&tokens),
            tokens,
            kinds: merge(&self.kinds, &next.kinds),
            size: self.size + next.size,
            heading_tokens: self.heading_tokens.clone(),
            words: OnceCell::from(words),
            ..Self::default()
        }
    }

    /// The words that languages share in heading and body, sorted.
    fn words(&self, document: &Document) -> &[u64] {
        self.words.get_or_init(|| words::words_of(document, self.blocks()))
    }

    /// The same of the heading alone.
    fn heading_words(&self, document: &Document) -> &[u64] {
        self.heading_words.get_or_init(|| match self.heading.map(|id| &document.block(id).kind) {
            Some(BlockKind::Heading(heading)) => words::words_at(document, heading.text),
            _ => Vec::new(),
        })
    }

    /// What the last of its blocks that has a counterpart is matched with.
    fn last_of(&self, counterparts: &[Option<BlockId>]) -> Option<BlockId> {
        let heading = || counterparts[self.heading?.0 as usize];
        last_of(counterparts, &self.body).or_else(heading)
    }

    fn blocks(&self) -> impl Iterator<Item = BlockId> + '_ {
        self.heading.into_iter().chain(self.body.iter().copied())
    }
}

/// Blocks of a section and of the unmatched ones after it.
struct Group {
    heading: Option<BlockId>,
    blocks: Vec<BlockId>,
    /// Which section a block comes from; `None` for the matched one.
    foreign: Vec<Option<usize>>,
}

impl Group {
    fn new(sections: &[Section], first: usize, more: &[usize]) -> Self {
        let mut blocks = sections[first].body.clone();
        let mut foreign = vec![None; blocks.len()];
        for &section in more {
            blocks.extend(&sections[section].body);
            foreign.resize(blocks.len(), Some(section));
        }
        Self { heading: sections[first].heading, blocks, foreign }
    }

    /// Which blocks belong to another section; empty when none does.
    fn flags(&self) -> Vec<bool> {
        let any = self.foreign.iter().any(Option::is_some);
        if any { self.foreign.iter().map(Option::is_some).collect() } else { Vec::new() }
    }

    /// Which blocks belong to another section that is hardly there: at most half of it is `matched`.
    fn gone(&self, sections: &[Section], matched: &[bool]) -> Vec<bool> {
        let mut gone = Vec::with_capacity(matched.len());
        // A section's blocks stand in a row.
        for blocks in self.foreign.chunk_by(|a, b| a == b) {
            let here = matched[gone.len()..][..blocks.len()].iter().filter(|found| **found).count();
            let is_gone = blocks[0].is_some_and(|section| here * 2 <= sections[section].body.len());
            gone.resize(gone.len() + blocks.len(), is_gone);
        }
        gone
    }
}

fn align_group(
    aligner: &mut Aligner<'_>,
    reference: &Group,
    translation: &Group,
    left: &[Section],
    right: &[Section],
) {
    let steps = aligner.steps(
        &reference.blocks,
        &translation.blocks,
        &reference.flags(),
        &translation.flags(),
    );
    // Blocks of a section that is gone as a whole are told by its heading.
    let mut matched = [vec![false; reference.blocks.len()], vec![false; translation.blocks.len()]];
    for step in &steps {
        if let Step::Match(i, j) = *step {
            (matched[0][i], matched[1][j]) = (true, true);
        }
    }
    let left_gone = reference.gone(left, &matched[0]);
    let right_gone = translation.gone(right, &matched[1]);
    let kept: Vec<Step> = steps
        .into_iter()
        .filter_map(|step| match step {
            Step::Omission(i) => (!left_gone[i]).then_some(step),
            Step::Addition(j) => (!right_gone[j]).then_some(step),
            Step::Match(i, j) => match (left_gone[i], right_gone[j]) {
                (false, false) => Some(step),
                (true, false) => Some(Step::Addition(j)),
                (false, true) => Some(Step::Omission(i)),
                (true, true) => None,
            },
        })
        .collect();
    let parents = reference.heading.zip(translation.heading);
    aligner.take(&kept, &reference.blocks, &translation.blocks, parents);
}

fn report_moves(
    aligner: &mut Aligner<'_>,
    left: &[Section],
    right: &[Section],
    pairing: &[Option<usize>],
    moved: &[bool],
) {
    let mut after = None;
    for (i, section) in left.iter().enumerate() {
        if let (true, Some(j), Some(reference)) = (moved[i], pairing[i], section.heading)
            && let Some(translation) = right[j].heading
        {
            let place = place_after(aligner.translation, after, None);
            aligner.gaps.push(Gap::Move { reference, translation, place });
        }
        after = section.last_of(&aligner.to_translation).or(after);
    }
}
