//! `list-kind`: bullets where the source has numbers, or numbers where it has bullets.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind, Document};
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "list-kind",
    group: Group::Structure,
    tier: Tier::Advisory,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "bullets where the source has numbers, or numbers where it has bullets",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Numbers tell a reader that order matters, bullets that it does not.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "numbers became bullets",
        source: "1. one\n2. two\n",
        translation: "- een\n- twee\n",
        locale: "",
        expect: Expect::Flagged("list has bullets, the source's numbers"),
    },
    Example {
        title: "another bullet",
        source: "- one\n- two\n",
        translation: "* een\n* twee\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (reference, translation) in pair.matches_of(|kinds| &kinds.lists) {
        let (BlockKind::List { ordered: source, .. }, BlockKind::List { ordered: target, .. }) =
            (&pair.reference.block(reference).kind, &pair.translation.block(translation).kind)
        else {
            continue;
        };
        if source == target || !is_counterpart(pair, reference, translation) {
            continue;
        }
        let name = |ordered: bool| if ordered { "numbers" } else { "bullets" };
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(translation),
                format!("list has {}, the source's {}", name(*target), name(*source)),
            )
            .beside(pair.reference.file, pair.reference.head_of(reference), name(*source))
            .subject(name(*source))
            .help(format!("write the list with {}", name(*source)));
        checker.report(finding);
    }
}

/// Whether two lists that were laid beside each other are surely the same: they have as many items,
/// stand as deep, and the page has the source's sections.
fn is_counterpart(pair: &Pair<'_>, reference: BlockId, translation: BlockId) -> bool {
    let items = |document: &Document, list: BlockId| document.children(Some(list)).count();
    let depth = |document: &Document, list: BlockId| {
        std::iter::successors(document.block(list).parent, |&id| document.block(id).parent).count()
    };
    items(pair.reference, reference) == items(pair.translation, translation)
        && depth(pair.reference, reference) == depth(pair.translation, translation)
        && outline::has_same_sections(pair)
}
