//! Languages as directories beside each other that hold the same tree: one repository per
//! locale, `docs.en` beside `docs.it-IT`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Tree, split_segment, template};
use crate::locale::{Locale, names};
use crate::project::layout::DocumentSet;

/// How many files are looked up in each sibling.
const LOOKUPS: usize = 40;

/// The directories beside the tree's root that carry other languages' names and at least half of
/// its files.
pub(super) fn detect(tree: &Tree<'_>) -> Option<DocumentSet> {
    let step = (tree.files.len() / LOOKUPS).max(1);
    let sampled: Vec<&String> = tree.files.iter().step_by(step).collect();
    let roots = siblings(tree.root, &|dir| {
        let shared = sampled.iter().filter(|file| dir.join(file.as_str()).is_file()).count();
        shared >= 2 && shared * 2 >= sampled.len()
    })?;
    set(roots)
}

/// `dir` and the directories beside it that carry the same name with another language, and that
/// `fits` accepts; `None` when there are none.
pub(in crate::project) fn siblings(
    dir: &Path,
    fits: &dyn Fn(&Path) -> bool,
) -> Option<Vec<(Locale, PathBuf)>> {
    let (head, own) = split_segment(dir.file_name()?.to_str()?)?;
    let mut roots = vec![(names::from_name(own)?, dir.to_owned())];
    for entry in fs::read_dir(dir.parent()?).ok()?.filter_map(Result::ok) {
        let name = entry.file_name().into_string().unwrap_or_default();
        let path = entry.path();
        if let Some((other, lang)) = split_segment(&name)
            && other == head
            && path != dir
            && let Some(locale) = names::from_name(lang)
            && roots.iter().all(|(known, _)| *known != locale)
            && path.is_dir()
            && fits(&path)
        {
            roots.push((locale, path));
        }
    }
    roots.sort();
    (roots.len() > 1).then_some(roots)
}

/// The set of the same paths in all `roots`; English is the source.
pub(in crate::project) fn set(roots: Vec<(Locale, PathBuf)>) -> Option<DocumentSet> {
    let all = template("{path}")?;
    let english = roots.iter().map(|(locale, _)| locale).find(|locale| locale.language() == "en");
    let source = english.map(|_| all.clone());
    let locale = english.cloned().unwrap_or_default();
    let mut set = DocumentSet::new(source, vec![all], locale.clone());
    let others = roots.iter().map(|(locale, _)| locale.clone());
    set.languages = Some(others.filter(|other| *other != locale).collect());
    set.roots = roots;
    Some(set)
}
