//! What the parser does not say of a block: where its markers, ids, info strings and labels
//! stand.

use pulldown_cmark::LinkType;

use super::highlight;
use super::html;
use super::model::{
    Alert, AlertForm, BlockKind, CodeBlock, Heading, HeadingId, Inline, InlineKind, LinkForm,
};
use super::scan;
use crate::text::{Span, space};

/// Our name for how a link is written.
pub(super) fn link_form(link_type: LinkType) -> LinkForm {
    match link_type {
        LinkType::Inline => LinkForm::Inline,
        LinkType::Autolink | LinkType::Email => LinkForm::Autolink,
        _ => LinkForm::Reference,
    }
}

/// The parts of the heading at `span`.
pub(super) fn heading(text: &str, span: Span, level: u8) -> Heading {
    let (start, end) = (span.start as usize, span.end as usize);
    let slice = &text[span.range()];
    let (mut from, mut to) = (start, end);
    if slice.starts_with('#') {
        from += scan::run_length(slice, b'#');
        let body = space::trim_end(&text[from..to]);
        if body.ends_with('#') {
            let closed = body.trim_end_matches('#');
            if closed.is_empty() || closed.ends_with([' ', '\t']) {
                to = from + closed.len();
            }
        }
    } else if let Some(last) = slice.trim_end_matches(['=', '-']).rfind('\n') {
        // A setext heading: the underline is the last line.
        to = start + last;
    }
    let body = space::trim_start(&text[from..to]);
    from = to - body.len();
    to = from + space::trim_end(body).len();
    let mut id = heading_attributes(text, from, to);
    if let Some(found) = &id {
        to = from + space::trim_end(&text[from..found.whole.start as usize]).len();
    } else {
        id = anchor(text, from, to);
    }
    Heading { level, text: Span::new(from, to.max(from)), id }
}

/// `{#id}`, `{ #id }`, `{: #id}`, `{/* #id */}`, `{/*id*/}` at the end of a heading.
fn heading_attributes(text: &str, from: usize, to: usize) -> Option<HeadingId> {
    let slice = &text[from..to];
    let open = memchr::memrchr(b'{', slice.strip_suffix('}')?.as_bytes())?;
    let inner = &slice[open + 1..slice.len() - 1];
    let (offset, length) = if let Some(hash) = memchr::memchr(b'#', inner.as_bytes()) {
        (hash + 1, id_length(&inner[hash + 1..]))
    } else {
        let comment = inner.strip_prefix("/*")?.strip_suffix("*/")?;
        let id = space::trim(comment);
        if id_length(id) < id.len() {
            return None;
        }
        (2 + comment.len() - space::trim_start(comment).len(), id.len())
    };
    if length == 0 {
        return None;
    }
    let start = from + open + 1 + offset;
    let id = Span::new(start, start + length);
    Some(HeadingId { id, whole: Span::new(from + open, to) })
}

/// The ASCII that is not part of an id.
const ENDS_ID: [bool; 256] = {
    let mut ends = [false; 256];
    let listed = b" \t\n\x0b\x0c\r{}\"=*/";
    let mut index = 0;
    while index < listed.len() {
        ends[listed[index] as usize] = true;
        index += 1;
    }
    ends
};

/// How many bytes of an id `text` starts with: no white space, quotes or signs of an attribute.
fn id_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let id = &text[..bytes.iter().position(|&byte| ENDS_ID[byte as usize]).unwrap_or(text.len())];
    if id.is_ascii() { id.len() } else { id.find(char::is_whitespace).unwrap_or(id.len()) }
}

/// `<a name="id"></a>` or `<a id="id"></a>` in a heading.
fn anchor(text: &str, from: usize, to: usize) -> Option<HeadingId> {
    let slice = &text.as_bytes()[from..to];
    let open = memchr::memchr_iter(b'<', slice).find(|&at| slice[at..].starts_with(b"<a "))?;
    let open = from + open;
    let (end, _) = scan::tag_end(text, open).filter(|&(end, _)| end <= to)?;
    let tag = Span::new(open, end);
    let (id, _) = ["id", "name"].iter().find_map(|key| html::attribute(text, tag, key))?;
    (!id.is_empty()).then_some(HeadingId { id, whole: tag })
}

/// The parts of the code block at `span`. Its body is filled in as the parser reads it.
pub(super) fn code_block(text: &str, span: Span, fenced: bool) -> CodeBlock {
    let start = span.start as usize;
    if !fenced {
        let at = Span::at(start);
        return CodeBlock { fenced, language: at, info: at, body: at };
    }
    let line_end = scan::line_end(text, start).min(span.end as usize);
    let line = &text[start..line_end];
    let marker = space::trim_start(line);
    let fence_start = line.len() - marker.len();
    if let Some((name, info)) = highlight::tag(space::trim_end(marker)) {
        let at = line.find(name).map_or(0, |at| at + name.len());
        let info_start = start + at + line[at..].find(info).unwrap_or(0);
        return fenced_block(text, span, (info_start, info), line_end);
    }
    let fence = marker.bytes().next().map_or(0, |byte| scan::run_length(marker, byte));
    let rest = &line[fence_start + fence..];
    let info = space::trim_start(rest);
    let info_start = start + fence_start + fence + (rest.len() - info.len());
    let info = space::trim_end(info);
    let info_start = if info.is_empty() { start + fence_start + fence } else { info_start };
    fenced_block(text, span, (info_start, info), line_end)
}

fn fenced_block(
    text: &str,
    span: Span,
    (info_start, info): (usize, &str),
    line_end: usize,
) -> CodeBlock {
    let word =
        info.find(|c: char| c.is_whitespace() || matches!(c, '{' | ',')).unwrap_or(info.len());
    let body = Span::at(scan::next_line(text, line_end).min(span.end as usize));
    CodeBlock {
        fenced: true,
        language: Span::new(info_start, info_start + word),
        info: Span::new(info_start, info_start + info.len()),
        body,
    }
}

/// The alert that a block quote is, and where its marker ends.
pub(super) fn quote_alert(text: &str, span: Span) -> Option<(Alert, usize)> {
    let end = scan::line_end(text, span.start as usize).min(span.end as usize);
    let content = scan::quote_marker(text, span.start as usize, end)?;
    let start = content + scan::indent_width(&text[content..end]);
    let inner = text[start..end].strip_prefix("[!")?;
    let close = inner.find(']')?;
    let word = inner
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
        .unwrap_or(inner.len());
    if word == 0 || word > close || inner[close..].starts_with("](") {
        return None;
    }
    let kind_start = start + 2;
    let title = inner[word..close].trim().trim_matches('"');
    let title_start = match inner[word..close].find(title) {
        Some(at) if !title.is_empty() => kind_start + word + at,
        _ => kind_start + word,
    };
    let alert = Alert {
        form: AlertForm::Quote,
        kind: Span::new(kind_start, kind_start + word),
        title: Span::new(title_start, title_start + title.len()),
        closed: true,
    };
    // Obsidian's fold sign and GitHub's trailing space belong to the marker.
    let rest = &inner[close + 1..];
    let fold = usize::from(rest.starts_with(['+', '-']));
    Some((alert, kind_start + close + 1 + fold))
}

/// The label of the footnote definition at `span`.
pub(super) fn footnote_label(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let start = slice.find("[^").map_or(0, |at| at + 2);
    let length = slice[start..].find(']').unwrap_or(0);
    Span::new(span.start as usize + start, span.start as usize + start + length)
}

/// The code in the code span at `span`, without its backticks and one space of padding
/// (CommonMark §6.1).
pub(super) fn code_span_body(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let ticks = scan::run_length(slice, b'`').min(slice.len() / 2);
    let (mut start, mut end) = (span.start as usize + ticks, span.end as usize - ticks);
    let body = &text[start..end];
    let padded = body.starts_with(' ') && body.ends_with(' ') && !body.trim().is_empty();
    if padded {
        start += 1;
        end -= 1;
    }
    Span::new(start, end.max(start))
}

/// What a paragraph with these inlines is: a directive or comment when nothing else stands in
/// it; `None` when nothing does.
pub(super) fn paragraph_kind(text: &str, inlines: &[Inline]) -> Option<BlockKind> {
    let mut directive = None;
    let mut comment = false;
    for inline in inlines {
        match &inline.kind {
            InlineKind::Directive(found) => {
                directive.get_or_insert(found);
            }
            InlineKind::Comment => comment = true,
            InlineKind::HardBreak => {}
            InlineKind::Text if space::is_blank(&text[inline.span.range()]) => {}
            _ => return Some(BlockKind::Paragraph),
        }
    }
    match directive {
        Some(directive) => Some(BlockKind::Directive(directive.clone())),
        None if comment => Some(BlockKind::Comment),
        None => None,
    }
}
