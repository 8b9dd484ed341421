//! What a language asks of punctuation, spacing and repeated words, as data: one entry for each
//! language in [`PROFILES`](super::profiles). The letters of a language are not here; CLDR has
//! them ([`Repertoire`](super::Repertoire)).

use std::sync::LazyLock;

use super::Locale;
use super::profiles::{PROFILES, UNKNOWN};

/// How a language joins its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Spaces stand between words.
    Spaced,
    /// Words follow each other without a space (UAX #29 sends such scripts to dictionaries).
    Joined,
}

/// Which words may stand twice in a row in good prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubling {
    /// Any: the language doubles words for plurals, emphasis or distribution, or it is not known.
    Any,
    /// Only these, in lower case: pronouns and articles that meet where two clauses do.
    Only(&'static [&'static str]),
}

/// What stands before a mark such as `;`, `:`, `!` and `?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceBefore {
    /// Nothing.
    None,
    /// A no-break space before all four marks and inside guillemets (France).
    French,
    /// A no-break space before the colon and inside guillemets only (Canada).
    Canadian,
    /// Both habits are met; neither is judged.
    Either,
}

/// The conventions of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Tags that it holds for, as CLDR writes them; a region's entry stands before its language's.
    pub tags: &'static [&'static str],
    /// Full stops. Empty where sentences end without a mark.
    pub stops: &'static [char],
    /// Question marks.
    pub questions: &'static [char],
    /// Exclamation marks.
    pub exclamations: &'static [char],
    /// Colons.
    pub colons: &'static [char],
    /// Semicolons.
    pub semicolons: &'static [char],
    /// Whether questions and exclamations are opened by `¿` and `¡`.
    pub inverted: bool,
    /// Quotation marks, opening and closing, the usual pair first, then the pair inside it, then
    /// what is accepted beside them. Straight quotes are accepted everywhere.
    pub quotes: &'static [(char, char)],
    /// What stands before high punctuation.
    pub space_before: SpaceBefore,
    /// How words are joined.
    pub words: Words,
    /// Whether the script has capital letters.
    pub capitals: bool,
    /// The digit zero of the language's own digits, where numbers are written with others than
    /// `0` to `9`; the other nine follow it in Unicode.
    pub zero: Option<char>,
    /// Words that may stand twice.
    pub doubling: Doubling,
}

impl Profile {
    /// The conventions of `locale`: those of its tag, else of its language. Of a language that is
    /// not listed nothing is assumed but that it has sentences.
    pub fn of(locale: &Locale) -> &'static Self {
        /// The entries under each of their tags, sorted.
        static TAGS: LazyLock<Vec<(&str, &Profile)>> = LazyLock::new(|| {
            let tags =
                |profile: &'static Profile| profile.tags.iter().map(move |tag| (*tag, profile));
            let mut all: Vec<_> = PROFILES.iter().flat_map(tags).collect();
            all.sort_by_key(|(tag, _)| *tag);
            all
        });
        let named = |tag: &str| {
            let at = TAGS.binary_search_by(|(listed, _)| (*listed).cmp(tag)).ok()?;
            Some(TAGS[at].1)
        };
        named(locale.tag()).or_else(|| named(locale.language())).unwrap_or(&UNKNOWN)
    }

    /// What `mark` does at the end of a sentence in this language.
    pub fn ending(&self, mark: char) -> Option<Ending> {
        let kinds = [
            (self.questions, Ending::Question),
            (self.exclamations, Ending::Exclamation),
            (self.colons, Ending::Colon),
            (self.semicolons, Ending::Semicolon),
            (self.stops, Ending::Stop),
        ];
        if matches!(mark, '…' | '⋯') {
            return Some(Ending::Ellipsis);
        }
        kinds.into_iter().find(|(marks, _)| marks.contains(&mark)).map(|(_, ending)| ending)
    }

    /// Whether `letter` is a digit of the language.
    pub fn is_digit(&self, letter: char) -> bool {
        letter.is_ascii_digit()
            || self.zero.is_some_and(|zero| {
                (u32::from(zero)..u32::from(zero) + 10).contains(&u32::from(letter))
            })
    }

    /// Whether `word`, in lower case, may stand twice in a row.
    pub fn may_double(&self, word: &str) -> bool {
        match self.doubling {
            Doubling::Any => true,
            Doubling::Only(words) => words.contains(&word),
        }
    }
}

/// How a sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// A full stop.
    Stop,
    /// A question mark.
    Question,
    /// An exclamation mark.
    Exclamation,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// An ellipsis.
    Ellipsis,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(tag: &str) -> &'static Profile {
        Profile::of(&Locale::parse(tag).expect("well-formed"))
    }

    #[test]
    fn regions_stand_before_languages_and_unknown_ones_assume_nothing() {
        assert_eq!(profile("fr-CA").space_before, SpaceBefore::Canadian);
        assert_eq!(profile("fr-BE").space_before, SpaceBefore::French);
        assert_eq!(profile("pt-BR").quotes[0], ('“', '”'));
        assert_eq!(profile("pt-PT").quotes[0], ('«', '»'));
        assert_eq!(profile("zh-TW").quotes[0], ('「', '」'));
        assert_eq!(profile("zh-CN").quotes[0], ('“', '”'));
        assert!(profile("tlh").may_double("ghargh"));
        assert_eq!(Profile::of(&Locale::unknown()), &UNKNOWN);
    }

    #[test]
    fn marks_end_sentences_as_each_language_reads_them() {
        assert_eq!(profile("el").ending(';'), Some(Ending::Question));
        assert_eq!(profile("el").ending('·'), Some(Ending::Semicolon));
        assert_eq!(profile("ar").ending('؟'), Some(Ending::Question));
        assert_eq!(profile("hi").ending('।'), Some(Ending::Stop));
        assert_eq!(profile("ja").ending('。'), Some(Ending::Stop));
        assert_eq!(profile("hy").ending('։'), Some(Ending::Stop));
        assert_eq!(profile("es").ending('?'), Some(Ending::Question));
        assert!(profile("th").stops.is_empty());
    }

    #[test]
    fn every_entry_is_found_under_each_of_its_tags() {
        for entry in PROFILES {
            for tag in entry.tags {
                assert_eq!(profile(tag), entry, "{tag}");
                assert_eq!(Locale::parse(tag).expect("a tag").tag(), *tag, "canonical");
            }
        }
    }

    #[test]
    fn digits_are_counted_from_their_zero() {
        assert!(profile("hi").is_digit('९') && profile("fa").is_digit('۵'));
        assert!(!profile("nl").is_digit('५') && profile("nl").is_digit('5'));
    }
}
