//! Reasons to doubt a repair that scores well: what stands there also reads as it is. None of
//! them counts once the codec is proven to have damaged the text.

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Class, is_east_asian};

use super::codec::{Codec, SINGLE, slot};
use super::decode;
use super::mojibake::is_symbolic;
use super::reading::{Judge, Reading};
use super::vocabulary::is_word;

/// How far from the damage the words of its line are looked at, in characters.
const NAMES: usize = 200;

impl Judge<'_> {
    /// Whether the text as it stands is no less likely than what `best` makes of it.
    pub(super) fn is_two_faced(&self, best: &Reading) -> bool {
        let observed = &self.text[best.start..best.end];
        self.is_picture_of_letters(best, observed)
            || self.is_end_of_word(best, observed)
            || self.is_shouted(best, observed)
            || self.is_named_letter(best, observed)
            || self.is_quoted(best, observed)
            || self.is_in_names(best)
    }

    /// Letters that would become a symbol: `Ôôô`.
    fn is_picture_of_letters(&self, best: &Reading, observed: &str) -> bool {
        let picture = |letter: char| self.repertoire.class(letter) == Class::Pictograph;
        is_symbolic(best.chain[0])
            && observed.chars().all(char::is_alphabetic)
            && best.decoded.chars().all(picture)
    }

    /// The last letter of a Latin word with its closing punctuation, which would become a
    /// Chinese, Japanese or Korean letter: `Brontë…”`.
    fn is_end_of_word(&self, best: &Reading, observed: &str) -> bool {
        let mut letters = observed.chars();
        let first = letters.next();
        let rest = letters.as_str();
        first.is_some_and(char::is_lowercase)
            && !rest.is_empty()
            && rest.chars().all(|letter| self.ends_words(letter))
            && self.before(best.start).is_some_and(|it| it.is_ascii_lowercase())
            && !self.after(best.end).is_some_and(is_word)
            && best.decoded.chars().all(|letter| is_east_asian(letter.script()))
    }

    /// Whether words end before the character.
    fn ends_words(&self, letter: char) -> bool {
        use Class::{OwnPunctuation, Sign, Typography};
        matches!(self.repertoire.class(letter), OwnPunctuation | Typography | Sign)
    }

    /// A capital in a word of capitals: with a mark behind it, `AHÅ™`, or between others by way of
    /// a rare code page, `HÅØYA`.
    fn is_shouted(&self, best: &Reading, observed: &str) -> bool {
        let word = self.word_before(best.start);
        let loud =
            |text: &str| text.chars().all(char::is_uppercase) && text.chars().nth(1).is_some();
        let rest = &self.text[best.end..];
        let next = rest.get(..2).unwrap_or("");
        let between = word.ends_with(|it: char| it.is_ascii_uppercase())
            && next.starts_with(|it: char| it.is_ascii_uppercase());
        let common = matches!(best.chain[0], Codec::Windows1252 | Codec::Latin1);
        let small = best.decoded.chars().all(|letter| letter.is_lowercase() && letter != 'ß');
        let capital = |letter: Option<char>| letter.is_some_and(char::is_uppercase);
        if small && capital(self.before(best.start)) && capital(self.after(best.end)) {
            return true;
        }
        if observed.chars().all(char::is_uppercase) {
            return between && !common;
        }
        let mut letters = observed.chars();
        let marked = letters.next().is_some_and(char::is_uppercase)
            && letters.all(|letter| self.ends_words(letter));
        if !loud(&word) || !marked {
            return false;
        }
        if best.decoded == "\u{a0}" {
            return loud(next);
        }
        !self.after(best.end).is_some_and(is_word) && (small || !common)
    }

    /// A letter that is spoken of, with an English ending: `a lot of Ã’s`.
    fn is_named_letter(&self, best: &Reading, observed: &str) -> bool {
        let mut rest = self.text[best.end..].chars();
        observed.ends_with('’')
            && observed.starts_with(char::is_uppercase)
            && !self.before(best.start).is_some_and(is_word)
            && rest.next() == Some('s')
            && !rest.next().is_some_and(is_word)
    }

    /// A single Chinese or Korean character outside of a word, which would become a letter or two
    /// of a script without capitals: left over from the text that was translated, it is as likely
    /// as damage, however often it stands there. Nothing in `من幕` tells that `幕` is no word.
    pub(super) fn is_left_over(&self, best: &Reading) -> bool {
        let mut observed = self.text[best.start..best.end].chars();
        let only = observed.next().filter(|_| observed.next().is_none());
        let word = |letter: Option<char>| letter.is_some_and(is_word);
        let within = word(self.before(best.start)) && word(self.after(best.end));
        let plain = |letter: char| {
            !is_east_asian(letter.script()) && !letter.is_lowercase() && !letter.is_uppercase()
        };
        only.is_some_and(|only| is_east_asian(only.script()))
            && !within
            && best.decoded.chars().all(|letter| letter.is_alphabetic() && plain(letter))
    }

    /// A sign between quotation marks: `“×”`.
    fn is_quoted(&self, best: &Reading, observed: &str) -> bool {
        let opening = match observed.chars().next_back() {
            Some('”') => ['“', '„'],
            Some('’') => ['‘', '‚'],
            Some('“') => ['„', '„'],
            _ => return false,
        };
        self.before(best.start).is_some_and(|before| opening.contains(&before))
    }

    /// One small letter in a line of nothing but names, `Lise Holm – RÃ¸dder`: names are of any
    /// language, so that the letters of the page's own say nothing for them. Only a word that is
    /// known elsewhere does.
    fn is_in_names(&self, best: &Reading) -> bool {
        let mut decoded = best.decoded.chars();
        let single = decoded.next().is_some_and(char::is_lowercase) && decoded.next().is_none();
        single && self.is_line_of_names(best) && self.vocabulary_bonus(best) == 0
    }

    /// Whether the line of `best` is short and has several words, each with a capital.
    fn is_line_of_names(&self, best: &Reading) -> bool {
        let stay = |letter: &char| *letter != '\n';
        let (head, tail) = (&self.text[..best.start], &self.text[best.end..]);
        let before =
            head.chars().rev().take(NAMES).take_while(stay).map(char::len_utf8).sum::<usize>();
        let after = tail.chars().take(NAMES).take_while(stay).map(char::len_utf8).sum::<usize>();
        let line = &self.text[best.start - before..best.end + after];
        let observed = &self.text[best.start..best.end];
        let between = |letter: char| !is_word(letter) && !observed.contains(letter);
        let mut words = line.split(between).filter_map(|word| word.chars().next()).peekable();
        let first = words.next().is_some_and(char::is_uppercase);
        first && words.peek().is_some() && words.all(char::is_uppercase)
    }

    /// Whether more damage that no code page explains touches `best`: then the whole stretch is
    /// something else.
    pub(super) fn is_part_of_wreck(&self, best: &Reading) -> bool {
        let mut before = self.text[..best.start].chars().rev();
        if before.next() == Some('?') && before.next().is_some_and(|it| self.is_stray_lead(it)) {
            return true;
        }
        let mut letters = self.text[best.end..].chars();
        let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return false };
        if second == '?' && self.is_stray_lead(first) {
            return true;
        }
        if matches!(self.repertoire.class(first), Class::Ascii | Class::Own) {
            return false;
        }
        let (Some(lead), Some(inner)) = (slot(first), slot(second)) else { return false };
        let mask = lead.lead & inner.inner;
        let readable = |codec: &Codec| {
            mask & (1 << *codec as u16) != 0 && decode::run(*codec, self.text, best.end).is_some()
        };
        first.script() == Script::Latin && mask != 0 && !Codec::ALL[..SINGLE].iter().any(readable)
    }

    /// Whether the character may start a sequence and is no letter of the language: before `?`
    /// that means a lost byte.
    fn is_stray_lead(&self, letter: char) -> bool {
        !matches!(self.repertoire.class(letter), Class::Ascii | Class::Own)
            && slot(letter).is_some_and(|slot| slot.lead != 0)
    }

    /// Whether `best` is a sign of latin-1 behind the `Â` that UTF-8 puts before all of them, in
    /// a language without that letter: nothing else looks like that.
    pub(super) fn is_latin_sign(&self, best: &Reading) -> bool {
        let mut letters = best.decoded.chars();
        let (Some('\u{a1}'..='\u{bf}'), None) = (letters.next(), letters.next()) else {
            return false;
        };
        self.text[best.start..].starts_with('Â') && self.repertoire.class('Â') != Class::Own
    }
}
