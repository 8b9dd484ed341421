//! `doubled-brand`: a name that stands twice where the source has it once.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Fix};
use crate::markdown::Prose;
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "doubled-brand",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a name stands twice where the source has it once",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
\"Acme Acme Cloud\": where a name is protected during translation, it can come back beside itself.

Reported is a name in Latin letters, with a capital, that stands twice in a row in a block whose
source holds it, but never twice in a row. It is looked for in every language, also between
characters of scripts that need no spaces.

The fix takes the second one out; it is a suggestion.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the maker's name came twice",
        source: "Install Acme Cloud on your server.\n",
        translation: "サーバーに Acme Acme Cloud をインストールします。\n",
        locale: "ja",
        expect: Expect::Flagged("\"Acme\" stands twice; the source has it once"),
    },
    Example {
        title: "the source has it twice",
        source: "The command is Duran Duran here.\n",
        translation: "De opdracht is hier Duran Duran.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "one sentence ends with it and the next starts with it",
        source: "Welcome to Acme. Acme is good.\n",
        translation: "Welkom bij Acme. Acme is goed.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let document = pair.translation;
    let (mut text, mut reported) = (0, 0);
    for twice in &document.texts().doubled_names {
        if twice.inline != text {
            (text, reported) = (twice.inline, 0);
        }
        let (first, second) = (twice.first, twice.second);
        if is_part(document.text.as_bytes(), first, second) {
            continue;
        }
        // Of three in a row the first two are enough.
        if first.start < reported {
            reported = second.end;
            continue;
        }
        let word = document.slice(second);
        let Some(ours) = pair.reference_of(twice.block) else { continue };
        let source = Prose::of(pair.reference, ours);
        let source = source.text();
        if !holds(source, word) || source.contains(&format!("{word} {word}")) {
            continue;
        }
        let removed = Span { start: first.end, end: second.end };
        let title = format!("take one \"{word}\" out");
        let fix = Fix::replace(Applicability::Unsafe, title.clone(), document.file, removed, "");
        let message = format!("\"{word}\" stands twice; the source has it once");
        let finding = checker
            .finding(document.file, first.to(second), message)
            .beside(pair.reference.file, pair.reference.head_of(ours), "the source's sentence")
            .subject(word)
            .help(title)
            .fix(Some(fix));
        checker.report(finding);
        reported = second.end;
    }
}

/// Whether one of two equal names is a part of a longer token: `X-Acme Acme`, `Acme Acme_1`.
fn is_part(bytes: &[u8], first: Span, second: Span) -> bool {
    let joins = |byte: Option<&u8>| {
        byte.is_some_and(|byte| {
            matches!(byte, b'-' | b'_' | b'/' | b'.' | b'=' | b'\\' | b':' | b'\'' | b'&')
        })
    };
    let left = (first.start as usize).checked_sub(1).and_then(|at| bytes.get(at));
    let after = second.end as usize;
    let right = bytes.get(after);
    let goes_on = right.is_some_and(|&byte| byte == b'\'')
        || (joins(right) && bytes.get(after + 1).is_some_and(u8::is_ascii_alphanumeric));
    joins(left) || goes_on
}

/// Whether `text` has `word` as a word.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let side = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        side(text[..at].chars().next_back()) && side(text[at + word.len()..].chars().next())
    })
}
