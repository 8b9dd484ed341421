//! UTF-8 that was read as something else: what a suspicious stretch meant, and how sure that is.

use unicode_script::UnicodeScript;

use crate::locale::{Class, Repertoire};
use crate::text::Span;

use super::codec::{Codec, SINGLE, slot};
use super::decode;
use super::reading::{Judge, Loss, Reading};
use super::score::cost;
use super::vocabulary::{Vocabulary, is_word};
use super::{Confidence, Mojibake, Suspect, SuspectKind};

/// A reading must score this much to be certain.
const CERTAIN: i32 = 6;
/// And lie this far before any other reading.
const MARGIN: i32 = 3;
/// What costs this much is damage even when no reading fits.
const WRECKED: i32 = 20;

impl Judge<'_> {
    /// How sure the best of `readings`, which comes first, is; `None` when it is not worth
    /// showing.
    fn verdict(&self, readings: &[Reading]) -> Option<Confidence> {
        let best = readings.first().filter(|best| best.score >= 0)?;
        self.confidence(best, readings)
    }

    fn confidence(&self, best: &Reading, readings: &[Reading]) -> Option<Confidence> {
        let rival = readings.iter().find(|other| self.differs(best, other));
        let margin = rival.map_or(i32::MAX, |rival| best.score - rival.score);
        let belongs =
            self.is_latin_sign(best) || best.decoded.chars().all(|letter| self.belongs(letter));
        let proven = self.is_proven(best.chain[0]);
        let drawn = !proven && self.is_drawn(best);
        let lonely = !proven && self.is_lonely(best);
        let observed = &self.text[best.start..best.end];
        let left_over = self.is_left_over(best);
        let worth = match (belongs, best.loss) {
            _ if left_over => 16,
            _ if drawn && self.is_in_word(best) => 0,
            _ if drawn && best.decoded.chars().nth(1).is_some() => 8,
            _ if drawn || (lonely && is_symbolic(best.chain[0])) => 16,
            (false, _) => 16,
            (true, Loss::None) => 0,
            (true, _) if observed.starts_with(['Ã', 'Â']) => 0,
            (true, _) => 6,
        };
        if best.score < worth {
            return None;
        }
        let certain = best.score >= CERTAIN
            && margin >= MARGIN
            && belongs
            && self.repertoire.is_known()
            && !self.is_orphan(self.before(best.start), best)
            && !self.is_orphan(self.after(best.end), best)
            && !lonely
            && !drawn
            && !left_over
            && (proven || !self.is_two_faced(best))
            && !self.is_part_of_wreck(best);
        Some(if certain { Confidence::Certain } else { Confidence::Likely })
    }

    /// Whether the neighbour of a reading looks damaged itself, so that the reading may have cut
    /// a piece out of something else.
    fn is_orphan(&self, neighbour: Option<char>, reading: &Reading) -> bool {
        let Some(neighbour) = neighbour else { return false };
        match self.repertoire.class(neighbour) {
            Class::Control | Class::Replacement | Class::Private | Class::Unassigned => true,
            // A row of symbols is art or a keyboard layout.
            Class::Symbol | Class::Sign => {
                is_symbolic(reading.chain[0]) && !self.is_proven(reading.chain[0])
            }
            _ => false,
        }
    }

    /// Whether the reading ends or goes on a word.
    fn is_in_word(&self, reading: &Reading) -> bool {
        self.before(reading.start).is_some_and(is_word)
            && !self.after(reading.end).is_some_and(is_box)
    }

    /// Whether all that stands there is box drawing, which tables of files and frames are made
    /// of, and neither the word around it nor the project's words speak for letters.
    fn is_drawn(&self, reading: &Reading) -> bool {
        let observed = &self.text[reading.start..reading.end];
        if !observed.chars().all(is_box) {
            return false;
        }
        let rest = &self.text[reading.end..];
        let after = rest.chars().take(3).take_while(|letter| is_word(*letter)).count();
        let head = self.text[..reading.start].chars().rev();
        let before = head.take(3).take_while(|letter| is_word(*letter)).count();
        let bordered = rest.starts_with(is_box);
        let in_word = before > 0 && before + after >= 3 && !bordered;
        let word = reading.decoded.chars().all(is_word) && reading.decoded.chars().nth(2).is_some();
        !in_word && !word && self.vocabulary_bonus(reading) == 0
    }

    /// The stretch at `hit` when it can be nothing but damage, although no reading fits: bytes
    /// were lost.
    fn wreck(&self, hit: usize) -> Option<Suspect> {
        let strange = |letter: &char| {
            !letter.is_ascii() && !matches!(self.repertoire.class(*letter), Class::Own)
        };
        let text = &self.text[hit..];
        let mut letters = text.chars();
        let (first, second) = (letters.next()?, letters.next()?);
        if slot(first)?.lead & slot(second)?.inner == 0 {
            return None;
        }
        let known = self.damaged_mark(hit);
        if known.is_some() || !self.repertoire.is_known() {
            return known;
        }
        let len: usize = text.chars().take_while(strange).take(12).map(char::len_utf8).sum();
        let end = hit + len.max(first.len_utf8() + second.len_utf8());
        let wreck = &self.text[hit..end];
        // A word in a foreign script is no damage.
        if wreck.chars().all(|letter| letter.script() == first.script()) {
            return None;
        }
        // Where nothing else is damaged, two or three characters are too little to go by.
        if self.proven == 0 && wreck.chars().count() < 4 {
            return None;
        }
        let price = cost(self.repertoire, self.before(hit), wreck, self.after(end));
        let found = Mojibake {
            repaired: None,
            chain: Vec::new(),
            confidence: Confidence::Doubtful,
            score: 0,
        };
        let kind = SuspectKind::Mojibake(found);
        (price >= WRECKED).then(|| Suspect { span: Span::new(hit, end), kind })
    }

    /// The mark of a lost character (U+FFFD) or a byte order mark at `hit`, which was read wrongly
    /// itself: `ï¿½`, `ï»¿`.
    fn damaged_mark(&self, hit: usize) -> Option<Suspect> {
        let mark = |codec: &Codec| {
            let run = decode::run(*codec, self.text, hit)?;
            let (end, len) = run.ends[0];
            let repaired = match &run.decoded[..len] {
                "\u{fffd}" => None,
                "\u{feff}" => Some("".into()),
                _ => return None,
            };
            let confidence = match &repaired {
                Some(_) if self.repertoire.is_known() => Confidence::Certain,
                _ => Confidence::Doubtful,
            };
            let chain = vec![*codec];
            let found = Mojibake { repaired, chain, confidence, score: 0 };
            Some(Suspect { span: Span::new(hit, end), kind: SuspectKind::Mojibake(found) })
        };
        Codec::ALL[..SINGLE].iter().find_map(mark)
    }

    /// Two characters that make one and stand for themselves: too little to go by, unless they
    /// start with the commonest sign of damage or make a known word. Kaomoji, formulas and prices
    /// look like that.
    fn is_lonely(&self, best: &Reading) -> bool {
        let observed = &self.text[best.start..best.end];
        let letter = |letter: Option<char>| letter.is_some_and(is_word);
        let (before, after) = (self.before(best.start), self.after(best.end));
        let codec = best.chain[0];
        if !codec.is_single_byte() {
            // A no-break space stands between words, not alone.
            let outside = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
            return best.decoded == "\u{a0}" && (outside(before) || outside(after));
        }
        let mixed = observed.chars().any(is_box)
            && !observed.chars().all(is_box)
            && !before.is_some_and(is_box);
        observed.chars().nth(2).is_none()
            && !mixed
            && !observed.starts_with(['Ã', 'Â'])
            && (is_symbolic(codec) || best.decoded.chars().all(is_word))
            && !letter(before)
            && !letter(after)
            && (codec > Codec::Windows1254 || before.is_some_and(|it| it.is_ascii_digit()))
            && self.vocabulary_bonus(best) == 0
    }

    /// Whether two readings leave different texts behind.
    fn differs(&self, one: &Reading, other: &Reading) -> bool {
        let start = one.start.min(other.start);
        let end = one.end.max(other.end);
        let whole = |reading: &Reading| {
            let (head, tail) = (&self.text[start..reading.start], &self.text[reading.end..end]);
            format!("{head}{}{tail}", reading.decoded)
        };
        whole(one) != whole(other)
    }
}

/// Box drawing and block elements.
fn is_box(letter: char) -> bool {
    matches!(letter, '\u{2500}'..='\u{259f}')
}

/// Whether the codec makes symbols and box drawing of letters, which pages also show on purpose.
pub(super) fn is_symbolic(codec: Codec) -> bool {
    matches!(codec, Codec::MacRoman | Codec::Cp437 | Codec::Cp850 | Codec::Koi8R)
}

/// Judges the suspicious places of `text`, whose byte offsets are `hits`.
pub(super) fn judge(
    text: &str,
    repertoire: &Repertoire,
    language: &str,
    vocabulary: Option<&Vocabulary>,
    hits: &[u32],
) -> Vec<Suspect> {
    if hits.is_empty() {
        return Vec::new();
    }
    let first = pass(Judge::new(text, repertoire, language, vocabulary), 0, hits);
    if first.proven == 0 || first.settled {
        return first.suspects;
    }
    pass(Judge::new(text, repertoire, language, vocabulary), first.proven, hits).suspects
}

/// What one pass over all hits found.
struct Pass {
    suspects: Vec<Suspect>,
    /// The codecs that certain repairs prove.
    proven: u16,
    /// Whether no hit was left without a certain repair.
    settled: bool,
}

fn pass(mut judge: Judge<'_>, proven: u16, hits: &[u32]) -> Pass {
    let mut suspects = Vec::new();
    let mut witnesses = [0u32; Codec::ALL.len()];
    let mut settled = true;
    for &hit in hits {
        let hit = hit as usize;
        if hit < judge.flushed {
            continue;
        }
        // What is certain by itself needs no proof from elsewhere, which only helps rivals.
        judge.proven = 0;
        let mut readings = judge.readings(hit);
        let mut confidence = judge.verdict(&readings);
        if proven != 0 && confidence != Some(Confidence::Certain) {
            judge.proven = proven;
            readings = judge.readings(hit);
            confidence = judge.verdict(&readings);
        }
        let (Some(best), Some(confidence)) = (readings.first(), confidence) else {
            settled = false;
            judge.proven = proven;
            suspects.extend(judge.wreck(hit));
            continue;
        };
        settled &= confidence == Confidence::Certain;
        if confidence == Confidence::Certain {
            for reading in readings.iter().filter(|reading| !judge.differs(best, reading)) {
                witnesses[reading.chain[0] as usize] += 1;
            }
        }
        judge.settle(best.start, best.end, &best.decoded);
        suspects.push(Suspect {
            span: Span::new(best.start, best.end),
            kind: SuspectKind::Mojibake(Mojibake {
                repaired: Some(best.decoded.as_str().into()),
                chain: best.chain.clone(),
                confidence,
                score: best.score,
            }),
        });
    }
    drop_mended_wrecks(&mut suspects);
    Pass { suspects, proven: best_witnessed(&witnesses), settled }
}

/// The codecs that most of the certain repairs agree with, as bits.
fn best_witnessed(witnesses: &[u32]) -> u16 {
    let most = witnesses.iter().copied().max().filter(|most| *most > 0);
    let best = witnesses.iter().enumerate().filter(|(_, count)| Some(**count) == most);
    best.fold(0, |bits, (codec, _)| bits | 1 << codec)
}

/// Drops the wrecks that a repair or an earlier wreck covers.
fn drop_mended_wrecks(suspects: &mut Vec<Suspect>) {
    let wreck = |suspect: &Suspect| matches!(&suspect.kind, SuspectKind::Mojibake(found) if found.repaired.is_none());
    let repaired: Vec<Span> =
        suspects.iter().filter(|suspect| !wreck(suspect)).map(|suspect| suspect.span).collect();
    let mut end = 0;
    suspects.retain(|suspect| {
        let next = repaired.partition_point(|span| span.end <= suspect.span.start);
        let mended = repaired.get(next).is_some_and(|span| span.overlaps(suspect.span));
        let keep = !wreck(suspect) || (!mended && suspect.span.start >= end);
        if keep {
            end = suspect.span.end;
        }
        keep
    });
}
