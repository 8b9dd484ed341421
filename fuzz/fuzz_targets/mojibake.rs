//! Any bytes are read by the code pages of a locale or not at all, and what is found in a text are
//! places in it. The first byte chooses the locale.
#![no_main]

use hexapla::encoding;
use hexapla::locale::Locale;
use hexapla_fuzz::is_place;

const LOCALES: [&str; 8] = ["nl", "fr", "ja", "ru", "el", "pl", "zh-CN", "und"];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let locale = Locale::parse(LOCALES[usize::from(*first) % LOCALES.len()]);
    let locale = locale.unwrap_or_else(Locale::unknown);
    let decoded = encoding::legacy::decode(data, &locale);
    let text = match &decoded {
        Some(decoded) => decoded.text.clone(),
        None => String::from_utf8_lossy(data).into_owned(),
    };
    for suspect in encoding::scan(&text, &locale, None) {
        is_place(&text, suspect.span);
    }
});
