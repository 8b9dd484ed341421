//! `alert-kind`: an alert or admonition whose kind word differs from the source's.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::markdown::{Alert, AlertForm, BlockId, BlockKind};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "alert-kind",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "an alert or admonition whose kind word differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The kind word (`NOTE` in `> [!NOTE]`, `tip` in `:::tip`, `warning` in `!!! warning`) chooses colour
and icon. Translated, the alert shows as a plain quote or as raw text. The title after it is
translated. An alert that became a plain quote, and a `:::` or `///` container that nothing closes
although the source's is closed, are reported too.

The fix copies the source's word.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the kind was translated",
        source: "> [!NOTE]\n> Save first.\n",
        translation: "> [!LET OP]\n> Sla eerst op.\n",
        locale: "",
        expect: Expect::Flagged("alert has the kind `LET`, the source's `NOTE`"),
    },
    Example {
        title: "one word for another",
        source: ":::tip[Good]\nSave.\n:::\n",
        translation: ":::opmerking[Goed]\nSla op.\n:::\n",
        locale: "",
        expect: Expect::Fixed(":::tip[Goed]\nSla op.\n:::\n"),
    },
    Example {
        title: "the marker was lost",
        source: "> [!NOTE]\n> Save first.\n",
        translation: "> Sla eerst op.\n",
        locale: "",
        expect: Expect::Flagged("block quote is no alert, the source's is `NOTE`"),
    },
    Example {
        title: "nothing closes it",
        source: ":::tip\nSave.\n:::\n\nMore.\n",
        translation: ":::tip\nSla op.\n\nMeer.\n",
        locale: "",
        expect: Expect::Flagged("nothing closes the `tip` container"),
    },
    Example {
        title: "a translated title",
        source: "!!! note \"Careful\"\n    Save.\n",
        translation: "!!! note \"Voorzichtig\"\n    Sla op.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (reference, translation) in pair.matches_of(|kinds| &kinds.alerts) {
        let BlockKind::Alert(source) = &pair.reference.block(reference).kind else { continue };
        let finding = match &pair.translation.block(translation).kind {
            BlockKind::Alert(target) => alert(pair, checker, source, target),
            BlockKind::Quote => Some(quote(pair, checker, source, translation)),
            _ => None,
        };
        if let Some(finding) = finding {
            checker.report(finding);
        }
    }
}

fn alert(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    source: &Alert,
    target: &Alert,
) -> Option<Diagnostic> {
    let wanted = pair.reference.slice(source.kind);
    let actual = pair.translation.slice(target.kind);
    let file = pair.translation.file;
    let beside = |finding: Diagnostic, words: &str| {
        finding.beside(pair.reference.file, source.kind, words).subject(wanted)
    };
    if !wanted.eq_ignore_ascii_case(actual) {
        let message = format!("alert has the kind `{actual}`, the source's `{wanted}`");
        // `[!LET OP]` was one word more: replacing the first alone would leave a title behind.
        let whole = target.title.is_empty() || target.form != AlertForm::Quote;
        let fix = whole.then(|| Fix::safe("restore the kind", file, target.kind, wanted));
        let finding = checker.finding(file, target.kind, message);
        let help = format!("write `{wanted}`: it is a keyword");
        return Some(beside(finding, "the source's kind").help(help).fix(fix));
    }
    if source.closed && !target.closed {
        let message = format!("nothing closes the `{actual}` container");
        let finding = checker.finding(file, target.kind, message);
        let close = if target.form == AlertForm::Slashes { "///" } else { ":::" };
        let help = format!("write `{close}` on a line of its own where it ends");
        return Some(beside(finding, "closed in the source").help(help));
    }
    None
}

fn quote(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    source: &Alert,
    translation: BlockId,
) -> Diagnostic {
    let wanted = pair.reference.slice(source.kind);
    checker
        .finding(
            pair.translation.file,
            pair.translation.head_of(translation),
            format!("block quote is no alert, the source's is `{wanted}`"),
        )
        .beside(pair.reference.file, source.kind, "the source's kind")
        .subject(wanted)
        .help(format!("start it with `> [!{wanted}]`"))
}
