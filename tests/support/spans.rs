//! Every place that a document holds, for what has to be true of all of them: the property tests and
//! the fuzz target `parse` ask the same.

use hexapla::markdown::{BlockKind, Document, InlineKind};
use hexapla::text::Span;

/// Every span of `document`.
pub(crate) fn of(document: &Document) -> Vec<Span> {
    let mut all: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
    for block in &document.blocks {
        match &block.kind {
            BlockKind::Heading(heading) => {
                all.push(heading.text);
                all.extend(heading.id.iter().flat_map(|id| [id.id, id.whole]));
            }
            BlockKind::Code(code) => all.extend([code.language, code.info, code.body]),
            BlockKind::Alert(alert) => all.extend([alert.kind, alert.title]),
            BlockKind::Footnote { label } => all.push(*label),
            BlockKind::Directive(directive) => all.push(directive.name),
            _ => {}
        }
    }
    for inline in &document.inlines {
        all.push(inline.span);
        match &inline.kind {
            InlineKind::Code { body } => all.push(*body),
            InlineKind::Link(link) | InlineKind::Image(link) => {
                all.extend([link.target_span, link.text]);
                all.extend(link.title);
            }
            InlineKind::Tag(tag) => all.push(tag.name),
            InlineKind::FootnoteReference { label } => all.push(*label),
            InlineKind::Directive(directive) => all.push(directive.name),
            _ => {}
        }
    }
    all.extend(document.suspects.iter().map(|suspect| suspect.span));
    all.extend(document.tokens.iter().map(|token| token.span));
    for suppression in &document.suppressions {
        all.extend([suppression.span, suppression.keyword]);
        all.extend(&suppression.rules);
    }
    if let Some(front_matter) = &document.front_matter {
        all.extend([front_matter.span, front_matter.body]);
        all.extend(front_matter.entries.iter().flat_map(|entry| [entry.key, entry.value]));
        all.extend(front_matter.error.iter().map(|error| error.span));
    }
    all
}
