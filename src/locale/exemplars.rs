//! What a character is to a language: one of its letters, its punctuation, typography that
//! every language shares, or a stranger. The letters are CLDR's exemplar characters
//! (UTS #35, part 2, "Exemplar Characters") as `icu_locale` carries them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, OnceLock, RwLock};

use icu_locale::exemplar_chars::{ExemplarCharacters, ExemplarCharactersBorrowed};
use icu_locale_core::DataLocale;
use unicode_script::{Script, UnicodeScript};

use super::Locale;

/// What a character is to a language, from its own letters to what should not be in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// ASCII, other than control characters.
    Ascii,
    /// A letter, mark or digit of the language (CLDR main exemplars, either case).
    Own,
    /// Punctuation of the language (CLDR punctuation exemplars) beyond ASCII.
    OwnPunctuation,
    /// Punctuation and spaces that all languages borrow: quotation marks, dashes, the ellipsis.
    Typography,
    /// Signs that all languages borrow: `©`, `°`, `€`, `²`, `×`.
    Sign,
    /// Emoji, arrows, check marks, box drawing.
    Pictograph,
    /// A letter that the language uses in loanwords (CLDR auxiliary exemplars).
    Auxiliary,
    /// A letter of a script that the language is written in, but not one of its own.
    Kin,
    /// A letter of another script.
    Foreign,
    /// A combining mark that the language does not use.
    Mark,
    /// Any other symbol.
    Symbol,
    /// A format character without a glyph: zero-width, bidirectional, byte order mark.
    Invisible,
    /// A C1 control, U+0080 to U+009F.
    Control,
    /// U+FFFD, the replacement character.
    Replacement,
    /// Private use.
    Private,
    /// Not assigned, or a noncharacter.
    Unassigned,
}

/// [`Class`] and a few properties of one character, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits(u16);

impl Traits {
    const LETTER: u16 = 1 << 8;
    const UPPER: u16 = 1 << 9;
    const LOWER: u16 = 1 << 10;
    const STOP: u16 = 1 << 11;
    const ALPHABET: u16 = 1 << 12;
    const UNSTABLE: u16 = 1 << 13;
    const KNOWN: u16 = 1 << 14;

    /// The class.
    pub fn class(self) -> Class {
        CLASSES[(self.0 & 0xff) as usize]
    }

    /// Whether it is a letter, or a mark that belongs to one.
    pub fn is_letter(self) -> bool {
        self.0 & Self::LETTER != 0
    }

    /// Whether it is a capital letter.
    pub fn is_upper(self) -> bool {
        self.0 & Self::UPPER != 0
    }

    /// Whether it is a small letter.
    pub fn is_lower(self) -> bool {
        self.0 & Self::LOWER != 0
    }

    /// Whether a text of the language should not contain it without a reason.
    pub fn is_suspicious(self) -> bool {
        self.0 & Self::STOP != 0
    }

    /// Whether it is a letter of an alphabet whose letters look like Latin ones: Cyrillic,
    /// Greek, Armenian, Coptic.
    pub fn has_look_alikes(self) -> bool {
        self.0 & Self::ALPHABET != 0
    }

    /// Whether Normalization Form C may change it or what stands before it (UAX #15).
    pub fn is_unstable(self) -> bool {
        self.0 & Self::UNSTABLE != 0
    }

    /// Whether the scan has nothing to look at here.
    pub fn is_plain(self) -> bool {
        self.0 & (Self::STOP | Self::UNSTABLE) == 0
    }

    /// Whether a reader of the language expects the character: own, borrowed or shared.
    pub fn belongs(self) -> bool {
        (self.0 & 0xff) as u8 <= Class::Auxiliary as u8
    }
}

const CLASSES: [Class; 16] = [
    Class::Ascii,
    Class::Own,
    Class::OwnPunctuation,
    Class::Typography,
    Class::Sign,
    Class::Pictograph,
    Class::Auxiliary,
    Class::Kin,
    Class::Foreign,
    Class::Mark,
    Class::Symbol,
    Class::Invisible,
    Class::Control,
    Class::Replacement,
    Class::Private,
    Class::Unassigned,
];

/// The packed [`Traits`] of 256 characters; 0 where they are not known yet.
type Page = [AtomicU16; 256];

/// The characters of one language. Cheap to make: each is classified when it is first asked for;
/// threads that do so at the same time write the same number.
pub struct Repertoire {
    main: Option<ExemplarCharactersBorrowed<'static>>,
    auxiliary: Option<ExemplarCharactersBorrowed<'static>>,
    punctuation: Option<ExemplarCharactersBorrowed<'static>>,
    scripts: Vec<Script>,
    pages: Vec<OnceLock<Box<Page>>>,
}

impl std::fmt::Debug for Repertoire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repertoire").field("scripts", &self.scripts).finish_non_exhaustive()
    }
}

impl Repertoire {
    /// The repertoire of `locale`, shared between all callers that ask for the same tag.
    pub fn of(locale: &Locale) -> Arc<Self> {
        static KNOWN: RwLock<BTreeMap<String, Arc<Repertoire>>> = RwLock::new(BTreeMap::new());
        if let Ok(known) = KNOWN.read()
            && let Some(found) = known.get(locale.tag())
        {
            return Arc::clone(found);
        }
        let made = Arc::new(Self::load(locale));
        if let Ok(mut known) = KNOWN.write() {
            return Arc::clone(known.entry(locale.tag().to_owned()).or_insert(made));
        }
        made
    }

    fn load(locale: &Locale) -> Self {
        let data = candidates(locale).into_iter().find_map(|tag| {
            let tag: DataLocale = icu_locale_core::Locale::try_from_str(&tag).ok()?.into();
            ExemplarCharacters::try_new_main(&tag).is_ok().then_some(tag)
        });
        let main = data.as_ref().and_then(|tag| ExemplarCharacters::try_new_main(tag).ok());
        let auxiliary =
            data.as_ref().and_then(|tag| ExemplarCharacters::try_new_auxiliary(tag).ok());
        let punctuation =
            data.as_ref().and_then(|tag| ExemplarCharacters::try_new_punctuation(tag).ok());
        let mut scripts = Vec::new();
        for range in main.iter().flat_map(|set| set.code_points().iter_ranges()) {
            for letter in [*range.start(), *range.end()].into_iter().filter_map(char::from_u32) {
                let script = letter.script();
                if !matches!(script, Script::Common | Script::Inherited)
                    && !scripts.contains(&script)
                {
                    scripts.push(script);
                }
            }
        }
        let pages = (0..256).map(|_| OnceLock::new()).collect();
        Self { main, auxiliary, punctuation, scripts, pages }
    }

    /// Whether CLDR knows the language's letters.
    pub fn is_known(&self) -> bool {
        !self.scripts.is_empty()
    }

    /// Whether the language is written in `script`.
    pub fn writes(&self, script: Script) -> bool {
        self.scripts.contains(&script)
    }

    /// What `letter` is to the language.
    pub fn traits(&self, letter: char) -> Traits {
        let code = letter as usize;
        let Some(page) = self.pages.get(code >> 8) else { return self.classify(letter) };
        let page = page.get_or_init(|| Box::new([const { AtomicU16::new(0) }; 256]));
        let slot = &page[code & 0xff];
        match slot.load(Ordering::Relaxed) {
            0 => {
                let traits = self.classify(letter);
                slot.store(traits.0 | Traits::KNOWN, Ordering::Relaxed);
                traits
            }
            known => Traits(known & !Traits::KNOWN),
        }
    }

    /// The class of `letter`.
    pub fn class(&self, letter: char) -> Class {
        self.traits(letter).class()
    }

    fn classify(&self, letter: char) -> Traits {
        if matches!(letter, '\u{4e00}'..='\u{9fff}') {
            return self.classify_ideograph(letter);
        }
        let script = letter.script();
        let class = self.find_class(letter, script);
        let mut bits = class as u16;
        let mark = script == Script::Inherited;
        if letter.is_alphabetic() || mark || matches!(class, Class::Own | Class::Mark) {
            bits |= Traits::LETTER;
        }
        if letter.is_uppercase() {
            bits |= Traits::UPPER;
        }
        if letter.is_lowercase() {
            bits |= Traits::LOWER;
        }
        let ideographic = is_east_asian(script);
        if class >= Class::Invisible
            || (ideographic && matches!(class, Class::Foreign | Class::Kin) && letter != 'ー')
            || matches!(letter, '\u{feff}' | '\u{ad}')
        {
            bits |= Traits::STOP;
        }
        if matches!(script, Script::Cyrillic | Script::Greek | Script::Armenian | Script::Coptic) {
            bits |= Traits::ALPHABET;
        }
        if letter >= '\u{300}'
            && !matches!(letter, '\u{ac00}'..='\u{d7a3}')
            && unicode_normalization::is_nfc_quick(std::iter::once(letter))
                != unicode_normalization::IsNormalized::Yes
        {
            bits |= Traits::UNSTABLE;
        }
        Traits(bits)
    }

    /// The unified ideographs have no case and no other forms: they are many, and this is quick.
    fn classify_ideograph(&self, letter: char) -> Traits {
        let holds = |set: &Option<ExemplarCharactersBorrowed<'static>>| {
            set.as_ref().is_some_and(|set| set.contains(letter))
        };
        if self.writes(Script::Han) {
            if holds(&self.main) {
                return Traits(Class::Own as u16 | Traits::LETTER);
            }
            if holds(&self.auxiliary) {
                return Traits(Class::Auxiliary as u16 | Traits::LETTER);
            }
            return Traits(Class::Kin as u16 | Traits::LETTER | Traits::STOP);
        }
        Traits(Class::Foreign as u16 | Traits::LETTER | Traits::STOP)
    }

    fn find_class(&self, letter: char, script: Script) -> Class {
        match letter {
            '\0'..='\u{7f}' => return Class::Ascii,
            '\u{80}'..='\u{9f}' => return Class::Control,
            '\u{fffd}' => return Class::Replacement,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => return Class::Private,
            _ => {}
        }
        if script == Script::Unknown {
            return Class::Unassigned;
        }
        if is_invisible(letter) {
            return Class::Invisible;
        }
        let small = small(letter);
        let holds = |set: &Option<ExemplarCharactersBorrowed<'static>>| {
            set.as_ref().is_some_and(|set| set.contains(small) || set.contains(letter))
        };
        if holds(&self.main) {
            if script == Script::Hangul && is_rare_syllable(letter) {
                Class::Kin
            } else {
                Class::Own
            }
        } else if holds(&self.punctuation) {
            Class::OwnPunctuation
        } else if is_typography(letter) {
            Class::Typography
        } else if is_sign(letter) {
            Class::Sign
        } else if is_pictograph(letter) {
            Class::Pictograph
        } else if holds(&self.auxiliary) {
            Class::Auxiliary
        } else if script == Script::Inherited {
            Class::Mark
        } else if letter.is_alphabetic() || letter.is_numeric() || is_east_asian(script) {
            if self.writes(script) { Class::Kin } else { Class::Foreign }
        } else if !matches!(script, Script::Common) && self.writes(script) {
            Class::Kin
        } else {
            Class::Symbol
        }
    }
}

/// Tags under which CLDR may keep the locale's letters, best first.
fn candidates(locale: &Locale) -> Vec<String> {
    let tag = locale.tag();
    let language = locale.language();
    let mut tags = vec![tag.to_owned()];
    match language {
        "zh" | "yue" if ["TW", "HK", "MO"].iter().any(|region| tag.ends_with(region)) => {
            tags.push("zh-Hant".to_owned());
        }
        "nb" => tags.push("no".to_owned()),
        "tl" => tags.push("fil".to_owned()),
        "sh" => tags.push("sr-Latn".to_owned()),
        _ => {}
    }
    let mut shorter = tag;
    while let Some((head, _)) = shorter.rsplit_once('-') {
        tags.push(head.to_owned());
        shorter = head;
    }
    tags
}

/// The small letter of `letter`, where one character has one.
fn small(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        // The second one is the dot that the small letter of `İ` keeps.
        (Some(small), None | Some('\u{307}')) => small,
        _ => letter,
    }
}

/// Whether a Hangul syllable is none of the 2,350 that KS X 1001 deemed worth a place; CLDR lists
/// all 11,172 that can be composed.
fn is_rare_syllable(letter: char) -> bool {
    let mut text = [0; 4];
    let (bytes, ..) = encoding_rs::EUC_KR.encode(letter.encode_utf8(&mut text));
    !matches!(*bytes, [0xa1..=0xff, 0xa1..=0xff])
}

/// Whether the script belongs to the Chinese, Japanese or Korean writing systems.
pub fn is_east_asian(script: Script) -> bool {
    use Script::{Bopomofo, Han, Hangul, Hiragana, Katakana};
    matches!(script, Han | Hangul | Hiragana | Katakana | Bopomofo)
}

/// Whether the character has no glyph of its own: zero-width, bidirectional and other format
/// characters, variation selectors, fillers, tags.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_typography(letter: char) -> bool {
    matches!(letter,
        '\u{a0}' | '«' | '»' | '·' | '¡' | '¿' | '\u{2002}'..='\u{200a}' | '\u{2010}'..='\u{2015}'
        | '‘'..='‟' | '†'..='•' | '…' | '\u{202f}' | '′'..='‷' | '‹' | '›'
        | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff5e}')
}

fn is_sign(letter: char) -> bool {
    matches!(letter,
        '§' | '©' | '®' | '°' | '±' | '×' | '÷' | '²' | '³' | '¹' | 'µ' | '¼'..='¾' | '£' | '€'
        | '¥' | '¢' | '¶' | '‰' | '™' | '№' | '−' | '≠' | '≤' | '≥' | '≈' | '∞' | '√' | 'ª' | 'º'
        | '\u{2070}'..='\u{209c}' | '₣'..='\u{20c0}')
}

fn is_pictograph(letter: char) -> bool {
    matches!(letter,
        '←'..='⇿' | '⌘' | '⌥' | '⌃' | '⌨' | '⏎' | '⌫' | '\u{23e9}'..='\u{23fa}'
        | '\u{2500}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}' | '\u{2460}'..='\u{24ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repertoire(tag: &str) -> Arc<Repertoire> {
        Repertoire::of(&Locale::parse(tag).expect("well-formed"))
    }

    #[test]
    fn letters_belong_to_their_languages() {
        let nl = repertoire("nl-NL");
        assert_eq!(nl.class('ë'), Class::Own);
        assert_eq!(nl.class('Ë'), Class::Own);
        assert_eq!(nl.class('Ã'), Class::Auxiliary);
        assert_eq!(nl.class('Ą'), Class::Kin);
        assert_eq!(nl.class('с'), Class::Foreign);
        assert_eq!(nl.class('„'), Class::Typography);
        assert_eq!(repertoire("pt-BR").class('Ã'), Class::Own);
        assert_eq!(repertoire("nb").class('å'), Class::Own);
        assert_eq!(repertoire("zh-TW").class('這'), Class::Own);
        assert_eq!(repertoire("tr").class('İ'), Class::Own);
        assert_eq!(repertoire("ja").class('の'), Class::Own);
        assert!(repertoire("nl").traits('の').is_suspicious());
        assert!(!repertoire("ja").traits('の').is_suspicious());
    }

    #[test]
    fn an_unknown_language_owns_nothing() {
        let unknown = Repertoire::of(&Locale::unknown());
        assert!(!unknown.is_known());
        assert_eq!(unknown.class('é'), Class::Foreign);
    }
}
