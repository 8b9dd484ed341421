//! `wrong-language`: blocks in a language that is neither the translation's nor the source's.

use unicode_script::{Script, UnicodeScript};

use crate::diagnostic::Severity;
use crate::locale::{Repertoire, SmallWords, is_east_asian, plain_words};
use crate::markdown::{BlockId, Document};
use crate::outline::{Basis, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "wrong-language",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a block in a third language",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Files and answers get mixed up: an Italian paragraph stands in a Portuguese page, a Russian one in a
Ukrainian page.

The script comes first: a block of at least 20 letters, most of them of a script that neither the
language nor the source is written in, is reported. Latin letters never are, because names and
commands are Latin everywhere. In languages that share a script only long blocks are judged, of at
least 100 letters, with next to none of the small words that sentences of the language cannot do
without, where statistics over three-letter groups name another language with certainty and that
language's small words confirm it. Close relatives, such as Danish and Norwegian, are not told
apart.

Left alone are words that the source contains, and the source's own language, which is
`untranslated`'s business, and a page without a source that is in another language as a whole: its
language was taken for another. Blocks that follow each other are one finding.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a Russian paragraph in a Japanese page",
        source: "The tool reads all files.\n",
        translation: "Программа читает все файлы в указанной папке.\n",
        locale: "ja",
        expect: Expect::Flagged(
            "in Cyrillic letters: \"Программа читает все файлы в указанной папке.\"",
        ),
    },
    Example {
        title: "an Italian paragraph in a Portuguese page",
        source: "When the tool has read all the files, it writes a report that shows what is missing in each of the languages.\n",
        translation: "Quando lo strumento ha letto tutti i file, scrive un rapporto che mostra che cosa manca in ciascuna delle lingue, e lo salva nella cartella del progetto.\n",
        locale: "pt-BR",
        expect: Expect::Flagged(
            "in Italian: \"Quando lo strumento ha letto tutti i file, scriv…\"",
        ),
    },
    Example {
        title: "Latin names in Japanese",
        source: "Amazon Web Services, Microsoft Azure, Google Cloud Platform\n",
        translation: "Amazon Web Services、Microsoft Azure、Google Cloud Platform\n",
        locale: "ja",
        expect: Expect::Clean,
    },
];

/// Fewer letters of a foreign script may be a name or a word that is explained.
const FOREIGN_LETTERS: usize = 20;
/// Bytes below which statistics over letters say little.
const LONG_BLOCK: usize = 100;

struct Found {
    first: BlockId,
    last: BlockId,
    what: String,
    count: usize,
}

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    if !document.locale.is_known() {
        return;
    }
    let reference = pair.map(|pair| pair.reference);
    let source = pair.filter(|pair| !matches!(pair.basis, Basis::Siblings { .. }));
    let repertoire = Repertoire::of(&document.locale);
    if !repertoire.is_known() {
        return;
    }
    let source_repertoire = source.map(|pair| Repertoire::of(&pair.reference.locale));
    let expected = |script: Script| {
        matches!(script, Script::Latin | Script::Common | Script::Inherited | Script::Unknown)
            || repertoire.writes(script)
            // Kanji, kana and hangul are at home in texts about each other's platforms.
            || (is_east_asian(script) && repertoire.writes(Script::Han) && script == Script::Han)
            || source_repertoire.as_ref().is_some_and(|source| source.writes(script))
    };
    let source_language = source.map(|pair| pair.reference.locale.language());
    let east = [Script::Hiragana, Script::Katakana, Script::Han].into_iter().all(expected);
    let foreign = has_foreign_letters(document.text.as_bytes())
        && has_rare_letters(document.text.as_bytes(), east);
    let ours = SmallWords::of(document.locale.language());
    let mut found: Vec<Found> = Vec::new();
    let (mut adjacent, mut judged) = (false, 0);
    for id in document.text_blocks(false) {
        // Short blocks part nothing and prove nothing.
        if document.block(id).span.len() < FOREIGN_LETTERS * 2 {
            continue;
        }
        judged += 1;
        let what = foreign
            .then(|| foreign_script(document, id, east, expected))
            .flatten()
            .or_else(|| other_language(document, id, ours, source_language));
        let Some(what) = what.filter(|_| !stands_in(reference, document, id)) else {
            adjacent = false;
            continue;
        };
        match found.last_mut() {
            Some(run) if adjacent && run.what == what => {
                run.last = id;
                run.count += 1;
            }
            _ => found.push(Found { first: id, last: id, what, count: 1 }),
        }
        adjacent = true;
    }
    // A source, or a page without one, that is in another language as a whole has the wrong
    // language ascribed to it: nothing got mixed up in it.
    let blocks: usize = found.iter().map(|run| run.count).sum();
    if source.is_none() && (blocks * 3 > judged || is_elsewhere(document, found.len())) {
        return;
    }
    for run in &found {
        report(document, checker, run);
    }
}

/// Whether a page with `runs` foreign runs is, taken as a whole, in another language than its own.
fn is_elsewhere(document: &Document, runs: usize) -> bool {
    if runs == 0 {
        return false;
    }
    let texts: Vec<&str> = document.text_blocks(false).flat_map(|id| texts(document, id)).collect();
    let written = whatlang::detect(&texts.join(" ")).and_then(|info| two_letters(info.lang()));
    let own = document.locale.language();
    written.is_some_and(|written| written != own && !related(written, own))
}

fn report(document: &Document, checker: &mut Checker<'_>, run: &Found) {
    let words = document.excerpt_of(run.first);
    let more = match run.count {
        1 => String::new(),
        2 => " and the block after it".to_owned(),
        count => format!(" and the {} blocks after it", count - 1),
    };
    let first = document.block(run.first).span;
    let span = if run.count > 1 {
        Span { start: first.start, end: document.head_of(run.last).end }
    } else {
        document.head_of(run.first)
    };
    let finding = checker
        .finding(document.file, span, format!("in {}: \"{words}\"{more}", run.what))
        .subject(words)
        .help(format!("translate it to the language of this page, `{}`", document.locale));
    checker.report(finding);
}

/// The texts of a block.
fn texts(document: &Document, id: BlockId) -> impl Iterator<Item = &str> {
    let inlines = document.inlines_in(id).iter();
    inlines.filter(|inline| inline.is_text()).map(|inline| document.slice(inline.span))
}

/// Whether the reference has these words too.
fn stands_in(reference: Option<&Document>, document: &Document, id: BlockId) -> bool {
    let longest = texts(document, id).max_by_key(|text| text.len()).unwrap_or_default().trim();
    reference.is_some_and(|reference| {
        memchr::memmem::find(reference.text.as_bytes(), longest.as_bytes()).is_some()
    })
}

/// Whether a text may have as many letters of another script than Latin as a finding takes. All of
/// those scripts begin at U+0370, which is written with a first byte of 0xCD or more.
fn has_foreign_letters(text: &[u8]) -> bool {
    // Counts of a byte each, so that the compiler can do many at a time.
    let count = |piece: &[u8]| piece.iter().map(|&byte| u8::from(byte >= 0xcd)).sum::<u8>();
    let mut letters = 0;
    text.chunks(240).any(|piece| {
        letters += usize::from(count(piece));
        letters >= FOREIGN_LETTERS
    })
}

/// The same without punctuation, signs and full-width forms, and where Japanese is written, as `east`
/// says, without kana and Han: few pages are left.
fn has_rare_letters(text: &[u8], east: bool) -> bool {
    let nexts = text.get(1..).unwrap_or_default();
    let mut letters = 0;
    text.chunks(240).zip(nexts.chunks(240)).any(|(firsts, seconds)| {
        let pairs = firsts.iter().zip(seconds);
        let count = pairs.map(|(&first, &second)| u8::from(is_rare(first, second, east)));
        letters += usize::from(count.sum::<u8>());
        letters >= FOREIGN_LETTERS
    })
}

/// Whether a character whose UTF-8 starts with these bytes may be a letter of another script than
/// Latin, and where `east` says so, than those of Japanese.
#[expect(clippy::needless_bitwise_bool, reason = "without jumps many are done at a time")]
fn is_rare(first: u8, second: u8, east: bool) -> bool {
    // U+2000 to U+2BFF but the signs that are letters, at U+2100; U+FF00 to U+FF3F; U+3000 to U+9FFF
    // but Bopomofo and Jamo, from U+3100.
    let sign = (first == 0xe2) & (second < 0xb0) & (second != 0x84);
    let wide = (first == 0xef) & (second == 0xbc);
    let other = (first == 0xe3) & matches!(second, 0x84..=0x86);
    let japanese = east & matches!(first, 0xe3..=0xe9) & !other;
    (first >= 0xcd) & !sign & !wide & !japanese
}

/// The script of most letters of a block, when it is none that is expected. `east` says whether
/// those that Japanese is written in are.
fn foreign_script(
    document: &Document,
    id: BlockId,
    east: bool,
    expected: impl Fn(Script) -> bool,
) -> Option<String> {
    if !has_foreign_letters(document.slice(document.block(id).span).as_bytes()) {
        return None;
    }
    let (mut own, mut foreign, mut name) = (0, 0, None);
    // Neighbours are of one script nearly always.
    let (mut last, mut is_expected) = (Script::Latin, true);
    for text in texts(document, id) {
        let mut at = 0;
        while let Some(&first) = text.as_bytes().get(at) {
            // Most blocks are in their own script, which a part of them shows.
            let shown = if first.is_ascii() {
                own += usize::from(first.is_ascii_alphabetic());
                at += 1;
                own > 60
            } else if east && is_east_asian_letter(&text.as_bytes()[at..]) {
                own += 1;
                at += 3;
                own > 40
            } else {
                let Some(letter) = text[at..].chars().next() else { break };
                at += letter.len_utf8();
                let (script, alphabetic) = script_of(letter);
                if script != last {
                    (last, is_expected) = (script, expected(script));
                }
                if is_expected {
                    own += usize::from(alphabetic);
                } else if alphabetic {
                    foreign += 1;
                    name = Some(script);
                }
                is_expected && own > 40
            };
            if shown && foreign == 0 {
                return None;
            }
        }
    }
    (foreign >= FOREIGN_LETTERS && foreign > own * 2)
        .then_some(name?)
        .map(|script| format!("{} letters", script.full_name()))
}

/// Whether `bytes` start with a letter of the large runs of kana and Han: U+3041 to U+3096,
/// U+30A1 to U+30FA, U+5000 to U+9FFF.
fn is_east_asian_letter(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xe3, 0x81, 0x81..=0xbf, ..]
            | [0xe3, 0x82, 0x80..=0x96 | 0xa1..=0xbf, ..]
            | [0xe3, 0x83, 0x80..=0xba, ..]
            | [0xe5..=0xe9, ..]
    )
}

/// The script of a character and whether it is a letter; of those in the large runs of letters,
/// and of East Asian punctuation, without a look into the tables.
fn script_of(letter: char) -> (Script, bool) {
    match letter {
        '\u{3041}'..='\u{3096}' => (Script::Hiragana, true),
        '\u{30a1}'..='\u{30fa}' => (Script::Katakana, true),
        '\u{4e00}'..='\u{9fff}' => (Script::Han, true),
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}' => {
            (Script::Common, false)
        }
        '\u{ac00}'..='\u{d7a3}' => (Script::Hangul, true),
        '\u{410}'..='\u{45f}' => (Script::Cyrillic, true),
        '×' | '÷' => (Script::Common, false),
        '\u{c0}'..'\u{250}' => (Script::Latin, true),
        _ => (letter.script(), letter.is_alphabetic()),
    }
}

/// The third language that a long block is in.
fn other_language(
    document: &Document,
    id: BlockId,
    ours: &SmallWords,
    source: Option<&str>,
) -> Option<String> {
    if ours.is_empty() || document.block(id).span.len() < LONG_BLOCK {
        return None;
    }
    // Sentences of the language show it within a few words.
    let (mut words, mut small) = (0, 0);
    for text in texts(document, id) {
        for word in plain_words(text) {
            words += 1;
            small += usize::from(ours.has(word));
            if small >= 3 && small * 5 > words {
                return None;
            }
        }
    }
    if words < 15 || small * 8 > words {
        return None;
    }
    let own = document.locale.language();
    let prose: String = texts(document, id).collect::<Vec<_>>().join(" ");
    let info = whatlang::detect(&prose).filter(whatlang::Info::is_reliable)?;
    let (code, name) = (two_letters(info.lang())?, info.lang().eng_name());
    if code == own || Some(code) == source || related(code, own) {
        return None;
    }
    let theirs = SmallWords::of(code);
    let confirmed = plain_words(&prose).filter(|word| theirs.has(word) && !ours.has(word)).count();
    (confirmed >= 4 && confirmed * 6 >= words && confirmed > small).then(|| name.to_owned())
}

/// Languages that cannot be told apart by their small words.
fn related(one: &str, other: &str) -> bool {
    const FAMILIES: &[&[&str]] = &[
        &["da", "nb", "no", "nn", "sv"],
        &["cs", "sk"],
        &["id", "ms"],
        &["es", "gl", "ca", "ast"],
        &["pt", "gl"],
    ];
    FAMILIES.iter().any(|family| family.contains(&one) && family.contains(&other))
}

/// The language subtag of a language that has small words listed.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang;
    Some(match lang {
        Lang::Ces => "cs",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Hun => "hu",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Vie => "vi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_as_the_tables_say() {
        for letter in '\u{80}'..'\u{20000}' {
            let said = script_of(letter);
            assert_eq!(said, (letter.script(), letter.is_alphabetic()), "{:#x}", letter as u32);
            if is_east_asian_letter(letter.encode_utf8(&mut [0; 4]).as_bytes()) {
                let scripts = [Script::Hiragana, Script::Katakana, Script::Han];
                assert!(said.1 && scripts.contains(&said.0), "{:#x}", letter as u32);
            }
        }
    }

    #[test]
    fn what_is_not_rare_is_no_letter_of_another_script() {
        for letter in '\u{370}'..=char::MAX {
            let mut bytes = [0; 4];
            letter.encode_utf8(&mut bytes);
            let script = letter.script();
            for east in [false, true] {
                let own =
                    east && matches!(script, Script::Hiragana | Script::Katakana | Script::Han);
                let common = matches!(script, Script::Latin | Script::Common | Script::Inherited);
                let is_told = !letter.is_alphabetic() || own || common;
                let told = is_told || is_rare(bytes[0], bytes[1], east);
                assert!(told, "{:#x} {east}", letter as u32);
            }
        }
    }

    #[test]
    fn letters_beyond_latin_begin_where_they_are_counted() {
        let latin = ['\u{80}', '\u{36f}'];
        for letter in latin[0]..=latin[1] {
            let script = letter.script();
            let shared = matches!(script, Script::Latin | Script::Common | Script::Inherited);
            // Two modifier letters of Bopomofo, which no text is made of.
            assert!(shared || script == Script::Bopomofo, "{:#x}", letter as u32);
        }
    }
}
