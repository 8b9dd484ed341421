//! `directive-syntax`: template tags whose delimiters broke.

use crate::diagnostic::Severity;
use crate::markdown::Signs;
use crate::outline::{self, Marker, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "directive-syntax",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a shortcode, macro or Liquid tag whose delimiters broke",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A template tag needs both its delimiters: `{{<` and `>}}`, `{%` and `%}`. Where one was lost, split by
a space or written in full width, the site does not build, or readers see the tag. Reported are
delimiters that remain in the text of a block where the source's block shows fewer.

A tag that is whole but says something else is the matter of `directive`, the kind of an alert that
of `alert-kind`.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a delimiter was split",
        source: "Version {{< param version >}} is out.\n",
        translation: "Versie {{< param version > }} is uit.\n",
        locale: "",
        expect: Expect::Flagged("`{{` belongs to no whole tag"),
    },
    Example {
        title: "a delimiter was lost",
        source: "{% note %} Save. {% endnote %}\n",
        translation: "{% note %} Sla op. { endnote %}\n",
        locale: "",
        expect: Expect::Flagged("`%}` belongs to no whole tag"),
    },
    Example {
        title: "whole tags",
        source: "Version {{< param version >}} is out.\n",
        translation: "{{< param version >}} is de nieuwe versie.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (reference, translation) in outline::blocks_with(pair, Signs::BRACE.and(Signs::PERCENT)) {
        let places = outline::shown_beyond(pair, reference, translation, Marker::Template);
        let Some(&first) = places.first() else { continue };
        let written = pair.translation.slice(first);
        let finding = checker
            .finding(pair.translation.file, first, format!("`{written}` belongs to no whole tag"))
            .beside(pair.reference.file, pair.reference.head_of(reference), "the source's block")
            .subject(written)
            .help("write the tag as in the source");
        checker.report(finding);
    }
}
