//! The layout around a single file, found without walking the tree: from the file's own path and
//! from listings of the few directories that may hold its counterparts.

use std::path::{Path, PathBuf};

use super::detect::{self, Detected, Spot, bases, docusaurus, split_segment, template};
use super::discover::{Listings, Version, counterparts};
use super::language::{self, split_suffix};
use super::layout::{DocumentSet, Layout, Place};
use super::paths;
use crate::locale::{Locale, names};
use crate::text::glance;

/// How many directories above the file are looked at.
const HEIGHT: usize = 10;

/// A file whose surroundings are searched.
struct Search<'a> {
    file: &'a Path,
    /// The directories that hold the file, innermost first, up to the repository or the working
    /// directory.
    dirs: Vec<&'a Path>,
    listings: Listings,
}

/// Finds the layout that `file` (absolute) belongs to; only one that gives it a counterpart
/// counts.
pub(crate) fn detect(file: &Path, cwd: &Path) -> Option<Detected> {
    let mut dirs = Vec::new();
    for dir in file.ancestors().skip(1).take(HEIGHT) {
        dirs.push(dir);
        if dir == cwd || dir.join(".git").exists() {
            break;
        }
    }
    let mut search = Search { file, dirs, listings: Listings::default() };
    search
        .stated()
        .or_else(|| search.by_suffix())
        .or_else(|| search.by_directory(true))
        .or_else(|| search.as_source())
        .or_else(|| search.by_directory(false))
}

impl Search<'_> {
    /// A layout that another tool's configuration states.
    fn stated(&mut self) -> Option<Detected> {
        for dir in self.dirs.clone() {
            let fits = |set: &DocumentSet| {
                let place = Place { dir: dir.to_owned(), locale: None };
                let relative = self.file.strip_prefix(dir).ok().and_then(paths::slashed);
                relative.is_some_and(|relative| set.classify(&place, &relative).is_some())
            };
            if let Some((sets, by)) = detect::configurations(dir, &fits)
                && let Some(set) = sets.into_iter().next()
                && self.versions(dir, &set).len() > 1
            {
                return detect::found(dir, vec![set], Some(&by));
            }
        }
        None
    }

    /// `page.fr.md` beside `page.md`, `README_CN.md` beside `README.md`.
    fn by_suffix(&mut self) -> Option<Detected> {
        let dir = *self.dirs.first()?;
        let stem = self.file.file_stem()?.to_str()?;
        let extension = self.file.extension()?.to_str()?;
        if names::from_tag(stem).is_some() {
            return self.by_name(dir, extension);
        }
        let name = split_suffix(stem).map_or(stem, |(name, _, _)| name);
        let is_capital = !name.contains(char::is_lowercase);
        let plain = template(&format!("{name}.{extension}"))?;
        // `docs/README.ja.md` translates `README.md` unless `docs` has a README of its own.
        let has = |dir: &Path| dir.join(plain.as_str()).is_file();
        let above = dir.parent().filter(|above| {
            is_capital
                && dir.file_name().is_some_and(|name| name == "docs")
                && !has(dir)
                && has(above)
        });
        let dir = above.unwrap_or(dir);
        let separators: &[char] = if is_capital { &['.', '_', '-'] } else { &['.'] };
        let places: &[&str] =
            if is_capital && !has(&dir.join("docs")) { &["", "docs/"] } else { &[""] };
        let mut forms = Vec::new();
        for place in places {
            for separator in separators {
                forms.push(template(&format!("{place}{name}{separator}{{lang}}.{extension}"))?);
            }
        }
        let beside = dir.join(plain.as_str());
        let (source, locale) = if beside.is_file() {
            (plain, Locale::unknown())
        } else {
            (forms.first()?.clone(), Locale::parse("en")?)
        };
        let mut set = DocumentSet::new(Some(source), forms, locale);
        if self.versions(dir, &set).len() < 2 {
            return None;
        }
        if !set.source_language.is_known() {
            set.source_language = written_in(&beside);
        }
        let versions = self.versions(dir, &set);
        if versions.len() < 2 || !confirmed(&versions) {
            return None;
        }
        if !versions.iter().any(|version| version.is_source) {
            set.source = None;
            set.source_language = Locale::unknown();
        }
        // Only the forms that are in use are worth a mention.
        set.translations.retain(|form| {
            versions.iter().any(|version| {
                let relative = version.path.strip_prefix(dir).ok().and_then(paths::slashed);
                let is_lang = |name: &str| names::from_name(name).is_some();
                relative.is_some_and(|relative| form.matches(&relative, &is_lang).is_some())
            })
        });
        detect::found(dir, vec![set], None)
    }

    /// `nl-NL.md` beside `it-IT.md`: the language is the whole name.
    fn by_name(&mut self, dir: &Path, extension: &str) -> Option<Detected> {
        let all = template(&format!("{{lang}}.{extension}"))?;
        let mut set = DocumentSet::new(None, vec![all.clone()], Locale::unknown());
        let versions = self.versions(dir, &set);
        let english = versions.iter().find(|version| version.locale.language() == "en");
        if let Some(english) = english {
            set.source = Some(all);
            set.source_language = english.locale.clone();
        }
        let enough = versions.len() > 1 && confirmed(&versions);
        if enough { detect::found(dir, vec![set], None) } else { None }
    }

    /// A directory above the file names its language. With `sourced`, a source must be there;
    /// otherwise siblings in other languages suffice.
    fn by_directory(&mut self, sourced: bool) -> Option<Detected> {
        let top = *self.dirs.last()?;
        for dir in self.dirs.clone() {
            let Some((head, lang)) =
                dir.file_name().and_then(|name| name.to_str()).and_then(split_segment)
            else {
                continue;
            };
            // The repository itself may carry the language, beside others of its kind.
            let root = if dir == top { top.parent()? } else { top };
            let prefix = dir.parent()?.strip_prefix(root).ok().and_then(paths::slashed)?;
            let prefix = if prefix.is_empty() { prefix } else { format!("{prefix}/") };
            let rest = self.file.strip_prefix(dir).ok().and_then(paths::slashed)?;
            let spot = Spot { prefix: &prefix, head, infix: docusaurus(&rest) };
            let rest = &rest[spot.infix.len()..];
            let set = if sourced {
                self.sourced(root, &spot, lang, rest)
            } else {
                self.siblings(root, &spot)
            };
            if let Some(set) = set {
                return detect::found(root, vec![set], None);
            }
        }
        None
    }

    /// The set at `spot` with an English sibling, or pages without a language directory, as its
    /// source.
    fn sourced(
        &mut self,
        root: &Path,
        spot: &Spot<'_>,
        lang: &str,
        rest: &str,
    ) -> Option<DocumentSet> {
        let all =
            template(&format!("{}{}{{lang}}/{}{{path}}", spot.prefix, spot.head, spot.infix))?;
        let beside = root.join(format!("{}{rest}", spot.prefix));
        let beside = (spot.head.is_empty() && spot.infix.is_empty() && beside.is_file())
            .then(|| written_in(&beside));
        let foreign_root = beside.is_some_and(|locale| locale.language() != "en");
        if !foreign_root {
            let english = self.english(root, spot, rest);
            for name in english {
                let dir = format!("{}{}{name}/{}", spot.prefix, spot.head, spot.infix);
                let source = template(&format!("{dir}{{path}}"))?;
                let set =
                    DocumentSet::new(Some(source), vec![all.clone()], names::from_name(&name)?);
                if self.versions(root, &set).len() > 1 {
                    return Some(set);
                }
            }
        }
        let named = names::from_name(lang)?;
        for base in bases(spot) {
            let path = root.join(format!("{base}{rest}"));
            if !path.is_file() {
                continue;
            }
            if !language::believable(&named, &glance(self.file)) {
                return None;
            }
            let source = template(&format!("{base}{{path}}"))?;
            let set = DocumentSet::new(Some(source), vec![all.clone()], written_in(&path));
            if self.versions(root, &set).len() > 1 {
                return Some(set);
            }
        }
        None
    }

    /// The names for English among the languages at `spot` that have the page, `en` first.
    fn english(&mut self, root: &Path, spot: &Spot<'_>, rest: &str) -> Vec<String> {
        let dir = root.join(spot.prefix);
        let is_english = |name: &&String| {
            name.strip_prefix(spot.head)
                .and_then(names::from_name)
                .is_some_and(|locale| locale.language() == "en")
        };
        let names: Vec<String> =
            self.listings.names(&dir).iter().filter(is_english).cloned().collect();
        let mut names: Vec<String> = names
            .into_iter()
            .filter(|name| dir.join(format!("{name}/{}{rest}", spot.infix)).is_file())
            .map(|name| name[spot.head.len()..].to_owned())
            .collect();
        names.sort_by_key(String::len);
        names
    }

    /// The set at `spot` without a source.
    fn siblings(&mut self, root: &Path, spot: &Spot<'_>) -> Option<DocumentSet> {
        let all =
            template(&format!("{}{}{{lang}}/{}{{path}}", spot.prefix, spot.head, spot.infix))?;
        let set = DocumentSet::new(None, vec![all], Locale::unknown());
        let versions = self.versions(root, &set);
        let all_confirmed = versions.iter().all(|version| {
            let text = glance(&version.path);
            language::believable(&version.locale, &text)
        });
        (versions.len() > 1 && all_confirmed).then_some(set)
    }

    /// The file is a source itself: a directory above it, or beside one, holds languages.
    fn as_source(&mut self) -> Option<Detected> {
        let top = *self.dirs.last()?;
        for dir in self.dirs.clone() {
            let at = dir.strip_prefix(top).ok().and_then(paths::slashed)?;
            let (up, name) = at.rsplit_once('/').map_or(("", at.as_str()), |(up, name)| (up, name));
            let up = if up.is_empty() { String::new() } else { format!("{up}/") };
            let at = if at.is_empty() { at.clone() } else { format!("{at}/") };
            let mut forms = vec![
                format!("{at}{{lang}}/{{path}}"),
                format!("{at}i18n/{{lang}}/{{path}}"),
                format!("{at}translations/{{lang}}/{{path}}"),
            ];
            if matches!(name, "docs" | "blog") {
                let current = if name == "docs" { "current/" } else { "" };
                let plugin = format!("{{lang}}/docusaurus-plugin-content-{name}/{current}{{path}}");
                forms.push(format!("{up}i18n/{plugin}"));
                forms.push(format!("{up}website/i18n/{plugin}"));
            }
            if let Some(site) = up.strip_suffix("versioned_docs/") {
                let plugin = "{lang}/docusaurus-plugin-content-docs";
                forms.push(format!("{site}i18n/{plugin}/{name}/{{path}}"));
            }
            if matches!(name, "docs" | "doc" | "content" | "pages") {
                forms.push(format!("{up}{name}-locale/{{lang}}/{{path}}"));
                forms
                    .extend(['.', '-', '_'].map(|sep| format!("{up}{name}{sep}{{lang}}/{{path}}")));
            }
            for form in forms {
                let source = template(&format!("{at}{{path}}"))?;
                let all = vec![template(&form)?];
                // The language of the source is read only where there are translations.
                let mut set = DocumentSet::new(Some(source), all, Locale::unknown());
                if self.versions(top, &set).len() < 2 {
                    continue;
                }
                set.source_language = written_in(self.file);
                let versions = self.versions(top, &set);
                let itself = |version: &Version| version.is_source && version.path == self.file;
                if versions.len() > 1 && versions.iter().any(itself) && confirmed(&versions) {
                    return detect::found(top, vec![set], None);
                }
            }
        }
        None
    }

    /// The versions of the file's article in `set`, if it is in it.
    fn versions(&mut self, root: &Path, set: &DocumentSet) -> Vec<Version> {
        let layout = Layout { root: PathBuf::from(root), sets: vec![set.clone()] };
        counterparts(&layout, self.file, &mut self.listings).unwrap_or_default()
    }
}

/// Whether at least one of the translations is believably in its language.
fn confirmed(versions: &[Version]) -> bool {
    versions.iter().filter(|version| !version.is_source).take(5).any(|version| {
        let text = glance(&version.path);
        language::believable(&version.locale, &text)
    })
}

/// The language that the source at `path` says it is in or looks like; English where nothing
/// tells.
fn written_in(path: &Path) -> Locale {
    let text = glance(path);
    let found = language::from_front_matter(&text).or_else(|| language::from_text(&text));
    found.or_else(|| Locale::parse("en")).unwrap_or_default()
}
