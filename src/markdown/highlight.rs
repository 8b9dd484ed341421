//! Template tags whose content is code: `{% highlight ruby %}` of Jekyll, `{% codeblock %}` of Hexo,
//! `{{< highlight go >}}` of Hugo. They are covered by fences before parsing.

use super::scan;
use crate::text::Span;

/// Tildes that stand for a tag; more than a fence in its code will have.
pub(super) const FENCE: usize = 8;

/// Recognises such a tag alone on its line, from `at` to `end`, and the tag that closes it, alone
/// on a line below. Returns the spans of both.
pub(super) fn pair(text: &str, at: usize, end: usize) -> Option<(Span, Span)> {
    let (name, _) = tag(text[at..end].trim_end())?;
    let mut line = scan::next_line(text, end);
    while line < text.len() {
        let line_end = scan::line_end(text, line);
        let (content, _) = scan::strip_quote_markers(text, line, line_end);
        let start = content + scan::indent_width(&text[content..line_end]);
        let closing = text[start..line_end].trim_end();
        let inner = closing.trim_start_matches(['{', '%', '<', '-', ' ', '/']);
        let inner = inner.strip_prefix("end").unwrap_or(inner);
        let is_tag = closing.starts_with("{%") || closing.starts_with("{{");
        if is_tag && inner.strip_prefix(name).is_some_and(|rest| rest.trim_start().len() <= 4) {
            let first = Span::new(at, at + text[at..end].trim_end().len());
            let last = Span::new(start, start + closing.len());
            let room = first.len().min(last.len()) >= FENCE;
            return room.then_some((first, last));
        }
        line = scan::next_line(text, line_end).max(line + 1);
    }
    None
}

/// The name of the tag that `line` consists of and what follows the name, when its content is
/// code.
pub(super) fn tag(line: &str) -> Option<(&str, &str)> {
    const NAMES: &[&str] = &["highlight", "codeblock", "code"];
    let inner = match line.strip_prefix("{%") {
        Some(rest) => rest.strip_suffix("%}")?,
        None => line.strip_prefix("{{<")?.strip_suffix(">}}")?,
    };
    let inner = inner.trim_matches('-').trim();
    let (name, rest) = inner.split_once(' ').unwrap_or((inner, ""));
    let whole = !inner.contains("%}") && !inner.contains(">}}");
    (whole && NAMES.contains(&name)).then_some((name, rest.trim()))
}
