//! Any text is a document, kept byte for byte, with places on character boundaries.
#![no_main]

use hexapla_fuzz::{is_place, parsed, text};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    let document = parsed(text);
    assert_eq!(document.text, text);
    for block in &document.blocks {
        is_place(text, block.span);
    }
    for inline in &document.inlines {
        is_place(text, inline.span);
    }
});
