//! Faults in links, images, tags, emphasis and footnotes.

use std::ops::Range;

use crate::fault::Fault;
use crate::inline::{garbled, links, prose, replaced, tags, text_lines};
use crate::page::{Kind, Page, marker};
use crate::plant::Scene;

const LINK: &[&str] = &["link-target"];

/// A link becomes plain text.
pub(crate) fn drop_link(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for link in links(text).into_iter().filter(|link| !link.image) {
            let bare = replaced(text, link.whole, &text[link.text]);
            found.push(Fault::at(line, page.with_line(line, &bare), LINK));
        }
    }
    found
}

/// The targets of two links in different blocks are exchanged: both links are wrong.
pub(crate) fn swap_links(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut all: Vec<(usize, Range<usize>)> = Vec::new();
    for line in text_lines(page) {
        let targets = links(&page.lines[line]).into_iter().filter(|link| !link.image);
        all.extend(targets.map(|link| (line, link.target)));
    }
    let mut found = Vec::new();
    for (index, (line, target)) in all.iter().enumerate() {
        let own = &page.lines[*line][target.clone()];
        let other = all[index + 1..]
            .iter()
            .find(|(at, range)| at > line && page.lines[*at][range.clone()] != *own);
        let Some((at, range)) = other else { continue };
        let mut lines = page.lines.clone();
        lines[*line] = replaced(&lines[*line], target.clone(), &page.lines[*at][range.clone()]);
        lines[*at] = replaced(&lines[*at], range.clone(), own);
        let fault = Fault::at(*line, page.joined(&lines), LINK).or_in(*at..at + 1);
        found.push(fault.twice());
    }
    found
}

/// The targets of two links in one line are exchanged. Word order differs between languages, so
/// this can be known only where the texts of the links are the same in both.
pub(crate) fn swap_links_in_line(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let known: Vec<_> = links(text)
            .into_iter()
            .filter(|link| {
                let whole = &text[link.whole.clone()];
                scene.source.lines.iter().any(|line| line.contains(whole))
            })
            .collect();
        for pair in known.windows(2) {
            let (first, second) = (pair[0].target.clone(), pair[1].target.clone());
            let swapped = replaced(text, second.clone(), &text[first.clone()]);
            let swapped = replaced(&swapped, first, &text[second]);
            found.push(Fault::at(line, page.with_line(line, &swapped), LINK).twice());
        }
    }
    found
}

/// A link points elsewhere.
pub(crate) fn change_link_target(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    // Where a page's targets are localized, the reference does not hold the right ones.
    let localized =
        scene.pair.translation.contains(&format!("](/{}/", scene.pair.locale.to_lowercase()));
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for target in link_targets(text) {
            // A fragment is compared with the headings of another page, which are not at hand.
            let end = text[target.clone()].find('#').filter(|&at| at > 0);
            let changed = target.start..end.map_or(target.end, |at| target.start + at);
            let damaged = replaced(text, changed.clone(), &garbled(&text[changed]));
            let fault = Fault::at(line, page.with_line(line, &damaged), LINK);
            found.push(if localized { fault } else { fault.restorable() });
        }
    }
    found
}

/// Targets of inline links, `<a href="…">` and autolinks.
fn link_targets(text: &str) -> Vec<Range<usize>> {
    let mut targets: Vec<_> =
        links(text).into_iter().filter(|link| !link.image).map(|link| link.target).collect();
    for tag in tags(text) {
        let inner = &text[tag.start + 1..tag.end - 1];
        if inner.contains("://") && inner.starts_with("http") || inner.contains('@') {
            targets.push(tag.start + 1..tag.end - 1);
        } else if inner.starts_with("a href=\"") {
            targets.push(tag.start + 9..tag.end - 2);
        }
    }
    targets
}

/// An image shows another file.
pub(crate) fn change_image_target(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Text, Kind::Html]) {
        let text = &page.lines[line];
        let mut targets: Vec<_> =
            links(text).into_iter().filter(|link| link.image).map(|link| link.target).collect();
        if let Some(start) = text.find("<img src=\"").map(|at| at + 10) {
            let end = text[start..].find('"').expect("the value is closed");
            targets.push(start..start + end);
        }
        for target in targets {
            let damaged = replaced(text, target.clone(), &garbled(&text[target]));
            let fault = Fault::at(line, page.with_line(line, &damaged), &["image-target"]);
            found.push(fault.restorable());
        }
    }
    found
}

/// The definition of a reference link points elsewhere; it may be shown there or where it is used.
pub(crate) fn change_definition(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Definition]) {
        let text = &page.lines[line];
        let Some(start) = text.find("]: http").map(|at| at + 3) else { continue };
        let end = text[start..].find(' ').map_or(text.len(), |at| start + at);
        let damaged = replaced(text, start..end, &garbled(&text[start..end]));
        let label = &text[..start - 2];
        let used = page.lines.iter().position(|line| line.contains(&format!("]{label}")));
        let used = used.expect("every definition of the site is used");
        let fault = Fault::at(line, page.with_line(line, &damaged), LINK);
        found.push(fault.or_in(used..used + 1).restorable());
    }
    found
}

/// A tag is lost: its closing half, or both halves around a text.
pub(crate) fn drop_tag(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let rules: &[&str] = &["html-tag", "link-target"];
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Text, Kind::Html]) {
        let text = &page.lines[line];
        let halves = tags(text);
        for pair in halves.windows(2) {
            let opening = &text[pair[0].start + 1..pair[0].end - 1];
            let closes =
                text[pair[1].clone()].strip_prefix("</").map(|rest| rest.trim_end_matches('>'));
            let name = opening.split(' ').next().unwrap_or_default();
            // Capitals are components, which are directives.
            let plain = name.starts_with(|first: char| first.is_ascii_lowercase());
            if closes != Some(name) || !plain {
                continue;
            }
            let half = replaced(text, pair[1].clone(), "");
            let none = replaced(&half, pair[0].clone(), "");
            found.push(Fault::at(line, page.with_line(line, &none), rules));
            found.push(Fault::at(line, page.with_line(line, &half), rules));
        }
        if text == "</details>" {
            let gone = page.without(line..line + 2);
            found.push(Fault::at(line - 1, gone, &["html-tag", "missing-block"]));
        }
    }
    found
}

/// The only emphasis of a line is lost; languages do not always stress equally often.
pub(crate) fn drop_emphasis(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let hidden = prose(text);
        let marker = marker(text).map_or(0, |(indent, marker)| indent + marker.len());
        let marks: Vec<usize> =
            hidden[marker..].match_indices('*').map(|(at, _)| at + marker).collect();
        let bare = match marks[..] {
            [a, b] => format!("{}{}{}", &text[..a], &text[a + 1..b], &text[b + 1..]),
            [a, b, c, d] if a + 1 == b && c + 1 == d => {
                format!("{}{}{}", &text[..a], &text[b + 1..c], &text[d + 1..])
            }
            _ => continue,
        };
        // Words in code or quotation marks stand out without emphasis.
        if text.contains(['`', '"', '“', '„', '«', '「']) {
            continue;
        }
        found.push(Fault::at(line, page.with_line(line, &bare), &["emphasis"]));
    }
    found
}

/// A footnote is no longer referred to.
pub(crate) fn drop_footnote_reference(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Text]) {
        let text = &page.lines[line];
        for (start, _) in text.match_indices("[^") {
            let end = start + text[start..].find(']').expect("labels are closed") + 1;
            let bare = replaced(text, start..end, "");
            let fault = Fault::at(line, page.with_line(line, &bare), &["footnote"]);
            found.push(with_definition(page, fault, &text[start..end]));
        }
    }
    found
}

fn with_definition(page: &Page, fault: Fault, label: &str) -> Fault {
    let definition = page.lines.iter().position(|line| line.starts_with(&format!("{label}:")));
    let definition = definition.expect("every footnote of the site is defined");
    fault.or_in(definition..definition + 1)
}

/// The text of a footnote is left out.
pub(crate) fn drop_footnote(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Definition]) {
        let Some(label) = page.lines[line].strip_prefix("[^") else { continue };
        let label = format!("[^{}]", label.split(']').next().unwrap_or_default());
        let used = page.lines.iter().position(|line| line.contains(&label));
        let used = used.expect("every footnote of the site is used");
        let fault = Fault::at(line, page.without(line..line + 2), &["footnote"]);
        found.push(fault.or_in(used..used + 1));
    }
    found
}
