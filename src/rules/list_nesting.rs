//! `list-nesting`: a list item at another depth than in the source.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind, Document};
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "list-nesting",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a list item at another depth than in the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Indentation decides what an item belongs to. Items whose depth changed in the same way side by
side are one finding.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "an item rose to the top",
        source: "- Fruit\n  - Red `apple`\n  - Green `pear`\n- Bread\n",
        translation: "- Fruit\n  - Rode `apple`\n- Groene `pear`\n- Brood\n",
        locale: "",
        expect: Expect::Flagged(
            "item \"Groene `pear`\" stands at depth 1, in the source at depth 2",
        ),
    },
    Example {
        title: "another indentation, the same depth",
        source: "- a\n  - b\n",
        translation: "-   a\n    - b\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let moves: Vec<(BlockId, BlockId)> = pair
        .alignment
        .gaps
        .iter()
        .filter_map(|gap| match gap {
            Gap::Move { reference, translation, .. } => {
                let block = pair.reference.block(*reference);
                let is_item = matches!(block.kind, BlockKind::Item { .. });
                (is_item && is_counterpart(pair, *reference, *translation))
                    .then_some((*reference, *translation))
            }
            _ => None,
        })
        .collect();
    let parents = |&(reference, translation): &(BlockId, BlockId)| {
        (pair.reference.block(reference).parent, pair.translation.block(translation).parent)
    };
    for run in moves.chunk_by(|a, b| parents(a) == parents(b)) {
        let (reference, translation) = run[0];
        let more = match run.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let words = pair.translation.excerpt_of(translation);
        let here = depth(pair.translation, translation);
        let there = depth(pair.reference, reference);
        let verb = if run.len() == 1 { "stands" } else { "stand" };
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(translation),
                format!(
                    "item \"{words}\"{more} {verb} at depth {here}, in the source at depth {there}"
                ),
            )
            .beside(
                pair.reference.file,
                pair.reference.head_of(reference),
                format!("depth {there}"),
            )
            .subject(pair.reference.excerpt_of(reference))
            .help("indent it as in the source");
        checker.report(finding);
    }
}

/// Whether the lists around two items are surely the same: they have as many items in all, and the
/// page has the source's sections.
fn is_counterpart(pair: &Pair<'_>, reference: BlockId, translation: BlockId) -> bool {
    let items = |document: &Document, item: BlockId| {
        let above = std::iter::successors(Some(item), |&id| document.block(id).parent);
        let lists = above.filter(|&id| matches!(document.block(id).kind, BlockKind::List { .. }));
        lists.last().map(|list| {
            let inside = (list.0..document.block(list).end).map(BlockId);
            inside.filter(|&id| matches!(document.block(id).kind, BlockKind::Item { .. })).count()
        })
    };
    let (ours, theirs) = (items(pair.reference, reference), items(pair.translation, translation));
    ours.is_some() && ours == theirs && outline::has_same_sections(pair)
}

/// How many lists an item stands in.
fn depth(document: &Document, item: BlockId) -> usize {
    let mut next = document.block(item).parent;
    let mut depth = 0;
    while let Some(id) = next {
        depth += usize::from(matches!(document.block(id).kind, BlockKind::List { .. }));
        next = document.block(id).parent;
    }
    depth
}
