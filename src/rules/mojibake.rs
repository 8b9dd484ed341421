//! `mojibake`: UTF-8 that was read as another encoding.

use crate::diagnostic::{Diagnostic, Severity};
use crate::encoding::{Codec, Confidence, Mojibake, SuspectKind};
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{Context, Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "mojibake",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "text was saved as UTF-8 and read as another encoding",
    docs: "\
Somewhere on its way the text was saved as UTF-8 and read as something else, so that `ideeën` \
became `ideeÃ«n`. hexapla undoes windows-1250 to 1257, latin-1 and 2, Mac Roman, the DOS code pages \
437 and 850, KOI8-R, GBK, EUC-KR and Shift_JIS, up to three times over.

What the language uses decides: a stretch is damage when the repaired text is much likelier in the \
document's locale than the text that stands there, judged by the language's letters and \
punctuation (CLDR), by how letters, capitals and symbols follow each other, and by the words of \
the project. The repair is the exact inverse of the damage: read wrongly again, it gives the \
damaged text.

A fix is safe when every repaired character belongs to the language and no other reading comes \
near. Likely guesses are warnings with an unsafe fix. In code, targets, attributes and directives, \
where strange characters may be data, the fix is never safe. What the reference contains literally \
is left alone: an article about encodings shows damage on purpose.

Where bytes were lost on the way, the text is repaired only where one reading is left: a space that \
was a no-break space (`Ã ` for `à`), where the project's words or the language's small words decide \
whether a space stays; U+FFFD in the place of a byte that the Windows code page does not define, \
where one of the few candidates makes a letter of the language. A damaged U+FFFD (`ï¿½`) is \
reported, a damaged byte order mark (`ï»¿`) removed.

Other damage is left to `--unsafe-fixes` or to people:

- Letters that the page's language does not use: an Arabic greeting in a French page, the names of \
languages in an English list. Without a locale nothing is certain.
- Losses with more than one way to fill them: U+FFFD for one of `с`, `э` and `я`, dropped control \
characters, `?` in the place of bytes, GBK, EUC-KR or Shift_JIS with U+FFFD in it.
- What also reads as it stands: a lone Greek or Cyrillic letter between spaces, two symbols away \
from any word that stand for one letter (`√π`, `¬´`), box drawing before a word (`┬┐que`), a \
capital and a mark at the end of a word of capitals, a no-break space that became a Chinese \
character in a Chinese text.
- One small letter in a line of nothing but names, `Lise Holm – RÃ¸dder`, where nothing else on the \
page is damaged and the word stands nowhere else: names are of any language.
- Faces and crossed-out text made of combining marks, ligatures, and letters of Mac Roman that stand \
as control characters.

These are also what is left of the cases that ftfy publishes, which `cargo bench --bench encoding \
-- cases DIR` judges. Of those that no program should touch none is repaired.",
    examples: &[
        Example {
            title: "a letter read as windows-1252",
            source: "Some ideas.\n",
            translation: "Enkele ideeÃ«n.\n",
            locale: "nl",
            expect: Expect::Fixed("Enkele ideeën.\n"),
        },
        Example {
            title: "damaged twice",
            source: "The store's name.\n",
            translation: "Le nom de lÃ¢â‚¬â„¢entrÃƒÂ©e.\n",
            locale: "fr",
            expect: Expect::Fixed("Le nom de l’entrée.\n"),
        },
        Example {
            title: "a Cyrillic text read as windows-1251",
            source: "Install it.\n",
            translation: "РЈСЃС‚Р°РЅРѕРІРёС‚Рµ РµРіРѕ.\n",
            locale: "ru",
            expect: Expect::Fixed("Установите его.\n"),
        },
        Example {
            title: "letters of the language in an odd order",
            source: "# RECEIVE\n",
            translation: "# ĐÃ NHẬN… «SELEÇÃO»\n",
            locale: "vi",
            expect: Expect::Clean,
        },
        Example {
            title: "the reference shows it too",
            source: "If you see `Ã©`, the encoding is wrong.\n",
            translation: "Zie je `Ã©`, dan klopt de codering niet.\n",
            locale: "nl",
            expect: Expect::Clean,
        },
        Example {
            title: "a byte order mark read as windows-1252",
            source: "# Title\n",
            translation: "ï»¿# Titel\n",
            locale: "nl",
            expect: Expect::Fixed("# Titel\n"),
        },
        Example {
            title: "the mark of a lost character was damaged itself",
            source: "Comments – and addresses – stay.\n",
            translation: "Reacties ï¿½ en adressen blijven.\n",
            locale: "nl",
            expect: Expect::Flagged(
                "\"ï¿½\" stands for a lost character: U+FFFD read as windows-1252",
            ),
        },
        Example {
            title: "in code it may be data",
            source: "Run `cafe`.\n",
            translation: "Voer `cafÃ©` uit.\n",
            locale: "nl",
            expect: Expect::Flagged("\"cafÃ©\" looks like UTF-8 read as windows-1252"),
        },
    ],
    options: &[],
    check: Check::Document(check),
};

/// Damage of one kind in one line.
struct Damage<'a> {
    line: usize,
    chain: &'a [Codec],
    remedy: Remedy,
    members: Vec<(Span, &'a Mojibake)>,
}

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut groups: Vec<Damage<'_>> = Vec::new();
    let (mut line, mut counted) = (0, 0);
    for suspect in &document.suspects {
        let SuspectKind::Mojibake(found) = &suspect.kind else { continue };
        let observed = document.slice(suspect.span);
        if pair.is_some_and(|pair| pair.reference.text.contains(observed)) {
            continue;
        }
        let context = context_at(document, suspect.span.start);
        let Some(remedy) = remedy(found, context, pair.is_some()) else { continue };
        let start = suspect.span.start as usize;
        line += memchr::memchr_iter(b'\n', &document.text.as_bytes()[counted..start]).count();
        counted = start;
        match groups.last_mut() {
            Some(last)
                if last.line == line && last.chain == found.chain && last.remedy == remedy =>
            {
                last.members.push((suspect.span, found));
            }
            _ => groups.push(Damage {
                line,
                chain: &found.chain,
                remedy,
                members: vec![(suspect.span, found)],
            }),
        }
    }
    for group in groups {
        checker.report(finding(document, checker, &group));
    }
}

/// What can be done about damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remedy {
    /// Nothing: part of the text is lost.
    None,
    /// A repair.
    Repair(Applicability),
}

/// How far the repair may be trusted there; `None` when nothing should be said: code of a text
/// without a reference may show damage on purpose.
fn remedy(found: &Mojibake, context: Context, compared: bool) -> Option<Remedy> {
    let certain = found.confidence == Confidence::Certain;
    let text = context.is_text() || context == Context::FrontMatterValue;
    match (text, certain, &found.repaired) {
        (_, _, None) => text.then_some(Remedy::None),
        (true, true, _) => Some(Remedy::Repair(Applicability::Safe)),
        (true, false, _) => Some(Remedy::Repair(Applicability::Unsafe)),
        (false, true, _) if compared => Some(Remedy::Repair(Applicability::Unsafe)),
        (false, ..) => None,
    }
}

fn finding(document: &Document, checker: &Checker<'_>, group: &Damage<'_>) -> Diagnostic {
    let (first, last) = (group.members[0].0, group.members[group.members.len() - 1].0);
    let span = first.to(last);
    let word = word_around(&document.text, first);
    let mut repaired = String::new();
    let mut at = word.start;
    for (span, found) in group.members.iter().filter(|member| word.contains(member.0)) {
        repaired.push_str(&document.text[at as usize..span.start as usize]);
        repaired.push_str(found.repaired.as_deref().unwrap_or("\u{fffd}"));
        at = span.end;
    }
    repaired.push_str(&document.text[at as usize..word.end as usize]);
    let certain = group.remedy == Remedy::Repair(Applicability::Safe);
    let shown = document.slice(word);
    let history = history(group.chain);
    let places = group.members.iter().filter(|member| !word.contains(member.0)).count();
    let more = match places {
        0 => String::new(),
        1 => ", and 1 more place in the line".to_owned(),
        _ => format!(", and {places} more places in the line"),
    };
    let message = match (group.remedy, &group.members[0].1.repaired) {
        (Remedy::None, _) if !group.chain.is_empty() => {
            format!("\"{shown}\" stands for a lost character: U+FFFD read {history}{more}")
        }
        (_, Some(mark)) if mark.is_empty() => {
            let shown = document.slice(first);
            format!("\"{shown}\" is a byte order mark (U+FEFF) read {history}{more}")
        }
        _ if certain => format!("\"{shown}\" is UTF-8 read {history}{more}"),
        _ => format!("\"{shown}\" looks like UTF-8 read {history}{more}"),
    };
    let edits = group.members.iter().filter_map(|(span, found)| {
        let location = Location { file: document.file, span: *span };
        Some(Edit { location, replacement: found.repaired.as_deref()?.to_owned() })
    });
    let title = match (repaired.is_empty(), places) {
        (true, _) => "remove the byte order mark".to_owned(),
        (false, 0) => format!("write \"{repaired}\""),
        (false, _) => format!("write \"{repaired}\", and so on in the line"),
    };
    let (help, fix) = match group.remedy {
        Remedy::Repair(applicability) => {
            (title.clone(), Some(Fix { title, applicability, edits: edits.collect() }))
        }
        Remedy::None => {
            ("restore the text from an earlier revision or write it anew".to_owned(), None)
        }
    };
    checker
        .finding(document.file, span, message)
        .severity(if certain { Severity::Error } else { Severity::Warning })
        .subject(shown)
        .help(help)
        .fix(fix)
}

/// "as windows-1252", "twice as windows-1252", "as latin-1, then as Mac Roman".
fn history(chain: &[Codec]) -> String {
    let Some(first) = chain.last() else { return "as another encoding".to_owned() };
    if chain.iter().all(|codec| codec == first) {
        let times = match chain.len() {
            1 => "",
            2 => "twice ",
            _ => "three times ",
        };
        return format!("{times}as {}", first.name());
    }
    let names: Vec<String> =
        chain.iter().rev().map(|codec| format!("as {}", codec.name())).collect();
    names.join(", then ")
}

/// The word that the damage at `span` is part of, as far as it can be told: at most 40
/// characters to either side, up to a space or a mark that ends words.
fn word_around(text: &str, span: Span) -> Span {
    let ends = |letter: &char| {
        letter.is_whitespace() || (letter.is_ascii_punctuation() && !matches!(letter, '\'' | '-'))
    };
    let before = &text[..span.start as usize];
    let after = &text[span.end as usize..];
    let head: usize =
        before.chars().rev().take(40).take_while(|c| !ends(c)).map(char::len_utf8).sum();
    let tail: usize = after.chars().take(40).take_while(|c| !ends(c)).map(char::len_utf8).sum();
    Span::new(span.start as usize - head, span.end as usize + tail)
}
