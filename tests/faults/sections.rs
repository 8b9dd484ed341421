//! Faults in sections and top-level blocks: dropped, added, moved, at another level.

use crate::fault::Fault;
use crate::page::{Kind, Page, Section};
use crate::plant::Scene;

/// Whether the lines hold something that machines read, by which they can be told from others.
pub(crate) fn has_evidence(lines: &[String]) -> bool {
    lines.iter().any(|line| line.contains(['`', '<']) || line.contains("](") || line.contains("{#"))
}

/// A section is left out.
pub(crate) fn drop_section(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let dropped = |section: Section| {
        let place = stretch(page, section.lines.start, section.lines.end);
        let text = page.without(section.lines.clone());
        Fault::at(section.lines.start, text, &["missing-section"]).or_in(place)
    };
    page.sections().into_iter().filter(|section| section.parent.is_some()).map(dropped).collect()
}

/// Where a dropped section without evidence may be said to be missing: beside any of its
/// neighbours that have none either, for nothing tells them apart. Just its place otherwise.
fn stretch(page: &Page, start: usize, end: usize) -> std::ops::Range<usize> {
    let bare = |section: &Section| !has_evidence(&page.lines[section.lines.clone()]);
    let sections = page.sections();
    let own = sections.iter().find(|section| section.lines.start == start);
    if own.is_none_or(|own| !bare(own)) {
        return start..start;
    }
    let (mut first, mut last) = (start, start);
    for section in &sections {
        if bare(section) && section.lines.end == first {
            first = section.lines.start;
        }
        if bare(section) && section.lines.start == end {
            last += section.lines.len();
        }
    }
    first..last
}

/// A section that the source does not have stands in the translation.
pub(crate) fn add_section(scene: &Scene) -> Vec<Fault> {
    let [heading, text, _] = scene.extra_words();
    let added = |section: Section| {
        let at = section.lines.start;
        let title = format!("{} {heading}", "#".repeat(section.level));
        let lines = [title, String::new(), text.to_owned(), String::new()];
        Fault::at(at, scene.page.inserted(at, &lines), &["extra-section"])
    };
    scene.page.sections().into_iter().map(added).collect()
}

/// Two neighbouring sections change places; either may be called the moved one.
pub(crate) fn move_section(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let sections = page.sections();
    let mut found = Vec::new();
    for first in &sections {
        let second = sections.iter().find(|other| {
            other.lines.start == first.lines.end
                && other.level == first.level
                && other.parent == first.parent
        });
        let Some(second) = second else { continue };
        let evident = |section: &Section| has_evidence(&page.lines[section.lines.clone()]);
        // The last section of a page need not end with a blank line; then moving it would glue.
        let separated = page.kinds[second.lines.end - 1] == Kind::Blank;
        if !(evident(first) && evident(second) && separated) {
            continue;
        }
        let mut lines = page.lines.clone();
        lines[first.lines.start..second.lines.end].rotate_left(first.lines.len());
        let moved = first.lines.start + second.lines.len();
        let fault = Fault::at(first.lines.start, page.joined(&lines), &["moved-section"]);
        found.push(fault.or_in(moved..moved + 1));
    }
    found
}

/// A heading stands one level deeper or higher.
pub(crate) fn relevel_section(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for section in page.sections() {
        let start = section.lines.start;
        if page.kinds.get(start + 1) == Some(&Kind::Underline) {
            let line = page.lines[start + 1].replace('-', "=");
            found.push(Fault::at(start, page.with_line(start + 1, &line), &["heading-level"]));
            continue;
        }
        let deeper = format!("#{}", page.lines[start]);
        found.push(Fault::at(start, page.with_line(start, &deeper), &["heading-level"]));
        if section.level > 2 {
            let higher = &page.lines[start][1..];
            found.push(Fault::at(start, page.with_line(start, higher), &["heading-level"]));
        }
    }
    found
}

/// A paragraph is left out.
pub(crate) fn drop_paragraph(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for paragraph in page.paragraphs() {
        let image = page.lines[paragraph.start].starts_with("![");
        if image || merges_neighbours(page, paragraph.start, paragraph.end) {
            continue;
        }
        let run = plain_run(page, &paragraph);
        let gone = paragraph.start..(paragraph.end + 1).min(page.lines.len());
        let fault = Fault::at(paragraph.start, page.without(gone), &["missing-block"]);
        found.push(fault.or_in(run));
    }
    found
}

/// Whether two lists or quotes would become one if the lines between them went.
fn merges_neighbours(page: &Page, start: usize, end: usize) -> bool {
    let before = page.kinds[..start].iter().rev().find(|kind| **kind != Kind::Blank);
    let after = page.kinds[end..].iter().find(|kind| **kind != Kind::Blank);
    let joins = |kind: Option<&Kind>| matches!(kind, Some(Kind::Item | Kind::Quote | Kind::Text));
    let plain = |kind: Option<&Kind>| matches!(kind, Some(Kind::Text));
    joins(before) && joins(after) && !(plain(before) || plain(after))
}

/// The run of plain paragraphs around one that holds no evidence: nothing tells which of them is
/// missing, so any place among them is right (lines of the damaged page).
fn plain_run(page: &Page, paragraph: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    if has_evidence(&page.lines[paragraph.clone()]) {
        return paragraph.start..paragraph.start;
    }
    let plain = |line: usize| {
        page.kinds[line] == Kind::Blank
            || (page.kinds[line] == Kind::Text && !has_evidence(&page.lines[line..=line]))
    };
    let (mut start, mut end) = (paragraph.start, paragraph.end);
    while start > 0 && plain(start - 1) {
        start -= 1;
    }
    while end < page.lines.len() && plain(end) {
        end += 1;
    }
    start..end - paragraph.len()
}

/// A paragraph that the source does not have stands in the translation.
pub(crate) fn add_paragraph(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let [_, text, _] = scene.extra_words();
    let added = |paragraph: std::ops::Range<usize>| {
        let text = page.inserted(paragraph.start, &[text.to_owned(), String::new()]);
        // Among plain paragraphs any of them may be the one too many.
        let plain = plain_run(page, &paragraph);
        Fault::at(paragraph.start, text, &["extra-block"])
            .or_in(plain.start..plain.end + 2 * paragraph.len() + 2)
    };
    page.paragraphs().into_iter().map(added).collect()
}

/// A code block is left out.
pub(crate) fn drop_code_block(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let dropped = |fence: std::ops::Range<usize>| {
        let follows_gap = page.kinds[fence.start - 1] == Kind::Blank;
        let gone = fence.start - usize::from(follows_gap)..fence.end;
        Fault::at(fence.start - 1, page.without(gone), &["missing-block"])
    };
    page.fences().into_iter().map(dropped).collect()
}

/// An image that is a paragraph of its own is left out.
pub(crate) fn drop_image(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let is_image = |line: &usize| {
        let text = page.lines[*line].as_str();
        text.starts_with("![") || text.starts_with("<img")
    };
    let rules: &[&str] = &["image-target", "missing-block", "html-tag", "directive"];
    let dropped = |line: usize| Fault::at(line, page.without(line..line + 2), rules);
    page.of_kind(&[Kind::Text, Kind::Html]).filter(is_image).map(dropped).collect()
}
