//! Comments and front matter keys that steer hexapla: `<!-- hexapla-disable RULE -- reason -->`,
//! the same in `{/* … */}`, and `hexapla: {disable: [RULE]}`. They are found here as facts; what
//! they switch off is decided in `suppress`.

use super::context::context_at;
use super::model::{Document, Suppression, SuppressionScope, ValueShape};
use crate::text::Span;

/// What every such comment starts with.
const PREFIX: &str = "hexapla-";

/// The comment forms: how they open and close.
const FORMS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];

/// Everything in `document` that switches rules off, in document order. One search over the
/// bytes; only where it finds the prefix is anything looked at.
pub(super) fn find(document: &Document) -> Vec<Suppression> {
    let mut found = in_front_matter(document);
    let text = &document.text;
    for at in memchr::memmem::find_iter(text.as_bytes(), PREFIX) {
        if at < document.body_start as usize {
            continue;
        }
        let before = text[..at].trim_end();
        let Some((open, close)) = FORMS.iter().find(|(open, _)| before.ends_with(open)) else {
            continue;
        };
        let start = before.len() - open.len();
        let Some(length) = text[at..].find(close) else { continue };
        if !context_at(document, start as u32).is_code() {
            let span = Span::new(start, at + length + close.len());
            found.push(read(text, span, Span::new(at, at + length)));
        }
    }
    found
}

/// Reads the words of a comment: what it does, the names of rules, and after `--` the reason.
fn read(text: &str, span: Span, words: Span) -> Suppression {
    let mut words = split(text, words).into_iter();
    let keyword = words.next().unwrap_or(span);
    let scope = match &text[keyword.range()] {
        "hexapla-disable" => SuppressionScope::From,
        "hexapla-enable" => SuppressionScope::Until,
        "hexapla-disable-line" => SuppressionScope::Line,
        "hexapla-disable-next-line" => SuppressionScope::NextLine,
        "hexapla-disable-file" => SuppressionScope::File,
        _ => SuppressionScope::Unknown,
    };
    let rules = words.take_while(|word| !text[word.range()].starts_with("--")).collect();
    Suppression { span, keyword, scope, rules }
}

/// The words in `span`, parted by white space and commas.
fn split(text: &str, span: Span) -> Vec<Span> {
    let slice = &text[span.range()];
    let mut words = Vec::new();
    let mut start = None;
    let ends = std::iter::once((slice.len(), ' '));
    for (at, character) in slice.char_indices().chain(ends) {
        let parts = character.is_whitespace() || character == ',';
        match start {
            Some(from) if parts => {
                words.push(Span::new(from, at).shifted(span.start as usize));
                start = None;
            }
            None if !parts => start = Some(at),
            _ => {}
        }
    }
    words
}

/// What the front matter key `hexapla` says. It holds for the whole file.
fn in_front_matter(document: &Document) -> Vec<Suppression> {
    let Some(front_matter) = &document.front_matter else { return Vec::new() };
    let entries = || front_matter.entries.iter();
    let own = |path: &str| path == "hexapla" || path.starts_with("hexapla.");
    let mut found = Vec::new();
    for entry in entries().filter(|entry| own(&entry.path)) {
        let scope = match entry.path.as_str() {
            "hexapla" if entry.shape == ValueShape::Mapping => continue,
            "hexapla.disable" => SuppressionScope::FrontMatter,
            path if path.starts_with("hexapla.disable[") => continue,
            _ => SuppressionScope::Unknown,
        };
        let names = entries().filter(|item| match entry.shape {
            ValueShape::Sequence => item.path.starts_with("hexapla.disable["),
            _ => item.path == "hexapla.disable",
        });
        let rules = names.flat_map(|item| split(&document.text, unquoted(document, item.value)));
        let rules = rules.collect();
        found.push(Suppression { span: entry.key, keyword: entry.key, scope, rules });
    }
    found
}

fn unquoted(document: &Document, value: Span) -> Span {
    let text = document.slice(value);
    let quoted = text.len() >= 2 && text.starts_with(['"', '\'']) && text.ends_with(['"', '\'']);
    if quoted { Span { start: value.start + 1, end: value.end - 1 } } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown::parse;
    use crate::text::{FileId, SourceFile};

    fn found(name: &str, text: &str) -> Vec<(SuppressionScope, Vec<String>)> {
        let document = parse(FileId(0), SourceFile::new(name, text), Locale::unknown());
        let read = |one: &Suppression| {
            let names = one.rules.iter().map(|name| document.slice(*name).to_owned());
            (one.scope, names.collect())
        };
        document.suppressions.iter().map(read).collect()
    }

    #[test]
    fn comments_are_read_in_both_forms_and_not_in_code() {
        let text = "# A\n\n<!-- hexapla-disable code-block, link-target -- they differ -->\n\nB \
                    {/* hexapla-disable-line */} and `<!-- hexapla-disable -->`\n\n```html\n<!-- \
                    hexapla-disable-file -->\n```\n\n- c\n  <!--hexapla-enable code-block-->\n\n\
                    hexapla-disable\n\n<!-- hexapla-disabel -->\n";
        let expected = [
            (SuppressionScope::From, vec!["code-block".to_owned(), "link-target".to_owned()]),
            (SuppressionScope::Line, vec![]),
            (SuppressionScope::Until, vec!["code-block".to_owned()]),
            (SuppressionScope::Unknown, vec![]),
        ];
        assert_eq!(found("a.md", text), expected);
        assert_eq!(found("a.mdx", &text.replace("<!--", "{/*").replace("-->", "*/}")), expected);
    }

    #[test]
    fn the_front_matter_switches_off_for_the_file() {
        let names = vec!["code-block".to_owned(), "link-target".to_owned()];
        let expected = [(SuppressionScope::FrontMatter, names)];
        let list = "---\nhexapla:\n  disable:\n    - code-block\n    - \"link-target\"\n---\n";
        assert_eq!(found("a.md", list), expected);
        let flow = "---\nhexapla: {disable: [code-block, link-target]}\n---\n";
        assert_eq!(found("a.md", flow), expected);
        let one = "---\nhexapla: {disable: 'code-block link-target'}\n---\n";
        assert_eq!(found("a.md", one), expected);
        let wrong = "---\nhexapla: {disabled: [x]}\n---\n";
        assert_eq!(found("a.md", wrong)[0].0, SuppressionScope::Unknown);
    }
}
