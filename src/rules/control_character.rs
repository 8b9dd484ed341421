//! `control-character`: control characters other than tab and line breaks, and noncharacters.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Edit, Fix};
use crate::locale::{Class, Repertoire};
use crate::markdown::{Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "control-character",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the text holds a control character",
    docs: "\
Control characters (U+0000 to U+001F without tab and line breaks, U+007F to U+009F) and the 66 \
noncharacters of Unicode (U+FFFE, U+FDD0 and others that no text may hold) have no place in a page: \
YAML and XML parsers refuse them, browsers drop them or show a box.

Characters from U+0080 to U+009F are usually typographic marks of windows-1252 that were read as \
latin-1: U+0092 is `’`, U+0096 is `–`. The fix writes that mark, safe in prose where the mark \
belongs to the language and can stand where it does. Between two letters that is a dash, an \
ellipsis, or an apostrophe in a language that writes one inside words; other encodings have letters \
at these numbers (Mac Roman `í` is U+0092), so anything else there is an unsafe fix. Other control \
characters are removed by an unsafe fix. A character that the reference has, too, is left alone.",
    examples: &[
        Example {
            title: "a windows-1252 apostrophe",
            source: "Today's news.\n",
            translation: "Les nouvelles d\u{92}aujourd\u{92}hui.\n",
            locale: "fr",
            expect: Expect::Fixed("Les nouvelles d’aujourd’hui.\n"),
        },
        Example {
            title: "a backspace",
            source: "Text.\n",
            translation: "Tek\u{8}st.\n",
            locale: "nl",
            expect: Expect::Flagged("control character U+0008 in prose"),
        },
        Example {
            title: "a noncharacter",
            source: "Text.\n",
            translation: "Tekst.\u{fffe}\n",
            locale: "nl",
            expect: Expect::Flagged("noncharacter U+FFFE in prose"),
        },
        Example {
            title: "inside a word no apostrophe is meant",
            source: "In tourism.\n",
            translation: "Un barco tur\u{92}stico.\n",
            locale: "es",
            expect: Expect::Flagged("control character U+0092 stands for \"’\""),
        },
        Example {
            title: "a tab is text",
            source: "Name:\tAda\n",
            translation: "Naam:\tAda\n",
            locale: "nl",
            expect: Expect::Clean,
        },
    ],
    options: &[],
    check: Check::Document(check),
};

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut kinds: BTreeMap<(char, Applicability), Vec<Span>> = BTreeMap::new();
    for suspect in &document.suspects {
        if let SuspectKind::Control(letter) = suspect.kind
            && !is_on_purpose(document, pair, letter, suspect.span)
        {
            let trust = trust(document, letter, suspect.span);
            kinds.entry((letter, trust)).or_default().push(suspect.span);
        }
    }
    for ((letter, trust), spans) in kinds {
        let code = format!("U+{:04X}", u32::from(letter));
        let mark = windows_1252(letter);
        let times =
            if spans.len() > 1 { format!(", {} times", spans.len()) } else { String::new() };
        let message = if let Some(mark) = mark {
            format!("control character {code} stands for \"{mark}\"{times}")
        } else {
            let place = context_at(document, spans[0].start).place();
            format!("{} {code} {place}{times}", noun(letter))
        };
        let (title, replacement) = match mark {
            Some(mark) => (format!("write \"{mark}\""), mark.to_string()),
            None => (format!("remove the {}", noun(letter)), String::new()),
        };
        let edits = spans.iter().map(|&span| Edit {
            location: Location { file: document.file, span },
            replacement: replacement.clone(),
        });
        let fix = Fix { title: title.clone(), applicability: trust, edits: edits.collect() };
        let finding = checker
            .finding(document.file, spans[0], message)
            .subject(code)
            .help(title)
            .fix(Some(fix));
        checker.report(finding);
    }
}

/// What people call it.
fn noun(letter: char) -> &'static str {
    if letter < '\u{a0}' { "control character" } else { "noncharacter" }
}

/// Whether the reference has the character, too; without a reference code may show it.
fn is_on_purpose(document: &Document, pair: Option<&Pair<'_>>, letter: char, span: Span) -> bool {
    match pair {
        Some(pair) => pair.reference.text.contains(letter),
        None => context_at(document, span.start).is_code(),
    }
}

/// How far the repair of the control character at `span` may be trusted.
fn trust(document: &Document, letter: char, span: Span) -> Applicability {
    let repertoire = Repertoire::of(&document.locale);
    let belongs = windows_1252(letter).is_some_and(|mark| {
        matches!(
            repertoire.class(mark),
            Class::Own | Class::OwnPunctuation | Class::Typography | Class::Sign
        )
    });
    let text = context_at(document, span.start).is_text();
    let stands = windows_1252(letter).is_some_and(|mark| can_stand(document, span, mark));
    if belongs && stands && text && repertoire.is_known() {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    }
}

/// Whether `mark` can be meant at `span`: inside a word only few marks can.
fn can_stand(document: &Document, span: Span, mark: char) -> bool {
    let letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    let before = document.text[..span.start as usize].chars().next_back();
    let after = document.text[span.end as usize..].chars().next();
    if !letter(before) || !letter(after) {
        return true;
    }
    match mark {
        '–' | '—' | '…' => true,
        '’' => APOSTROPHE.contains(&document.locale.language()),
        _ => mark.is_alphabetic(),
    }
}

/// Languages that write an apostrophe between the letters of a word.
const APOSTROPHE: [&str; 12] =
    ["br", "ca", "en", "fr", "ga", "gd", "it", "mt", "nl", "oc", "tr", "uk"];

/// The mark that windows-1252 has at the number of a C1 control.
fn windows_1252(letter: char) -> Option<char> {
    let byte = u8::try_from(u32::from(letter)).ok().filter(|byte| (0x80..=0x9f).contains(byte))?;
    let bytes = [byte];
    let text =
        encoding_rs::WINDOWS_1252.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next().filter(|mark| *mark != letter)
}
