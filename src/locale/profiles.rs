//! The table of language conventions.
//!
//! Quotation marks are CLDR's `delimiters` (`common/main/*.xml`, UTS #35 part 2, "Delimiter
//! Elements"), with what style guides accept beside them. Sentence marks are CLDR's punctuation
//! exemplars and the Unicode property Sentence_Terminal. Digits are the `native` numbering
//! systems of CLDR. No-break spaces in French follow the *Lexique des règles typographiques en
//! usage à l'Imprimerie nationale*; the Canadian exception is that of the Office québécois de la
//! langue française. The inverted marks of Spanish are those of the *Ortografía de la lengua
//! española* (RAE, 2010), chapter III.
//!
//! Words that may stand twice are those that meet where two clauses do ("ils vous vous
//! adressez", "wenn Sie sie öffnen"); languages that double words as grammar (Indonesian plurals,
//! Hindi distribution, Turkish emphasis, Vietnamese) allow all.

use super::profile::{Doubling, Profile, SpaceBefore, Words};

/// What all entries share unless they say otherwise.
const LATIN: Profile = Profile {
    tags: &[],
    stops: &['.'],
    questions: &['?'],
    exclamations: &['!'],
    colons: &[':'],
    semicolons: &[';'],
    inverted: false,
    quotes: &[('“', '”'), ('‘', '’')],
    space_before: SpaceBefore::None,
    words: Words::Spaced,
    capitals: true,
    zero: None,
    doubling: Doubling::Any,
};

/// A language that is not listed.
pub(super) const UNKNOWN: Profile =
    Profile { space_before: SpaceBefore::Either, quotes: &[], capitals: false, ..LATIN };

/// Scripts of India: the danda ends sentences beside the full stop, there are no capitals, and
/// words are doubled to distribute ("घर घर", from house to house). Many writers put a space before
/// the danda and the question mark.
const INDIC: Profile = Profile {
    stops: &['।', '॥', '.', '|'],
    space_before: SpaceBefore::Either,
    capitals: false,
    ..LATIN
};

/// Arabic script: mirrored question mark, comma and semicolon; no capitals.
const ARABIC: Profile = Profile {
    stops: &['.', '۔'],
    questions: &['؟', '?'],
    semicolons: &['؛', ';'],
    capitals: false,
    ..LATIN
};

/// Full-width marks, with the half-width ones that technical prose mixes in. A colon before a
/// list may be a full stop.
const EAST_ASIAN: Profile = Profile {
    stops: &['。', '．', '｡', '.'],
    questions: &['？', '?'],
    exclamations: &['！', '!'],
    colons: &['：', ':'],
    semicolons: &['；', ';'],
    words: Words::Joined,
    capitals: false,
    ..LATIN
};

/// Every listed language, regions before their languages.
pub(super) const PROFILES: &[Profile] = &[
    Profile {
        tags: &["en"],
        doubling: Doubling::Only(&["that", "had", "is", "very", "in"]),
        ..LATIN
    },
    Profile {
        tags: &["de"],
        quotes: &[('„', '“'), ('‚', '‘'), ('»', '«'), ('›', '‹')],
        doubling: Doubling::Only(&[
            "sie", "die", "das", "der", "den", "dem", "des", "ihr", "ihnen", "uns", "es", "was",
        ]),
        ..LATIN
    },
    Profile {
        tags: &["de-CH", "de-LI"],
        quotes: &[('«', '»'), ('‹', '›'), ('„', '“'), ('‚', '‘')],
        doubling: Doubling::Only(&[
            "sie", "die", "das", "der", "den", "dem", "des", "ihr", "ihnen", "uns", "es", "was",
        ]),
        ..LATIN
    },
    Profile {
        tags: &["nl"],
        quotes: &[('‘', '’'), ('“', '”'), ('„', '”')],
        doubling: Doubling::Only(&["u", "je", "dat", "die", "het", "zijn", "hebben", "was", "is"]),
        ..LATIN
    },
    Profile {
        tags: &["fr-CA"],
        quotes: &[('«', '»'), ('“', '”'), ('‹', '›')],
        space_before: SpaceBefore::Canadian,
        doubling: Doubling::Only(&["vous", "nous", "tout", "faire"]),
        ..LATIN
    },
    Profile {
        tags: &["fr"],
        quotes: &[('«', '»'), ('“', '”'), ('‹', '›')],
        space_before: SpaceBefore::French,
        doubling: Doubling::Only(&["vous", "nous", "tout", "faire"]),
        ..LATIN
    },
    Profile {
        tags: &["es"],
        inverted: true,
        quotes: &[('«', '»'), ('“', '”'), ('‘', '’')],
        doubling: Doubling::Only(&["sí", "no", "muy"]),
        ..LATIN
    },
    Profile {
        tags: &["it"],
        quotes: &[('«', '»'), ('“', '”'), ('‘', '’')],
        doubling: Doubling::Only(&["via", "mano", "così", "poco", "passo", "sia"]),
        ..LATIN
    },
    Profile {
        tags: &["pt-PT"],
        quotes: &[('«', '»'), ('“', '”'), ('‘', '’')],
        doubling: Doubling::Only(&["logo", "quase"]),
        ..LATIN
    },
    Profile { tags: &["pt"], doubling: Doubling::Only(&["logo", "quase"]), ..LATIN },
    Profile { tags: &["ca"], quotes: &[('«', '»'), ('“', '”')], ..LATIN },
    Profile {
        tags: &["sv"],
        quotes: &[('”', '”'), ('’', '’'), ('»', '»')],
        doubling: Doubling::Only(&["det", "den", "som", "är", "har"]),
        ..LATIN
    },
    Profile {
        tags: &["fi"],
        quotes: &[('”', '”'), ('’', '’'), ('»', '»')],
        doubling: Doubling::Only(&["on", "ne", "se"]),
        ..LATIN
    },
    Profile {
        tags: &["da"],
        quotes: &[('“', '”'), ('„', '“'), ('»', '«')],
        doubling: Doubling::Only(&["det", "den", "der", "er", "har", "som"]),
        ..LATIN
    },
    Profile {
        tags: &["nb", "no", "nn"],
        quotes: &[('«', '»'), ('“', '”'), ('‘', '’')],
        doubling: Doubling::Only(&["det", "den", "der", "er", "har", "som"]),
        ..LATIN
    },
    Profile {
        tags: &["pl"],
        quotes: &[('„', '”'), ('«', '»'), ('‚', '’')],
        doubling: Doubling::Only(&["to"]),
        ..LATIN
    },
    Profile {
        tags: &["cs", "sk"],
        quotes: &[('„', '“'), ('‚', '‘'), ('»', '«')],
        doubling: Doubling::Only(&["se", "si", "sa", "je"]),
        ..LATIN
    },
    Profile {
        tags: &["hu"],
        quotes: &[('„', '”'), ('»', '«')],
        doubling: Doubling::Only(&["az", "ez"]),
        ..LATIN
    },
    Profile { tags: &["ro"], quotes: &[('„', '”'), ('«', '»')], ..LATIN },
    Profile {
        tags: &["hr", "sl", "sr", "bs"],
        quotes: &[('„', '“'), ('»', '«'), ('„', '”')],
        ..LATIN
    },
    Profile {
        tags: &["bg", "mk"],
        quotes: &[('„', '“'), ('«', '»')],
        doubling: Doubling::Only(&["се", "си"]),
        ..LATIN
    },
    Profile {
        tags: &["ru", "uk", "be"],
        quotes: &[('«', '»'), ('„', '“'), ('“', '”')],
        doubling: Doubling::Only(&["что", "что-то", "так", "едва", "чуть", "що"]),
        ..LATIN
    },
    // The semicolon asks (U+003B, or U+037E), the raised dot divides.
    Profile {
        tags: &["el"],
        questions: &[';', '\u{37e}'],
        semicolons: &['·', '\u{387}'],
        quotes: &[('«', '»'), ('“', '”'), ('‘', '’')],
        doubling: Doubling::Only(&["του", "της", "τους", "το", "τα", "τις", "τον", "την"]),
        ..LATIN
    },
    Profile { tags: &["tr", "az"], ..LATIN },
    // Basque may open a question or a cry as Spanish does; nothing asks it to.
    Profile { tags: &["eu"], quotes: &[('«', '»'), ('“', '”')], ..LATIN },
    // Style guides differ about a space before the colon.
    Profile { tags: &["vi"], space_before: SpaceBefore::Either, ..LATIN },
    Profile { tags: &["id", "ms", "fil", "tl", "jv", "su"], ..LATIN },
    Profile {
        tags: &["ar"],
        quotes: &[('“', '”'), ('”', '“'), ('«', '»')],
        zero: Some('٠'),
        ..ARABIC
    },
    Profile { tags: &["fa"], quotes: &[('«', '»'), ('‹', '›')], zero: Some('۰'), ..ARABIC },
    Profile {
        tags: &["ur"], quotes: &[('”', '“'), ('“', '”')], zero: Some('۰'), ..ARABIC
    },
    Profile {
        tags: &["he"],
        quotes: &[('”', '”'), ('“', '”'), ('„', '”')],
        capitals: false,
        ..LATIN
    },
    Profile { tags: &["hi", "mr", "ne"], zero: Some('०'), ..INDIC },
    Profile { tags: &["bn", "as"], zero: Some('০'), ..INDIC },
    Profile { tags: &["pa"], zero: Some('੦'), ..INDIC },
    Profile { tags: &["gu"], zero: Some('૦'), ..INDIC },
    Profile { tags: &["or"], zero: Some('୦'), ..INDIC },
    Profile { tags: &["ta"], zero: Some('௦'), ..INDIC },
    Profile { tags: &["te"], zero: Some('౦'), ..INDIC },
    Profile { tags: &["kn"], zero: Some('೦'), ..INDIC },
    Profile { tags: &["ml"], zero: Some('൦'), ..INDIC },
    Profile { tags: &["si"], capitals: false, ..LATIN },
    // Sentences end with a space.
    Profile {
        tags: &["th"],
        stops: &[],
        words: Words::Joined,
        capitals: false,
        zero: Some('๐'),
        ..LATIN
    },
    Profile {
        tags: &["lo"],
        stops: &['.'],
        words: Words::Joined,
        capitals: false,
        zero: Some('໐'),
        ..LATIN
    },
    Profile {
        tags: &["km"],
        stops: &['។', '៕', '.'],
        space_before: SpaceBefore::Either,
        quotes: &[('“', '”'), ('«', '»')],
        words: Words::Joined,
        capitals: false,
        zero: Some('០'),
        ..LATIN
    },
    Profile {
        tags: &["my"],
        stops: &['။', '.'],
        space_before: SpaceBefore::Either,
        words: Words::Joined,
        capitals: false,
        zero: Some('၀'),
        ..LATIN
    },
    // Question and exclamation stand on the stressed vowel, not at the end.
    Profile {
        tags: &["hy"],
        stops: &['։', ':'],
        questions: &['՞', '?'],
        exclamations: &['՜', '!'],
        colons: &['՝', '.', ':'],
        semicolons: &['.', ';'],
        quotes: &[('«', '»')],
        ..LATIN
    },
    Profile { tags: &["ka"], quotes: &[('„', '“'), ('«', '»')], capitals: false, ..LATIN },
    Profile {
        tags: &["am", "ti"],
        stops: &['።', '.'],
        questions: &['?', '፧'],
        colons: &['፦', ':'],
        semicolons: &['፤', ';'],
        quotes: &[('«', '»'), ('‹', '›'), ('“', '”')],
        capitals: false,
        ..LATIN
    },
    Profile {
        tags: &["ja"],
        quotes: &[('「', '」'), ('『', '』'), ('“', '”'), ('〈', '〉'), ('《', '》')],
        ..EAST_ASIAN
    },
    Profile {
        tags: &["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "yue"],
        quotes: &[('「', '」'), ('『', '』'), ('“', '”'), ('《', '》'), ('〈', '〉')],
        ..EAST_ASIAN
    },
    Profile {
        tags: &["zh"],
        quotes: &[('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉')],
        ..EAST_ASIAN
    },
    Profile {
        tags: &["ko"],
        stops: &['.', '。'],
        quotes: &[('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉')],
        words: Words::Spaced,
        ..EAST_ASIAN
    },
];
