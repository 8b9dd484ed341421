//! The digests that tell whether a text is the one somebody recorded: SHA-1 or SHA-256 names a git
//! blob (FIPS 180-4), MD5 is what some translation pipelines write into a page (RFC 1321). None of
//! them guards anything here; they only compare.

/// The SHA-1 digest of `parts`, one after the other.
pub(super) fn sha1(parts: &[&[u8]]) -> [u8; 20] {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    blocks(parts, u64::to_be_bytes, &mut |block| sha1_block(&mut state, block));
    let mut digest = [0; 20];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// The MD5 digest of `bytes`.
pub(super) fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    blocks(&[bytes], u64::to_le_bytes, &mut |block| md5_block(&mut state, block));
    let mut digest = [0; 16];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    digest
}

/// The digest in hexadecimal.
pub(super) fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// Hands the padded message over in blocks of 64 bytes, as both standards lay it out: the bit
/// `1`, zeros, and the length in bits.
fn blocks(parts: &[&[u8]], length: fn(u64) -> [u8; 8], take: &mut dyn FnMut(&[u8; 64])) {
    let mut block = [0_u8; 64];
    let mut filled = 0;
    let mut total = 0_u64;
    for part in parts {
        total += part.len() as u64;
        let mut rest = *part;
        while !rest.is_empty() {
            if filled == 0
                && let Some((whole, after)) = rest.split_first_chunk::<64>()
            {
                take(whole);
                rest = after;
                continue;
            }
            let room = rest.len().min(64 - filled);
            block[filled..filled + room].copy_from_slice(&rest[..room]);
            filled += room;
            rest = &rest[room..];
            if filled == 64 {
                take(&block);
                filled = 0;
            }
        }
    }
    block[filled] = 0x80;
    block[filled + 1..].fill(0);
    if filled >= 56 {
        take(&block);
        block.fill(0);
    }
    block[56..].copy_from_slice(&length(total.wrapping_mul(8)));
    take(&block);
}

/// One step of SHA-1: `e` and `b` change, the other words of the state only change their names.
#[inline]
fn sha1_step(a: u32, mixed: u32, word: u32, b: &mut u32, e: &mut u32) {
    // What the step before gave comes last: nothing else waits for it.
    *e = e.wrapping_add(word).wrapping_add(mixed).wrapping_add(a.rotate_left(5));
    *b = b.rotate_left(30);
}

/// Twenty steps with one constant and one way to mix. After five of them each word of the state
/// is back under its own name, so that none is moved.
#[expect(clippy::many_single_char_names, reason = "the standard's names")]
#[inline]
fn sha1_round(
    state: [u32; 5],
    words: &[u32],
    constant: u32,
    mix: impl Fn(u32, u32, u32) -> u32,
) -> [u32; 5] {
    let [mut a, mut b, mut c, mut d, mut e] = state;
    for five in words.chunks_exact(5) {
        let word = |at: usize| five[at].wrapping_add(constant);
        sha1_step(a, mix(b, c, d), word(0), &mut b, &mut e);
        sha1_step(e, mix(a, b, c), word(1), &mut a, &mut d);
        sha1_step(d, mix(e, a, b), word(2), &mut e, &mut c);
        sha1_step(c, mix(d, e, a), word(3), &mut d, &mut b);
        sha1_step(b, mix(c, d, e), word(4), &mut c, &mut a);
    }
    [a, b, c, d, e]
}

fn sha1_block(state: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0_u32; 80];
    for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    for t in 16..80 {
        words[t] = (words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16]).rotate_left(1);
    }
    let parity = |b, c, d| b ^ c ^ d;
    let next = sha1_round(*state, &words[..20], 0x5a82_7999, |b, c, d| d ^ (b & (c ^ d)));
    let next = sha1_round(next, &words[20..40], 0x6ed9_eba1, parity);
    let next = sha1_round(next, &words[40..60], 0x8f1b_bcdc, |b, c, d| (b & c) | (d & (b | c)));
    let next = sha1_round(next, &words[60..], 0xca62_c1d6, parity);
    for (sum, word) in state.iter_mut().zip(next) {
        *sum = sum.wrapping_add(word);
    }
}

/// The SHA-256 digest of `parts`, one after the other.
pub(super) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut state = [
        0x6a09_e667_u32,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    blocks(parts, u64::to_be_bytes, &mut |block| sha256_block(&mut state, block));
    let mut digest = [0; 32];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
const SHA256: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

#[expect(clippy::many_single_char_names, reason = "the standard's names")]
fn sha256_block(state: &mut [u32; 8], block: &[u8; 64]) {
    let mut words = [0_u32; 64];
    for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    for t in 16..64 {
        let (early, late) = (words[t - 15], words[t - 2]);
        let early = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
        let late = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
        let far = words[t - 16].wrapping_add(words[t - 7]);
        words[t] = far.wrapping_add(early).wrapping_add(late);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, constant) in words.into_iter().zip(SHA256) {
        let turned = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let chosen = g ^ (e & (f ^ g));
        let first = h.wrapping_add(turned).wrapping_add(chosen);
        let first = first.wrapping_add(constant).wrapping_add(word);
        let turned = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let second = turned.wrapping_add((a & b) | (c & (a | b)));
        (h, g, f, e) = (g, f, e, d.wrapping_add(first));
        (d, c, b, a) = (c, b, a, first.wrapping_add(second));
    }
    for (sum, word) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *sum = sum.wrapping_add(word);
    }
}

/// How far MD5 rotates in each of its four rounds.
const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

fn md5_block(state: &mut [u32; 4], block: &[u8; 64]) {
    let mut words = [0_u32; 16];
    for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    let [mut a, mut b, mut c, mut d] = *state;
    for step in 0..64_usize {
        let (mixed, index) = match step / 16 {
            0 => ((b & c) | (!b & d), step),
            1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
            2 => (b ^ c ^ d, (3 * step + 5) % 16),
            _ => (c ^ (b | !d), (7 * step) % 16),
        };
        // The standard's table: the integer part of 2^32 times the sine of the step.
        let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
        let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(words[index]);
        let turned = sum.rotate_left(TURNS[step / 16][step % 4]);
        (a, d, c, b) = (d, c, b, b.wrapping_add(turned));
    }
    for (sum, word) in state.iter_mut().zip([a, b, c, d]) {
        *sum = sum.wrapping_add(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standards() {
        assert_eq!(hex(&sha1(&[b"abc"])), "a9993e364706816aba3e25717850c26c9cd0d89d");
        let two = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(hex(&sha1(&[two])), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
        assert_eq!(hex(&sha1(&[&two[..7], &two[7..]])), hex(&sha1(&[two])));
        assert_eq!(
            hex(&sha256(&[b"abc"])),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex(&sha256(&[two])),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        );
        assert_eq!(hex(&md5(b"")), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex(&md5(b"message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
    }

    #[test]
    fn every_length_around_a_block_is_padded() {
        // A million letters, from the standard; and lengths at which a second block is needed.
        let letters = vec![b'a'; 1_000_000];
        assert_eq!(hex(&sha1(&[&letters])), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
        let seen: std::collections::BTreeSet<_> =
            (54..130).map(|n| sha1(&[&letters[..n]])).collect();
        assert_eq!(seen.len(), 76);
    }
}
