//! The one parse: text to [`Document`].

use pulldown_cmark::{Options, Parser};

use super::build::Builder;
use super::front_matter;
use super::kinds;
use super::mask;
use super::model::{Dialect, Document};
use super::suppressions;
use super::texts;
use crate::encoding;
use crate::locale::Locale;
use crate::text::{FileId, SourceFile};

/// CommonMark with what documentation sites agree on. Never all options: definition lists would
/// claim `:::tip`, smart punctuation would change quotes.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The dialect that a file's name tells.
pub fn dialect_of(path: &std::path::Path) -> Dialect {
    match path.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("mdx") => Dialect::Mdx,
        _ => Dialect::Markdown,
    }
}

/// Parses a file. Any text is a document: what cannot be understood is a paragraph.
pub fn parse(file: FileId, source: SourceFile, locale: Locale) -> Document {
    let dialect = dialect_of(source.path());
    let start = source.body_start();
    let (text, legacy) = source.into_parts();
    let front_matter = front_matter::read(&text, start);
    let body_start = front_matter.as_ref().map_or(start, |front| front.span.end as usize);
    let masked = mask::mask(&text, body_start, dialect);
    let body = masked.body.as_deref().unwrap_or(&text[body_start..]);
    let events = Parser::new_ext(body, OPTIONS).into_offset_iter();
    let mut builder = Builder::new(&text, body_start, dialect, &masked);
    builder.run(events);
    let (blocks, inlines) = builder.finish();
    let (texts, tokens) = texts::read(&text, dialect, &blocks, &inlines);
    let suspects = encoding::scan(&text, &locale, None);
    let mut document = Document {
        file,
        locale,
        legacy,
        dialect,
        front_matter,
        body_start: body_start as u32,
        blocks,
        inlines,
        text,
        suspects,
        tokens,
        texts,
        suppressions: Vec::new(),
        kinds: kinds::Asked::default(),
    };
    document.suppressions = suppressions::find(&document);
    document
}
