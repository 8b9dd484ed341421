//! The Markdown files below a directory, ignored ones left out.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{WalkBuilder, WalkState};

use super::paths;

/// Walks that were made, so that detection and discovery read each directory once.
#[derive(Debug, Default)]
pub(crate) struct Walks(HashMap<PathBuf, Vec<String>>);

impl Walks {
    /// Takes `files` for the files below `dir`, sorted relative paths, whatever is on disk.
    pub(crate) fn set(&mut self, dir: &Path, files: Vec<String>) {
        self.0.insert(dir.to_owned(), files);
    }

    /// The files below `dir` as in [`markdown_files`].
    pub(crate) fn files(&mut self, dir: &Path) -> &[String] {
        self.0.entry(dir.to_owned()).or_insert_with(|| markdown_files(dir))
    }
}

/// All `.md`, `.mdx` and `.markdown` files below `dir`, as relative paths with `/`, sorted.
/// `.gitignore` and `.ignore` files are honoured inside and outside of repositories; hidden
/// files, `node_modules` and symbolic links are left out, so that no loop is followed. Names that
/// are not Unicode are left out: no configuration could name them.
pub(crate) fn markdown_files(dir: &Path) -> Vec<String> {
    let found = Mutex::new(Vec::new());
    let walk = WalkBuilder::new(dir)
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build_parallel();
    walk.run(|| {
        let mut batch = Batch { found: &found, files: Vec::new() };
        Box::new(move |entry| {
            if let Ok(entry) = entry
                && entry.file_type().is_some_and(|kind| kind.is_file())
                && paths::is_markdown(entry.path())
                && let Ok(relative) = entry.path().strip_prefix(dir)
            {
                batch.files.extend(paths::slashed(relative));
            }
            WalkState::Continue
        })
    });
    let mut files = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_unstable();
    files
}

/// What one thread found, handed over when it is done.
struct Batch<'a> {
    found: &'a Mutex<Vec<String>>,
    files: Vec<String>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.append(&mut self.files);
    }
}
