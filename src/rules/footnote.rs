//! `footnote`: a footnote or a reference to one that the translation lost or renamed.

use crate::diagnostic::Severity;
use crate::markdown::{BlockKind, Document, Inline, InlineKind};
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "footnote",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a footnote or a reference to one that the translation lost or renamed",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A footnote reference without its definition shows as `[^1]`; a definition without a reference is
not shown at all. References are compared within aligned blocks, definitions over the whole page;
what is lost of one label is one finding. A reference that moved to another paragraph is not lost.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the reference was lost",
        source: "Fast[^1].\n\n[^1]: Measured.\n",
        translation: "Snel.\n\n[^1]: Gemeten.\n",
        locale: "",
        expect: Expect::Flagged("reference to footnote `1` is missing"),
    },
    Example {
        title: "the definition was lost",
        source: "Fast[^1].\n\n[^1]: Measured.\n",
        translation: "Snel[^1].\n",
        locale: "",
        expect: Expect::Flagged("definition of footnote `1` is missing"),
    },
    Example {
        title: "items in another order",
        source: "- Set a `limit` in the [settings](a.md).[^1]\n- Call `start()` at the end.\n\n[^1]: Measured.\n",
        translation: "- Roep aan het eind `start()` aan.\n- Zet een `limit` in de [instellingen](a.md).[^1]\n\n[^1]: Gemeten.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "both are there",
        source: "Fast[^a].\n\n[^a]: Measured.\n",
        translation: "Snel[^a].\n\n[^a]: Gemeten.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let mut told: Vec<String> = Vec::new();
    for block in pair.reference.block_ids() {
        let BlockKind::Footnote { label } = pair.reference.block(block).kind else { continue };
        let name = pair.reference.slice(label);
        if pair.translation_of(block).is_none() && !defines(pair.translation, name) {
            let place = pair.alignment.gaps.iter().find_map(|gap| match gap {
                Gap::Omission { reference, place } if *reference == block => Some(place.span),
                _ => None,
            });
            let end = Span::at(pair.translation.text.trim_end().len());
            let finding = checker
                .finding(
                    pair.translation.file,
                    place.unwrap_or(end),
                    format!("definition of footnote `{name}` is missing"),
                )
                .beside(pair.reference.file, pair.reference.head_of(block), "in the source")
                .subject(name)
                .help("translate the footnote");
            checker.report(finding);
            told.push(name.to_owned());
        }
    }
    references(pair, checker, &told);
}

fn references(pair: &Pair<'_>, checker: &mut Checker<'_>, told: &[String]) {
    let key = |document: &Document, inline: &Inline, _: bool| match &inline.kind {
        InlineKind::FootnoteReference { label } => Some(document.slice(*label).to_owned()),
        _ => None,
    };
    let mut differences = outline::differences(pair, key);
    outline::cancel_moved(pair, &mut differences, key);
    for difference in &differences {
        for &id in &difference.missing {
            let inline = pair.reference.inline(id);
            let Some(name) = key(pair.reference, inline, true) else { continue };
            // Without its definition the parser takes a reference for text: one cause.
            if told.contains(&name) || !is_rarer(pair, &name) {
                continue;
            }
            let finding = checker
                .finding(
                    pair.translation.file,
                    pair.translation.head_of(difference.translation),
                    format!("reference to footnote `{name}` is missing"),
                )
                .beside(pair.reference.file, inline.span, "the reference in the source")
                .subject(name)
                .help("put the reference back");
            checker.report(finding);
        }
    }
}

/// Whether the translation refers to a footnote less often than the source does; otherwise the
/// reference moved along with its words.
fn is_rarer(pair: &Pair<'_>, name: &str) -> bool {
    let count = |document: &Document| {
        let is_one = |inline: &&Inline| match &inline.kind {
            InlineKind::FootnoteReference { label } => document.slice(*label) == name,
            _ => false,
        };
        document.inlines.iter().filter(is_one).count()
    };
    count(pair.translation) < count(pair.reference)
}

fn defines(document: &Document, name: &str) -> bool {
    document.blocks.iter().any(|block| match block.kind {
        BlockKind::Footnote { label } => document.slice(label) == name,
        _ => false,
    })
}
