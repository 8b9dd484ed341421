//! Two revisions of one text: which sections changed, and how much that matters to a reader of a
//! translation made from the older one.

use similar::{Algorithm, DiffTag};

use super::model::Alignment;
use crate::markdown::{BlockId, BlockKind, DirectiveForm, Document, Inline, InlineKind, block_at};
use crate::text::Span;

/// What differs between two revisions of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The sections of the newer text, and those that only the older one has.
    pub sections: u32,
    /// The sections whose text differs, in the order of the newer text; those that were removed
    /// come last.
    pub changed: Vec<SectionChange>,
    /// How much of it matters.
    pub grade: Grade,
}

/// A section that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// What happened to it.
    pub fate: SectionFate,
    /// Its heading in the newer text, or the first line of a text without one. For a removed
    /// section the end of the one that it followed.
    pub span: Span,
    /// Its title; empty for the text before the first heading.
    pub title: String,
}

/// What happened to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionFate {
    /// Its text is another.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// How much a change matters, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Only white space, comments or attributes differ.
    Layout,
    /// Link or image targets differ, nothing that is read.
    Links,
    /// The front matter differs.
    FrontMatter,
    /// Text differs.
    Text,
}

impl Grade {
    /// The word for it: `text`, `front matter`, `links`, `layout`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Layout => "layout",
            Self::Links => "links",
            Self::FrontMatter => "front matter",
            Self::Text => "text",
        }
    }
}

impl Changes {
    /// What changed from `old` to `new`, whose blocks answer each other as `alignment` says.
    pub fn between(old: &Document, new: &Document, alignment: &Alignment) -> Self {
        let (before, after) = (sections(old), sections(new));
        let counterparts = counterparts(&before, &after, alignment);
        let mut changed = Vec::new();
        let mut links = false;
        for (section, counterpart) in after.iter().zip(&counterparts) {
            match counterpart.map(|index| &before[index]) {
                None => changed.push(section.change(SectionFate::Added, new)),
                Some(other) => {
                    links |= other.content.links != section.content.links;
                    if other.content.text != section.content.text {
                        changed.push(section.change(SectionFate::Changed, new));
                    }
                }
            }
        }
        let removed = removed(&before, &after, &counterparts, new);
        let sections = (after.len() + removed.len()) as u32;
        changed.extend(removed);
        let front_matter = front_text(old) != front_text(new);
        let grade = match (changed.is_empty(), front_matter, links) {
            (false, ..) => Grade::Text,
            (_, true, _) => Grade::FrontMatter,
            (_, _, true) => Grade::Links,
            _ => Grade::Layout,
        };
        Self { sections, changed, grade }
    }
}

/// For each section of the newer text the one it was: what reads the same, in order; between
/// those what has the same heading; then what the alignment of the blocks says.
fn counterparts(
    before: &[Section],
    after: &[Section],
    alignment: &Alignment,
) -> Vec<Option<usize>> {
    let texts = |sections: &[Section]| -> Vec<String> {
        sections.iter().map(|section| section.content.text.clone()).collect()
    };
    let mut found = vec![None; after.len()];
    let ops = similar::capture_diff_slices(Algorithm::Patience, &texts(before), &texts(after));
    for op in ops {
        let (old, new) = (op.old_range(), op.new_range());
        if op.tag() == DiffTag::Equal {
            new.zip(old).for_each(|(index, counterpart)| found[index] = Some(counterpart));
            continue;
        }
        let mut free: Vec<usize> = old.collect();
        let mut take = |index: usize, fits: &dyn Fn(&Section) -> bool| {
            if found[index].is_none()
                && let Some(at) = free.iter().position(|&candidate| fits(&before[candidate]))
            {
                found[index] = Some(free.remove(at));
            }
        };
        for index in new.clone() {
            let key = (&after[index].title, after[index].level);
            take(index, &|other| (&other.title, other.level) == key);
        }
        for index in new {
            let heading = after[index].heading.and_then(|id| alignment.to_reference[id.0 as usize]);
            take(index, &|other| heading.is_some() && other.heading == heading);
        }
    }
    found
}

/// The sections that only the older text has. Each is shown where it stood: at the section of the
/// newer text that answers the nearest one before it.
fn removed(
    before: &[Section],
    after: &[Section],
    counterparts: &[Option<usize>],
    new: &Document,
) -> Vec<SectionChange> {
    let mut answers = vec![None; before.len()];
    for (index, counterpart) in counterparts.iter().enumerate() {
        if let Some(counterpart) = counterpart {
            answers[*counterpart] = Some(index);
        }
    }
    let mut place = Span::at(new.body_start as usize);
    let mut removed = Vec::new();
    for (section, answer) in before.iter().zip(answers) {
        match answer {
            Some(index) => place = after[index].change(SectionFate::Changed, new).span,
            None => removed.push(SectionChange {
                fate: SectionFate::Removed,
                span: place,
                title: section.title.clone(),
            }),
        }
    }
    removed
}

/// A heading and the blocks up to the next one; the text before the first heading is a section
/// too, if there is any.
#[derive(Debug, Default)]
struct Section {
    heading: Option<BlockId>,
    level: u8,
    title: String,
    /// Top-level blocks, the heading among them.
    blocks: Vec<BlockId>,
    content: Content,
}

impl Section {
    fn change(&self, fate: SectionFate, document: &Document) -> SectionChange {
        let first = self.blocks.first();
        let span = first.map_or(Span::at(document.body_start as usize), |&id| document.head_of(id));
        SectionChange { fate, span, title: self.title.clone() }
    }
}

fn sections(document: &Document) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for id in document.children(None) {
        match &document.block(id).kind {
            BlockKind::Heading(heading) => sections.push(Section {
                heading: Some(id),
                level: heading.level,
                title: document.excerpt_of(id),
                blocks: vec![id],
                ..Section::default()
            }),
            BlockKind::Comment => {}
            _ => match sections.last_mut() {
                Some(section) => section.blocks.push(id),
                None => sections.push(Section { blocks: vec![id], ..Section::default() }),
            },
        }
    }
    for section in &mut sections {
        section.content = content(document, &section.blocks);
    }
    sections
}

/// What a section says and where it leads, each as one text to compare.
#[derive(Debug, Default)]
struct Content {
    /// Everything that is read, without white space.
    text: String,
    links: String,
}

fn content(document: &Document, blocks: &[BlockId]) -> Content {
    let mut content = Content::default();
    for &top in blocks {
        for index in top.0..document.block(top).end {
            let block = document.block(BlockId(index));
            let mark = match &block.kind {
                BlockKind::Comment => continue,
                BlockKind::Heading(heading) => char::from(b'0' + heading.level),
                BlockKind::Paragraph => 'p',
                BlockKind::List { ordered: true, .. } => 'o',
                BlockKind::List { .. } => 'l',
                BlockKind::Item { .. } => 'i',
                BlockKind::Table { .. } => 't',
                BlockKind::Row => 'r',
                BlockKind::Cell => 'c',
                BlockKind::Code(_) => 'k',
                BlockKind::Html => 'h',
                BlockKind::Quote => 'q',
                BlockKind::Alert(_) => 'a',
                BlockKind::Footnote { .. } => 'f',
                BlockKind::Break => 'b',
                BlockKind::Directive(_) => 'd',
            };
            content.text.extend(['\n', mark]);
            match &block.kind {
                BlockKind::Code(code) => {
                    push(&mut content.text, document.slice(code.language));
                    push(&mut content.text, document.slice(code.body));
                }
                BlockKind::Alert(alert) => {
                    push(&mut content.text, document.slice(alert.kind));
                    push(&mut content.text, document.slice(alert.title));
                }
                BlockKind::Directive(directive) if directive.form != DirectiveForm::Attributes => {
                    push(&mut content.text, document.slice(block.span));
                }
                _ => {}
            }
        }
        for inline in document.inlines_in(top) {
            take(document, inline, &mut content);
        }
    }
    content
}

fn take(document: &Document, inline: &Inline, content: &mut Content) {
    match &inline.kind {
        InlineKind::Text => push(&mut content.text, document.slice(inline.span)),
        InlineKind::Code { body } => {
            content.text.push('`');
            push(&mut content.text, document.slice(*body));
            content.text.push('`');
        }
        InlineKind::Link(link) | InlineKind::Image(link) => {
            push(&mut content.links, &link.target);
            content.links.push('\n');
        }
        InlineKind::Tag(tag) => {
            content.text.push('<');
            push(&mut content.text, document.slice(tag.name));
        }
        InlineKind::Emphasis => content.text.push('_'),
        InlineKind::Strong => content.text.push('*'),
        InlineKind::Strikethrough => content.text.push('~'),
        InlineKind::FootnoteReference { label } => push(&mut content.text, document.slice(*label)),
        InlineKind::Directive(directive) if directive.form != DirectiveForm::Attributes => {
            push(&mut content.text, document.slice(inline.span));
        }
        InlineKind::Directive(_) | InlineKind::Comment | InlineKind::HardBreak => {}
    }
}

/// Adds `text` without white space, so that wrapping a line anew is no change.
fn push(to: &mut String, text: &str) {
    to.extend(text.split_whitespace());
}

/// The front matter without differences in line endings and trailing blanks.
fn front_text(document: &Document) -> String {
    let front = document.front_matter.as_ref();
    let text = front.map_or("", |front| document.slice(front.body));
    text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect::<String>().trim().to_owned()
}

/// Where `span` of `old` stands in `new`, when the innermost block or front matter value around
/// it reads the same in both.
pub fn carried(span: Span, old: &Document, new: &Document, alignment: &Alignment) -> Option<Span> {
    let shifted = |from: Span, to: Span| {
        let same = from.contains(span) && old.slice(from) == new.slice(to);
        same.then(|| {
            let start = (to.start + (span.start - from.start)) as usize;
            Span::new(start, start + span.len())
        })
    };
    if span.end <= old.body_start && old.body_start > 0 {
        let entries = &old.front_matter.as_ref()?.entries;
        let entry = entries.iter().rev().find(|entry| entry.key.to(entry.value).contains(span))?;
        let other = new.front_matter_entry(&entry.path)?;
        return shifted(entry.key.to(entry.value), other.key.to(other.value));
    }
    let before = span.start.saturating_sub(u32::from(span.is_empty()));
    let mut place = block_at(old, span.start).or_else(|| block_at(old, before));
    while let Some(block) = place {
        if let Some(other) = alignment.to_translation[block.0 as usize]
            && let Some(found) = shifted(old.block(block).span, new.block(other).span)
        {
            return Some(found);
        }
        place = old.block(block).parent;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown;
    use crate::outline::{Outline, align};
    use crate::text::{FileId, SourceFile};

    fn parse(text: &str) -> Document {
        markdown::parse(FileId(0), SourceFile::new("a.md", text), Locale::default())
    }

    fn changes(old: &str, new: &str) -> Changes {
        let (old, new) = (parse(old), parse(new));
        let alignment = align(&old, &Outline::new(&old), &new, &Outline::new(&new));
        Changes::between(&old, &new, &alignment)
    }

    const OLD: &str = "---\ntitle: Guide\n---\n\n# Guide\n\nRead [this](a.md) first.\n\n## Use\n\n\
                       Call `start()` twice.\n\n## End\n\nGood bye.\n";

    #[test]
    fn changes_are_graded() {
        let grade = |new: &str| changes(OLD, new).grade;
        assert_eq!(grade(OLD), Grade::Layout);
        assert_eq!(grade(&OLD.replace("[this](a.md) first", "[this](a.md)\nfirst")), Grade::Layout);
        assert_eq!(grade(&OLD.replace("a.md", "b.md")), Grade::Links);
        assert_eq!(grade(&OLD.replace("title: Guide", "title: Manual")), Grade::FrontMatter);
        assert_eq!(grade(&OLD.replace("twice", "once")), Grade::Text);
        assert_eq!(grade(&OLD.replace("start()", "begin()")), Grade::Text);
    }

    #[test]
    fn changed_sections_are_named() {
        let seen = |new: &str| {
            let changes = changes(OLD, new);
            let one = |change: &SectionChange| (change.fate, change.title.clone());
            (changes.sections, changes.changed.iter().map(one).collect::<Vec<_>>())
        };
        let (changed, added, removed) =
            (SectionFate::Changed, SectionFate::Added, SectionFate::Removed);
        assert_eq!(seen(&OLD.replace("twice", "once")), (3, vec![(changed, "Use".to_owned())]));
        let more = OLD.replace("## End", "## Undo\n\nCall `stop()`.\n\n## End");
        assert_eq!(seen(&more), (4, vec![(added, "Undo".to_owned())]));
        let less = OLD.replace("## Use\n\nCall `start()` twice.\n\n", "");
        assert_eq!(seen(&less), (3, vec![(removed, "Use".to_owned())]));
    }

    #[test]
    fn places_are_carried_where_the_text_is_the_same() {
        let new_text = OLD.replace("Read", "Please read");
        let (old, new) = (parse(OLD), parse(&new_text));
        let alignment = align(&old, &Outline::new(&old), &new, &Outline::new(&new));
        let at = |text: &str, needle: &str| {
            let start = text.find(needle).expect("it is there");
            Span::new(start, start + needle.len())
        };
        let carry = |needle: &str| carried(at(OLD, needle), &old, &new, &alignment);
        assert_eq!(carry("start()"), Some(at(&new_text, "start()")));
        assert_eq!(carry("title"), Some(at(&new_text, "title")));
        assert_eq!(carry("[this]"), None);
    }
}
