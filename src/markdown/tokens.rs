//! Machine tokens in running text: identifiers, versions, numbers, placeholders, addresses. They
//! are facts of the page, found in the one pass over its texts; whether a translation kept them is
//! for rules to say.

use super::model::BlockId;
use crate::text::Span;
use crate::text::lanes::{Class, Lanes};

/// A piece of running text that means the same to a machine in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes, without punctuation around it.
    pub span: Span,
    /// The block whose text it stands in.
    pub block: BlockId,
}

/// The kinds of machine tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters, a hyphen and digits: `CVE-2024-1234`. The suffix of a compound is not part of it.
    Identifier,
    /// Three or more numbers between dots, with what follows after a hyphen: `2.4.6-p1`. A
    /// leading `v` is not part of it.
    Version,
    /// A number in ASCII digits with its separators.
    Number,
    /// `%s`, `%1$s`, `%(name)s`, `{name}`, `${NAME}`.
    Placeholder,
    /// An address with a scheme, or a host of one of the old domains with what follows it.
    Url,
    /// A mail address.
    Email,
}

/// Endings of hosts that are recognised without a scheme. Short on purpose: `.md`, `.py` and
/// `.sh` are countries and file names.
const DOMAINS: &[&str] = &["com", "org", "net", "edu", "gov", "io", "dev"];

/// The tokens in a piece of text that belongs to no block, such as a value of the front matter.
/// Their block is the first one.
pub fn tokens_in(text: &str, span: Span) -> Vec<Token> {
    let mut scanner = Scanner::new(text.as_bytes());
    scanner.enter(span, BlockId(0));
    let range = span.range();
    let mut stops: Lanes<'_, NoLetter> = Lanes::of(text.as_bytes());
    for lane in Lanes::<NoLetter>::over(&range) {
        for stop in stops.in_lane(lane, &range) {
            if may_start_at(text.as_bytes()[stop]) {
                scanner.at(stop);
            }
        }
    }
    scanner.found
}

/// ASCII that is no letter: what a pass over texts stops at.
pub(super) struct NoLetter;

impl Class for NoLetter {
    #[inline]
    fn holds(byte: u8) -> bool {
        (byte < 0x80) & ((byte | 0x20).wrapping_sub(b'a') > b'z' - b'a')
    }
}

/// Whether a token can be recognised by the byte. All of them are of the class [`NoLetter`].
pub(super) const fn may_start_at(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'@' | b':' | b'%' | b'{' | b'&')
}

/// Looks at the places of a text where a token may be.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    /// Where the part that is not yet taken starts.
    floor: usize,
    /// Places before this one need not be looked at.
    next: usize,
    end: usize,
    block: BlockId,
    found: Vec<Token>,
}

impl<'a> Scanner<'a> {
    /// A scanner of the texts of a page.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, floor: 0, next: 0, end: 0, block: BlockId(0), found: Vec::new() }
    }

    /// The tokens that were found, sorted by block and place.
    pub(super) fn finish(mut self) -> Vec<Token> {
        self.found.sort_by_key(|token| (token.block, token.span.start));
        self.found
    }

    /// Goes on with the text at `text`.
    pub(super) fn enter(&mut self, text: Span, block: BlockId) {
        let (start, end) = (text.start as usize, text.end as usize);
        (self.floor, self.next, self.end, self.block) = (start, start, end, block);
    }

    /// Looks at the place `stop`, for whose byte [`may_start_at`] holds. Calls go forward in a
    /// text.
    pub(super) fn at(&mut self, stop: usize) {
        if stop < self.next {
            return;
        }
        self.next = match self.bytes[stop] {
            b'&' => self.entity(stop),
            b'%' => self.percent(stop),
            b'{' => self.brace(stop),
            b':' => self.scheme(stop),
            b'.' if !self.joins(stop) => stop + 1,
            _ => self.word(stop),
        };
    }

    /// Whether the dot at `at` has something after it that could be the rest of a host or of an
    /// address: the one at the end of a sentence has not.
    fn joins(&self, at: usize) -> bool {
        let next = self.byte(at + 1);
        next.is_ascii_alphanumeric() || matches!(next, b'-' | b'.' | b'_' | b'+' | b'@')
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { b' ' }
    }

    /// The byte before `at`, which may have been taken.
    fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(b' ', |at| self.bytes[at])
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.found.push(Token { kind, span: Span::new(start, end), block: self.block });
    }

    fn run_of(&self, at: usize, is_part: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..self.end).unwrap_or_default();
        at + rest.iter().take_while(|&&byte| is_part(byte)).count()
    }

    /// Passes over a character reference: its digits are no number.
    fn entity(&mut self, at: usize) -> usize {
        let end = self.run_of(at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'#');
        if self.byte(end) == b';' {
            self.floor = end + 1;
            return end + 1;
        }
        at + 1
    }

    /// `%s`, `%1$s`, `%(name)s`, `%{name}`. After a digit or space before a word it is a per cent
    /// sign.
    fn percent(&mut self, at: usize) -> usize {
        if self.before(at).is_ascii_alphanumeric() || self.before(at) == b'%' {
            return at + 1;
        }
        let mut end = at + 1;
        if let Some(close) = bracketed(self.bytes, end, self.end) {
            end = close;
            if self.bytes[at + 1] == b'{' {
                self.take(TokenKind::Placeholder, at, end);
                return end;
            }
        } else {
            let digits = self.run_of(end, |byte| byte.is_ascii_digit());
            if self.byte(digits) == b'$' && digits > end {
                end = digits + 1;
            }
        }
        let kind = matches!(self.byte(end), b's' | b'd' | b'i' | b'f' | b'u' | b'@');
        if kind && !self.byte(end + 1).is_ascii_alphanumeric() {
            self.take(TokenKind::Placeholder, at, end + 1);
            return end + 1;
        }
        at + 1
    }

    /// `{name}` and, after a dollar sign, `${NAME}`.
    fn brace(&mut self, at: usize) -> usize {
        let doubled = self.before(at) == b'{' || self.byte(at + 1) == b'{';
        match bracketed(self.bytes, at, self.end).filter(|_| !doubled) {
            Some(end) => {
                let dollar = self.before(at) == b'$' && at > self.floor;
                self.take(TokenKind::Placeholder, at - usize::from(dollar), end);
                end
            }
            None => at + 1,
        }
    }

    fn take(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.push(kind, start, end);
        self.floor = end;
    }

    /// `scheme://…`.
    fn scheme(&mut self, at: usize) -> usize {
        if !self.bytes[at..self.end].starts_with(b"://") {
            return at + 1;
        }
        let head = &self.bytes[self.floor..at];
        let letters = head.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let end = self.address_end(at + 3);
        if letters > 1 && end > at + 3 {
            self.take(TokenKind::Url, at - letters, end);
        }
        end
    }

    /// Where the address that goes on at `at` ends: punctuation at its end is the sentence's.
    fn address_end(&self, at: usize) -> usize {
        let is_part =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'+=%;{}".contains(&byte);
        let end = self.run_of(at, is_part);
        let tail = self.bytes[at..end].iter().rev();
        end - tail.take_while(|&&byte| b".:!?';_-#&".contains(&byte)).count()
    }

    /// The word of letters, digits, hyphens and dots around `at`, as whatever it is.
    fn word(&mut self, at: usize) -> usize {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._+".contains(&byte);
        let head = &self.bytes[self.floor..at];
        let start = at - head.iter().rev().take_while(|&&byte| is_part(byte)).count();
        let end = self.run_of(at, is_part);
        let dots = self.bytes[at..end].iter().rev().take_while(|&&byte| byte == b'.').count();
        let end = end - dots;
        if self.byte(end) == b'@' {
            return self.mail(start, end);
        }
        if self.bytes[end..self.end].starts_with(b"://") {
            return end;
        }
        if self.is_host(start, end) {
            let whole = if self.byte(end) == b'/' { self.address_end(end) } else { end };
            self.take(TokenKind::Url, start, whole.max(end));
            return whole.max(end);
        }
        if self.bytes[at].is_ascii_digit() {
            return self.digits(start, at);
        }
        at + 1
    }

    fn mail(&mut self, start: usize, at: usize) -> usize {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        let end = self.run_of(at + 1, is_part);
        let host = &self.bytes[at + 1..end];
        let end = end - host.iter().rev().take_while(|&&byte| b"-.".contains(&byte)).count();
        let dotted = self.bytes[at + 1..end.max(at + 1)].contains(&b'.');
        if at > start && dotted && self.bytes[end - 1].is_ascii_alphabetic() {
            self.take(TokenKind::Email, start, end);
        }
        end.max(at + 1)
    }

    fn is_host(&self, start: usize, end: usize) -> bool {
        let word = &self.bytes[start..end];
        let Ok(word) = std::str::from_utf8(word) else { return false };
        let Some((name, domain)) = word.rsplit_once('.') else { return false };
        DOMAINS.contains(&domain)
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.bytes().any(|byte| byte.is_ascii_lowercase())
            && self.before(start) != b'@'
    }

    /// The identifier, version or number with the digit at `at`, in a word that starts at `start`.
    fn digits(&mut self, start: usize, at: usize) -> usize {
        if self.before(at) == b'-' {
            let letters = self.bytes[start..at - 1].iter().rev();
            let length = letters.take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let prefix = &self.bytes[at - 1 - length..at - 1];
            if length >= 2 && prefix[0].is_ascii_alphabetic() && !prefix.is_empty() {
                let end = self.hyphenated(at);
                if end - at >= 2 {
                    self.take(TokenKind::Identifier, at - 1 - length, end);
                    return end;
                }
            }
        }
        let glued = self.before(at);
        let marked = matches!(glued, b'v' | b'V')
            && at > start
            && (at < 2 || !self.bytes[at - 2].is_ascii_alphanumeric());
        if (glued.is_ascii_alphanumeric() || glued == b'_') && !marked {
            // A digit inside a word: `sha256`, `log4j2`.
            return self.run_of(at, |byte| byte.is_ascii_alphanumeric());
        }
        let (end, parts, grouped) = self.parts(at);
        if parts >= 3 && !grouped {
            let end = self.suffix(end);
            self.take(TokenKind::Version, at, end);
            return end;
        }
        self.take(TokenKind::Number, at, end);
        end
    }

    /// Digits and further groups of digits after hyphens.
    fn hyphenated(&self, at: usize) -> usize {
        let mut end = self.run_of(at, |byte| byte.is_ascii_digit());
        while self.byte(end) == b'-' && self.byte(end + 1).is_ascii_digit() {
            end = self.run_of(end + 1, |byte| byte.is_ascii_digit());
        }
        end
    }

    /// The end of digits with dots or commas between them, how many parts they are, and whether
    /// all but the first are groups of three: then it is one number. `x` may be the last part.
    fn parts(&self, at: usize) -> (usize, usize, bool) {
        let mut end = self.run_of(at, |byte| byte.is_ascii_digit());
        let (mut parts, mut grouped) = (1, end - at <= 3);
        while matches!(self.byte(end), b'.' | b',') {
            let next = self.run_of(end + 1, |byte| byte.is_ascii_digit());
            if next == end + 1 {
                let wild = self.byte(next) == b'x' && !self.byte(next + 1).is_ascii_alphanumeric();
                if wild && self.byte(end) == b'.' {
                    return (next + 1, parts + 1, false);
                }
                break;
            }
            grouped &= next - end == 4;
            parts += 1;
            end = next;
        }
        (end, parts, grouped)
    }

    /// The end of a release suffix such as `-p1` or `-rc.2`; words without a digit are the
    /// language's.
    fn suffix(&self, end: usize) -> usize {
        if self.byte(end) != b'-' {
            return end;
        }
        let letters = self.run_of(end + 1, |byte| byte.is_ascii_alphabetic());
        let dot = usize::from(self.byte(letters) == b'.' && letters > end + 1);
        let digits = self.run_of(letters + dot, |byte| byte.is_ascii_digit());
        let whole = letters > end + 1 && letters - end <= 7 && digits > letters + dot;
        if whole && !self.byte(digits).is_ascii_alphanumeric() { digits } else { end }
    }
}

/// The end of a name in the round or curly brackets that open at `at`.
fn bracketed(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let close = match bytes.get(at).filter(|_| at < end)? {
        b'(' => b')',
        b'{' => b'}',
        _ => return None,
    };
    let inner = &bytes[at + 1..end];
    let length = inner
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.$".contains(byte))
        .count();
    (length > 0 && inner.get(length) == Some(&close)).then_some(at + length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown::parse;
    use crate::text::{FileId, SourceFile};

    fn tokens(text: &str) -> Vec<(TokenKind, String)> {
        let document = parse(FileId(0), SourceFile::new("a.md", text), Locale::unknown());
        let found = document.tokens.iter();
        found.map(|token| (token.kind, document.slice(token.span).to_owned())).collect()
    }

    fn only(text: &str, kind: TokenKind) -> Vec<String> {
        tokens(text).into_iter().filter(|(k, _)| *k == kind).map(|(_, text)| text).collect()
    }

    #[test]
    fn identifiers_end_before_the_suffix_of_a_compound() {
        let text = "ACSD-49898-patch, CVE-2024-1234. mDVA-12 APSB22-10 `ACSD-1`";
        let expected = ["ACSD-49898", "CVE-2024-1234", "mDVA-12", "APSB22-10"];
        assert_eq!(only(text, TokenKind::Identifier), expected);
    }

    #[test]
    fn versions_have_three_parts() {
        let text = "v1.1.75, 2.4.6-p1がある 2,4,6 8.0 1.000.000 2.4.x 2.4.6-versie. (1.2.3)";
        let expected = ["1.1.75", "2.4.6-p1", "2,4,6", "2.4.x", "2.4.6", "1.2.3"];
        assert_eq!(only(text, TokenKind::Version), expected);
        assert_eq!(only(text, TokenKind::Number), ["8.0", "1.000.000"]);
    }

    #[test]
    fn digits_in_words_and_references_are_no_numbers() {
        assert_eq!(
            only("sha256 &#39;s l&#x27; 10,000 3% 5-7.", TokenKind::Number),
            ["10,000", "3", "5", "7"]
        );
    }

    #[test]
    fn placeholders_are_told_from_per_cent_signs() {
        let text = "%s %1$s %(name)s {name} ${HOME} 100% sure 5%d {a b} {{x}}";
        let expected = ["%s", "%1$s", "%(name)s", "{name}", "${HOME}"];
        assert_eq!(only(text, TokenKind::Placeholder), expected);
    }

    #[test]
    fn addresses_lose_the_punctuation_of_the_sentence() {
        let text = "See https://example.com/a_b?c=1. Or cve.mitre.org/x, Node.js, ASP.NET; \
                    mail john.doe9@example.com. <https://a.example>";
        let expected = ["https://example.com/a_b?c=1", "cve.mitre.org/x"];
        assert_eq!(only(text, TokenKind::Url), expected);
        assert_eq!(only(text, TokenKind::Email), ["john.doe9@example.com"]);
    }
}
