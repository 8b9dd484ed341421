//! The one pass over a text. ASCII is skipped a block at a time; at every other character a
//! table says whether there is anything to look at.

use crate::locale::{Class, Locale, Repertoire};
use crate::text::Span;

use super::codec::slot;
use super::glance::{ALIKE, Glances, INNER, LEAD, LOWER, OWN, PECULIAR, QUIET, UPPER};
use super::vocabulary::Vocabulary;
use super::{
    Confidence, Suspect, SuspectKind, entity, guess, homoglyph, invisible, mojibake, normal,
};

/// Finds the suspicious places of `text`, a text in `locale`, in order. With the project's
/// vocabulary damaged words are recognised better; it is looked at only where there is a
/// suspicion.
pub fn scan(text: &str, locale: &Locale, vocabulary: Option<&Vocabulary>) -> Vec<Suspect> {
    let glances = guess::writing_of(text, locale)
        .map_or_else(|| Glances::of(locale), |guessed| Glances::of(&guessed));
    let mut scanner = Scanner {
        text,
        repertoire: &glances.repertoire,
        glances: &glances,
        suspects: Vec::new(),
        hits: Vec::new(),
    };
    let bytes = text.as_bytes();
    let mut at = next_stop(bytes, 0);
    while at < bytes.len() {
        at = match bytes[at] {
            b'&' => scanner.reference(at),
            0x80.. => scanner.beyond_ascii(at),
            control => {
                let kind = SuspectKind::Control(char::from(control));
                scanner.push(at, at + 1, kind);
                at + 1
            }
        };
        at = next_stop(bytes, at);
    }
    let mut suspects = scanner.finish(locale.language(), vocabulary);
    if !Repertoire::of(locale).is_known() {
        distrust(&mut suspects);
    }
    suspects
}

/// Takes back all certainty: nobody said which letters the text may hold.
fn distrust(suspects: &mut [Suspect]) {
    for suspect in suspects {
        if let SuspectKind::Mojibake(found) = &mut suspect.kind {
            found.confidence = found.confidence.min(Confidence::Likely);
        }
    }
}

/// Whether Unicode promises never to make a character of it (The Unicode Standard, section 23.7).
fn is_noncharacter(letter: char) -> bool {
    matches!(letter, '\u{fdd0}'..='\u{fdef}') || u32::from(letter) & 0xfffe == 0xfffe
}

struct Scanner<'a> {
    text: &'a str,
    repertoire: &'a Repertoire,
    glances: &'a Glances,
    suspects: Vec<Suspect>,
    hits: Vec<u32>,
}

/// The next byte at or after `at` that is not plain ASCII text.
fn next_stop(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    // Between words of another script ASCII comes in drops.
    for _ in 0..4 {
        match bytes.get(at) {
            Some(&byte) if !STOPS[usize::from(byte)] => at += 1,
            _ => return at,
        }
    }
    let holds_stop =
        |block: &[u8]| block.iter().fold(0, |any, &byte| any | u8::from(is_stop(byte))) != 0;
    // Long stretches first, then what is left of the last one.
    for block in bytes[at..].chunks_exact(64) {
        if holds_stop(block) {
            break;
        }
        at += 64;
    }
    for block in bytes[at..].chunks_exact(16) {
        if holds_stop(block) {
            break;
        }
        at += 16;
    }
    while bytes.get(at).is_some_and(|&byte| !STOPS[usize::from(byte)]) {
        at += 1;
    }
    at
}

/// [`is_stop`] of all bytes.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        stops[byte] = is_stop(byte as u8);
        byte += 1;
    }
    stops
};

/// Whether the scan looks at the byte: not ASCII, `&`, or a control character other than tab and
/// line breaks.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is vectorised")]
#[expect(clippy::cast_possible_wrap, reason = "bytes beyond ASCII are negative, below a space")]
const fn is_stop(byte: u8) -> bool {
    (((byte as i8) < 0x20) & (byte != b'\n') & (byte != b'\t') & (byte != b'\r'))
        | (byte == b'&')
        | (byte == 0x7f)
}

/// The flags of an ASCII byte, as far as its neighbours ask for them.
fn ascii_flags(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => LOWER,
        b'A'..=b'Z' => UPPER,
        _ => 0,
    }
}

/// The number of the character beyond ASCII that `bytes`, valid UTF-8, starts with, and its
/// length in bytes; `None` for ASCII and at the end.
#[inline]
fn decode(bytes: &[u8]) -> Option<(usize, usize)> {
    Some(match *bytes {
        [lead @ 0xe0..0xf0, one, two, ..] => (number(lead & 0x0f, one, two), 3),
        [lead @ 0x80..0xe0, one, ..] => (number(0, lead & 0x1f, one), 2),
        [lead @ 0xf0..=0xff, one, two, three, ..] => {
            (usize::from(lead & 0x07) << 18 | number(one & 0x3f, two, three), 4)
        }
        _ => return None,
    })
}

/// Six bits each of the last two bytes, behind the bits of the first.
#[inline]
fn number(high: u8, middle: u8, low: u8) -> usize {
    usize::from(high) << 12 | usize::from(middle & 0x3f) << 6 | usize::from(low & 0x3f)
}

/// The flags of the two characters that were passed last.
#[derive(Clone, Copy)]
struct Trail {
    earlier: u8,
    previous: u8,
}

impl Trail {
    /// Passes the characters of two and three bytes that there is nothing to say of, nearly all of
    /// a clean text, and returns where they end.
    #[inline]
    fn pass_quiet(&mut self, glances: &Glances, bytes: &[u8], at: usize) -> usize {
        let mut rest = &bytes[at..];
        while let [lead @ 0xe0..0xf0, one, two, tail @ ..] = rest {
            let flags = glances.peek(number(lead & 0x0f, *one, *two));
            if flags & QUIET == 0 {
                break;
            }
            *self = Self { earlier: self.previous, previous: flags };
            rest = tail;
        }
        while let [lead @ 0xc0..0xe0, one, tail @ ..] = rest {
            let flags = glances.peek(number(0, lead & 0x1f, *one));
            if flags & QUIET == 0 {
                break;
            }
            *self = Self { earlier: self.previous, previous: flags };
            rest = tail;
        }
        bytes.len() - rest.len()
    }
}

impl Scanner<'_> {
    fn push(&mut self, start: usize, end: usize, kind: SuspectKind) {
        self.suspects.push(Suspect { span: Span::new(start, end), kind });
    }

    fn reference(&mut self, at: usize) -> usize {
        match entity::read(&self.text[at..]) {
            Some((len, entity)) => {
                self.push(at, at + len, SuspectKind::Entity(entity));
                at + len
            }
            None => at + 1,
        }
    }

    /// Looks at the characters beyond ASCII from `start` on and returns where they end.
    fn beyond_ascii(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let glances = self.glances;
        let before = if start > 0 { bytes[start - 1] } else { b' ' };
        if before.is_ascii_alphabetic()
            && let Some((code, _)) = decode(&bytes[start..])
            && glances.flags(code) & ALIKE != 0
        {
            self.two_alphabets(start);
        }
        let flags = ascii_flags(before);
        let mut trail = Trail { earlier: flags, previous: flags };
        let mut at = start;
        loop {
            at = trail.pass_quiet(glances, bytes, at);
            let Some((code, len)) = decode(&bytes[at..]) else { break };
            let flags = glances.flags(code);
            let Trail { earlier, previous } = trail;
            if flags & INNER != 0 && previous & LEAD != 0 {
                let broken = previous & UPPER != 0 && earlier & LOWER != 0;
                if broken || previous & flags & OWN == 0 {
                    self.pair(at, broken);
                }
            }
            if flags & PECULIAR != 0
                && let Some(letter) = self.letter_at(at)
            {
                self.peculiar(at, letter);
            }
            trail = Trail { earlier: previous, previous: flags };
            at += len;
        }
        let Trail { earlier, previous } = trail;
        match bytes.get(at) {
            Some(b' ') if previous & LEAD != 0 && previous & (UPPER | LOWER) != 0 => {
                self.before_space(at, earlier);
            }
            Some(byte) if byte.is_ascii_alphabetic() && previous & ALIKE != 0 => {
                self.two_alphabets(at);
            }
            _ => {}
        }
        at
    }

    /// Where the character before `at` starts.
    fn character_before(&self, at: usize) -> usize {
        self.text[..at].char_indices().next_back().map_or(0, |(start, _)| start)
    }

    fn letter_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The character at `at` and the one before it may be bytes of one UTF-8 sequence. Two letters of the language
    /// are innocent, unless they are `broken`: a capital that follows a small letter.
    #[inline(never)]
    fn pair(&mut self, at: usize, broken: bool) {
        let at = self.character_before(at);
        let mut letters = self.text[at..].chars();
        let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return };
        let own = |letter| self.repertoire.class(letter) == Class::Own;
        if !broken && own(first) && own(second) {
            let dos = first == 'Ô' && second == 'Ç';
            let ordinal =
                matches!(second, 'º' | 'ª') && letters.next().is_some_and(char::is_alphabetic);
            if !dos && !ordinal {
                return;
            }
        }
        if let (Some(first), Some(second)) = (slot(first), slot(second))
            && first.lead & second.inner != 0
        {
            self.hit(at);
        }
    }

    /// The character before the space at `at` may start a UTF-8 sequence whose next byte, a
    /// no-break space, became that space.
    fn before_space(&mut self, at: usize, earlier: u8) {
        let at = self.character_before(at);
        let Some(letter) = self.letter_at(at) else { return };
        let lone = matches!(letter, 'Ã' | 'Â') && earlier & UPPER == 0;
        if lone || self.repertoire.class(letter) != Class::Own {
            self.hit(at);
        }
    }

    /// Looks at the word around `at`, where letters of two alphabets touch.
    fn two_alphabets(&mut self, at: usize) {
        if self.suspects.last().is_some_and(|last| last.span.end as usize > at) {
            return;
        }
        if let Some((start, end, repaired)) = homoglyph::look(self.repertoire, self.text, at) {
            self.push(start, end, SuspectKind::MixedScript(repaired.into()));
        }
    }

    fn hit(&mut self, at: usize) {
        if self.hits.last() != Some(&(at as u32)) {
            self.hits.push(at as u32);
        }
    }

    /// A character that a text of the language should not hold without a reason.
    fn peculiar(&mut self, at: usize, letter: char) {
        let end = at + letter.len_utf8();
        let traits = self.repertoire.traits(letter);
        if traits.is_unstable()
            && self.suspects.last().is_none_or(|last| (last.span.end as usize) <= at)
            && let Some((start, end, composed)) = normal::decomposed(self.text, at)
        {
            self.push(start, end, SuspectKind::Decomposed(composed.into()));
        }
        if !traits.is_suspicious() {
            return;
        }
        if traits.class() != Class::Invisible {
            self.hit(at);
        }
        match traits.class() {
            Class::Control => self.push(at, end, SuspectKind::Control(letter)),
            Class::Unassigned if is_noncharacter(letter) => {
                self.push(at, end, SuspectKind::Control(letter));
            }
            Class::Private => self.push(at, end, SuspectKind::Private(letter)),
            Class::Replacement => match self.suspects.last_mut() {
                Some(last)
                    if last.kind == SuspectKind::Replacement && last.span.end as usize == at =>
                {
                    last.span.end = end as u32;
                }
                _ => self.push(at, end, SuspectKind::Replacement),
            },
            Class::Invisible if letter == '\u{feff}' && at == 0 => {}
            Class::Invisible if letter == '\u{feff}' => {
                self.push(at, end, SuspectKind::ByteOrderMark);
            }
            Class::Invisible => {
                let before = self.text[..at].chars().next_back();
                let after = self.text[end..].chars().next();
                if !invisible::is_expected(self.repertoire, before, letter, after) {
                    self.push(at, end, SuspectKind::Invisible(letter));
                }
            }
            _ => {}
        }
    }

    fn finish(self, language: &str, vocabulary: Option<&Vocabulary>) -> Vec<Suspect> {
        let mut suspects = self.suspects;
        let damaged = mojibake::judge(self.text, self.repertoire, language, vocabulary, &self.hits);
        if !damaged.is_empty() {
            suspects.retain(|suspect| {
                let next = damaged.partition_point(|other| other.span.end <= suspect.span.start);
                damaged.get(next).is_none_or(|other| !other.span.overlaps(suspect.span))
            });
            suspects.extend(damaged);
        }
        suspects.sort_by_key(|suspect| suspect.span);
        suspects
    }
}
