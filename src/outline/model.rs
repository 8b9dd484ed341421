//! The types of an alignment and of a pair of documents.

use super::changes::Changes;
use crate::markdown::{BlockId, Document, Kinds};
use crate::text::{FileId, Span};

/// Which block answers which. Every block that counts as structure (all but comments) is in
/// exactly one bead.
#[derive(Debug, Clone, Default)]
pub struct Alignment {
    /// For each reference block its translation.
    pub to_translation: Vec<Option<BlockId>>,
    /// For each translation block its reference.
    pub to_reference: Vec<Option<BlockId>>,
    /// What has no counterpart, or another kind of counterpart, in reference order. Only the
    /// topmost block of a lost or added subtree is listed.
    pub gaps: Vec<Gap>,
    /// The matched blocks whose code, links, tags and other markup are not written alike in the
    /// same order, in reference order. Most pages have none: rules about inlines look here.
    pub differing: Vec<(BlockId, BlockId)>,
    /// Whether the bound on work was reached and blocks were paired by position.
    pub bounded: bool,
}

/// A place where the two outlines differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// A block of the reference that the translation lacks.
    Omission {
        /// The block that is missing.
        reference: BlockId,
        /// Where it should stand in the translation.
        place: Place,
    },
    /// A block of the translation that the reference lacks.
    Addition {
        /// The block that is too many.
        translation: BlockId,
        /// Where it would stand in the reference.
        place: Place,
    },
    /// One or more blocks that stand as blocks of other kinds: a list turned into paragraphs.
    Replaced {
        /// First and last block of the reference's run.
        reference: (BlockId, BlockId),
        /// First and last block of the translation's run.
        translation: (BlockId, BlockId),
    },
    /// A section or block that stands elsewhere. The two are matched.
    Move {
        /// The block in the reference.
        reference: BlockId,
        /// The same block in the translation.
        translation: BlockId,
        /// Where it should stand in the translation.
        place: Place,
    },
}

/// A place between blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The block after whose end it lies, if there is one.
    pub after: Option<BlockId>,
    /// An empty span at the place: the end of `after`, or the start of what holds it.
    pub span: Span,
}

/// What a translation is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The source as it stands in the working tree.
    WorkingTree,
    /// The source at the revision that the translation records.
    Recorded(Revision),
    /// The source as it was when the translation was last worked on.
    History(Revision),
    /// The siblings; `agreeing` of `of` versions say what the reference says.
    Siblings {
        /// How many versions agree with the reference, itself included.
        agreeing: u8,
        /// How many versions there are.
        of: u8,
    },
}

/// An old state of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit in hexadecimal, as it was recorded; the digest of the text where that is all
    /// that was recorded.
    pub commit: Box<str>,
    /// The day of the commit by its committer's clock: `2026-03-02`.
    pub date: Option<Box<str>>,
}

impl Revision {
    /// The first seven digits.
    pub fn short(&self) -> &str {
        self.commit.get(..7).unwrap_or(&self.commit)
    }
}

/// What happened to the source since a translation was made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What the translation was made from.
    pub revision: Revision,
    /// The source as it is today.
    pub source: FileId,
    /// Where the translation records what it was made from.
    pub recorded: Option<Span>,
    /// How many commits changed the source since; only counted where text changed, and unknown
    /// without a history.
    pub commits: Option<u32>,
    /// What changed.
    pub changes: Changes,
}

/// A translation beside its reference.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// What it is compared with.
    pub reference: &'a Document,
    /// The version that is judged.
    pub translation: &'a Document,
    /// Which block answers which.
    pub alignment: &'a Alignment,
    /// What the reference is.
    pub basis: &'a Basis,
    /// What happened to the source since, when the reference is an old revision of it.
    pub drift: Option<&'a Drift>,
    /// The source as it is today, when the reference is an old revision of it.
    pub today: Option<&'a Document>,
}

impl<'a> Pair<'a> {
    /// All matched blocks in reference order.
    pub fn matches(&self) -> impl Iterator<Item = (BlockId, BlockId)> + use<'a> {
        let beads = self.alignment.to_translation.iter().enumerate();
        beads.filter_map(|(index, bead)| bead.map(|other| (BlockId(index as u32), other)))
    }

    /// The matched ones of the reference's blocks that `list` names, in reference order.
    pub fn matches_of(
        &self,
        list: fn(&Kinds) -> &[BlockId],
    ) -> impl Iterator<Item = (BlockId, BlockId)> + use<'a> {
        let blocks = list(self.reference.kinds()).iter();
        let to_translation = &self.alignment.to_translation;
        blocks.filter_map(|&block| Some((block, to_translation[block.0 as usize]?)))
    }

    /// The translation of a reference block.
    pub fn translation_of(&self, reference: BlockId) -> Option<BlockId> {
        self.alignment.to_translation[reference.0 as usize]
    }

    /// The reference of a translation block.
    pub fn reference_of(&self, translation: BlockId) -> Option<BlockId> {
        self.alignment.to_reference[translation.0 as usize]
    }

    /// The two files, reference first.
    pub fn files(&self) -> (FileId, FileId) {
        (self.reference.file, self.translation.file)
    }
}

/// Whether so few headings of both sides are without a counterpart that those which were laid beside
/// each other belong together. A page that was written anew has other sections.
pub fn has_same_sections(pair: &Pair<'_>) -> bool {
    let (ours, theirs) = (&pair.reference.kinds().headings, &pair.translation.kinds().headings);
    let matched = ours.iter().filter(|&&id| pair.translation_of(id).is_some()).count();
    let alone = (ours.len() + theirs.len()).saturating_sub(2 * matched);
    alone <= 1 || alone * 10 <= matched
}
