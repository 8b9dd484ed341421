//! Paths: made absolute without asking the disk, and written the way people read them.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// `path` below `base`, with `.` and `..` resolved by name only: symbolic links stay as they are.
pub fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !result.pop() {
                    result.push(component);
                }
            }
            _ => result.push(component),
        }
    }
    result
}

/// The absolute `path` as it is shown: relative to `cwd` where it lies in it or beside it (at
/// most three `..`), otherwise absolute.
pub fn shown(path: &Path, cwd: &Path) -> PathBuf {
    // The common case by bytes: comparing component by component costs ten times as much.
    let below = || path.to_str()?.strip_prefix(cwd.to_str()?)?.strip_prefix(MAIN_SEPARATOR);
    if let Some(below) = below().filter(|below| !below.is_empty()) {
        return PathBuf::from(below);
    }
    let mut up = PathBuf::new();
    for ancestor in cwd.ancestors().take(4) {
        if let Ok(rest) = path.strip_prefix(ancestor) {
            // Below the root of the file system every path has a common ancestor.
            if ancestor.parent().is_some() || up.as_os_str().is_empty() {
                let shown = up.join(rest);
                return if shown.as_os_str().is_empty() { PathBuf::from(".") } else { shown };
            }
        }
        up.push("..");
    }
    path.to_owned()
}

/// A relative path with `/` on every system; `None` when it is not Unicode.
pub fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// Remarks on files that are left out because their names are not Unicode, one for each of the
/// first few.
pub(crate) fn nameless(paths: impl Iterator<Item = PathBuf>) -> Vec<String> {
    let paths: Vec<PathBuf> = paths.collect();
    let mut notes: Vec<String> = paths
        .iter()
        .take(3)
        .map(|path| {
            format!("{}: left out, because its name is not Unicode; rename it", path.display())
        })
        .collect();
    if paths.len() > 3 {
        let more = paths.len() - 3;
        notes.push(format!("{more} more files left out, because their names are not Unicode"));
    }
    notes
}

/// Whether the file name says Markdown or MDX.
pub fn is_markdown(path: &Path) -> bool {
    path.extension().and_then(|ext| ext.to_str()).is_some_and(|ext| {
        ["md", "mdx", "markdown"].iter().any(|known| ext.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_relative_where_that_reads_well() {
        let cwd = Path::new("/w/docs.en");
        assert_eq!(
            absolute(cwd, Path::new("./a/../../docs.it/b.md")),
            Path::new("/w/docs.it/b.md")
        );
        assert_eq!(shown(Path::new("/w/docs.en/a.md"), cwd), Path::new("a.md"));
        assert_eq!(shown(Path::new("/w/docs.it/b.md"), cwd), Path::new("../docs.it/b.md"));
        assert_eq!(shown(Path::new("/other/b.md"), cwd), Path::new("/other/b.md"));
        assert_eq!(shown(cwd, cwd), Path::new("."));
    }
}
