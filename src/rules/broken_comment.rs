//! `broken-comment`: an HTML comment that readers see, or that hides the page.

use crate::diagnostic::Severity;
use crate::markdown::{BlockKind, Document, InlineKind, Signs};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "broken-comment",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "an HTML comment whose marks were damaged",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Comments are notes to those who edit a page. Where `<!--` was escaped or got a dash instead of
hyphens (`&lt;!—`), readers see the note. Where `-->` was lost, everything after it is hidden.

Left alone is what the source has too, and code.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "escaped, with a dash",
        source: "<!-- Ask Noor. -->\n\nText.\n",
        translation: "&lt;!— Vraag Noor. —>\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("readers see the comment that starts with `&lt;!—`"),
    },
    Example {
        title: "never closed",
        source: "Text.\n\n<!-- Ask Noor. -->\n",
        translation: "Tekst.\n\n<!-- Vraag Noor. —>\n",
        locale: "",
        expect: Expect::Flagged("nothing closes this comment"),
    },
    Example {
        title: "a page about comments",
        source: "Write &lt;!-- before it.\n",
        translation: "Schrijf er &lt;!-- voor.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let document = pair.translation;
    for index in document.texts().with(Signs::EXCLAMATION) {
        for span in openings(document, document.inlines[index].span) {
            let written = document.slice(span);
            if !pair.reference_has(span.start, written) {
                let message = format!("readers see the comment that starts with `{written}`");
                report(pair, checker, span, message, "write `<!--` and `-->`");
            }
        }
    }
    for inline in
        document.inlines.iter().filter(|inline| matches!(inline.kind, InlineKind::Comment))
    {
        if document.block(inline.block).kind != BlockKind::Comment {
            unclosed(pair, checker, inline.span);
        }
    }
    for &id in &document.kinds().comments {
        unclosed(pair, checker, document.block(id).span);
    }
}

fn report(pair: &Pair<'_>, checker: &mut Checker<'_>, span: Span, message: String, help: &str) {
    // Comments are no structure and have no counterpart: they answer each other by position.
    let comments = |document: &Document| -> Vec<Span> {
        let blocks = document.blocks.iter();
        blocks.filter(|b| b.kind == BlockKind::Comment).map(|b| b.span).collect()
    };
    let before = comments(pair.translation).iter().filter(|c| c.start < span.start).count();
    let source = comments(pair.reference).get(before).copied();
    let place = source.map_or(pair.counterpart(span.start).start, |source| source.start);
    let finding = checker
        .finding(pair.translation.file, span, message)
        .beside(pair.reference.file, Span::at(place as usize), "in the source")
        .subject("comment")
        .help(help);
    checker.report(finding);
}

/// The damaged beginnings of comments in the text at `span`: `<!` or `&lt;!` and a dash.
fn openings(document: &Document, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let (text, start) = (document.slice(span), span.start as usize);
    for at in memchr::memchr_iter(b'!', text.as_bytes()) {
        let before = text[..at].trim_end_matches(' ');
        let Some(opener) = ["&lt;", "&#60;", "&#x3C;", "<"].iter().find(|o| before.ends_with(**o))
        else {
            continue;
        };
        let after = &text[at + 1..];
        let dash = after.trim_start_matches(' ');
        let Some(first) = dash.chars().next().filter(|c| matches!(c, '-' | '—' | '–')) else {
            continue;
        };
        let dashes = if dash.starts_with("--") { 2 } else { first.len_utf8() };
        let end = at + 1 + (after.len() - dash.len()) + dashes;
        let from = before.len() - opener.len();
        if !text[..from].ends_with('\\') {
            found.push(Span::new(start + from, start + end));
        }
    }
    found
}

/// Reports the comment at `span` when nothing closes it, unless the source has such a comment.
fn unclosed(pair: &Pair<'_>, checker: &mut Checker<'_>, span: Span) {
    let is_open = |text: &str| text.starts_with("<!--") && !text.contains("-->");
    if !is_open(pair.translation.slice(span)) {
        return;
    }
    let blocks = pair.reference.blocks.iter().filter(|block| block.kind == BlockKind::Comment);
    if blocks.map(|block| block.span).any(|span| is_open(pair.reference.slice(span))) {
        return;
    }
    let opening = Span::new(span.start as usize, span.start as usize + 4);
    let help = "close it with `-->`: everything after it is hidden";
    report(pair, checker, opening, "nothing closes this comment".to_owned(), help);
}
