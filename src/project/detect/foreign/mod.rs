//! Layouts that another tool's configuration states. The files are read, never executed, and
//! what they state counts only where the tree bears it out.

mod crowdin;
mod hugo;
mod lunaria;
mod mkdocs;

use std::path::Path;

use super::Tree;
use crate::locale::Locale;
use crate::project::layout::{DocumentSet, Place};
use crate::text::glance;

/// Where configurations lie: at the root, or with a site in a directory of its own.
const DIRS: [&str; 5] = ["", "docs/", "website/", "site/", "src/"];

/// A configuration: its names, and how it is read. The reader is given its text, the directory
/// it lies in (relative to the root, with a slash at its end) and what is known of the tree.
type Reader = fn(&str, &str, &Known<'_>) -> Vec<DocumentSet>;

const READERS: [(&[&str], Reader); 5] = [
    (&["lunaria.config.json"], lunaria::sets),
    (&["mkdocs.yml", "mkdocs.yaml"], mkdocs::sets),
    (
        &[
            "hugo.toml",
            "hugo.yaml",
            "hugo.yml",
            "hugo.json",
            "config.toml",
            "config.yaml",
            "config.yml",
        ],
        hugo::sets,
    ),
    (
        &[
            "config/_default/languages.toml",
            "config/_default/languages.yaml",
            "config/_default/languages.json",
        ],
        hugo::languages,
    ),
    (&["crowdin.yml", "crowdin.yaml", ".crowdin.yml"], crowdin::sets),
];

/// What a reader may ask of the tree.
pub(super) struct Known<'a> {
    root: &'a Path,
    /// The configuration's file name, for formats that its extension tells.
    pub(super) name: &'a str,
}

impl Known<'_> {
    /// Whether the directory `path`, relative to the root, is there.
    pub(super) fn has_dir(&self, path: &str) -> bool {
        self.root.join(path).is_dir()
    }
}

/// The sets that the first fitting configuration states, with its path.
pub(super) fn stated(tree: &Tree<'_>) -> Option<(Vec<DocumentSet>, String)> {
    let fits = |set: &DocumentSet| pairs(tree, set);
    configurations(tree.root, &fits)
}

/// As [`stated`], with `fits` to say whether a set is borne out.
pub(in crate::project) fn configurations(
    root: &Path,
    fits: &dyn Fn(&DocumentSet) -> bool,
) -> Option<(Vec<DocumentSet>, String)> {
    for dir in DIRS.iter().filter(|dir| dir.is_empty() || root.join(dir).is_dir()) {
        for (names, reader) in READERS {
            for name in names {
                let path = root.join(dir).join(name);
                if !path.is_file() {
                    continue;
                }
                let text = glance(&path);
                let known = Known { root, name };
                let mut sets = reader(&text, dir, &known);
                sets.retain(|set| fits(set));
                if !sets.is_empty() {
                    return Some((sets, format!("{dir}{name}")));
                }
            }
        }
    }
    None
}

/// Whether at least one translation in the tree has a source.
fn pairs(tree: &Tree<'_>, set: &DocumentSet) -> bool {
    let place = Place { dir: tree.root.to_owned(), locale: None };
    tree.files.iter().any(|file| {
        set.classify(&place, file).is_some_and(|member| {
            let source = set.source.as_ref();
            !member.is_source
                && source.is_some_and(|source| {
                    let path = source.expand(&member.key, set.source_language.tag());
                    tree.all.contains(path.as_str())
                })
        })
    })
}

/// The tags in `tags` that are locales, without the source's, sorted.
fn others(tags: impl Iterator<Item = Locale>, source: &Locale) -> Option<Vec<Locale>> {
    let mut locales: Vec<Locale> = tags.filter(|locale| locale != source).collect();
    locales.sort();
    locales.dedup();
    (!locales.is_empty()).then_some(locales)
}
