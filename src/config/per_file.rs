//! `[per-file]`: rules that are left out for some files.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use toml::de::DeTable;

use super::keys::PER_FILE;
use super::read::Reader;
use crate::project::paths;

const GLOB: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// The table `[per-file]`, with the directories that tell which file a pattern means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PerFile {
    /// The directory of the configuration file, absolute. Patterns are relative to it.
    pub(super) root: PathBuf,
    /// The working directory, absolute. Paths of a catalog are relative to it.
    pub(super) cwd: PathBuf,
    /// Each pattern with the names of rules and groups that are left out where it matches.
    pub(super) entries: Vec<(Pattern, Vec<String>)>,
}

impl PerFile {
    /// Each pattern as written with the names that are left out where it matches.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.entries.iter().map(|(pattern, names)| (pattern.as_str(), names.as_slice()))
    }

    /// The names of rules and groups that are left out for the file at `path`, as catalogs show
    /// it.
    pub fn ignored(&self, path: &Path) -> Vec<String> {
        if self.entries.is_empty() {
            return Vec::new();
        }
        let path = paths::shown(&paths::absolute(&self.cwd, path), &self.root);
        let Some(path) = paths::slashed(&path) else { return Vec::new() };
        let entries = self.entries.iter().filter(|(glob, _)| glob.matches_with(&path, GLOB));
        entries.flat_map(|(_, names)| names.iter().cloned()).collect()
    }
}

impl Reader<'_> {
    /// Reads `[per-file]`; the directories are filled in by who knows them.
    pub(super) fn per_file(&mut self, table: &DeTable<'_>) -> PerFile {
        let mut found = PerFile::default();
        for (pattern, value) in self.table(table, "per-file").into_iter().flatten() {
            let name = pattern.get_ref();
            let Some(table) = self.as_table(name, value) else { continue };
            self.only(table, PER_FILE);
            let names = self.selection(table, "ignore");
            match Pattern::new(name) {
                Ok(glob) => found.entries.push((glob, names)),
                Err(error) => {
                    let message = format!("`{name}` is no glob pattern: {}", error.msg);
                    self.error(pattern.span(), message, "", "");
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_relative_to_the_configuration() {
        let entries = [("docs/zh-cn/**", "code-block"), ("**/b.md", "structure")]
            .map(|(glob, name)| (Pattern::new(glob).expect("a pattern"), vec![name.to_owned()]));
        let per_file =
            |cwd: &str| PerFile { root: "/p".into(), cwd: cwd.into(), entries: entries.to_vec() };
        let ignored = |cwd: &str, path: &str| per_file(cwd).ignored(Path::new(path));
        assert_eq!(ignored("/p", "docs/zh-cn/a/c.md"), ["code-block"]);
        assert_eq!(ignored("/p/docs/zh-cn", "b.md"), ["code-block", "structure"]);
        assert_eq!(ignored("/p", "../other/zh/b.md"), ["structure"]);
        assert_eq!(ignored("/p", "docs/es/a.md"), [""; 0]);
    }
}
