//! Words in which a letter of another alphabet poses as one of theirs: a Cyrillic `с` in `cron`.

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Class, Repertoire};

use super::vocabulary::is_word;

/// Letters that look alike: Latin, Cyrillic, Greek. A dot where the alphabet has none.
const ALIKE: &[(char, char, char)] = &[
    ('a', 'а', '.'),
    ('c', 'с', '.'),
    ('e', 'е', '.'),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('x', 'х', '.'),
    ('y', 'у', '.'),
    ('i', 'і', '.'),
    ('j', 'ј', '.'),
    ('s', 'ѕ', '.'),
    ('v', '.', 'ν'),
    ('h', 'һ', '.'),
    ('A', 'А', 'Α'),
    ('B', 'В', 'Β'),
    ('C', 'С', '.'),
    ('E', 'Е', 'Ε'),
    ('H', 'Н', 'Η'),
    ('I', 'І', 'Ι'),
    ('J', 'Ј', '.'),
    ('K', 'К', 'Κ'),
    ('M', 'М', 'Μ'),
    ('N', '.', 'Ν'),
    ('O', 'О', 'Ο'),
    ('P', 'Р', 'Ρ'),
    ('S', 'Ѕ', '.'),
    ('T', 'Т', 'Τ'),
    ('X', 'Х', 'Χ'),
    ('Y', '.', 'Υ'),
    ('Z', '.', 'Ζ'),
];

/// Judges the word of `text` that holds the byte at `at`: where it starts and ends and what it
/// should be, when a letter in it poses as another. `None` for innocent mixtures such as a Latin
/// name with a native ending.
pub(super) fn look(
    repertoire: &Repertoire,
    text: &str,
    at: usize,
) -> Option<(usize, usize, String)> {
    let head: usize =
        text[..at].chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    let tail: usize = text[at..].chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    let (start, end) = (at - head, at + tail);
    let word = &text[start..end];
    let scripts: Vec<Script> = word.chars().map(|letter| letter.script()).collect();
    let other =
        *scripts.iter().find(|script| matches!(script, Script::Cyrillic | Script::Greek))?;
    if scripts.iter().any(|script| *script != Script::Latin && *script != other) {
        return None;
    }
    let latin = scripts.iter().filter(|script| **script == Script::Latin).count();
    let foreign = scripts.len() - latin;
    let prefix = scripts.iter().take_while(|script| **script == Script::Latin).count();
    let name_with_ending = prefix == latin && repertoire.writes(other);
    let repaired: Option<String> = if latin >= foreign && (latin > 1 || !repertoire.writes(other)) {
        if name_with_ending {
            return None;
        }
        word.chars().map(to_latin).collect()
    } else if !name_with_ending || latin == 1 {
        let own = |letter: char| repertoire.class(letter) == Class::Own;
        let native = |letter| {
            if letter_is_latin(letter) {
                from_latin(letter, other).filter(|c| own(*c))
            } else {
                Some(letter)
            }
        };
        word.chars().map(native).collect()
    } else {
        None
    };
    Some((start, end, repaired?))
}

fn letter_is_latin(letter: char) -> bool {
    letter.script() == Script::Latin
}

fn to_latin(letter: char) -> Option<char> {
    if letter_is_latin(letter) {
        return Some(letter);
    }
    let found = ALIKE.iter().find(|(_, cyrillic, greek)| letter == *cyrillic || letter == *greek);
    found.map(|found| found.0)
}

fn from_latin(letter: char, script: Script) -> Option<char> {
    let (_, cyrillic, greek) = *ALIKE.iter().find(|(latin, ..)| *latin == letter)?;
    let alike = if script == Script::Cyrillic { cyrillic } else { greek };
    (alike != '.').then_some(alike)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn found(locale: &str, word: &str) -> Option<String> {
        let repertoire = Repertoire::of(&Locale::parse(locale).expect("a locale"));
        let at = word.char_indices().find(|(_, c)| !c.is_ascii()).expect("one").0;
        look(&repertoire, word, at).map(|found| found.2)
    }

    #[test]
    fn posing_letters_are_told_from_endings() {
        assert_eq!(found("nl", "сron").as_deref(), Some("cron"));
        assert_eq!(found("ru", "сron").as_deref(), Some("cron"));
        assert_eq!(found("uk", "прикладi").as_deref(), Some("прикладі"));
        assert_eq!(found("ru", "Cтраховое").as_deref(), Some("Страховое"));
        assert_eq!(found("ru", "Pythonу"), None, "a name with an ending");
        assert_eq!(found("ru", "CSSы"), None);
        assert_eq!(found("en", "SENSЕ").as_deref(), Some("SENSE"));
        assert_eq!(found("en", "µTorrent"), None, "micro is no Greek letter");
        assert_eq!(found("en", "Δt"), None, "Δ looks like no Latin letter");
    }
}
