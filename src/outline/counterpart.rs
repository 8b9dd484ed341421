//! The piece of the reference that answers a place of the translation.

use super::model::Pair;
use crate::markdown::block_at;
use crate::text::Span;

impl Pair<'_> {
    /// What of the reference answers the byte at `offset` of the translation: the value of the
    /// same front matter key, or the block that is matched with the innermost matched block
    /// there. The whole reference where nothing is.
    pub fn counterpart(&self, offset: u32) -> Span {
        let whole = Span::new(0, self.reference.text.len());
        if offset < self.translation.body_start {
            let front = self.translation.front_matter.as_ref();
            let entry = front.and_then(|front| {
                front.entries.iter().rev().find(|entry| entry.value.covers(offset))
            });
            let value = entry.and_then(|entry| self.reference.front_matter_entry(&entry.path));
            return value.map_or(whole, |entry| entry.value);
        }
        let mut place = block_at(self.translation, offset);
        while let Some(block) = place {
            if let Some(reference) = self.reference_of(block) {
                return self.reference.block(reference).span;
            }
            place = self.translation.block(block).parent;
        }
        whole
    }

    /// Whether the reference has `text` where it answers the byte at `offset`.
    pub fn reference_has(&self, offset: u32, text: &str) -> bool {
        self.reference.slice(self.counterpart(offset)).contains(text)
    }
}
