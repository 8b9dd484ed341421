//! Layouts that nobody stated to hexapla: stated to another tool, or plain from the tree.

mod directories;
mod files;
mod foreign;
mod repositories;

use std::collections::HashSet;
use std::path::Path;

use super::discover::{Listings, counterparts};
use super::language;
use super::layout::{DocumentSet, Layout};
use super::template::Template;
use super::walk::Walks;
use crate::locale::Locale;
use crate::text::glance;

pub(in crate::project) use directories::{Spot, bases, docusaurus, split_segment};
pub(in crate::project) use foreign::configurations;

/// How many files of a language are read to see whether it is one.
const SAMPLES: usize = 3;

/// How many files of a directory are looked up to see whether a layout is theirs.
const LOOKUPS: usize = 50;

/// A layout that was recognised.
#[derive(Debug, Clone)]
pub struct Detected {
    /// The layout.
    pub layout: Layout,
    /// One line for people: `detected: content/en/{path} → content/{lang}/{path} (de, fr)`.
    pub line: String,
}

/// What detection looks at: the Markdown files below a root.
pub(crate) struct Tree<'a> {
    root: &'a Path,
    files: &'a [String],
    all: HashSet<&'a str>,
}

impl<'a> Tree<'a> {
    fn new(root: &'a Path, files: &'a [String]) -> Self {
        Self { root, files, all: files.iter().map(String::as_str).collect() }
    }

    /// Whether the sampled files of `locale` may be in its language: at least one of them is
    /// believable.
    fn believes(&self, locale: &Locale, paths: &[String]) -> bool {
        self.sample(paths).any(|text| language::believable(locale, &text))
    }

    /// Whether the sampled files of `locale` are in some language other than English; where all
    /// are too short to tell, whether the tag is hardly ever a word.
    fn is_foreign(&self, locale: &Locale, paths: &[String]) -> bool {
        let mut verdicts = self.sample(paths).filter_map(|text| language::from_text(&text));
        match verdicts.next() {
            Some(first) => {
                first.language() != "en" || verdicts.any(|written| written.language() != "en")
            }
            None => locale.language() == "en" || language::is_plain(locale),
        }
    }

    /// Whether a sampled file is plainly in the language of `locale`.
    fn is_written_in(&self, locale: &Locale, paths: &[String]) -> bool {
        self.sample(paths).any(|text| {
            language::from_text(&text).is_some_and(|written| language::related(locale, &written))
        })
    }

    fn sample(&self, paths: &[String]) -> impl Iterator<Item = String> {
        let step = (paths.len() / SAMPLES).max(1);
        let sampled = paths.iter().step_by(step).take(SAMPLES);
        sampled.map(|path| glance(&self.root.join(path)))
    }

    /// The language most of the sampled files are written in; English where none tells.
    fn written_in(&self, paths: &[String]) -> Locale {
        let step = (paths.len() / SAMPLES).max(1);
        let found = paths
            .iter()
            .step_by(step)
            .take(SAMPLES)
            .find_map(|path| language::from_text(&glance(&self.root.join(path))));
        found.or_else(|| Locale::parse("en")).unwrap_or_default()
    }
}

/// Recognises the layout of the tree below `root`: what another tool's configuration states,
/// else the shape of the tree, else sibling directories that hold the same tree in other
/// languages. Files are opened only to confirm what their paths suggest.
pub fn detect(root: &Path) -> Option<Detected> {
    below(root, &mut Walks::default())
}

/// As [`detect`], with the walks that are made kept.
pub(crate) fn below(root: &Path, walks: &mut Walks) -> Option<Detected> {
    let tree = Tree::new(root, walks.files(root));
    let mut sets = files::readme_sets(&tree);
    let (stated, by) = match foreign::stated(&tree) {
        Some((sets, by)) => (sets, Some(by)),
        None => (shape(&tree), None),
    };
    let found_main = !stated.is_empty();
    sets.extend(stated);
    if !found_main && let Some(set) = repositories::detect(&tree) {
        sets.push(set);
    }
    found(root, sets, by.as_deref())
}

/// As [`detect`], for a directory that was named: the working directory decides where it holds
/// `dir`; else `dir` itself, then the directories above it up to the repository. Outside of both
/// nothing above `dir` is walked: it might be anybody's home.
pub(crate) fn around(dir: &Path, cwd: &Path, walks: &mut Walks) -> Option<Detected> {
    let mut try_at = |root: &Path| {
        let found = below(root, walks)?;
        covers(&found.layout, dir, walks).then_some(found)
    };
    if dir.starts_with(cwd)
        && let Some(found) = try_at(cwd)
    {
        return Some(found);
    }
    let is_top = |dir: &Path| dir.join(".git").exists();
    let top = dir.ancestors().find(|ancestor| is_top(ancestor) || *ancestor == cwd).unwrap_or(dir);
    let below_top = dir.ancestors().take_while(|ancestor| ancestor.starts_with(top));
    below_top.filter(|ancestor| *ancestor != cwd).find_map(try_at)
}

/// Whether some of the files in `dir` have a counterpart in the layout. That they fit a template
/// is not enough: `{path}` fits everything.
fn covers(layout: &Layout, dir: &Path, walks: &mut Walks) -> bool {
    let files = walks.files(dir);
    let step = (files.len() / LOOKUPS).max(1);
    let mut listings = Listings::default();
    files.iter().step_by(step).any(|file| {
        let found = counterparts(layout, &dir.join(file), &mut listings);
        found.is_some_and(|versions| versions.len() > 1)
    })
}

/// Wraps `sets` of `root` up, with the line that describes them.
pub(crate) fn found(root: &Path, sets: Vec<DocumentSet>, by: Option<&str>) -> Option<Detected> {
    if sets.is_empty() {
        return None;
    }
    let mut parts: Vec<String> = sets.iter().take(3).map(|set| describe(set, root)).collect();
    if sets.len() > 3 {
        parts.push(format!("and {} more", sets.len() - 3));
    }
    let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
    let line = format!("detected{by}: {}", parts.join("; "));
    Some(Detected { layout: Layout { root: root.to_owned(), sets }, line })
}

/// One set in words.
fn describe(set: &DocumentSet, root: &Path) -> String {
    let names: Vec<&str> = set.languages.iter().flatten().map(Locale::tag).collect();
    let languages = match names.len() {
        0 => String::new(),
        1..=6 => format!(" ({})", names.join(", ")),
        more => format!(" ({}, … {more} languages)", names[..5].join(", ")),
    };
    let translations: Vec<&str> = set.translations.iter().map(Template::as_str).collect();
    let translations = translations.join(", ");
    if !set.roots.is_empty() {
        let dirs: Vec<String> = set
            .roots
            .iter()
            .map(|(_, dir)| super::paths::shown(dir, root).display().to_string())
            .collect();
        return format!("the same tree in {}{languages}", dirs.join(", "));
    }
    match &set.source {
        Some(source) => format!("{source} ({}) → {translations}{languages}", set.source_language),
        None => format!("{translations}, no source{languages}"),
    }
}

/// The sets that the shape of the tree shows, most particular first.
fn shape(tree: &Tree<'_>) -> Vec<DocumentSet> {
    let mut sets = files::suffix_sets(tree);
    sets.extend(directories::sets(tree));
    if sets.is_empty() {
        sets = files::named_sets(tree);
    }
    particular_first(&mut sets);
    sets
}

/// Puts sets whose source lies deeper before those whose source takes in all that is left.
fn particular_first(sets: &mut [DocumentSet]) {
    sets.sort_by_key(|set| {
        let first = set.source.as_ref().or_else(|| set.translations.first());
        std::cmp::Reverse(first.map_or(0, |template| template.fixed_dir().len()))
    });
}

/// A template that was put together from path parts; `None` when a directory's own name holds
/// braces.
pub(in crate::project) fn template(text: &str) -> Option<Template> {
    Template::parse(text).ok()
}
