//! Terminal output as an SVG: colours from escape sequences, frames drawn as lines, and every
//! piece of text at its own place, so that no font can shift what stands below it.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const CELL: f64 = 8.4;
const LINE: f64 = 19.0;
const MARGIN: f64 = 22.0;
const BAR: f64 = 38.0;
const FONT: &str = "ui-monospace,SFMono-Regular,'Cascadia Mono',Menlo,Consolas,\
                    'DejaVu Sans Mono','Noto Sans Mono CJK JP',monospace";

/// A piece of a line in one style.
struct Piece {
    column: usize,
    text: String,
    style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Style {
    color: Option<u8>,
    bold: bool,
    dim: bool,
    underlined: bool,
}

/// The picture of `output`, with `command` as what was typed.
pub(crate) fn picture(command: &str, output: &str) -> String {
    let mut style = Style::default();
    let mut lines = vec![prompt(command), Vec::new()];
    lines.extend(output.trim_end().lines().map(|line| pieces(line, &mut style)));
    let last = |line: &Vec<Piece>| line.last().map_or(0, |piece| piece.column + piece.text.width());
    let columns = lines.iter().map(last).max().unwrap_or(0);
    let width = (2.0 * MARGIN + columns as f64 * CELL).ceil();
    let height = (BAR + MARGIN + lines.len() as f64 * LINE).ceil();
    let mut svg = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"{FONT}\" \
         font-size=\"14\">\n<title>{}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"#16181d\"/>\n\
         <g fill=\"#3a3f4b\"><circle cx=\"24\" cy=\"20\" r=\"5.5\"/>\
         <circle cx=\"42\" cy=\"20\" r=\"5.5\"/><circle cx=\"60\" cy=\"20\" r=\"5.5\"/></g>\n\
         <g fill=\"#d5d9e0\" xml:space=\"preserve\">",
        escaped(command)
    );
    for (number, line) in lines.iter().enumerate() {
        let top = BAR + number as f64 * LINE;
        for piece in line {
            draw(piece, top, &mut svg);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn prompt(command: &str) -> Vec<Piece> {
    let piece = |column, text: &str, style| Piece { column, text: text.to_owned(), style };
    let dim = Style { dim: true, ..Style::default() };
    vec![piece(0, "$", dim), piece(2, command, Style { bold: true, ..Style::default() })]
}

/// A line in pieces: parted by style, by runs of spaces, and where frames or wide letters
/// begin or end.
fn pieces(line: &str, style: &mut Style) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let (mut column, mut rest) = (0, line);
    let mut joins = false;
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\u{1b}[") {
            let end = after.find('m').expect("only colours are written");
            apply(&after[..end], style);
            rest = &after[end + 1..];
            joins = false;
            continue;
        }
        rest = &rest[character.len_utf8()..];
        let width = character.width().unwrap_or(0);
        let is_wide = |character: char| character.width() == Some(2);
        let same = |piece: &Piece| {
            is_frame(character) == piece.text.starts_with(is_frame)
                && is_wide(character) == piece.text.starts_with(is_wide)
        };
        match found.last_mut().filter(|piece| joins && same(piece)) {
            _ if character == ' ' && rest.starts_with(' ') => joins = false,
            Some(piece) => piece.text.push(character),
            None if character == ' ' => joins = false,
            None => {
                found.push(Piece { column, text: character.to_string(), style: *style });
                joins = true;
            }
        }
        column += width;
    }
    for piece in &mut found {
        piece.text.truncate(piece.text.trim_end().len());
    }
    found
}

fn apply(codes: &str, style: &mut Style) {
    for code in codes.split(';') {
        match code.parse() {
            Ok(0) => *style = Style::default(),
            Ok(1) => style.bold = true,
            Ok(2) => style.dim = true,
            Ok(4) => style.underlined = true,
            Ok(code @ 31..=36) => style.color = Some(code),
            other => panic!("the style {other:?} is not known here"),
        }
    }
}

/// Characters that are drawn as lines, so that they meet whatever the font.
fn is_frame(character: char) -> bool {
    "─│╭╰".contains(character)
}

fn draw(piece: &Piece, top: f64, svg: &mut String) {
    let color = match piece.style.color {
        Some(31) => "#ff7b80",
        Some(33) => "#f2c063",
        Some(35) => "#d99bf5",
        Some(_) => "#6cc6e8",
        None if piece.style.dim => "#7d8594",
        None => "",
    };
    let left = MARGIN + piece.column as f64 * CELL;
    if piece.text.starts_with(is_frame) {
        let color = if color.is_empty() { "#7d8594" } else { color };
        let (mut path, mut x, middle) = (String::new(), left, top + LINE / 2.0);
        for character in piece.text.chars() {
            let center = x + CELL / 2.0;
            let _ = match character {
                '─' => write!(path, "M{x:.1} {middle:.1}h{CELL}"),
                '│' => write!(path, "M{center:.1} {top:.1}v{LINE}"),
                '╭' => write!(
                    path,
                    "M{center:.1} {:.1}V{:.1}q0-5 5-5H{:.1}",
                    top + LINE,
                    middle + 5.0,
                    x + CELL
                ),
                _ => write!(
                    path,
                    "M{center:.1} {top:.1}V{:.1}q0 5 5 5H{:.1}",
                    middle - 5.0,
                    x + CELL
                ),
            };
            x += CELL;
        }
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.4\"/>"
        );
        return;
    }
    let width = piece.text.width() as f64 * CELL;
    let _ = write!(svg, "<text x=\"{left:.1}\" y=\"{:.1}\"", top + LINE * 0.72);
    // Of a font with other widths the letters are set closer or wider, so that columns hold.
    let _ = write!(svg, " textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\"");
    if !color.is_empty() {
        let _ = write!(svg, " fill=\"{color}\"");
    }
    if piece.style.bold {
        svg.push_str(" font-weight=\"bold\"");
    }
    if piece.style.underlined {
        svg.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(svg, ">{}</text>", escaped(&piece.text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
