//! Path templates such as `i18n/{lang}/docs/{path}`: read once, matched against relative paths,
//! and expanded back into paths.

/// A path template. Paths are relative and written with `/` on every system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// `{lang}`: one language, no `/`.
    Lang,
    /// `{path}`: directories and file name with extension.
    Path,
    /// `{dir}/`: nothing, or directories with the slash after them.
    Dir,
    /// `{stem}`: file name without extension.
    Stem,
    /// `{ext}`: extension without the dot.
    Ext,
}

/// Why a text is no template. The offsets are bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// What is wrong, in lower case.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where, as bytes of the template.
    pub range: std::ops::Range<usize>,
}

/// What a template found in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'a> {
    /// The logical path: what the versions of an article share.
    pub key: String,
    /// What stood for `{lang}`, as written.
    pub lang: Option<&'a str>,
}

const PLACEHOLDERS: [&str; 5] = ["lang", "path", "dir", "stem", "ext"];

#[derive(Default, Clone, Copy)]
struct Captures<'a> {
    lang: Option<&'a str>,
    path: Option<&'a str>,
    dir: Option<&'a str>,
    stem: Option<&'a str>,
    ext: Option<&'a str>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When a brace is not closed, a placeholder is unknown or cannot stand where it stands, the
    /// path is absolute or leaves its root, or nothing varies from article to article.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let parts = read_parts(text)?;
        let template = Self { text: text.trim_start_matches("./").to_owned(), parts };
        template.validate(text)?;
        Ok(template)
    }

    /// The template as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the path names the language.
    pub fn has_lang(&self) -> bool {
        self.parts.contains(&Part::Lang)
    }

    /// Whether it stands for many articles; `README.{lang}.md` is one.
    pub fn varies(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Path | Part::Dir | Part::Stem))
    }

    /// Matches a relative path. `is_lang` says which words may stand for `{lang}`.
    pub fn matches<'a>(
        &self,
        path: &'a str,
        is_lang: &dyn Fn(&str) -> bool,
    ) -> Option<Matched<'a>> {
        self.matches_beside(self, path, is_lang)
    }

    /// As [`Self::matches`], with the key that the same article has in `other`: where the file
    /// name does not vary, `en.md` and `{lang}.md` are versions of one article.
    pub(super) fn matches_beside<'a>(
        &self,
        other: &Self,
        path: &'a str,
        is_lang: &dyn Fn(&str) -> bool,
    ) -> Option<Matched<'a>> {
        let mut captures = Captures::default();
        step(&self.parts, path, &mut captures, is_lang)
            .then(|| Matched { key: captures.key(path, other.fixed_stem()), lang: captures.lang })
    }

    /// The path of the article `key` in the language written `lang`.
    pub fn expand(&self, key: &str, lang: &str) -> String {
        let (dir, name) = key.rfind('/').map_or(("", key), |at| key.split_at(at + 1));
        let cut = name.rsplit_once('.').filter(|(_, ext)| !ext.is_empty());
        let (stem, ext) = cut.unwrap_or((name, ""));
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(literal) => literal,
                Part::Lang => lang,
                Part::Path => key,
                Part::Dir => dir,
                Part::Stem => stem,
                Part::Ext => ext,
            })
            .collect()
    }

    /// The directory that all paths of this template lie in, with a slash at its end; empty for
    /// the root itself.
    pub fn fixed_dir(&self) -> &str {
        match self.parts.first() {
            Some(Part::Literal(literal)) => &literal[..literal.rfind('/').map_or(0, |at| at + 1)],
            _ => "",
        }
    }

    /// The file name without language and extension of a template whose file name does not vary:
    /// `README` of `docs/README.{lang}.md`; `{lang}` where the language is the whole name.
    fn fixed_stem(&self) -> &str {
        let name = self.text.rsplit('/').next().unwrap_or(&self.text);
        let stem = match name.find('{') {
            Some(brace) => name[..brace].trim_end_matches(['.', '_', '-']),
            None => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        };
        if stem.is_empty() { "{lang}" } else { stem }
    }

    fn validate(&self, text: &str) -> Result<(), TemplateError> {
        let has = |part: &Part| self.parts.contains(part);
        let whole = 0..text.len();
        if has(&Part::Path) && (has(&Part::Dir) || has(&Part::Stem) || has(&Part::Ext)) {
            let message = "`{path}` stands beside `{dir}`, `{stem}` or `{ext}`";
            let help =
                "`{path}` holds the directory, the name and the extension; use one or the other";
            return Err(error(message, help, whole));
        }
        if !has(&Part::Path) && !has(&Part::Stem) && !has(&Part::Lang) && !has(&Part::Dir) {
            let help = "say where the article's path goes with `{path}`, or with `{dir}`, `{stem}` and `{ext}`; \
                        a single file is written with its language: `README.{lang}.md`";
            // A fixed file such as `README.md` is a fine source of `README.{lang}.md`.
            if !is_file_name(text) {
                return Err(error("the template names no article", help, whole));
            }
        }
        let absolute = text.starts_with('/') || text.contains('\\') || text.contains(':');
        if absolute || text.split('/').any(|segment| segment == "..") {
            let help = "templates are relative to the configuration file and use `/`; name other \
                        directories in `roots`";
            return Err(error("the template leaves its root", help, whole));
        }
        Ok(())
    }
}

impl std::fmt::Display for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Captures<'_> {
    fn key(&self, path: &str, fixed_stem: &str) -> String {
        if let Some(path) = self.path {
            return path.to_owned();
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let ext = self.ext.or_else(|| name.rsplit_once('.').map(|(_, ext)| ext));
        let stem = self.stem.unwrap_or(fixed_stem);
        let dir = self.dir.unwrap_or("");
        ext.map_or_else(|| format!("{dir}{stem}"), |ext| format!("{dir}{stem}.{ext}"))
    }
}

fn is_file_name(text: &str) -> bool {
    text.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.starts_with('.'))
}

fn error(message: &str, help: &str, range: std::ops::Range<usize>) -> TemplateError {
    TemplateError { message: message.into(), help: help.into(), range }
}

fn read_parts(text: &str) -> Result<Vec<Part>, TemplateError> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text.trim_start_matches("./");
    while let Some(open) = rest.find(['{', '}']) {
        let at = text.len() - rest.len() + open;
        let Some(close) = rest[open..].find('}').filter(|_| rest[open..].starts_with('{')) else {
            let help = "placeholders are written `{lang}`, `{path}`, `{dir}`, `{stem}` and `{ext}`";
            return Err(error("a brace stands alone", help, at..at + 1));
        };
        let name = &rest[open + 1..open + close];
        let range = at..at + close + 1;
        push_literal(&mut parts, &rest[..open]);
        let after = &rest[open + close + 1..];
        let part = placeholder(name, range.clone())?;
        if parts.last().is_some_and(|last| !matches!(last, Part::Literal(_) | Part::Dir)) {
            let help = "put `/`, `.`, `-` or `_` between them";
            return Err(error("two placeholders touch, so nothing tells them apart", help, range));
        }
        rest = after;
        if part == Part::Dir {
            rest = after.strip_prefix('/').ok_or_else(|| {
                error("`{dir}` is not followed by `/`", "write `{dir}/{stem}.{ext}`", range)
            })?;
        }
        parts.push(part);
    }
    push_literal(&mut parts, rest);
    Ok(parts)
}

fn push_literal(parts: &mut Vec<Part>, literal: &str) {
    if !literal.is_empty() {
        parts.push(Part::Literal(literal.to_owned()));
    }
}

fn placeholder(name: &str, range: std::ops::Range<usize>) -> Result<Part, TemplateError> {
    Ok(match name {
        "lang" => Part::Lang,
        "path" => Part::Path,
        "dir" => Part::Dir,
        "stem" => Part::Stem,
        "ext" => Part::Ext,
        _ => {
            let near = PLACEHOLDERS.into_iter().max_by(|a, b| {
                strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))
            });
            let near = if matches!(name, "locale" | "language") { Some("lang") } else { near };
            let help = format!(
                "did you mean `{{{}}}`? There are `{{lang}}`, `{{path}}`, `{{dir}}`, `{{stem}}` and `{{ext}}`",
                near.unwrap_or("lang")
            );
            return Err(error(&format!("unknown placeholder `{{{name}}}`"), &help, range));
        }
    })
}

/// Matches `rest` against `parts`, the longest text for a placeholder first, going back where
/// that fails.
fn step<'a>(
    parts: &[Part],
    rest: &'a str,
    captures: &mut Captures<'a>,
    is_lang: &dyn Fn(&str) -> bool,
) -> bool {
    let Some((part, following)) = parts.split_first() else { return rest.is_empty() };
    if let Part::Literal(literal) = part {
        return rest
            .strip_prefix(literal.as_str())
            .is_some_and(|rest| step(following, rest, captures, is_lang));
    }
    let limit = match part {
        Part::Path | Part::Dir => rest.len(),
        Part::Ext => rest.find(['/', '.']).unwrap_or(rest.len()),
        _ => rest.find('/').unwrap_or(rest.len()),
    };
    let shortest = usize::from(*part != Part::Dir);
    for end in (shortest..=limit).rev().filter(|&end| rest.is_char_boundary(end)) {
        let (text, after) = rest.split_at(end);
        let fits = match following.first() {
            None => after.is_empty(),
            Some(Part::Literal(literal)) => after.starts_with(literal.as_str()),
            Some(_) => true,
        };
        if !fits || !allowed(part, text, captures, is_lang) {
            continue;
        }
        let before = *captures;
        match part {
            Part::Lang => captures.lang = Some(text),
            Part::Path => captures.path = Some(text),
            Part::Dir => captures.dir = Some(text),
            Part::Stem => captures.stem = Some(text),
            Part::Ext => captures.ext = Some(text),
            Part::Literal(_) => {}
        }
        if step(following, after, captures, is_lang) {
            return true;
        }
        *captures = before;
    }
    false
}

/// Whether `text` may stand for `part`. What stands twice in a template is the same both times.
fn allowed(
    part: &Part,
    text: &str,
    captures: &Captures<'_>,
    is_lang: &dyn Fn(&str) -> bool,
) -> bool {
    let before = match part {
        Part::Literal(_) => None,
        Part::Lang => captures.lang,
        Part::Path => captures.path,
        Part::Dir => captures.dir,
        Part::Stem => captures.stem,
        Part::Ext => captures.ext,
    };
    match part {
        _ if before.is_some() => before == Some(text),
        Part::Dir => text.is_empty() || text.ends_with('/'),
        Part::Lang => is_lang(text),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::names;

    fn found(template: &str, path: &str) -> Option<(String, Option<String>)> {
        let template = Template::parse(template).expect("a template");
        let matched = template.matches(path, &|name| names::from_name(name).is_some())?;
        let lang = matched.lang.unwrap_or("");
        assert_eq!(template.expand(&matched.key, lang), path, "expanding goes back");
        Some((matched.key, matched.lang.map(str::to_owned)))
    }

    #[test]
    fn templates_match_and_expand_back() {
        let pair = |key: &str, lang: &str| Some((key.to_owned(), Some(lang.to_owned())));
        assert_eq!(found("content/{lang}/{path}", "content/zh-cn/a/b.md"), pair("a/b.md", "zh-cn"));
        assert_eq!(found("content/{lang}/{path}", "content/guide/b.md"), None);
        assert_eq!(found("{dir}/{stem}.{lang}.{ext}", "page.fr.md"), pair("page.md", "fr"));
        assert_eq!(found("{dir}/{stem}.{lang}.{ext}", "a/b/v1.2.fr.md"), pair("a/b/v1.2.md", "fr"));
        assert_eq!(found("{dir}/{stem}.{lang}.{ext}", "node.js.md"), None);
        assert_eq!(found("docs/{dir}/{stem}.{ext}", "docs/a/b.md"), Some(("a/b.md".into(), None)));
        assert_eq!(found("README_{lang}.md", "README_CN.md"), pair("README.md", "CN"));
        assert_eq!(found("{lang}/{dir}/{stem}.{lang}.md", "fr/a/b.fr.md"), pair("a/b.md", "fr"));
        assert_eq!(found("{lang}/{dir}/{stem}.{lang}.md", "fr/a/b.de.md"), None);
        assert_eq!(
            found("pages.{lang}/{path}", "pages.pt_BR/git-am.md"),
            pair("git-am.md", "pt_BR")
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_and_any_match_expands_back(
            text in r"(docs|é|\{lang\}|\{path\}|\{dir\}/|\{stem\}|\{ext\}|[{}./-]){0,6}",
            path in r"((docs|é|fr|de)[./-]){0,4}(a\.md|fr|é\.mdx)",
        ) {
            if let Ok(template) = Template::parse(&text)
                && let Some(matched) = template.matches(&path, &|name| names::from_name(name).is_some())
                && template.varies()
            {
                let again = template.expand(&matched.key, matched.lang.unwrap_or(""));
                let key = template.matches(&again, &|name| names::from_name(name).is_some()).map(|found| found.key);
                proptest::prop_assert_eq!(key.as_ref(), Some(&matched.key), "{} {}", text, again);
            }
        }
    }

    #[test]
    fn what_stands_twice_is_the_same() {
        assert!(found("docs/{stem}/{stem}.{lang}.md", "docs/setup/setup.fr.md").is_some());
        assert_eq!(found("docs/{stem}/{stem}.{lang}.md", "docs/setup/guide.fr.md"), None);
    }

    #[test]
    fn a_dot_at_the_end_belongs_to_the_name() {
        let template = Template::parse("{stem}docs{dir}/{lang}").expect("a template");
        let found = template.matches("docs.docs/fr", &|_| true).expect("a match");
        assert_eq!(template.expand(&found.key, "fr"), "docs.docs/fr");
    }

    #[test]
    fn bad_templates_say_where() {
        let range = |text: &str| Template::parse(text).expect_err("no template").range;
        assert_eq!(range("docs/{locale}/{path}"), 5..13);
        assert_eq!(range("docs/{lang/{path}"), 5..17, "the name runs up to the brace");
        assert_eq!(range("docs/lang}/{path}"), 9..10);
        assert_eq!(range("{path}{lang}"), 6..12);
        assert_eq!(range("../{lang}/{path}"), 0..16);
        assert_eq!(range("{dir}{stem}"), 0..5);
        assert_eq!(range("{path}/{stem}"), 0..13);
        assert_eq!(range("docs/"), 0..5);
    }
}
