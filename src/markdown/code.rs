//! Code cut into lines with everything taken away that a translator may translate: comments,
//! strings, text between tags, white space.

use super::scan;
use crate::text::{Span, space};

/// How a language writes what may be translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// Starts a comment that runs to the end of the line.
    line_comments: &'static [&'static str],
    /// Opens and closes a comment that may run over lines.
    block_comments: &'static [(&'static str, &'static str)],
    /// Whether text stands between tags.
    tags: bool,
    /// Whether only lines that look like code count.
    unknown: bool,
}

const HASH: &[&str] = &["#"];
const SLASHES: &[&str] = &["//"];
const NO_BLOCK: &[(&str, &str)] = &[];
const C_BLOCK: &[(&str, &str)] = &[("/*", "*/")];
const ANY_BLOCK: &[(&str, &str)] = &[("/*", "*/"), ("<!--", "-->")];

impl Syntax {
    /// The syntax of a fence language; a cautious guess for one that is not known.
    pub fn of(language: &str) -> Self {
        let known = |line_comments, block_comments, tags| Self {
            line_comments,
            block_comments,
            tags,
            unknown: false,
        };
        match language.to_ascii_lowercase().as_str() {
            "console" | "terminal" | "shellsession" => known(&["#", "//"], NO_BLOCK, false),
            "bash" | "sh" | "shell" | "zsh" | "fish" | "python" | "py" | "python3" | "ruby"
            | "rb" | "perl" | "r" | "yaml" | "yml" | "toml" | "dockerfile" | "docker" | "make"
            | "makefile" | "nginx" | "conf" | "apache" | "properties" | "env" | "dotenv"
            | "graphql" | "gql" | "elixir" | "powershell" | "ps1" | "hcl" | "terraform" | "nix"
            | "gitignore" | "vcl" => known(HASH, NO_BLOCK, false),
            "ini" => known(&["#", ";"], NO_BLOCK, false),
            "js" | "javascript" | "ts" | "typescript" | "mjs" | "cjs" | "java" | "c" | "cpp"
            | "c++" | "csharp" | "cs" | "go" | "rust" | "rs" | "swift" | "kotlin" | "kt"
            | "scala" | "dart" | "jsonc" | "json5" | "scss" | "sass" | "less" | "groovy"
            | "proto" | "solidity" | "zig" => known(SLASHES, C_BLOCK, false),
            "jsx" | "tsx" | "vue" | "svelte" | "astro" => known(SLASHES, ANY_BLOCK, true),
            "php" => known(&["//", "#"], ANY_BLOCK, true),
            "css" => known(&[], C_BLOCK, false),
            "sql" | "mysql" | "pgsql" | "lua" | "haskell" | "hs" => {
                known(&["--", "#"], C_BLOCK, false)
            }
            "html" | "xml" | "svg" | "xhtml" | "liquid" | "jinja" | "twig" | "phtml"
            | "handlebars" | "hbs" => known(SLASHES, ANY_BLOCK, true),
            "json" => known(SLASHES, C_BLOCK, false),
            "diff" | "http" | "regex" | "csv" => known(&[], NO_BLOCK, false),
            "tex" | "latex" | "erlang" | "matlab" => known(&["%"], NO_BLOCK, false),
            "lisp" | "clojure" | "scheme" | "asm" => known(&[";"], NO_BLOCK, false),
            _ => Self {
                line_comments: &["#", "//"],
                block_comments: ANY_BLOCK,
                tags: true,
                // A named language is code, even if we do not know it.
                unknown: language.is_empty(),
            },
        }
    }
}

/// A line of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What must be the same in a translation; never empty.
    pub kept: String,
    /// The line without indentation and trailing space.
    pub span: Span,
    /// Whether a comment, string or text was taken away from it.
    pub holds_text: bool,
}

/// Cuts `body`, the text at `span`, into the lines that count.
pub fn lines(body: &str, span: Span, syntax: Syntax) -> Vec<Line> {
    let mut found = Vec::new();
    let mut cut = Cut::new(body, syntax);
    while let Some((at, raw)) = cut.next_line() {
        let (line, stripper) = cut.strip(raw);
        let start = span.start as usize + at + space::trim_end(raw).len() - line.len();
        if cut.counts(line, &stripper.kept) {
            found.push(Line {
                kept: stripper.kept,
                span: Span::new(start, start + line.len()),
                holds_text: stripper.took,
            });
        }
    }
    found
}

/// Whether two bodies of code are the same line by line in what must be. `false` says nothing: one
/// may have a blank line more. Most translations differ in a comment or two, and lines that are the
/// same need no look at what may be translated in them.
pub fn same_line_by_line(left: &str, right: &str, syntax: Syntax) -> bool {
    let (mut left, mut right) = (Cut::new(left, syntax), Cut::new(right, syntax));
    loop {
        match (left.next_line(), right.next_line()) {
            (None, None) => return true,
            (Some((_, one)), Some((_, other))) => {
                let same = one == other && left.is_outside() && right.is_outside();
                if same && !may_run_on(one) {
                    continue;
                }
                let kept = [left.kept(one), right.kept(other)];
                if kept[0] != kept[1] {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Whether a line may open a string or comment that does not end with it.
fn may_run_on(line: &str) -> bool {
    // `<!--`, `/*` and template strings.
    memchr::memchr3(b'`', b'!', b'*', line.as_bytes()).is_some()
}

/// A body of code, read line by line.
struct Cut<'b> {
    body: &'b str,
    syntax: Syntax,
    at: usize,
    /// What closes the comment that is open.
    in_comment: Option<&'static str>,
    /// An open quotation mark.
    quote: Option<char>,
}

impl<'b> Cut<'b> {
    fn new(body: &'b str, syntax: Syntax) -> Self {
        Self { body, syntax, at: 0, in_comment: None, quote: None }
    }

    /// The next line as it is written, and where it starts.
    fn next_line(&mut self) -> Option<(usize, &'b str)> {
        let start = self.at;
        if start == self.body.len() {
            return None;
        }
        let end = scan::line_end(self.body, start);
        self.at = scan::next_line(self.body, end);
        Some((start, &self.body[start..end]))
    }

    /// Whether neither a comment nor a string is open.
    fn is_outside(&self) -> bool {
        self.in_comment.is_none() && self.quote.is_none()
    }

    /// Takes away from the line `raw`, which is the next one, what may be translated.
    fn strip(&mut self, raw: &'b str) -> (&'b str, Stripper) {
        let mut line = space::trim(raw);
        while let Some(quoted) = line.strip_prefix("> ") {
            line = quoted;
        }
        // A prompt is shown or not.
        line = line.strip_prefix("$ ").unwrap_or(line);
        let mut stripper = Stripper {
            syntax: self.syntax,
            kept: String::new(),
            took: false,
            in_comment: self.in_comment,
            quote: self.quote,
            after_space: false,
        };
        stripper.line(line);
        (self.in_comment, self.quote) = (stripper.in_comment, stripper.quote);
        // So is a semicolon at the end of a line.
        while stripper.kept.ends_with(';') {
            stripper.kept.pop();
        }
        (line, stripper)
    }

    /// Whether a line counts of which `kept` is left.
    fn counts(&self, line: &str, kept: &str) -> bool {
        kept.chars().any(|c| !c.is_whitespace()) && (!self.syntax.unknown || looks_like_code(line))
    }

    /// What must be the same of the line `raw`, if it counts.
    fn kept(&mut self, raw: &'b str) -> Option<String> {
        let (line, stripper) = self.strip(raw);
        self.counts(line, &stripper.kept).then_some(stripper.kept)
    }
}

/// Whether a line of a block without a known language is code rather than words or a drawing.
fn looks_like_code(line: &str) -> bool {
    if !line.is_ascii() {
        return false;
    }
    let signs = line.bytes().filter(|&byte| SIGNS[byte as usize]).count();
    let words = line
        .split(' ')
        .filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    signs >= 2 && signs >= words.count()
}

/// The bytes that are more frequent in code than in words.
const SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let listed = b"={}();/\\$_<>[]|&@*";
    let mut index = 0;
    while index < listed.len() {
        signs[listed[index] as usize] = true;
        index += 1;
    }
    signs
};

/// The bytes that are code in every language: no quotation mark, bracket of a tag, space or part
/// of a comment's sign.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = matches!(
            byte as u8,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b',' | b':' | b'(' | b')'
                | b'[' | b']' | b'{' | b'}' | b'=' | b'+' | b'&' | b'|' | b'!' | b'?' | b'@'
                | b'$' | b'^' | b'~'
        );
        byte += 1;
    }
    plain
};

/// Takes away what may be translated, character by character.
struct Stripper {
    syntax: Syntax,
    kept: String,
    took: bool,
    /// What closes the comment that is open.
    in_comment: Option<&'static str>,
    /// An open quotation mark: some languages' strings run over lines.
    quote: Option<char>,
    /// Whether the character before was white space.
    after_space: bool,
}

impl Stripper {
    fn line(&mut self, line: &str) {
        let mut rest = line;
        self.kept.reserve(line.len());
        while let Some(c) = rest.chars().next() {
            if let Some(close) = self.in_comment {
                self.took = true;
                let Some(at) = rest.find(close) else { return };
                rest = &rest[at + close.len()..];
                self.in_comment = None;
                continue;
            }
            if let Some(open) = self.quote {
                rest = self.inside_string(rest, c, open);
                continue;
            }
            if c == ' ' {
                self.after_space = true;
                rest = &rest[1..];
                continue;
            }
            // Most code can neither start nor end anything.
            let plain = rest.bytes().take_while(|&byte| PLAIN[byte as usize]).count();
            if plain > 0 {
                self.kept.push_str(&rest[..plain]);
                self.after_space = false;
                rest = &rest[plain..];
                continue;
            }
            if c == ' ' {
                self.after_space = true;
                rest = &rest[1..];
                continue;
            }
            // What the comments of all languages start with.
            if matches!(c, '#' | '/' | '-' | '%' | ';' | '<') {
                if self.starts_line_comment(rest) {
                    self.took = true;
                    return;
                }
                let mut blocks = self.syntax.block_comments.iter();
                if let Some((open, close)) = blocks.find(|(open, _)| rest.starts_with(open)) {
                    self.in_comment = Some(close);
                    rest = &rest[open.len()..];
                    continue;
                }
            }
            rest = self.plain(rest, c);
        }
        // Only template strings run over lines; an apostrophe is no string at all.
        if self.quote.is_some_and(|open| open != '`') {
            self.quote = None;
        }
    }

    fn inside_string<'l>(&mut self, rest: &'l str, c: char, open: char) -> &'l str {
        self.took = true;
        let ends = |byte: u8| byte == b'\\' || byte == open as u8;
        let inside = rest.bytes().take_while(|&byte| !ends(byte)).count();
        if inside > 0 {
            return &rest[inside..];
        }
        if c == '\\' {
            let skip = rest.chars().take(2).map(char::len_utf8).sum();
            return &rest[skip..];
        }
        if c == open {
            self.quote = None;
            self.kept.push('"');
            return &rest[c.len_utf8()..];
        }
        let next = memchr::memchr2(open as u8, b'\\', rest.as_bytes());
        &rest[next.unwrap_or(rest.len())..]
    }

    /// A comment sign counts at the start or after white space: `http://` and `a#b` are code, what
    /// follows `for x in list:  #` is not.
    fn starts_line_comment(&self, rest: &str) -> bool {
        let sign = self.syntax.line_comments.iter().any(|sign| rest.starts_with(sign));
        sign && (self.after_space || !self.kept.ends_with([':', '$', '{', '&', '\'']))
            && !rest.starts_with("#!")
            && (self.kept.is_empty() || self.after_space || rest.starts_with("//"))
    }

    fn plain<'l>(&mut self, rest: &'l str, c: char) -> &'l str {
        self.after_space = c.is_whitespace();
        if matches!(c, '"' | '\'' | '`') {
            self.quote = Some(c);
            // Which quotation marks a string has is style.
            self.kept.push('"');
        } else if !self.after_space {
            self.kept.push(c);
        }
        let next = &rest[c.len_utf8()..];
        if c == '>' && self.syntax.tags {
            // Text between tags, up to the next one or an expression.
            let text = next.find(['<', '{']).unwrap_or(next.len());
            let words = next[..text].chars().any(char::is_alphabetic);
            self.took |= words;
            return if words && !next[..text].contains([';', '=', '(']) {
                &next[text..]
            } else {
                next
            };
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_the_same_line_by_line_has_the_same_lines(
            pieces in proptest::collection::vec(("[a`'\"/*#<!>; {-]{0,6}\n?", "[a`'/*#;]{0,3}"), 1..12),
            language in proptest::sample::select(vec!["js", "html", "", "sh", "python", "php"]),
        ) {
            let left: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
            let right: String = pieces.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
            let syntax = Syntax::of(language);
            let kept = |code: &str| -> Vec<String> {
                let span = Span::new(0, code.len());
                lines(code, span, syntax).into_iter().map(|line| line.kept).collect()
            };
            proptest::prop_assert!(same_line_by_line(&left, &left, syntax));
            if same_line_by_line(&left, &right, syntax) {
                proptest::prop_assert_eq!(kept(&left), kept(&right));
            }
        }
    }
}
