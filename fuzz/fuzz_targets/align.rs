//! Alignments are one to one, and a page has no gaps beside itself.
#![no_main]

use hexapla::outline::{self, Outline};
use hexapla_fuzz::{pages, parsed};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((source, translation)) = pages(data) else { return };
    let (ours, theirs) = (parsed(source), parsed(translation));
    let outlines = [Outline::new(&ours), Outline::new(&theirs)];
    let alignment = outline::align(&ours, &outlines[0], &theirs, &outlines[1]);
    for (index, other) in (0_u32..).zip(&alignment.to_translation) {
        if let Some(other) = other {
            let back = alignment.to_reference[other.0 as usize];
            assert_eq!(back.map(|block| block.0), Some(index));
        }
    }
    let itself = outline::align(&ours, &outlines[0], &ours, &outlines[0]);
    assert!(itself.gaps.is_empty(), "{:?}", itself.gaps);
});
