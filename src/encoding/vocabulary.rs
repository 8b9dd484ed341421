//! The words that a project uses, as evidence for or against a repair.

use std::collections::HashMap;

/// Counts of words, small letters only.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// Counts the words of `text`.
    pub fn add(&mut self, text: &str) {
        for word in words(text) {
            let small = word.to_lowercase();
            match self.words.get_mut(small.as_str()) {
                Some(count) => *count += 1,
                None => {
                    self.words.insert(small.into_boxed_str(), 1);
                }
            }
        }
    }

    /// How often `word` occurs, in any case.
    pub fn count(&self, word: &str) -> u32 {
        self.words.get(word.to_lowercase().as_str()).copied().unwrap_or(0)
    }

    /// Whether no word was counted.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// The words of `text`: runs of letters and combining marks that hold a letter beyond ASCII.
/// Pure ASCII words say nothing about damage.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !is_word(letter));
    words.filter(|word| !word.is_ascii())
}

/// Whether the character is part of a word.
pub(super) fn is_word(letter: char) -> bool {
    letter.is_alphabetic()
        || (!letter.is_ascii() && unicode_normalization::char::is_combining_mark(letter))
}
