//! Layouts as they are stated: where the source of an article lies, where its translations lie,
//! and which words name languages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::catalog::{LinkStyle, Require};
use super::template::Template;
use crate::locale::{Locale, names};

/// The directory names that stand for languages beyond tags and well-known names.
pub type LanguageNames = BTreeMap<String, Locale>;

/// A whole layout: a directory and the sets of documents in it. The first set that a file fits
/// claims it.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The directory that templates are relative to.
    pub root: PathBuf,
    /// The sets, most particular first.
    pub sets: Vec<DocumentSet>,
}

/// One set of documents.
#[derive(Debug, Clone)]
pub struct DocumentSet {
    /// Where the source lies; `None` where there are only siblings.
    pub source: Option<Template>,
    /// Where the translations lie; more than one form may be in use at once.
    pub translations: Vec<Template>,
    /// One directory per locale where locales live in different repositories; absolute.
    pub roots: Vec<(Locale, PathBuf)>,
    /// Paths, relative to their root, that are left out with all their versions.
    pub exclude: Vec<Pattern>,
    /// What makes two files versions of one article.
    pub pair_by: PairBy,
    /// The locale of the source.
    pub source_language: Locale,
    /// The locales that count; all when `None`. The source's always counts.
    pub languages: Option<Vec<Locale>>,
    /// Directory names that are no tags.
    pub names: LanguageNames,
    /// Which translations must be there.
    pub require: Require,
    /// How pages link to each other.
    pub links: LinkStyle,
}

/// What makes two files versions of one article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PairBy {
    /// Their place in the layout.
    #[default]
    Path,
    /// The value of this top-level front matter key; the place where a file lacks it.
    FrontMatter(String),
}

/// A directory that files of a set lie in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The directory, absolute.
    pub dir: PathBuf,
    /// The locale of all that lies in it, where the directory decides it.
    pub locale: Option<Locale>,
}

/// Says which locale a name stands for.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<Locale>;

/// What a file is in a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The logical path.
    pub key: String,
    /// Its locale.
    pub locale: Locale,
    /// Whether it is the source.
    pub is_source: bool,
}

const GLOB: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

impl DocumentSet {
    /// A set of files that pair by their place, with `source` (if any) in `source_language`.
    pub fn new(
        source: Option<Template>,
        translations: Vec<Template>,
        source_language: Locale,
    ) -> Self {
        Self {
            source,
            translations,
            roots: Vec::new(),
            exclude: Vec::new(),
            pair_by: PairBy::Path,
            source_language,
            languages: None,
            names: LanguageNames::new(),
            require: Require::None,
            links: LinkStyle::Auto,
        }
    }

    /// The locale that `name` stands for in this set, if it counts.
    pub fn language(&self, name: &str) -> Option<Locale> {
        let configured = self.names.get(name).or_else(|| {
            self.names.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, tag)| tag)
        });
        let locale = configured.cloned().or_else(|| names::from_name(name)).or_else(|| {
            // A tag outside the list of known languages counts where the user names it.
            let listed = self.languages.as_ref()?;
            Locale::parse(name).filter(|locale| listed.contains(locale))
        })?;
        let counts =
            |listed: &Vec<Locale>| listed.contains(&locale) || locale == self.source_language;
        self.languages.as_ref().is_none_or(counts).then_some(locale)
    }

    /// The directories that files of the set lie in; `base` is the layout's root.
    pub fn places(&self, base: &Path) -> Vec<Place> {
        let mut places: Vec<Place> = self
            .roots
            .iter()
            .map(|(locale, dir)| Place { dir: dir.clone(), locale: Some(locale.clone()) })
            .collect();
        // With `{lang}` in the path, locales without a directory of their own live at the base.
        if places.is_empty() || self.translations.iter().any(Template::has_lang) {
            places.push(Place { dir: base.to_owned(), locale: None });
        }
        places
    }

    /// What the file at `path`, relative to `place`, is in this set.
    pub fn classify(&self, place: &Place, path: &str) -> Option<Member> {
        self.classify_with(place, path, &|name| self.language(name))
    }

    /// As [`Self::classify`], with `language` in place of [`Self::language`], which may remember
    /// what it was asked.
    pub(crate) fn classify_with(
        &self,
        place: &Place,
        path: &str,
        language: Lookup<'_>,
    ) -> Option<Member> {
        let member = self.member(place, path, language)?;
        (!self.is_excluded(&member.key, path)).then_some(member)
    }

    /// Whether the file at `path` would be in this set if it were not excluded.
    pub fn excludes(&self, place: &Place, path: &str) -> bool {
        let member = self.member(place, path, &|name| self.language(name));
        member.is_some_and(|member| self.is_excluded(&member.key, path))
    }

    fn member(&self, place: &Place, path: &str, language: Lookup<'_>) -> Option<Member> {
        let translation = self.as_translation(place, path, language);
        translation.or_else(|| self.as_source(place, path, language))
    }

    fn as_translation(&self, place: &Place, path: &str, language: Lookup<'_>) -> Option<Member> {
        let is_lang = |name: &str| language(name).is_some();
        self.translations.iter().find_map(|template| {
            let matched = template.matches(path, &is_lang)?;
            let written = matched.lang.and_then(language);
            let locale = match (&place.locale, written) {
                (Some(place), Some(written)) => (*place == written).then_some(written)?,
                (Some(place), None) if !template.has_lang() => place.clone(),
                (None, Some(written)) => {
                    let elsewhere = self.roots.iter().any(|(locale, _)| *locale == written);
                    (!elsewhere).then_some(written)?
                }
                _ => return None,
            };
            let is_source = self.source.is_some() && locale == self.source_language;
            (!is_source).then_some(Member { key: matched.key, locale, is_source: false })
        })
    }

    fn as_source(&self, place: &Place, path: &str, language: Lookup<'_>) -> Option<Member> {
        let template = self.source.as_ref()?;
        let here = match &place.locale {
            Some(locale) => *locale == self.source_language,
            None => !self.roots.iter().any(|(locale, _)| *locale == self.source_language),
        };
        let is_source = |name: &str| language(name).as_ref() == Some(&self.source_language);
        let beside = self.translations.first().unwrap_or(template);
        let matched = template.matches_beside(beside, path, &is_source).filter(|_| here)?;
        let locale = self.source_language.clone();
        Some(Member { key: matched.key, locale, is_source: true })
    }

    fn is_excluded(&self, key: &str, path: &str) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let source =
            self.source.as_ref().map(|source| source.expand(key, self.source_language.tag()));
        let mut paths = std::iter::once(path).chain(source.as_deref());
        paths.any(|path| self.exclude.iter().any(|pattern| pattern.matches_with(path, GLOB)))
    }
}

impl Layout {
    /// What the file at the absolute `path` is: the set's index and its part in it.
    pub fn classify(&self, path: &Path) -> Option<(usize, Member)> {
        self.sets.iter().enumerate().find_map(|(index, set)| {
            set.places(&self.root).iter().find_map(|place| {
                let relative = super::paths::slashed(path.strip_prefix(&place.dir).ok()?)?;
                Some((index, set.classify(place, &relative)?))
            })
        })
    }

    /// Whether the file at the absolute `path` is left out on purpose.
    pub fn excludes(&self, path: &Path) -> bool {
        self.sets.iter().any(|set| {
            set.places(&self.root).iter().any(|place| {
                let relative = path.strip_prefix(&place.dir).ok().and_then(super::paths::slashed);
                relative.is_some_and(|relative| set.excludes(place, &relative))
            })
        })
    }
}
