//! `crowdin.yml`: `files[].source` and `files[].translation` with `%placeholders%`.

use serde_yaml::Value;

use super::super::template;
use super::Known;
use crate::locale::Locale;
use crate::project::layout::DocumentSet;

const LANGUAGES: [&str; 7] = [
    "%locale%",
    "%two_letters_code%",
    "%three_letters_code%",
    "%locale_with_underscore%",
    "%language%",
    "%osx_code%",
    "%osx_locale%",
];

pub(super) fn sets(text: &str, dir: &str, _: &Known<'_>) -> Vec<DocumentSet> {
    let Ok(config) = serde_yaml::from_str::<Value>(text) else { return Vec::new() };
    let Some(files) = config.get("files").and_then(Value::as_sequence) else { return Vec::new() };
    let sets = files.iter().filter_map(|file| {
        let source = file.get("source")?.as_str()?;
        let (base, is_tree) = source_base(source)?;
        let from = format!("{dir}{base}{}", if is_tree { "{path}" } else { "{stem}.{ext}" });
        let to = translation(file.get("translation")?.as_str()?, base)?;
        // Crowdin keeps the source language with the project; documentation says English.
        let english = Locale::parse("en")?;
        let to = template(&format!("{dir}{to}")).filter(crate::project::Template::has_lang)?;
        Some(DocumentSet::new(Some(template(&from)?), vec![to], english))
    });
    sets.collect()
}

/// The directory of a source pattern, and whether it takes in what lies below: `/docs/**/*.md`.
/// Patterns for other files than Markdown are no layout of ours.
fn source_base(source: &str) -> Option<(&str, bool)> {
    let source = source.trim_start_matches('/');
    let star = source.find('*')?;
    let base = &source[..source[..star].rfind('/').map_or(0, |at| at + 1)];
    let extension = source.rsplit('/').next()?.rsplit_once('.').map(|(_, extension)| extension);
    let is_ours =
        extension.is_none_or(|ext| ext == "*" || ext.starts_with("md") || ext == "markdown");
    is_ours.then(|| (base, source.contains("**")))
}

/// The translation's pattern as a template. `**` repeats what it stood for in the source;
/// `%original_path%` is the source's directory.
fn translation(pattern: &str, base: &str) -> Option<String> {
    let mut text = pattern.trim_start_matches('/').to_owned();
    for language in LANGUAGES {
        text = text.replace(language, "{lang}");
    }
    let text = text
        .replace("**/%original_file_name%", "{path}")
        .replace("%original_path%/%original_file_name%", &format!("{base}{{path}}"))
        .replace("%original_path%/", &format!("{base}{{dir}}/"))
        .replace("**/", "{dir}/")
        .replace("%original_file_name%", "{stem}.{ext}")
        .replace("%file_name%", "{stem}")
        .replace("%file_extension%", "{ext}");
    (!text.contains(['%', '*'])).then_some(text)
}
