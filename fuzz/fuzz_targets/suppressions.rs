//! Comments and front matter that switch rules off, in a translation and in its source: whatever they
//! say, the pages are judged.
#![no_main]

use hexapla_fuzz::{article, judged, text};

const SOURCE: &str = "# Page\n\nSee [it](a.md) and `code`.\n\n- one\n- two\n";
const DEFECTS: &str = "# Pagina\n\nZie [het](b.md) en `kode`.\n\n- een\n";

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    for page in [
        format!("<!-- hexapla-{text} -->\n\n{DEFECTS}"),
        format!("{{/* hexapla-{text} */}}\n\n{DEFECTS}"),
        format!("---\nhexapla: {{disable: {text}}}\n---\n\n{DEFECTS}"),
        format!("---\nhexapla:\n  {text}\n---\n\n{DEFECTS}"),
        format!("{DEFECTS}\n{text}\n"),
    ] {
        let (catalog, store) = article(SOURCE, &page);
        judged(&catalog, &store);
        let (catalog, store) = article(&page, DEFECTS);
        judged(&catalog, &store);
    }
});
