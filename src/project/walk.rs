//! The Markdown files below a directory, ignored ones left out.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{WalkBuilder, WalkState};

use super::paths;

/// Walks that were made, so that detection and discovery read each directory once.
#[derive(Debug, Default)]
pub(crate) struct Walks {
    files: HashMap<PathBuf, Vec<String>>,
    nameless: BTreeSet<PathBuf>,
}

impl Walks {
    /// Takes `files` for the files below `dir`, sorted relative paths, whatever is on disk.
    pub(crate) fn set(&mut self, dir: &Path, files: Vec<String>) {
        self.files.insert(dir.to_owned(), files);
    }

    /// The files below `dir` as in [`markdown_files`].
    pub(crate) fn files(&mut self, dir: &Path) -> &[String] {
        self.files.entry(dir.to_owned()).or_insert_with(|| {
            let found = markdown_files(dir);
            self.nameless.extend(found.nameless);
            found.files
        })
    }

    /// The files that were left out of the walks so far because their paths are not Unicode, with
    /// U+FFFD for what is none.
    pub(crate) fn nameless(&self) -> &BTreeSet<PathBuf> {
        &self.nameless
    }
}

/// What a walk finds.
#[derive(Debug, Default)]
struct Found {
    /// Relative paths with `/`.
    files: Vec<String>,
    /// What was left out, as in [`Walks::nameless`].
    nameless: Vec<PathBuf>,
}

/// All `.md`, `.mdx` and `.markdown` files below `dir`, as relative paths with `/`, sorted.
/// `.gitignore` and `.ignore` files are honoured inside and outside of repositories; hidden
/// files, `node_modules` and symbolic links are left out, so that no loop is followed. Names that
/// are not Unicode are left out, too: no configuration could name them.
fn markdown_files(dir: &Path) -> Found {
    let found = Mutex::new(Found::default());
    let walk = WalkBuilder::new(dir)
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build_parallel();
    walk.run(|| {
        let mut batch = Batch { found: &found, own: Found::default() };
        Box::new(move |entry| {
            if let Ok(entry) = entry
                && entry.file_type().is_some_and(|kind| kind.is_file())
                && paths::is_markdown(entry.path())
                && let Ok(relative) = entry.path().strip_prefix(dir)
            {
                if let Some(relative) = paths::slashed(relative) {
                    batch.own.files.push(relative);
                } else {
                    let path = entry.path().to_string_lossy().into_owned();
                    batch.own.nameless.push(path.into());
                }
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.files.sort_unstable();
    found
}

/// What one thread found, handed over when it is done.
struct Batch<'a> {
    found: &'a Mutex<Found>,
    own: Found,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.files.append(&mut self.own.files);
        found.nameless.append(&mut self.own.nameless);
    }
}
