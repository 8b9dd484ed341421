//! A planted fault: the damaged text, and what must be said about it.

use std::ops::RangeInclusive;

/// What a fix has to do about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repair {
    /// The reference proves the right text: the safe fix must bring back the clean page.
    Restores,
    /// People have to repair it, or the fix may be an unsafe one.
    Open,
}

/// One planted fault.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// The damaged translation.
    pub(crate) text: String,
    /// Lines (from 1, of the damaged text) where the fault may be pointed at, before the
    /// tolerance of two lines. More than one range where the fault has two ends.
    pub(crate) places: Vec<RangeInclusive<usize>>,
    /// The rules that may report it.
    pub(crate) rules: &'static [&'static str],
    /// How many findings it may cause: 1, or 2 where it damages two places.
    pub(crate) findings: usize,
    /// What a fix has to do.
    pub(crate) repair: Repair,
}

impl Fault {
    /// A fault at `line` (from 0) of the damaged text.
    pub(crate) fn at(line: usize, text: String, rules: &'static [&'static str]) -> Self {
        Self { text, places: vec![line + 1..=line + 1], rules, findings: 1, repair: Repair::Open }
    }

    /// The safe fix must bring back the clean page.
    pub(crate) fn restorable(mut self) -> Self {
        self.repair = Repair::Restores;
        self
    }

    /// It may also be pointed at anywhere in these lines (from 0, end exclusive).
    pub(crate) fn or_in(mut self, lines: std::ops::Range<usize>) -> Self {
        self.places.push(lines.start + 1..=lines.end.max(lines.start + 1));
        self
    }

    /// It damages two places and may be reported at both.
    pub(crate) fn twice(mut self) -> Self {
        self.findings = 2;
        self
    }

    /// Whether a finding at `line` (from 1) points at the fault.
    pub(crate) fn is_near(&self, line: usize) -> bool {
        self.places.iter().any(|place| line + 2 >= *place.start() && line <= place.end() + 2)
    }
}
