//! Characters written into a YAML scalar in its own quoting.

use crate::text::Span;

/// What to write for the bytes at `within` of the scalar `value` (quotes included) so that it
/// reads, as YAML, as the same text with `decoded` in that place. `None` when that cannot be
/// proven.
pub fn rewrite_in_scalar(value: &str, within: Span, decoded: &str) -> Option<String> {
    let written = match value.as_bytes().first()? {
        b'\'' => decoded.replace('\'', "''"),
        b'"' => decoded.replace('\\', "\\\\").replace('"', "\\\""),
        b'|' | b'>' => return None,
        _ => decoded.to_owned(),
    };
    let observed = &value[within.range()];
    let changed =
        format!("{}{written}{}", &value[..within.range().start], &value[within.range().end..]);
    let before: String = serde_yaml::from_str(value).ok()?;
    let after: String = serde_yaml::from_str(&changed).ok()?;
    // The same place may occur more than once in the text: the rest of it must not change.
    let wanted = before.match_indices(observed).any(|(at, _)| {
        format!("{}{decoded}{}", &before[..at], &before[at + observed.len()..]) == after
    });
    wanted.then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(value: &str, observed: &str, decoded: &str) -> Option<String> {
        let start = value.find(observed).expect("it is there");
        rewrite_in_scalar(value, Span::new(start, start + observed.len()), decoded)
    }

    #[test]
    fn the_quoting_is_kept() {
        assert_eq!(at("l&#39;app", "&#39;", "'").as_deref(), Some("'"));
        assert_eq!(at("'l&#39;app'", "&#39;", "'").as_deref(), Some("''"));
        assert_eq!(at("\"a &quot;b\"", "&quot;", "\"").as_deref(), Some("\\\""));
        assert_eq!(at("a&#58; b", "&#58;", ":"), None, "it would become a key");
        assert_eq!(at("&#39;a b", "&#39;", "'"), None, "it would open a quotation");
        assert_eq!(at("a &num; b", "&num;", "#"), None, "it would start a comment");
    }
}
