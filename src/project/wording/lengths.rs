//! How long paragraphs became in translation.

use super::{is_followed_alike, is_preceded_alike};
use crate::markdown::{BlockKind, Prose};
use crate::outline::{Basis, Pair};
use crate::text::Span;

/// Characters of the source from which a paragraph is kept: shorter ones vary too much.
const COUNTED: usize = 40;

/// A paragraph and its translation.
#[derive(Debug, Clone, Copy)]
pub struct Length {
    /// Characters that readers see in the source.
    pub source: u32,
    /// Characters that readers see in the translation.
    pub target: u32,
    /// The first line of the translation.
    pub span: Span,
    /// The first line in the source, where that is the source as it is today.
    pub place: Option<Span>,
    /// Whether the blocks before and after it answer the source's too, so that it cannot have been
    /// laid beside another paragraph.
    pub is_settled: bool,
}

impl Length {
    /// The logarithm of how many times longer the translation is.
    pub fn log_ratio(&self) -> f64 {
        (f64::from(self.target.max(1)) / f64::from(self.source.max(1))).ln()
    }
}

pub(super) fn of(pair: &Pair<'_>) -> Box<[Length]> {
    let (mut one, mut other) = (Prose::default(), Prose::default());
    let mut found = Vec::new();
    for (ours, theirs) in pair.matches() {
        let block = pair.reference.block(ours);
        // Bytes are never fewer than characters.
        if block.kind != BlockKind::Paragraph || block.span.len() < COUNTED {
            continue;
        }
        one.read(pair.reference, ours);
        other.read(pair.translation, theirs);
        let (source, target) = (length(&one), length(&other));
        // What was not translated says nothing about the language.
        if source >= COUNTED && one.text() != other.text() {
            let target = target as u32;
            let span = pair.translation.head_of(theirs);
            let today = *pair.basis == Basis::WorkingTree;
            let place = today.then(|| pair.reference.head_of(ours));
            let is_settled =
                is_preceded_alike(pair, ours, theirs) && is_followed_alike(pair, ours, theirs);
            found.push(Length { source: source as u32, target, span, place, is_settled });
        }
    }
    found.into_boxed_slice()
}

/// Characters that readers see.
fn length(prose: &Prose) -> usize {
    prose.text().trim().chars().count()
}

/// What is usual among many paragraphs: the median of the logarithms of their ratios, and how far
/// the others lie from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The median distance from it, scaled to what the standard deviation of a normal distribution
    /// would be. Unlike that one it does not grow with the outliers that are looked for.
    pub deviation: f64,
}

impl Spread {
    /// The spread of `values`; `None` where there are none.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        let middle = values.len() / 2;
        values.sort_by(f64::total_cmp);
        let median = *values.get(middle)?;
        let mut distances: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
        distances.sort_by(f64::total_cmp);
        Some(Self { median, deviation: distances[middle] * 1.4826 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outliers_do_not_change_what_is_usual() {
        let mut values: Vec<f64> = (0..99).map(|value| f64::from(value % 3)).collect();
        let before = Spread::of(values.clone());
        values.extend([900.0, -900.0]);
        assert_eq!(Spread::of(values), before);
        assert_eq!(Spread::of(Vec::new()), None);
    }
}
