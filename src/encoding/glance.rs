//! What the scan needs to know of a character at first glance: one byte, looked up in a table of
//! the language.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, RwLock};

use crate::locale::{Class, Locale, Repertoire};

use super::codec::slot;

/// Something that a text of the language should not hold, or that may have another form.
pub(super) const PECULIAR: u8 = 1;
/// In some codec the byte that starts a UTF-8 sequence.
pub(super) const LEAD: u8 = 2;
/// In some codec a byte inside a UTF-8 sequence.
pub(super) const INNER: u8 = 4;
/// A letter of the language.
pub(super) const OWN: u8 = 8;
/// A capital letter.
pub(super) const UPPER: u8 = 16;
/// A small letter.
pub(super) const LOWER: u8 = 32;
/// A letter of an alphabet that looks like Latin.
pub(super) const ALIKE: u8 = 64;

/// The flags of 256 characters.
pub(super) type Page = [u8; 256];

/// The flags of all characters for one language. A page is made when it is first looked at.
pub(super) struct Glances {
    pub(super) repertoire: Arc<Repertoire>,
    pages: Vec<OnceLock<Box<Page>>>,
}

impl Glances {
    /// The table of `locale`, shared between all scans.
    pub(super) fn of(locale: &Locale) -> Arc<Self> {
        static KNOWN: RwLock<BTreeMap<String, Arc<Glances>>> = RwLock::new(BTreeMap::new());
        if let Ok(known) = KNOWN.read()
            && let Some(found) = known.get(locale.tag())
        {
            return Arc::clone(found);
        }
        let repertoire = Repertoire::of(locale);
        let made =
            Arc::new(Self { repertoire, pages: (0..256).map(|_| OnceLock::new()).collect() });
        if let Ok(mut known) = KNOWN.write() {
            return Arc::clone(known.entry(locale.tag().to_owned()).or_insert(made));
        }
        made
    }

    /// The page of the characters `number * 256` and up, below U+10000.
    #[inline]
    pub(super) fn page(&self, number: usize) -> &Page {
        match self.pages[number].get() {
            Some(page) => page,
            None => self.make(number),
        }
    }

    #[cold]
    fn make(&self, number: usize) -> &Page {
        self.pages[number].get_or_init(|| {
            let mut page = Box::new([0; 256]);
            for (low, flags) in page.iter_mut().enumerate() {
                if let Some(letter) = char::from_u32((number << 8 | low) as u32) {
                    *flags = self.flags(letter);
                }
            }
            page
        })
    }

    /// The flags of one character.
    pub(super) fn flags(&self, letter: char) -> u8 {
        let traits = self.repertoire.traits(letter);
        let slot = slot(letter);
        let flag = |condition: bool, flag: u8| if condition { flag } else { 0 };
        flag(!traits.is_plain(), PECULIAR)
            | flag(slot.is_some_and(|slot| slot.lead != 0), LEAD)
            | flag(slot.is_some_and(|slot| slot.inner != 0), INNER)
            | flag(traits.class() == Class::Own, OWN)
            | flag(traits.is_upper(), UPPER)
            | flag(traits.is_lower(), LOWER)
            | flag(traits.has_look_alikes(), ALIKE)
    }
}
