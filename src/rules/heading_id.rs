//! `heading-id`: an explicit heading id that differs from the source's.

use crate::diagnostic::Severity;
use crate::fix::Fix;
use crate::markdown::BlockKind;
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "heading-id",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "an explicit heading id that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Explicit ids (`{#id}`, `{ #id }`, `{: #id}`, `{/* #id */}`, `<a name=\"id\"></a>`) are what links from
other pages aim at: they are kept, not translated. An id that only the translation has is left
alone: it keeps old links alive.

The fix copies the source's attribute.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the id was translated",
        source: "## Setup {#setup}\n",
        translation: "## Instellen {#instellen}\n",
        locale: "",
        expect: Expect::Fixed("## Instellen {#setup}\n"),
    },
    Example {
        title: "the id was lost",
        source: "## Setup { #setup }\n",
        translation: "## Instellen\n",
        locale: "",
        expect: Expect::Fixed("## Instellen { #setup }\n"),
    },
    Example {
        title: "a Docusaurus comment id",
        source: "## Setup {/* #setup */}\n",
        translation: "## Instellen {/* #setup */}\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "an id of the translation's own",
        source: "## Setup\n",
        translation: "## Instellen {#setup}\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (reference, translation) in pair.matches_of(|kinds| &kinds.headings) {
        let (BlockKind::Heading(source), BlockKind::Heading(target)) =
            (&pair.reference.block(reference).kind, &pair.translation.block(translation).kind)
        else {
            continue;
        };
        let Some(wanted) = &source.id else { continue };
        let id = pair.reference.slice(wanted.id);
        let file = pair.translation.file;
        let (message, span, fix) = match &target.id {
            Some(actual) if pair.translation.slice(actual.id) == id => continue,
            Some(actual) => {
                let other = pair.translation.slice(actual.id);
                let fix = Fix::safe("restore the heading id", file, actual.id, id);
                (format!("heading id is `{other}`, the source's `{id}`"), actual.id, Some(fix))
            }
            None => {
                let whole = pair.reference.slice(wanted.whole);
                let at = Span::at(target.text.end as usize);
                let is_attribute = whole.starts_with('{');
                let fix = is_attribute
                    .then(|| Fix::safe("add the heading id", file, at, format!(" {whole}")));
                (format!("heading id `{id}` is missing"), target.text, fix)
            }
        };
        let finding = checker
            .finding(file, span, message)
            .beside(pair.reference.file, wanted.whole, "the source's id")
            .subject(id)
            .help("keep the id as it is in the source: links aim at it")
            .fix(fix);
        checker.report(finding);
    }
}
