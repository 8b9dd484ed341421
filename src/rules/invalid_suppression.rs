//! Comments for hexapla that say nothing it knows.

use crate::diagnostic::Severity;
use crate::markdown::{Document, SuppressionScope};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::rule::{SuppressionFault, SuppressionFaultKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "invalid-suppression",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "comments that switch off a rule that does not exist",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Suppressions(check),
};

const DOCS: &str = "\
Comments can switch rules off: `<!-- hexapla-disable RULE -->`, with `-line`, `-next-line` or
`-file` after `disable`, and `<!-- hexapla-enable RULE -->`; in MDX the same words stand in
`{/* … */}`. In front matter the key is `hexapla: {disable: [RULE]}`.

A name in it that is no rule and no group excuses nothing, whoever wrote it meant something else.
The same goes for a word after `hexapla-` that does not exist. What stands after ` -- ` is a
reason for people and not looked at; neither is anything in a code span or code block.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a rule that does not exist",
        source: "# A\n\nText.\n",
        translation: "# A\n\n<!-- hexapla-disable-line code-blok -->\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("no rule or group is called `code-blok`"),
    },
    Example {
        title: "a word that does not exist",
        source: "# A\n\nText.\n",
        translation: "# A\n\n<!-- hexapla-disable-nextline code-block -->\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("`hexapla-disable-nextline` means nothing"),
    },
    Example {
        title: "a comment with a reason",
        source: "# A\n\nText.\n",
        translation: "# A\n\n<!-- hexapla-disable code-block -- not for readers here -->\n\nTekst.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, faults: &[SuppressionFault<'_>], checker: &mut Checker<'_>) {
    for SuppressionFault { suppression, kind } in faults {
        let (span, message, meant) = match kind {
            SuppressionFaultKind::UnknownName(span, meant) => {
                (*span, format!("no rule or group is called `{}`", document.slice(*span)), meant)
            }
            SuppressionFaultKind::UnknownWord(meant) => {
                let word = document.slice(suppression.keyword);
                (suppression.keyword, format!("`{word}` means nothing"), meant)
            }
            _ => continue,
        };
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if suppression.scope == SuppressionScope::Unknown => {
                "`hexapla explain invalid-suppression` lists the forms".to_owned()
            }
            None => "`hexapla rules` lists the rules".to_owned(),
        };
        let subject = document.slice(span).to_owned();
        let finding = checker.finding(document.file, span, message);
        checker.report(finding.help(help).subject(subject));
    }
}
