//! Short quotations of a document for messages.

use super::model::{BlockId, BlockKind, Document};
use crate::text::Span;

/// How many characters of a text a message quotes.
const LONGEST: usize = 48;

impl Document {
    /// The text at `span` on one line, cut after 48 characters, for a message.
    pub fn excerpt(&self, span: Span) -> String {
        let mut quoted = String::new();
        for (count, c) in self.slice(span).trim().chars().enumerate() {
            if count == LONGEST {
                quoted.push('…');
                break;
            }
            let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
            if !(c == ' ' && quoted.ends_with(' ')) {
                quoted.push(c);
            }
        }
        quoted
    }

    /// What a block says, for a message: a heading's text, the first words of the others.
    pub fn excerpt_of(&self, id: BlockId) -> String {
        self.excerpt(self.words_of(id))
    }

    /// The first line of a block: where a finding about the whole block points.
    pub fn head_of(&self, id: BlockId) -> Span {
        let span = self.block(id).span;
        let text = self.slice(span);
        let line = text.find(['\n', '\r']).unwrap_or(text.len());
        Span::new(span.start as usize, span.start as usize + text[..line].trim_end().len())
    }

    /// The part of a block that says what it is about.
    fn words_of(&self, id: BlockId) -> Span {
        let block = self.block(id);
        match &block.kind {
            BlockKind::Heading(heading) => heading.text,
            BlockKind::Code(code) if !code.body.is_empty() => code.body,
            BlockKind::Item { .. } | BlockKind::Alert(_) | BlockKind::Quote => {
                let inner = self.inlines_in(id).first();
                inner.map_or(block.span, |first| Span {
                    start: first.span.start,
                    end: block.span.end,
                })
            }
            _ => block.span,
        }
    }
}
