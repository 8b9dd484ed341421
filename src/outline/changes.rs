//! Two revisions of one text: which sections changed, and how much that matters to a reader of a
//! translation made from the older one.

mod section;

use std::collections::HashMap;

use similar::{Algorithm, DiffTag};

use self::section::{Section, sections};
use super::model::Alignment;
use crate::markdown::{Document, block_at};
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
    /// What changed from `old` to `new`. `alignment` says which of their blocks answer each other;
    /// it is asked only when a section can be told by neither its text nor its heading.
    pub fn between<'a>(
        old: &Document,
        new: &Document,
        alignment: impl Fn() -> &'a Alignment,
    ) -> Self {
        let (mut before, mut after) = (sections(old), sections(new));
        name_alike(&mut before, &mut after, old, new);
        let counterparts = counterparts(&before, &after, alignment);
        let mut changed = Vec::new();
        let mut links = false;
        for (section, counterpart) in after.iter().zip(&counterparts) {
            match counterpart.map(|index| &before[index]) {
                None => changed.push(section.change(SectionFate::Added)),
                Some(other) if section.verbatim && section.key == other.key => {}
                Some(other) => {
                    let (was, is) = (other.content(), section.content());
                    links |= was.links != is.links;
                    if was.text != is.text {
                        changed.push(section.change(SectionFate::Changed));
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

/// Gives sections that read the same the same key. Most sections of two revisions are equal byte
/// for byte, so only the others are taken apart.
fn name_alike<'d>(
    before: &mut [Section<'d>],
    after: &mut [Section<'d>],
    old: &Document,
    new: &Document,
) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let first = |(index, section): (usize, &Section<'_>)| {
        *known.entry(old.slice(section.span())).or_insert(index)
    };
    let firsts: Vec<usize> = before.iter().enumerate().map(first).collect();
    let mut found = vec![false; before.len()];
    for section in after.iter_mut() {
        let Some(&index) = known.get(new.slice(section.span())) else { continue };
        if before[index].is_built_like(section) {
            (section.key, section.verbatim, found[index]) = (index + 1, true, true);
        }
    }
    for (index, &first) in firsts.iter().enumerate().filter(|&(_, &first)| found[first]) {
        if before[first].is_built_like(&before[index]) {
            before[index].key = first + 1;
        }
    }
    let mut keys: HashMap<String, usize> = HashMap::new();
    let first = before.len() + 1;
    for section in before.iter_mut().chain(after).filter(|section| section.key == 0) {
        let next = first + keys.len();
        section.key = *keys.entry(section.content().text.clone()).or_insert(next);
    }
}

/// For each section of the newer text the one it was: what reads the same, in order; between
/// those what has the same heading; then what the alignment of the blocks says.
fn counterparts<'a>(
    before: &[Section<'_>],
    after: &[Section<'_>],
    alignment: impl Fn() -> &'a Alignment,
) -> Vec<Option<usize>> {
    let keys = |sections: &[Section<'_>]| -> Vec<usize> {
        sections.iter().map(|section| section.key).collect()
    };
    let mut found = vec![None; after.len()];
    let ops = similar::capture_diff_slices(Algorithm::Patience, &keys(before), &keys(after));
    for op in ops {
        let (old, new) = (op.old_range(), op.new_range());
        if op.tag() == DiffTag::Equal {
            new.zip(old).for_each(|(index, counterpart)| found[index] = Some(counterpart));
            continue;
        }
        let mut free: Vec<usize> = old.collect();
        let mut take = |index: usize, fits: &dyn Fn(&Section<'_>) -> bool| {
            if found[index].is_none()
                && let Some(at) = free.iter().position(|&candidate| fits(&before[candidate]))
            {
                found[index] = Some(free.remove(at));
            }
            !free.is_empty()
        };
        let mut open = true;
        for index in new.clone() {
            let key = (after[index].title(), after[index].level);
            open = take(index, &|other| (other.title(), other.level) == key);
        }
        for index in new.filter(|_| open) {
            let Some(heading) = after[index].heading else { continue };
            let heading = alignment().to_reference[heading.0 as usize];
            take(index, &|other| heading.is_some() && other.heading == heading);
        }
    }
    found
}

/// The sections that only the older text has. Each is shown where it stood: at the section of the
/// newer text that answers the nearest one before it.
fn removed(
    before: &[Section<'_>],
    after: &[Section<'_>],
    counterparts: &[Option<usize>],
    new: &Document,
) -> Vec<SectionChange> {
    let mut answers = vec![None; before.len()];
    for (index, counterpart) in counterparts.iter().enumerate() {
        if let Some(counterpart) = counterpart {
            answers[*counterpart] = Some(index);
        }
    }
    let mut place = None;
    let mut removed = Vec::new();
    for (section, answer) in before.iter().zip(answers) {
        if answer.is_some() {
            place = answer;
            continue;
        }
        let start = Span::at(new.body_start as usize);
        let span = place.map_or(start, |index: usize| after[index].head());
        let (fate, title) = (SectionFate::Removed, section.title().to_owned());
        removed.push(SectionChange { fate, span, title });
    }
    removed
}

/// The front matter without differences in line endings and trailing blanks.
fn front_text(document: &Document) -> String {
    let front = document.front_matter.as_ref();
    let text = front.map_or("", |front| document.slice(front.body));
    text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect::<String>().trim().to_owned()
}

/// Where `span` of `old` stands in `new`, when the innermost block or front matter value around
/// it reads the same in both. `alignment` is asked only about blocks.
pub fn carried<'a>(
    span: Span,
    old: &Document,
    new: &Document,
    alignment: impl FnOnce() -> &'a Alignment,
) -> Option<Span> {
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
    let alignment = alignment();
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
        Changes::between(&old, &new, || &alignment)
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
    fn equal_bytes_are_no_proof() {
        // Where a link leads may be said in another section.
        let page = |rest: &str| format!("# A\n\nRead [this][one].\n\n## B\n\nText.{rest}");
        let defined = page("\n\n[one]: a.md\n");
        assert_eq!(changes(&defined, &defined).grade, Grade::Layout);
        assert_eq!(changes(&defined, &page("\n\n[one]: b.md\n")).grade, Grade::Links);
        assert_eq!(changes(&defined, &page("\n")).grade, Grade::Text);
    }

    #[test]
    fn repeated_sections_answer_each_other() {
        let part = "## Example\n\nRun it.\n\n";
        let three = format!("# A\n\n{part}{part}{part}");
        assert_eq!(changes(&three, &three).grade, Grade::Layout);
        let two = changes(&three, &format!("# A\n\n{part}{part}"));
        assert_eq!((two.changed.len(), two.changed[0].fate), (1, SectionFate::Removed));
        let four = changes(&three, &format!("# A\n\n{part}{part}{part}{part}"));
        assert_eq!((four.changed.len(), four.changed[0].fate), (1, SectionFate::Added));
        // Wrapped anew and moved: what reads the same is found.
        let wrapped = three.replacen("Run it.", "Run\nit.", 1);
        assert_eq!(changes(&three, &wrapped).grade, Grade::Layout);
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
        let carry = |needle: &str| carried(at(OLD, needle), &old, &new, || &alignment);
        assert_eq!(carry("start()"), Some(at(&new_text, "start()")));
        assert_eq!(carry("title"), Some(at(&new_text, "title")));
        assert_eq!(carry("[this]"), None);
    }
}
