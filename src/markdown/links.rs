//! Where a link's text, target and title are written. pulldown-cmark says what they are; a fix
//! has to know where they stand.

use super::scan;
use crate::text::{Span, space};

/// The written parts of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) text: Span,
    pub(super) target: Span,
    pub(super) title: Option<Span>,
}

/// The parts of `[text](target "title")` or `![alt](target)` at `whole`, whose text ends at
/// `text_end` or later.
pub(super) fn inline(text: &str, whole: Span, text_end: usize) -> Option<Written> {
    let end = whole.end as usize;
    let bang = usize::from(text[whole.range()].starts_with('!'));
    let text_start = whole.start as usize + bang + 1;
    let from = text_end.clamp(text_start, end);
    let rest = &text.as_bytes()[from..end];
    let close = memchr::memchr_iter(b']', rest).find(|&at| rest.get(at + 1) == Some(&b'('))?;
    let close = from + close;
    let (target, after) = target(text, close + 2, end)?;
    let title = title(text, after, end);
    Some(Written { text: Span::new(text_start, close), target, title })
}

/// The parts of `[label]: target "title"` at `whole`.
pub(super) fn definition(text: &str, whole: Span) -> Option<(Span, Option<Span>)> {
    let end = whole.end as usize;
    let colon = whole.start as usize + text[whole.range()].find("]:")?;
    let (target, after) = target(text, colon + 2, end)?;
    Some((target, title(text, after, end)))
}

/// The target from `at` on (CommonMark §6.3 link destination) and the offset just past it.
fn target(text: &str, at: usize, end: usize) -> Option<(Span, usize)> {
    let start = end - space::trim_start(text.get(at..end)?).len();
    let bytes = &text.as_bytes()[..end];
    if bytes.get(start) == Some(&b'<') {
        let close = start + memchr::memchr(b'>', &bytes[start..])?;
        return Some((Span::new(start + 1, close), close + 1));
    }
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(offset) = bytes[at.min(end)..].iter().position(|&byte| is_sign(byte)) {
        at += offset;
        match bytes[at] {
            // What follows is escaped.
            b'\\' => at += 1,
            b'{' if bytes[at..].starts_with(b"{{") => {
                // A shortcode or macro is the target: it may hold spaces and quotes.
                let close = at + text[at..end].find("}}")? + 2;
                let tail = text[close..end].find([' ', ')', '\n']).unwrap_or(end - close);
                return Some((Span::new(start, close + tail), close + tail));
            }
            b'{' => {}
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ => return Some((Span::new(start, at), at)),
        }
        at += 1;
    }
    Some((Span::new(start, end), end))
}

/// Whether a byte may end a target or belongs to what it is made of besides text.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'\\' | b'{' | b'(' | b')' | b' ' | b'\t' | b'\n' | b'\r')
}

fn title(text: &str, after: usize, end: usize) -> Option<Span> {
    if text.as_bytes().get(after) == Some(&b')') {
        return None;
    }
    let line_end = scan::line_end(text, end.min(text.len())).min(end);
    let rest = text.get(after..line_end)?;
    let padding = rest.len() - rest.trim_start().len();
    let close = match rest[padding..].chars().next()? {
        '"' => '"',
        '\'' => '\'',
        '(' => ')',
        _ => return None,
    };
    let start = after + padding + 1;
    let length = text[start..end].rfind(close)?;
    Some(Span::new(start, start + length))
}
