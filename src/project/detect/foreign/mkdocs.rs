//! `mkdocs.yml` with the `i18n` plugin: `docs_structure: suffix` or `folder`.

use serde_yaml::Value;

use super::super::template;
use super::{Known, others};
use crate::locale::Locale;
use crate::project::layout::DocumentSet;

pub(super) fn sets(text: &str, dir: &str, _: &Known<'_>) -> Vec<DocumentSet> {
    read(text, dir).into_iter().collect()
}

fn read(text: &str, dir: &str) -> Option<DocumentSet> {
    let config: Value = serde_yaml::from_str(text).ok()?;
    let plugin =
        config.get("plugins")?.as_sequence()?.iter().find_map(|plugin| plugin.get("i18n"))?;
    let languages = plugin.get("languages")?.as_sequence()?;
    let tag = |language: &Value| language.get("locale").and_then(Value::as_str).map(str::to_owned);
    let is_default =
        |language: &&Value| language.get("default").and_then(Value::as_bool).unwrap_or(false);
    let source = tag(languages.iter().find(is_default).or_else(|| languages.first())?)?;
    let locale = Locale::parse(&source)?;
    let docs = config.get("docs_dir").and_then(Value::as_str).unwrap_or("docs");
    let docs = format!("{dir}{}/", docs.trim_start_matches("./").trim_end_matches('/'));
    let structure = plugin.get("docs_structure").and_then(Value::as_str).unwrap_or("suffix");
    let (from, to) = match structure {
        "folder" => (format!("{docs}{source}/{{path}}"), format!("{docs}{{lang}}/{{path}}")),
        _ => (
            format!("{docs}{{dir}}/{{stem}}.{{ext}}"),
            format!("{docs}{{dir}}/{{stem}}.{{lang}}.{{ext}}"),
        ),
    };
    let mut set = DocumentSet::new(Some(template(&from)?), vec![template(&to)?], locale.clone());
    set.languages =
        others(languages.iter().filter_map(|language| Locale::parse(&tag(language)?)), &locale);
    Some(set)
}
