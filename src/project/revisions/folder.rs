//! What a folder held at a commit: a tree object of git, as it is stored.

/// A tree object: for each entry its mode, a space, its name, a zero byte, and the bytes of its id.
#[derive(Debug)]
pub(super) struct Folder {
    bytes: Vec<u8>,
    /// Where each entry begins, in the order of git: by name, with `/` behind those of folders.
    starts: Vec<u32>,
    /// The length of an id in bytes: 20, or 32 in a SHA-256 repository.
    id_length: usize,
}

impl Folder {
    /// Reads a tree object whose own id has `digits` hexadecimal digits; `None` when it is none.
    pub(super) fn read(bytes: Vec<u8>, digits: usize) -> Option<Self> {
        let id_length = digits / 2;
        let (mut starts, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let name = memchr::memchr(b' ', &bytes[at..])? + 1;
            let end = memchr::memchr(0, &bytes[at + name..])? + name + 1;
            starts.push(u32::try_from(at).ok()?);
            at += end + id_length;
        }
        (at == bytes.len()).then_some(Self { bytes, starts, id_length })
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.starts.len() * size_of::<u32>()
    }

    /// The id of the file `name` in hexadecimal; `None` when there is none.
    pub(super) fn file(&self, name: &str) -> Option<String> {
        let before = |start: &u32| {
            let (mode, entry, _) = self.entry(*start);
            let slash: &[u8] = if is_folder(mode) { b"/" } else { b"" };
            entry.iter().chain(slash).lt(name.as_bytes())
        };
        let start = self.starts.get(self.starts.partition_point(before))?;
        let (mode, entry, id) = self.entry(*start);
        // A commit of another repository stands for a submodule.
        let is_it = entry == name.as_bytes() && !is_folder(mode) && !mode.starts_with(b"16");
        is_it.then(|| super::digest::hex(id))
    }

    /// Mode, name and id.
    fn entry(&self, start: u32) -> (&[u8], &[u8], &[u8]) {
        let rest = &self.bytes[start as usize..];
        // `read` has seen both.
        let space = memchr::memchr(b' ', rest).unwrap_or_default();
        let zero = memchr::memchr(0, rest).unwrap_or_default();
        (&rest[..space], &rest[space + 1..zero], &rest[zero + 1..zero + 1 + self.id_length])
    }
}

fn is_folder(mode: &[u8]) -> bool {
    mode.starts_with(b"4")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str, u8)], id_length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend([mode.as_bytes(), b" ", name.as_bytes(), b"\0"].concat());
            bytes.extend(vec![*id; id_length]);
        }
        bytes
    }

    #[test]
    fn files_are_found_among_folders() {
        // As git sorts: the folder `a` stands for `a/`, which comes behind `a.md` and `a-b.md`.
        let entries = [
            ("100644", "a-b.md", 1),
            ("100755", "a.md", 2),
            ("40000", "a", 3),
            ("100644", "a0.md", 4),
            ("160000", "sub.md", 5),
        ];
        for (id_length, digits) in [(20, 40), (32, 64)] {
            let folder = Folder::read(tree(&entries, id_length), digits).expect("a tree");
            let found: Vec<_> = ["a-b.md", "a.md", "a", "a0.md", "sub.md", "b.md", ""]
                .map(|name| folder.file(name).map(|id| id[..2].to_owned()))
                .to_vec();
            let some = |id: &str| Some(id.to_owned());
            let ids = [some("01"), some("02"), None, some("04"), None, None, None];
            assert_eq!(found, ids);
        }
        assert!(Folder::read(Vec::new(), 40).is_some_and(|folder| folder.file("a").is_none()));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let whole = tree(&[("100644", "a.md", 1)], 20);
        for cut in 1..whole.len() {
            assert!(Folder::read(whole[..cut].to_vec(), 40).is_none(), "{cut}");
        }
        assert!(
            Folder::read(b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n".to_vec(), 40).is_none()
        );
    }
}
