//! Faults in what machines read: code, languages, ids, alert kinds, directives.

use std::ops::Range;

use crate::fault::Fault;
use crate::inline::{code_spans, garbled, replaced, text_lines};
use crate::page::{Kind, Page};
use crate::plant::Scene;

/// A word of code is changed, outside comments and strings. Code without a language may be text.
pub(crate) fn change_code(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for fence in page.fences() {
        let language = page.lines[fence.start].trim().trim_start_matches('`');
        for line in fence.start + 1..fence.end - 1 {
            let text = &page.lines[line];
            // Text between tags is translated, and a language nobody knows may be prose.
            let prose = matches!(language, "markdown" | "dns")
                || (language == "html" && !text.contains("footer"));
            for word in if prose { Vec::new() } else { code_words(text) } {
                let damaged = replaced(text, word.clone(), &garbled(&text[word]));
                found.push(Fault::at(line, page.with_line(line, &damaged), &["code-block"]));
            }
        }
    }
    found
}

/// Runs of four or more letters outside strings and before any comment.
fn code_words(line: &str) -> Vec<Range<usize>> {
    let comment = ["# ", "// ", "<!--"].iter().filter_map(|mark| line.find(mark)).min();
    let code = &line[..comment.unwrap_or(line.len())];
    let mut words = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, one) in code.char_indices().chain([(code.len(), ' ')]) {
        if one.is_ascii_alphabetic() && !quoted {
            continue;
        }
        if at > start + 3 && !quoted {
            words.push(start..at);
        }
        quoted ^= one == '"';
        start = at + one.len_utf8();
    }
    words
}

/// A code span says something else.
pub(crate) fn change_code_span(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        // Quoted values may be translated.
        for span in code_spans(text).into_iter().filter(|span| !text[span.clone()].starts_with('"'))
        {
            let damaged = replaced(text, span.clone(), &garbled(&text[span]));
            let fault = Fault::at(line, page.with_line(line, &damaged), &["code-span"]);
            found.push(fault.restorable());
        }
    }
    found
}

fn opening_fences(page: &Page) -> impl Iterator<Item = usize> {
    page.fences().into_iter().map(|fence| fence.start)
}

/// A fence names another language.
pub(crate) fn change_language(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let changed = |line: usize| {
        let (ticks, _) =
            page.lines[line].split_at(page.lines[line].rfind('`').expect("a fence") + 1);
        let damaged = page.with_line(line, &format!("{ticks}python"));
        Fault::at(line, damaged, &["code-language"]).restorable()
    };
    opening_fences(page).map(changed).collect()
}

/// A fence names no language any more.
pub(crate) fn drop_language(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let dropped = |line: usize| {
        let ticks = page.lines[line].trim_end_matches(|one: char| one != '`');
        Fault::at(line, page.with_line(line, ticks), &["code-language"]).restorable()
    };
    opening_fences(page).map(dropped).collect()
}

/// The explicit id of a heading: the id alone, and the whole attribute with the space before it.
fn ids(page: &Page) -> Vec<(usize, Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    for line in 0..page.lines.len() {
        let text = &page.lines[line];
        if !matches!(page.kinds[line], Kind::Heading(_)) {
            continue;
        }
        let Some(open) = text.find('{') else { continue };
        let start = open + text[open..].find('#').expect("an id") + 1;
        let length = text[start..].find([' ', '}']).expect("the attribute is closed");
        found.push((line, start..start + length, open - 1..text.len()));
    }
    found
}

/// A heading has another id.
pub(crate) fn change_id(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let changed = |(line, id, _): (usize, Range<usize>, Range<usize>)| {
        let text = &page.lines[line];
        let damaged = replaced(text, id.clone(), &garbled(&text[id]));
        Fault::at(line, page.with_line(line, &damaged), &["heading-id"]).restorable()
    };
    ids(page).into_iter().map(changed).collect()
}

/// A heading has lost its id.
pub(crate) fn drop_id(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let dropped = |(line, _, whole): (usize, Range<usize>, Range<usize>)| {
        let bare = &page.lines[line][..whole.start];
        Fault::at(line, page.with_line(line, bare), &["heading-id"]).restorable()
    };
    ids(page).into_iter().map(dropped).collect()
}

/// An alert is of another kind, or its kind was translated.
pub(crate) fn change_alert_kind(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let kinds = [
        ("[!NOTE]", ["[!WARNING]", "[!NOTA]"]),
        ("[!TIP]", ["[!CAUTION]", "[!CONSEJO]"]),
        ("[!WARNING]", ["[!NOTE]", "[!WARNUNG]"]),
        (":::tip", [":::caution", ":::consejo"]),
        ("!!! note", ["!!! warning", "!!! nota"]),
        ("/// warning", ["/// tip", "/// warnung"]),
    ];
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Quote, Kind::Machine]) {
        let text = &page.lines[line];
        for (kind, others) in kinds {
            for other in others.into_iter().filter(|_| text.contains(kind)) {
                let damaged = page.with_line(line, &text.replacen(kind, other, 1));
                found.push(Fault::at(line, damaged, &["alert-kind"]).restorable());
            }
        }
    }
    found
}

/// Shortcodes, Liquid tags, imports and components.
fn directives(page: &Page) -> Vec<usize> {
    let openings = ["{{", "{%", "<Counter", "import ", "export "];
    let is_directive = |line: &usize| {
        let text = page.lines[*line].as_str();
        openings.iter().any(|opening| text.starts_with(opening))
    };
    page.of_kind(&[Kind::Machine, Kind::Html]).filter(is_directive).collect()
}

/// A shortcode, Liquid tag, import or component says something else.
pub(crate) fn change_directive(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in directives(page) {
        let text = &page.lines[line];
        // The keyword of an import stays, or the line would be plain text. What stands in quotation
        // marks may be text for readers, or a path that follows the page to its folder.
        let start = if text.starts_with(['i', 'e']) { text.find(' ').unwrap_or(0) } else { 0 };
        let end = text.find(['"', '\'']).unwrap_or(text.len());
        let damaged = format!("{}{}{}", &text[..start], garbled(&text[start..end]), &text[end..]);
        let rules: &[&str] = &["directive", "html-tag"];
        let fault = Fault::at(line, page.with_line(line, &damaged), rules);
        found.push(if start > 0 { fault } else { fault.restorable() });
    }
    for line in text_lines(page) {
        let text = &page.lines[line];
        if let Some(at) = text.find("{version}") {
            let damaged = replaced(text, at + 1..at + 8, "versie");
            let fault = Fault::at(line, page.with_line(line, &damaged), &["directive"]);
            found.push(fault.restorable());
        }
    }
    found
}

/// A shortcode, Liquid tag or component is left out.
pub(crate) fn drop_directive(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let dropped = |line: usize| {
        let gap = |at: usize| page.kinds.get(at).is_none_or(|kind| *kind == Kind::Blank);
        let alone = gap(line - 1) && gap(line + 1);
        let end = (line + 1 + usize::from(alone)).min(page.lines.len());
        Fault::at(line, page.without(line..end), &["directive", "missing-block"])
    };
    directives(page).into_iter().map(dropped).collect()
}
