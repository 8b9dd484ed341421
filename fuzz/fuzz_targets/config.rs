//! A configuration is settings, with which a page can be judged, or errors, each of which can be
//! shown at its place. The same text is read as a baseline.
#![no_main]

use std::path::{Path, PathBuf};

use hexapla::baseline::Baseline;
use hexapla::config::{self, ConfigErrors, Settings};
use hexapla::linter;
use hexapla::output::{FileError, render_errors};
use hexapla_fuzz::{article, text};

const SOURCE: &str = "---\ntitle: a\nsize: 1\n---\n\n# Page\n\nOpen the cart, a GitHub `x`.\n\n\
                      ```text\na\n```\n\nMore [of it](b.md) in version 1.2.3.\n";
const TRANSLATION: &str = "---\ntitle: b\nsize: 2\n---\n\n# Pagina\n\nOpen de kar, a Github `y`.\n\n\
                           ```text\nb\n```\n\nMeer [ervan](c.md) in versie 1.2.4.\n";

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    if let Ok(baseline) = Baseline::read(text, &|path| PathBuf::from(path)) {
        let shown = |path: &Path| path.to_string_lossy().into_owned();
        let written = baseline.write(&shown);
        let again = Baseline::read(&written, &|path| PathBuf::from(path));
        assert!(again.is_ok_and(|again| again.write(&shown) == written), "{written}");
    }
    match config::parse(text, Path::new("/project/lint-rules.toml")) {
        Ok(loaded) => judge(loaded.settings),
        Err(errors) => show(&errors),
    }
});

/// A page can be judged by any settings.
fn judge(settings: Settings) {
    let (catalog, store) = article(SOURCE, TRANSLATION);
    let report = linter::lint(&catalog, &settings, &store, &|_| ());
    assert!(report.failures.is_empty(), "{:?}", report.failures);
}

fn show(errors: &ConfigErrors) {
    assert!(!errors.errors.is_empty());
    let each: Vec<_> = errors
        .errors
        .iter()
        .map(|error| FileError {
            message: &error.message,
            span: error.span,
            label: &error.label,
            help: error.help.as_deref(),
        })
        .collect();
    render_errors(&errors.path, errors.source.text(), &each, false, 80);
}
