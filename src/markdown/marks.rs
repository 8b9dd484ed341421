//! Where the next of a mark stands, remembered. A page full of places that ask for it is searched
//! through once, not once for each place.

/// A mark that is looked for ever further on in one text.
#[derive(Debug, Clone)]
pub(super) struct NextMark {
    mark: &'static [u8],
    /// Where it was looked for from, and where it was found; `usize::MAX` for nowhere.
    from: usize,
    found: usize,
}

impl NextMark {
    /// A mark of at least one byte. Its last byte should be the rarest.
    pub(super) const fn new(mark: &'static str) -> Self {
        Self { mark: mark.as_bytes(), from: usize::MAX, found: 0 }
    }

    /// Where the first mark from `at` on starts; `usize::MAX` for nowhere. All calls are for the
    /// same text.
    #[inline]
    pub(super) fn after(&mut self, bytes: &[u8], at: usize) -> usize {
        if !(self.from <= at && at <= self.found) {
            (self.from, self.found) = (at, self.search(bytes, at));
        }
        self.found
    }

    fn search(&self, bytes: &[u8], at: usize) -> usize {
        let Some((last, head)) = self.mark.split_last() else { return usize::MAX };
        let rest = &bytes[at..];
        memchr::memchr_iter(*last, rest)
            .find(|&end| rest[..end].ends_with(head))
            .map_or(usize::MAX, |end| at + end - head.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_mark_is_the_first_from_there_on() {
        let text = b"}} a %}} b }}} c }";
        let mut next = NextMark::new("}}");
        let expected = |at: usize| {
            let found = text[at..].windows(2).position(|two| two == b"}}");
            found.map_or(usize::MAX, |offset| at + offset)
        };
        for at in 0..text.len() {
            assert_eq!(next.after(text, at), expected(at), "{at}");
        }
        assert_eq!(next.after(text, 3), expected(3), "asked again from further back");
    }
}
