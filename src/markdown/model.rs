//! The types of a parsed document. Blocks and inlines are kept in document order (pre-order);
//! a node's descendants are the nodes between it and its `end` index.

use std::ops::Range;

use super::kinds;
use super::texts::Texts;
use super::tokens::Token;
use crate::encoding::Suspect;
use crate::locale::Locale;
use crate::text::{FileId, LegacyEncoding, Span};

/// A parsed article in one locale.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file it was parsed from.
    pub file: FileId,
    /// The whole text of the file; all spans are bytes of it.
    pub text: String,
    /// The locale it is written in.
    pub locale: Locale,
    /// What the file was written in, if that is not UTF-8.
    pub legacy: Option<LegacyEncoding>,
    /// The dialect it was parsed with.
    pub dialect: Dialect,
    /// Front matter, when the file opens with a fence.
    pub front_matter: Option<FrontMatter>,
    /// Offset at which the body starts: after the byte order mark and the front matter.
    pub body_start: u32,
    /// All blocks in document order.
    pub blocks: Vec<Block>,
    /// All inlines in document order.
    pub inlines: Vec<Inline>,
    /// Places where the text may be damaged, in order.
    pub suspects: Vec<Suspect>,
    /// Comments and front matter keys that switch rules off, in order.
    pub suppressions: Vec<Suppression>,
    /// Machine tokens in running text, sorted by block and place.
    pub tokens: Vec<Token>,
    /// What else rules look for in running text.
    pub(super) texts: Texts,
    /// Lists of blocks and links, made when a rule first asks for them.
    pub(super) kinds: kinds::Asked,
}

/// Index of a block in [`Document::blocks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// Index of an inline in [`Document::inlines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InlineId(pub u32);

/// What the text is written in, beyond CommonMark with tables, strikethrough, task lists and
/// footnotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// `.md`: HTML is allowed, braces are text.
    #[default]
    Markdown,
    /// `.mdx`: JSX tags, `import`/`export`, `{expressions}`, `{/* comments */}`.
    Mdx,
}

/// A structural element of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes, without the line break that ends it.
    pub span: Span,
    /// The container it stands in.
    pub parent: Option<BlockId>,
    /// How many containers it stands in.
    pub depth: u8,
    /// Index just past its last descendant in [`Document::blocks`].
    pub end: u32,
    /// The inlines in it and in its descendants, as indices into [`Document::inlines`].
    pub inlines: Range<u32>,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// `## Heading`, ATX or setext.
    Heading(Heading),
    /// Running text.
    Paragraph,
    /// A bullet or numbered list; its children are [`BlockKind::Item`].
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// The first number; 0 for bullets.
        start: u64,
    },
    /// A list item.
    Item {
        /// `[ ]` or `[x]`, when it has one.
        task: Option<bool>,
    },
    /// A table; its children are rows.
    Table {
        /// How many columns its head declares.
        columns: u16,
    },
    /// A table row; its children are cells. The first row of a table is its head.
    Row,
    /// A table cell.
    Cell,
    /// A fenced or indented code block.
    Code(CodeBlock),
    /// A run of raw HTML. Its tags are inlines.
    Html,
    /// A block quote that is no alert.
    Quote,
    /// An alert, admonition or other container with a kind word.
    Alert(Alert),
    /// `[^label]: …`.
    Footnote {
        /// The label without `[^` and `]`.
        label: Span,
    },
    /// A thematic break.
    Break,
    /// A shortcode, include, import, macro or JSX tag that stands alone in its block.
    Directive(Directive),
    /// A comment that stands alone. It is no structure.
    Comment,
}

impl BlockKind {
    /// What people call it: "heading", "list item".
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::List { ordered: true, .. } => "numbered list",
            Self::List { .. } => "list",
            Self::Item { .. } => "list item",
            Self::Table { .. } => "table",
            Self::Row => "table row",
            Self::Cell => "table cell",
            Self::Code(_) => "code block",
            Self::Html => "HTML block",
            Self::Quote => "block quote",
            Self::Alert(_) => "alert",
            Self::Footnote { .. } => "footnote",
            Self::Break => "thematic break",
            Self::Directive(_) => "directive",
            Self::Comment => "comment",
        }
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markers, attributes and surrounding space.
    pub text: Span,
    /// The explicit id, if it carries one.
    pub id: Option<HeadingId>,
}

/// An explicit heading id: `{#id}`, `{ #id }`, `{: #id}`, `{/* #id */}`, `<a name="id"></a>`.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingId {
    /// The id alone, without `#`.
    pub id: Span,
    /// The whole attribute with its braces.
    pub whole: Span,
}

/// A code block.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// Whether it is fenced; an indented block is not.
    pub fenced: bool,
    /// The first word of the info string; empty when there is none. For an empty info string the
    /// place where it would stand.
    pub language: Span,
    /// The whole info string after the fence, trimmed.
    pub info: Span,
    /// From the first to the last line of code, without the fences. Lines inside a container keep
    /// the container's prefix in this span.
    pub body: Span,
}

/// How an alert is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertForm {
    /// `> [!NOTE]` (GitHub, Microsoft, Adobe).
    Quote,
    /// `:::note` (Docusaurus, Starlight, VitePress).
    Colons,
    /// `!!! note` (Python-Markdown).
    Bangs,
    /// `??? note`, `???+ note` (PyMdown details).
    Details,
    /// `/// note` (PyMdown blocks, FastAPI).
    Slashes,
}

/// An alert or admonition; its children are the blocks inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// How it is written.
    pub form: AlertForm,
    /// The kind word: `NOTE` in `> [!NOTE]`.
    pub kind: Span,
    /// The title after it, translatable; empty when there is none.
    pub title: Span,
    /// Whether a `:::` or `///` container was closed; true for the other forms.
    pub closed: bool,
}

/// What kind of machine text a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DirectiveForm {
    /// Hugo: `{{< name … >}}`, `{{% name … %}}`.
    Shortcode,
    /// MDN macros, mustaches, VitePress: `{{ … }}`.
    Macro,
    /// Liquid or Jinja tag: `{% name … %}`.
    Liquid,
    /// A file taken in: `{{$include path}}`, `{* file *}`, `[!INCLUDE [x](path)]`, `--8<--`, `<<< @/x`.
    Include,
    /// Adobe's and Microsoft's inline tokens: `[!DNL x]`, `[!UICONTROL x]`, `[!BADGE x]{…}`, `[!VIDEO]`.
    Token,
    /// An MDX `import` or `export`.
    Module,
    /// An MDX `{expression}` in text.
    Expression,
    /// An attribute list: `{: .class}`, `{width="300"}` after an image, `{.class}`.
    Attributes,
    /// JSX tags alone on their lines, opening or closing.
    Component,
}

/// A piece of machine text that a translation must keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Directive {
    /// What kind it is.
    pub form: DirectiveForm,
    /// Its name: the shortcode's, tag's or component's; for an include the path.
    pub name: Span,
}

/// An element inside a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Its bytes with markers.
    pub span: Span,
    /// The block it stands in: the innermost one.
    pub block: BlockId,
    /// Index just past its last descendant in [`Document::inlines`].
    pub end: u32,
}

/// The kinds of inlines.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Text that readers see.
    Text,
    /// A code span.
    Code {
        /// The code without backticks and padding.
        body: Span,
    },
    /// A link; its children are its text.
    Link(Link),
    /// An image; its children are its alternative text.
    Image(Link),
    /// An HTML or JSX tag. A closing tag is a tag of its own.
    Tag(Tag),
    /// `<!-- … -->` or `{/* … */}` inside a block.
    Comment,
    /// `[^label]`.
    FootnoteReference {
        /// The label without `[^` and `]`.
        label: Span,
    },
    /// `*text*`.
    Emphasis,
    /// `**text**`.
    Strong,
    /// `~~text~~`.
    Strikethrough,
    /// Machine text in the line.
    Directive(Directive),
    /// A hard line break.
    HardBreak,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkForm {
    /// `[text](target)`.
    Inline,
    /// `[text][label]`, `[label][]`, `[label]`: the target stands in a definition.
    Reference,
    /// `<https://…>`.
    Autolink,
    /// `<a href="…">`, `<img src="…">` or another tag's `href`/`src`.
    Html,
}

/// A link's or image's target.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// How it is written.
    pub form: LinkForm,
    /// The target as it resolves: escapes and entities decoded.
    pub target: Box<str>,
    /// Where the target is written (for a reference link: in its definition).
    pub target_span: Span,
    /// What stands between the brackets; for an HTML tag or autolink empty or the target itself.
    pub text: Span,
    /// The title as it stands, without quotes, if there is one.
    pub title: Option<Span>,
}

/// An HTML or JSX tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The element or component name.
    pub name: Span,
    /// `</name>`.
    pub closing: bool,
    /// `<name/>`.
    pub self_closing: bool,
}

/// The form of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FrontMatterFormat {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

/// The front matter of a page, read into entries with spans.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// YAML or TOML.
    pub format: FrontMatterFormat,
    /// With both fences.
    pub span: Span,
    /// Between the fences.
    pub body: Span,
    /// All keys at any depth in document order; sequences count their items (`tags[0]`).
    pub entries: Vec<FrontMatterEntry>,
    /// Why it could not be read, if it could not; the entries before the place are kept.
    pub error: Option<SyntaxError>,
}

/// One key or sequence item.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatterEntry {
    /// The path from the top: `title`, `hero.actions[0].text`.
    pub path: String,
    /// Where the key stands; for a sequence item the item's value.
    pub key: Span,
    /// Where the value stands, quotes included; empty at the end of the key's colon when null.
    pub value: Span,
    /// What the value is.
    pub shape: ValueShape,
    /// Index of the entry it stands in, if any.
    pub parent: Option<u32>,
}

/// The shape of a front matter value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueShape {
    /// Text, number, boolean or null.
    Scalar,
    /// Keys and values.
    Mapping,
    /// A list.
    Sequence,
}

/// A comment or front matter key that switches rules off for a part of the page, or on again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The whole comment; in the front matter the key.
    pub span: Span,
    /// The word that says what it does, `hexapla-disable-line`; in the front matter the key.
    pub keyword: Span,
    /// Which part of the page it is about.
    pub scope: SuppressionScope,
    /// The names of rules and groups as written; none for all rules.
    pub rules: Vec<Span>,
}

/// Which part of a page a [`Suppression`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuppressionScope {
    /// `hexapla-disable`: from here on.
    From,
    /// `hexapla-enable`: what was switched off counts again from here on.
    Until,
    /// `hexapla-disable-line`: the lines that the comment stands on.
    Line,
    /// `hexapla-disable-next-line`: the next line with text; a code block or table that starts
    /// there as a whole, because no comment can stand in it.
    NextLine,
    /// `hexapla-disable-file`: the whole file, front matter included.
    File,
    /// `hexapla: {disable: […]}` in the front matter: the whole file.
    FrontMatter,
    /// Any other word after `hexapla-`, or key under `hexapla`.
    Unknown,
}

/// A place that a parser could not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// The parser's words, in lower case.
    pub message: String,
}

impl Inline {
    /// Whether it is text that readers see.
    #[inline]
    pub fn is_text(&self) -> bool {
        matches!(self.kind, InlineKind::Text)
    }
}

impl Document {
    /// The text at `span`.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The block with that id.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// The inline with that id.
    pub fn inline(&self, id: InlineId) -> &Inline {
        &self.inlines[id.0 as usize]
    }

    /// All block ids in document order.
    pub fn block_ids(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.blocks.len() as u32).map(BlockId)
    }

    /// The direct children of `parent`; of the page itself with `None`.
    pub fn children(&self, parent: Option<BlockId>) -> impl Iterator<Item = BlockId> + '_ {
        let (next, end) = match parent {
            Some(id) => (id.0 + 1, self.block(id).end),
            None => (0, self.blocks.len() as u32),
        };
        self.row(next, end)
    }

    /// What stands after `block` in its parent.
    pub fn siblings_after(&self, block: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        let Block { parent, end, .. } = *self.block(block);
        self.row(end, parent.map_or(self.blocks.len() as u32, |parent| self.block(parent).end))
    }

    /// The block at `next` and its siblings up to index `end`.
    fn row(&self, mut next: u32, end: u32) -> impl Iterator<Item = BlockId> + '_ {
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let id = BlockId(next);
                next = self.block(id).end;
                id
            })
        })
    }

    /// The inlines in `block` and its descendants.
    pub fn inlines_in(&self, block: BlockId) -> &[Inline] {
        let range = &self.block(block).inlines;
        &self.inlines[range.start as usize..range.end as usize]
    }

    /// The top-level entry or nested entry at `path` of the front matter.
    pub fn front_matter_entry(&self, path: &str) -> Option<&FrontMatterEntry> {
        self.front_matter.as_ref()?.entries.iter().find(|entry| entry.path == path)
    }
}
