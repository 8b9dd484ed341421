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
            Class::Typography => 4,
            Class::Sign | Class::Pictograph => 5,
            Class::Auxiliary => 6 + 4 * i32::from(upper),
            Class::Kin => 7 + 3 * i32::from(upper),
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
        match (self.is_letter(), next.is_letter()) {
            (true, true) => self.joined(next),
            (true, false) => match next.traits.class() {
                Class::Symbol => 4 + 4 * i32::from(self.is_strange_capital()),
                Class::Sign | Class::Pictograph => 3 + 4 * i32::from(self.is_strange_capital()),
                Class::Typography | Class::OwnPunctuation => {
                    opening(next.letter) + 4 * i32::from(self.is_strange_capital())
                }
                _ => 0,
            },
            (false, true) => match self.traits.class() {
                Class::Symbol => 4,
                Class::Sign | Class::Pictograph => 3,
                _ => 0,
            },
            (false, false) => {
                let odd = |glyph: Self| matches!(glyph.traits.class(), Class::Symbol | Class::Sign);
                let spaced = |glyph: Self| glyph.letter.is_whitespace();
                let pair = odd(self) || odd(next);
                if pair
                    && !spaced(self)
                    && !spaced(next)
                    && self.letter != next.letter
                    && self.traits.class() != Class::Ascii
                    && next.traits.class() != Class::Ascii
                {
                    6
                } else {
                    0
                }
            }
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
        let (one, other) = (self.letter.script(), next.letter.script());
        if one != other && !is_shared(one) && !is_shared(other) {
            let east_asian = is_east_asian(one) || is_east_asian(other);
            sum += match (east_asian, is_east_asian(one) && is_east_asian(other)) {
                (_, true) => 0,
                (true, false) => {
                    let (stranger, _) =
                        if is_east_asian(one) { (self, next) } else { (next, self) };
                    if stranger.traits.class() == Class::Own { 1 } else { 6 }
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
