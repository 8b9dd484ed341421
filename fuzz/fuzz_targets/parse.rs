//! Any text is a document, kept byte for byte, with places on character boundaries.
#![no_main]

use hexapla_fuzz::{is_place, parsed, text};

#[path = "../../tests/support/spans.rs"]
mod spans;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    let document = parsed(text);
    assert_eq!(document.text, text);
    for span in spans::of(&document) {
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
