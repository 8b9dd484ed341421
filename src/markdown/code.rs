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
    let mut in_comment = None;
    let mut quote = None;
    let mut at = 0;
    while at < body.len() {
        let end = scan::line_end(body, at);
        let raw = space::trim_end(&body[at..end]);
        let mut line = space::trim_start(raw);
        while let Some(quoted) = line.strip_prefix("> ") {
            line = quoted;
        }
        let start = span.start as usize + at + raw.len() - line.len();
        at = scan::next_line(body, end);
        let mut stripper = Stripper {
            syntax,
            kept: String::new(),
            took: false,
            in_comment,
            quote,
            after_space: false,
        };
        stripper.line(line);
        (in_comment, quote) = (stripper.in_comment, stripper.quote);
        // So is a semicolon at the end of a line.
        while stripper.kept.ends_with(';') {
            stripper.kept.pop();
        }
        let counts = stripper.kept.chars().any(|c| !c.is_whitespace())
            && (!syntax.unknown || looks_like_code(line));
        if counts {
            found.push(Line {
                kept: stripper.kept,
                span: Span::new(start, start + line.len()),
                holds_text: stripper.took,
            });
        }
    }
    found
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
