//! Front matter in YAML and TOML is read or an error with a place, and compared without harm.
#![no_main]

use hexapla_fuzz::{PART, article, is_place, judged, parsed, text};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    for fence in ["---", "+++"] {
        let page = |values: &str| format!("{fence}\n{values}\n{fence}\n\n# Page\n");
        let one = page(text);
        if let Some(found) = &parsed(&one).front_matter {
            is_place(&one, found.span);
            for entry in &found.entries {
                is_place(&one, entry.key);
                is_place(&one, entry.value);
            }
            if let Some(error) = &found.error {
                is_place(&one, error.span);
            }
        }
        let (source, translation) = text.split_once(PART).unwrap_or((text, ""));
        let (catalog, store) = article(&page(source), &page(translation));
        judged(&catalog, &store);
    }
});
