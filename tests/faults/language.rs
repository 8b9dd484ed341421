//! Faults in the words: what engines and language models leave behind.

use std::ops::Range;

use crate::fault::Fault;
use crate::inline::{prose, replaced, text_lines};
use crate::page::{Kind, Page};
use crate::plant::Scene;

/// Kinds that only some languages have room for.
pub(crate) const ONLY_IN: &[(&str, &[&str])] = &[
    ("drop an inverted mark", &["es"]),
    ("double a word", &["de", "es", "fr", "nl", "pt-BR"]),
    ("put a space before a mark", &["de", "es", "fr", "nl", "pt-BR"]),
    ("put a plain space", &["fr"]),
    ("lower a lead-in", &["de", "es", "fr", "nl", "pt-BR"]),
];

/// Paragraphs of one line of running text, by line.
fn single_lines(page: &Page) -> impl Iterator<Item = usize> + '_ {
    let paragraphs = page.paragraphs().into_iter();
    paragraphs.filter(|lines| lines.len() == 1).map(|lines| lines.start)
}

/// The source's paragraph stands where its translation should.
pub(crate) fn leave_paragraph(scene: &Scene) -> Vec<Fault> {
    let (page, source) = (&scene.page, &scene.source);
    let (ours, theirs) = (page.paragraphs(), source.paragraphs());
    if ours.len() != theirs.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (here, there) in ours.into_iter().zip(theirs) {
        let plain = |page: &Page, lines: &Range<usize>| {
            lines.len() == 1
                && page.kinds[lines.start] == Kind::Text
                && page.lines[lines.start].chars().all(|c| !"`[]<>{}*_:!\"".contains(c))
        };
        if plain(page, &here) && plain(source, &there) {
            let text = &source.lines[there.start];
            if text.split_whitespace().count() >= 12 {
                found.push(Fault::at(
                    here.start,
                    page.with_line(here.start, text),
                    &["untranslated"],
                ));
            }
        }
    }
    found
}

/// A paragraph of another language got into the page.
pub(crate) fn mix_languages(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let foreign = if scene.pair.locale == "ja" {
        "Завтра утром почтальон принесёт письмо, и мы прочитаем его все вместе за столом."
    } else {
        "Huomenna posti tuo kirjeen, ja me luemme sen yhdessä pöydän ääressä, kun kaikki ovat \
         tulleet kotiin ja se on tullut perille, mutta jos se ei tule, niin luemme kirjan, joka \
         on tai voi olla myös hyvä."
    };
    let plain = |line: &usize| {
        let text = &page.lines[*line];
        text.len() > 40 && text.chars().all(|c| !"`[]<>{}*_:!".contains(c))
    };
    let lines = single_lines(page).filter(plain);
    lines.map(|line| Fault::at(line, page.with_line(line, foreign), &["wrong-language"])).collect()
}

/// A bracket of the engine's stands before a word.
pub(crate) fn leak_placeholder(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let hidden = prose(text);
        let Some(at) = hidden.rfind(' ').filter(|&at| at > 8) else { continue };
        if !hidden[at + 1..].starts_with(char::is_alphabetic) {
            continue;
        }
        let damaged = replaced(text, at..at, " 0}");
        found.push(Fault::at(line, page.with_line(line, &damaged), &["mt-placeholder"]));
    }
    found
}

/// A model's words stand before the page's first heading, or a token at its end.
pub(crate) fn leave_model_words(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in single_lines(page) {
        if page.kinds[line] == Kind::Text && page.lines[line].ends_with(['.', '。']) {
            let damaged = format!("{}<|endoftext|>", page.lines[line]);
            found.push(Fault::at(line, page.with_line(line, &damaged), &["llm-artifact"]));
        }
    }
    found
}

/// The words of a line that are small letters of the language only.
fn small_words(text: &str) -> Vec<Range<usize>> {
    let hidden = prose(text);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, one) in hidden.char_indices().chain([(hidden.len(), ' ')]) {
        if one.is_lowercase() {
            continue;
        }
        let word = start..at;
        if one == ' ' && word.len() > 3 && hidden[..start].ends_with(' ') {
            found.push(word);
        }
        start = at + one.len_utf8();
    }
    found
}

/// A word stands twice.
pub(crate) fn double_word(scene: &Scene) -> Vec<Fault> {
    // Words that may stand twice in one of the languages.
    let legal = [
        "vous", "nous", "diese", "dass", "zijn", "hebben", "ihnen", "tout", "quase", "logo",
        "faire",
    ];
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for word in
            small_words(text).into_iter().filter(|word| !legal.contains(&&text[word.clone()]))
        {
            let damaged = replaced(text, word.end..word.end, &format!(" {}", &text[word.clone()]));
            found.push(Fault::at(line, page.with_line(line, &damaged), &["doubled-word"]));
        }
    }
    if ONLY_IN[1].1.contains(&scene.pair.locale) { found } else { Vec::new() }
}

/// A question or exclamation loses its opening mark.
pub(crate) fn drop_inverted(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for (at, mark) in text.match_indices(['¿', '¡']) {
            let damaged = replaced(text, at..at + mark.len(), "");
            let words = text[at..].split(['?', '!']).next().unwrap_or_default();
            if words.split_whitespace().count() >= 3 {
                found.push(Fault::at(
                    line,
                    page.with_line(line, &damaged),
                    &["inverted-punctuation"],
                ));
            }
        }
    }
    found
}

/// A space stands before a full stop or comma.
pub(crate) fn space_before_mark(scene: &Scene) -> Vec<Fault> {
    if !ONLY_IN[2].1.contains(&scene.pair.locale) {
        return Vec::new();
    }
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let hidden = prose(text);
        for (at, _) in hidden.match_indices([',', '.']) {
            let ends = hidden[at + 1..].chars().next().is_none_or(|c| c == ' ');
            if ends && hidden[..at].ends_with(char::is_alphabetic) {
                let damaged = replaced(text, at..at, " ");
                let rules = &["space-before-punctuation"];
                found.push(Fault::at(line, page.with_line(line, &damaged), rules));
            }
        }
    }
    found
}
