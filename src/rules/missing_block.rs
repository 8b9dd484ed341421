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
whose words are missing. A paragraph that was joined with the one before or after it is not missing.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "two paragraphs that were joined",
        source: "The first of these paragraphs has so many words that nobody doubts it.\n\nThe second one says something else, and takes its time as well.\n\nA third one stands here for its length, which tells how long texts become.\n",
        translation: "De eerste van deze alinea's heeft zoveel woorden dat niemand eraan twijfelt.\nDe tweede zegt iets anders, en neemt er ook de tijd voor.\n\nEen derde staat hier om de lengte, die vertelt hoe lang teksten worden.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
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
            Gap::Omission { reference, .. }
                if is_stranded(pair, *reference) || is_joined(pair, *reference) => {}
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

/// Paragraphs that show how long texts become.
const MEASURED: usize = 100;

/// Whether the paragraph `block` was joined with its neighbour: a line of that one starts where it
/// would, and it is as long as both are, by how long the page's other paragraphs became.
fn is_joined(pair: &Pair<'_>, block: BlockId) -> bool {
    let is_paragraph =
        |document: &Document, id: BlockId| document.block(id).kind == BlockKind::Paragraph;
    let letters = |document: &Document, id: BlockId| {
        document.slice(document.block(id).span).chars().filter(|c| c.is_alphanumeric()).count()
    };
    if !is_paragraph(pair.reference, block) {
        return false;
    }
    let beside: Vec<BlockId> =
        pair.reference.children(pair.reference.block(block).parent).collect();
    let Some(at) = beside.iter().position(|&id| id == block) else { return false };
    let near = [at.checked_sub(1), at.checked_add(1)];
    let near = near.into_iter().flatten().filter_map(|at| beside.get(at)).copied();
    let pairs: Vec<(BlockId, BlockId)> = near
        .filter(|&id| is_paragraph(pair.reference, id))
        .filter_map(|id| Some((id, pair.translation_of(id)?)))
        .filter(|&(_, id)| is_paragraph(pair.translation, id))
        .filter(|&(_, id)| pair.translation.slice(pair.translation.block(id).span).contains('\n'))
        .collect();
    if pairs.is_empty() {
        return false;
    }
    let (mut ours, mut theirs) = (0, 0);
    let others = pair
        .matches()
        .filter(|found| is_paragraph(pair.reference, found.0) && !pairs.contains(found));
    for (one, other) in others.take(MEASURED) {
        ours += letters(pair.reference, one);
        theirs += letters(pair.translation, other);
    }
    if ours == 0 || theirs == 0 {
        return false;
    }
    let own = letters(pair.reference, block);
    pairs.iter().any(|&(one, other)| {
        let (single, length) = (letters(pair.reference, one), letters(pair.translation, other));
        // At least three quarters of both, and plainly more than the neighbour alone.
        length * ours * 4 >= (single + own) * theirs * 3 && length * ours * 4 >= single * theirs * 5
    })
}
