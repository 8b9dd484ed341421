//! `mutated-url`: an address in running text that was translated.

use crate::diagnostic::Severity;
use crate::locale::Locale;
use crate::markdown::{Token, TokenKind};
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "mutated-url",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "an address in running text that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Translation sometimes takes an address for words: `cve.mitre.org` becomes `cve.miter.org`, a path gets
an accent. Addresses that readers see as text are compared within aligned blocks.

Left alone are the parts of an address that are localized (`/en/` and `/es/`, `?lang=`, the other
Wikipedia), addresses that stand elsewhere in the block, addresses that only show what one looks like
(`localhost`, `example.com`), and addresses that have little in common with the source's, which
somebody chose. Where links lead is the matter of `link-target`.

The fix copies the source's address where one address of a block was changed.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a host was translated",
        source: "Look it up at cve.larkpost-center.org.\n",
        translation: "Zoek het op bij cve.larkpost-centre.org.\n",
        locale: "",
        expect: Expect::Fixed("Zoek het op bij cve.larkpost-center.org.\n"),
    },
    Example {
        title: "a path was translated",
        source: "It is https://larkpost.io/help/order-cancellation now.\n",
        translation: "Het is nu https://larkpost.io/help/order-cancelatie.\n",
        locale: "",
        expect: Expect::Fixed("Het is nu https://larkpost.io/help/order-cancellation.\n"),
    },
    Example {
        title: "an address that shows what one looks like",
        source: "Open http://localhost:4321/blog/my-page.\n",
        translation: "Open http://localhost:4321/blog/mijn-page.\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "the localized page",
        source: "See https://example.com/en/help/ for more.\n",
        translation: "Zie https://example.com/nl/help/ voor meer.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let locales = [&pair.reference.locale, &pair.translation.locale];
    let key =
        |address: &str| outline::target_key(&lowered_host(address.trim_end_matches('/')), locales);
    for difference in outline::missing_tokens(pair, TokenKind::Url, key) {
        let only = difference.missing.len() == 1 && difference.extra.len() == 1;
        let mut extra = difference.extra.clone();
        for token in &difference.missing {
            let wanted = pair.reference.slice(token.span);
            if is_sample(wanted) {
                continue;
            }
            // An address that today's source has, or one of another site in the page's language.
            extra.retain(|other| {
                let address = pair.translation.slice(other.span);
                let localized = host(address) != host(wanted)
                    && names_locale(address, &pair.translation.locale);
                !localized && !pair.today.is_some_and(|today| today.text.contains(address))
            });
            let alike = |other: &Token| {
                strsim::normalized_levenshtein(pair.translation.slice(other.span), wanted)
            };
            let best = (0..extra.len())
                .filter(|&at| alike(&extra[at]) >= 0.8)
                .filter(|&at| !continues(pair.translation.slice(extra[at].span), wanted))
                .max_by(|&a, &b| alike(&extra[a]).total_cmp(&alike(&extra[b])));
            if let Some(at) = best {
                let target = extra.remove(at).span;
                let copyable = only && !names_locale(wanted, &pair.reference.locale);
                let finding = checker.changed_token(pair, "address", token.span, target, copyable);
                checker.report(finding);
            }
        }
    }
}

/// The address with its host in lower case: there letter case says nothing (RFC 3986, section
/// 6.2.2.1).
fn lowered_host(address: &str) -> String {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..].find(['/', '?', '#']).map_or(address.len(), |at| start + at);
    format!("{}{}", address[..end].to_ascii_lowercase(), &address[end..])
}

/// The host of an address.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether a part of the address is the source's locale: then it cannot simply be copied.
fn names_locale(address: &str, locale: &Locale) -> bool {
    address.split(['/', '.', '=', '&', '?']).any(|part| {
        part.eq_ignore_ascii_case(locale.tag()) || part.eq_ignore_ascii_case(locale.language())
    })
}

/// Whether the address only shows what one looks like.
fn is_sample(address: &str) -> bool {
    ["localhost", "127.0.0.1", "example"].iter().any(|sample| address.contains(sample))
}

/// Whether `address` leads to a page below `wanted`: somebody chose it.
fn continues(address: &str, wanted: &str) -> bool {
    let bare = |text: &str| text.trim_end_matches('/').rsplit("://").next().map(str::to_owned);
    match (bare(address), bare(wanted)) {
        (Some(address), Some(wanted)) => address.trim_start_matches("www.").starts_with(&wanted),
        _ => false,
    }
}
