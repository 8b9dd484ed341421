//! The entries of two front matters laid beside each other by path.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use crate::markdown::{Document, FrontMatter, FrontMatterEntry};

/// Which entry answers which: entries match when their paths are equal.
#[derive(Debug, Clone, Default)]
pub struct EntryMatches {
    /// For each entry of the reference its counterpart in the translation.
    pub to_translation: Vec<Option<u32>>,
    /// For each entry of the translation its counterpart in the reference.
    pub to_reference: Vec<Option<u32>>,
}

impl EntryMatches {
    /// Matches the entries in one pass; only where the order differs a map is built.
    pub fn new(reference: &FrontMatter, translation: &FrontMatter) -> Self {
        let (ours, theirs) = (&reference.entries, &translation.entries);
        let mut matches =
            Self { to_translation: vec![None; ours.len()], to_reference: vec![None; theirs.len()] };
        let mut paths: Option<HashMap<&str, u32>> = None;
        let mut next = 0;
        for (index, entry) in ours.iter().enumerate() {
            let other = if theirs.get(next).is_some_and(|other| other.path == entry.path) {
                Some(next)
            } else {
                let paths = paths.get_or_insert_with(|| {
                    let entries = theirs.iter().enumerate().rev();
                    entries.map(|(index, entry)| (entry.path.as_str(), index as u32)).collect()
                });
                paths.get(entry.path.as_str()).map(|&index| index as usize)
            };
            if let Some(other) = other.filter(|&other| matches.to_reference[other].is_none()) {
                matches.to_translation[index] = Some(other as u32);
                matches.to_reference[other] = Some(index as u32);
                next = other + 1;
            }
        }
        matches
    }
}

/// The entries of a front matter by path, for one who asks for many of them, mostly in their order.
#[derive(Debug)]
pub struct EntriesByPath<'d> {
    entries: &'d [FrontMatterEntry],
    /// The place behind the entry that was found last.
    next: Cell<usize>,
    places: OnceCell<HashMap<&'d str, usize>>,
}

impl<'d> EntriesByPath<'d> {
    /// The entries of `front_matter`.
    pub fn new(front_matter: &'d FrontMatter) -> Self {
        Self { entries: &front_matter.entries, next: Cell::default(), places: OnceCell::new() }
    }

    /// The entry at `path`.
    pub fn get(&self, path: &str) -> Option<&'d FrontMatterEntry> {
        let next = self.next.get();
        let at = if self.entries.get(next).is_some_and(|entry| entry.path == path) {
            next
        } else {
            let numbered = || self.entries.iter().enumerate().rev();
            let by_path = || numbered().map(|(at, entry)| (entry.path.as_str(), at)).collect();
            *self.places.get_or_init(by_path).get(path)?
        };
        self.next.set(at + 1);
        self.entries.get(at)
    }
}

/// The two front matters where there is something to compare: both are there and readable, and
/// they differ.
pub fn comparable<'d>(
    reference: &'d Document,
    translation: &'d Document,
) -> Option<(&'d FrontMatter, &'d FrontMatter)> {
    let ours = reference.front_matter.as_ref().filter(|ours| ours.error.is_none())?;
    let theirs = translation.front_matter.as_ref().filter(|theirs| theirs.error.is_none())?;
    (reference.slice(ours.span) != translation.slice(theirs.span)).then_some((ours, theirs))
}
