//! `list-items`: a list with fewer or more items than in the source.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind, Document};
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "list-items",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a list with fewer or more items than in the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Items vanish when a translator merges two, and appear when one is split. The finding names the
items that have no counterpart and points at the place where they should stand. An item that only
changed its depth is told by `list-nesting`.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "an item was lost",
        source: "- Set `a` to 1\n- Set `b` to 2\n- Set `c` to 3\n",
        translation: "- Zet `a` op 1\n- Zet `c` op 3\n",
        locale: "",
        expect: Expect::Flagged("list has 2 items, the source's 3: \"Set `b` to 2\" is missing"),
    },
    Example {
        title: "an item was added",
        source: "- Set `a`\n- Set `c`\n",
        translation: "- Zet `a`\n- Zet `b`\n- Zet `c`\n",
        locale: "",
        expect: Expect::Flagged(
            "list has 3 items, the source's 2: \"Zet `b`\" is not in the source",
        ),
    },
    Example {
        title: "as many",
        source: "- one\n- two\n",
        translation: "1. een\n2. twee\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let mut lists: Vec<(BlockId, Vec<&Gap>)> = Vec::new();
    for gap in &pair.alignment.gaps {
        let Some(list) = list_of(pair, gap) else { continue };
        match lists.iter_mut().find(|(other, _)| *other == list) {
            Some((_, gaps)) => gaps.push(gap),
            None => lists.push((list, vec![gap])),
        }
    }
    for (list, gaps) in lists {
        report(pair, checker, list, &gaps);
    }
}

/// The translated list in which an item is missing or too many.
fn list_of(pair: &Pair<'_>, gap: &Gap) -> Option<BlockId> {
    match gap {
        Gap::Omission { reference, .. } => {
            let block = pair.reference.block(*reference);
            matches!(block.kind, BlockKind::Item { .. }).then_some(())?;
            // A list none of whose items kept its depth stands for the one around it.
            let mut next = block.parent;
            while let Some(id) = next {
                let is_list = matches!(pair.reference.block(id).kind, BlockKind::List { .. });
                if is_list && let Some(list) = pair.translation_of(id) {
                    return Some(list);
                }
                next = pair.reference.block(id).parent;
            }
            None
        }
        Gap::Addition { translation, .. } => {
            let block = pair.translation.block(*translation);
            matches!(block.kind, BlockKind::Item { .. }).then_some(())?;
            let mut list = block.parent?;
            while pair.reference_of(list).is_none() {
                list = pair.translation.block(pair.translation.block(list).parent?).parent?;
            }
            Some(list)
        }
        _ => None,
    }
}

fn report(pair: &Pair<'_>, checker: &mut Checker<'_>, list: BlockId, gaps: &[&Gap]) {
    let Some(source) = pair.reference_of(list) else { return };
    let count = |document: &Document, list| document.children(Some(list)).count();
    let as_many = count(pair.translation, list) == count(pair.reference, source);
    if as_many
        || is_order(gaps)
        || fell_apart(pair, list, gaps)
        || !outline::has_same_sections(pair)
    {
        return;
    }
    let here = pair.translation.children(Some(list)).count();
    let there = pair.reference.children(Some(source)).count();
    let mut parts = Vec::new();
    let mut spots = Vec::new();
    for gap in gaps {
        match gap {
            Gap::Omission { reference, place } => {
                parts.push(format!("\"{}\" is missing", pair.reference.excerpt_of(*reference)));
                spots.push((place.span, pair.reference.head_of(*reference)));
            }
            Gap::Addition { translation, place } => {
                let words = pair.translation.excerpt_of(*translation);
                parts.push(format!("\"{words}\" is not in the source"));
                spots.push((pair.translation.head_of(*translation), place.span));
            }
            _ => {}
        }
    }
    let rest = parts.len().saturating_sub(NAMED);
    parts.truncate(NAMED);
    if rest > 0 {
        parts.push(format!("{rest} more"));
    }
    let noun = if here == 1 { "item" } else { "items" };
    let message = format!("list has {here} {noun}, the source's {there}: {}", parts.join(", "));
    let mut finding = checker
        .finding(pair.translation.file, spots[0].0, message)
        .subject(format!("{here}/{there}"))
        .help("bring the items in line with the source");
    for (_, span) in spots.into_iter().take(NAMED) {
        finding = finding.beside(pair.reference.file, span, "in the source");
    }
    checker.report(finding);
}

/// Whether as many items are missing as are too many: they were put in another order, or into other
/// words, and nothing tells which answers which.
fn is_order(gaps: &[&Gap]) -> bool {
    let missing = gaps.iter().filter(|gap| matches!(gap, Gap::Omission { .. })).count();
    missing * 2 == gaps.len()
}

/// Whether the items that the list lacks stand in lists beside it: what stood between them was not
/// indented, so that each began a list of its own.
fn fell_apart(pair: &Pair<'_>, list: BlockId, gaps: &[&Gap]) -> bool {
    if gaps.iter().any(|gap| matches!(gap, Gap::Addition { .. })) {
        return false;
    }
    let document = pair.translation;
    let beside = document.children(document.block(list).parent);
    let free = beside.filter(|&id| {
        let is_list = matches!(document.block(id).kind, BlockKind::List { .. });
        id != list && is_list && pair.reference_of(id).is_none()
    });
    free.map(|id| document.children(Some(id)).count()).sum::<usize>() >= gaps.len()
}

/// How many items a message names.
const NAMED: usize = 3;
