//! What lies where: the files of the catalog by their paths, and, where a link leads to something
//! else, what the folders hold. A folder that is asked for often is listed, once, so that
//! thousands of links that lead nowhere cost no look at the disk.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::quick::{QuickMap, QuickSet};
use super::resolve::Target;
use super::{Shelf, address};
use crate::text::FileId;

/// After so many single looks into a folder it is listed.
const WORTH_LISTING: u32 = 8;

/// The files of a run by their paths, and what lies beside them.
pub(super) struct Places<'a> {
    files: QuickMap<Box<str>, FileId>,
    /// The folders that hold files of the catalog, and those above them.
    folders: QuickMap<Box<str>, Folder>,
    shelf: &'a dyn Shelf,
}

/// A folder on disk.
#[derive(Default)]
struct Folder {
    /// How often it was asked for something that is none of the catalog's.
    asked: AtomicU32,
    /// The names in it; `None` where it cannot be listed.
    names: OnceLock<Option<QuickSet<Box<str>>>>,
}

impl<'a> Places<'a> {
    /// The files at `paths`, by their numbers.
    pub(super) fn new(paths: &[String], shelf: &'a dyn Shelf) -> Self {
        let named = || paths.iter().enumerate().filter(|(_, path)| !path.is_empty());
        let mut files: QuickMap<Box<str>, FileId> = QuickMap::default();
        files.reserve(paths.len());
        files.extend(named().map(|(at, path)| (path.as_str().into(), FileId(at as u32))));
        let mut folders: QuickMap<Box<str>, Folder> = QuickMap::default();
        for (_, path) in named() {
            let mut folder = address::directory(path);
            while !folders.contains_key(folder) {
                folders.insert(folder.into(), Folder::default());
                folder = address::directory(folder);
            }
        }
        Self { files, folders, shelf }
    }

    /// The file or directory at `path`, if there is one.
    pub(super) fn at(&self, path: &str) -> Option<Target> {
        if let Some(&file) = self.files.get(path) {
            return Some(Target::File(file));
        }
        self.is_on_disk(path).then(|| Target::Path(path.into()))
    }

    /// The first page that the address `base` may stand for, that is there and is `right`. `path`
    /// is room to write in.
    pub(super) fn page(
        &self,
        base: &str,
        path: &mut String,
        right: impl Fn(&Target) -> bool,
    ) -> Option<Target> {
        let base = address::bare(base);
        let mut named = |gap: &str, end: &str| {
            path.clear();
            path.extend([base, gap, end]);
            self.at(path).filter(&right)
        };
        let beside = || address::PAGE_ENDS.iter().filter(|_| !base.is_empty());
        let found = beside().find_map(|end| named("", end));
        if found.is_some() || !self.may_be_folder(base) {
            return found;
        }
        let gap = if base.is_empty() { "" } else { "/" };
        address::INDEX_NAMES.iter().find_map(|name| named(gap, name))
    }

    /// Whether `path` may be a folder: it is one, or something of which that is not known.
    fn may_be_folder(&self, path: &str) -> bool {
        self.folders.contains_key(path) || self.is_on_disk(path)
    }

    /// Whether there is anything at `path`.
    fn is_on_disk(&self, path: &str) -> bool {
        let mut above = path;
        loop {
            let (folder, name) = split(above);
            if name.is_empty() || name == ".." {
                break;
            }
            let Some(known) = self.folders.get(folder) else {
                above = folder;
                continue;
            };
            match self.names(known, folder) {
                Some(names) if !names.contains(name) => return false,
                Some(_) if above.len() == path.len() => return true,
                _ => break,
            }
        }
        !path.is_empty() && self.shelf.exists(path)
    }

    /// The names in a folder, where it is worth listing them and can be done.
    fn names<'p>(&self, known: &'p Folder, folder: &str) -> Option<&'p QuickSet<Box<str>>> {
        if known.asked.load(Ordering::Relaxed) < WORTH_LISTING {
            known.asked.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let list = || {
            let names = self.shelf.names(folder)?;
            Some(names.into_iter().map(String::into_boxed_str).collect())
        };
        known.names.get_or_init(list).as_ref()
    }
}

/// A path as its folder and the name in it.
fn split(path: &str) -> (&str, &str) {
    let folder = address::directory(path);
    (folder, path[folder.len()..].trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::Mutex;

    use super::super::{PageFacts, Past};
    use super::*;

    /// Counts the looks at it.
    #[derive(Default)]
    struct Counting {
        there: Vec<&'static str>,
        asked: Mutex<Vec<String>>,
    }

    impl Shelf for Counting {
        fn exists(&self, path: &str) -> bool {
            self.asked.lock().expect("no panic").push(path.to_owned());
            self.there.contains(&path)
        }

        fn names(&self, folder: &str) -> Option<Vec<String>> {
            self.asked.lock().expect("no panic").push(format!("{folder}/*"));
            let inside = self.there.iter().map(|path| split(path));
            Some(inside.filter(|(at, _)| *at == folder).map(|(_, name)| name.to_owned()).collect())
        }

        fn page(&self, _: &str) -> Option<Arc<PageFacts>> {
            None
        }

        fn text(&self, _: &str) -> Option<String> {
            None
        }

        fn past(&self, _: &str) -> Past {
            Past::Unknown
        }
    }

    fn paths() -> Vec<String> {
        ["docs/en/a.md", "docs/en/b/index.md", "docs/nl/a.md"].map(str::to_owned).to_vec()
    }

    #[test]
    fn pages_are_found_by_their_addresses() {
        let shelf = Counting { there: vec!["docs/en/c.mdx"], ..Counting::default() };
        let places = Places::new(&paths(), &shelf);
        let page = |base: &str| places.page(base, &mut String::new(), |_| true);
        assert_eq!(page("docs/en/a"), Some(Target::File(FileId(0))));
        assert_eq!(page("docs/en/a.html"), Some(Target::File(FileId(0))));
        assert_eq!(page("docs/en/b/"), Some(Target::File(FileId(1))));
        assert_eq!(page("docs/en/c"), Some(Target::Path("docs/en/c.mdx".into())));
        assert_eq!(page("docs/nl/b"), None);
    }

    #[test]
    fn a_folder_that_is_often_asked_for_is_listed_once() {
        let shelf = Counting { there: vec!["docs/en/img", "docs/en/x.md"], ..Counting::default() };
        let places = Places::new(&paths(), &shelf);
        for n in 0..1_000 {
            assert_eq!(places.at(&format!("docs/en/none-{n}/deep/index.md")), None);
            assert_eq!(places.at("docs/en/x.md"), Some(Target::Path("docs/en/x.md".into())));
        }
        let asked = shelf.asked.lock().expect("no panic");
        assert_eq!(asked.iter().filter(|path| *path == "docs/en/*").count(), 1);
        assert!(asked.len() <= 1 + WORTH_LISTING as usize, "{asked:?}");
    }
}
