//! The digests that tell whether a text is the one somebody recorded: SHA-1 or SHA-256 names a git
//! blob, MD5 is what some translation pipelines write into a page. None of them guards anything
//! here; they only compare.

use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::Sha256;

/// The SHA-1 digest of `parts`, one after the other, in hexadecimal.
pub(super) fn sha1(parts: &[&[u8]]) -> String {
    of::<Sha1>(parts)
}

/// The SHA-256 digest of `parts`, one after the other, in hexadecimal.
pub(super) fn sha256(parts: &[&[u8]]) -> String {
    of::<Sha256>(parts)
}

/// The MD5 digest of `bytes`, in hexadecimal.
pub(super) fn md5(bytes: &[u8]) -> String {
    of::<Md5>(&[bytes])
}

fn of<D: Digest>(parts: &[&[u8]]) -> String {
    let mut hasher = D::new();
    parts.iter().for_each(|part| hasher.update(part));
    hex(&hasher.finalize())
}

/// `bytes` in hexadecimal, in lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standards() {
        let two: &[u8] = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(sha1(&[two]), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
        assert_eq!(sha1(&[&two[..7], &two[7..]]), sha1(&[two]));
        assert_eq!(
            sha256(&[two]),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        );
        assert_eq!(md5(b"message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
    }
}
