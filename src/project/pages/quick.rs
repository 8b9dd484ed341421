//! A hash for the many short texts of a project: paths, names, ids. They are the project's own, so
//! that nobody gains by making them collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map by short texts.
pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;
/// A set of short texts.
pub(super) type QuickSet<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// An odd number whose bits look random: the golden ratio in 64 bits, as Knuth's multiplicative
/// hashing uses it.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Eight bytes at a time: mixed in, multiplied, folded.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Quick(u64);

impl Quick {
    pub(super) fn add(&mut self, word: u64) {
        let mixed = u128::from(self.0 ^ word ^ FACTOR) * u128::from(FACTOR);
        self.0 = (mixed as u64) ^ ((mixed >> 64) as u64);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // The length tells a text from the same with zeros behind it.
        self.add(u64::from_le_bytes(last) ^ ((bytes.len() as u64) << 56));
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The hash of a text.
pub(super) fn hash(text: &str) -> u64 {
    let mut quick = Quick::default();
    quick.write(text.as_bytes());
    quick.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_texts_differ() {
        let texts: Vec<String> = (0..20_000)
            .flat_map(|n| [format!("docs/nl/page-{n}.md"), format!("{n}"), "a".repeat(n % 64)])
            .collect();
        let distinct: HashSet<&String> = texts.iter().collect();
        let hashes: HashSet<u64> = texts.iter().map(|text| hash(text)).collect();
        assert_eq!(hashes.len(), distinct.len());
    }
}
