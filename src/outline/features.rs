//! What a block is recognised by in another language: its kind, the machine tokens in it, and its
//! size.

use std::hash::{Hash, Hasher};

use crate::markdown::{Block, BlockId, BlockKind, DirectiveForm, Document, Inline, InlineKind};

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
    /// Per block whether more than text stands in it; false where other blocks do.
    marked: Vec<bool>,
}

impl Outline {
    /// Computes the features of `document` in one pass over its inlines.
    pub fn new(document: &Document) -> Self {
        let count = document.blocks.len();
        let outline = Self {
            tokens: Vec::with_capacity(document.inlines.len() / 4),
            token_ranges: Vec::with_capacity(count),
            kinds: Vec::with_capacity(count),
            sizes: vec![0; count],
            fingerprints: vec![0; count],
            marked: vec![false; count],
        };
        let is_ascii = document.text.is_ascii();
        let mut walk = Walk { document, outline, next: 0, sum: 0, is_ascii };
        let mut open: Vec<(usize, u64)> = Vec::new();
        for (index, block) in document.blocks.iter().enumerate() {
            walk.inlines_before(block.inlines.start);
            while let Some(&(top, before)) = open.last()
                && document.blocks[top].end as usize <= index
            {
                walk.inlines_before(document.blocks[top].inlines.end);
                walk.close(top, before);
                open.pop();
            }
            let start = walk.outline.tokens.len() as u32;
            walk.outline.token_ranges.push((start, start));
            walk.outline.kinds.push(kind_key(block));
            let before = walk.sum;
            walk.block_tokens(index, block);
            if block.end as usize == index + 1 {
                walk.inlines_before(block.inlines.end);
                walk.close(index, before);
            } else {
                open.push((index, before));
            }
        }
        walk.inlines_before(document.inlines.len() as u32);
        for (top, before) in open.into_iter().rev() {
            walk.close(top, before);
        }
        walk.outline
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

    /// Whether code, links, tags or other markup stand directly in a block that holds no others.
    pub(super) fn is_marked(&self, id: BlockId) -> bool {
        self.marked[id.0 as usize]
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
    outline: Outline,
    next: u32,
    /// All tokens so far, added up. A sum does not know order: words stand in another order in
    /// another language.
    sum: u64,
    /// Whether each byte of the page is a character.
    is_ascii: bool,
}

impl Walk<'_> {
    /// Ends block `index`, before whose tokens the sum was `before`: what stands in it is known,
    /// and its share goes to its parent.
    #[inline]
    fn close(&mut self, index: usize, before: u64) {
        let (document, outline) = (self.document, &mut self.outline);
        let block = &document.blocks[index];
        outline.token_ranges[index].1 = outline.tokens.len() as u32;
        let mut own = mix(outline.kinds[index] ^ self.sum.wrapping_sub(before));
        if block.end as usize > index + 1 {
            own = mix(own ^ outline.fingerprints[index]);
            outline.marked[index] = false;
        }
        let own = own.max(1);
        outline.fingerprints[index] = own;
        if let Some(parent) = block.parent.map(|parent| parent.0 as usize) {
            outline.sizes[parent] += outline.sizes[index];
            outline.fingerprints[parent] = mix(outline.fingerprints[parent] ^ own);
        }
    }

    /// Takes in the inlines before `until` that are not yet.
    #[inline]
    fn inlines_before(&mut self, until: u32) {
        if self.next < until {
            self.inlines_up_to(until);
        }
    }

    fn inlines_up_to(&mut self, until: u32) {
        let inlines = &self.document.inlines[self.next as usize..until as usize];
        inlines.iter().for_each(|inline| self.inline(inline));
        self.next = until;
    }

    fn inline(&mut self, inline: &Inline) {
        let block = inline.block.0 as usize;
        match &inline.kind {
            InlineKind::Text => {
                self.outline.sizes[block] += if self.is_ascii {
                    inline.span.len() as u32
                } else {
                    characters(&self.document.text.as_bytes()[inline.span.range()])
                };
            }
            InlineKind::Comment | InlineKind::HardBreak => {}
            kind => {
                self.outline.marked[block] = true;
                if let Some(token) = inline_token(self.document, kind) {
                    self.token(token);
                }
            }
        }
    }

    #[inline]
    fn token(&mut self, token: u64) {
        self.sum = self.sum.wrapping_add(mix(token));
        self.outline.tokens.push(token);
    }

    fn block_tokens(&mut self, index: usize, block: &Block) {
        let document = self.document;
        match &block.kind {
            BlockKind::Heading(heading) => {
                if let Some(id) = &heading.id {
                    self.token(hash(&(1_u8, document.slice(id.id))));
                }
            }
            BlockKind::Code(code) => {
                self.outline.sizes[index] = code.body.len() as u32;
                for line in trimmed_lines(document.slice(code.body)) {
                    self.token(hash(&(2_u8, line)));
                }
            }
            BlockKind::Footnote { label } => {
                self.token(hash(&(3_u8, document.slice(*label))));
            }
            BlockKind::Directive(directive) if directive.form == DirectiveForm::Module => {
                // What is imported or exported, without the paths and texts in quotation marks.
                for line in document.slice(block.span).lines().map(str::trim) {
                    let named = line.split(['"', '\'']).next().unwrap_or(line);
                    self.token(hash(&(4_u8, named)));
                }
            }
            _ => {}
        }
    }
}

/// The lines of code without the space around them, those that are nothing else left out.
fn trimmed_lines(code: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < code.len() {
            let rest = &code.as_bytes()[at..];
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = trimmed(&code[at..at + length]);
            at += length + 1;
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    })
}

/// As [`str::trim`], which decodes characters: code is indented with spaces and ends with what is
/// seen.
fn trimmed(line: &str) -> &str {
    let indent = line.bytes().take_while(|byte| *byte == b' ').count();
    let line = &line[indent..];
    let is_seen = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = line.as_bytes();
    if is_seen(bytes.first()) && is_seen(bytes.last()) { line } else { line.trim() }
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

pub(super) fn hash(value: &impl Hash) -> u64 {
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
    // The last segment is short.
    let slash = path.bytes().rposition(|byte| byte == b'/');
    let name = slash.map_or(path, |slash| &path[slash + 1..]);
    name.strip_suffix(".md").or_else(|| name.strip_suffix(".mdx")).unwrap_or(name)
}

/// The lowest bit of each of eight bytes.
const FIRST_BITS: u64 = 0x0101_0101_0101_0101;

/// How many characters `text`, which is UTF-8, has: all bytes start one but those of the form
/// `10xxxxxx`. Eight are looked at as one number.
fn characters(text: &[u8]) -> u32 {
    if text.is_ascii() {
        return text.len() as u32;
    }
    let (words, tail) = text.as_chunks::<8>();
    let mut more = tail.iter().filter(|&&byte| byte & 0xc0 == 0x80).count() as u32;
    for words in words.chunks(255) {
        // A count of a byte each.
        let counts = words.iter().fold(0, |counts: u64, word| {
            let word = u64::from_le_bytes(*word);
            counts + (word >> 7 & !(word >> 6) & FIRST_BITS)
        });
        more += counts.to_le_bytes().into_iter().map(u32::from).sum::<u32>();
    }
    text.len() as u32 - more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted() {
        let long = "aé語😀".repeat(900);
        for text in ["", "a", "größer", "日本語のページ", "x😀yz äöü", &long] {
            assert_eq!(characters(text.as_bytes()) as usize, text.chars().count(), "{text}");
        }
    }

    #[test]
    fn lines_of_code_are_trimmed() {
        let code = "  a b\n\n\tc\r\n \u{a0}d\u{3000}\n   \ne;";
        let plainly = code.lines().map(str::trim).filter(|line| !line.is_empty());
        assert!(trimmed_lines(code).eq(plainly.clone()));
        assert_eq!(plainly.count(), 4);
    }

    #[test]
    fn targets_are_recognised_across_localization() {
        assert_eq!(target_core("/es/guide/install/#pasos"), "install");
        assert_eq!(target_core("../guide/install.md"), "install");
        assert_eq!(target_core("#here"), "#here");
    }
}
