//! A configuration is settings or errors, each of which can be shown at its place.
#![no_main]

use std::path::Path;

use hexapla::config;
use hexapla::output::{FileError, render_errors};
use hexapla_fuzz::text;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    let Err(errors) = config::parse(text, Path::new("lint-rules.toml")) else { return };
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
});
