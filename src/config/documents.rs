//! The tables `[[documents]]`, and what languages are called.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::keys::{DOCUMENTS, LINKS, REQUIRE};
use super::read::{Reader, Text, Value};
use crate::locale::{Locale, names};
use crate::project::{DocumentSet, LanguageNames, LinkStyle, PairBy, Require, Template, paths};

/// What the top of the file says for all tables.
#[derive(Debug)]
pub(super) struct Defaults {
    /// `source-language`.
    pub(super) source_language: Option<Locale>,
    /// `languages`.
    pub(super) languages: Option<Vec<Locale>>,
    /// `language-names`.
    pub(super) names: LanguageNames,
}

impl Reader<'_> {
    /// `text` as a language tag.
    pub(super) fn locale(&mut self, text: &Text<'_>) -> Option<Locale> {
        let tag = text.text;
        let short = names::shortened(&tag.to_lowercase()).to_owned();
        let has_shorter = tag.len() == 3 && short.len() == 2;
        if let Some(locale) = names::from_tag(tag) {
            return Some(locale);
        }
        // Three letters may name any of thousands of languages; `und` says that none is known.
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        if primary.len() == 3
            && !has_shorter
            && let Some(locale) = Locale::parse(tag)
        {
            return Some(locale);
        }
        let help = match names::from_name(tag) {
            Some(locale) => format!("did you mean `{locale}`?"),
            None if has_shorter => format!("did you mean `{short}`?"),
            None => "write a BCP 47 tag such as `es`, `pt-BR` or `zh-Hans`; directory names that \
                     are no tags go into `language-names`"
                .to_owned(),
        };
        self.error(text.span.clone(), format!("`{tag}` is no language tag"), "", help);
        None
    }

    /// `value` as a list of language tags, each named once.
    pub(super) fn locales(&mut self, name: &str, value: &Value<'_>) -> Vec<Locale> {
        let mut locales: Vec<Locale> = Vec::new();
        for text in self.as_texts(name, value) {
            let Some(locale) = self.locale(&text) else { continue };
            if locales.contains(&locale) {
                self.error(text.span, format!("`{locale}` is named twice"), "again here", "");
            } else {
                locales.push(locale);
            }
        }
        locales
    }

    /// Reads `[language-names]`.
    pub(super) fn language_names(&mut self, table: &DeTable<'_>) -> LanguageNames {
        let mut found = LanguageNames::new();
        for (name, value) in self.table(table, "language-names").into_iter().flatten() {
            if let Some(text) = self.as_text(name.get_ref(), value)
                && let Some(locale) = self.locale(&text)
            {
                found.insert(name.get_ref().to_string(), locale);
            }
        }
        found
    }

    /// Reads one `[[documents]]` table, whose place is `span`.
    pub(super) fn documents(
        &mut self,
        table: &DeTable<'_>,
        span: Range<usize>,
        root: &Path,
        defaults: &Defaults,
    ) -> Option<DocumentSet> {
        self.only(table, DOCUMENTS);
        let own = self.text(table, "source-language").and_then(|text| self.locale(&text));
        let source_language =
            own.or_else(|| defaults.source_language.clone()).or_else(|| Locale::parse("en"))?;
        let own = table.get("languages").map(|value| self.locales("languages", value));
        let languages = own.or_else(|| defaults.languages.clone());
        let roots = self.roots(table, root);
        let exclude = self.exclude(table);
        let pair_by = self.pair_by(table);
        let require = self.require(table);
        let links = self.links(table);
        let source = match table.get("source") {
            Some(value) => Some(self.template("source", value)?),
            None => None,
        };
        let translations = self.translations(table, span, roots.is_empty())?;
        self.consistent(table, source.as_ref(), &translations);
        if source.is_some()
            && !roots.is_empty()
            && !translations.iter().any(Template::has_lang)
            && !roots.iter().any(|(locale, _)| *locale == source_language)
            && let Some((key, _)) = table.get_key_value("roots")
        {
            let message =
                format!("`roots` has no directory for the source language `{source_language}`");
            let help =
                format!("add `{source_language} = \".\"`, or remove `source` to compare siblings");
            self.error(key.span(), message, "", help);
        }
        let mut set = DocumentSet::new(source, translations, source_language);
        set.roots = roots;
        set.exclude = exclude;
        set.pair_by = pair_by;
        set.require = require;
        set.links = links;
        set.languages = languages;
        set.names.clone_from(&defaults.names);
        Some(set)
    }

    /// The value of `name` as a template.
    fn template(&mut self, name: &str, value: &Value<'_>) -> Option<Template> {
        let text = self.as_text(name, value)?;
        match Template::parse(text.text) {
            Ok(template) => Some(template),
            Err(error) => {
                let span = self.inside(&text, error.range);
                self.error(span, format!("`{name}`: {}", error.message), "", error.help);
                None
            }
        }
    }

    fn translations(
        &mut self,
        table: &DeTable<'_>,
        span: Range<usize>,
        needs_lang: bool,
    ) -> Option<Vec<Template>> {
        const NAME: &str = "translations";
        let Some(value) = table.get(NAME) else {
            let help = "say where the translations lie: `translations = \"docs/{lang}/{path}\"`";
            self.error(span, "`documents` lacks `translations`", "", help);
            return None;
        };
        let values = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        let mut templates = Vec::new();
        for value in values {
            let Some(template) = self.template(NAME, value) else { continue };
            if needs_lang && !template.has_lang() {
                let help = "put `{lang}` where the path names the language, or give each language a \
                            directory in `roots`";
                let message = "`translations` does not say which language a file is in";
                self.error(value.span(), message, "`{lang}` is missing", help);
                continue;
            }
            templates.push(template);
        }
        (!templates.is_empty()).then_some(templates)
    }

    /// A source that is one file pairs with translations that are one file, and many with many.
    fn consistent(&mut self, table: &DeTable<'_>, source: Option<&Template>, others: &[Template]) {
        let Some((source, value)) = source.zip(table.get("source")) else { return };
        for other in others.iter().filter(|other| other.varies() != source.varies()) {
            let (one, many) = if source.varies() { (other, source) } else { (source, other) };
            let message = format!(
                "`source` and `translations` can never pair: `{one}` is one file, `{many}` many"
            );
            let help = "use the same of `{path}`, or `{dir}`, `{stem}` and `{ext}`, on both sides";
            self.error(value.span(), message, "", help);
        }
    }

    fn roots(&mut self, table: &DeTable<'_>, base: &Path) -> Vec<(Locale, PathBuf)> {
        let mut roots: Vec<(Locale, PathBuf)> = Vec::new();
        // In the order of the file, so that the second of two is the one that is too many.
        let mut entries: Vec<_> = self.table(table, "roots").into_iter().flatten().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in entries {
            let tag = Text { text: name.get_ref(), span: name.span() };
            let locale = self.locale(&tag);
            let Some(dir) = self.as_text(name.get_ref(), value) else { continue };
            let Some(locale) = locale else { continue };
            let path = paths::absolute(base, Path::new(dir.text));
            if !path.is_dir() {
                let message = format!("the directory `{}` does not exist", dir.text);
                let help = format!("`roots` are relative to {}", base.display());
                self.error(dir.span, message, "", help);
            } else if roots.iter().any(|(known, _)| *known == locale) {
                let message = format!("`roots` names the language `{locale}` twice");
                let help = "tags that differ only in letter case or in `_` and `-` are the same";
                self.error(name.span(), message, "again here", help);
            } else {
                roots.push((locale, path));
            }
        }
        roots
    }

    fn exclude(&mut self, table: &DeTable<'_>) -> Vec<glob::Pattern> {
        let mut patterns = Vec::new();
        for text in self.texts(table, "exclude") {
            match glob::Pattern::new(text.text) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => {
                    let before: usize = text.text.chars().take(error.pos).map(char::len_utf8).sum();
                    let span = self.inside(&text, before..text.text.len());
                    let message = format!("`{}` is no glob pattern: {}", text.text, error.msg);
                    let help = "`*` matches within a directory, `**/` any directories";
                    self.error(span, message, "", help);
                }
            }
        }
        patterns
    }

    fn pair_by(&mut self, table: &DeTable<'_>) -> PairBy {
        let Some(text) = self.text(table, "pair-by") else { return PairBy::Path };
        match text.text.split_once(':') {
            None if text.text == "path" => PairBy::Path,
            Some(("front-matter", key)) if !key.trim().is_empty() => {
                PairBy::FrontMatter(key.trim().to_owned())
            }
            _ => {
                let message = format!("`pair-by` cannot be `{}`", text.text);
                let help =
                    "write `path`, or `front-matter:KEY` with the key whose value pages share";
                self.error(text.span, message, "", help);
                PairBy::Path
            }
        }
    }

    fn require(&mut self, table: &DeTable<'_>) -> Require {
        let Some(text) = self.text(table, "require") else { return Require::None };
        if let Some((_, require)) = REQUIRE.into_iter().find(|(word, _)| *word == text.text) {
            return require;
        }
        let message = format!("`require` cannot be `{}`", text.text);
        let help = "write `none`, `listed` for the languages under `languages`, or `all`";
        self.error(text.span, message, "", help);
        Require::None
    }

    fn links(&mut self, table: &DeTable<'_>) -> LinkStyle {
        let Some(text) = self.text(table, "links") else { return LinkStyle::Auto };
        if let Some((_, links)) = LINKS.into_iter().find(|(word, _)| *word == text.text) {
            return links;
        }
        let message = format!("`links` cannot be `{}`", text.text);
        let help = "write `auto`, `unchanged`, or `/{lang}/` where links name the language";
        self.error(text.span, message, "", help);
        LinkStyle::Auto
    }
}
