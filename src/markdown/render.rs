//! Rendering to HTML, to prove that an edit changes nothing that readers see.

use std::ops::Range;

use pulldown_cmark::{Parser, html};

use super::model::{AlertForm, BlockId, BlockKind, Dialect, Document};
use super::parse::OPTIONS;
use crate::text::Span;

/// The HTML of a piece of Markdown.
fn render(text: &str) -> String {
    let mut rendered = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut rendered, Parser::new_ext(text, OPTIONS));
    rendered
}

/// Whether two pieces of Markdown render to the same HTML. References to characters that the
/// HTML carries literally (in raw HTML) count as those characters.
pub fn renders_equal(before: &str, after: &str) -> bool {
    before == after || same(&render(before), &render(after))
}

/// Whether two pieces of Markdown render to the same HTML but for zero-width spaces.
pub fn renders_equal_but_zero_width(before: &str, after: &str) -> bool {
    let bare = |text: &str| without_zero_width(&render(text));
    same(&bare(before), &bare(after))
}

/// Whether two pieces of Markdown render to the same HTML but for spaces, zero-width ones too.
/// Whether words touch that did not before, the caller has to see to.
pub fn renders_equal_but_spaces(before: &str, after: &str) -> bool {
    let bare = |text: &str| without_zero_width(&render(text)).replace([' ', '\u{a0}'], "");
    before == after || bare(before) == bare(after)
}

/// How many bold passages a piece of Markdown renders with, and how many `**` readers still see.
pub fn renders_with_strong(text: &str) -> (usize, usize) {
    let html = render(text);
    (html.matches("<strong>").count(), html.matches("**").count())
}

fn same(before: &str, after: &str) -> bool {
    before == after
        || html_escape::decode_html_entities(before) == html_escape::decode_html_entities(after)
            && before.matches('<').count() == after.matches('<').count()
}

fn without_zero_width(html: &str) -> String {
    let html = html.replace('\u{200b}', "");
    let written = ["&#x200B;", "&#x200b;", "&#8203;", "&ZeroWidthSpace;"];
    written.iter().fold(html, |html, written| html.replace(written, ""))
}

/// Finds which of `edits` (replacements in `document`, in order, not overlapping) may be made
/// together without changing what `equal` compares. Every block is rendered with all
/// its edits at once, and only when that shows a difference with one more at a time.
pub fn harmless(
    document: &Document,
    edits: &[(Span, &str)],
    equal: fn(&str, &str) -> bool,
) -> Vec<bool> {
    let mut verdict: Vec<bool> =
        edits.iter().map(|edit| plainly_harmless(document, *edit)).collect();
    let doubtful: Vec<usize> = (0..edits.len()).filter(|&index| !verdict[index]).collect();
    let rest: Vec<(Span, &str)> = doubtful.iter().map(|&index| edits[index]).collect();
    for (index, harmless) in doubtful.into_iter().zip(rendered(document, &rest, equal)) {
        verdict[index] = harmless;
    }
    verdict
}

/// Whether an edit takes away a character without width between two that no marker touches: then
/// nothing that decides about markup sees it, and no rendering is needed to tell.
fn plainly_harmless(document: &Document, (span, replacement): (Span, &str)) -> bool {
    let (before, after) =
        (&document.text[..span.start as usize], &document.text[span.end as usize..]);
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let plain = |c: char| c == ' ' || c.is_alphanumeric();
    let word = |c: char| plain(c) && !matches!(c, 'x' | 'X');
    let between = match (left, right) {
        // The edges of a link text, where `[x]`, `[^` and `[!` would mean something else.
        ('[', right) => word(right),
        (left, ']') => word(left),
        (left, right) => plain(left) && plain(right),
    };
    // At the start of a line, digits, spaces and letters may become a marker.
    let within = || {
        let line = before.rsplit('\n').next().unwrap_or(before);
        line.trim_start_matches([' ', '>', '*', '-', '+']).len() > 3
    };
    replacement.is_empty()
        && between
        && within()
        && !document.slice(span).contains('\u{feff}')
        && !(left == ' ' && right == ' ' && after.starts_with("  "))
}

fn rendered(
    document: &Document,
    edits: &[(Span, &str)],
    equal: fn(&str, &str) -> bool,
) -> Vec<bool> {
    let mut verdict = vec![false; edits.len()];
    let mut from = 0;
    while from < edits.len() {
        let Some((id, top)) = rendered_block(document, edits[from].0) else {
            from += 1;
            continue;
        };
        let to = from + edits[from..].iter().take_while(|edit| top.contains(edit.0)).count();
        let indented = is_indented(document, id, top);
        let block = Block { document, top, indented, edits: &edits[from..to], equal };
        block.sift(0..to - from, &mut verdict[from..to]);
        from = to.max(from + 1);
    }
    verdict
}

/// Whether the lines of a block are indented without being code: in components, for MDX has no
/// indented code, and below `!!! note`.
fn is_indented(document: &Document, id: BlockId, lines: Span) -> bool {
    let mdx = document.dialect == Dialect::Mdx;
    match &document.block(id).kind {
        BlockKind::Code(_) => false,
        BlockKind::Alert(alert) => matches!(alert.form, AlertForm::Bangs | AlertForm::Details),
        BlockKind::Html | BlockKind::Directive(_) => mdx,
        _ => mdx && document.slice(lines).starts_with("    "),
    }
}

/// The block that has to be rendered to see an edit at `span`: the paragraph, heading or cell it
/// is in, else the top-level block with its lines.
fn rendered_block(document: &Document, span: Span) -> Option<(BlockId, Span)> {
    let mut id: BlockId = super::context::block_at(document, span.start)?;
    let own = document.block(id);
    let is_text =
        matches!(own.kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Cell);
    // Inlines do not reach beyond their paragraph, heading or cell: a list of a thousand items
    // need not be rendered for one of them.
    if is_text && own.span.contains(span) {
        return Some((id, own.span));
    }
    while let Some(parent) = document.block(id).parent {
        id = parent;
    }
    let mut block = document.block(id).span;
    let line = document.text[..block.start as usize].rfind('\n').map_or(0, |at| at + 1);
    block.start = (line as u32).max(document.body_start);
    block.contains(span).then_some((id, block))
}

/// A top-level block with the edits that lie in it.
struct Block<'a> {
    document: &'a Document,
    top: Span,
    indented: bool,
    edits: &'a [(Span, &'a str)],
    equal: fn(&str, &str) -> bool,
}

impl Block<'_> {
    /// Accepts the edits of `range` that change nothing, on top of those accepted so far: all at
    /// once where that works, otherwise half by half.
    fn sift(&self, range: Range<usize>, accepted: &mut [bool]) {
        accepted[range.clone()].fill(true);
        let (before, after) = (self.document.slice(self.top), self.edited(accepted));
        let equal = if self.indented {
            (self.equal)(&without_indentation(before), &without_indentation(&after))
        } else {
            (self.equal)(before, &after)
        };
        if equal {
            return;
        }
        accepted[range.clone()].fill(false);
        if range.len() > 1 {
            let middle = range.start + range.len() / 2;
            self.sift(range.start..middle, accepted);
            self.sift(middle..range.end, accepted);
        }
    }

    fn edited(&self, accepted: &[bool]) -> String {
        let text = &self.document.text;
        let mut result = String::with_capacity(self.top.len());
        let mut at = self.top.start as usize;
        for ((span, replacement), _) in self.edits.iter().zip(accepted).filter(|edit| *edit.1) {
            result.push_str(&text[at..span.start as usize]);
            result.push_str(replacement);
            at = span.end as usize;
        }
        result.push_str(&text[at..self.top.end as usize]);
        result
    }
}

fn without_indentation(text: &str) -> String {
    text.split_inclusive('\n').map(str::trim_start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_means_equal_for_readers() {
        assert!(renders_equal("l&#39;app", "l'app"));
        assert!(!renders_equal(r"l\&#39;app", r"l\'app"));
        assert!(!renders_equal("&lt;b>", "<b>"));
        assert!(renders_equal("<div>&eacute;</div>", "<div>é</div>"));
        assert!(!renders_equal("<div>&lt;b></div>", "<div><b></div>"));
        assert!(renders_equal_but_zero_width("a&#x200B;b", "ab"));
        assert!(!renders_equal_but_zero_width("**テスト。**&#x200B;を", "**テスト。**を"));
    }
}
