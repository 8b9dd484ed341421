//! `placeholder`: `%s`, `{name}` or `${NAME}` in running text that changed or was lost.

use crate::diagnostic::Severity;
use crate::markdown::TokenKind;
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "placeholder",
    group: Group::Markup,
    tier: Tier::Advisory,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a placeholder in running text that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A program, or the reader, replaces `%s`, `%1$s`, `{name}` and `${NAME}` by a value. Translated or
lost, nothing is replaced. They are compared within aligned blocks, and within titles, descriptions and
other front matter values for readers; their order is free.

Left alone are placeholders in angle brackets (`<user>`), which readers replace and translators may
translate, words in braces that the source has at least three times and the translation nowhere,
in code neither: those were translated on purpose, and placeholders that stand elsewhere in the
block. Placeholders in code belong to `code-span`
and `code-block`, expressions of MDX and templates to `directive`.

The fix copies the source's placeholder where one of a block was changed.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "it was translated",
        source: "The greeting says Hello, {name}, and waits.\n",
        translation: "De groet zegt Hallo, {naam}, en wacht.\n",
        locale: "",
        expect: Expect::Fixed("De groet zegt Hallo, {name}, en wacht.\n"),
    },
    Example {
        title: "it was lost",
        source: "It writes \"%s saved\" to the log.\n",
        translation: "Het schrijft \"opgeslagen\" naar het logboek.\n",
        locale: "",
        expect: Expect::Flagged("placeholder `%s` is missing"),
    },
    Example {
        title: "a space came in",
        source: "The text is %1$s of %2$s.\n",
        translation: "De tekst is % 1 $ s van %2$s.\n",
        locale: "",
        expect: Expect::Flagged("placeholder `%1$s` is missing"),
    },
    Example {
        title: "another order",
        source: "{count} letters of {name}\n",
        translation: "{name} heeft {count} brieven\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for difference in outline::missing_tokens(pair, TokenKind::Placeholder, str::to_owned) {
        let form = |text: &str| text.split(|c: char| c.is_alphanumeric()).next().map(str::len);
        let only = difference.missing.len() == 1 && difference.extra.len() == 1;
        for token in &difference.missing {
            let wanted = pair.reference.slice(token.span);
            if is_renamed(pair, wanted) {
                continue;
            }
            let target = difference
                .extra
                .first()
                .filter(|extra| only && form(pair.translation.slice(extra.span)) == form(wanted));
            let finding = match target {
                Some(target) => {
                    checker.changed_token(pair, "placeholder", token.span, target.span, true)
                }
                None => checker.lost_token(pair, "placeholder", token.span, difference.translation),
            };
            checker.report(finding);
        }
    }
    checker.lost_in_values(pair, (TokenKind::Placeholder, "placeholder"), |_| true);
}

/// How often a word in braces has to stand on the page before its absence shows a purpose.
const OFTEN: usize = 3;

/// Whether `placeholder` is a word in braces that the whole page calls otherwise.
fn is_renamed(pair: &Pair<'_>, placeholder: &str) -> bool {
    let word = placeholder.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let find = |text: &str| memchr::memmem::find_iter(text.as_bytes(), placeholder).count();
    word.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        && find(&pair.translation.text) == 0
        && find(&pair.reference.text) >= OFTEN
}
