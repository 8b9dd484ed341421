//! What is kept of a page after it was judged, so that pages can be compared and links followed
//! without reading anything twice: links, anchors, and hashes of its prose.

use std::borrow::Cow;
use std::sync::Arc;

use super::slug::{self, Flavors, Numbering};
use crate::markdown::{
    Block, BlockId, BlockKind, DirectiveForm, Document, Heading, Inline, InlineKind, Link,
    LinkForm, ValueShape,
};
use crate::project::wording::Wording;
use crate::text::{FileId, Span};

/// Prose blocks with fewer letters than this say nothing: names, labels, "See also".
const FEWEST_LETTERS: u32 = 20;

/// The same for spaces, in scripts that write them.
const FEWEST_SPACES: u32 = 4;

/// A page in short.
#[derive(Debug, Clone)]
pub struct PageFacts {
    /// The file it was read from.
    pub file: FileId,
    /// Where to point when the whole page is meant: its first heading, else its first line.
    pub head: Span,
    /// The links and images that may lead to other files of the project or into the page.
    pub links: Box<[PageLink]>,
    /// Its headings in order.
    pub headings: Box<[HeadingFacts]>,
    /// Whether it takes in other files, so that it has more anchors than can be seen.
    pub is_open: bool,
    /// The addresses that its front matter gives it: `slug`, `permalink`, `url`, and those that
    /// are sent on to it.
    pub addresses: Box<[Box<str>]>,
    /// How it was worded beside its source, where a rule asks for it.
    pub wording: Option<Arc<Wording>>,
    /// Hashes of anchors with the flavors that make them, sorted.
    anchors: Box<[(u64, Flavors)]>,
    /// Hashes of prose blocks with their letters, sorted, each once.
    prose: Box<[(u64, u32)]>,
}

/// A link or image.
#[derive(Debug, Clone)]
pub struct PageLink {
    /// The target as it resolves.
    pub target: Box<str>,
    /// Where it is written.
    pub span: Span,
    /// Where its fragment is written, after the `#`; empty where it has none.
    pub fragment: Span,
    /// Whether it is an image.
    pub is_image: bool,
    /// Whether it is written as an attribute of a tag, where it may be part of an example.
    pub is_tag: bool,
}

/// A heading.
#[derive(Debug, Clone)]
pub struct HeadingFacts {
    /// 1 to 6.
    pub level: u8,
    /// Its explicit id, else its slug as GitHub makes it.
    pub anchor: Box<str>,
}

impl PageFacts {
    /// Gathers the facts of `document`.
    pub fn new(document: &Document) -> Self {
        let mut anchors = written_ids(&document.text);
        hidden_headings(document, &mut anchors);
        let headings = headings(document, &mut anchors);
        anchors.sort_unstable();
        anchors.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= if same { next.1 } else { 0 };
            same
        });
        Self {
            file: document.file,
            head: head(document),
            links: document.inlines.iter().filter_map(|inline| link(document, inline)).collect(),
            headings,
            is_open: is_open(document),
            addresses: addresses(document),
            wording: None,
            anchors: anchors.into_boxed_slice(),
            prose: prose(document),
        }
    }

    /// Whether the page has the anchor `fragment` by one of the `flavors`.
    pub fn has_anchor(&self, fragment: &str, flavors: Flavors) -> bool {
        self.flavors_of(fragment) & flavors != 0
    }

    /// The flavors by which the page has the anchor `fragment`.
    pub fn flavors_of(&self, fragment: &str) -> Flavors {
        let of = |fragment: &str| {
            let wanted = hash(fragment);
            let at = self.anchors.binary_search_by_key(&wanted, |(hash, _)| *hash);
            at.map_or(0, |at| self.anchors[at].1)
        };
        match of(fragment) {
            // Sites look for the fragment in lower case too.
            0 => of(&fragment.to_lowercase()),
            flavors => flavors,
        }
    }

    /// How many letters of prose the page has, in blocks that are worth comparing.
    pub fn letters(&self) -> u32 {
        self.prose.iter().map(|(_, letters)| letters).sum()
    }

    /// How many of the page's letters stand in blocks that `other` has word for word.
    pub fn shared_letters(&self, other: &Self) -> u32 {
        let shared = |(hash, _): &&(u64, u32)| {
            other.prose.binary_search_by_key(hash, |(hash, _)| *hash).is_ok()
        };
        self.prose.iter().filter(shared).map(|(_, letters)| letters).sum()
    }
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(FNV_OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME))
}

fn head(document: &Document) -> Span {
    let heading = document.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading(heading) => Some(heading.text),
        _ => None,
    });
    let first = || document.blocks.first().map(|block| block.span);
    heading.or_else(first).map_or(Span::at(document.body_start as usize), |span| {
        let text = document.slice(span);
        let line = text.lines().next().map_or(0, str::len);
        Span::new(span.start as usize, span.start as usize + line)
    })
}

/// The link in short, if it may lead to another page or into this one.
fn link(document: &Document, inline: &Inline) -> Option<PageLink> {
    let (link, is_image): (&Link, bool) = match &inline.kind {
        InlineKind::Link(link) => (link, false),
        InlineKind::Image(link) => (link, true),
        _ => return None,
    };
    let target = &*link.target;
    let span = link.target_span;
    if target.is_empty() || span.is_empty() || leads_out(target) {
        return None;
    }
    let written = document.slice(span);
    let end = span.end as usize;
    let fragment = written.find('#').map_or(end, |at| span.start as usize + at + 1);
    Some(PageLink {
        target: target.into(),
        span,
        fragment: Span::new(fragment, end),
        is_image,
        is_tag: link.form == LinkForm::Html,
    })
}

/// Whether a target has a scheme or host, or is filled in by a template.
fn leads_out(target: &str) -> bool {
    let scheme = target.find(':').is_some_and(|at| {
        let name = &target.as_bytes()[..at];
        name.first().is_some_and(u8::is_ascii_alphabetic)
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
    });
    scheme
        || target.starts_with("//")
        || target.starts_with(['@', '~'])
        || target.contains(['{', '}', '<', '>', '$', '\\', '\n', '*', '|'])
}

fn headings(document: &Document, anchors: &mut Vec<(u64, Flavors)>) -> Box<[HeadingFacts]> {
    let mut numbering = Numbering::default();
    let mut found = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let BlockKind::Heading(heading) = &block.kind else { continue };
        let explicit = heading.id.as_ref().map(|id| document.slice(id.id));
        if let Some(id) = explicit {
            anchors.push((hash(id), slug::ANY));
        }
        // An `<a name>` stands beside the slug, `{#id}` in its place.
        let beside = |heading: &Heading| {
            heading.id.as_ref().is_some_and(|id| document.slice(id.whole).starts_with('<'))
        };
        let mut github = String::new();
        if explicit.is_none() || beside(heading) {
            let (text, plain) = heading_text(document, BlockId(index as u32));
            for (slug, flavors) in slugs(&text) {
                for (anchor, flavors) in numbering.next(flavors, slug) {
                    anchors.push((hash(&anchor), flavors));
                    if flavors & slug::GITHUB != 0 {
                        github = anchor;
                    }
                }
            }
            let plain = plain.iter().flat_map(|plain| slugs(plain));
            anchors.extend(plain.map(|(slug, flavors)| (hash(&slug), flavors)));
        }
        let anchor = explicit.map_or(github, str::to_owned).into_boxed_str();
        found.push(HeadingFacts { level: heading.level, anchor });
    }
    found.into_boxed_slice()
}

/// Headings in indented code and raw HTML. Components that hold them, as tabs do, are often
/// indented, and what builds the site sees more in them than a parser of Markdown.
fn hidden_headings(document: &Document, anchors: &mut Vec<(u64, Flavors)>) {
    for block in &document.blocks {
        let hides = match &block.kind {
            BlockKind::Code(code) => !code.fenced,
            BlockKind::Html => true,
            _ => false,
        };
        let text = if hides { document.slice(block.span) } else { "" };
        for line in text.lines().filter_map(|line| line.trim_start().strip_prefix('#')) {
            let slugs = slugs(line.trim_start_matches('#').trim());
            anchors.extend(slugs.into_iter().map(|(slug, flavors)| (hash(&slug), flavors)));
        }
    }
}

/// The slugs of a text with the flavors that make them.
fn slugs(text: &str) -> Vec<(String, Flavors)> {
    match slug::plain(text) {
        Some(slug) => vec![(slug, slug::ANY)],
        None => slug::ALL.into_iter().map(|flavor| (slug::slug(text, flavor), flavor)).collect(),
    }
}

/// The text of a heading as readers see it; where it holds an image also without the words that
/// stand for the image, because generators differ in that.
fn heading_text(document: &Document, block: BlockId) -> (String, Option<String>) {
    let (mut text, mut plain) = (String::new(), None);
    let mut image_end = 0;
    let first = document.block(block).inlines.start;
    for (index, inline) in (first..).zip(document.inlines_in(block)) {
        if index < image_end {
            text.push_str(document.slice(inline.span));
            continue;
        }
        let before = text.len();
        match &inline.kind {
            InlineKind::Image(_) => {
                image_end = inline.end;
                plain.get_or_insert_with(|| text.clone());
            }
            InlineKind::Text => text.push_str(&decoded(document.slice(inline.span))),
            InlineKind::Code { body } => text.push_str(document.slice(*body)),
            InlineKind::Directive(directive) if directive.form == DirectiveForm::Token => {
                let whole = document.slice(inline.span);
                let inner = whole.split_once(' ').map_or("", |(_, inner)| inner);
                text.push_str(inner.trim_end_matches(']'));
            }
            _ => {}
        }
        if let Some(plain) = &mut plain {
            plain.push_str(&text[before..]);
        }
    }
    (text, plain)
}

fn decoded(text: &str) -> Cow<'_, str> {
    if text.contains('&') { html_escape::decode_html_entities(text) } else { Cow::Borrowed(text) }
}

/// Ids that are written anywhere in the text: `id="x"`, `name='x'`, `{#x}`, `{: #x}`. Read from
/// the raw text, because components and templates hold them where no parser of Markdown looks; one
/// in an example of code does no harm.
fn written_ids(text: &str) -> Vec<(u64, Flavors)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'=', bytes) {
        let named = text[..at].ends_with("id") || text[..at].ends_with("name");
        let quote = bytes.get(at + 1).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        if let Some(quote) = quote.filter(|_| named) {
            let value = &text[at + 2..];
            if let Some(end) = memchr::memchr(quote, &value.as_bytes()[..value.len().min(300)]) {
                found.push((hash(&value[..end]), slug::ANY));
            }
        }
    }
    for at in memchr::memchr_iter(b'{', bytes) {
        let line = text[at + 1..].lines().next().unwrap_or_default();
        let Some(inner) = line.split_once('}').map(|(inner, _)| inner) else { continue };
        for word in inner.split_ascii_whitespace() {
            if let Some(id) = word.trim_start_matches([':', '*', '/']).strip_prefix('#') {
                found.push((hash(id.trim_end_matches(['*', '/'])), slug::ANY));
            }
        }
    }
    found
}

/// Whether parts of the page, and with them its anchors, come from other files.
fn is_open(document: &Document) -> bool {
    let takes_in = |form: DirectiveForm, name: &str, whole: &str| match form {
        DirectiveForm::Include => true,
        DirectiveForm::Module => whole.contains(".md"),
        DirectiveForm::Shortcode | DirectiveForm::Liquid => {
            name.contains("include") || name.contains("readfile") || name.contains("snippet")
        }
        _ => false,
    };
    let blocks = document.blocks.iter().any(|block| match &block.kind {
        BlockKind::Directive(directive) => {
            takes_in(directive.form, document.slice(directive.name), document.slice(block.span))
        }
        _ => false,
    });
    blocks
        || document.inlines.iter().any(|inline| match &inline.kind {
            InlineKind::Directive(directive) => takes_in(
                directive.form,
                document.slice(directive.name),
                document.slice(inline.span),
            ),
            _ => false,
        })
}

fn addresses(document: &Document) -> Box<[Box<str>]> {
    const KEYS: &[&str] = &["slug", "permalink", "url", "aliases", "redirect_from"];
    let entries = document.front_matter.iter().flat_map(|front| &front.entries);
    let stated = entries.filter(|entry| {
        // `aliases` or an item of it, `aliases[0]`.
        let key = entry.path.split_once('[').map_or(&*entry.path, |(key, _)| key);
        entry.shape == ValueShape::Scalar && KEYS.contains(&key)
    });
    let values = stated.map(|entry| document.slice(entry.value).trim().trim_matches(['"', '\'']));
    values
        .filter(|value| {
            !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == ':')
        })
        .map(Box::from)
        .collect()
}

/// A block's text as it comes.
#[derive(Clone, Copy)]
struct Prose {
    hash: u64,
    letters: u32,
    /// Letters of scripts that write no spaces, and spaces.
    wide: u32,
    spaces: u32,
    /// Digits, slashes, hashes: what names and numbers are made of.
    symbols: u32,
}

impl Prose {
    fn take(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.spaces += 1;
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' => self.letters += 1,
                // A letter beyond ASCII is counted at its first byte.
                0xe3..=0xff => {
                    self.letters += 1;
                    self.wide += 1;
                }
                0xc0..=0xe2 => self.letters += 1,
                b'0'..=b'9' | b'/' | b'#' | b'_' | b'-' | b'@' => self.symbols += 1,
                _ => {}
            }
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
    }

    /// Whether these are sentences rather than names, numbers and labels.
    fn is_worth(&self) -> bool {
        let words = self.spaces >= FEWEST_SPACES || self.wide * 2 > self.letters;
        self.letters >= FEWEST_LETTERS && words && self.symbols * 5 <= self.letters
    }
}

/// Hashes of the prose of each block, white space aside.
fn prose(document: &Document) -> Box<[(u64, u32)]> {
    let none = Prose { hash: FNV_OFFSET, letters: 0, wide: 0, spaces: 0, symbols: 0 };
    let mut blocks = vec![none; document.blocks.len()];
    for inline in &document.inlines {
        if matches!(inline.kind, InlineKind::Text) && is_prose(document.block(inline.block)) {
            blocks[inline.block.0 as usize].take(document.slice(inline.span));
        }
    }
    let worth = blocks.iter().filter(|prose| prose.is_worth());
    let mut found: Vec<(u64, u32)> = worth.map(|prose| (prose.hash, prose.letters)).collect();
    found.sort_unstable();
    found.dedup();
    found.into_boxed_slice()
}

/// Fowler, Noll and Vo's hash (FNV-1a, 64 bits): fed byte by byte as a block's text comes.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

fn is_prose(block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::Code(_) | BlockKind::Html | BlockKind::Directive(_) | BlockKind::Comment
    )
}
