//! `lunaria.config.json`: `files[].pattern` such as `src/content/docs/@lang/@path`.

use serde_json::Value;

use super::super::template;
use super::{Known, others};
use crate::locale::Locale;
use crate::project::layout::DocumentSet;

pub(super) fn sets(text: &str, dir: &str, known: &Known<'_>) -> Vec<DocumentSet> {
    let Ok(config) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    // Version 0 states `defaultLocale`, version 1 `sourceLocale`; both as text or `{ lang }`.
    let tag =
        |value: &Value| value.as_str().or_else(|| value.get("lang")?.as_str()).map(str::to_owned);
    let source = ["sourceLocale", "defaultLocale"].iter().find_map(|key| tag(config.get(key)?));
    let Some(source) = source else { return Vec::new() };
    let Some(locale) = Locale::parse(&source) else { return Vec::new() };
    let list = |key: &str| config.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let locales: Vec<Locale> =
        list("locales").iter().filter_map(|value| Locale::parse(&tag(value)?)).collect();
    let files = list("files");
    let sets = files.iter().filter_map(|file| {
        let pattern = file.get("pattern")?;
        let (from, to) = match pattern.as_str() {
            Some(pattern) => {
                // The default locale may live at the root, without its tag in the path.
                let named = format!("{dir}{}", pattern.split("@lang").next().unwrap_or(""));
                let has = known.has_dir(&format!("{named}{source}"));
                let from = if has {
                    pattern.replace("@lang", &source)
                } else {
                    pattern.replace("@lang/", "")
                };
                (from, pattern.to_owned())
            }
            // Version 1: `{ source, locales }`.
            None => (
                pattern.get("source")?.as_str()?.replace("@lang", &source),
                pattern.get("locales")?.as_str()?.to_owned(),
            ),
        };
        let convert = |pattern: &str| {
            let pattern = pattern.trim_start_matches("./").replace("@lang", "{lang}");
            template(&format!("{dir}{}", pattern.replace("@path", "{path}")))
        };
        let mut set = DocumentSet::new(Some(convert(&from)?), vec![convert(&to)?], locale.clone());
        set.languages = others(locales.iter().cloned(), &locale);
        Some(set)
    });
    sets.collect()
}
