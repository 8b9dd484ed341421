//! What the scan needs to know of a character at first glance: one byte, looked up in a table of
//! the language.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock, RwLock};

use crate::locale::{Class, Locale, Repertoire};

use super::codec::slot;

/// Something that a text of the language should not hold, or that may have another form.
pub(super) const PECULIAR: u8 = 1;
/// In some codec the byte that starts a UTF-8 sequence.
pub(super) const LEAD: u8 = 2;
/// In some codec a byte inside a UTF-8 sequence.
pub(super) const INNER: u8 = 4;
/// A letter of the language, other than the few that damage looks like even there: see
/// [`is_two_faced`].
pub(super) const OWN: u8 = 8;
/// A capital letter.
pub(super) const UPPER: u8 = 16;
/// A small letter.
pub(super) const LOWER: u8 = 32;
/// A letter of an alphabet that looks like Latin.
pub(super) const ALIKE: u8 = 64;
/// Neither peculiar nor a byte inside a sequence: the scan passes by. A byte without any flag is
/// not known yet.
pub(super) const QUIET: u8 = 128;

/// Each plane of Unicode has this many characters.
const PLANE: usize = 0x1_0000;

type Plane = [AtomicU8; PLANE];

/// The flags of all characters for one language. Each is found out when it is first looked at;
/// threads that do so at the same time write the same byte.
pub(super) struct Glances {
    pub(super) repertoire: Arc<Repertoire>,
    /// The plane that nearly all texts stay in.
    basic: Box<Plane>,
    /// The plane that emoji are in.
    second: OnceLock<Box<Plane>>,
}

fn unknown_plane() -> Box<Plane> {
    let plane: Box<[AtomicU8]> = (0..PLANE).map(|_| AtomicU8::new(0)).collect();
    plane.try_into().unwrap_or_else(|_| Box::new(std::array::from_fn(|_| AtomicU8::new(0))))
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
        let made = Arc::new(Self { repertoire, basic: unknown_plane(), second: OnceLock::new() });
        if let Ok(mut known) = KNOWN.write() {
            return Arc::clone(known.entry(locale.tag().to_owned()).or_insert(made));
        }
        made
    }

    /// The flags of the character with the number `code`, below U+10000; 0 when they are not
    /// known yet.
    #[inline]
    pub(super) fn peek(&self, code: usize) -> u8 {
        self.basic[code & (PLANE - 1)].load(Ordering::Relaxed)
    }

    /// The flags of the character with the number `code`.
    #[inline]
    pub(super) fn flags(&self, code: usize) -> u8 {
        let known = if code < PLANE {
            self.peek(code)
        } else if code < 2 * PLANE {
            self.second.get_or_init(unknown_plane)[code - PLANE].load(Ordering::Relaxed)
        } else {
            0
        };
        if known != 0 { known } else { self.find_out(code) }
    }

    #[cold]
    #[inline(never)]
    fn find_out(&self, code: usize) -> u8 {
        let letter = u32::try_from(code).ok().and_then(char::from_u32);
        let mut flags = letter.map_or(0, |letter| self.flags_of(letter));
        if flags & (PECULIAR | INNER) == 0 {
            flags |= QUIET;
        }
        if code < PLANE {
            self.basic[code].store(flags, Ordering::Relaxed);
        } else if let Some(second) = self.second.get()
            && code < 2 * PLANE
        {
            second[code - PLANE].store(flags, Ordering::Relaxed);
        }
        flags
    }

    fn flags_of(&self, letter: char) -> u8 {
        let traits = self.repertoire.traits(letter);
        let slot = slot(letter);
        let flag = |condition: bool, flag: u8| if condition { flag } else { 0 };
        flag(!traits.is_plain(), PECULIAR)
            | flag(slot.is_some_and(|slot| slot.lead != 0), LEAD)
            | flag(slot.is_some_and(|slot| slot.inner != 0), INNER)
            | flag(traits.class() == Class::Own && !is_two_faced(letter), OWN)
            | flag(traits.is_upper(), UPPER)
            | flag(traits.is_lower(), LOWER)
            | flag(traits.has_look_alikes(), ALIKE)
    }
}

/// Whether two letters of the language side by side may still be damage because of this one: all
/// quotation marks and dashes start with `ÔÇ` in code page 850, and no word goes on after an
/// ordinal sign (`1º`, but never `Ãºnico`).
fn is_two_faced(letter: char) -> bool {
    matches!(letter, 'Ô' | 'º' | 'ª')
}
