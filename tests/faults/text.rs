//! Faults inside a paragraph: machine tokens in running text, and markers that broke.

use std::ops::Range;

use crate::fault::Fault;
use crate::inline::{code_spans, links, prose, replaced, text_lines};
use crate::page::{Kind, marker};
use crate::plant::Scene;

/// Plants at every place of every line of running text that `find` names.
fn in_prose(
    scene: &Scene,
    rules: &'static [&'static str],
    find: impl Fn(&str) -> Vec<(Range<usize>, String)>,
) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for (range, new) in find(&prose(text)) {
            found.push(Fault::at(line, page.with_line(line, &replaced(text, range, &new)), rules));
        }
    }
    found
}

/// Places of `word` with what each becomes.
fn each(text: &str, word: &str, new: &str) -> Vec<(Range<usize>, String)> {
    text.match_indices(word).map(|(at, _)| (at..at + word.len(), new.to_owned())).collect()
}

fn restorable(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(Fault::restorable).collect()
}

/// A digit of an identifier is lost, its case is changed, or its prefix is.
pub(crate) fn change_identifier(scene: &Scene) -> Vec<Fault> {
    let find = |text: &str| {
        let mut found = each(text, "LARK-4711", "LARK-471");
        found.extend(each(text, "LARK-4711", "lARK-4711"));
        found.extend(each(text, "LARK-1204", "1204"));
        found
    };
    restorable(in_prose(scene, &["identifier"], find))
}

/// A version gets decimal commas, or loses a digit.
pub(crate) fn change_version(scene: &Scene) -> Vec<Fault> {
    let find = |text: &str| {
        let mut found = Vec::new();
        for version in ["3.2.0", "3.1.12", "3.1.0", "3.0.0"] {
            found.extend(each(text, version, &version.replace('.', ",")));
        }
        found.extend(each(text, "3.1.12", "3.1.1"));
        found
    };
    restorable(in_prose(scene, &["version"], find))
}

/// A placeholder is translated.
pub(crate) fn change_placeholder(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        if let Some(at) = text.find(" {name}") {
            let damaged = page.with_line(line, &replaced(text, at + 2..at + 6, "nombre"));
            found.push(Fault::at(line, damaged, &["placeholder"]).restorable());
        }
    }
    found
}

/// A visible address is spelled as in the other English, or becomes words.
pub(crate) fn change_address(scene: &Scene) -> Vec<Fault> {
    restorable(in_prose(scene, &["mutated-url"], |text| each(text, "post-center.", "post-centre.")))
}

/// The first part of a mail address is translated.
pub(crate) fn change_mail_address(scene: &Scene) -> Vec<Fault> {
    restorable(in_prose(scene, &["email"], |text| each(text, "faults@", "fallos@")))
}

/// Spaces slip inside the markers of bold words.
pub(crate) fn pad_strong(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let stars: Vec<usize> = prose(text).match_indices("**").map(|(at, _)| at).collect();
        if let [open, close] = stars[..] {
            let words = &text[open + 2..close];
            let damaged = replaced(text, open + 2..close, &format!(" {words} "));
            let fault = Fault::at(line, page.with_line(line, &damaged), &["literal-markup"]);
            found.push(fault.restorable());
        }
    }
    found
}

/// A code span loses its closing backtick.
pub(crate) fn drop_backtick(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        // In a table or before another code span the code would run on.
        if let ([span], true) = (&code_spans(text)[..], page.kinds[line] == Kind::Text) {
            let alone = page.kinds.get(line + 1).is_none_or(|kind| *kind == Kind::Blank);
            if alone && !text[span.end..].contains('[') {
                let damaged = replaced(text, span.end..span.end + 1, "");
                let rules = &["literal-markup"];
                found.push(Fault::at(line, page.with_line(line, &damaged), rules));
            }
        }
    }
    found
}

/// A space slips between the two parts of a link.
pub(crate) fn split_link(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for link in links(text).into_iter().filter(|link| !link.image) {
            let target = &text[link.target.clone()];
            if target.starts_with("http") || target.starts_with('/') {
                let at = link.text.end + 1;
                let damaged = page.with_line(line, &replaced(text, at..at, " "));
                found.push(Fault::at(line, damaged, &["literal-markup"]));
            }
        }
    }
    found
}

/// A link's text is lost.
pub(crate) fn empty_link(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for link in links(text).into_iter().filter(|link| !link.image) {
            let damaged = replaced(text, link.text, "&#128279;");
            found.push(Fault::at(line, page.with_line(line, &damaged), &["empty-link"]));
        }
    }
    found
}

/// Spaces slip inside the brackets of a link.
pub(crate) fn pad_link(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for link in links(text).into_iter().filter(|link| !link.image) {
            // Where a letter touches the link, the space is moved out of it.
            let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            let damaged = replaced(text, link.text.clone(), &format!("{} ", &text[link.text]));
            let fault = Fault::at(line, page.with_line(line, &damaged), &["link-padding"]);
            let free = !touches(text[link.whole.end..].chars().next());
            found.push(if free { fault.restorable() } else { fault });
        }
    }
    found
}

/// The beginning of a comment is escaped and gets a dash.
pub(crate) fn break_comment(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Html]) {
        let text = &page.lines[line];
        if text.starts_with("<!--") && text.ends_with("-->") {
            let words = &text[4..text.len() - 3];
            let damaged = page.with_line(line, &format!("&lt;!—{words}—&gt;"));
            found.push(Fault::at(line, damaged, &["broken-comment"]));
        }
    }
    found
}

/// Something nobody sees comes before the markers of a numbered list.
pub(crate) fn hide_markers(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    let is_marker = |line: usize| {
        let text = &page.lines[line];
        page.kinds[line] == Kind::Item && text.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut line = 0;
    while line < page.lines.len() {
        let end = (line..page.lines.len()).find(|&at| !is_marker(at)).unwrap_or(page.lines.len());
        let alone = page.kinds.get(end).is_none_or(|kind| *kind == Kind::Blank)
            && page.lines.get(end + 1).is_none_or(|next| !next.starts_with([' ', '\t']));
        if end > line + 1 && alone {
            let mut lines = page.lines.clone();
            lines[line..end].iter_mut().for_each(|item| item.insert_str(0, "&#x200B;"));
            let fault = Fault::at(line, page.joined(&lines), &["stranded-marker"]);
            found.push(fault.or_in(line..end).restorable());
        }
        line = end.max(line + 1);
    }
    found
}

/// The last item of a list loses its words: the marker alone remains.
pub(crate) fn strand_marker(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let items = page.items();
    let mut found = Vec::new();
    for list in page.lists(&items) {
        let Some(&last) = list.last() else { continue };
        let lines = items[last].lines.clone();
        let text = &page.lines[lines.start];
        // What else the item had would be missed by its own rule.
        let holds = text.contains(['`', '[', '<', '{', '*', ':']);
        if lines.len() != 1 || list.len() < 2 || holds {
            continue;
        }
        let Some((at, mark)) = marker(text) else { continue };
        let damaged = page.with_line(lines.start, &text[..at + mark.len()]);
        found.push(Fault::at(lines.start, damaged, &["stranded-marker"]));
    }
    found
}
