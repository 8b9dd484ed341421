//! Damage to text on the level of characters: one scan finds the suspicious places of a text
//! with what is known of each; rules judge them.

mod codec;
mod decode;
mod dos;
mod doubt;
mod entity;
mod glance;
mod guess;
mod homoglyph;
mod invisible;
pub mod legacy;
mod lossy;
mod mojibake;
mod multibyte;
mod normal;
mod reading;
mod scan;
mod score;
mod vocabulary;

pub use codec::Codec;
pub use entity::{Entity, EntityForm};
pub use invisible::invisible_name;
pub use scan::scan;
pub use vocabulary::Vocabulary;

use crate::text::Span;

/// A place in a text that a reader may stumble over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The bytes it covers.
    pub span: Span,
    /// What it is.
    pub kind: SuspectKind,
}

/// Whether a scan with the project's words may tell more about one of `suspects`: something looks
/// damaged and it is not certain what it was.
pub fn wants_vocabulary(suspects: &[Suspect]) -> bool {
    suspects.iter().any(|suspect| match &suspect.kind {
        SuspectKind::Mojibake(found) => found.confidence < Confidence::Certain,
        SuspectKind::Replacement => true,
        _ => false,
    })
}

/// What a suspicious place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuspectKind {
    /// UTF-8 that was read as another encoding.
    Mojibake(Mojibake),
    /// One or more U+FFFD: bytes that some program could not read.
    Replacement,
    /// A control character other than tab and line breaks, or a noncharacter.
    Control(char),
    /// A byte order mark that does not open the text.
    ByteOrderMark,
    /// A format character without a glyph.
    Invisible(char),
    /// A private-use character.
    Private(char),
    /// A character reference.
    Entity(Entity),
    /// A letter and a combining mark that have a precomposed form (UAX #15): the span covers
    /// both, the text is the composed form.
    Decomposed(Box<str>),
    /// A word in which letters of another alphabet pose as its own; the text is the word in one
    /// alphabet.
    MixedScript(Box<str>),
}

/// UTF-8 that was read as another encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mojibake {
    /// What it was; `None` where information is lost, empty for a byte order mark.
    pub repaired: Option<Box<str>>,
    /// The encodings it was read as; the outermost, which is undone first, comes first.
    pub chain: Vec<Codec>,
    /// How sure the repair is.
    pub confidence: Confidence,
    /// By how much the repaired text is likelier than the damaged one.
    pub score: i32,
}

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// It looks damaged; what it was is not known.
    Doubtful,
    /// A likely guess.
    Likely,
    /// No other reading comes near, and every character belongs to the language.
    Certain,
}
