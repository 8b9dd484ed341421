//! `replacement-character`: U+FFFD, the trace of bytes that some program could not read.

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::markdown::{Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "replacement-character",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a character was lost and U+FFFD stands in its place",
    docs: "\
`\u{fffd}` (U+FFFD) is what programs write for bytes that they cannot read. The text that stood \
there is gone; it has to be taken from an earlier revision or written anew.

One finding covers all of them in a word. A word that the reference has with the same character \
is left alone, and so is one that stands alone or in code where there is no reference: documentation \
of encodings shows U+FFFD on purpose.",
    examples: &[
        Example {
            title: "a lost letter",
            source: "Define it.\n",
            translation: "X\u{e1}c \u{111}\u{fffd}\u{fffd}nh.\n",
            locale: "vi",
            expect: Expect::Flagged("\"\u{111}\u{fffd}\u{fffd}nh\" has lost characters"),
        },
        Example {
            title: "the reference shows it",
            source: "Browsers show \u{fffd} instead.\n",
            translation: "Browsers tonen in plaats daarvan \u{fffd}.\n",
            locale: "nl",
            expect: Expect::Clean,
        },
    ],
    options: &[],
    check: Check::Document(check),
};

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut last_end = 0;
    for suspect in &document.suspects {
        if suspect.kind != SuspectKind::Replacement || suspect.span.start < last_end {
            continue;
        }
        let word = word_around(&document.text, suspect.span);
        last_end = word.end;
        let shown = document.slice(word);
        let on_purpose = match pair {
            Some(pair) => pair.reference.text.contains(shown),
            // Alone between spaces or in code the character itself is meant.
            None => word == suspect.span || context_at(document, word.start).is_code(),
        };
        if on_purpose {
            continue;
        }
        let finding = checker
            .finding(document.file, suspect.span, format!("\"{shown}\" has lost characters"))
            .subject(shown)
            .help("restore the text from an earlier revision or write it anew");
        checker.report(finding);
    }
}

/// The word around the lost characters at `span`.
fn word_around(text: &str, span: Span) -> Span {
    let inside = |letter: &char| letter.is_alphanumeric() || *letter == '\u{fffd}';
    let before = text[..span.start as usize].chars().rev().take(40).take_while(inside);
    let after = text[span.end as usize..].chars().take(40).take_while(inside);
    let head: usize = before.map(char::len_utf8).sum();
    let tail: usize = after.map(char::len_utf8).sum();
    Span::new(span.start as usize - head, span.end as usize + tail)
}
