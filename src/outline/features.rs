//! What a block is recognised by in another language: its kind, the machine tokens in it, its
//! size, and (only when that does not suffice) the words that languages share.

use std::hash::{Hash, Hasher};

use unicode_normalization::char::decompose_canonical;

use crate::markdown::{Block, BlockId, BlockKind, DirectiveForm, Document, Inline, InlineKind};
use crate::text::Span;

/// The features of all blocks of a document, computed once.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Machine tokens of the whole page in document order, hashed.
    tokens: Vec<u64>,
    /// Per block its tokens and its descendants'.
    token_ranges: Vec<(u32, u32)>,
    /// Per block what kind it is, as a number that a translation keeps.
    kinds: Vec<u64>,
    /// Per block the characters of text in it and its descendants.
    sizes: Vec<u32>,
    /// Per block kind, tokens and the same of its descendants.
    fingerprints: Vec<u64>,
}

impl Outline {
    /// Computes the features of `document` in one pass over its inlines.
    pub fn new(document: &Document) -> Self {
        let count = document.blocks.len();
        let mut outline = Self {
            tokens: Vec::with_capacity(document.inlines.len() / 4),
            token_ranges: vec![(0, 0); count],
            kinds: Vec::with_capacity(count),
            sizes: vec![0; count],
            fingerprints: vec![0; count],
        };
        let mut walk = Walk { document, outline: &mut outline, next: 0 };
        let mut open: Vec<usize> = Vec::new();
        for (index, block) in document.blocks.iter().enumerate() {
            walk.inlines_before(block.inlines.start);
            while let Some(&top) = open.last()
                && document.blocks[top].end as usize <= index
            {
                walk.close(top);
                open.pop();
            }
            walk.outline.token_ranges[index].0 = walk.outline.tokens.len() as u32;
            walk.outline.kinds.push(kind_key(block));
            walk.outline.block_tokens(document, block);
            if block.end as usize == index + 1 {
                walk.close(index);
            } else {
                open.push(index);
            }
        }
        walk.inlines_before(document.inlines.len() as u32);
        for top in open {
            outline.token_ranges[top].1 = outline.tokens.len() as u32;
        }
        outline.fold(document);
        outline
    }

    fn inline(&mut self, document: &Document, inline: &Inline) {
        if matches!(inline.kind, InlineKind::Text) {
            self.sizes[inline.block.0 as usize] += characters(document.slice(inline.span));
        } else if let Some(token) = inline_token(document, &inline.kind) {
            self.tokens.push(token);
        }
    }

    fn block_tokens(&mut self, document: &Document, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                if let Some(id) = &heading.id {
                    self.tokens.push(hash(&(1_u8, document.slice(id.id))));
                }
            }
            BlockKind::Code(code) => {
                let body = document.slice(code.body);
                let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
                self.tokens.extend(lines.map(|line| hash(&(2_u8, line))));
            }
            BlockKind::Footnote { label } => {
                self.tokens.push(hash(&(3_u8, document.slice(*label))));
            }
            BlockKind::Directive(directive) if directive.form == DirectiveForm::Module => {
                // What is imported or exported, without the paths and texts in quotation marks.
                let lines = document.slice(block.span).lines().map(str::trim);
                let named = lines.map(|line| line.split(['"', '\'']).next().unwrap_or(line));
                self.tokens.extend(named.map(|line| hash(&(4_u8, line))));
            }
            _ => {}
        }
    }

    /// Adds up sizes and fingerprints from the leaves to the top.
    fn fold(&mut self, document: &Document) {
        // From the last block to the first: what stands in a block has come before it, and has
        // left its share with it.
        for index in (0..document.blocks.len()).rev() {
            let block = &document.blocks[index];
            let mut size = self.sizes[index];
            if let BlockKind::Code(code) = &block.kind {
                size += code.body.len() as u32;
            }
            self.sizes[index] = size;
            let (start, end) = self.token_ranges[index];
            // A sum does not know order: words stand in another order in another language.
            let tokens = &self.tokens[start as usize..end as usize];
            let tokens = tokens.iter().fold(0_u64, |sum, &token| sum.wrapping_add(mix(token)));
            let children = self.fingerprints[index];
            let own = mix(mix(self.kinds[index] ^ tokens) ^ children).max(1);
            self.fingerprints[index] = own;
            if let Some(parent) = block.parent.map(|parent| parent.0 as usize) {
                self.sizes[parent] += size;
                self.fingerprints[parent] = mix(self.fingerprints[parent] ^ own);
            }
        }
    }

    /// The tokens of a block and its descendants, in document order.
    pub(super) fn tokens(&self, id: BlockId) -> &[u64] {
        let (start, end) = self.token_ranges[id.0 as usize];
        &self.tokens[start as usize..end as usize]
    }

    /// The tokens of a block without those of the descendants in `without`. Sorted.
    pub(super) fn own_tokens(&self, id: BlockId, without: &[BlockId]) -> Vec<u64> {
        let (mut at, end) = self.token_ranges[id.0 as usize];
        let mut own = Vec::new();
        for inner in without {
            let (start, next) = self.token_ranges[inner.0 as usize];
            own.extend(&self.tokens[at as usize..start as usize]);
            at = next;
        }
        own.extend(&self.tokens[at as usize..end as usize]);
        own.sort_unstable();
        own
    }

    /// The number that stands for the block's kind.
    pub(super) fn kind(&self, id: BlockId) -> u64 {
        self.kinds[id.0 as usize]
    }

    /// Characters of text in the block and its descendants.
    pub(super) fn size(&self, id: BlockId) -> u32 {
        self.sizes[id.0 as usize]
    }

    /// Kind and tokens of the block and its descendants.
    pub(super) fn fingerprint(&self, id: BlockId) -> u64 {
        self.fingerprints[id.0 as usize]
    }

    /// The fingerprints of all blocks: equal lists are equal outlines.
    pub(super) fn fingerprints(&self) -> &[u64] {
        &self.fingerprints
    }

    /// All kinds in document order.
    pub(super) fn kinds(&self) -> &[u64] {
        &self.kinds
    }

    /// Whether two pages have the same blocks with the same machine tokens.
    pub fn same_as(&self, other: &Self) -> bool {
        self.fingerprints == other.fingerprints
    }

    /// The page as a multiset of kinds and tokens, sorted: what two versions are compared by when
    /// the one in the middle is sought.
    pub fn signature(&self) -> Vec<u64> {
        let mut all: Vec<u64> = self.kinds.iter().chain(&self.tokens).copied().collect();
        all.sort_unstable();
        all
    }
}

/// The walk over a document's inlines beside its blocks.
struct Walk<'a> {
    document: &'a Document,
    outline: &'a mut Outline,
    next: u32,
}

impl Walk<'_> {
    /// Ends the tokens of block `index` after its own last inline.
    #[inline]
    fn close(&mut self, index: usize) {
        self.inlines_before(self.document.blocks[index].inlines.end);
        self.outline.token_ranges[index].1 = self.outline.tokens.len() as u32;
    }

    /// Takes in the inlines before `until` that are not yet.
    #[inline]
    fn inlines_before(&mut self, until: u32) {
        if self.next < until {
            let inlines = &self.document.inlines[self.next as usize..until as usize];
            inlines.iter().for_each(|inline| self.outline.inline(self.document, inline));
            self.next = until;
        }
    }
}

/// A number for a list of tokens, whatever their order; 0 for an empty one.
pub(super) fn key_of(tokens: &[u64]) -> u64 {
    if tokens.is_empty() { 0 } else { hash(&tokens) }
}

/// A number for a text, for [`distance`].
pub fn key(text: &str) -> u64 {
    hash(&(30_u8, text))
}

/// How many entries of two sorted lists have no partner.
pub fn distance(a: &[u64], b: &[u64]) -> usize {
    let shared = shared(a, b);
    a.len() + b.len() - 2 * shared
}

/// How many entries two sorted lists share, as multisets.
pub(super) fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                i += 1;
                j += 1;
                shared += 1;
            }
        }
    }
    shared
}

/// FNV-1a, 64 bits: fast on short input, and the same in every run.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        if !tail.is_empty() {
            self.word(tail.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.word(byte.into());
    }
}

impl Fnv {
    #[inline]
    fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0100_0000_01b3);
        self.0 ^= self.0 >> 29;
    }
}

/// Spreads the bits of a number (the finalizer of splitmix64).
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    value.hash(&mut hasher);
    hasher.finish().max(1)
}

/// What a translation keeps of a block's kind. A list that changed from bullets to numbers has
/// another key, so that the fast path is left and the rule sees it.
fn kind_key(block: &Block) -> u64 {
    let (kind, detail) = match &block.kind {
        BlockKind::Heading(heading) => (1_u64, u64::from(heading.level)),
        BlockKind::Paragraph => (2, 0),
        BlockKind::List { ordered, .. } => (3, u64::from(*ordered)),
        BlockKind::Item { .. } => (4, 0),
        BlockKind::Table { columns } => (5, u64::from(*columns)),
        BlockKind::Row => (6, 0),
        BlockKind::Cell => (7, 0),
        BlockKind::Code(_) => (8, 0),
        BlockKind::Html => (9, 0),
        BlockKind::Quote => (10, 0),
        BlockKind::Alert(_) => (11, 0),
        BlockKind::Footnote { .. } => (12, 0),
        BlockKind::Break => (13, 0),
        BlockKind::Directive(_) => (14, 0),
        BlockKind::Comment => (15, 0),
    };
    let depth = u64::from(block.depth);
    kind << 32 | detail << 8 | depth
}

fn inline_token(document: &Document, kind: &InlineKind) -> Option<u64> {
    Some(match kind {
        InlineKind::Code { body } => hash(&(10_u8, document.slice(*body))),
        InlineKind::Link(link) => hash(&(11_u8, target_core(&link.target))),
        InlineKind::Image(link) => hash(&(12_u8, target_core(&link.target))),
        InlineKind::FootnoteReference { label } => hash(&(13_u8, document.slice(*label))),
        InlineKind::Directive(directive) => {
            hash(&(14_u8, directive.form, document.slice(directive.name)))
        }
        InlineKind::Tag(tag) => hash(&(15_u8, document.slice(tag.name))),
        _ => return None,
    })
}

/// The part of a target that survives localization: its last path segment, without query,
/// fragment and extension.
fn target_core(target: &str) -> &str {
    let bytes = target.as_bytes();
    let mut end = memchr::memchr2(b'#', b'?', bytes).unwrap_or(bytes.len());
    while end > 0 && bytes[end - 1] == b'/' {
        end -= 1;
    }
    if end == 0 {
        return target;
    }
    let path = &target[..end];
    let name = memchr::memrchr(b'/', path.as_bytes()).map_or(path, |slash| &path[slash + 1..]);
    name.strip_suffix(".md").or_else(|| name.strip_suffix(".mdx")).unwrap_or(name)
}

fn characters(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().count() as u32 }
}

/// Numbers and word beginnings that languages share (cognates), from the texts of a block except
/// those in the descendants `without`. Sorted.
pub(super) fn words(document: &Document, id: BlockId, without: &[BlockId]) -> Vec<u64> {
    let mut found = Vec::new();
    let left_out = |block: BlockId| {
        without.iter().any(|&inner| inner <= block && block.0 < document.block(inner).end)
    };
    for inline in document.inlines_in(id) {
        if matches!(inline.kind, InlineKind::Text) && !left_out(inline.block) {
            collect_words(document.slice(inline.span), &mut found);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The same for a stretch of text.
pub(super) fn words_at(document: &Document, span: Span) -> Vec<u64> {
    let mut found = Vec::new();
    collect_words(document.slice(span), &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

/// How many numbers and word beginnings two texts of different languages share.
pub fn shared_words(a: &str, b: &str) -> usize {
    let sorted = |text: &str| {
        let mut found = Vec::new();
        collect_words(text, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    };
    shared(&sorted(a), &sorted(b))
}

fn collect_words(text: &str, found: &mut Vec<u64>) {
    let mut rest = text;
    while let Some(start) = first_of_word(rest) {
        rest = &rest[start..];
        let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let pure = rest.as_bytes().get(ascii).is_none_or(u8::is_ascii);
        let end = if pure {
            ascii
        } else {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push(hash(&(20_u8, word)));
            continue;
        }
        let (start, length) = if pure { lowered_start(word) } else { bare_start(word) };
        if length >= 4 {
            found.push(hash(&(21_u8, &start[..length])));
        }
    }
}

/// Where the first letter or digit of `text` stands.
fn first_of_word(text: &str) -> Option<usize> {
    let at = text.bytes().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if text.as_bytes()[at].is_ascii() {
        return Some(at);
    }
    Some(at + text[at..].find(char::is_alphanumeric)?)
}

/// The first five letters of an ASCII word in lower case.
fn lowered_start(word: &str) -> ([u8; 5], usize) {
    let mut start = [0_u8; 5];
    let length = word.len().min(start.len());
    start[..length].copy_from_slice(&word.as_bytes()[..length]);
    start.make_ascii_lowercase();
    (start, length)
}

/// The first five letters without accents: "información" and "information" agree.
fn bare_start(word: &str) -> ([u8; 5], usize) {
    let mut start = [0_u8; 5];
    let mut length = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        decompose_canonical(c, |part| {
            if part.is_ascii_alphanumeric() && length < start.len() {
                start[length] = part as u8;
                length += 1;
            }
        });
        if length == start.len() {
            break;
        }
    }
    (start, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognates_and_numbers_are_shared() {
        let mut english = Vec::new();
        let mut spanish = Vec::new();
        collect_words("Installation of version 12 for administrators", &mut english);
        collect_words("Instalación de la versión 12 para administradores", &mut spanish);
        english.sort_unstable();
        spanish.sort_unstable();
        assert_eq!(shared(&english, &spanish), 4, "insta, versi, 12, admin");
    }

    #[test]
    fn targets_are_recognised_across_localization() {
        assert_eq!(target_core("/es/guide/install/#pasos"), "install");
        assert_eq!(target_core("../guide/install.md"), "install");
        assert_eq!(target_core("#here"), "#here");
    }
}
