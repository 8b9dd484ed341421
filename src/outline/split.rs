//! HTML blocks that fell apart: a blank line ends most of them, so that one which translators wrote
//! with blank lines stands as several blocks where the source has one.

use super::model::Pair;
use crate::markdown::{BlockId, BlockKind};

/// Blocks that are looked at on each side of an HTML block.
const MOST_PIECES: usize = 8;

/// The blocks beside `translation`, an HTML block that answers `reference`, that the source has
/// within that block: HTML whose outer line the source's block holds, and what stands between.
pub fn pieces_of(pair: &Pair<'_>, reference: BlockId, translation: BlockId) -> Vec<BlockId> {
    let is_html = |kind: &BlockKind| matches!(kind, BlockKind::Html);
    if !is_html(&pair.reference.block(reference).kind)
        || !is_html(&pair.translation.block(translation).kind)
    {
        return Vec::new();
    }
    let whole = pair.reference.slice(pair.reference.block(reference).span);
    let parent = pair.translation.block(translation).parent;
    let beside: Vec<BlockId> = pair.translation.children(parent).collect();
    let Some(at) = beside.iter().position(|&id| id == translation) else { return Vec::new() };
    let free = |id: &&BlockId| pair.reference_of(**id).is_none();
    let holds = |id: BlockId, first: bool| {
        let block = pair.translation.block(id);
        let mut lines = pair.translation.slice(block.span).trim().lines();
        let line = if first { lines.next() } else { lines.next_back() };
        let line = line.unwrap_or_default().trim();
        is_html(&block.kind) && !line.is_empty() && whole.contains(line)
    };
    let before: Vec<BlockId> =
        beside[..at].iter().rev().take(MOST_PIECES).take_while(free).copied().collect();
    let after: Vec<BlockId> =
        beside[at + 1..].iter().take(MOST_PIECES).take_while(free).copied().collect();
    let mut pieces = Vec::new();
    for (side, first) in [(before, true), (after, false)] {
        let end = side.iter().rposition(|&id| holds(id, first)).map_or(0, |last| last + 1);
        pieces.extend_from_slice(&side[..end]);
    }
    pieces
}
