//! `byte-order-mark`: U+FEFF at the start of a file or, worse, inside it.

use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Fix};
use crate::markdown::{Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "byte-order-mark",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: crate::diagnostic::Severity::Warning,
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "the file holds a byte order mark",
    docs: "\
UTF-8 needs no byte order mark (U+FEFF). At the start of a file it keeps some site generators from \
seeing the front matter; inside the text, where it arrives when files are joined, it is an \
invisible character that splits words for search.

Left alone is a mark at the start when the reference starts with one, too, or when there is no \
reference: then it is the project's way of writing files.

The fix removes the mark. It is safe at the start and in text, and unsafe in code and targets.",
    examples: &[
        Example {
            title: "only the translation starts with one",
            source: "# Title\n",
            translation: "\u{feff}# Titel\n",
            locale: "nl",
            expect: Expect::Fixed("# Titel\n"),
        },
        Example {
            title: "both start with one",
            source: "\u{feff}# Title\n",
            translation: "\u{feff}# Titel\n",
            locale: "nl",
            expect: Expect::Clean,
        },
        Example {
            title: "inside the text",
            source: "One. Two.\n",
            translation: "Een. \u{feff}Twee.\n",
            locale: "nl",
            expect: Expect::Fixed("Een. Twee.\n"),
        },
    ],
    options: &[],
    check: Check::Document(check),
};

const MARK: char = '\u{feff}';

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut report = |span: Span, message: &str, trust: Applicability| {
        let fix = Fix::replace(trust, "remove the byte order mark", document.file, span, "");
        let finding = checker
            .finding(document.file, span, message)
            .help("remove it: UTF-8 needs none")
            .fix(Some(fix));
        checker.report(finding);
    };
    if document.text.starts_with(MARK)
        && pair.is_some_and(|pair| !pair.reference.text.starts_with(MARK))
    {
        let span = Span::new(0, MARK.len_utf8());
        report(span, "the file starts with a byte order mark", Applicability::Safe);
    }
    for suspect in document.suspects.iter().filter(|it| it.kind == SuspectKind::ByteOrderMark) {
        let context = context_at(document, suspect.span.start);
        let trust = if context.is_text() { Applicability::Safe } else { Applicability::Unsafe };
        report(suspect.span, &format!("byte order mark {}", context.place()), trust);
    }
}
