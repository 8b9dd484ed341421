//! `missing-block`: a paragraph, list, table, code block or other block that the translation lacks.

use crate::diagnostic::Severity;
use crate::markdown::{Block, BlockId, BlockKind, Document};
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-block",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a paragraph, list, table, code block or other block that the translation lacks",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A block of the source has no counterpart in the translation, or one of another kind: a list
that became a row of paragraphs is one finding, and what stands in it is not reported again.

List items, table rows, sections, footnotes and directives have rules of their own, and so has a marker
whose words are missing.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a paragraph was left out",
        source: "Run `a` first.\n\nThen run `b` on 3 hosts.\n\nRun `c` last.\n",
        translation: "Voer eerst `a` uit.\n\nVoer `c` als laatste uit.\n",
        locale: "",
        expect: Expect::Flagged("paragraph \"Then run `b` on 3 hosts.\" is missing"),
    },
    Example {
        title: "a list became paragraphs",
        source: "Steps:\n\n- one\n- two\n",
        translation: "Stappen:\n\neen\n\ntwee\n",
        locale: "",
        expect: Expect::Flagged("list stands as 2 paragraphs"),
    },
    Example {
        title: "all there",
        source: "One.\n\nTwo.\n",
        translation: "Een.\n\nTwee.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for gap in &pair.alignment.gaps {
        match gap {
            Gap::Omission { reference, .. } if is_stranded(pair, *reference) => {}
            Gap::Omission { reference, place } => omission(pair, checker, *reference, place.span),
            // A list whose markers are broken is a matter of its own.
            Gap::Replaced { .. } if outline::broken_list(pair, gap).is_some() => {}
            Gap::Replaced { reference, translation } => {
                replaced(pair, checker, *reference, *translation);
            }
            _ => {}
        }
    }
}

fn omission(pair: &Pair<'_>, checker: &mut Checker<'_>, reference: BlockId, place: Span) {
    let kind = &pair.reference.block(reference).kind;
    let elsewhere = matches!(
        kind,
        BlockKind::Heading(_)
            | BlockKind::Item { .. }
            | BlockKind::Row
            | BlockKind::Cell
            | BlockKind::Footnote { .. }
            | BlockKind::Directive(_)
    );
    if elsewhere {
        return;
    }
    let words = pair.reference.excerpt_of(reference);
    let finding = checker
        .finding(pair.translation.file, place, format!("{} \"{words}\" is missing", kind.noun()))
        .label("it should stand here")
        .beside(pair.reference.file, pair.reference.head_of(reference), "in the source")
        .subject(words)
        .help("translate it, or take it out of the source");
    checker.report(finding);
}

fn replaced(
    pair: &Pair<'_>,
    checker: &mut Checker<'_>,
    reference: (BlockId, BlockId),
    translation: (BlockId, BlockId),
) {
    let source = run(pair.reference, reference);
    let target = run(pair.translation, translation);
    let finding = checker
        .finding(
            pair.translation.file,
            pair.translation.head_of(translation.0),
            format!("{source} stands as {target}"),
        )
        .beside(pair.reference.file, pair.reference.head_of(reference.0), "in the source")
        .subject(pair.reference.excerpt_of(reference.0))
        .help("give it the form that it has in the source");
    checker.report(finding);
}

/// A run of siblings in words: "list", "3 paragraphs", "4 blocks".
fn run(document: &Document, (first, last): (BlockId, BlockId)) -> String {
    let parent = document.block(first).parent;
    let blocks: Vec<&Block> = document
        .children(parent)
        .filter(|id| (first..=last).contains(id))
        .map(|id| document.block(id))
        .filter(|block| block.kind != BlockKind::Comment)
        .collect();
    let nouns: Vec<&str> = blocks.iter().map(|block| block.kind.noun()).collect();
    match nouns.as_slice() {
        [one] => (*one).to_owned(),
        [noun, rest @ ..] if rest.iter().all(|other| other == noun) => {
            format!("{} {noun}s", nouns.len())
        }
        _ => format!("{} blocks ({})", nouns.len(), nouns.join(", ")),
    }
}

/// Whether the item or quote around `block` lost its words, so that its marker stands alone.
fn is_stranded(pair: &Pair<'_>, block: BlockId) -> bool {
    let parent = pair.reference.block(block).parent;
    let answer = parent.and_then(|parent| pair.translation_of(parent));
    answer.is_some_and(|id| outline::stranded_marker(pair.translation, id).is_some())
}
