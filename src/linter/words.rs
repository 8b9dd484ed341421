//! The words of a catalog's texts by language. They are counted when the first text asks that
//! looks damaged without it being certain what it meant; clean projects never pay for them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use crate::encoding::{self, Vocabulary};
use crate::markdown::Document;
use crate::project::Catalog;

use super::store::Store;

/// More text than this (bytes) of one language tells nothing new.
const ENOUGH: usize = 16 << 20;

pub(super) struct Words<'a> {
    catalog: &'a Catalog,
    store: &'a dyn Store,
    counted: Mutex<BTreeMap<String, Arc<OnceLock<Vocabulary>>>>,
}

impl<'a> Words<'a> {
    pub(super) fn new(catalog: &'a Catalog, store: &'a dyn Store) -> Self {
        Self { catalog, store, counted: Mutex::default() }
    }

    /// Looks at the damage in `document` once more with the words of its language, where that
    /// may tell more.
    pub(super) fn consult(&self, document: &mut Document) {
        if !document.locale.is_known() || !encoding::wants_vocabulary(&document.suspects) {
            return;
        }
        let language = document.locale.language().to_owned();
        let Ok(mut counted) = self.counted.lock() else { return };
        let cell = Arc::clone(counted.entry(language.clone()).or_default());
        drop(counted);
        let vocabulary = cell.get_or_init(|| self.count(&language));
        document.suspects = encoding::scan(&document.text, &document.locale, Some(vocabulary));
    }

    fn count(&self, language: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        let mut read = 0;
        let files = self.catalog.files.iter().filter(|file| file.locale.language() == language);
        for file in files {
            if let Ok(source) = self.store.read(&file.path) {
                vocabulary.add(source.text());
                read += source.text().len();
            }
            if read > ENOUGH {
                break;
            }
        }
        vocabulary
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{Confidence, SuspectKind};
    use crate::linter::Memory;
    use crate::locale::Locale;
    use crate::markdown::parse;
    use crate::project::CatalogFile;
    use crate::text::{FileId, SourceFile};

    #[test]
    fn other_pages_tell_what_a_word_was() {
        let italian = Locale::parse("it").expect("a locale");
        let texts = [("a.md", "in base alla societÃ che"), ("b.md", "La società paga.")];
        let files =
            texts.map(|(path, _)| CatalogFile { path: path.into(), locale: italian.clone() });
        let catalog = Catalog { files: files.into(), ..Catalog::default() };
        let store = Memory(texts.map(|(path, text)| (path.into(), text.to_owned())).into());
        let source = SourceFile::new("a.md", texts[0].1);
        let mut document = parse(FileId(0), source, italian);
        let certain = |document: &Document| {
            document.suspects.iter().any(|suspect| {
                matches!(&suspect.kind, SuspectKind::Mojibake(found)
                    if found.confidence == Confidence::Certain)
            })
        };
        assert!(!certain(&document));
        Words::new(&catalog, &store).consult(&mut document);
        assert!(certain(&document));
    }
}
