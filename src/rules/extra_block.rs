//! `extra-block`: a block that the source does not have.

use crate::diagnostic::Severity;
use crate::markdown::BlockKind;
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "extra-block",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a block that the source does not have",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The translation has a paragraph, list, table, code block or other block that answers nothing in
the source: a leftover of an older source, text that was split, or an addition.

List items, table rows, sections, footnotes and directives have rules of their own. A module
import may stand in the translation alone.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a paragraph too many",
        source: "Run `a`.\n\nRun `b`.\n",
        translation: "Voer `a` uit.\n\nDit stond vroeger ergens anders in de tekst.\n\nVoer `b` uit.\n",
        locale: "",
        expect: Expect::Flagged(
            "paragraph \"Dit stond vroeger ergens anders in de tekst.\" is not in the source",
        ),
    },
    Example {
        title: "all in the source",
        source: "One.\n\nTwo.\n",
        translation: "Een.\n\nTwee.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for gap in &pair.alignment.gaps {
        let Gap::Addition { translation, place } = gap else { continue };
        let kind = &pair.translation.block(*translation).kind;
        let elsewhere = matches!(
            kind,
            BlockKind::Heading(_)
                | BlockKind::Item { .. }
                | BlockKind::Row
                | BlockKind::Cell
                | BlockKind::Footnote { .. }
                | BlockKind::Directive(_)
        );
        // What follows a marker alone is what that should have marked.
        if elsewhere || outline::follows_stranded(pair.translation, *translation) {
            continue;
        }
        let words = pair.translation.excerpt_of(*translation);
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(*translation),
                format!("{} \"{words}\" is not in the source", kind.noun()),
            )
            .beside(pair.reference.file, place.span, "it would stand here")
            .subject(kind.noun())
            .help("remove it, or add it to the source");
        checker.report(finding);
    }
}
