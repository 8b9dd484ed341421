//! `replacement-character`: U+FFFD, the trace of bytes that some program could not read.

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Fix};
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
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a character was lost and U+FFFD stands in its place",
    docs: "\
`\u{fffd}` (U+FFFD) is what programs write for bytes that they cannot read. The text that stood \
there is gone; it has to be taken from an earlier revision or written anew.

One finding covers all of them in a word. A word that the reference has with the same character \
is left alone, and so is one that stands alone or in code where there is no reference: documentation \
of encodings shows U+FFFD on purpose.

A fix restores names and other words that translations share: where the reference has, in the same \
block, exactly one word with the letters that are left and letters beyond ASCII in the gaps. It is \
safe when three letters or more are left.",
    examples: &[
        Example {
            title: "a lost letter",
            source: "Define it.\n",
            translation: "X\u{e1}c \u{111}\u{fffd}\u{fffd}nh.\n",
            locale: "vi",
            expect: Expect::Flagged("\"\u{111}\u{fffd}\u{fffd}nh\" has lost characters"),
        },
        Example {
            title: "a name that the reference has",
            source: "Written by André Müller.\n",
            translation: "Geschreven door André M\u{fffd}\u{fffd}ller.\n",
            locale: "nl",
            expect: Expect::Fixed("Geschreven door André Müller.\n"),
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
        let found = pair.and_then(|pair| restored(pair, word, shown));
        let help = found.map_or_else(
            || "restore the text from an earlier revision or write it anew".to_owned(),
            |restored| format!("write \"{restored}\", as the reference does"),
        );
        let fix = found.map(|restored| {
            let title = format!("write \"{restored}\"");
            let context = context_at(document, word.start);
            let left = shown.chars().filter(|letter| letter.is_alphanumeric()).count();
            let trust = if context.is_text() && left >= 3 {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            };
            Fix::replace(trust, title, document.file, word, restored)
        });
        let finding = checker
            .finding(document.file, suspect.span, format!("\"{shown}\" has lost characters"))
            .subject(shown)
            .help(help)
            .fix(fix);
        checker.report(finding);
    }
}

/// The only word of the reference's block that `damaged` can have been: a letter or more beyond
/// ASCII in the place of each gap.
fn restored<'a>(pair: &Pair<'a>, span: Span, damaged: &str) -> Option<&'a str> {
    if damaged.chars().all(|letter| letter == LOST) {
        return None;
    }
    let block = pair.reference.slice(pair.counterpart(span.start));
    let words = block.split(|letter: char| !letter.is_alphanumeric());
    let mut found = None;
    for word in words.filter(|word| !word.is_ascii() && fills(damaged, word)) {
        if found.is_some_and(|other| other != word) {
            return None;
        }
        found = Some(word);
    }
    found
}

/// U+FFFD.
const LOST: char = '\u{fffd}';

/// Whether `word` has the letters of `damaged` in order, and only letters beyond ASCII, one or
/// two, in the place of each gap.
fn fills(damaged: &str, word: &str) -> bool {
    let mut gaps = damaged.split(LOST).filter(|part| !part.is_empty()).peekable();
    let mut rest = word;
    if !damaged.starts_with(LOST) {
        let Some(head) = gaps.next() else { return false };
        let Some(after) = rest.strip_prefix(head) else { return false };
        rest = after;
    }
    let beyond = |text: &str| {
        (1..=2).contains(&text.chars().count()) && !text.chars().any(|letter| letter.is_ascii())
    };
    while let Some(part) = gaps.next() {
        let last = gaps.peek().is_none() && !damaged.ends_with(LOST);
        let at = if last { rest.len().checked_sub(part.len()) } else { rest.find(part) };
        let Some(at) = at.filter(|at| rest.get(*at..).is_some_and(|it| it.starts_with(part)))
        else {
            return false;
        };
        if !beyond(&rest[..at]) {
            return false;
        }
        rest = &rest[at + part.len()..];
    }
    if damaged.ends_with(LOST) { beyond(rest) } else { rest.is_empty() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_with_letters_beyond_ascii_only() {
        assert!(fills("M\u{fffd}\u{fffd}ller", "Müller"));
        assert!(fills("\u{fffd}ngstr\u{fffd}m", "Ångström"));
        assert!(fills("caf\u{fffd}", "café"));
        assert!(!fills("M\u{fffd}ller", "Moller"));
        assert!(!fills("caf\u{fffd}", "cafés"));
        assert!(!fills("caf\u{fffd}", "caf"));
        assert!(!fills("M\u{fffd}ller", "Müllerei"));
    }
}
