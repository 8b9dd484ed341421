//! `private-use-character`: characters that only one font or one company knows.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "private-use-character",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the text holds a character that Unicode gives no meaning",
    docs: "\
The characters U+E000 to U+F8FF and the planes from U+F0000 on are for private use (The Unicode \
Standard, section 23.5): what they show is up to the font. Without it readers see a box or nothing. \
They arrive with text from word processors, whose bullets are letters of the fonts Symbol and \
Wingdings (U+F0B7), with icon fonts, and with East Asian encodings that had characters before \
Unicode did.

Reported are those that the reference does not have anywhere: an icon that both show belongs to the \
site. On a page without a reference only the letters of symbol fonts (U+F020 to U+F0FF) in text are \
reported, because they are never meant.

For the bullets and arrows of word processors the fix writes the character that looks like it. It \
is never safe: the font they were made with is not known. Noncharacters (U+FFFE, U+FDD0) are the \
matter of `control-character`.",
    examples: &[
        Example {
            title: "a bullet from a word processor",
            source: "First, save it.\n",
            translation: "\u{f0b7} Bewaar het eerst.\n",
            locale: "nl",
            expect: Expect::Flagged(
                "private-use character U+F0B7 in prose, which few fonts can show",
            ),
        },
        Example {
            title: "an icon that the reference has, too",
            source: "Press \u{f8ff} and C.\n",
            translation: "Druk op \u{f8ff} en C.\n",
            locale: "nl",
            expect: Expect::Clean,
        },
    ],
    options: &[],
    check: Check::Document(check),
};

/// What the commonest letters of the fonts Symbol and Wingdings look like.
const LOOK_ALIKES: &[(char, char)] = &[
    ('\u{f0a7}', '▪'),
    ('\u{f0b7}', '•'),
    ('\u{f0d8}', '➢'),
    ('\u{f0e0}', '→'),
    ('\u{f0fc}', '✓'),
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut kinds: BTreeMap<char, Vec<Span>> = BTreeMap::new();
    for suspect in &document.suspects {
        if let SuspectKind::Private(letter) = suspect.kind
            && !is_on_purpose(document, pair, letter, suspect.span)
        {
            kinds.entry(letter).or_default().push(suspect.span);
        }
    }
    for (letter, spans) in kinds {
        let code = format!("U+{:04X}", u32::from(letter));
        let place = context_at(document, spans[0].start).place();
        let times =
            if spans.len() > 1 { format!(", {} times", spans.len()) } else { String::new() };
        let message =
            format!("private-use character {code} {place}, which few fonts can show{times}");
        let known = LOOK_ALIKES.iter().find(|(private, _)| *private == letter);
        let (help, fix) = match known {
            Some((_, mark)) => {
                let title = format!("write \"{mark}\"");
                let edits = spans.iter().map(|&span| Edit {
                    location: Location { file: document.file, span },
                    replacement: mark.to_string(),
                });
                let edits = edits.collect();
                let fix = Fix { title, applicability: Applicability::Unsafe, edits };
                (format!("write \"{mark}\", or make it a list"), Some(fix))
            }
            None => ("write the character that was meant, or show it as an image".to_owned(), None),
        };
        let finding =
            checker.finding(document.file, spans[0], message).subject(code).help(help).fix(fix);
        checker.report(finding);
    }
}

/// Whether the reference shows the character, too. Without a reference only letters of symbol
/// fonts in text are certainly not meant.
fn is_on_purpose(document: &Document, pair: Option<&Pair<'_>>, letter: char, span: Span) -> bool {
    match pair {
        Some(pair) => pair.reference.text.contains(letter),
        None => {
            !matches!(letter, '\u{f020}'..='\u{f0ff}')
                || !context_at(document, span.start).is_text()
        }
    }
}
