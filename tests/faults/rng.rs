//! A small seeded generator, so that a failure can be repeated from its seed on any machine.

/// SplitMix64 (Steele, Lea and Flood, 2014): enough for picking places, and no dependency.
pub(crate) struct Rng(u64);

impl Rng {
    /// A generator for `seed`, mixed with what is being decided, so that adding a fault kind does
    /// not shift the choices of all others.
    pub(crate) fn new(seed: u64, about: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
        for byte in about.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which must not be 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// Up to `count` of `all`, in a seeded order.
    pub(crate) fn take<T>(&mut self, mut all: Vec<T>, count: usize) -> Vec<T> {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
        all.truncate(count);
        all
    }
}
