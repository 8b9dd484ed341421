//! Machine tokens of aligned blocks beside each other, as multisets. What a translation has
//! elsewhere in the block (as code, in a target) or elsewhere on the page is not lost.

use std::collections::HashMap;

use memchr::memmem::Finder;

use super::inlines::emptied;
use super::model::Pair;
use crate::markdown::front_matter::EntriesByPath;
use crate::markdown::{
    BlockId, BlockKind, Document, InlineKind, Token, TokenKind, ValueShape, tokens_in,
};
use crate::text::Span;

/// The tokens that two aligned blocks do not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenDifference {
    /// The block in the reference.
    pub reference: BlockId,
    /// Its translation.
    pub translation: BlockId,
    /// Tokens of the reference that the translation lacks.
    pub missing: Vec<Token>,
    /// Tokens of the translation that the reference lacks.
    pub extra: Vec<Token>,
}

/// The aligned blocks whose translation lacks tokens of `kind`. Tokens with equal keys answer
/// each other.
pub fn missing_tokens<K: PartialEq>(
    pair: &Pair<'_>,
    kind: TokenKind,
    key: impl Fn(&str) -> K,
) -> Vec<TokenDifference> {
    let mut found = Vec::new();
    let mut counted = HashMap::new();
    let of_kind = |token: &&Token| token.kind == kind;
    let mut rest = pair.reference.tokens.as_slice();
    while let Some(at) = rest.iter().position(|token| token.kind == kind) {
        // All of the kind in one block; those before are of others.
        let length = rest[at..].iter().take_while(|token| token.block == rest[at].block).count();
        let group = &rest[at..at + length];
        rest = &rest[at + length..];
        let reference = group[0].block;
        let Some(translation) = pair.translation_of(reference) else { continue };
        if emptied(pair, translation) || holds_text_only_of_children(pair, translation) {
            continue;
        }
        // The same texts in the same order have the same keys.
        let others = tokens_of(pair.translation, translation).iter().filter(of_kind);
        let texts = group.iter().filter(of_kind).map(|token| pair.reference.slice(token.span));
        if texts.eq(others.clone().map(|token| pair.translation.slice(token.span))) {
            continue;
        }
        let key_of = |document: &Document, token: &Token| key(document.slice(token.span));
        let mut missing: Vec<Token> = group.iter().filter(of_kind).copied().collect();
        let mut extra: Vec<(K, Token)> =
            others.map(|token| (key_of(pair.translation, token), *token)).collect();
        missing.retain(|token| {
            let wanted = key_of(pair.reference, token);
            let at = extra.iter().position(|(key, _)| *key == wanted);
            at.map(|at| extra.remove(at)).is_none()
        });
        missing.retain(|token| !stands_elsewhere(pair, token, translation, &mut counted));
        let mut extra: Vec<Token> = extra.into_iter().map(|(_, token)| token).collect();
        extra.retain(|token| {
            let whole = pair.reference.slice(pair.reference.block(reference).span);
            find_token(whole, pair.translation.slice(token.span)).is_none()
        });
        if !missing.is_empty() {
            found.push(TokenDifference { reference, translation, missing, extra });
        }
    }
    found
}

/// A token in a front matter value of the reference that the translation's value lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostInValue {
    /// The token.
    pub source: Span,
    /// The translation's value.
    pub value: Span,
    /// What the token became, where that can be told.
    pub target: Option<Span>,
}

/// The tokens of `kind` in titles, descriptions and other front matter values for readers that the
/// same value of the translation lacks. `is_text` says which keys hold text for readers.
pub fn lost_in_values(
    pair: &Pair<'_>,
    kind: TokenKind,
    is_text: impl Fn(&str) -> bool,
) -> Vec<LostInValue> {
    let (Some(ours), Some(theirs)) = (&pair.reference.front_matter, &pair.translation.front_matter)
    else {
        return Vec::new();
    };
    let answers = EntriesByPath::new(theirs);
    let of_kind = |document: &Document, span: Span| -> Vec<Span> {
        let tokens = tokens_in(&document.text, span).into_iter();
        tokens.filter(|token| token.kind == kind).map(|token| token.span).collect()
    };
    let marks = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'{' | b'%');
    let mut found = Vec::new();
    for entry in &ours.entries {
        // Values with digits or braces are few, those with such a token fewer; what its key is
        // for is asked last.
        let written = pair.reference.slice(entry.value);
        if entry.shape != ValueShape::Scalar || !written.bytes().any(marks) {
            continue;
        }
        let Some(theirs) = answers.get(&entry.path) else { continue };
        let value = pair.translation.slice(theirs.value);
        if value.is_empty() || value == written {
            continue;
        }
        let sources = of_kind(pair.reference, entry.value);
        if sources.is_empty() || !is_text(&entry.path) {
            continue;
        }
        let plain = value.replace(['‑', '‐', '–', '−'], "-");
        let mut extra = of_kind(pair.translation, theirs.value);
        extra.retain(|span| find_token(written, pair.translation.slice(*span)).is_none());
        for source in sources {
            let wanted = pair.reference.slice(source);
            if find_token(&plain, wanted).is_none() {
                let respaced = find_respaced(value, wanted)
                    .map(|span| span.shifted(theirs.value.start as usize));
                let target = respaced.or(extra.first().copied().filter(|_| extra.len() == 1));
                found.push(LostInValue { source, value: theirs.value, target });
            }
        }
    }
    found
}

/// The tokens that stand directly in `block`.
pub fn tokens_of(document: &Document, block: BlockId) -> &[Token] {
    let start = document.tokens.partition_point(|token| token.block < block);
    let length = document.tokens[start..].partition_point(|token| token.block == block);
    &document.tokens[start..start + length]
}

/// Whether the block is nothing but a frame for others: the text is judged in those.
fn holds_text_only_of_children(pair: &Pair<'_>, translation: BlockId) -> bool {
    let block = pair.translation.block(translation);
    matches!(block.kind, BlockKind::List { .. } | BlockKind::Table { .. } | BlockKind::Row)
}

/// Whether the translation of the block has the token's text in any form, or the page has it as
/// often as the source: a sentence that moved took it along.
///
/// What the pages were searched for is kept in `counted`: the same number may be lost a thousand
/// times.
fn stands_elsewhere<'p>(
    pair: &Pair<'p>,
    token: &Token,
    translation: BlockId,
    counted: &mut HashMap<&'p str, bool>,
) -> bool {
    let wanted = pair.reference.slice(token.span);
    let block = pair.translation.slice(pair.translation.block(translation).span);
    if find_token(block, wanted).is_some() || went_with_link_text(pair, token, block) {
        return true;
    }
    let count = |document: &Document| {
        let text = &document.text[document.body_start as usize..];
        let finder = Finder::new(wanted);
        let mut at = 0;
        let mut count = 0_usize;
        while let Some(found) = next_token(&text[at..], wanted, &finder) {
            count += 1;
            at += found + wanted.len();
        }
        count
    };
    *counted.entry(wanted).or_insert_with(|| count(pair.translation) >= count(pair.reference))
}

/// Whether the token stands in the text of a link, and a link of the translation has lost its
/// text: that is said of the link.
fn went_with_link_text(pair: &Pair<'_>, token: &Token, block: &str) -> bool {
    let lost = ["[&#128279;](", "[](", "[🔗]("].iter().any(|empty| block.contains(empty));
    lost && pair.reference.inlines_in(token.block).iter().any(
        |inline| matches!(&inline.kind, InlineKind::Link(link) if link.text.contains(token.span)),
    )
}

/// Where `token` stands in `text` by itself: not as a part of a longer number or name.
pub fn find_token(text: &str, token: &str) -> Option<usize> {
    next_token(text, token, &Finder::new(token))
}

/// The same with a `finder` of the token.
fn next_token(text: &str, token: &str, finder: &Finder<'_>) -> Option<usize> {
    let mut from = 0;
    while let Some(offset) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + offset;
        let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + token.len()..]);
        if stands_alone(token, before, after) {
            return Some(at);
        }
        from = at + token.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Whether neither side continues `token`. A letter after digits does not: languages glue endings
/// and compounds to names.
fn stands_alone(token: &str, before: &[u8], after: &[u8]) -> bool {
    let first = token.bytes().next().unwrap_or(b' ');
    let last = token.bytes().last().unwrap_or(b' ');
    let continues_before = match before {
        [.., byte] if first.is_ascii_alphabetic() => byte.is_ascii_alphanumeric(),
        [.., digit, b'.' | b','] if first.is_ascii_digit() => digit.is_ascii_digit(),
        [.., byte] if first.is_ascii_digit() => byte.is_ascii_digit(),
        _ => false,
    };
    let continues_after = match after {
        [byte, ..] if last.is_ascii_digit() && byte.is_ascii_digit() => true,
        [b'.' | b',', digit, ..] if last.is_ascii_digit() => digit.is_ascii_digit(),
        [b'-', letter, rest @ ..] if last.is_ascii_digit() && token.contains('.') => {
            // `2.4.6` is no part of `2.4.6-p1`.
            let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            letter.is_ascii_alphabetic()
                && letters < 6
                && rest.get(letters).is_some_and(u8::is_ascii_digit)
        }
        [byte, ..] if last.is_ascii_alphabetic() => byte.is_ascii_alphanumeric(),
        _ => false,
    };
    !continues_before && !continues_after
}

/// Where `text` has the parts of `token` (its runs of letters and digits) in their order with
/// other separators than the token's, alone by itself; `None` where that is nowhere or in several
/// places.
pub fn find_respaced(text: &str, token: &str) -> Option<Span> {
    let parts: Vec<&str> =
        token.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let (first, rest) = parts.split_first()?;
    let mut found = None;
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|tail| tail.find(first)) {
        let start = from + offset;
        from = start + first.len();
        let glued = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
        let Some(end) = (!glued).then(|| follow(text, from, rest)).flatten() else { continue };
        if text[end..].starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(Span::new(start, end));
    }
    found
}

/// The end of `parts` in `text` from `at` on, with one to three characters before each of them
/// that are no letters or digits, nor the end of a line or sentence.
fn follow(text: &str, at: usize, parts: &[&str]) -> Option<usize> {
    let mut at = at;
    for part in parts {
        let tail = &text[at..];
        let gap = tail.find(|c: char| c.is_alphanumeric())?;
        let between = &tail[..gap];
        let separates = !between.is_empty()
            && between.chars().count() <= 2
            && between.chars().all(|c| {
                matches!(c, '.' | ',' | ' ' | '\u{a0}' | '-' | '‑' | '．' | '。' | '،' | '、')
            });
        if !separates || !tail[gap..].starts_with(part) {
            return None;
        }
        at += gap + part.len();
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_only_by_itself() {
        for (text, token) in [
            ("de ACSD-12-patch", "ACSD-12"),
            ("版本2.4.6にある", "2.4.6"),
            ("(2.4.6)", "2.4.6"),
            ("2.4.6. Und", "2.4.6"),
            ("2.4.6-versie", "2.4.6"),
            ("v2.4.6", "2.4.6"),
        ] {
            assert!(find_token(text, token).is_some(), "{token} in {text}");
        }
        for (text, token) in [
            ("ACSD-123", "ACSD-12"),
            ("MACSD-12", "ACSD-12"),
            ("2.4.61", "2.4.6"),
            ("12.4.6", "2.4.6"),
            ("2.4.6.1", "2.4.6"),
            ("2.4.6-p1", "2.4.6"),
        ] {
            assert!(find_token(text, token).is_none(), "{token} in {text}");
        }
    }

    #[test]
    fn other_separators_are_recognised() {
        let found = |text, token| find_respaced(text, token).map(|span| &text[span.range()]);
        assert_eq!(found("in 2,4,6 en", "2.4.6"), Some("2,4,6"));
        assert_eq!(found("in 2. 4. 6-p1 en", "2.4.6-p1"), Some("2. 4. 6-p1"));
        assert_eq!(found("in 2,4,61 en", "2.4.6"), None);
        assert_eq!(found("2,4,6 of 2,4,6", "2.4.6"), None, "two places");
    }
}
