//! `doubled-brand`: a name that stands twice where the source has it once.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Fix};
use crate::markdown::{InlineKind, Prose};
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
    let bytes = document.text.as_bytes();
    for inline in document.inlines.iter().filter(|inline| inline.kind == InlineKind::Text) {
        let mut reported = 0;
        let (start, end) = (inline.span.start as usize, inline.span.end as usize);
        for at in memchr::memchr_iter(b' ', &bytes[start..end]).map(|at| start + at) {
            // A capital follows few spaces.
            if !bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase) {
                continue;
            }
            let Some((first, second)) = twice(bytes, start, at, end) else { continue };
            // Of three in a row the first two are enough.
            if first.start < reported {
                reported = second.end;
                continue;
            }
            let word = document.slice(second);
            let Some(ours) = pair.reference_of(inline.block) else { continue };
            let source = Prose::of(pair.reference, ours);
            let source = source.text();
            if !holds(source, word) || source.contains(&format!("{word} {word}")) {
                continue;
            }
            let removed = Span { start: first.end, end: second.end };
            let title = format!("take one \"{word}\" out");
            let fix =
                Fix::replace(Applicability::Unsafe, title.clone(), document.file, removed, "");
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
}

/// The two equal names on both sides of the space at `at`, within `start..end`.
fn twice(bytes: &[u8], start: usize, at: usize, end: usize) -> Option<(Span, Span)> {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric();
    let length = bytes[at + 1..end].iter().take_while(part).count();
    let before = bytes[start..at].iter().rev().take_while(part).count();
    if length < 3 || before != length || bytes[at - length..at] != bytes[at + 1..at + 1 + length] {
        return None;
    }
    // Part of a longer token on either side: `X-Acme Acme`, `Acme Acme_1`.
    let joined = |byte: Option<&u8>| {
        byte.is_some_and(|byte| {
            matches!(byte, b'-' | b'_' | b'/' | b'.' | b'=' | b'\\' | b':' | b'\'' | b'&')
        })
    };
    let left = (at > length).then(|| &bytes[at - length - 1]);
    let right = bytes.get(at + 1 + length);
    let goes_on = right.is_some_and(|&byte| byte == b'\'')
        || (joined(right) && bytes.get(at + 2 + length).is_some_and(u8::is_ascii_alphanumeric));
    (!joined(left) && !goes_on)
        .then(|| (Span::new(at - length, at), Span::new(at + 1, at + 1 + length)))
}

/// Whether `text` has `word` as a word.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let side = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        side(text[..at].chars().next_back()) && side(text[at + word.len()..].chars().next())
    })
}
