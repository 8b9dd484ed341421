//! UTF-8 that was read as something else: finds what a suspicious stretch meant, and how sure
//! that is.
//!
//! Every codec that could have produced the stretch proposes a reading. A reading's score is
//! what the text gains in likelihood ([`super::score`]), less what it costs to believe in the
//! codec, plus evidence from the bytes' structure and from the project's words.

use unicode_script::UnicodeScript;

use crate::locale::{Class, Repertoire, is_east_asian};
use crate::text::Span;

use super::codec::{Codec, SINGLE, slot};
use super::decode::{self, Run};
use super::lossy;
use super::score::cost;
use super::vocabulary::{Vocabulary, is_word};
use super::{Confidence, Mojibake, Suspect, SuspectKind};

/// A reading that scores less is not worth showing.
const WORTH_SHOWING: i32 = 0;
/// A reading must score this much to be certain.
const CERTAIN: i32 = 6;
/// And lie this far before any other reading.
const MARGIN: i32 = 3;

/// What costs this much is damage even when no reading fits.
const WRECKED: i32 = 20;

/// One way to read a stretch.
#[derive(Debug, Clone)]
struct Reading {
    start: usize,
    end: usize,
    decoded: String,
    chain: Vec<Codec>,
    /// Bytes of the sequences that were decoded, for the evidence of structure.
    structure: i32,
    /// What had to be guessed.
    loss: Loss,
    score: i32,
}

/// What a reading guesses beyond undoing a codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    /// Nothing.
    None,
    /// Some bytes.
    Bytes,
    /// A byte, and that the space in its place was there as well.
    Space,
}

/// Evidence from the length of the sequences: long ones seldom arise by accident.
fn structure_of(decoded: &str) -> i32 {
    let lengths = decoded.chars().map(|letter| match letter.len_utf8() {
        3 => 3,
        4 => 8,
        _ => 0,
    });
    lengths.sum()
}

/// Everything known while the suspicious places of one text are judged from left to right.
pub(super) struct Judge<'a> {
    pub(super) text: &'a str,
    pub(super) repertoire: &'a Repertoire,
    pub(super) vocabulary: Option<&'a Vocabulary>,
    /// Bit `n`: codec `n` is proven to have damaged this text.
    pub(super) proven: u16,
    /// The repaired text of the current line up to `flushed`.
    out: String,
    /// Everything before this offset is settled.
    pub(super) flushed: usize,
}

impl<'a> Judge<'a> {
    fn new(
        text: &'a str,
        repertoire: &'a Repertoire,
        vocabulary: Option<&'a Vocabulary>,
        proven: u16,
    ) -> Self {
        Self { text, repertoire, vocabulary, proven, out: String::new(), flushed: 0 }
    }

    /// Takes `replacement` for the text from `start` to `end` into the left context.
    pub(super) fn settle(&mut self, start: usize, end: usize, replacement: &str) {
        let between = &self.text[self.flushed..start];
        if let Some(line) = between.rfind('\n') {
            self.out.clear();
            self.out.push_str(&between[line + 1..]);
        } else {
            self.out.push_str(between);
        }
        self.out.push_str(replacement);
        self.flushed = end;
    }

    /// The character before `at`, after repairs.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        if at > self.flushed {
            return self.text[self.flushed..at].chars().next_back();
        }
        self.out.chars().next_back()
    }

    /// The character at `at`.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The part of a word that ends at `at`, after repairs.
    pub(super) fn word_before(&self, at: usize) -> String {
        let between = &self.text[self.flushed..at];
        let tail = trailing_word(between);
        if tail.len() == between.len() {
            format!("{}{tail}", trailing_word(&self.out))
        } else {
            tail.to_owned()
        }
    }

    /// The part of a word that starts at `at`; damage of the same kind in it is repaired.
    fn word_after(&self, at: usize, chain: &[Codec]) -> String {
        let rest = &self.text[at..];
        let end =
            rest.char_indices().take(48).find(|(_, letter)| *letter == '\n' || *letter == ' ');
        let limit = || rest.char_indices().nth(48).map_or(rest.len(), |(at, _)| at);
        let line = &rest[..end.map_or_else(limit, |(at, _)| at)];
        let mut repaired = None;
        for &codec in chain {
            let text = repaired.as_deref().unwrap_or(line);
            repaired = decode::all(codec, text).or(repaired);
        }
        leading_word(repaired.as_deref().unwrap_or(line)).to_owned()
    }

    /// Evidence from the project's words for the word that `decoded` makes.
    fn vocabulary_bonus(&self, reading: &Reading) -> i32 {
        let Some(vocabulary) = self.vocabulary else { return 0 };
        let letters = |text: &str| text.chars().all(is_word);
        let first = leading_word(&reading.decoded);
        let whole = letters(&reading.decoded);
        let word = if whole {
            let tail = self.word_after(reading.end, &reading.chain);
            format!("{}{}{tail}", self.word_before(reading.start), reading.decoded)
        } else {
            format!("{}{first}", self.word_before(reading.start))
        };
        if word.is_ascii() {
            return 0;
        }
        let count = vocabulary.count(&word);
        match (word.chars().count(), count) {
            (_, 0) => 0,
            (3.., _) => 8,
            (_, 5..) => 6,
            (_, _) => 4,
        }
    }

    fn score(&self, reading: &mut Reading) {
        let before = self.before(reading.start);
        let after = self.after(reading.end);
        let observed = &self.text[reading.start..reading.end];
        let gain = cost(self.repertoire, before, observed, after)
            - cost(self.repertoire, before, &reading.decoded, after);
        let belongs = reading.decoded.chars().all(|letter| self.belongs(letter));
        let structure = if belongs { reading.structure.min(9) } else { 0 };
        let no_break = reading.decoded == "\u{a0}" && !reading.chain[0].is_single_byte();
        let prior: i32 = self.prior(reading.chain[0]) - 3 * i32::from(no_break)
            + 2 * (i32::from(reading.chain.len() > 1) + i32::from(reading.chain.len() > 2));
        reading.score = gain - prior + structure + self.vocabulary_bonus(reading)
            - 10 * i32::from(self.tears_word(reading))
            - self.price_of(reading);
    }

    /// What the guesses of a reading cost.
    fn price_of(&self, reading: &Reading) -> i32 {
        let quoted = reading.decoded == "”" && {
            let line = self.out.rsplit('\n').next().unwrap_or(&self.out);
            let between = &self.text[self.flushed..reading.start];
            between.rsplit('\n').next().is_some_and(|line| line.contains('“')) || line.contains('“')
        };
        match reading.loss {
            Loss::None => 0,
            Loss::Bytes if quoted => -2,
            Loss::Bytes | Loss::Space => 4,
        }
    }

    /// Whether the reading takes some characters out of a foreign word and leaves the rest:
    /// damage by way of an East Asian encoding fills the whole stretch, a Chinese word in an
    /// English text only happens to start like it.
    fn tears_word(&self, reading: &Reading) -> bool {
        let foreign = |letter: Option<char>| {
            letter.is_some_and(|letter| {
                self.repertoire.class(letter) == Class::Foreign && is_east_asian(letter.script())
            })
        };
        !reading.chain[0].is_single_byte()
            && (foreign(self.before(reading.start)) || foreign(self.after(reading.end)))
    }

    /// What it costs to believe that `codec` was at work.
    fn prior(&self, codec: Codec) -> i32 {
        let prior = match codec {
            Codec::Windows1252 | Codec::Latin1 => 8,
            Codec::Latin2 => 13,
            _ => 10,
        };
        prior - if self.proven & (1 << codec as u16) != 0 { 6 } else { 0 }
    }

    pub(super) fn belongs(&self, letter: char) -> bool {
        let traits = self.repertoire.traits(letter);
        traits.belongs() || matches!(letter, '\u{fe0f}' | '\u{200d}')
    }

    /// All readings of the stretch around `hit`, the best first.
    fn readings(&self, hit: usize) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut letters = self.text[hit..].chars();
        let (Some(first), second) = (letters.next(), letters.next()) else { return readings };
        let mask = match (slot(first), second.and_then(slot)) {
            (Some(first), Some(second)) => first.lead & second.inner,
            _ => 0,
        };
        for &codec in &Codec::ALL[..SINGLE] {
            if mask & (1 << codec as u16) == 0 {
                continue;
            }
            let start = decode::extend_back(codec, self.text, self.flushed, hit);
            if let Some(run) = decode::run(codec, self.text, start)
                && run.end() > hit
            {
                self.propose(codec, &run, &mut readings);
            }
        }
        if self.repertoire.traits(first).is_suspicious() {
            self.two_byte_readings(hit, &mut readings);
        }
        self.readings_with_losses(hit, &mut readings);
        for reading in &mut readings {
            self.score(reading);
        }
        readings.sort_by_key(|reading| -reading.score);
        readings
    }

    /// Readings in which a space or U+FFFD stands for a byte.
    fn readings_with_losses(&self, hit: usize, readings: &mut Vec<Reading>) {
        let belongs = |letter: char| self.belongs(letter) && letter != '\u{ad}';
        for &codec in Codec::ALL.iter().filter(|codec| lossy::has_no_break_space(**codec)) {
            let start = decode::extend_back(codec, self.text, self.flushed, hit);
            for filled in lossy::fill(codec, self.text, start, &belongs) {
                let run = filled.run;
                if run.end() <= hit {
                    continue;
                }
                let structure = structure_of(&run.decoded);
                let whole = Reading {
                    start: run.start,
                    end: run.end(),
                    decoded: run.decoded,
                    chain: vec![codec],
                    structure,
                    loss: Loss::Bytes,
                    score: 0,
                };
                if filled.ends_with_space && !whole.decoded.ends_with('\u{a0}') {
                    let next = self.after(whole.end);
                    let closes = next.is_none_or(|next| {
                        next.is_whitespace()
                            || matches!(next, ',' | '.' | ';' | ':' | '!' | '?' | ')')
                    });
                    if !closes {
                        // The space may have been one, too: two became one.
                        let end = whole.end - 1;
                        readings.push(Reading { end, loss: Loss::Space, ..whole.clone() });
                    }
                }
                readings.push(whole);
            }
        }
    }

    fn two_byte_readings(&self, hit: usize, readings: &mut Vec<Reading>) {
        let before = self.text[self.flushed..hit].char_indices().rev();
        let reachable = before.take_while(|(_, letter)| !letter.is_ascii()).take(16);
        let starts: Vec<usize> =
            std::iter::once(hit).chain(reachable.map(|(at, _)| self.flushed + at)).collect();
        for &codec in &Codec::ALL[SINGLE..] {
            let mut longest: Option<Run> = None;
            for &start in &starts {
                let Some(run) = decode::run(codec, self.text, start) else { continue };
                let better = longest.as_ref().is_none_or(|best| {
                    run.end() > best.end() || (run.end() == best.end() && run.start < best.start)
                });
                if run.end() > hit && better {
                    longest = Some(run);
                }
            }
            if let Some(run) = longest {
                self.propose(codec, &run, readings);
            }
        }
    }

    /// Proposes `run`, its best part, and what it says when it was damaged more than once.
    fn propose(&self, codec: Codec, run: &Run, readings: &mut Vec<Reading>) {
        readings.push(self.trimmed(codec, run));
        let mut text = run.decoded.clone();
        let mut chain = vec![codec];
        for _ in 0..2 {
            let seconds = [codec, Codec::Windows1252, Codec::Latin1];
            let again = seconds.iter().find_map(|&second| {
                second
                    .is_single_byte()
                    .then(|| decode::all(second, &text).map(|text| (second, text)))?
            });
            let Some((second, decoded)) = again else { break };
            chain.push(second);
            text = decoded;
            readings.push(Reading {
                start: run.start,
                end: run.end(),
                structure: 9,
                decoded: text.clone(),
                chain: chain.clone(),
                loss: Loss::None,
                score: 0,
            });
        }
    }

    /// The part of `run` that reads best: sequences at either end may be innocent neighbours.
    fn trimmed(&self, codec: Codec, run: &Run) -> Reading {
        let mut cuts = vec![(run.start, 0)];
        cuts.extend(&run.ends);
        let part = |from: usize, to: usize| {
            let decoded = run.decoded[cuts[from].1..cuts[to].1].to_owned();
            let (start, end) = (cuts[from].0, cuts[to].0);
            let own = |letter| self.repertoire.class(letter) == Class::Own;
            let strange = !self.text[start..end].chars().any(own);
            let structure = structure_of(&decoded) + 2 * i32::from(strange);
            let chain = vec![codec];
            let loss = Loss::None;
            let mut reading = Reading { start, end, decoded, chain, structure, loss, score: 0 };
            self.score(&mut reading);
            reading
        };
        let (mut from, mut to) = (0, cuts.len() - 1);
        let mut best = part(from, to);
        while to - from > 1 {
            let front = part(from + 1, to);
            let back = part(from, to - 1);
            let (next, at_front) =
                if front.score > back.score { (front, true) } else { (back, false) };
            if next.score <= best.score {
                break;
            }
            best = next;
            if at_front {
                from += 1;
            } else {
                to -= 1;
            }
        }
        best
    }

    fn confidence(&self, best: &Reading, readings: &[Reading]) -> Confidence {
        let rival = readings.iter().find(|other| self.differs(best, other));
        let margin = rival.map_or(i32::MAX, |rival| best.score - rival.score);
        let belongs = best.decoded.chars().all(|letter| self.belongs(letter));
        let orphan = |letter: Option<char>| {
            letter.is_some_and(|letter| {
                matches!(
                    self.repertoire.class(letter),
                    Class::Control | Class::Replacement | Class::Private | Class::Unassigned
                )
            })
        };
        let lonely = self.is_lonely(best);
        if best.score >= CERTAIN
            && margin >= MARGIN
            && belongs
            && self.repertoire.is_known()
            && !orphan(self.before(best.start))
            && !orphan(self.after(best.end))
            && !lonely
        {
            Confidence::Certain
        } else {
            Confidence::Likely
        }
    }

    /// The stretch at `hit` when it can be nothing but damage, although no reading fits: bytes
    /// were lost.
    fn wreck(&self, hit: usize) -> Option<Span> {
        let strange = |letter: &char| {
            !letter.is_ascii() && !matches!(self.repertoire.class(*letter), Class::Own)
        };
        let text = &self.text[hit..];
        let mut letters = text.chars();
        let (first, second) = (letters.next()?, letters.next()?);
        if slot(first)?.lead & slot(second)?.inner == 0 || !self.repertoire.is_known() {
            return None;
        }
        let len: usize = text.chars().take_while(strange).take(12).map(char::len_utf8).sum();
        let end = hit + len.max(first.len_utf8() + second.len_utf8());
        let wreck = &self.text[hit..end];
        // A word in a foreign script is no damage.
        if wreck.chars().all(|letter| letter.script() == first.script()) {
            return None;
        }
        let price = cost(self.repertoire, self.before(hit), wreck, self.after(end));
        (price >= WRECKED).then(|| Span::new(hit, end))
    }

    /// One character away from any letter, by way of a code page whose characters are drawn:
    /// box art and kaomoji look like that.
    fn is_lonely(&self, best: &Reading) -> bool {
        let codec = best.chain[0];
        let drawn = matches!(codec, Codec::MacRoman | Codec::Cp437 | Codec::Cp850 | Codec::Koi8R);
        let letter = |letter: Option<char>| letter.is_some_and(is_word);
        drawn
            && self.proven & (1 << codec as u16) == 0
            && self.text[best.start..best.end].chars().nth(2).is_none()
            && !letter(self.before(best.start))
            && !letter(self.after(best.end))
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

/// Judges the suspicious places of `text`, whose byte offsets are `hits`.
pub(super) fn judge(
    text: &str,
    repertoire: &Repertoire,
    vocabulary: Option<&Vocabulary>,
    hits: &[u32],
) -> Vec<Suspect> {
    if hits.is_empty() {
        return Vec::new();
    }
    let first = pass(Judge::new(text, repertoire, vocabulary, 0), hits);
    if first.proven == 0 || first.settled {
        return first.suspects;
    }
    pass(Judge::new(text, repertoire, vocabulary, first.proven), hits).suspects
}

/// What one pass over all hits found.
struct Pass {
    suspects: Vec<Suspect>,
    /// The codecs that certain repairs prove.
    proven: u16,
    /// Whether no hit was left without a certain repair.
    settled: bool,
}

fn pass(mut judge: Judge<'_>, hits: &[u32]) -> Pass {
    let mut suspects = Vec::new();
    let mut proven = 0;
    let mut settled = true;
    for &hit in hits {
        let hit = hit as usize;
        if hit < judge.flushed {
            continue;
        }
        let readings = judge.readings(hit);
        let Some(best) = readings.first().filter(|best| best.score >= WORTH_SHOWING) else {
            settled = false;
            if let Some(span) = judge.wreck(hit) {
                let kind = SuspectKind::Mojibake(Mojibake {
                    repaired: None,
                    chain: Vec::new(),
                    confidence: Confidence::Doubtful,
                    score: 0,
                });
                suspects.push(Suspect { span, kind });
            }
            continue;
        };
        let confidence = judge.confidence(best, &readings);
        settled &= confidence == Confidence::Certain;
        if confidence == Confidence::Certain {
            for reading in readings.iter().filter(|reading| !judge.differs(best, reading)) {
                proven |= 1 << reading.chain[0] as u16;
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
    Pass { suspects, proven, settled }
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

fn leading_word(text: &str) -> &str {
    &text[..text.find(|letter| !is_word(letter)).unwrap_or(text.len())]
}

fn trailing_word(text: &str) -> &str {
    text.rfind(|letter| !is_word(letter)).map_or(text, |at| {
        let len = text[at..].chars().next().map_or(0, char::len_utf8);
        &text[at + len..]
    })
}
