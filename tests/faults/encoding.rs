//! Damaged characters.

use encoding_rs::WINDOWS_1252;

use crate::fault::Fault;
use crate::inline::{prose, replaced, text_lines};
use crate::plant::Scene;

/// A word went through a program that took its UTF-8 for Windows-1252.
pub(crate) fn damage_word(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        for word in foreign_words(&prose(text)) {
            let bytes = &text.as_bytes()[word.clone()];
            // Windows-1252 leaves five bytes undefined; what becomes of them differs by program.
            if bytes.iter().any(|byte| [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte)) {
                continue;
            }
            let (damaged, _, _) = WINDOWS_1252.decode(bytes);
            let damaged = page.with_line(line, &replaced(text, word, &damaged));
            found.push(Fault::at(line, damaged, &["mojibake"]).restorable());
        }
    }
    found
}

/// Words with letters beyond ASCII, away from emphasis marks, whose meaning hangs on the
/// characters beside them. In a text without spaces, runs of up to eight letters.
fn foreign_words(prose: &str) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    let mut before = ' ';
    for (at, one) in prose.char_indices().chain([(prose.len(), ' ')]) {
        if one.is_alphabetic() && run.len() < 8 {
            run.push((at, one));
            continue;
        }
        let marked = |one: char| matches!(one, '*' | '~' | '_');
        let foreign = run.iter().any(|(_, letter)| !letter.is_ascii());
        if foreign && run.len() > 2 && !marked(before) && !marked(one) {
            words.push(run[0].0..at);
        }
        before = run.last().map_or(one, |(_, letter)| *letter);
        run.clear();
        if one.is_alphabetic() {
            run.push((at, one));
        } else {
            before = one;
        }
    }
    words
}

/// A character is written as a character reference.
pub(crate) fn write_entity(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for line in text_lines(page) {
        let text = &page.lines[line];
        let hidden = prose(text);
        let mut characters = hidden.char_indices().skip(1).filter(|(_, one)| {
            *one == '\'' || *one == '’' || (!one.is_ascii() && one.is_alphabetic())
        });
        let Some((at, one)) = characters.next() else { continue };
        let marked = hidden[..at].ends_with(['*', '~'])
            || hidden[at + one.len_utf8()..].starts_with(['*', '~']);
        if marked {
            continue;
        }
        let entity = format!("&#{};", one as u32);
        let damaged = replaced(text, at..at + one.len_utf8(), &entity);
        let fault = Fault::at(line, page.with_line(line, &damaged), &["html-entity"]);
        found.push(fault.restorable());
    }
    found
}
