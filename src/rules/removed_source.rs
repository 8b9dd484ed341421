//! Translations whose source a change takes away.

use crate::diagnostic::Severity;
use crate::rule::{Change, Check, Checker, Example, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "removed-source",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "translations whose source a change takes away",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Change(check),
};

const DOCS: &str = "\
Only with `--diff-base` and `--staged`. A change deletes or moves a source and leaves its
translations where they are. They are still published, nobody can tell any more whether they are
right, and nothing that looks at the files that are there would notice.

Reported on each translation that is left. Where the source was moved, the help says where to, so
that the translation can follow.";

const EXAMPLES: &[Example] = &[];

fn check(change: &Change<'_>, checker: &mut Checker<'_>) {
    let Change::Removed { translation, was, now } = change else { return };
    let was = was.display();
    let (message, help) = match now {
        Some(now) => (
            format!("this change moves the source, `{was}`, and leaves the translation behind"),
            format!("move it beside `{}`", now.display()),
        ),
        None => (
            format!("this change deletes the source, `{was}`, and leaves the translation"),
            "delete the translation too, or keep the source".to_owned(),
        ),
    };
    let start = translation.text.len() - translation.text.trim_start_matches('\u{feff}').len();
    let line = translation.text[start..].find(['\n', '\r']);
    let end = line.map_or(translation.text.len(), |at| start + at);
    let finding = checker.finding(translation.file, Span::new(start, end), message);
    checker.report(finding.help(help).subject(was.to_string()));
}
