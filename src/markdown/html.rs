//! Raw HTML cut into tags, comments and text, with the targets that its attributes name.

use super::model::{InlineKind, Link, LinkForm, Tag};
use super::scan;
use crate::text::{Span, space};

/// A piece of raw HTML.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) kind: InlineKind,
    /// The target that a tag's `href` or `src` names; it stands inside the tag.
    pub(super) target: Option<InlineKind>,
}

/// Cuts the raw HTML at `span` into pieces. A `<` that starts no tag is text.
pub(super) fn pieces(text: &str, span: Span) -> Vec<Piece> {
    let mut found = Vec::new();
    let (mut at, end) = (span.start as usize, span.end as usize);
    let mut text_start = at;
    while let Some(offset) = memchr::memchr(b'<', &text.as_bytes()[at..end]) {
        let start = at + offset;
        let Some(piece) = piece(text, start, end) else {
            at = start + 1;
            continue;
        };
        push_text(&mut found, text, text_start, start);
        at = piece.span.end as usize;
        text_start = at;
        found.push(piece);
    }
    push_text(&mut found, text, text_start, end);
    found
}

fn push_text(found: &mut Vec<Piece>, text: &str, start: usize, end: usize) {
    let rest = space::trim_start(&text[start..end]);
    let trimmed = space::trim_end(rest);
    if !trimmed.is_empty() {
        let from = end - rest.len();
        let span = Span::new(from, from + trimmed.len());
        found.push(Piece { span, kind: InlineKind::Text, target: None });
    }
}

/// The tag or comment that starts with the `<` at `start` and ends before `end`.
pub(super) fn piece(text: &str, start: usize, end: usize) -> Option<Piece> {
    let rest = &text[start..end];
    if let Some(inner) = rest.strip_prefix("<!--") {
        let length = inner.find("-->").map_or(rest.len(), |at| at + 7);
        let span = Span::new(start, start + length);
        return Some(Piece { span, kind: InlineKind::Comment, target: None });
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let length = rest.find('>').map_or(rest.len(), |at| at + 1);
        let span = Span::new(start, start + length);
        return Some(Piece { span, kind: InlineKind::Comment, target: None });
    }
    let (tag_end, name) = scan::tag_end(text, start).filter(|&(tag_end, _)| tag_end <= end)?;
    let span = Span::new(start, tag_end);
    let slice = &text[span.range()];
    let closing = slice.starts_with("</");
    let tag = Tag { name, closing, self_closing: slice.ends_with("/>") };
    let target = if closing { None } else { target(text, span, &text[name.range()]) };
    Some(Piece { span, kind: InlineKind::Tag(tag), target })
}

/// The `href` or `src` of the tag at `span`.
fn target(text: &str, span: Span, name: &str) -> Option<InlineKind> {
    let is_image = name.eq_ignore_ascii_case("img") || name.ends_with("Image");
    let href = attribute(text, span, "href");
    let (value, _) = href.or_else(|| attribute(text, span, "src"))?;
    let target = html_escape::decode_html_entities(&text[value.range()]).into_owned();
    let link = Link {
        form: LinkForm::Html,
        target: target.into_boxed_str(),
        target_span: value,
        text: Span::at(span.end as usize),
        title: None,
    };
    Some(if is_image || href.is_none() { InlineKind::Image(link) } else { InlineKind::Link(link) })
}

/// The value of attribute `key` in the tag at `span`, without quotes, and whether it is quoted.
/// An MDX expression is no value.
pub(super) fn attribute(text: &str, span: Span, key: &str) -> Option<(Span, bool)> {
    let tag = &text[span.range()];
    for equals in memchr::memchr_iter(b'=', tag.as_bytes()) {
        let Some(before) = space::trim_end(&tag[..equals]).strip_suffix(key) else { continue };
        if !before.ends_with(|c: char| c.is_ascii_whitespace()) {
            continue;
        }
        let value = space::trim_start(&tag[equals + 1..]);
        let start = tag.len() - value.len();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (skip, length) = match quote {
            Some(quote) => (1, value[1..].find(quote)?),
            None if value.starts_with('{') => return None,
            None => (0, value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(0)),
        };
        let absolute = span.start as usize + start + skip;
        return Some((Span::new(absolute, absolute + length), quote.is_some()));
    }
    None
}
