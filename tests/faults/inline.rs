//! What stands in a line: code spans, links, tags, and the words between them.

use std::ops::Range;

use crate::page::{Kind, Page};

/// The kinds of lines that hold running text.
pub(crate) const TEXTUAL: [Kind; 5] =
    [Kind::Text, Kind::Item, Kind::Row, Kind::Quote, Kind::Heading(0)];

/// All lines with running text, headings of any level included.
pub(crate) fn text_lines(page: &Page) -> Vec<usize> {
    let textual = |kind: &Kind| TEXTUAL.contains(kind) || matches!(kind, Kind::Heading(_));
    (0..page.lines.len()).filter(|&line| textual(&page.kinds[line])).collect()
}

/// A link or image written as `[text](target)`.
pub(crate) struct InlineLink {
    /// All of it.
    pub(crate) whole: Range<usize>,
    /// Between the brackets.
    pub(crate) text: Range<usize>,
    /// The target without title.
    pub(crate) target: Range<usize>,
    /// `![text](target)`.
    pub(crate) image: bool,
}

/// The bodies of the code spans of `line`, without backticks.
pub(crate) fn code_spans(line: &str) -> Vec<Range<usize>> {
    let ticks: Vec<usize> = line.match_indices('`').map(|(at, _)| at).collect();
    ticks.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

/// The inline links and images of `line`.
pub(crate) fn links(line: &str) -> Vec<InlineLink> {
    let code = code_spans(line);
    let mut found = Vec::new();
    for (middle, _) in line.match_indices("](") {
        if code.iter().any(|span| span.contains(&middle)) {
            continue;
        }
        let Some(open) = line[..middle].rfind('[') else { continue };
        let Some(close) = line[middle..].find(')').map(|at| at + middle) else { continue };
        let target_end = line[middle..close].find(' ').map_or(close, |at| at + middle);
        let image = line[..open].ends_with('!');
        found.push(InlineLink {
            whole: open - usize::from(image)..close + 1,
            text: open + 1..middle,
            target: middle + 2..target_end,
            image,
        });
    }
    found
}

/// `<…>` in `line` outside code spans.
pub(crate) fn tags(line: &str) -> Vec<Range<usize>> {
    let code = code_spans(line);
    let mut found = Vec::new();
    for (open, _) in line.match_indices('<') {
        let inside = code.iter().any(|span| span.contains(&open));
        let Some(close) = line[open..].find('>') else { continue };
        if !inside && !line[open + 1..].starts_with(' ') {
            found.push(open..open + close + 1);
        }
    }
    found
}

/// The line with everything that is not prose overwritten by NUL at equal length.
pub(crate) fn prose(line: &str) -> String {
    let mut bytes = line.as_bytes().to_vec();
    let mut hide = |range: Range<usize>| bytes[range].fill(0);
    for span in code_spans(line) {
        hide(span.start - 1..span.end + 1);
    }
    for link in links(line) {
        hide(link.text.end..link.whole.end);
    }
    tags(line).into_iter().for_each(&mut hide);
    for (open, closing) in [('{', '}'), ('[', ']')] {
        for (start, _) in line.match_indices(open) {
            let attribute = open == '{' || line[start..].starts_with("[^");
            if let Some(end) = line[start..].find(closing).filter(|_| attribute) {
                hide(start..start + end + 1);
            }
        }
    }
    String::from_utf8(bytes).expect("only whole characters are hidden")
}

/// `line` with `range` replaced.
pub(crate) fn replaced(line: &str, range: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &line[..range.start], &line[range.end..])
}

/// The token with a slip of the hand in it: two letters of its longest word change places, or its
/// last digit counts on, or its first character is doubled. Never equal to the token.
pub(crate) fn garbled(token: &str) -> String {
    let bytes = token.as_bytes();
    let mut best = 0..0;
    let mut start = 0;
    for end in 0..=bytes.len() {
        if end == bytes.len() || !bytes[end].is_ascii_alphabetic() {
            if end - start > best.len() {
                best = start..end;
            }
            start = end + 1;
        }
    }
    let swap = best
        .clone()
        .skip(1)
        .find(|&at| at + 1 < best.end && !bytes[at].eq_ignore_ascii_case(&bytes[at + 1]));
    if let Some(at) = swap {
        let mut changed = token.to_owned();
        changed
            .replace_range(at..at + 2, &format!("{}{}", bytes[at + 1] as char, bytes[at] as char));
        return changed;
    }
    if let Some(at) = token.rfind(|one: char| one.is_ascii_digit()) {
        let next = (bytes[at] - b'0' + 1) % 10;
        return replaced(token, at..at + 1, &next.to_string());
    }
    let first = token.chars().next().expect("tokens are not empty");
    format!("{first}{token}")
}
