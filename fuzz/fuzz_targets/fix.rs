//! Fixes converge, touch no source, leave what they report, and have nothing to do a second time.
#![no_main]

use hexapla::fix::Applicability;
use hexapla::linter;
use hexapla::text::FileId;
use hexapla_fuzz::{all_rules, article, judged, pages};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((source, translation)) = pages(data) else { return };
    let (catalog, mut store) = article(source, translation);
    let before = judged(&catalog, &store).findings.len();
    let settings = all_rules();
    let level = Applicability::Unsafe;
    let fixed = linter::fix(&catalog, &settings, &store, level, &|_| ());
    assert!(fixed.report.findings.len() <= before);
    for change in fixed.changes {
        assert_ne!(change.path, catalog.file(FileId(0)).path);
        store.0.insert(change.path, change.after);
    }
    assert_eq!(judged(&catalog, &store).findings, fixed.report.findings);
    let again = linter::fix(&catalog, &settings, &store, level, &|_| ());
    assert!(again.changes.is_empty(), "{:?}", again.changes);
});
