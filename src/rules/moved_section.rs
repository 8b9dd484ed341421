//! `moved-section`: a section that stands in another place than in the source.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind};
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "moved-section",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a section that stands in another place than in the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
All of the section is there, but its place is not the source's. Readers who follow numbered
steps or a table of contents lose their way, and later updates go to the wrong place.

Five or more sections in the order of the alphabet, as in a glossary, may stand in another one:
theirs. Nothing is said of a page most of whose sections are others than the source's.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "two sections changed places",
        source: "# Guide\n\n## Install\n\nRun `npm i` first.\n\n## Use\n\nCall `start()` then.\n\n## Stop\n\nCall `stop()` last.\n",
        translation: "# Gids\n\n## Stoppen\n\nRoep ten slotte `stop()` aan.\n\n## Installeren\n\nVoer eerst `npm i` uit.\n\n## Gebruik\n\nRoep dan `start()` aan.\n",
        locale: "",
        expect: Expect::Flagged("section \"Stoppen\" stands in another place than in the source"),
    },
    Example {
        title: "a glossary in the order of its own alphabet",
        source: "# Terms\n\n## Apple\n\nA `fruit`.\n\n## Bread\n\nIs `baked`.\n\n## Cheese\n\nIs made of `milk`.\n\n## Dates\n\nAre `sweet`.\n\n## Egg\n\nIs `round`.\n",
        translation: "# Termen\n\n## Appel\n\nEen `fruit`.\n\n## Brood\n\nWordt `baked`.\n\n## Dadels\n\nZijn `sweet`.\n\n## Ei\n\nIs `round`.\n\n## Kaas\n\nIs van `milk` gemaakt.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "the source's order",
        source: "# Guide\n\n## Install\n\nRun `npm i`.\n\n## Use\n\nCall `start()`.\n",
        translation: "# Gids\n\n## Installeren\n\nVoer `npm i` uit.\n\n## Gebruik\n\nRoep `start()` aan.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    if !outline::has_same_sections(pair) {
        return;
    }
    for gap in &pair.alignment.gaps {
        let Gap::Move { reference, translation, place } = gap else { continue };
        let BlockKind::Heading(heading) = &pair.translation.block(*translation).kind else {
            continue;
        };
        if moved_above(pair, *reference)
            || is_alphabetical(pair, *reference)
            || is_repeated(pair, *reference)
        {
            continue;
        }
        let title = pair.translation.excerpt(heading.text);
        let before = place.after.map_or_else(
            || "at the start of the page".to_owned(),
            |after| format!("after \"{}\"", pair.translation.excerpt_of(after)),
        );
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(*translation),
                format!("section \"{title}\" stands in another place than in the source"),
            )
            .beside(
                pair.reference.file,
                pair.reference.head_of(*reference),
                "its place in the source",
            )
            .beside(pair.translation.file, place.span, "it should stand here")
            .subject(pair.reference.excerpt_of(*reference))
            .help(format!("move it {before}"));
        checker.report(finding);
    }
}

/// Whether the source has several sections with the same heading: nothing tells which is which.
fn is_repeated(pair: &Pair<'_>, heading: BlockId) -> bool {
    let title = |id: BlockId| match &pair.reference.block(id).kind {
        BlockKind::Heading(heading) => pair.reference.slice(heading.text),
        _ => "",
    };
    let headings = pair.reference.kinds().headings.iter();
    headings.filter(|&&id| title(id) == title(heading)).count() > 1
}

/// Sections of a list in the order of the alphabet, from which on it is taken for one.
const LEAST_SORTED: usize = 5;

/// Whether the section and those beside it stand in the order of the alphabet, as in a glossary: a
/// translation has its own order.
fn is_alphabetical(pair: &Pair<'_>, heading: BlockId) -> bool {
    let document = pair.reference;
    let BlockKind::Heading(own) = &document.block(heading).kind else { return false };
    let mut beside: Vec<String> = Vec::new();
    let mut is_here = false;
    for id in document.children(document.block(heading).parent) {
        let BlockKind::Heading(other) = &document.block(id).kind else { continue };
        if other.level < own.level {
            if is_here {
                break;
            }
            beside.clear();
        } else if other.level == own.level {
            beside.push(document.slice(other.text).to_lowercase());
            is_here |= id == heading;
        }
    }
    // Now and then one stands a place off.
    let sorted = beside.windows(2).filter(|two| two[0] <= two[1]).count();
    beside.len() >= LEAST_SORTED && (beside.len() - 1 - sorted) * 10 < beside.len()
}

/// Whether the section around this one moved with it: then it is part of that finding.
fn moved_above(pair: &Pair<'_>, heading: BlockId) -> bool {
    let BlockKind::Heading(own) = &pair.reference.block(heading).kind else { return false };
    let parent = pair.reference.block(heading).parent;
    let before: Vec<BlockId> =
        pair.reference.children(parent).take_while(|&id| id < heading).collect();
    let above = before.into_iter().rev().find(|&id| {
        matches!(&pair.reference.block(id).kind, BlockKind::Heading(above) if above.level < own.level)
    });
    above.is_some_and(|above| {
        pair.alignment
            .gaps
            .iter()
            .any(|gap| matches!(gap, Gap::Move { reference, .. } if *reference == above))
    })
}
