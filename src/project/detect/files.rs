//! Languages in file names: `page.fr.md`, `README.de.md`, `README_CN.md`, `nl-NL.md`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Tree, template};
use crate::locale::{Locale, names};
use crate::project::language::{self, split_suffix};
use crate::project::layout::DocumentSet;
use crate::text::glance;

/// A path with a language in its file name.
struct Suffixed<'a> {
    dir: &'a str,
    stem: &'a str,
    separator: char,
    locale: Locale,
    path: &'a str,
    extension: &'a str,
}

fn suffixed(path: &str) -> Option<Suffixed<'_>> {
    let (dir, name) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
    let (stem, extension) = name.rsplit_once('.')?;
    let (stem, separator, locale) = split_suffix(stem)?;
    Some(Suffixed { dir, stem, separator, locale, path, extension })
}

fn is_capital(stem: &str) -> bool {
    !stem.contains(char::is_lowercase)
}

/// Sets of single documents in capitals: a README with its translations beside it, or in `docs/`.
pub(super) fn readme_sets(tree: &Tree<'_>) -> Vec<DocumentSet> {
    let mut groups: BTreeMap<(&str, &str, &str), Vec<Suffixed<'_>>> = BTreeMap::new();
    for file in tree.files {
        if let Some(found) = suffixed(file)
            && is_capital(found.stem)
            && believable(tree, &found)
        {
            // `docs/README.ja.md` translates `README.md` unless `docs` has a README of its own.
            let own = format!("{}{}.{}", found.dir, found.stem, found.extension);
            let parent = found.dir.strip_suffix("docs/");
            let above = parent.filter(|parent| {
                let source = format!("{parent}{}.{}", found.stem, found.extension);
                !tree.all.contains(own.as_str()) && tree.all.contains(source.as_str())
            });
            let key = (above.unwrap_or(found.dir), found.stem, found.extension);
            groups.entry(key).or_default().push(found);
        }
    }
    groups.into_iter().filter_map(|(key, versions)| readme_set(tree, key, &versions)).collect()
}

/// A rare code (`os`, `io`) beside a name in capitals may be a word: its text must not be English.
fn believable(tree: &Tree<'_>, found: &Suffixed<'_>) -> bool {
    language::is_plain(&found.locale)
        || found.locale.language() == "en"
        || tree.is_foreign(&found.locale, &[found.path.to_owned()])
}

fn readme_set(
    tree: &Tree<'_>,
    (dir, stem, extension): (&str, &str, &str),
    versions: &[Suffixed<'_>],
) -> Option<DocumentSet> {
    let plain = format!("{dir}{stem}.{extension}");
    let has_plain = tree.all.contains(plain.as_str());
    if !has_plain && versions.len() < 2 {
        return None;
    }
    let mut templates = Vec::new();
    for version in versions {
        let text = format!("{}{stem}{}{{lang}}.{extension}", version.dir, version.separator);
        let template = template(&text)?;
        if !templates.contains(&template) {
            templates.push(template);
        }
    }
    let languages: BTreeSet<Locale> =
        versions.iter().map(|version| version.locale.clone()).collect();
    let (source, locale) = if has_plain {
        let text = glance(&tree.root.join(&plain));
        let written = language::from_front_matter(&text).or_else(|| language::from_text(&text));
        // With an English version beside it the plain one is in another language.
        let english = languages.iter().any(|locale| locale.language() == "en");
        let default = if english { Locale::unknown() } else { Locale::parse("en")? };
        (template(&plain), written.unwrap_or(default))
    } else {
        let english = versions.iter().find(|version| version.locale.language() == "en");
        // The same template serves: the source is the version whose language is the source's.
        let source = english.and(templates.first().cloned());
        (source, english.map_or_else(Locale::unknown, |version| version.locale.clone()))
    };
    let mut set = DocumentSet::new(source, templates, locale.clone());
    set.languages = Some(languages.into_iter().filter(|other| *other != locale).collect());
    Some(set)
}

/// Sets of pages with the language as a suffix: `docs/guide.md`, `docs/guide.fr.md`.
pub(super) fn suffix_sets(tree: &Tree<'_>) -> Vec<DocumentSet> {
    let found: Vec<Suffixed<'_>> = tree
        .files
        .iter()
        .filter_map(|file| suffixed(file))
        .filter(|found| found.separator == '.' && !is_capital(found.stem))
        .collect();
    let mut by_language: BTreeMap<&Locale, Vec<&Suffixed<'_>>> = BTreeMap::new();
    for version in &found {
        by_language.entry(&version.locale).or_default().push(version);
    }
    let plain = |version: &Suffixed<'_>| {
        let path = format!("{}{}.{}", version.dir, version.stem, version.extension);
        tree.all.contains(path.as_str())
    };
    let english = by_language.keys().find(|locale| locale.language() == "en").copied();
    let in_english: BTreeSet<(&str, &str)> = english
        .map(|locale| by_language[locale].iter().map(|page| (page.dir, page.stem)).collect())
        .unwrap_or_default();
    let beside_english = |version: &Suffixed<'_>| in_english.contains(&(version.dir, version.stem));
    let of_plain = kept(tree, &by_language, None, &plain);
    let of_english = kept(tree, &by_language, english, &beside_english);
    let (languages, is_plain) = match (of_plain, of_english) {
        (plain, english) if plain.is_empty() && english.is_empty() => return Vec::new(),
        (plain, english) if plain.len() >= english.len() => (plain, true),
        (_, english) => (english, false),
    };
    let pages: Vec<&Suffixed<'_>> =
        found.iter().filter(|page| languages.contains(&page.locale)).collect();
    suffix_set(tree, &pages, english.filter(|_| !is_plain), languages).into_iter().collect()
}

fn suffix_set(
    tree: &Tree<'_>,
    pages: &[&Suffixed<'_>],
    english: Option<&Locale>,
    languages: BTreeSet<Locale>,
) -> Option<DocumentSet> {
    let dir = common_dir(pages.iter().map(|page| page.path));
    let translations = template(&format!("{dir}{{dir}}/{{stem}}.{{lang}}.{{ext}}"))?;
    let (source, locale) = if let Some(locale) = english {
        // The tag as it is written in the file names.
        let written = tree.files.iter().filter_map(|file| suffixed(file));
        let page = written.into_iter().find(|page| page.locale == *locale)?;
        let name = page.path.strip_suffix(page.extension)?.trim_end_matches('.');
        let tag = name.rsplit('.').next()?;
        (template(&format!("{dir}{{dir}}/{{stem}}.{tag}.{{ext}}"))?, locale.clone())
    } else {
        let sources =
            pages.iter().map(|page| format!("{}{}.{}", page.dir, page.stem, page.extension));
        let sources: BTreeSet<String> =
            sources.filter(|path| tree.all.contains(path.as_str())).collect();
        let written = tree.written_in(&sources.into_iter().collect::<Vec<_>>());
        (template(&format!("{dir}{{dir}}/{{stem}}.{{ext}}"))?, written)
    };
    let mut set = DocumentSet::new(Some(source), vec![translations], locale);
    set.languages = Some(languages.into_iter().collect());
    Some(set)
}

/// The languages of which two pages, and half of all, have a source, and that are not plainly
/// English text.
fn kept(
    tree: &Tree<'_>,
    by_language: &BTreeMap<&Locale, Vec<&Suffixed<'_>>>,
    source: Option<&Locale>,
    has: &dyn Fn(&Suffixed<'_>) -> bool,
) -> BTreeSet<Locale> {
    let fits = |pages: &Vec<&Suffixed<'_>>| {
        let shared = pages.iter().filter(|page| has(page)).count();
        shared >= 2 && shared * 2 >= pages.len()
    };
    let paths = |pages: &Vec<&Suffixed<'_>>| -> Vec<String> {
        pages.iter().map(|page| page.path.to_owned()).collect()
    };
    let languages = by_language.iter().filter(|(locale, pages)| {
        Some(**locale) != source
            && fits(pages)
            && (names::is_widespread(locale) || tree.is_foreign(locale, &paths(pages)))
    });
    let mut kept: BTreeSet<Locale> = languages.map(|(locale, _)| (*locale).clone()).collect();
    if kept.len() >= 2 {
        // Beside others, a single page is a translation when it is written in what it is named
        // after.
        let singles = by_language.iter().filter(|(locale, pages)| {
            Some(**locale) != source
                && pages.iter().any(|page| has(page))
                && tree.is_written_in(locale, &paths(pages))
        });
        kept.extend(singles.map(|(locale, _)| (*locale).clone()));
    }
    kept
}

/// Sets of pages that are named after their language alone: `nl-NL.md`, `it-IT.md`, `sv-SE.md`.
/// Three at least, and not all of them English text.
pub(super) fn named_sets(tree: &Tree<'_>) -> Vec<DocumentSet> {
    let mut groups: BTreeMap<(&str, &str), Vec<(&str, Locale)>> = BTreeMap::new();
    for file in tree.files {
        let (dir, name) = file.split_at(file.rfind('/').map_or(0, |at| at + 1));
        if let Some((stem, extension)) = name.rsplit_once('.')
            && let Some(locale) = names::from_tag(stem)
        {
            groups.entry((dir, extension)).or_default().push((file, locale));
        }
    }
    let sets = groups.into_iter().filter_map(|((dir, extension), versions)| {
        let confirmed = versions.iter().any(|(path, locale)| {
            locale.language() != "en" && tree.is_foreign(locale, &[(*path).to_owned()])
        });
        if versions.len() < 3 || !confirmed {
            return None;
        }
        let english = versions.iter().find(|(_, locale)| locale.language() == "en");
        let all = template(&format!("{dir}{{lang}}.{extension}"))?;
        let source = english.map(|_| all.clone());
        let locale = english.map_or_else(Locale::unknown, |(_, locale)| locale.clone());
        let translations = vec![all];
        let mut set = DocumentSet::new(source, translations, locale.clone());
        let languages: BTreeSet<Locale> = versions.into_iter().map(|(_, locale)| locale).collect();
        set.languages = Some(languages.into_iter().filter(|other| *other != locale).collect());
        Some(set)
    });
    sets.collect()
}

/// The directory that all `paths` lie in, with a slash at its end; empty for none.
pub(super) fn common_dir<'a>(mut paths: impl Iterator<Item = &'a str>) -> &'a str {
    let dir = |path: &'a str| &path[..path.rfind('/').map_or(0, |at| at + 1)];
    let Some(first) = paths.next().map(dir) else { return "" };
    paths.fold(first, |common, path| {
        let mut common = common;
        while !path.starts_with(common) {
            let parent = common.strip_suffix('/').unwrap_or(common);
            common = dir(parent);
        }
        common
    })
}
