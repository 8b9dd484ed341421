//! The blocks, and links, that rules go through by kind: listed when a rule first asks, and then
//! kept with the document.

use std::sync::OnceLock;

use super::model::{Block, BlockId, BlockKind, Document, Inline, InlineKind, Link};

/// The blocks, and links, of a page by kind.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    /// Headings.
    pub headings: Vec<BlockId>,
    /// Lists.
    pub lists: Vec<BlockId>,
    /// Tables.
    pub tables: Vec<BlockId>,
    /// Code blocks.
    pub codes: Vec<BlockId>,
    /// Alerts.
    pub alerts: Vec<BlockId>,
    /// Directives that are blocks.
    pub directives: Vec<BlockId>,
    /// Comments that are blocks.
    pub comments: Vec<BlockId>,
    /// Links in any form, as indices into [`Document::inlines`].
    pub links: Vec<u32>,
}

impl Kinds {
    fn of(blocks: &[Block], inlines: &[Inline]) -> Self {
        let mut kinds = Self::default();
        let is_link = |inline: &Inline| matches!(inline.kind, InlineKind::Link(_));
        let numbered = (0..).zip(inlines).filter(|(_, inline)| is_link(inline));
        kinds.links.extend(numbered.map(|(index, _)| index));
        for (index, block) in blocks.iter().enumerate() {
            let list = match &block.kind {
                BlockKind::Heading(_) => &mut kinds.headings,
                BlockKind::List { .. } => &mut kinds.lists,
                BlockKind::Table { .. } => &mut kinds.tables,
                BlockKind::Code(_) => &mut kinds.codes,
                BlockKind::Alert(_) => &mut kinds.alerts,
                BlockKind::Directive(_) => &mut kinds.directives,
                BlockKind::Comment => &mut kinds.comments,
                _ => continue,
            };
            list.push(BlockId(index as u32));
        }
        kinds
    }
}

/// The lists, when they were asked for.
pub(super) type Asked = OnceLock<Kinds>;

impl Document {
    /// The links in document order, with their indices into [`Document::inlines`].
    pub fn links(&self) -> impl Iterator<Item = (usize, &Inline, &Link)> {
        self.kinds().links.iter().filter_map(|&index| {
            let inline = &self.inlines[index as usize];
            match &inline.kind {
                InlineKind::Link(link) => Some((index as usize, inline, link)),
                _ => None,
            }
        })
    }

    /// The blocks by kind; found once.
    pub fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| Kinds::of(&self.blocks, &self.inlines))
    }
}
