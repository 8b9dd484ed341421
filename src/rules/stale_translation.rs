//! `stale-translation`: the source changed since the translation was made from it.

use crate::diagnostic::Severity;
use crate::outline::{Drift, Grade, Pair, SectionChange, SectionFate};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "stale-translation",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a translation of an older revision of the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The source changed since the translation was made from it. The finding says which sections changed,
since which commit and day, and by how many commits, and points at those sections in the source of
today. Where only links, front matter or white space changed, it is an info; where text changed, a
warning.

All other rules compare such a page with the revision it was made from, so a page that has fallen
behind is not blamed for every change it has not seen yet. That revision is what the page records:
`source-git-commit`, `l10n.sourceCommit`, `ms.sourcegitcommit`, `translated_from`,
`default_lang_commit`, an `original_hash` in a comment or in `.co-op-translator.json`, or the keys
under `[staleness]` in `lint-rules.toml`. A page that records nothing and is built unlike today's
source is compared with the newest state of the source, not later than the last work on the
translation, that fits it best. Where today's source fits better than what is recorded, the page
counts as brought up to date.

With `by = \"git\"` every page is dated by the history of its repository. A commit whose first line
holds one of the `ignore-commits` as whole words does not count, nor does one that left the text of
the translation as it was, as formatters and bots do that touch every page. `hexapla status` sums it up for each language.";

const EXAMPLES: &[Example] = &[Example {
    title: "a page without a history",
    source: "# Guide\n\nRead this first.\n",
    translation: "---\nsource-git-commit: 94d7a57\n---\n\n# Gids\n\nLees dit eerst.\n",
    locale: "",
    expect: Expect::Clean,
}];

/// How many changed sections are pointed at.
const MOST_PLACES: usize = 8;

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let Some(drift) = pair.drift else { return };
    let translation = pair.translation;
    let place = drift.recorded.or_else(|| {
        let first = translation.children(None).next()?;
        Some(translation.head_of(first))
    });
    let place = place.unwrap_or(Span::at(translation.body_start as usize));
    let mut finding = checker
        .finding(translation.file, place, message(drift))
        // The locale keeps the findings of several languages apart: each page is stale on its own.
        .subject(translation.locale.tag());
    if drift.changes.grade == Grade::Text {
        finding = finding.help("translate what changed, then record the new revision");
    } else {
        finding = finding
            .severity(Severity::Info)
            .help("take the change over and record the new revision");
    }
    for change in drift.changes.changed.iter().take(MOST_PLACES) {
        finding = finding.beside(drift.source, change.span, words(change));
    }
    checker.report(finding);
}

fn words(change: &SectionChange) -> String {
    match change.fate {
        SectionFate::Changed => "changed since".to_owned(),
        SectionFate::Added => "new since".to_owned(),
        SectionFate::Removed if change.title.is_empty() => {
            "the text before the first heading was removed".to_owned()
        }
        SectionFate::Removed => format!("section \"{}\" was removed", change.title),
    }
}

/// "2 of 9 sections changed since 94d7a57, 12 commits, 2026-03-02".
fn message(drift: &Drift) -> String {
    let changes = &drift.changes;
    let mut message = match changes.grade {
        Grade::Text if changes.sections == 1 => "the source changed".to_owned(),
        Grade::Text => {
            let (changed, all) = (changes.changed.len(), changes.sections);
            format!("{changed} of {all} sections of the source changed")
        }
        Grade::FrontMatter => "only the front matter of the source changed".to_owned(),
        Grade::Links => "only links of the source changed".to_owned(),
        Grade::Layout => "only the layout of the source changed".to_owned(),
    };
    message.push_str(" since ");
    message.push_str(drift.revision.short());
    if let Some(commits) = drift.commits {
        message.push_str(", ");
        message.push_str(&commits.to_string());
        message.push_str(if commits == 1 { " commit" } else { " commits" });
    }
    if let Some(date) = &drift.revision.date {
        message.push_str(", ");
        message.push_str(date);
    }
    message
}
