//! Faults in front matter.

use std::ops::Range;

use crate::fault::Fault;
use crate::inline::{garbled, replaced};
use crate::page::{Page, indent_of};
use crate::plant::Scene;

/// Keys whose value is the same in every language: built in, and `slug`, which is declared.
const IDENTICAL: [&str; 8] =
    ["slug", "weight", "template", "order", "file", "variant", "draft", "toc"];

/// Keys that pipelines write or that a language may set as it likes; nobody misses them.
const BOOKKEEPING: [&str; 7] =
    ["lang", "workflow-type", "source-wordcount", "ht-degree", "aliases", "date", "lastUpdated"];

/// A key of the front matter.
struct Entry {
    /// The line that it stands on.
    line: usize,
    /// Its name in that line.
    key: Range<usize>,
    /// Its value in that line; empty when it stands below.
    value: Range<usize>,
    /// The lines that belong to it, its own included.
    lines: Range<usize>,
    /// Whether it opens the mapping of a list item.
    dashed: bool,
}

fn entries(page: &Page) -> Vec<Entry> {
    let front_matter = page.front_matter();
    let mut found = Vec::new();
    for line in front_matter.clone() {
        let text = &page.lines[line];
        let indent = indent_of(text);
        let dashed = text[indent..].starts_with("- ");
        let start = indent + if dashed { 2 } else { 0 };
        let separator = text[start..].find([':', '=']).map(|at| at + start);
        let Some(separator) = separator.filter(|_| !text[start..].starts_with(['/', '['])) else {
            continue;
        };
        let key = text[start..separator].trim_end();
        if key.is_empty() || key.contains(' ') {
            continue;
        }
        let mut end = line + 1;
        while end < front_matter.end && indent_of(&page.lines[end]) > indent {
            end += 1;
        }
        let value = separator + 1 + indent_of(&text[separator + 1..]);
        found.push(Entry {
            line,
            key: start..start + key.len(),
            value: value.min(text.len())..text.len(),
            lines: line..end,
            dashed,
        });
    }
    found.retain(|entry| !BOOKKEEPING.contains(&&page.lines[entry.line][entry.key.clone()]));
    found
}

/// A key is left out with its value.
pub(crate) fn drop_key(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let dropped =
        |entry: Entry| Fault::at(entry.line, page.without(entry.lines), &["front-matter-key"]);
    entries(page).into_iter().filter(|entry| !entry.dashed).map(dropped).collect()
}

/// A key is written in the language of the page.
pub(crate) fn translate_key(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let renamed = |entry: Entry| {
        let text = &page.lines[entry.line];
        let other = match &text[entry.key.clone()] {
            "title" => "titulo".to_owned(),
            "description" => "beschreibung".to_owned(),
            "weight" => "peso".to_owned(),
            key => garbled(key),
        };
        let damaged = page.with_line(entry.line, &replaced(text, entry.key, &other));
        Fault::at(entry.line, damaged, &["front-matter-key"]).restorable()
    };
    entries(page).into_iter().map(renamed).collect()
}

/// A value that machines read is changed.
pub(crate) fn change_value(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for entry in entries(page) {
        let text = &page.lines[entry.line];
        if !IDENTICAL.contains(&&text[entry.key.clone()]) || entry.value.is_empty() {
            continue;
        }
        let other = match &text[entry.value.clone()] {
            "true" => "false".to_owned(),
            "false" => "true".to_owned(),
            value => garbled(value),
        };
        let damaged = page.with_line(entry.line, &replaced(text, entry.value, &other));
        found.push(Fault::at(entry.line, damaged, &["front-matter-value"]).restorable());
    }
    found
}

/// A value for readers stands in the language of the source.
pub(crate) fn leave_untranslated(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for entry in entries(page) {
        let key = &page.lines[entry.line][entry.key];
        if key != "description" && key != "tagline" {
            continue;
        }
        let mut lines = page.lines.clone();
        // Both front matters have the same lines up to here.
        lines[entry.lines.clone()].clone_from_slice(&scene.source.lines[entry.lines.clone()]);
        let damaged = page.joined(&lines);
        let fault = Fault::at(entry.line, damaged, &["front-matter-untranslated"]);
        found.push(fault.or_in(entry.lines));
    }
    found
}

/// A quotation mark is not closed, or a second colon makes no sense.
pub(crate) fn break_syntax(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    let rules: &[&str] = &["front-matter-syntax"];
    let toml = page.lines[0] == "+++";
    for entry in entries(page) {
        let text = &page.lines[entry.line];
        let key = &text[entry.key];
        if key != "title" && key != "description" {
            continue;
        }
        let value = &text[entry.value.clone()];
        if let Some(open) = value.strip_suffix('"') {
            let damaged = page.with_line(entry.line, &replaced(text, entry.value.clone(), open));
            found.push(Fault::at(entry.line, damaged, rules).or_in(page.front_matter()));
        } else if !toml && !value.starts_with('>') {
            let colon = replaced(text, entry.value, &format!("{value}: {value}"));
            found.push(Fault::at(entry.line, page.with_line(entry.line, &colon), rules));
        }
    }
    found
}

/// The front matter is left out.
pub(crate) fn drop_front_matter(scene: &Scene) -> Vec<Fault> {
    let front_matter = scene.page.front_matter();
    let text = scene.page.without(0..front_matter.end + 1);
    vec![Fault::at(0, text, &["front-matter-missing"])]
}
