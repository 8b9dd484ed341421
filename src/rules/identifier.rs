//! `identifier`: names such as `CVE-2024-1234` that changed on the way.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, Document, Token, TokenKind};
use crate::outline::{self, Pair, TokenDifference};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "identifier",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the name of a ticket, patch or advisory that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Names made of capitals, a hyphen and digits (`CVE-2024-1234`, `RFC-2119`) are typed into searches
and forms. Machine translation drops digits from them, changes their case or takes the prefix away.
They are compared within aligned blocks and within titles, descriptions and other front matter values
for readers.

Left alone are endings and compounds (`CVE-2024-1234-patch`), other kinds of hyphens, short names
written with a space (`ISO 8601`), names that stand elsewhere in the block, as code or in a target,
and names whose sentence moved to another block of the page.

The fix copies the source's name where one name of a block was changed.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a digit was lost",
        source: "Apply patch LARK-66889.\n",
        translation: "Pas patch LARK-6689 toe.\n",
        locale: "",
        expect: Expect::Fixed("Pas patch LARK-66889 toe.\n"),
    },
    Example {
        title: "the prefix was lost",
        source: "Apply patch LARK-66889.\n",
        translation: "Pas patch 66889 toe.\n",
        locale: "",
        expect: Expect::Fixed("Pas patch LARK-66889 toe.\n"),
    },
    Example {
        title: "the name was lost",
        source: "This fixes CVE-2024-1234 and LARK-20.\n",
        translation: "Dit verhelpt LARK-20.\n",
        locale: "",
        expect: Expect::Flagged("identifier `CVE-2024-1234` is missing"),
    },
    Example {
        title: "compounds and endings",
        source: "The patch LARK-49898 and the ISO-8601 form.\n",
        translation: "De LARK-49898-patch en de vorm van ISO 8601.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for difference in outline::missing_tokens(pair, TokenKind::Identifier, str::to_owned) {
        let TokenDifference { translation, mut missing, mut extra, .. } = difference;
        missing.retain(|token| {
            let wanted = pair.reference.slice(token.span);
            is_name(wanted)
                && !is_glued(pair.reference, token.span)
                && !written_otherwise(pair, wanted, translation)
        });
        let only = missing.len() == 1;
        for token in &missing {
            let wanted = pair.reference.slice(token.span);
            let target = nearest(pair.translation, wanted, &extra)
                .map(|at| extra.remove(at).span)
                .or_else(|| bare_digits(pair, wanted, translation));
            let finding = match target {
                Some(span) => checker.changed_token(pair, "identifier", token.span, span, only),
                None => checker.lost_token(pair, "identifier", token.span, translation),
            };
            checker.report(finding);
        }
    }
    checker.lost_in_values(pair, (TokenKind::Identifier, "identifier"), is_name);
}

/// Whether the letters are capitals: `Top-10` is a phrase.
fn is_name(token: &str) -> bool {
    let prefix = token.split('-').next().unwrap_or(token);
    prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Whether capitals follow without a gap: the `OSS-20` of `GPT-OSS-20B` is a part of a name.
fn is_glued(document: &Document, span: Span) -> bool {
    document.text[span.end as usize..].starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether the block has the name with another hyphen, or a short one with a space or nothing.
fn written_otherwise(pair: &Pair<'_>, wanted: &str, translation: BlockId) -> bool {
    let text = pair.translation.slice(pair.translation.block(translation).span);
    let short = wanted.find('-').is_some_and(|length| length <= 3);
    let hyphens: &[&str] = if short {
        &["‑", "‐", "–", "−", " ", "\u{a0}", ""]
    } else {
        &["‑", "‐", "–", "−"]
    };
    hyphens.iter().any(|hyphen| outline::find_token(text, &wanted.replace('-', hyphen)).is_some())
}

/// The name among `extra` that `wanted` may have become: its digits, or little else changed.
fn nearest(document: &Document, wanted: &str, extra: &[Token]) -> Option<usize> {
    let digits = wanted.split_once('-').map(|(_, digits)| digits);
    let off = |token: &Token| {
        let actual = document.slice(token.span);
        if actual.split_once('-').map(|(_, digits)| digits) == digits {
            return 0;
        }
        strsim::levenshtein(&actual.to_ascii_uppercase(), wanted)
    };
    let best = (0..extra.len()).min_by_key(|&at| off(&extra[at]))?;
    (off(&extra[best]) <= 3).then_some(best)
}

/// The one place where the name's digits stand without its prefix.
fn bare_digits(pair: &Pair<'_>, wanted: &str, translation: BlockId) -> Option<Span> {
    let (_, digits) = wanted.split_once('-')?;
    let numbers = outline::tokens_of(pair.translation, translation).iter();
    let mut places = numbers.filter(|token| {
        token.kind == TokenKind::Number && pair.translation.slice(token.span) == digits
    });
    let only = places.next().filter(|_| digits.len() >= 3)?;
    places.next().is_none().then_some(only.span)
}
