//! How unlikely a run of characters is in a language. The numbers are costs in the manner of
//! negative logarithms of probabilities: what a page of the language holds in plenty is cheap.

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Class, Repertoire, Traits, is_east_asian};

/// The cost of `text` between `before` and `after`, its neighbours on the page.
pub(super) fn cost(
    repertoire: &Repertoire,
    before: Option<char>,
    text: &str,
    after: Option<char>,
) -> i32 {
    let mut sum = 0;
    let mut previous = before.map(|letter| Glyph::new(repertoire, letter));
    for letter in text.chars() {
        let glyph = Glyph::new(repertoire, letter);
        sum += glyph.alone();
        if let Some(previous) = previous {
            sum += previous.beside(glyph);
        }
        previous = Some(glyph);
    }
    if let (Some(previous), Some(after)) = (previous, after) {
        sum += previous.beside(Glyph::new(repertoire, after));
    }
    sum
}

#[derive(Clone, Copy)]
struct Glyph {
    letter: char,
    traits: Traits,
}

impl Glyph {
    fn new(repertoire: &Repertoire, letter: char) -> Self {
        Self { letter, traits: repertoire.traits(letter) }
    }

    /// What it costs wherever it stands.
    fn alone(self) -> i32 {
        let upper = self.traits.is_upper();
        match self.traits.class() {
            Class::Ascii => 1,
            Class::Own => 1 + 2 * i32::from(upper),
            Class::OwnPunctuation => 2,
            Class::Typography if is_space(self.letter) => 2,
            Class::Typography => 4,
            Class::Sign | Class::Pictograph => 5,
            Class::Auxiliary => 6 + 4 * i32::from(upper),
            Class::Kin if is_east_asian(self.letter.script()) => 9,
            Class::Kin => 7 + 3 * i32::from(upper),
            Class::Foreign if is_east_asian(self.letter.script()) => 14,
            Class::Foreign => 12 + 2 * i32::from(upper),
            Class::Mark | Class::Symbol => 9,
            Class::Invisible => 8,
            Class::Control | Class::Replacement => 24,
            Class::Private => 20,
            Class::Unassigned => 30,
        }
    }

    /// What it costs that `next` stands right after it, beyond what both cost alone.
    fn beside(self, next: Self) -> i32 {
        if self.traits.class() == Class::Ascii && next.traits.class() == Class::Ascii {
            return 0;
        }
        let drawn = i32::from(is_drawn(self.letter)) + i32::from(is_drawn(next.letter));
        if drawn == 1 {
            let other = if is_drawn(self.letter) { next } else { self };
            let art = other.letter.is_whitespace() || other.letter.is_ascii_punctuation();
            return if art { 0 } else { 8 };
        }
        match (self.is_letter(), next.is_letter()) {
            (true, true) => self.joined(next),
            (true, false) => self.followed(next),
            (false, true) => match self.traits.class() {
                Class::Symbol => 4,
                Class::Sign | Class::Pictograph => 3,
                _ => 0,
            },
            (false, false) => {
                let odd = |glyph: Self| matches!(glyph.traits.class(), Class::Symbol | Class::Sign);
                let apart = |glyph: Self| glyph.letter.is_ascii() || is_space(glyph.letter);
                let pair = (odd(self) || odd(next)) && !apart(self) && !apart(next);
                if pair && self.letter != next.letter { 6 } else { 0 }
            }
        }
    }

    /// What it costs that `next`, which is no letter, follows this letter.
    fn followed(self, next: Self) -> i32 {
        let strange = 4 * i32::from(self.is_strange_capital());
        match next.traits.class() {
            Class::Symbol => 4 + strange,
            Class::Sign | Class::Pictograph => 3 + strange,
            Class::Typography | Class::OwnPunctuation => opening(next.letter) + strange,
            _ => 0,
        }
    }

    fn is_letter(self) -> bool {
        match self.traits.class() {
            Class::Ascii => self.letter.is_ascii_alphabetic(),
            _ => self.traits.is_letter(),
        }
    }

    /// A capital beyond ASCII, the usual face of a UTF-8 lead byte.
    fn is_strange_capital(self) -> bool {
        self.traits.is_upper() && !self.letter.is_ascii()
    }

    fn joined(self, next: Self) -> i32 {
        let mut sum = 0;
        let lower = |glyph: Self| glyph.traits.is_lower();
        let upper = |glyph: Self| glyph.traits.is_upper();
        if lower(self) && upper(next) {
            sum += 8;
        }
        // Words end with an ordinal sign.
        if matches!(self.letter, 'º' | 'ª') {
            sum += 8;
        }
        let (one, other) = (self.letter.script(), next.letter.script());
        if one != other && !is_shared(one) && !is_shared(other) {
            let east_asian = is_east_asian(one) || is_east_asian(other);
            sum += match (east_asian, is_east_asian(one) && is_east_asian(other)) {
                (_, true) => 0,
                (true, false) => {
                    let (stranger, _) =
                        if is_east_asian(one) { (self, next) } else { (next, self) };
                    if stranger.traits.class() == Class::Own { 1 } else { 8 }
                }
                (false, false) => 6,
            };
        }
        sum
    }
}

fn is_shared(script: Script) -> bool {
    matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

/// What it costs that an opening mark stands right after a letter.
fn opening(letter: char) -> i32 {
    if matches!(letter, '“' | '„' | '‚' | '«' | '‹' | '¿' | '¡' | '†' | '‡' | '•')
    {
        3
    } else {
        0
    }
}

/// A space that typographers use: no-break, thin, figure.
fn is_space(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}')
}

/// Box drawing and block elements: they stand beside each other, not beside letters.
fn is_drawn(letter: char) -> bool {
    matches!(letter, '\u{2500}'..='\u{259f}')
}
