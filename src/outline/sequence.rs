//! Two sequences aligned: Needleman and Wunsch's global alignment, cut at anchors where it would
//! grow too large, with a bound on the work.

/// Cells of one alignment table up to which anchors are looked for only where elements hold much
/// that recognises them.
const SMALL: usize = 256;

/// Cells of one alignment table. Stretches without an anchor that would need more are paired by
/// position.
pub(super) const MOST_CELLS: usize = 250_000;

/// Cells of all tables of one alignment together. What is left over is paired by position, too.
const ALL_CELLS: usize = 4_000_000;

/// One step of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Both advance.
    Match(usize, usize),
    /// An element of the reference has no counterpart.
    Omission(usize),
    /// An element of the translation has no counterpart.
    Addition(usize),
}

/// How two sequences are compared.
pub(super) trait Scorer {
    /// What a match of element `i` of the reference with element `j` of the translation is worth;
    /// `None` when they cannot match.
    fn score(&self, i: usize, j: usize) -> Option<f32>;
    /// What leaving out element `i` of the reference costs.
    fn omission(&self, i: usize) -> f32;
    /// What leaving out element `j` of the translation costs.
    fn addition(&self, j: usize) -> f32;
    /// Whether elements are large, so that equal fingerprints settle the matter.
    fn is_distinct(&self) -> bool {
        false
    }
    /// Whether two elements, alone between neighbours that are matched, are sure to be worth more
    /// as a match than as two gaps. For scorers that can tell without scoring.
    fn is_sure(&self, _i: usize, _j: usize) -> bool {
        false
    }
    /// What a match is worth at least, as far as that shows without a look at words.
    fn least(&self, _i: usize, _j: usize) -> Option<f32> {
        None
    }
    /// Fingerprint of a reference element; equal ones are the same element. 0 says nothing.
    fn reference_key(&self, i: usize) -> u64;
    /// Fingerprint of a translation element.
    fn translation_key(&self, j: usize) -> u64;
}

/// Aligns `n` reference elements with `m` translation elements. The flag says whether the bound
/// was reached and some were paired by position.
pub(super) fn align(n: usize, m: usize, scorer: &dyn Scorer) -> (Vec<Step>, bool) {
    let mut steps = Vec::with_capacity(n.max(m));
    let mut bounded = false;
    let few = n.saturating_mul(m) <= SMALL && !scorer.is_distinct();
    if n.min(m) <= 1 || few {
        table(0..n, 0..m, scorer, &mut steps);
        return (steps, false);
    }
    let (mut i, mut j) = (0, 0);
    let mut left = ALL_CELLS;
    let mut anchors = anchors(n, m, scorer);
    anchors.push((n, m));
    for (next_i, next_j) in anchors {
        let cells = (next_i - i).saturating_mul(next_j - j);
        if cells <= MOST_CELLS.min(left) {
            left -= cells;
            table(i..next_i, j..next_j, scorer, &mut steps);
        } else {
            by_position(i..next_i, j..next_j, scorer, &mut steps);
            bounded = true;
        }
        if next_i < n && next_j < m {
            steps.push(Step::Match(next_i, next_j));
            (i, j) = (next_i + 1, next_j + 1);
        }
    }
    (steps, bounded)
}

type Indices = std::ops::Range<usize>;

/// Whether two elements that are alone match, as the table would find out.
fn is_plain(i: usize, j: usize, scorer: &dyn Scorer) -> bool {
    let (omission, addition) = (scorer.omission(i), scorer.addition(j));
    let gaps = (-addition - omission).max(-omission - addition);
    scorer.is_sure(i, j) || scorer.least(i, j).is_some_and(|least| least >= gaps)
}

/// Fills the table and walks it back.
fn table(rows: Indices, columns: Indices, scorer: &dyn Scorer, steps: &mut Vec<Step>) {
    let (n, m) = (rows.len(), columns.len());
    if n == 1 && m == 1 && is_plain(rows.start, columns.start, scorer) {
        steps.push(Step::Match(rows.start, columns.start));
        return;
    }
    let width = m + 1;
    let mut best = vec![0.0_f32; (n + 1) * width];
    // How the best score of a cell was reached: 0 match, 1 omission, 2 addition.
    let mut from = vec![0_u8; (n + 1) * width];
    for j in 1..=m {
        best[j] = best[j - 1] - scorer.addition(columns.start + j - 1);
        from[j] = 2;
    }
    for i in 1..=n {
        let omission = scorer.omission(rows.start + i - 1);
        best[i * width] = best[(i - 1) * width] - omission;
        from[i * width] = 1;
        for j in 1..=m {
            let up = best[(i - 1) * width + j] - omission;
            let left = best[i * width + j - 1] - scorer.addition(columns.start + j - 1);
            let (mut top, mut way) = if up >= left { (up, 1) } else { (left, 2) };
            if let Some(score) = scorer.score(rows.start + i - 1, columns.start + j - 1) {
                let diagonal = best[(i - 1) * width + j - 1] + score;
                if diagonal >= top {
                    (top, way) = (diagonal, 0);
                }
            }
            best[i * width + j] = top;
            from[i * width + j] = way;
        }
    }
    let first = steps.len();
    let (mut i, mut j) = (n, m);
    while i > 0 || j > 0 {
        match from[i * width + j] {
            0 => {
                i -= 1;
                j -= 1;
                steps.push(Step::Match(rows.start + i, columns.start + j));
            }
            1 => {
                i -= 1;
                steps.push(Step::Omission(rows.start + i));
            }
            _ => {
                j -= 1;
                steps.push(Step::Addition(columns.start + j));
            }
        }
    }
    steps[first..].reverse();
}

/// Pairs by position; what is left over on one side stands at the end.
fn by_position(rows: Indices, columns: Indices, scorer: &dyn Scorer, steps: &mut Vec<Step>) {
    let shared = rows.len().min(columns.len());
    for (i, j) in rows.clone().zip(columns.clone()) {
        if scorer.score(i, j).is_some() {
            steps.push(Step::Match(i, j));
        } else {
            steps.push(Step::Omission(i));
            steps.push(Step::Addition(j));
        }
    }
    steps.extend((rows.start + shared..rows.end).map(Step::Omission));
    steps.extend((columns.start + shared..columns.end).map(Step::Addition));
}

/// Elements with the same fingerprint, unique on both sides and in the same order (patience
/// diff): the longest increasing run of them.
fn anchors(n: usize, m: usize, scorer: &dyn Scorer) -> Vec<(usize, usize)> {
    let mut keys: Vec<(u64, bool, usize)> = (0..n)
        .map(|i| (scorer.reference_key(i), false, i))
        .chain((0..m).map(|j| (scorer.translation_key(j), true, j)))
        .filter(|(key, _, _)| *key != 0)
        .collect();
    keys.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|run| match run {
            [(_, false, i), (_, true, j)] => Some((*i, *j)),
            _ => None,
        })
        .collect();
    pairs.sort_unstable();
    let chain = longest_increasing(&pairs);
    without_swaps(&pairs, chain)
}

/// Takes out of `chain` what changed places with exactly one other pair: whether the elements
/// moved or only what they were recognised by is for the table to find out.
fn without_swaps(pairs: &[(usize, usize)], mut chain: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let crossing: Vec<(usize, usize)> =
        pairs.iter().filter(|pair| chain.binary_search(pair).is_err()).copied().collect();
    for (i, j) in crossing {
        // The chain grows in both numbers: what the pair crosses is one stretch of it.
        let by_i = chain.partition_point(|&(other, _)| other < i);
        let by_j = chain.partition_point(|&(_, other)| other < j);
        if by_i.abs_diff(by_j) == 1 {
            chain.remove(by_i.min(by_j));
        }
    }
    chain
}

/// The longest subsequence of `pairs` (sorted by the first) whose second numbers increase.
pub(super) fn longest_increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, &(_, j)) in pairs.iter().enumerate() {
        let at = tails.partition_point(|&tail| pairs[tail].1 < j);
        before[index] = at.checked_sub(1).map(|at| tails[at]);
        if at == tails.len() {
            tails.push(index);
        } else {
            tails[at] = index;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        chain.push(pairs[index]);
        next = before[index];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words<'a>(&'a [u64], &'a [u64]);

    impl Scorer for Words<'_> {
        fn score(&self, i: usize, j: usize) -> Option<f32> {
            (self.0[i] == self.1[j]).then_some(1.0)
        }
        fn omission(&self, _: usize) -> f32 {
            0.5
        }
        fn addition(&self, _: usize) -> f32 {
            0.5
        }
        fn reference_key(&self, i: usize) -> u64 {
            self.0[i]
        }
        fn translation_key(&self, j: usize) -> u64 {
            self.1[j]
        }
    }

    #[test]
    fn one_missing_and_one_added() {
        let (steps, bounded) = align(4, 4, &Words(&[1, 2, 3, 4], &[1, 3, 9, 4]));
        let expected = [
            Step::Match(0, 0),
            Step::Omission(1),
            Step::Match(2, 1),
            Step::Addition(2),
            Step::Match(3, 3),
        ];
        assert_eq!((steps.as_slice(), bounded), (expected.as_slice(), false));
    }

    #[test]
    fn long_sequences_are_cut_at_anchors() {
        let reference: Vec<u64> = (1..=3_000).collect();
        let mut translation = reference.clone();
        translation.remove(1_500);
        let (steps, bounded) =
            align(reference.len(), translation.len(), &Words(&reference, &translation));
        assert!(!bounded);
        let gaps: Vec<_> = steps.iter().filter(|step| !matches!(step, Step::Match(..))).collect();
        assert_eq!(gaps, [&Step::Omission(1_500)]);
    }
}
