//! Hugo's configuration: `defaultContentLanguage`, and `contentDir` per language; without it
//! languages are suffixes of file names.

use serde_json::Value;

use super::super::template;
use super::{Known, others};
use crate::locale::{Locale, names};
use crate::project::layout::DocumentSet;

pub(super) fn sets(text: &str, dir: &str, known: &Known<'_>) -> Vec<DocumentSet> {
    parse(text, known.name).and_then(|config| from(&config, dir)).unwrap_or_default()
}

/// The file of a split configuration that holds the languages alone. Hugo states
/// the default language in another file; English, its own default, is taken for it.
pub(super) fn languages(text: &str, dir: &str, known: &Known<'_>) -> Vec<DocumentSet> {
    let Some(languages) = parse(text, known.name) else { return Vec::new() };
    let config = serde_json::json!({ "languages": languages });
    from(&config, dir).unwrap_or_default()
}

fn parse(text: &str, name: &str) -> Option<Value> {
    match name.rsplit('.').next()? {
        "toml" => serde_json::to_value(text.parse::<toml::Table>().ok()?).ok(),
        "json" => serde_json::from_str(text).ok(),
        _ => serde_json::to_value(serde_yaml::from_str::<serde_yaml::Value>(text).ok()?).ok(),
    }
}

/// The value of `key`, whatever its letter case: Hugo's keys have none.
fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value
        .as_object()?
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value)
}

fn from(config: &Value, dir: &str) -> Option<Vec<DocumentSet>> {
    let languages = get(config, "languages")?.as_object()?;
    let default = get(config, "defaultContentLanguage").and_then(Value::as_str).unwrap_or("en");
    let source = Locale::parse(default)?;
    let locale_of = |name: &String| names::from_name(name).or_else(|| Locale::parse(name));
    let content = get(config, "contentDir").and_then(Value::as_str).unwrap_or("content");
    let content_of = |name: &str, value: &Value| {
        let stated = get(value, "contentDir").and_then(Value::as_str);
        stated
            .or((name == default).then_some(content))
            .map(|path| path.trim_matches('/').to_owned())
    };
    let dirs: Vec<(Locale, String)> = languages
        .iter()
        .filter_map(|(name, value)| Some((locale_of(name)?, content_of(name, value)?)))
        .collect();
    let source_dir = dirs.iter().find(|(locale, _)| *locale == source).map(|(_, dir)| dir.clone());
    let translated: Vec<&(Locale, String)> = dirs
        .iter()
        .filter(|(locale, dir)| *locale != source && Some(dir) != source_dir.as_ref())
        .collect();
    let all = others(languages.keys().filter_map(locale_of), &source);
    if translated.is_empty() {
        let content = format!("{dir}{}/", content.trim_matches('/'));
        let from = template(&format!("{content}{{dir}}/{{stem}}.{{ext}}"))?;
        let to = template(&format!("{content}{{dir}}/{{stem}}.{{lang}}.{{ext}}"))?;
        let mut set = DocumentSet::new(Some(from), vec![to], source);
        set.languages = all;
        return Some(vec![set]);
    }
    let from = template(&format!("{dir}{}/{{path}}", source_dir?))?;
    // One template where the directories differ in their last part only; its names that are no
    // tags (`content/french`) are kept as language names.
    let mut set = DocumentSet::new(Some(from), Vec::new(), source);
    for (locale, path) in translated {
        let (parent, name) =
            path.rsplit_once('/').map_or(("", path.as_str()), |(up, name)| (up, name));
        let (head, lang) = super::super::split_segment(name).unwrap_or(("", name));
        let parent = if parent.is_empty() { String::new() } else { format!("{parent}/") };
        let to = template(&format!("{dir}{parent}{head}{{lang}}/{{path}}"))?;
        if !set.translations.contains(&to) {
            set.translations.push(to);
        }
        if names::from_name(lang).as_ref() != Some(locale) {
            set.names.insert(lang.to_owned(), locale.clone());
        }
    }
    set.languages = all;
    Some(vec![set])
}
