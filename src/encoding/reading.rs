//! The readings that codecs propose for a suspicious stretch, with their scores.
//!
//! A reading's score is what the text gains in likelihood ([`super::score`]), less what it costs
//! to believe in the codec, plus evidence from the bytes' structure and from the project's words.

use std::cell::OnceCell;

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Class, Repertoire, SmallWords, is_east_asian};

use super::codec::{Codec, SINGLE, slot};
use super::decode::{self, Run};
use super::lossy;
use super::score::cost;
use super::vocabulary::{Vocabulary, is_word};

/// One way to read a stretch.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) decoded: String,
    pub(super) chain: Vec<Codec>,
    /// Bytes of the sequences that were decoded, for the evidence of structure.
    pub(super) structure: i32,
    /// What had to be guessed.
    pub(super) loss: Loss,
    pub(super) score: i32,
}

/// What a reading guesses beyond undoing a codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
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
    language: &'a str,
    vocabulary: Option<&'a Vocabulary>,
    /// The words of the text itself, when the project's are not known.
    words: OnceCell<Vocabulary>,
    /// Bit `n`: codec `n` is proven to have damaged this text.
    pub(super) proven: u16,
    /// The repaired text of the current line up to `flushed`.
    out: String,
    /// Everything before this offset is settled.
    pub(super) flushed: usize,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        text: &'a str,
        repertoire: &'a Repertoire,
        language: &'a str,
        vocabulary: Option<&'a Vocabulary>,
    ) -> Self {
        let words = OnceCell::new();
        let out = String::new();
        Self { text, repertoire, language, vocabulary, words, proven: 0, out, flushed: 0 }
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
    pub(super) fn vocabulary_bonus(&self, reading: &Reading) -> i32 {
        let letters = |text: &str| text.chars().all(is_word);
        let first = leading_word(&reading.decoded);
        let whole = letters(&reading.decoded);
        let word = if whole {
            let tail = self.word_after(reading.end, &reading.chain);
            format!("{}{}{tail}", self.word_before(reading.start), reading.decoded)
        } else {
            format!("{}{first}", self.word_before(reading.start))
        };
        // Damaged words are counted, too: only words of the language's own letters say anything.
        let foreign = |letter: char| {
            !letter.is_ascii() && !matches!(self.repertoire.class(letter), Class::Own | Class::Kin)
        };
        if word.is_ascii() || word.contains(foreign) {
            return 0;
        }
        let vocabulary = self.vocabulary.unwrap_or_else(|| {
            self.words.get_or_init(|| {
                let mut words = Vocabulary::default();
                words.add(self.text);
                words
            })
        });
        let count = vocabulary.count(&word);
        let known = match (word.chars().count(), count) {
            (_, 0) => 0,
            (3.., _) => 8,
            (_, 5..) => 6,
            (_, _) => 4,
        };
        let common = if lossy::is_joined(self.language, &word) {
            9
        } else {
            6 * i32::from(SmallWords::of(self.language).has(&word.to_lowercase()))
        };
        known.max(common)
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
        let prior = self.prior(reading.chain[0]) - 3 * i32::from(no_break)
            + 2 * (i32::from(reading.chain.len() > 1) + i32::from(reading.chain.len() > 2));
        reading.score = gain - prior + structure
            - 16 * i32::from(self.tears_word(reading))
            - self.price_of(reading);
        // Words are only asked where they could make a difference.
        if reading.score > -8 {
            reading.score += self.vocabulary_bonus(reading);
        }
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
    /// damage fills the whole stretch, a Chinese or Greek word in an English text only happens to
    /// start or end like it.
    fn tears_word(&self, reading: &Reading) -> bool {
        let observed = &self.text[reading.start..reading.end];
        let foreign = |letter: Option<char>| {
            let letter = letter.filter(|it| self.repertoire.class(*it) == Class::Foreign)?;
            let script = letter.script();
            (!matches!(script, Script::Common | Script::Inherited | Script::Latin))
                .then_some(script)
        };
        let torn = |outside: Option<char>, inside: Option<char>| {
            foreign(outside).is_some_and(|script| {
                (is_east_asian(script) && !reading.chain[0].is_single_byte())
                    || foreign(inside) == Some(script)
            })
        };
        torn(self.before(reading.start), observed.chars().next())
            || torn(self.after(reading.end), observed.chars().next_back())
    }

    /// What it costs to believe that `codec` was at work.
    fn prior(&self, codec: Codec) -> i32 {
        let prior = match codec {
            Codec::Windows1252 | Codec::Latin1 => 7,
            Codec::Latin2 => 11,
            _ => 10,
        };
        prior - if self.is_proven(codec) { 6 } else { 0 }
    }

    pub(super) fn belongs(&self, letter: char) -> bool {
        let traits = self.repertoire.traits(letter);
        traits.belongs() || matches!(letter, '\u{fe0f}' | '\u{200d}')
    }

    /// Whether no text was ever meant to hold the character.
    fn is_impossible(&self, letter: char) -> bool {
        use Class::{Private, Replacement, Unassigned};
        matches!(self.repertoire.class(letter), Unassigned | Private | Replacement)
    }

    /// Whether `codec` is proven to have damaged the text.
    pub(super) fn is_proven(&self, codec: Codec) -> bool {
        self.proven & (1 << codec as u16) != 0
    }

    /// All readings of the stretch around `hit`, the best first.
    pub(super) fn readings(&self, hit: usize) -> Vec<Reading> {
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
        readings
            .retain(|reading| !reading.decoded.chars().any(|letter| self.is_impossible(letter)));
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
