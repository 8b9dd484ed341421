//! `extra-section`: a section that the source does not have.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind};
use crate::outline::{Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "extra-section",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a section that the source does not have",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The translation has a section that answers no section of the source: a leftover of an older
source, a section copied twice, or an addition of the translators. Blocks of an extra section are
not reported again.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a section was added",
        source: "# Guide\n\nIntro.\n\n## Use\n\nCall `start()`.\n",
        translation: "# Gids\n\nIntro.\n\n## Meer over dit onderwerp\n\nZie `old()` en de geschiedenis.\n\n## Gebruik\n\nRoep `start()` aan.\n",
        locale: "",
        expect: Expect::Flagged("section \"Meer over dit onderwerp\" is not in the source"),
    },
    Example {
        title: "the same sections",
        source: "# Guide\n\n## Use\n\nCall `start()`.\n",
        translation: "# Gids\n\n## Gebruik\n\nRoep `start()` aan.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for gap in &pair.alignment.gaps {
        let Gap::Addition { translation, place } = gap else { continue };
        let BlockKind::Heading(heading) = &pair.translation.block(*translation).kind else {
            continue;
        };
        if extra_above(pair, *translation, heading.level)
            || is_title(pair, *translation, heading.level)
        {
            continue;
        }
        let title = pair.translation.excerpt(heading.text);
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(*translation),
                format!("section \"{title}\" is not in the source"),
            )
            .beside(pair.reference.file, place.span, "it would stand here")
            .subject("section")
            .help("remove it, or add it to the source");
        checker.report(finding);
    }
}

/// Whether the heading is the page's title, which the source has in its front matter.
fn is_title(pair: &Pair<'_>, heading: BlockId, level: u8) -> bool {
    let is_first = pair.translation.kinds().headings.first() == Some(&heading);
    let mut ours = pair.reference.kinds().headings.iter();
    level == 1
        && is_first
        && pair.reference.front_matter_entry("title").is_some()
        && !ours.any(|&id| {
            matches!(&pair.reference.block(id).kind, BlockKind::Heading(own) if own.level == 1)
        })
}

/// Whether a section that is too many holds this one: then it is part of that finding.
fn extra_above(pair: &Pair<'_>, heading: BlockId, level: u8) -> bool {
    let parent = pair.translation.block(heading).parent;
    let before: Vec<BlockId> =
        pair.translation.children(parent).take_while(|&id| id < heading).collect();
    let above = before.into_iter().rev().find(|&id| {
        matches!(&pair.translation.block(id).kind, BlockKind::Heading(above) if above.level < level)
    });
    above.is_some_and(|id| pair.reference_of(id).is_none())
}
