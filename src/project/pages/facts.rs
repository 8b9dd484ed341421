//! What is kept of a page after it was judged, so that pages can be compared and links followed
//! without reading anything twice: links, anchors, and what it shares with other versions.

use std::sync::Arc;

use super::anchors::{Anchors, HeadingFacts};
use super::prose::{self, Older, Shared};
use super::slug::Flavors;
use crate::markdown::{BlockKind, DirectiveForm, Document, InlineKind, Link, LinkForm, ValueShape};
use crate::project::wording::Wording;
use crate::text::{FileId, Span};

/// A page in short.
#[derive(Debug, Clone)]
pub struct PageFacts {
    /// The file it was read from.
    pub file: FileId,
    /// Where to point when the whole page is meant: its first heading, else its first line.
    pub head: Span,
    /// The links and images that may lead to other files of the project or into the page.
    pub links: Box<[PageLink]>,
    /// Whether it takes in other files, so that it has more anchors than can be seen.
    pub is_open: bool,
    /// The addresses that its front matter gives it: `slug`, `permalink`, `url`, and those that
    /// are sent on to it.
    pub addresses: Box<[Box<str>]>,
    /// How it was worded beside its source, where a rule asks for it.
    pub wording: Option<Arc<Wording>>,
    anchors: Anchors,
    shared: Shared,
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

impl PageFacts {
    /// Gathers the facts of `document` alone: nothing is known of what it shares with others.
    pub fn new(document: &Document) -> Self {
        let (links, takes_in) = links(document);
        Self {
            file: document.file,
            head: head(document),
            links,
            is_open: takes_in || is_open(document),
            addresses: addresses(document),
            wording: None,
            anchors: Anchors::new(document),
            shared: Shared::default(),
        }
    }

    /// Gathers the facts of `documents`, which are the versions of one article; `older` are known
    /// states of its source.
    pub fn of_versions(documents: &[&Document], older: &[Older<'_>]) -> Vec<Self> {
        let shared = prose::compared(documents, older);
        let facts = documents.iter().map(|document| Self::new(document));
        facts.zip(shared).map(|(facts, shared)| Self { shared, ..facts }).collect()
    }

    /// Notes what the page, whose text is `document`, shares with another older state.
    pub fn meet(&mut self, document: &Document, older: &Older<'_>) {
        self.shared.meet(document, older);
    }

    /// The facts of the repaired `document`. A repair translates nothing: what the page shares
    /// with others stays as it was. How it is worded is not known until it is laid beside its source
    /// again.
    #[must_use]
    pub fn repaired(&self, document: &Document) -> Self {
        Self { shared: self.shared.clone(), ..Self::new(document) }
    }

    /// Whether the page has the anchor `fragment` by one of the `flavors`.
    pub fn has_anchor(&self, fragment: &str, flavors: Flavors) -> bool {
        self.flavors_of(fragment) & flavors != 0
    }

    /// The flavors by which the page has the anchor `fragment`.
    pub fn flavors_of(&self, fragment: &str) -> Flavors {
        self.anchors.flavors_of(fragment)
    }

    /// The page's headings in order.
    pub fn headings(&self) -> &[HeadingFacts] {
        self.anchors.headings()
    }

    /// How many letters of prose the page has, in blocks that are worth comparing; 0 where it
    /// plainly differs from all other versions of its article.
    pub fn letters(&self) -> u32 {
        self.shared.letters
    }

    /// How many of the page's letters stand in blocks that `other`, another version of its
    /// article, has word for word.
    pub fn shared_with(&self, other: FileId) -> u32 {
        let with = self.shared.with.iter().find(|(file, _)| *file == other);
        with.map_or(0, |(_, letters)| *letters)
    }

    /// Whether the page is a copy of a text that it shares so many letters with: nine tenths of its
    /// prose.
    pub fn is_copy(&self, shared: u32) -> bool {
        shared * 10 >= self.letters() * 9
    }

    /// The older state of its source that the page shares most with, by its name, and how many
    /// letters of the page stand in blocks that it has word for word.
    pub fn older(&self) -> Option<(&str, u32)> {
        self.shared.older.as_ref().map(|(name, letters)| (&**name, *letters))
    }
}

fn head(document: &Document) -> Span {
    let heading = document.kinds().headings.first().map(|&id| &document.block(id).kind);
    let heading = heading.and_then(|kind| match kind {
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

/// The links and images in short, and whether a directive in running text takes in other files.
fn links(document: &Document) -> (Box<[PageLink]>, bool) {
    let (mut links, mut takes_other) = (Vec::new(), false);
    for inline in &document.inlines {
        match &inline.kind {
            InlineKind::Link(found) | InlineKind::Image(found) => {
                let is_image = matches!(inline.kind, InlineKind::Image(_));
                if let Some(link) = link(document, found, is_image) {
                    links.push(link);
                }
            }
            InlineKind::Directive(directive) => {
                let (name, whole) = (directive.name, inline.span);
                takes_other = takes_other
                    || takes_in(directive.form, document.slice(name), document.slice(whole));
            }
            _ => {}
        }
    }
    (links.into_boxed_slice(), takes_other)
}

/// The link in short, if it may lead to another page or into this one.
fn link(document: &Document, link: &Link, is_image: bool) -> Option<PageLink> {
    let target = &*link.target;
    let span = link.target_span;
    // An autolink has a scheme or is an e-mail address (CommonMark 0.31, 6.5).
    let leads_out = link.form == LinkForm::Autolink || target.is_empty() || leads_out(target);
    if leads_out || span.is_empty() {
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
    let bytes = target.as_bytes();
    let name = bytes.iter().position(|byte| !is_of_scheme(*byte)).unwrap_or(bytes.len());
    let scheme = bytes.get(name) == Some(&b':') && bytes[0].is_ascii_alphabetic();
    scheme
        || target.starts_with("//")
        || matches!(bytes[0], b'@' | b'~')
        || bytes.iter().any(|byte| {
            matches!(byte, b'{' | b'}' | b'<' | b'>' | b'$' | b'\\' | b'\n' | b'*' | b'|')
        })
}

/// Whether a scheme may have the byte (RFC 3986, 3.1).
fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// Whether parts of the page, and with them its anchors, come from other files.
fn is_open(document: &Document) -> bool {
    let directives = document.kinds().directives.iter().map(|&id| document.block(id));
    directives.into_iter().any(|block| match &block.kind {
        BlockKind::Directive(directive) => {
            takes_in(directive.form, document.slice(directive.name), document.slice(block.span))
        }
        _ => false,
    })
}

fn takes_in(form: DirectiveForm, name: &str, whole: &str) -> bool {
    match form {
        DirectiveForm::Include => true,
        DirectiveForm::Module => whole.contains(".md"),
        DirectiveForm::Shortcode | DirectiveForm::Liquid => {
            name.contains("include") || name.contains("readfile") || name.contains("snippet")
        }
        _ => false,
    }
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
