//! The Markdown files below a directory, ignored ones left out.

use std::path::Path;

use ignore::WalkBuilder;

use super::paths;

/// All `.md`, `.mdx` and `.markdown` files below `dir`, as relative paths with `/`, sorted.
/// `.gitignore` and `.ignore` files are honoured inside and outside of repositories; hidden
/// files, `node_modules` and symbolic links are left out, so that no loop is followed. Names that
/// are not Unicode are left out: no configuration could name them.
pub(crate) fn markdown_files(dir: &Path) -> Vec<String> {
    let walk = WalkBuilder::new(dir)
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build();
    let mut files: Vec<String> = walk
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .filter(|entry| paths::is_markdown(entry.path()))
        .filter_map(|entry| paths::slashed(entry.path().strip_prefix(dir).ok()?))
        .collect();
    files.sort_unstable();
    files
}
