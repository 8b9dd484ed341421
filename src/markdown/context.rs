//! What a byte of a document is part of: prose, code, a target, front matter.

use super::model::{BlockId, BlockKind, Document, InlineKind, LinkForm};

/// What a place in a document is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Running text.
    Prose,
    /// The text of a heading.
    Heading,
    /// The text or title of a link, or the alternative text of an image.
    LinkText,
    /// Text in a table cell.
    TableCell,
    /// Text between tags of an HTML block.
    Html,
    /// Inside an HTML or JSX tag.
    HtmlAttribute,
    /// A code span.
    CodeSpan,
    /// A code block, fences included.
    CodeBlock,
    /// The target of a link or image, or a place outside all blocks, where the definitions of
    /// reference links stand.
    Url,
    /// A front matter value.
    FrontMatterValue,
    /// A front matter key, comment or fence.
    FrontMatterKey,
    /// A comment.
    Comment,
    /// A shortcode, include, macro or other machine text.
    Directive,
}

impl Context {
    /// Whether readers see it as text that Markdown has decoded.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Prose | Self::Heading | Self::LinkText | Self::TableCell | Self::Html)
    }

    /// Whether it is a code span or block.
    pub fn is_code(self) -> bool {
        matches!(self, Self::CodeSpan | Self::CodeBlock)
    }

    /// Whether it is part of the front matter.
    pub fn is_front_matter(self) -> bool {
        matches!(self, Self::FrontMatterKey | Self::FrontMatterValue)
    }

    /// Where that is, in words: "in prose", "in a heading".
    pub fn place(self) -> &'static str {
        match self {
            Self::Prose => "in prose",
            Self::Heading => "in a heading",
            Self::LinkText => "in a link text",
            Self::TableCell => "in a table",
            Self::Html => "in HTML",
            Self::HtmlAttribute => "in an HTML tag",
            Self::CodeSpan | Self::CodeBlock => "in code",
            Self::Url => "in a target",
            Self::FrontMatterValue | Self::FrontMatterKey => "in front matter",
            Self::Comment => "in a comment",
            Self::Directive => "in a directive",
        }
    }
}

/// The innermost block that covers the byte at `offset`, if one does.
pub fn block_at(document: &Document, offset: u32) -> Option<BlockId> {
    let after = document.blocks.partition_point(|block| block.span.start <= offset);
    let last = BlockId(after.checked_sub(1)? as u32);
    let mut place = Some(last);
    while let Some(id) = place {
        let block = document.block(id);
        if block.span.covers(offset) {
            return Some(id);
        }
        place = block.parent;
    }
    // The tags of components stand beside the content that they are found in: look a little
    // further back.
    let before = (0..last.0).rev().take(32).map(BlockId);
    before.into_iter().find(|&id| document.block(id).span.covers(offset))
}

/// What the byte at `offset` is part of.
pub fn context_at(document: &Document, offset: u32) -> Context {
    if offset < document.body_start {
        let value = document
            .front_matter
            .as_ref()
            .is_some_and(|front| front.entries.iter().any(|entry| entry.value.covers(offset)));
        return if value { Context::FrontMatterValue } else { Context::FrontMatterKey };
    }
    let Some(id) = block_at(document, offset) else { return Context::Url };
    let block = document.block(id);
    let mut context = match &block.kind {
        BlockKind::Code(_) => return Context::CodeBlock,
        BlockKind::Comment => return Context::Comment,
        BlockKind::Heading(_) => Context::Heading,
        BlockKind::Cell => Context::TableCell,
        BlockKind::Html => Context::Html,
        BlockKind::Directive(_) => Context::Directive,
        BlockKind::Alert(alert) if !alert.title.covers(offset) => Context::Directive,
        _ => Context::Prose,
    };
    let inlines = document.inlines_in(id);
    let before = inlines.partition_point(|inline| inline.span.start <= offset);
    for inline in inlines[..before].iter().filter(|inline| inline.span.covers(offset)) {
        context = match &inline.kind {
            InlineKind::Code { .. } => return Context::CodeSpan,
            InlineKind::Comment => return Context::Comment,
            InlineKind::Directive(_) => return Context::Directive,
            InlineKind::FootnoteReference { .. } => return Context::Url,
            InlineKind::Tag(_) => Context::HtmlAttribute,
            InlineKind::Link(link) | InlineKind::Image(link) => match link.form {
                LinkForm::Html => context,
                LinkForm::Autolink => Context::Url,
                _ if link.target_span.covers(offset) => Context::Url,
                LinkForm::Inline => Context::LinkText,
                LinkForm::Reference if link.text.covers(offset) => Context::LinkText,
                LinkForm::Reference => Context::Url,
            },
            _ => context,
        };
    }
    context
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown::parse;
    use crate::text::{FileId, SourceFile};

    #[test]
    fn every_place_has_its_context() {
        let text = "# A1\n\nB2 `C3` [D4](E5 \"F6\") **G7**\n\n| H8 |\n|---|\n| I9 |\n\n\
                    ```J0\nK1\n```\n\n<div title=\"L2\">\nM3\n</div>\n\n- N4\n\n[o]: P5\n\nQ6 <b id=R7>S8</b>";
        let document = parse(FileId(0), SourceFile::new("a.md", text), Locale::unknown());
        let at = |needle: &str| context_at(&document, text.find(needle).expect(needle) as u32);
        let expected = [
            ("A1", Context::Heading),
            ("B2", Context::Prose),
            ("C3", Context::CodeSpan),
            ("D4", Context::LinkText),
            ("E5", Context::Url),
            ("F6", Context::LinkText),
            ("G7", Context::Prose),
            ("H8", Context::TableCell),
            ("I9", Context::TableCell),
            ("J0", Context::CodeBlock),
            ("K1", Context::CodeBlock),
            ("L2", Context::HtmlAttribute),
            ("M3", Context::Html),
            ("N4", Context::Prose),
            ("P5", Context::Url),
            ("Q6", Context::Prose),
            ("R7", Context::HtmlAttribute),
            ("S8", Context::Prose),
        ];
        for (needle, context) in expected {
            assert_eq!(at(needle), context, "{needle}");
        }
    }
}
