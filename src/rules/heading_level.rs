//! `heading-level`: a heading of another level than in the source.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{BlockId, BlockKind, Document};
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "heading-level",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a heading of another level than in the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The level decides the table of contents, the anchors of some generators, and what belongs to
what. Neighbouring headings that are all off by the same number of levels are one finding.

The fix writes the source's number of `#`; underlined headings are left to people.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "one level too deep",
        source: "## Setup\n\nText.\n",
        translation: "### Instellen\n\nTekst.\n",
        locale: "",
        expect: Expect::Fixed("## Instellen\n\nTekst.\n"),
    },
    Example {
        title: "the same level",
        source: "## Setup\n",
        translation: "## Instellen\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let headings: Vec<(BlockId, BlockId, i8)> = pair
        .matches_of(|kinds| &kinds.headings)
        .filter_map(|(reference, translation)| {
            let shift = level(pair.translation, translation)? - level(pair.reference, reference)?;
            Some((reference, translation, shift))
        })
        .collect();
    if !outline::has_same_sections(pair) {
        return;
    }
    for run in headings.chunk_by(|a, b| a.2 == b.2) {
        let (reference, translation, shift) = run[0];
        if shift != 0 {
            checker.report(finding(pair, checker, run, reference, translation));
        }
    }
}

fn level(document: &Document, id: BlockId) -> Option<i8> {
    match &document.block(id).kind {
        BlockKind::Heading(heading) => i8::try_from(heading.level).ok(),
        _ => None,
    }
}

fn finding(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    run: &[(BlockId, BlockId, i8)],
    reference: BlockId,
    translation: BlockId,
) -> Diagnostic {
    let wanted = level(pair.reference, reference).unwrap_or_default();
    let actual = level(pair.translation, translation).unwrap_or_default();
    let title = pair.translation.excerpt_of(translation);
    let more = match run.len() {
        1 => String::new(),
        count => format!(", and {} more like it", count - 1),
    };
    let message =
        format!("heading \"{title}\" has level {actual}, the source's level {wanted}{more}");
    checker
        .finding(pair.translation.file, pair.translation.head_of(translation), message)
        .label(format!("level {actual}"))
        .beside(pair.reference.file, pair.reference.head_of(reference), format!("level {wanted}"))
        .subject(format!("{wanted}"))
        .help(format!("write `{}`", "#".repeat(wanted.unsigned_abs() as usize)))
        .fix(repair(pair, run))
}

/// Rewrites the markers of all headings of the run, when all of them are written with `#`.
fn repair(pair: &Pair<'_>, run: &[(BlockId, BlockId, i8)]) -> Option<Fix> {
    let file = pair.translation.file;
    let edits: Option<Vec<Edit>> = run
        .iter()
        .map(|&(reference, translation, _)| {
            let span = pair.translation.block(translation).span;
            let text = pair.translation.slice(span);
            let marks = text.bytes().take_while(|&byte| byte == b'#').count();
            let wanted = level(pair.reference, reference)?;
            let start = span.start as usize;
            let location = Location { file, span: Span::new(start, start + marks) };
            let replacement = "#".repeat(wanted.unsigned_abs() as usize);
            (marks > 0).then_some(Edit { location, replacement })
        })
        .collect();
    let title = "give the heading the source's level".to_owned();
    Some(Fix { title, applicability: Applicability::Safe, edits: edits? })
}
