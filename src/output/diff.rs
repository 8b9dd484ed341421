//! Unified diffs of what the fixes would change, as `patch -p1` and `git apply` take them.

use std::io::{self, Write};
use std::path::Path;

use similar::TextDiff;

use super::{shown, visible};

/// Writes the difference between `before` and `after`, the texts of the file at `path`. With
/// `for_terminal` control characters are made visible: the result is then no patch any more.
///
/// # Errors
/// What `out` refuses.
pub fn diff(
    path: &Path,
    before: &str,
    after: &str,
    out: &mut dyn Write,
    for_terminal: bool,
) -> io::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (header("a", &shown(path)), header("b", &shown(path)));
    let mut unified = diff.unified_diff();
    unified.context_radius(3).header(&old, &new);
    if !for_terminal {
        return unified.to_writer(out);
    }
    let text = unified.to_string();
    for line in text.lines() {
        for (index, part) in line.split('\t').enumerate() {
            let tab = if index > 0 { "\t" } else { "" };
            write!(out, "{tab}{}", visible(part))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The name of a file on its `side` as git writes it in a header: with what a line cannot hold
/// escaped as in C and then in quotation marks, and with a tab at its end when it holds a space,
/// where other programs would look for a date.
fn header(side: &str, path: &str) -> String {
    if !path.contains(|c: char| c.is_ascii_control() || matches!(c, '"' | '\\')) {
        let end = if path.contains(' ') { "\t" } else { "" };
        return format!("{side}/{path}{end}");
    }
    let mut name = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => name.extend(['\\', char::from(byte)]),
            b' '..=b'~' => name.push(char::from(byte)),
            _ => name.push_str(&format!("\\{byte:03o}")),
        }
    }
    format!("\"{side}/{name}\"")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn written(before: &str, after: &str, for_terminal: bool) -> String {
        let mut out = Vec::new();
        super::diff(Path::new("es/a.md"), before, after, &mut out, for_terminal)
            .expect("memory takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_patch() {
        let expected = "--- a/es/a.md\n+++ b/es/a.md\n@@ -1,2 +1,2 @@\n uno\n-d&oacute;s\n\\ No newline at end of file\n+dós\n\\ No newline at end of file\n";
        assert_eq!(written("uno\nd&oacute;s", "uno\ndós", false), expected);
        assert_eq!(written("same\n", "same\n", false), "");
    }

    #[test]
    fn a_terminal_gets_no_escapes_and_a_file_gets_the_bytes() {
        let (before, after) = ("a\u{1b}[2J\r\n", "b\u{1b}[2J\r\n");
        assert!(written(before, after, false).contains("+b\u{1b}[2J\r\n"));
        let shown = written(before, after, true);
        assert!(!shown.contains('\u{1b}') && shown.contains("+b␛[2J"), "{shown}");
    }
}
