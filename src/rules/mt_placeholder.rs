//! `mt-placeholder`: brackets and numbers that a translation engine left in the text.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, Document, Signs, ValueShape};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "mt-placeholder",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a placeholder of the translation engine stands in the text",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Before a translation engine translates a sentence, its links and code are replaced by numbered
brackets, such as `{0}`. When the engine moves or breaks one of them, the bracket stays in the text:
`the edition of 0} the guide`, `1&rbrace;`. What it stood for, a link or emphasis, is usually gone
as well.

Reported is a number of up to four digits right before `}` or `&rbrace;`, after a space, a bracket
or a mark of emphasis, in text that readers see or in front matter; several in one block are one
finding. Left alone are code, heading ids such as `{ #id_1 }`, and numbers that the source has
before such a bracket too.

There is no fix: compare the sentence with its source and put back what is missing.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a link was lost",
        source: "See [the guide](guide.md) for more.\n",
        translation: "Zie {de gids van 0} voor meer.\n",
        locale: "nl",
        expect: Expect::Flagged("a placeholder of the translation engine stands here: \"0}\""),
    },
    Example {
        title: "a placeholder of the source's",
        source: "The message {0} is shown {1} times.\n",
        translation: "Het bericht {0} wordt {1} keer getoond.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a heading id",
        source: "## Start { #start_1 }\n\nText here.\n",
        translation: "## Begin { #start_1 }\n\nTekst hier.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

/// A leaked bracket, and the block it stands in.
type Leak = (Option<BlockId>, Span);

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    // Nothing leaks into a source.
    if pair.is_none() {
        return;
    }
    let mut leaks: Vec<Leak> = Vec::new();
    if let Some(front) = &document.front_matter {
        let scalars = front.entries.iter().filter(|entry| entry.shape == ValueShape::Scalar);
        for entry in scalars {
            look(document, pair, entry.value, None, &mut leaks);
        }
    }
    for index in document.texts().with(Signs::BRACE.and(Signs::AMPERSAND)) {
        let inline = &document.inlines[index];
        look(document, pair, inline.span, Some(inline.block), &mut leaks);
    }
    for block in leaks.chunk_by(|one, other| one.0 == other.0) {
        report(document, checker, block);
    }
}

/// Finds what leaked into `span`, a text of `block` or a value of the front matter.
fn look(
    document: &Document,
    pair: Option<&Pair<'_>>,
    span: Span,
    block: Option<BlockId>,
    leaks: &mut Vec<Leak>,
) {
    let bytes = document.text.as_bytes();
    for at in memchr::memchr2_iter(b'}', b'&', &bytes[span.range()]) {
        let at = span.start as usize + at;
        let length = match bytes[at] {
            b'}' => 1,
            _ if bytes[at..].starts_with(b"&rbrace;") => "&rbrace;".len(),
            _ => continue,
        };
        let Some(start) = number_before(bytes, at) else { continue };
        if start >= span.start as usize && !stands_in(pair, block, &document.text[start..at]) {
            leaks.push((block, Span::new(start, at + length)));
        }
    }
}

fn report(document: &Document, checker: &mut Checker<'_>, leaks: &[Leak]) {
    let quoted: Vec<String> =
        leaks.iter().take(4).map(|(_, span)| format!("\"{}\"", document.slice(*span))).collect();
    let quoted = quoted.join(", ");
    let message = match leaks.len() {
        1 => format!("a placeholder of the translation engine stands here: {quoted}"),
        count => format!("{count} placeholders of the translation engine stand here: {quoted}"),
    };
    let mut finding = checker
        .finding(document.file, leaks[0].1, message)
        .subject(document.slice(leaks[0].1))
        .help("compare with the source and put back what it stood for");
    for (_, span) in &leaks[1..] {
        finding = finding.beside(document.file, *span, "");
    }
    checker.report(finding);
}

/// Where the number that ends at `at` starts, when it stands where engines put theirs.
fn number_before(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = at - digits;
    let before = bytes[..start].last();
    let after = |byte: &u8| matches!(byte, b' ' | b'{' | b'[' | b'*' | b'_' | b'(' | b'>' | b'\n');
    // `&lbrace;` and `&#x200B;` end with a semicolon.
    // `del={2}` marks lines of code.
    if bytes[..start].ends_with(b"={") {
        return None;
    }
    let fits = before.is_some_and(|byte| after(byte) || *byte == b';');
    ((1..=4).contains(&digits) && fits).then_some(start)
}

/// Whether the source's block, or where there is none the source, has this number before a
/// bracket of its own.
fn stands_in(pair: Option<&Pair<'_>>, block: Option<BlockId>, number: &str) -> bool {
    let Some(pair) = pair else { return false };
    let text = match block.and_then(|block| pair.reference_of(block)) {
        Some(ours) => pair.reference.slice(pair.reference.block(ours).span),
        None => &pair.reference.text,
    };
    let has = |end: &str| text.contains(&format!("{number}{end}"));
    has("}") || has("&rbrace;")
}
