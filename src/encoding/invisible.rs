//! Format characters without a glyph: where writing systems and emoji need them.

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Class, Repertoire};

/// Whether the invisible `letter` is at home between `before` and `after`.
pub(super) fn is_expected(
    repertoire: &Repertoire,
    before: Option<char>,
    letter: char,
    after: Option<char>,
) -> bool {
    let script = |letter: Option<char>| letter.map_or(Script::Common, |letter| letter.script());
    let beside = |test: fn(Script) -> bool| test(script(before)) || test(script(after));
    let emoji = |letter: Option<char>| {
        letter
            .is_some_and(|letter| is_emoji(letter) || repertoire.class(letter) == Class::Pictograph)
    };
    match letter {
        // Emoji presentation, keycaps, variants of Han and Mongolian letters.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180f}' => {
            before.is_some_and(|before| !before.is_whitespace() && !before.is_ascii_alphabetic())
        }
        '\u{200d}' => (emoji(before) && emoji(after)) || beside(joins),
        '\u{200c}' => beside(joins),
        '\u{200b}' => beside(spaceless),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            beside(right_to_left) || RIGHT_TO_LEFT.iter().any(|script| repertoire.writes(*script))
        }
        '\u{17b4}' | '\u{17b5}' => script(before) == Script::Khmer,
        // The word joiner and the combining grapheme joiner are put there on purpose.
        '\u{2060}' | '\u{34f}' => true,
        // Flags of England, Scotland and Wales.
        '\u{e0020}'..='\u{e007f}' => {
            before.is_some_and(|before| matches!(before, '🏴' | '\u{e0020}'..='\u{e007e}'))
        }
        _ => false,
    }
}

/// Whether the character may stand in an emoji sequence.
fn is_emoji(letter: char) -> bool {
    matches!(letter,
        '\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2190}'..='\u{21ff}'
        | '\u{2b00}'..='\u{2bff}')
}

/// Scripts whose letters change their shape with joiners and non-joiners.
fn joins(script: Script) -> bool {
    use Script::{
        Arabic, Bengali, Devanagari, Gujarati, Gurmukhi, Kannada, Khmer, Malayalam, Mongolian,
        Myanmar, Nko, Oriya, Sinhala, Syriac, Tamil, Telugu, Tibetan,
    };
    matches!(
        script,
        Arabic
            | Bengali
            | Devanagari
            | Gujarati
            | Gurmukhi
            | Kannada
            | Khmer
            | Malayalam
            | Mongolian
            | Myanmar
            | Nko
            | Oriya
            | Sinhala
            | Syriac
            | Tamil
            | Telugu
            | Tibetan
    )
}

/// Scripts that write no spaces between words and mark where a line may break.
fn spaceless(script: Script) -> bool {
    matches!(script, Script::Khmer | Script::Thai | Script::Lao | Script::Myanmar | Script::Tibetan)
}

const RIGHT_TO_LEFT: [Script; 5] =
    [Script::Arabic, Script::Hebrew, Script::Syriac, Script::Thaana, Script::Nko];

fn right_to_left(script: Script) -> bool {
    RIGHT_TO_LEFT.contains(&script)
}

/// The name of an invisible character, as people know it.
pub fn invisible_name(letter: char) -> &'static str {
    match letter {
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{61c}' => "Arabic letter mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "end of bidirectional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2066}'..='\u{2068}' => "bidirectional isolate",
        '\u{2069}' => "end of bidirectional isolate",
        '\u{feff}' => "byte order mark",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "variation selector",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        _ => "format character",
    }
}
