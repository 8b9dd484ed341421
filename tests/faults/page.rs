//! A page as lines, read by a deliberately small reader of its own: the test must not plant its
//! faults with the eyes of the parser that it tests.

use std::ops::Range;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Fences and content of the front matter.
    FrontMatter,
    /// Nothing but space.
    Blank,
    /// `## Heading`, or the text line of a heading that is underlined.
    Heading(usize),
    /// The `===` or `---` below a heading.
    Underline,
    /// The first line of a list item.
    Item,
    /// A table row; the delimiter row too.
    Row,
    /// A line that opens or closes a fence.
    Fence,
    /// A line in a fenced or indented code block.
    Code,
    /// A line of a block quote or alert.
    Quote,
    /// `:::`, `!!!`, `///` lines, shortcodes and Liquid tags alone on their line, imports.
    Machine,
    /// HTML, JSX and comments alone on their line.
    Html,
    /// `[label]: target` and `[^label]: text`.
    Definition,
    /// A thematic break.
    Break,
    /// Running text.
    Text,
}

/// A page as lines without their line breaks.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The lines; the last one is empty when the file ends with a line break.
    pub(crate) lines: Vec<String>,
    /// What each line is.
    pub(crate) kinds: Vec<Kind>,
    /// The line break that the file uses.
    ending: &'static str,
    /// Whether the file starts with a byte order mark.
    bom: bool,
}

impl Page {
    /// Reads `text`.
    pub(crate) fn new(text: &str) -> Self {
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let bom = text.starts_with('\u{feff}');
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<String> = body.split(ending).map(str::to_owned).collect();
        let kinds = classify(&lines);
        Self { lines, kinds, ending, bom }
    }

    /// The text again, byte for byte.
    pub(crate) fn text(&self) -> String {
        self.joined(&self.lines)
    }

    /// The text with other lines, but this page's line breaks and byte order mark.
    pub(crate) fn joined(&self, lines: &[String]) -> String {
        let mark = if self.bom { "\u{feff}" } else { "" };
        format!("{mark}{}", lines.join(self.ending))
    }

    /// The text without the lines of `gone`.
    pub(crate) fn without(&self, gone: Range<usize>) -> String {
        let mut lines = self.lines.clone();
        lines.drain(gone);
        self.joined(&lines)
    }

    /// The text with one line replaced.
    pub(crate) fn with_line(&self, line: usize, replacement: &str) -> String {
        let mut lines = self.lines.clone();
        replacement.clone_into(&mut lines[line]);
        self.joined(&lines)
    }

    /// The text with `new` inserted before line `at`.
    pub(crate) fn inserted(&self, at: usize, new: &[String]) -> String {
        let mut lines = self.lines.clone();
        lines.splice(at..at, new.iter().cloned());
        self.joined(&lines)
    }

    /// All lines of one of `kinds`.
    pub(crate) fn of_kind<'a>(&'a self, kinds: &'a [Kind]) -> impl Iterator<Item = usize> + 'a {
        (0..self.lines.len()).filter(|&line| kinds.contains(&self.kinds[line]))
    }

    /// The lines of the front matter between its fences.
    pub(crate) fn front_matter(&self) -> Range<usize> {
        let fenced = self.kinds.iter().take_while(|&&kind| kind == Kind::FrontMatter).count();
        if fenced < 2 { 0..0 } else { 1..fenced - 1 }
    }

    /// The sections of level 2 and deeper: each from its heading to the next heading of its level
    /// or above. Definitions at the end of the page belong to no section.
    pub(crate) fn sections(&self) -> Vec<Section> {
        let headings: Vec<(usize, usize)> = (0..self.lines.len())
            .filter_map(|line| match self.kinds[line] {
                Kind::Heading(level) => Some((line, level)),
                _ => None,
            })
            .collect();
        let content_end = self.content_end();
        let mut sections = Vec::new();
        for (index, &(start, level)) in headings.iter().enumerate() {
            let next = headings[index + 1..].iter().find(|(_, other)| *other <= level);
            let parent = headings[..index].iter().rev().find(|(_, other)| *other < level);
            if level > 1 {
                sections.push(Section {
                    lines: start..next.map_or(content_end, |(line, _)| *line),
                    level,
                    parent: parent.map(|(line, _)| *line),
                });
            }
        }
        sections
    }

    /// The line at which trailing blank lines and definitions start.
    fn content_end(&self) -> usize {
        let trailing = |line: &usize| matches!(self.kinds[*line], Kind::Blank | Kind::Definition);
        let mut end = self.lines.len();
        while end > 0 && trailing(&(end - 1)) {
            end -= 1;
        }
        // The blank line that ends the last section belongs to it.
        (end + 1).min(self.lines.len())
    }

    /// List items with their nested content: first line, lines, indent and marker.
    pub(crate) fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for start in self.of_kind(&[Kind::Item]) {
            let (indent, marker) = marker(&self.lines[start]).expect("an item has a marker");
            let mut end = start + 1;
            while end < self.lines.len() {
                let blank = self.kinds[end] == Kind::Blank;
                if !blank && indent_of(&self.lines[end]) <= indent {
                    break;
                }
                end += 1;
            }
            while self.kinds[end - 1] == Kind::Blank {
                end -= 1;
            }
            items.push(Item { lines: start..end, indent, marker: marker.to_owned() });
        }
        items
    }

    /// Lists as runs of sibling items, as indices into [`Page::items`].
    pub(crate) fn lists(&self, items: &[Item]) -> Vec<Vec<usize>> {
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let list = lists.iter_mut().rev().find(|list| {
                let last = &items[*list.last().expect("lists are not empty")];
                let between = last.lines.end..item.lines.start;
                last.indent == item.indent
                    && last.is_numbered() == item.is_numbered()
                    && between.clone().all(|line| self.kinds[line] == Kind::Blank)
            });
            match list {
                Some(list) => list.push(index),
                None => lists.push(vec![index]),
            }
        }
        lists
    }

    /// Top-level paragraphs: runs of text lines between blank lines or structure.
    pub(crate) fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut line = 0;
        while line < self.lines.len() {
            let start = line;
            while line < self.lines.len() && self.kinds[line] == Kind::Text {
                line += 1;
            }
            let alone = start > 0
                && self.kinds[start - 1] == Kind::Blank
                && self.kinds.get(line).is_none_or(|kind| *kind == Kind::Blank);
            if line > start && alone && indent_of(&self.lines[start]) == 0 {
                found.push(start..line);
            }
            line += 1;
        }
        found
    }

    /// Fenced code blocks with both fences.
    pub(crate) fn fences(&self) -> Vec<Range<usize>> {
        let fences: Vec<usize> = self.of_kind(&[Kind::Fence]).collect();
        fences.chunks(2).map(|pair| pair[0]..pair[1] + 1).collect()
    }
}

/// A section of a page.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// From its heading to its last line.
    pub(crate) lines: Range<usize>,
    /// 2 to 6.
    pub(crate) level: usize,
    /// The heading line of the section around it.
    pub(crate) parent: Option<usize>,
}

/// A list item with everything nested in it.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// All its lines.
    pub(crate) lines: Range<usize>,
    /// Spaces before its marker.
    pub(crate) indent: usize,
    /// `*`, `-`, `1.`
    pub(crate) marker: String,
}

impl Item {
    /// Whether it is numbered.
    pub(crate) fn is_numbered(&self) -> bool {
        self.marker.ends_with('.')
    }
}

/// How many spaces a line starts with.
pub(crate) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Indent and marker of a list item's first line.
pub(crate) fn marker(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches(' ');
    let word = rest.split(' ').next()?;
    let numbered = word.strip_suffix('.').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let bullet = matches!(word, "*" | "-") && rest.len() > 2;
    (numbered || bullet).then(|| (indent_of(line), word))
}

fn classify(lines: &[String]) -> Vec<Kind> {
    let mut kinds = Vec::with_capacity(lines.len());
    let mut fence = false;
    let front_matter = front_matter_lines(lines);
    for (index, line) in lines.iter().enumerate() {
        let bare = line.trim_start_matches(' ');
        if index < front_matter {
            kinds.push(Kind::FrontMatter);
            continue;
        }
        if bare.starts_with("```") {
            fence = !fence;
            kinds.push(Kind::Fence);
            continue;
        }
        if fence {
            kinds.push(Kind::Code);
            continue;
        }
        let kind = classify_line(line, lines.get(index + 1), &kinds);
        kinds.push(kind);
    }
    kinds
}

fn front_matter_lines(lines: &[String]) -> usize {
    let open = lines[0].as_str();
    if open != "---" && open != "+++" {
        return 0;
    }
    lines.iter().skip(1).position(|line| line == open).map_or(0, |close| close + 2)
}

fn classify_line(line: &str, next: Option<&String>, before: &[Kind]) -> Kind {
    let bare = line.trim_start_matches(' ');
    let is_rule = |text: &str, mark| text.len() > 2 && text.chars().all(|one| one == mark);
    let underlined = |mark| next.is_some_and(|next| is_rule(next, mark));
    if bare.is_empty() {
        Kind::Blank
    } else if let Some(level) = heading_level(line) {
        Kind::Heading(level)
    } else if matches!(before.last(), Some(Kind::Heading(_)))
        && (is_rule(line, '=') || is_rule(line, '-'))
    {
        Kind::Underline
    } else if underlined('=') {
        Kind::Heading(1)
    } else if underlined('-') {
        Kind::Heading(2)
    } else if line == "***" {
        Kind::Break
    } else if is_code_indent(line, before) {
        Kind::Code
    } else if marker(line).is_some() {
        Kind::Item
    } else if bare.starts_with('|') {
        Kind::Row
    } else if bare.starts_with('>') {
        Kind::Quote
    } else if is_machine(bare) {
        Kind::Machine
    } else if bare.starts_with("{/*") || (bare.starts_with('<') && bare.ends_with('>')) {
        Kind::Html
    } else if bare.starts_with('[') && bare.split(' ').next().is_some_and(|w| w.ends_with("]:")) {
        Kind::Definition
    } else {
        Kind::Text
    }
}

/// Indented code: deeper than any item of the site is indented.
fn is_code_indent(line: &str, before: &[Kind]) -> bool {
    let after_gap = matches!(before.last(), Some(Kind::Blank | Kind::Code));
    indent_of(line) >= 7 && after_gap
}

fn heading_level(line: &str) -> Option<usize> {
    let level = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&level).then_some(level).filter(|&level| line[level..].starts_with(' '))
}

fn is_machine(bare: &str) -> bool {
    let openings = [":::", "!!!", "///", "{{", "{%", "import ", "export "];
    openings.iter().any(|opening| bare.starts_with(opening))
}
