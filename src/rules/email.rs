//! `email`: a mail address in running text that changed or was lost.

use crate::diagnostic::Severity;
use crate::markdown::TokenKind;
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "email",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a mail address that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Mail addresses that readers see as text are compared within aligned blocks, letter case aside.

An address at `example.com`, `.org` or `.net` stands for any address and may be translated. A
contact of another language must be declared with a suppression comment.

The fix copies the source's address where one address of a block was changed.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the name was translated",
        source: "Write to help@larkpost.io.\n",
        translation: "Schrijf naar hulp@larkpost.io.\n",
        locale: "",
        expect: Expect::Fixed("Schrijf naar help@larkpost.io.\n"),
    },
    Example {
        title: "an example",
        source: "Type name@example.com there.\n",
        translation: "Typ daar naam@example.com.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for difference in outline::missing_tokens(pair, TokenKind::Email, str::to_ascii_lowercase) {
        let only = difference.missing.len() == 1 && difference.extra.len() == 1;
        for token in &difference.missing {
            if is_example(pair.reference.slice(token.span)) {
                continue;
            }
            let target = difference.extra.first().filter(|_| only);
            let noun = "mail address";
            let finding = match target {
                Some(target) => checker.changed_token(pair, noun, token.span, target.span, true),
                None => checker.lost_token(pair, noun, token.span, difference.translation),
            };
            checker.report(finding);
        }
    }
}

/// Whether the host is reserved for examples (RFC 2606).
fn is_example(address: &str) -> bool {
    let host = address.rsplit('@').next().unwrap_or(address);
    ["example.com", "example.org", "example.net"].iter().any(|reserved| host.ends_with(reserved))
}
