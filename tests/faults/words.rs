//! Faults in marks, numbers and terms, and in what templates and MDX read.

use crate::fault::Fault;
use crate::inline::{prose, replaced, text_lines};
use crate::page::{Kind, Page};
use crate::plant::Scene;

/// Top-level paragraphs of one line of running text, by line.
fn sentences(page: &Page) -> impl Iterator<Item = usize> + '_ {
    let paragraphs = page.paragraphs().into_iter();
    let single = paragraphs.filter(|lines| lines.len() == 1).map(|lines| lines.start);
    single.filter(|&line| page.kinds[line] == Kind::Text)
}

/// The maker's name comes twice.
pub(crate) fn double_brand(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for (at, name) in prose(text).match_indices("Larkpost") {
            let end = at + name.len();
            if text[end..].starts_with(|c: char| c == ' ' || c == '.' || !c.is_ascii()) {
                let damaged = replaced(text, end..end, " Larkpost");
                let rules = &["doubled-brand"];
                found.push(Fault::at(line, page.with_line(line, &damaged), rules));
            }
        }
    }
    found
}

/// A name that is declared to be kept is replaced by a common word.
pub(crate) fn translate_term(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in sentences(page) {
        let text = &page.lines[line];
        if let [(at, name)] = prose(text).match_indices("Larkpost").collect::<Vec<_>>()[..] {
            let damaged = replaced(text, at..at + name.len(), "Leeuwerik");
            found.push(Fault::at(line, page.with_line(line, &damaged), &["glossary"]));
        }
    }
    found
}

/// The closing delimiter of a shortcode in a sentence is split. One that is a block of its own would
/// become a paragraph: a change of structure.
pub(crate) fn split_delimiter(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let Some(at) = text.find(" >}}") else { continue };
        if text[..at].contains("](") {
            continue;
        }
        let damaged = page.with_line(line, &replaced(text, at + 2..at + 2, " "));
        found.push(Fault::at(line, damaged, &["directive-syntax"]));
    }
    found
}

/// A sentence of an MDX page gets what its compiler does not read.
pub(crate) fn break_mdx(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    if scene.pair.page.rsplit_once('.').is_none_or(|(_, ending)| ending != "mdx") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in sentences(page) {
        let text = &page.lines[line];
        for damage in [" <3", " {", " <!-- x -->"] {
            let damaged = page.with_line(line, &format!("{text}{damage}"));
            found.push(Fault::at(line, damaged, &["mdx-syntax"]));
        }
    }
    found
}

/// The opening words of an item lose their capital.
pub(crate) fn lower_lead_in(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.of_kind(&[Kind::Item]) {
        let text = &page.lines[line];
        let Some(open) = text.find("**").filter(|&at| text[..at].trim_end().ends_with(['*', '.']))
        else {
            continue;
        };
        let Some(close) = text[open + 2..].find("**").map(|at| open + 2 + at) else { continue };
        let first = text[open + 2..close].chars().next().filter(|c| c.is_uppercase());
        if let Some(first) =
            first.filter(|_| text[close + 2..].trim_start_matches('\u{a0}').starts_with(':'))
        {
            let small: String = first.to_lowercase().collect();
            let damaged = replaced(text, open + 2..open + 2 + first.len_utf8(), &small);
            found.push(Fault::at(line, page.with_line(line, &damaged), &["lead-in-case"]));
        }
    }
    found
}

/// A sentence loses its full stop.
pub(crate) fn drop_full_stop(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in sentences(page) {
        let text = &page.lines[line];
        if let Some(stop) = text.chars().next_back().filter(|c| matches!(c, '.' | '。')) {
            let damaged = &text[..text.len() - stop.len_utf8()];
            // Code and machine text are never the end of a sentence.
            if damaged.ends_with(['`', '}', '>', ')']) {
                continue;
            }
            let rules = &["end-punctuation"];
            found.push(Fault::at(line, page.with_line(line, damaged), rules));
        }
    }
    found
}

/// A no-break space before a French mark becomes a plain one.
pub(crate) fn widen_space(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for (at, space) in text.match_indices(['\u{a0}', '\u{202f}']) {
            let end = at + space.len();
            if scene.pair.locale == "fr" && text[end..].starts_with([':', ';', '!', '?']) {
                let damaged = page.with_line(line, &replaced(text, at..end, " "));
                found.push(Fault::at(line, damaged, &["punctuation-spacing"]));
            }
        }
    }
    found
}

/// A word gets the opening quotation mark of another language, and no closing one.
pub(crate) fn open_quotation(scene: &Scene) -> Vec<Fault> {
    let mark = match scene.pair.locale {
        "ja" => '「',
        "fr" | "es" => '«',
        "de" => '„',
        _ => '“',
    };
    let page = &scene.page;
    let plain = |line: &usize| !page.lines[*line].contains(['«', '»', '„', '“', '”', '「', '"']);
    let damaged = |line: usize| {
        let damaged = format!("{mark}{}", page.lines[line]);
        Fault::at(line, page.with_line(line, &damaged), &["quotation-marks"])
    };
    let starts = |line: &usize| page.lines[*line].starts_with(char::is_alphabetic);
    sentences(page).filter(plain).filter(starts).map(damaged).collect()
}

/// A number loses its last digit.
pub(crate) fn shorten_number(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in sentences(page) {
        let text = &page.lines[line];
        let hidden = prose(text);
        let is_end = |at: usize| {
            !hidden[at..]
                .starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',' || c == '-')
        };
        let starts: Vec<usize> = hidden
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .filter(|&at| {
                !hidden[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-')
            })
            .collect();
        for at in starts {
            let digits = hidden[at..].bytes().take_while(u8::is_ascii_digit).count();
            if digits >= 3 && is_end(at + digits) {
                let end = at + digits;
                let damaged = page.with_line(line, &replaced(text, end - 1..end, ""));
                found.push(Fault::at(line, damaged, &["number"]));
            }
        }
    }
    found
}

/// A paragraph is cut down to its first words.
pub(crate) fn cut_paragraph(scene: &Scene) -> Vec<Fault> {
    let (page, source) = (&scene.page, &scene.source);
    let (ours, theirs) = (page.paragraphs(), source.paragraphs());
    let length = |line: usize| source.lines[line].chars().count();
    // The page itself is the measure: it needs some paragraphs.
    let counted = theirs.iter().filter(|lines| length(lines.start) >= 60).count();
    if ours.len() != theirs.len() || counted < 6 {
        return Vec::new();
    }
    let long: Vec<usize> = ours
        .iter()
        .zip(&theirs)
        .filter(|(_, there)| length(there.start) >= 120)
        .map(|(here, _)| here.start)
        .collect();
    let mut found = Vec::new();
    for line in sentences(page).filter(|line| long.contains(line)) {
        let text = &page.lines[line];
        if text.contains(['`', '[', '{', '<', '*']) || text.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        let keep = text.chars().count() / 6;
        let end = text.char_indices().nth(keep).map_or(0, |(at, _)| at);
        let end = text[..end].rfind(' ').unwrap_or(end);
        let stop = if scene.pair.locale == "ja" { "。" } else { "." };
        let damaged =
            page.with_line(line, &format!("{}{stop}", text[..end].trim_end_matches([',', ' '])));
        found.push(Fault::at(line, damaged, &["length-ratio"]));
    }
    found
}

/// The page stands in a fence as a whole.
pub(crate) fn fence_page(scene: &Scene) -> Vec<Fault> {
    let text = scene.page.text();
    let text = text.trim_start_matches('\u{feff}');
    let fenced = format!("```markdown\n{}\n```\n", text.trim_end());
    vec![Fault::at(0, fenced, &["llm-artifact"])]
}

/// The page begins with what a model says of its work.
pub(crate) fn introduce_page(scene: &Scene) -> Vec<Fault> {
    let words = match scene.pair.locale {
        "de" => "Hier ist die Übersetzung:",
        "es" => "Aquí está la traducción:",
        "fr" => "Voici la traduction :",
        "ja" => "以下は翻訳です。",
        "nl" => "Hier is de vertaling:",
        _ => "Aqui está a tradução:",
    };
    let page = &scene.page;
    let Some(heading) = page.of_kind(&[Kind::Heading(1)]).next() else { return Vec::new() };
    let new = [words.replace(" :", "\u{a0}:"), String::new()];
    vec![Fault::at(heading, page.inserted(heading, &new), &["llm-artifact"])]
}

/// An identifier, version or placeholder in the title or description is changed.
pub(crate) fn change_title_token(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in page.front_matter() {
        let text = &page.lines[line];
        if !text.starts_with("title") && !text.starts_with("description") {
            continue;
        }
        if let Some(at) = text.find("3.2.0") {
            let damaged = page.with_line(line, &replaced(text, at..at + 5, "3,2,0"));
            found.push(Fault::at(line, damaged, &["version"]).restorable());
        }
        if let Some(at) = text.find("LARK-4711") {
            let damaged = page.with_line(line, &replaced(text, at..at + 9, "LARK-471"));
            found.push(Fault::at(line, damaged, &["identifier"]).restorable());
        }
    }
    found
}
