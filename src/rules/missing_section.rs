//! `missing-section`: a section of the source that the translation lacks.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind};
use crate::outline::{Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-section",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a section of the source that the translation lacks",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A section of the source has no counterpart: its heading is not there, and neither is what
stood below it. The finding points at the place in the translation where the section should
stand, and shows the section in the source. Blocks of a missing section are not reported again.

Sections are aligned over the whole page by explicit ids, code, links, numbers, shared words and
size, so that a translated heading is recognised and a moved section is not called missing. Where
only the heading line is gone and its text still stands, the message says so.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a section was left out",
        source: "# Guide\n\nIntro.\n\n## Install `npm`\n\nRun `npm i` now.\n\n## Use\n\nCall `start()`.\n",
        translation: "# Gids\n\nIntro.\n\n## Gebruik\n\nRoep `start()` aan.\n",
        locale: "",
        expect: Expect::Flagged("section \"Install `npm`\" is missing"),
    },
    Example {
        title: "only the heading was lost",
        source: "# Guide\n\nIntro.\n\n## Install\n\nRun `npm i` now.\n",
        translation: "# Gids\n\nIntro.\n\nVoer `npm i` nu uit.\n",
        locale: "",
        expect: Expect::Flagged("heading \"Install\" is missing, its text stands under \"Gids\""),
    },
    Example {
        title: "headings are translated",
        source: "# Guide\n\n## Install\n\nRun `npm i`.\n",
        translation: "# Gids\n\n## Installeren\n\nVoer `npm i` uit.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for gap in &pair.alignment.gaps {
        let Gap::Omission { reference, place } = gap else { continue };
        let BlockKind::Heading(heading) = &pair.reference.block(*reference).kind else { continue };
        if missing_above(pair, *reference, heading.level) {
            continue;
        }
        let title = pair.reference.excerpt(heading.text);
        let (message, help) = match section_before(pair, *reference) {
            Some(other) => (
                format!("heading \"{title}\" is missing, its text stands under \"{other}\""),
                "put the heading back before the text that belongs to it",
            ),
            None => (
                format!(
                    "section \"{title}\"{} is missing",
                    with_subsections(pair, *reference, heading.level)
                ),
                "translate the section, or take it out of the source",
            ),
        };
        let finding = checker
            .finding(pair.translation.file, place.span, message)
            .label("it should stand here")
            .beside(pair.reference.file, pair.reference.head_of(*reference), "the section")
            .subject(title)
            .help(help);
        checker.report(finding);
    }
}

/// Whether a section that is missing too holds this one: then it is part of that finding.
fn missing_above(pair: &Pair<'_>, heading: BlockId, level: u8) -> bool {
    let parent = pair.reference.block(heading).parent;
    let before: Vec<BlockId> =
        pair.reference.children(parent).take_while(|&id| id < heading).collect();
    let mut level = level;
    for id in before.into_iter().rev() {
        if let BlockKind::Heading(above) = &pair.reference.block(id).kind
            && above.level < level
        {
            if pair.translation_of(id).is_none() && section_before(pair, id).is_none() {
                return true;
            }
            level = above.level;
        }
    }
    false
}

/// " with its 3 subsections", when the missing section has some.
fn with_subsections(pair: &Pair<'_>, heading: BlockId, level: u8) -> String {
    let parent = pair.reference.block(heading).parent;
    let after = pair.reference.children(parent).skip_while(|&id| id <= heading);
    let levels = after.filter_map(|id| match &pair.reference.block(id).kind {
        BlockKind::Heading(heading) => Some((heading.level, pair.translation_of(id).is_none())),
        _ => None,
    });
    let inside = levels.take_while(|&(other, _)| other > level);
    match inside.filter(|&(_, missing)| missing).count() {
        0 => String::new(),
        1 => " with its subsection".to_owned(),
        count => format!(" with its {count} subsections"),
    }
}

/// The heading under which the text of the missing `heading` stands, if it does: most of its
/// blocks have a counterpart.
fn section_before(pair: &Pair<'_>, heading: BlockId) -> Option<String> {
    let start = pair.reference.block(heading);
    let siblings = pair.reference.children(start.parent).skip_while(|&id| id <= heading);
    let body: Vec<BlockId> = siblings
        .take_while(|&id| !matches!(pair.reference.block(id).kind, BlockKind::Heading(_)))
        .collect();
    let matched: Vec<BlockId> = body.iter().filter_map(|&id| pair.translation_of(id)).collect();
    let first = matched.first()?;
    if matched.len() * 2 <= body.len() {
        return None;
    }
    let before = pair.translation.block_ids().take_while(|id| id < first);
    let heading = before.filter_map(|id| match &pair.translation.block(id).kind {
        BlockKind::Heading(heading) => Some(heading.text),
        _ => None,
    });
    Some(
        heading
            .last()
            .map_or_else(|| "the page's start".to_owned(), |text| pair.translation.excerpt(text)),
    )
}
