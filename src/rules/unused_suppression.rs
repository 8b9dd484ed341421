//! Comments that switch a rule off where it finds nothing.

use crate::diagnostic::Severity;
use crate::fix::Fix;
use crate::markdown::{Document, Suppression, SuppressionScope};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::rule::{SuppressionFault, SuppressionFaultKind};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unused-suppression",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "comments that switch a rule off where it finds nothing",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Suppressions(check),
};

const DOCS: &str = "\
A comment such as `<!-- hexapla-disable-next-line code-block -->` is an exception. When what it
excused has gone, it would hide the next defect at that place without anybody knowing; so an
exception that excuses nothing is reported.

A comment is only called unused when the rule it names was on in this run, and one in a source
only when all translations were checked. A comment that names no rule is called unused when the
whole default set was on.

The fix removes the comment where it stands alone on its line, and only the unused name where
others in the comment are used.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "an end without a beginning",
        source: "# A\n\nText.\n",
        translation: "# A\n\n<!-- hexapla-enable code-block -->\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("`hexapla-enable` ends nothing: nothing is switched off here"),
    },
    Example {
        title: "the named rule was not run",
        source: "# A\n\nText.\n",
        translation: "# A\n\n<!-- hexapla-disable-next-line code-block -->\n\nTekst.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, faults: &[SuppressionFault<'_>], checker: &mut Checker<'_>) {
    for SuppressionFault { suppression, kind } in faults {
        let names: Vec<&str> = suppression.rules.iter().map(|name| document.slice(*name)).collect();
        let (span, subject, message, fix) = match kind {
            SuppressionFaultKind::Unused => {
                let what = match names.as_slice() {
                    [] => "nothing is found".to_owned(),
                    [name] => format!("`{name}` finds nothing"),
                    _ => format!("`{}` find nothing", names.join("`, `")),
                };
                let message = format!("unused suppression: {what} {}", place(suppression.scope));
                (suppression.span, names.join(" "), message, removal(document, suppression))
            }
            SuppressionFaultKind::UnusedName(span) => {
                let name = document.slice(*span);
                let place = place(suppression.scope);
                let message = format!("unused suppression: `{name}` finds nothing {place}");
                let before = &document.text[..span.range().start];
                let trimmed = before.trim_end_matches([' ', '\t', ',']).len();
                let whole = Span::new(trimmed, span.range().end);
                let fix = Fix::safe("remove the unused name", document.file, whole, "");
                let fix = (suppression.scope != SuppressionScope::FrontMatter).then_some(fix);
                (*span, name.to_owned(), message, fix)
            }
            SuppressionFaultKind::NeverBegun => {
                let message = "`hexapla-enable` ends nothing: nothing is switched off here";
                (suppression.span, names.join(" "), message.to_owned(), None)
            }
            _ => continue,
        };
        let finding = checker.finding(document.file, span, message);
        let finding = finding.help("remove it, so that it does not hide the next defect here");
        checker.report(finding.subject(subject).fix(fix));
    }
}

fn place(scope: SuppressionScope) -> &'static str {
    match scope {
        SuppressionScope::Line => "on this line",
        SuppressionScope::NextLine => "on the next line",
        SuppressionScope::File | SuppressionScope::FrontMatter => "in this file",
        _ => "from here on",
    }
}

/// Takes the comment's line away where nothing else stands on it and the text around it stays
/// apart.
fn removal(document: &Document, suppression: &Suppression) -> Option<Fix> {
    if suppression.scope == SuppressionScope::FrontMatter {
        return None;
    }
    let range = suppression.span.range();
    let (before, after) = (&document.text[..range.start], &document.text[range.end..]);
    let blank_before = before.trim_end_matches([' ', '\t']);
    let blank_after = after.trim_start_matches([' ', '\t']);
    let alone = blank_before.len() > document.body_start as usize
        && blank_before.ends_with('\n')
        && blank_after.starts_with(['\r', '\n']);
    if !alone {
        return None;
    }
    let next = strip_break(blank_after);
    let opens = blank_before[..blank_before.len() - 1].trim_end_matches('\r').ends_with('\n');
    let closes = next.starts_with(['\r', '\n']) || next.is_empty();
    let end = match (opens, closes) {
        (true, true) => strip_break(next),
        (true, false) | (false, true) => next,
        (false, false) => return None,
    };
    let whole = Span::new(blank_before.len(), document.text.len() - end.len());
    Some(Fix::safe("remove the comment", document.file, whole, ""))
}

fn strip_break(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\n', '\r'])).unwrap_or(text)
}
