//! Any text is a document, kept byte for byte, with places on character boundaries.
#![no_main]

use hexapla::markdown::{BlockKind, Document, InlineKind};
use hexapla::text::Span;
use hexapla_fuzz::{is_place, parsed, text};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    let document = parsed(text);
    assert_eq!(document.text, text);
    for span in places(&document) {
        is_place(text, span);
    }
    let count = document.blocks.len() as u32;
    for (index, block) in (0_u32..).zip(&document.blocks) {
        assert!(index < block.end && block.end <= count, "block {index} ends early");
        if let Some(parent) = block.parent {
            let around = document.block(parent);
            assert!(parent.0 < index && block.end <= around.end, "not inside its parent");
            assert!(around.span.contains(block.span), "{block:?} in {around:?}");
        }
    }
});

/// Every place that a document holds.
fn places(document: &Document) -> Vec<Span> {
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
    all
}
