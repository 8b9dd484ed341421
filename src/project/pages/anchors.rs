//! The anchors of a page. What they are made from is kept; slugs are made when a link asks for
//! them, which few pages see.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::quick;
use super::slug::{self, Flavors, Numbering};
use crate::markdown::{
    BlockId, BlockKind, CodeBlock, DirectiveForm, Document, Heading, InlineKind,
};

/// Ids longer than this, in bytes, are none; nor are braces further away than this an id's.
const LONGEST_ID: usize = 300;

/// What a page offers to links.
#[derive(Debug, Clone)]
pub(super) struct Anchors {
    /// Hashes of ids that are written out.
    ids: Box<[u64]>,
    /// Headings in order, and lines that may be headings.
    headings: Box<[Raw]>,
    /// The texts of the headings.
    texts: Box<str>,
    made: OnceLock<Made>,
}

/// A heading as it is kept. Places are in [`Anchors::texts`].
#[derive(Debug, Clone)]
struct Raw {
    /// 1 to 6; 0 for a line in indented code or raw HTML.
    level: u8,
    /// The explicit id.
    id: Option<(u32, u32)>,
    /// The text that the slug is made from, where one is made.
    text: Option<(u32, u32)>,
    /// The text without the words of its images, where that differs.
    plain: Option<(u32, u32)>,
}

/// What was made from the headings.
#[derive(Debug, Clone)]
struct Made {
    /// Hashes of slugs with the flavors that make them, sorted.
    slugs: Box<[(u64, Flavors)]>,
    headings: Box<[HeadingFacts]>,
}

/// A heading.
#[derive(Debug, Clone)]
pub struct HeadingFacts {
    /// 1 to 6.
    pub level: u8,
    /// Its explicit id, else its slug as GitHub makes it.
    pub anchor: Box<str>,
}

impl Anchors {
    pub(super) fn new(document: &Document) -> Self {
        let mut kept = Kept {
            ids: Vec::with_capacity(16),
            headings: Vec::with_capacity(16),
            texts: String::with_capacity(256),
        };
        for (index, block) in document.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Heading(heading) => {
                    kept.heading(document, BlockId(index as u32), heading);
                }
                // Components that hold headings, as tabs do, are often indented, and what builds
                // the site sees more in them than a parser of Markdown.
                BlockKind::Code(CodeBlock { fenced: false, .. }) | BlockKind::Html => {
                    kept.hidden(document.slice(block.span));
                }
                _ => {}
            }
        }
        let mut ids = kept.ids;
        written_ids(&document.text, &mut ids);
        Self {
            ids: ids.into_boxed_slice(),
            headings: kept.headings.into_boxed_slice(),
            texts: kept.texts.into_boxed_str(),
            made: OnceLock::new(),
        }
    }

    /// The flavors by which the page has the anchor `fragment`.
    pub(super) fn flavors_of(&self, fragment: &str) -> Flavors {
        match self.exact(fragment) {
            // Sites look for the fragment in lower case too.
            0 => self.exact(&fragment.to_lowercase()),
            flavors => flavors,
        }
    }

    fn exact(&self, fragment: &str) -> Flavors {
        let wanted = quick::hash(fragment);
        if self.ids.contains(&wanted) {
            return slug::ANY;
        }
        let slugs = &self.made().slugs;
        let at = slugs.binary_search_by_key(&wanted, |(hash, _)| *hash);
        at.map_or(0, |at| slugs[at].1)
    }

    /// The page's headings in order.
    pub(super) fn headings(&self) -> &[HeadingFacts] {
        &self.made().headings
    }

    fn text(&self, (start, end): (u32, u32)) -> &str {
        &self.texts[start as usize..end as usize]
    }

    fn made(&self) -> &Made {
        self.made.get_or_init(|| {
            let mut numbering = Numbering::default();
            let (mut slugs, mut headings) = (Vec::new(), Vec::new());
            for raw in &self.headings {
                let mut github = String::new();
                for (slug, flavors) in raw.text.iter().flat_map(|text| each(self.text(*text))) {
                    if raw.level == 0 {
                        slugs.push((quick::hash(&slug), flavors));
                        continue;
                    }
                    for (anchor, flavors) in numbering.next(flavors, slug) {
                        slugs.push((quick::hash(&anchor), flavors));
                        if flavors & slug::GITHUB != 0 {
                            github = anchor;
                        }
                    }
                }
                let plain = raw.plain.iter().flat_map(|plain| each(self.text(*plain)));
                slugs.extend(plain.map(|(slug, flavors)| (quick::hash(&slug), flavors)));
                if raw.level > 0 {
                    let id = raw.id.map(|id| self.text(id).to_owned());
                    let anchor = id.unwrap_or(github).into_boxed_str();
                    headings.push(HeadingFacts { level: raw.level, anchor });
                }
            }
            slugs.sort_unstable();
            slugs.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 |= if same { next.1 } else { 0 };
                same
            });
            Made { slugs: slugs.into_boxed_slice(), headings: headings.into_boxed_slice() }
        })
    }
}

/// The slugs of a text with the flavors that make them.
fn each(text: &str) -> Vec<(String, Flavors)> {
    match slug::plain(text) {
        Some(slug) => vec![(slug, slug::ANY)],
        None => slug::ALL.into_iter().map(|flavor| (slug::slug(text, flavor), flavor)).collect(),
    }
}

/// What is gathered of a page.
struct Kept {
    ids: Vec<u64>,
    headings: Vec<Raw>,
    texts: String,
}

impl Kept {
    fn heading(&mut self, document: &Document, block: BlockId, heading: &Heading) {
        let explicit = heading.id.as_ref().map(|id| document.slice(id.id));
        // An `<a name>` stands beside the slug, `{#id}` in its place.
        let beside =
            heading.id.as_ref().is_some_and(|id| document.slice(id.whole).starts_with('<'));
        let id = explicit.map(|id| {
            // The others are found with all that are written in braces.
            if beside {
                self.ids.push(quick::hash(id));
            }
            self.push(id)
        });
        let (mut text, mut plain) = (None, None);
        if explicit.is_none() || beside {
            let start = self.texts.len() as u32;
            let without_images = heading_text(document, block, &mut self.texts);
            text = Some((start, self.texts.len() as u32));
            plain = without_images.map(|plain| self.push(&plain));
        }
        self.headings.push(Raw { level: heading.level, id, text, plain });
    }

    /// Headings in indented code and raw HTML.
    fn hidden(&mut self, text: &str) {
        let mut end = 0;
        for at in memchr::memchr_iter(b'#', text.as_bytes()) {
            if at < end {
                continue;
            }
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let line = text[start..].lines().next().unwrap_or_default();
            end = start + line.len();
            if let Some(rest) = line.trim_start().strip_prefix('#') {
                let text = Some(self.push(rest.trim_start_matches('#').trim()));
                self.headings.push(Raw { level: 0, id: None, text, plain: None });
            }
        }
    }

    fn push(&mut self, text: &str) -> (u32, u32) {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        (start, self.texts.len() as u32)
    }
}

/// Adds the text of a heading as readers see it to `text`. Where it holds an image, returns it
/// without the words that stand for the image, because generators differ in that.
fn heading_text(document: &Document, block: BlockId, text: &mut String) -> Option<String> {
    let (begin, mut plain) = (text.len(), None);
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
                plain.get_or_insert_with(|| text[begin..].to_owned());
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
    plain
}

fn decoded(text: &str) -> Cow<'_, str> {
    if text.contains('&') { html_escape::decode_html_entities(text) } else { Cow::Borrowed(text) }
}

/// Ids that are written anywhere in the text: `id="x"`, `name='x'`, `{#x}`, `{: #x}`. Read from
/// the raw text, because components and templates hold them where no parser of Markdown looks; one
/// in an example of code does no harm.
fn written_ids(text: &str, found: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'=', b'{', bytes) {
        if bytes[at] == b'{' {
            braced(text, at + 1, found);
        } else if let Some(id) = attribute(text, at) {
            found.push(quick::hash(id));
        }
    }
}

/// The id whose `=` stands at `at`.
fn attribute(text: &str, at: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(at + 1).filter(|byte| matches!(byte, b'"' | b'\''))?;
    if !(bytes[..at].ends_with(b"id") || bytes[..at].ends_with(b"name")) {
        return None;
    }
    let value = &bytes[at + 2..];
    let end = memchr::memchr(quote, &value[..value.len().min(LONGEST_ID)])?;
    Some(&text[at + 2..at + 2 + end])
}

/// The ids in the braces on one line whose content starts at `start`.
fn braced(text: &str, start: usize, found: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    let inner = &bytes[start..bytes.len().min(start + LONGEST_ID)];
    // In code most braces hold no `#`.
    let first = memchr::memchr3(b'#', b'}', b'\n', inner);
    if first.is_none_or(|at| inner[at] != b'#') {
        return;
    }
    let (known, mut id) = (found.len(), None);
    for (at, byte) in inner.iter().enumerate() {
        match byte {
            b'#' if id.is_none() && opens_word(&inner[..at]) => id = Some(at + 1),
            b' ' | b'\t' | b'}' => {
                if let Some(id) = id.take() {
                    let word = text[start + id..start + at].trim_end_matches(['*', '/']);
                    found.push(quick::hash(word));
                }
                if *byte == b'}' {
                    return;
                }
            }
            b'\n' => break,
            _ => {}
        }
    }
    // Nothing closes the braces.
    found.truncate(known);
}

/// Whether what follows `before` is the first letter of a word, marks aside.
fn opens_word(before: &[u8]) -> bool {
    let letters = before.iter().rev().find(|byte| !matches!(byte, b':' | b'*' | b'/'));
    letters.is_none_or(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown;
    use crate::text::{FileId, SourceFile};

    fn anchors(text: &str) -> Anchors {
        let source = SourceFile::new("a.md", text);
        Anchors::new(&markdown::parse(FileId(0), source, Locale::unknown()))
    }

    #[test]
    fn ids_are_found_wherever_they_are_written() {
        let page = anchors(
            "# A {#one}\n\n## B { #two }\n\n<Tab id=\"three\" name='four'>\n\n{: .x #five}\n\
             {/* #six */}\n\n`{{{#seven}`\n\n{ a\n#no }\n{} #not }\n{x} a #never\n{# comment #}\n",
        );
        for id in ["one", "two", "three", "four", "five", "six", "seven"] {
            assert_eq!(page.flavors_of(id), slug::ANY, "{id}");
        }
        for other in ["no", "not", "never", "comment", "eight"] {
            assert_eq!(page.flavors_of(other), 0, "{other}");
        }
    }

    #[test]
    fn slugs_are_made_of_headings_seen_and_hidden() {
        let page =
            anchors("# Über `x` ![logo](a.png)\n\n## A\n\n## A\n\n<div>\n  ### In there\n</div>\n");
        assert_eq!(page.flavors_of("über-x-logo") & slug::GITHUB, slug::GITHUB);
        assert_eq!(page.flavors_of("über-x") & slug::GITHUB, slug::GITHUB);
        assert_eq!(page.flavors_of("uber-x-logo") & slug::PYTHON, slug::PYTHON);
        assert_eq!(page.flavors_of("a-1") & slug::GITHUB, slug::GITHUB);
        assert_eq!(page.flavors_of("in-there"), slug::ANY);
        let levels: Vec<u8> = page.headings().iter().map(|heading| heading.level).collect();
        assert_eq!(levels, [1, 2, 2]);
        assert_eq!(&*page.headings()[2].anchor, "a-1");
    }
}
