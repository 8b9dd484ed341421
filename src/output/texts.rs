//! The texts that were judged, taken again file by file as a report is written.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use crate::text::{LineIndex, Position};

/// Files kept while findings are written. They come sorted by path, and few files stand beside
/// one file.
const FILES_KEPT: usize = 8;

/// The texts of the files last asked for, with their lines.
pub(super) struct Texts<'a> {
    read: &'a dyn Fn(&Path) -> Option<String>,
    kept: VecDeque<(PathBuf, Option<(String, LineIndex)>)>,
}

impl<'a> Texts<'a> {
    /// Nothing is read yet.
    pub(super) fn new(read: &'a dyn Fn(&Path) -> Option<String>) -> Self {
        Self { read, kept: VecDeque::new() }
    }

    /// The text of the file at `path` and its lines; `None` when it is gone.
    pub(super) fn file(&mut self, path: &Path) -> Option<&(String, LineIndex)> {
        let at_hand = self.kept.iter().position(|(kept, _)| kept == path);
        let index = at_hand.unwrap_or_else(|| {
            if self.kept.len() == FILES_KEPT {
                self.kept.pop_front();
            }
            let file = (self.read)(path).map(|text| {
                let lines = LineIndex::new(&text);
                (text, lines)
            });
            self.kept.push_back((path.to_owned(), file));
            self.kept.len() - 1
        });
        self.kept[index].1.as_ref()
    }

    /// The column of `position` in UTF-8 bytes, from 1; `None` when the file is gone or was
    /// changed since it was judged.
    pub(super) fn byte_column(&mut self, path: &Path, position: Position) -> Option<u32> {
        let (text, lines) = self.file(path)?;
        let same = lines.position(text, position.offset) == position;
        same.then(|| position.offset - lines.start(position.line as usize - 1) + 1)
    }
}
