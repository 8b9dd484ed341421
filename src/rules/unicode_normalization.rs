//! `unicode-normalization`: letters written as a base and marks where one character exists.

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{Context, Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unicode-normalization",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "letters are written as a base and combining marks",
    docs: "\
`é` can be written as one character (Normalization Form C) or as `e` with a combining accent (Form \
D, Unicode Standard Annex #15). They look the same, but search, links to headings and comparisons \
tell them apart. Pages are written in Form C; pieces of Form D come along from file names of macOS \
and from PDF files.

Only letters that one character exists for are reported, one finding for all of a file. What the \
reference contains literally is left alone.

The fix composes the letters. It is safe in prose, where both forms mean the same by definition, \
and unsafe in headings, whose generated ids change with them, in code and in targets, and in the \
scripts of India, where fonts disagree on the forms.",
    examples: &[
        Example {
            title: "an accent of its own",
            source: "A coffee.\n",
            translation: "Un cafe\u{301}.\n",
            locale: "fr",
            expect: Expect::Fixed("Un café.\n"),
        },
        Example {
            title: "no character exists for it",
            source: "Stress.\n",
            translation: "Ударе\u{301}ние.\n",
            locale: "ru",
            expect: Expect::Clean,
        },
    ],
    options: &[],
    check: Check::Document(check),
};

/// Whether the letter belongs to a script of India, where fonts and keyboards disagree on the
/// forms.
fn is_indic(composed: &str) -> bool {
    composed.starts_with(|letter: char| ('\u{900}'..'\u{e00}').contains(&letter))
}

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut prose: Vec<(Span, &str)> = Vec::new();
    let mut others: Vec<(Span, &str)> = Vec::new();
    for suspect in &document.suspects {
        let SuspectKind::Decomposed(composed) = &suspect.kind else { continue };
        if pair.is_some_and(|pair| pair.reference.text.contains(document.slice(suspect.span))) {
            continue;
        }
        let context = context_at(document, suspect.span.start);
        let plain = context.is_text() && context != Context::Heading && !is_indic(composed);
        let list = if plain { &mut prose } else { &mut others };
        list.push((suspect.span, composed));
    }
    for (members, trust) in [(prose, Applicability::Safe), (others, Applicability::Unsafe)] {
        let Some(&(span, composed)) = members.first() else { continue };
        let marks = document.slice(span).chars().count() - 1;
        let place = context_at(document, span.start).place();
        let plural = if marks == 1 { "" } else { "s" };
        let more = match members.len() - 1 {
            0 => String::new(),
            1 => ", and so is 1 more letter".to_owned(),
            more => format!(", and so are {more} more letters"),
        };
        let message =
            format!("\"{composed}\" is written with {marks} combining mark{plural} {place}{more}");
        let edits = members.iter().map(|(span, composed)| Edit {
            location: Location { file: document.file, span: *span },
            replacement: (*composed).to_owned(),
        });
        let title = "write composed letters (Normalization Form C)";
        let fix = Fix { title: title.to_owned(), applicability: trust, edits: edits.collect() };
        let finding = checker
            .finding(document.file, span, message)
            .subject(if trust == Applicability::Safe { "prose" } else { "elsewhere" })
            .help(title)
            .fix(Some(fix));
        checker.report(finding);
    }
}
