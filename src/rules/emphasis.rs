//! `emphasis`: a block that lost all of its emphasis.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, Document, InlineKind};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "emphasis",
    group: Group::Markup,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a block that lost all of its emphasis",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The source stresses words in a block with `*` or `**`, the translation stresses none. Often the
markers were lost with the words they stood around. Other counts are left alone: languages stress
in different ways, and scripts without italics use quotation marks instead.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the emphasis was lost",
        source: "Click **Save** and then **Close**.\n",
        translation: "Klik op Opslaan en dan op Sluiten.\n",
        locale: "",
        expect: Expect::Flagged("2 emphasised passages of the source have none here"),
    },
    Example {
        title: "one for two",
        source: "Click **Save** and **Close**.\n",
        translation: "Klik op **Opslaan en Sluiten**.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for &(reference, translation) in &pair.alignment.differing {
        let source = stressed(pair.reference, reference);
        let Some(first) = source.first() else { continue };
        if !stressed(pair.translation, translation).is_empty()
            || !pair
                .translation
                .inlines_in(translation)
                .iter()
                .any(|inline| inline.block == translation)
            || marks_otherwise(pair.translation, translation)
        {
            continue;
        }
        let message = match source.len() {
            1 => format!("emphasis on \"{}\" is lost", pair.reference.excerpt(*first)),
            count => format!("{count} emphasised passages of the source have none here"),
        };
        let finding = checker
            .finding(pair.translation.file, pair.translation.head_of(translation), message)
            .beside(pair.reference.file, *first, "in the source")
            .subject(source.len().to_string())
            .help("stress the same words");
        checker.report(finding);
    }
}

/// The stressed passages that stand directly in `block`.
fn stressed(document: &Document, block: BlockId) -> Vec<Span> {
    let inlines = document.inlines_in(block).iter().filter(|inline| inline.block == block);
    inlines
        .filter(|inline| matches!(inline.kind, InlineKind::Emphasis | InlineKind::Strong))
        .map(|inline| inline.span)
        .collect()
}

/// Whether the block marks words in another way: quotation marks, HTML, or markers that the
/// parser did not take (a rule of its own).
fn marks_otherwise(document: &Document, block: BlockId) -> bool {
    let inlines = document.inlines_in(block);
    let text = document.slice(document.block(block).span);
    inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Tag(_)))
        || text.contains(['"', '«', '»', '“', '”', '„', '「', '『', '《', '*', '_', '‘'])
}
