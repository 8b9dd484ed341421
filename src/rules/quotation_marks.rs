//! `quotation-marks`: quotations that do not close, or whose marks are another language's.

use crate::diagnostic::Severity;
use crate::locale::Profile;
use crate::markdown::{Document, Prose};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "quotation-marks",
    group: Group::Language,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a quotation that does not close, or with marks of another language",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Each language has its marks: „…“ in German, «…» in French and Russian, ”…” in Swedish, 「…」 in
Japanese (CLDR, delimiters). Engines keep the marks of the source, or lose one of a pair.

The marks of a block are walked through in order: an opening one has to be one of the language's,
and the next mark outside of it has to be its partner. Single marks are not judged, because ’ is an
apostrophe as well; straight quotes are right everywhere.

The rule is advisory: teams choose marks of their own, and texts quote other texts.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "English marks in German",
        source: "Click “Save” now.\n",
        translation: "Klicken Sie jetzt auf “Speichern”.\n",
        locale: "de",
        expect: Expect::Flagged("“…” are no quotation marks of this language: \"“Speichern”\""),
    },
    Example {
        title: "the closing mark is missing",
        source: "Click “Save” now.\n",
        translation: "Cliquez sur « Enregistrer maintenant.\n",
        locale: "fr",
        expect: Expect::Flagged("« is not closed: \"« Enregistrer maintenant.\""),
    },
    Example {
        title: "each language's own marks",
        source: "Click “Save” and then “Close”.\n",
        translation: "Klicken Sie auf „Speichern“ und dann auf »Schließen«.\n",
        locale: "de",
        expect: Expect::Clean,
    },
    Example {
        title: "Swedish opens and closes alike",
        source: "Click “Save” and then “Close”.\n",
        translation: "Klicka på ”Spara” och sedan på ”Stäng”.\n",
        locale: "sv",
        expect: Expect::Clean,
    },
];

/// The marks that are looked at. Single ones are left out.
const MARKS: &[char] = &['“', '”', '„', '‟', '«', '»', '「', '」', '『', '』'];

/// Pairs of some language, for marks that are no pair of this one.
const FOREIGN: &[(char, char)] = &[
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('»', '«'),
    ('「', '」'),
    ('『', '』'),
    ('”', '”'),
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let profile = Profile::of(&document.locale);
    if profile.quotes.is_empty() || pair.is_none() {
        return;
    }
    let mut prose = Prose::default();
    for id in document.text_blocks(false) {
        let text = document.slice(document.block(id).span);
        if text.is_ascii() || !text.contains(MARKS) {
            continue;
        }
        prose.read(document, id);
        let Some((at, end, message)) = first_flaw(prose.text(), profile) else { continue };
        let quoted = prose.quoted(at..end);
        if pair.is_some_and(|pair| pair.reference.text.contains(&prose.text()[at..end])) {
            continue;
        }
        let (open, close) = profile.quotes[0];
        let finding = checker
            .finding(document.file, prose.span(at..end), format!("{message}: \"{quoted}\""))
            .subject(quoted)
            .help(format!("quotations are written {open}…{close} in this language"));
        checker.report(finding);
    }
}

/// The first place where the marks of `text` go wrong: its bytes, and what is wrong.
fn first_flaw(text: &str, profile: &Profile) -> Option<(usize, usize, String)> {
    let mut open: Vec<(usize, char, char)> = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, c)| MARKS.contains(c)) {
        let end = at + mark.len_utf8();
        if open.last().is_some_and(|&(_, _, close)| close == mark) {
            open.pop();
            continue;
        }
        // „…” and „…“: the partner is known when it comes.
        if let Some(&(_, first, _)) = open.last()
            && profile.quotes.contains(&(first, mark))
        {
            open.pop();
            continue;
        }
        if let Some(&(_, close)) = profile.quotes.iter().find(|(first, _)| *first == mark) {
            open.push((at, mark, close));
            continue;
        }
        let foreign = FOREIGN.iter().find(|(first, _)| *first == mark);
        return Some(match foreign {
            Some((_, close)) if text[end..].contains(*close) => {
                let length = text[end..].find(*close).unwrap_or(0) + close.len_utf8();
                let message = format!("{mark}…{close} are no quotation marks of this language");
                (at, end + length, message)
            }
            _ => (at, end, format!("{mark} closes nothing")),
        });
    }
    let (at, mark, _) = open.pop()?;
    Some((at, text.len(), format!("{mark} is not closed")))
}
