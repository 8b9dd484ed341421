//! `version`: version numbers that changed on the way.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind, Document, Token, TokenKind};
use crate::outline::{self, Pair, TokenDifference};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "version",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a version number that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A version is a name, not a number: `2.4.6` does not become `2,4,6` in languages with decimal commas,
nor does it lose digits. Numbers of three or more parts are compared within aligned blocks. A number
of two parts counts as a version where the same name stands before it in both languages: `PHP 8.1`
that became `PHP 8,1`. Titles, descriptions and other front matter values for readers are compared too.

Left alone are a leading `v` that became a word (`v1.1.75`, `Versión 1.1.75`), versions that stand
elsewhere in the block, as code or in a target, and versions whose sentence moved to another block of
the page. A version that is nowhere is reported in headings and cells, and in blocks of up to 100
characters that keep another one: writers leave it out of sentences on purpose, and write `2.3` for
`2.3.0`.

The fix copies the source's version where one version of a block was changed.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "decimal commas",
        source: "Works with 2.4.6 and later.\n",
        translation: "Werkt met 2,4,6 en later.\n",
        locale: "",
        expect: Expect::Fixed("Werkt met 2.4.6 en later.\n"),
    },
    Example {
        title: "a digit was lost",
        source: "Since v1.1.33 it is quiet.\n",
        translation: "Sinds v1.1.3 is het stil.\n",
        locale: "",
        expect: Expect::Fixed("Sinds v1.1.33 is het stil.\n"),
    },
    Example {
        title: "a version of two parts",
        source: "Larkpost needs PHP 8.1 or later.\n",
        translation: "Larkpost heeft PHP 8,1 of hoger nodig.\n",
        locale: "",
        expect: Expect::Fixed("Larkpost heeft PHP 8.1 of hoger nodig.\n"),
    },
    Example {
        title: "the version was lost",
        source: "Fixed in 2.4.5 and 2.4.6.\n",
        translation: "Opgelost in 2.4.6.\n",
        locale: "",
        expect: Expect::Flagged("version `2.4.5` is missing"),
    },
    Example {
        title: "a word for the letter",
        source: "Release v1.1.75 needs 2.5 GB.\n",
        translation: "La versión 1.1.75 necesita 2,5 GB.\n",
        locale: "es",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for difference in outline::missing_tokens(pair, TokenKind::Version, str::to_owned) {
        let TokenDifference { translation, mut missing, mut extra, .. } = difference;
        missing.retain(|token| {
            let wanted = pair.reference.slice(token.span);
            let same = |span: Span| pair.translation.slice(span) == wanted;
            !wanted.contains(',') && !respaced(pair, wanted, translation).is_some_and(same)
        });
        let only = missing.len() == 1;
        for token in &missing {
            let wanted = pair.reference.slice(token.span);
            let target =
                respaced(pair, wanted, translation).map(|span| (span, true)).or_else(|| {
                    let at = nearest(pair.translation, wanted, &extra)?;
                    Some((extra.remove(at).span, only && extra.is_empty()))
                });
            let finding = match target {
                Some((span, sure)) => {
                    checker.changed_token(pair, "version", token.span, span, sure)
                }
                None if is_free(pair, token, translation) => continue,
                None => checker.lost_token(pair, "version", token.span, translation),
            };
            checker.report(finding);
        }
    }
    for difference in outline::missing_tokens(pair, TokenKind::Number, str::to_owned) {
        for token in &difference.missing {
            two_parts(pair, checker, token, difference.translation);
        }
    }
    checker.lost_in_values(pair, (TokenKind::Version, "version"), |wanted| !wanted.contains(','));
}

/// Source blocks of more characters are sentences that writers turn: "no fixes any more" for "no
/// fixes to 2.3 after 2.3.7".
const SENTENCE: usize = 100;

/// Whether the version may have been left out on purpose: in a long sentence, where the shorter
/// `2.3` stands for `2.3.0`, or where a dot of it is escaped.
fn is_free(pair: &Pair<'_>, token: &Token, translation: BlockId) -> bool {
    let wanted = pair.reference.slice(token.span);
    let source = pair.reference.slice(pair.reference.block(token.block).span);
    let text = pair.translation.slice(pair.translation.block(translation).span);
    let series = wanted.rsplit_once('.').map_or(wanted, |(series, _)| series);
    let kind = &pair.reference.block(token.block).kind;
    let is_label = matches!(kind, BlockKind::Heading(_) | BlockKind::Cell);
    // One of several that is gone was dropped; the only one may be understood.
    let mut others = outline::tokens_of(pair.translation, translation).iter();
    let is_alone = !others.any(|other| {
        other.kind == TokenKind::Version && source.contains(pair.translation.slice(other.span))
    });
    source.chars().nth(SENTENCE).is_some()
        || (is_alone && !is_label)
        || outline::find_token(text, series).is_some()
        || outline::find_token(&text.replace('\\', ""), wanted).is_some()
}

/// The one place where the version stands with other separators.
fn respaced(pair: &Pair<'_>, wanted: &str, translation: BlockId) -> Option<Span> {
    let block = pair.translation.block(translation).span;
    let text = pair.translation.slice(block);
    let found = outline::find_respaced(text, wanted).or_else(|| translated_suffix(text, wanted))?;
    Some(found.shifted(block.start as usize))
}

/// The version with its suffix in another language: `2.4.7-bêta1`.
fn translated_suffix(text: &str, wanted: &str) -> Option<Span> {
    let (base, suffix) = wanted.split_once('-')?;
    let digits = suffix.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let start = text.find(base)?;
    let after = start + base.len();
    let tail = text[after..].strip_prefix(['-', ' '])?;
    let letters = tail.find(|c: char| !c.is_alphabetic())?;
    let end = after + 1 + letters + digits.len();
    let same = tail[letters..].starts_with(digits) && tail.starts_with(&suffix[..1]);
    let alone = !text[end..].starts_with(|c: char| c.is_ascii_digit());
    (same && alone && letters > 0).then(|| Span::new(start, end))
}

/// The version among `extra` that `wanted` may have become: the same first part, and little else
/// changed.
fn nearest(document: &Document, wanted: &str, extra: &[Token]) -> Option<usize> {
    let first = wanted.split('.').next();
    let off = |token: &Token| strsim::levenshtein(document.slice(token.span), wanted);
    let alike = |&at: &usize| document.slice(extra[at].span).split(['.', ',']).next() == first;
    let best = (0..extra.len()).filter(alike).min_by_key(|&at| off(&extra[at]))?;
    (off(&extra[best]) <= 3).then_some(best)
}

/// A number of two parts after a name, whose dot became a comma after the same name.
fn two_parts(pair: &Pair<'_>, checker: &mut Checker<'_>, token: &Token, translation: BlockId) {
    let wanted = pair.reference.slice(token.span);
    let Some((whole, part)) = wanted.split_once('.') else { return };
    let Some(name) = name_before(pair.reference, token.span) else { return };
    let comma = format!("{whole},{part}");
    let mut places = outline::tokens_of(pair.translation, translation).iter().filter(|other| {
        pair.translation.slice(other.span) == comma
            && name_before(pair.translation, other.span) == Some(name)
    });
    let (Some(target), None) = (places.next(), places.next()) else { return };
    // `CPU 2.5 GHz` is a quantity.
    if !is_followed_by_unit(pair.reference, token.span) {
        checker.report(checker.changed_token(pair, "version", token.span, target.span, true));
    }
}

/// The word with a capital letter right before `span`, after a space: `PHP` in `PHP 8.1`.
fn name_before(document: &Document, span: Span) -> Option<&str> {
    let before = document.text[..span.start as usize].strip_suffix([' ', '\u{a0}'])?;
    let start = before
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    (word.len() > 1 && word.bytes().any(|byte| byte.is_ascii_uppercase())).then_some(word)
}

fn is_followed_by_unit(document: &Document, span: Span) -> bool {
    let after = &document.text[span.end as usize..];
    let after = after.strip_prefix([' ', '\u{a0}']).unwrap_or(after);
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    after.starts_with('%') || (1..=3).contains(&word.len()) && word.chars().any(char::is_uppercase)
}
