//! A search for bytes of a class that stand far apart: 64 are looked at at once, so that those
//! between cost next to nothing.

use std::marker::PhantomData;
use std::ops::Range;

/// How many bytes are looked at at once. With fewer the compiler unrolls the loop over them before
/// it could turn it into vector instructions.
const WIDTH: usize = 64;

/// A class of bytes.
pub trait Class {
    /// Whether `byte` belongs to it. Without branches the bytes of a lane are told side by side.
    fn holds(byte: u8) -> bool;
}

/// Where the bytes of a class stand in a text, a lane of 64 bytes at a time. A lane is looked at
/// when it is asked for; the last one is remembered.
#[derive(Debug)]
pub struct Lanes<'a, C> {
    bytes: &'a [u8],
    index: usize,
    found: u64,
    class: PhantomData<C>,
}

impl<'a, C: Class> Lanes<'a, C> {
    /// The lanes of a text that consists of `bytes`.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, index: usize::MAX, found: 0, class: PhantomData }
    }

    /// The offset of the first byte of the class from `at` on; the length of the text when there
    /// is none.
    #[inline]
    pub fn next(&mut self, at: usize) -> usize {
        let length = self.bytes.len();
        if at >= length {
            return length;
        }
        let mut index = at / WIDTH;
        let mut found = self.lane(index) & (u64::MAX << (at % WIDTH));
        while found == 0 {
            index += 1;
            if index * WIDTH >= length {
                return length;
            }
            found = self.lane(index);
        }
        index * WIDTH + found.trailing_zeros() as usize
    }

    /// The lanes that the bytes in `range` lie in.
    #[inline]
    pub fn over(range: &Range<usize>) -> Range<usize> {
        range.start / WIDTH..range.end.div_ceil(WIDTH)
    }

    /// The offsets of the bytes of the class that stand in `range` and in lane `index`.
    #[inline]
    pub fn in_lane(&mut self, index: usize, range: &Range<usize>) -> Offsets {
        let at = index * WIDTH;
        let mut found = self.lane(index);
        if range.start > at {
            found &= u64::MAX << (range.start - at);
        }
        if range.end < at + WIDTH {
            found &= !(u64::MAX << (range.end - at));
        }
        Offsets { at, found }
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

/// A bit for each byte of the lane that is of the class, the first byte's lowest.
#[inline]
fn bits<C: Class>(lane: &[u8; WIDTH]) -> u64 {
    // Each eight bytes have a bit of their own, so that laid over each other they are a square.
    let mut found = [0; WIDTH];
    for at in 0..WIDTH {
        found[at] = u8::from(C::holds(lane[at])) << (at / 8);
    }
    let (eights, _) = found.as_chunks::<8>();
    let square = eights.iter().fold(0, |square, eight| square | u64::from_le_bytes(*eight));
    transposed(square)
}

/// A square of eight by eight bits with rows and columns exchanged: in squares of two by two, then
/// of four by four, then as a whole the bits on one side of the diagonal change places with those
/// on the other.
#[inline]
fn transposed(square: u64) -> u64 {
    let exchanged = |square: u64, by: u32, above: u64| {
        let differ = (square ^ (square >> by)) & above;
        square ^ differ ^ (differ << by)
    };
    let square = exchanged(square, 7, 0x00aa_00aa_00aa_00aa);
    let square = exchanged(square, 14, 0x0000_cccc_0000_cccc);
    exchanged(square, 28, 0x0000_0000_f0f0_f0f0)
}

/// Offsets in one lane, in order.
#[derive(Debug)]
pub struct Offsets {
    at: usize,
    found: u64,
}

impl Iterator for Offsets {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.found == 0 {
            return None;
        }
        let offset = self.at + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Comma;

    impl Class for Comma {
        fn holds(byte: u8) -> bool {
            byte == b','
        }
    }

    fn commas(at: &[usize], length: usize) -> Vec<u8> {
        (0..length).map(|offset| if at.contains(&offset) { b',' } else { b'a' }).collect()
    }

    fn in_range(bytes: &[u8], range: Range<usize>) -> Vec<usize> {
        let mut lanes: Lanes<'_, Comma> = Lanes::of(bytes);
        let over = Lanes::<Comma>::over(&range);
        over.flat_map(|index| lanes.in_lane(index, &range)).collect()
    }

    #[test]
    fn every_byte_of_a_class_is_found_where_it_stands() {
        for length in [0, 1, 63, 64, 65, 130] {
            for place in 0..length {
                let bytes = commas(&[place], length);
                assert_eq!(in_range(&bytes, 0..length), [place], "of {length}");
            }
        }
    }

    #[test]
    fn offsets_are_those_of_the_range() {
        let places = [0, 1, 7, 8, 62, 63, 64, 65, 100, 127, 128, 149];
        let bytes = commas(&places, 150);
        for start in 0..=bytes.len() {
            for end in start..=bytes.len() {
                let expected = places.into_iter().filter(|at| (start..end).contains(at));
                let expected: Vec<usize> = expected.collect();
                assert_eq!(in_range(&bytes, start..end), expected, "{start} to {end}");
            }
        }
    }

    #[test]
    fn the_next_one_is_found_from_anywhere() {
        for length in [0, 64, 128, 150] {
            let places = [3, 63, 64, 127, 140];
            let bytes = commas(&places, length);
            let mut lanes: Lanes<'_, Comma> = Lanes::of(&bytes);
            for at in (0..=length).chain((0..=length).rev()) {
                let expected = places.into_iter().find(|place| (at..length).contains(place));
                assert_eq!(lanes.next(at), expected.unwrap_or(length), "{at} of {length}");
            }
        }
    }
}
