//! YAML front matter from `saphyr-parser`'s events: entries with byte spans, no value tree.
//! Aliases are kept as written and never expanded, so no text can blow up.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::{MAX_DEPTH, Top, Tree};
use crate::markdown::{FrontMatterEntry, SyntaxError, ValueShape};
use crate::text::Span;

/// What the parser says of a quoted text that goes on in the first column.
const NOT_INDENTED: &str = "invalid indentation in quoted scalar";

/// Reads `text[body]`.
pub(super) fn read(text: &str, body: Span) -> Tree {
    let mut tree = read_strictly(text, body);
    if let Some(error) = tree.error.as_ref().filter(|error| error.message == NOT_INDENTED)
        && let Some(joined) = joined(text, body, error.span.range().start)
    {
        let lenient = read_strictly(&joined, body);
        if lenient.error.is_none() {
            tree = lenient;
        }
    }
    tree
}

/// The text with the lines joined of each quoted text that goes on in the first column, from the
/// one at `error` on. YAML 1.2.2 §7.3 wants such lines indented; libyaml and what was made after it,
/// which most site generators read front matter with, do not. Nothing moves: a line break becomes a
/// space, as which it is read anyway. `None` where such a line looks like the next key, so that
/// rather a quote was lost.
fn joined(text: &str, body: Span, error: usize) -> Option<String> {
    let mut joined = text.to_owned();
    // The error names where the quoted text starts.
    let mut at = error;
    loop {
        let start = at + joined[at..body.range().end].find('\n')?;
        let line = joined[start + 1..body.range().end].lines().next().unwrap_or_default();
        let key = line.split_once(':').map_or("", |(key, _)| key);
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
        if is_key || line.starts_with(['#', '-']) {
            return None;
        }
        let from = if joined[..start].ends_with('\r') { start - 1 } else { start };
        joined.replace_range(from..=start, &" ".repeat(start + 1 - from));
        match read_strictly(&joined, body).error.filter(|error| error.message == NOT_INDENTED) {
            Some(error) => at = error.span.range().start.max(at),
            None => return Some(joined),
        }
    }
}

fn read_strictly(text: &str, body: Span) -> Tree {
    let yaml = &text[body.range()];
    let mut reader = Reader {
        yaml,
        base: body.range().start,
        marks: Marks::new(yaml),
        frames: Vec::new(),
        skipping: 0,
        last: 0,
        tree: Tree::default(),
    };
    let mut parser = Parser::new_from_str(yaml);
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((Event::DocumentStart(_), span)) if documents > 0 => {
                let at = reader.marks.byte(span.start.index());
                reader.fail(at, "a second YAML document starts here");
                break;
            }
            Ok((Event::DocumentStart(_), _)) => documents += 1,
            Ok((event, span)) => {
                let start = reader.marks.byte(span.start.index());
                let end = reader.marks.byte(span.end.index()).max(start);
                if let Err(message) = reader.take(&event, start, end) {
                    reader.fail(start, message);
                    break;
                }
            }
            Err(error) => {
                reader.refuse(&error);
                break;
            }
        }
    }
    if reader.tree.error.is_none() {
        reader.tree.error = duplicate(text, &reader.tree.entries);
    }
    reader.tree
}

/// Turns the parser's marks, which count characters, into byte offsets. Marks come almost in
/// order, so a cursor walks along; pure ASCII needs none.
struct Marks<'t> {
    text: &'t str,
    ascii: bool,
    characters: usize,
    bytes: usize,
}

impl<'t> Marks<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii(), characters: 0, bytes: 0 }
    }

    fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        while self.characters < character && self.bytes < self.text.len() {
            self.bytes += 1;
            while !self.text.is_char_boundary(self.bytes) {
                self.bytes += 1;
            }
            self.characters += 1;
        }
        while self.characters > character {
            self.bytes -= 1;
            while !self.text.is_char_boundary(self.bytes) {
                self.bytes -= 1;
            }
            self.characters -= 1;
        }
        self.bytes
    }
}

/// An open mapping or sequence.
struct Frame {
    /// The entry whose value it is; `None` at the top.
    entry: Option<u32>,
    /// Whether it is written with braces or brackets.
    flow: bool,
    /// For a sequence the number of the next item.
    item: Option<usize>,
    /// For a mapping the key that waits for its value.
    pending: Option<u32>,
}

struct Reader<'t> {
    yaml: &'t str,
    /// Offset of `yaml` in the document.
    base: usize,
    marks: Marks<'t>,
    frames: Vec<Frame>,
    /// Depth inside a key that is itself a mapping or sequence; its content is no entry.
    skipping: usize,
    /// Where the last key or value ended, in bytes of `yaml`.
    last: usize,
    tree: Tree,
}

impl Reader<'_> {
    fn take(&mut self, event: &Event<'_>, start: usize, end: usize) -> Result<(), &'static str> {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) if self.skipping > 0 => {
                self.skipping += 1;
            }
            Event::MappingEnd | Event::SequenceEnd if self.skipping > 0 => {
                self.skipping -= 1;
                self.last = self.last.max(end);
            }
            _ if self.skipping > 0 => {}
            Event::Scalar(value, style, anchor, tag) => {
                let null = *style == ScalarStyle::Plain
                    && value.is_empty()
                    && *anchor == 0
                    && tag.is_none();
                let span = self.scalar(*style, null, start, end);
                self.node(Some(value), span, ValueShape::Scalar);
            }
            Event::Alias(_) => {
                self.node(Some(&self.yaml[start..end]), (start, end), ValueShape::Scalar);
            }
            Event::MappingStart(..) => {
                let flow = self.yaml[start..end].trim_end().ends_with('{');
                self.open(start, end, flow, ValueShape::Mapping)?;
            }
            Event::SequenceStart(..) => {
                let flow = self.yaml[start..end].trim_end().ends_with('[');
                let start = if start == end { self.dash(start) } else { start };
                self.open(start, end, flow, ValueShape::Sequence)?;
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(end),
            _ => {}
        }
        Ok(())
    }

    /// The bytes of a scalar: a null value is the empty place behind the colon or dash, a block
    /// scalar (whose mark lies at its content) starts at its `|` or `>`.
    fn scalar(&self, style: ScalarStyle, null: bool, start: usize, end: usize) -> (usize, usize) {
        if null {
            let rest = self.yaml[self.last..].trim_start();
            let at = self.yaml.len() - rest.len();
            let at = if rest.starts_with([':', '-']) { at + 1 } else { self.last };
            return (at, at);
        }
        match style {
            ScalarStyle::Plain => return (start, end),
            ScalarStyle::SingleQuoted => return (start, self.closing(b'\'', start, end)),
            ScalarStyle::DoubleQuoted => return (start, self.closing(b'"', start, end)),
            ScalarStyle::Literal | ScalarStyle::Folded => {}
        }
        let end = self.yaml[..end].trim_end_matches(['\r', '\n', ' ', '\t']).len();
        let header = self.yaml[self.last..start].find(['|', '>']);
        let header = header.map_or(start, |at| self.last + at);
        (header, end.max(header + 1).min(self.yaml.len()))
    }

    /// Where a block sequence starts: the mark of one that is not indented more than its key lies
    /// behind its first dash.
    fn dash(&self, start: usize) -> usize {
        let keyed = self.frames.last().is_some_and(|frame| frame.pending.is_some());
        let before = self.yaml[self.last.min(start)..start].trim_end();
        if keyed && before.ends_with('-') { self.last + before.len() - 1 } else { start }
    }

    /// Just past the quote that closes the quoted scalar in `start..end`: the parser's own mark
    /// takes in a comment that follows.
    fn closing(&self, quote: u8, start: usize, end: usize) -> usize {
        let bytes = &self.yaml.as_bytes()[..end];
        let opening = memchr::memchr(quote, &bytes[start..]).map_or(end, |at| start + at + 1);
        let mut at = opening;
        while at < end {
            match bytes[at] {
                b'\\' if quote == b'"' => at += 1,
                b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
                byte if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        end
    }

    /// A scalar, or the start of a mapping or sequence, in the innermost frame. Returns the
    /// entry whose value it is.
    fn node(&mut self, key: Option<&str>, at: (usize, usize), shape: ValueShape) -> Option<u32> {
        let span = Span::new(at.0, at.1).shifted(self.base);
        let Some(frame) = self.frames.last_mut() else {
            let top = if shape == ValueShape::Mapping { Top::Mapping } else { Top::Other };
            self.tree.top = top;
            return None;
        };
        self.last = self.last.max(if shape == ValueShape::Scalar { at.1 } else { at.0 });
        let parent = frame.entry;
        if let Some(index) = frame.pending.take() {
            let entry = &mut self.tree.entries[index as usize];
            entry.value = span;
            entry.shape = shape;
            return Some(index);
        }
        let index = self.tree.entries.len() as u32;
        let outer = parent.map_or("", |parent| self.tree.entries[parent as usize].path.as_str());
        let path = if let Some(item) = &mut frame.item {
            *item += 1;
            format!("{outer}[{}]", *item - 1)
        } else {
            frame.pending = Some(index);
            let name = key.unwrap_or("?");
            if outer.is_empty() { name.to_owned() } else { format!("{outer}.{name}") }
        };
        let value = if frame.item.is_some() { span } else { Span::at(span.end as usize) };
        let entry = FrontMatterEntry { path, key: span, value, shape, parent };
        self.tree.entries.push(entry);
        Some(index)
    }

    fn open(
        &mut self,
        start: usize,
        end: usize,
        flow: bool,
        shape: ValueShape,
    ) -> Result<(), &'static str> {
        let is_key =
            self.frames.last().is_some_and(|frame| frame.item.is_none() && frame.pending.is_none());
        let entry = self.node(None, (start, start), shape);
        if is_key {
            self.skipping = 1;
            return Ok(());
        }
        if self.frames.len() == MAX_DEPTH {
            return Err("nested more than 64 levels deep");
        }
        self.last = self.last.max(if flow { end } else { start });
        let item = (shape == ValueShape::Sequence).then_some(0);
        self.frames.push(Frame { entry, flow, item, pending: None });
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.flow {
            self.last = self.last.max(end);
        }
        if let Some(index) = frame.entry {
            let entry = &mut self.tree.entries[index as usize];
            let end = (self.last + self.base) as u32;
            let item = entry.key == entry.value;
            entry.value.end = end.max(entry.value.start);
            if item {
                entry.key = entry.value;
            }
        }
    }

    /// Records an error that lasts from `at` (bytes of `yaml`) to the end of its line.
    fn fail(&mut self, at: usize, message: &str) {
        let rest = &self.yaml[at..];
        let line = rest.find(['\r', '\n']).map_or(rest, |end| &rest[..end]);
        let span = Span::new(at, at + line.trim_end().len()).shifted(self.base);
        self.tree.error = Some(SyntaxError { span, message: message.to_owned() });
        if self.frames.is_empty() && self.tree.entries.is_empty() {
            self.tree.top = Top::Other;
        }
    }

    fn refuse(&mut self, error: &ScanError) {
        let at = self.marks.byte(error.marker().index());
        let mut words = error.info().chars();
        let first = words.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        let message = first + words.as_str().trim_end_matches('.');
        self.fail(at, &message);
    }
}

/// A key that its mapping already holds. YAML 1.2.2 §3.2.1.3 wants keys to be unique; `<<` may
/// be repeated, as loaders allow it.
pub(super) fn duplicate(text: &str, entries: &[FrontMatterEntry]) -> Option<SyntaxError> {
    let keyed = entries.iter().filter(|entry| !entry.is_item());
    let mut keys: Vec<_> = keyed.map(|entry| (entry.parent, &*entry.path, entry.key)).collect();
    keys.sort_unstable();
    let twice = keys.windows(2).filter(|two| (two[0].0, two[0].1) == (two[1].0, two[1].1));
    let twice = twice.map(|two| two[1].2).filter(|key| &text[key.range()] != "<<");
    twice.min().map(|span| SyntaxError {
        span,
        message: format!("the key `{}` stands here a second time", &text[span.range()]),
    })
}
