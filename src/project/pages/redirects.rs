//! Addresses that a site sends on: `_redirects` as Netlify and Cloudflare Pages read it, and MDN's
//! `_redirects.txt`. A link to one of them leads somewhere, though no file says where.

use std::collections::{BTreeSet, HashSet};

use super::Shelf;
use super::address;

/// The addresses of a site that are sent on.
#[derive(Debug, Default)]
pub(super) struct Redirects {
    exact: HashSet<String>,
    /// What stands before a `*` or `:name`.
    prefixes: Vec<String>,
}

impl Redirects {
    /// Reads the lists that lie in or above the directories `roots`.
    pub(super) fn read<'r>(roots: impl Iterator<Item = &'r str>, shelf: &dyn Shelf) -> Self {
        const NAMES: [&str; 4] =
            ["_redirects", "static/_redirects", "public/_redirects", "_redirects.txt"];
        let mut directories: BTreeSet<String> = BTreeSet::new();
        for root in roots {
            let mut directory = root.trim_end_matches('/');
            for _ in 0..4 {
                directories.insert(directory.to_owned());
                if directory.is_empty() || directory.ends_with("..") {
                    break;
                }
                directory = address::directory(directory);
            }
        }
        let mut found = Self::default();
        for directory in &directories {
            for name in NAMES {
                let path = address::join(directory, name);
                if shelf.exists(&path)
                    && let Some(text) = shelf.text(&path)
                {
                    found.take(&text);
                }
            }
        }
        found
    }

    /// Takes in a list: one redirect a line, what is sent on first.
    fn take(&mut self, text: &str) {
        for line in text.lines() {
            let Some(from) = line.split_whitespace().next().filter(|from| from.starts_with('/'))
            else {
                continue;
            };
            match from.find(['*', ':']) {
                Some(0 | 1) => {}
                Some(at) => self.prefixes.push(from[..at].to_lowercase()),
                None => {
                    self.exact.insert(address::normal(from));
                }
            }
        }
    }

    /// Whether the address `path`, from the root of the site, is sent on.
    pub(super) fn cover(&self, path: &str) -> bool {
        if self.exact.is_empty() && self.prefixes.is_empty() {
            return false;
        }
        let lower = path.to_lowercase();
        self.exact.contains(&address::normal(path))
            || self.prefixes.iter().any(|prefix| lower.starts_with(prefix.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_forms_are_read() {
        let mut redirects = Redirects::default();
        redirects.take(
            "# old\n/docs/old/  /docs/new/ 301\n/blog/2019/* /archive/:splat\n/* /404 404\n\
             /de/docs/Alt\t/de/docs/Neu\n/:lang/x /x\n",
        );
        for sent_on in ["/docs/old", "/Docs/old/", "/blog/2019/a/", "/de/docs/Alt"] {
            assert!(redirects.cover(sent_on), "{sent_on}");
        }
        for other in ["/docs/older/", "/blog/2020/", "/de/docs/Neu"] {
            assert!(!redirects.cover(other), "{other}");
        }
    }
}
