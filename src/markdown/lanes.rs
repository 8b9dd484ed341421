//! Passes over a page that stop at few of its bytes: 64 of them are looked at at once, so that the
//! others cost next to nothing.

use std::marker::PhantomData;
use std::ops::Range;

/// How many bytes are looked at at once. With fewer the compiler unrolls the loop over them before
/// it could turn it into vector instructions.
const WIDTH: usize = 64;

/// A class of bytes. Written without branches, so that those of a lane are told side by side.
trait Class {
    fn holds(byte: u8) -> bool;
}

/// ASCII that is no letter.
struct NoLetter;

impl Class for NoLetter {
    #[inline]
    fn holds(byte: u8) -> bool {
        (byte < 0x80) & ((byte | 0x20).wrapping_sub(b'a') > b'z' - b'a')
    }
}

/// What line breaks are made of.
struct Break;

impl Class for Break {
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "without branches it is vectorised")]
    fn holds(byte: u8) -> bool {
        (byte == b'\n') | (byte == b'\r')
    }
}

/// Where the bytes of a class stand in a page, for a lane of [`WIDTH`] bytes at a time. A lane is
/// looked at when it is asked for; the last one is remembered.
struct Lanes<'a, C> {
    bytes: &'a [u8],
    index: usize,
    found: u64,
    class: PhantomData<C>,
}

impl<'a, C: Class> Lanes<'a, C> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, index: usize::MAX, found: 0, class: PhantomData }
    }

    /// A bit for each byte of lane `index`, the first one's lowest: whether it is of the class.
    #[inline]
    fn lane(&mut self, index: usize) -> u64 {
        if self.index != index {
            (self.index, self.found) = (index, self.look(index * WIDTH));
        }
        self.found
    }

    fn look(&self, at: usize) -> u64 {
        let rest = &self.bytes[at..];
        if let Some(lane) = rest.first_chunk() {
            return bits::<C>(lane);
        }
        let mut lane = [0; WIDTH];
        lane[..rest.len()].copy_from_slice(rest);
        bits::<C>(&lane) & ((1 << rest.len()) - 1)
    }
}

#[inline]
fn bits<C: Class>(lane: &[u8; WIDTH]) -> u64 {
    let mut found = [0; WIDTH];
    for at in 0..WIDTH {
        found[at] = u8::from(C::holds(lane[at]));
    }
    let (eights, _) = found.as_chunks::<8>();
    let mut bits = 0;
    for (index, eight) in eights.iter().enumerate() {
        bits |= gathered(*eight) << (8 * index);
    }
    bits
}

/// The lowest bits of eight bytes side by side: the factor moves each to its place in the highest
/// byte of the product.
#[inline]
fn gathered(bits: [u8; 8]) -> u64 {
    u64::from_le_bytes(bits).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The stops of a page: ASCII that is no letter.
pub(super) struct Stops<'a>(Lanes<'a, NoLetter>);

impl<'a> Stops<'a> {
    /// The stops of a page that consists of `bytes`.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(Lanes::of(bytes))
    }

    /// The lanes that `range` lies in.
    #[inline]
    pub(super) fn lanes(range: &Range<usize>) -> Range<usize> {
        range.start / WIDTH..range.end.div_ceil(WIDTH)
    }

    /// The stops of `range` that stand in lane `index`, in order.
    #[inline]
    pub(super) fn in_lane(&mut self, index: usize, range: &Range<usize>) -> LaneStops {
        let at = index * WIDTH;
        let mut stops = self.0.lane(index);
        if range.start > at {
            stops &= u64::MAX << (range.start - at);
        }
        if range.end < at + WIDTH {
            stops &= !(u64::MAX << (range.end - at));
        }
        LaneStops { at, stops }
    }
}

/// The places of stops in one lane.
pub(super) struct LaneStops {
    at: usize,
    stops: u64,
}

impl Iterator for LaneStops {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.stops == 0 {
            return None;
        }
        let stop = self.at + self.stops.trailing_zeros() as usize;
        self.stops &= self.stops - 1;
        Some(stop)
    }
}

/// Where the lines of a page end.
pub(super) struct LineEnds<'a>(Lanes<'a, Break>);

impl<'a> LineEnds<'a> {
    /// The line ends of a page that consists of `bytes`.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(Lanes::of(bytes))
    }

    /// End of the line that holds `at`, before its line break.
    #[inline]
    pub(super) fn after(&mut self, at: usize) -> usize {
        let length = self.0.bytes.len();
        if at >= length {
            return length;
        }
        let mut index = at / WIDTH;
        let mut breaks = self.0.lane(index) & (u64::MAX << (at % WIDTH));
        while breaks == 0 {
            index += 1;
            if index * WIDTH >= length {
                return length;
            }
            breaks = self.0.lane(index);
        }
        index * WIDTH + breaks.trailing_zeros() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops(bytes: &[u8], range: Range<usize>) -> Vec<usize> {
        let mut stops = Stops::of(bytes);
        Stops::lanes(&range).flat_map(|index| stops.in_lane(index, &range)).collect()
    }

    #[test]
    fn ascii_that_is_no_letter_is_a_stop() {
        for byte in 0..=u8::MAX {
            for place in 0..72 {
                let mut bytes = b"aZzA\xc3\xa9mQ".repeat(9);
                bytes[place] = byte;
                let stop = byte.is_ascii() && !byte.is_ascii_alphabetic();
                let expected = if stop { vec![place] } else { vec![] };
                assert_eq!(stops(&bytes, 0..72), expected, "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn stops_are_those_between_start_and_end() {
        let text = "ab cd, ".repeat(22);
        let bytes = text.as_bytes();
        for start in 0..=bytes.len() {
            for end in start..=bytes.len() {
                let expected = (start..end).filter(|&at| !bytes[at].is_ascii_alphabetic());
                let expected: Vec<_> = expected.collect();
                assert_eq!(stops(bytes, start..end), expected, "{start} to {end}");
            }
        }
    }

    #[test]
    fn lines_end_before_their_breaks() {
        let text = format!("{}\r\n\n{}\r{}", "a".repeat(40), "b".repeat(170), "\n".repeat(40));
        for text in [text.clone(), format!("{text}c"), text[..128].to_owned(), String::new()] {
            let bytes = text.as_bytes();
            let mut ends = LineEnds::of(bytes);
            for at in 0..=bytes.len() {
                let offset = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                let expected = offset.map_or(bytes.len(), |offset| at + offset);
                assert_eq!(ends.after(at), expected, "{at}");
            }
        }
    }
}
