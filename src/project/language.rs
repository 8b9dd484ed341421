//! Which language a file is written in, where no layout says it: front matter, path, text.

use std::path::Path;

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Locale, names};

/// How many bytes of prose are looked at.
const SAMPLE: usize = 4 * 1024;

/// The locale of the file at `path` with `text`: what its front matter says, else what its path
/// says, unless the text is plainly in another language, else what the text looks like.
pub fn of_file(path: &Path, text: &str) -> Locale {
    if let Some(locale) = from_front_matter(text) {
        return locale;
    }
    let written = from_text(text);
    match (from_path(path), written) {
        // `no/`, `is/` or `id/` may be words. A name with a region, or of a language that is
        // often translated into, is believed even where the text is still untranslated.
        (Some(named), Some(written)) if !is_plain(&named) && !related(&named, &written) => written,
        (Some(named), _) => named,
        (None, Some(written)) => written,
        (None, None) => Locale::unknown(),
    }
}

/// The locale that the front matter states under `lang`, `locale` or `language`.
pub(crate) fn from_front_matter(text: &str) -> Option<Locale> {
    let head = Head::read(text)?;
    ["lang", "locale", "language"].iter().find_map(|key| names::from_name(&head.value(key)?))
}

/// The locale that a path names: as its file name (`nl-NL.md`), a suffix of it
/// (`README.zh-CN.md`, `README_CN.md`, `page.fr.md`), or a directory, the innermost first.
pub(crate) fn from_path(path: &Path) -> Option<Locale> {
    let stem = path.file_stem()?.to_str()?;
    let in_name = names::from_tag(stem).or_else(|| split_suffix(stem).map(|(_, _, lang)| lang));
    in_name.or_else(|| {
        let mut parents = path.parent()?.iter().rev().filter_map(|part| part.to_str());
        parents.find_map(from_segment)
    })
}

/// The locale that a directory name holds: `es`, `pages.es`, `docs.it-IT`.
pub(crate) fn from_segment(segment: &str) -> Option<Locale> {
    names::from_name(segment).or_else(|| {
        let (_, tag) = segment.rsplit_once('.')?;
        names::from_tag(tag)
    })
}

/// Splits a file stem into name, separator and locale: `page.fr`, and for names in capitals also
/// `README_CN` and `README-fr`. In other names `-xx` and `_xx` are words: `git-am`.
pub(crate) fn split_suffix(stem: &str) -> Option<(&str, char, Locale)> {
    let capitals = |name: &str| {
        name.contains(|c: char| c.is_ascii_uppercase()) && !name.contains(char::is_lowercase)
    };
    let dotted = stem.rsplit_once('.').filter(|(name, _)| !name.is_empty());
    if let Some((name, tag)) = dotted {
        let locale = names::from_tag(tag).or_else(|| {
            let may = capitals(name) || tag.len() == 2;
            may.then(|| names::from_name(tag)).flatten()
        })?;
        return Some((name, '.', locale));
    }
    // The first separator: what follows may hold another (`README_zh-CN`, `README-pt_BR`).
    let at = stem.find(['_', '-'])?;
    let (name, tag) = (&stem[..at], &stem[at + 1..]);
    if !capitals(name) {
        return None;
    }
    // Beside a name in capitals `TW` is the country; nobody writes a README in Twi.
    let locale = match tag {
        "TW" | "tw" | "HK" | "hk" => Locale::parse("zh-Hant"),
        _ => names::from_name(tag),
    };
    Some((name, if stem.as_bytes()[at] == b'_' { '_' } else { '-' }, locale?))
}

/// Whether two locales may be confused by language identification, or are the same language.
pub(crate) fn related(a: &Locale, b: &Locale) -> bool {
    const FAMILIES: &[&[&str]] = &[
        &["nb", "nn", "no", "da", "sv"],
        &["id", "ms", "jv"],
        &["hr", "sr", "bs", "sl", "mk"],
        &["cs", "sk"],
        &["es", "pt", "gl", "ca"],
        &["fa", "ar", "ur", "ckb", "prs"],
        &["hi", "mr", "ne", "mai", "bho", "sa", "kok"],
        &["uk", "ru", "be", "bg", "mk"],
        &["nl", "af"],
        &["tr", "az", "tk", "uz"],
        &["zh", "yue", "nan", "wuu"],
        &["tl", "fil", "ceb"],
    ];
    let (a, b) = (a.language(), b.language());
    a == b || FAMILIES.iter().any(|family| family.contains(&a) && family.contains(&b))
}

/// Whether `text` may be in the language that its place names. Text that is plainly English is
/// not. Text in a third language, or too short to tell, is where the name is hardly ever a word
/// (`pt-BR`, `fr`; not `io`, nor the `br` of a French page about an element).
pub(crate) fn believable(named: &Locale, text: &str) -> bool {
    named.language() == "en"
        || match from_text(text) {
            Some(written) if written.language() == "en" => false,
            Some(written) => is_plain(named) || related(named, &written),
            None => is_plain(named),
        }
}

/// Whether the tag of `named` is hardly ever a word: it has a region or script, or its language
/// is often translated into.
pub(crate) fn is_plain(named: &Locale) -> bool {
    named.language() != named.tag() || names::is_widespread(named)
}

/// The language of the prose of `text`, where its script or its letters leave no doubt.
pub(crate) fn from_text(text: &str) -> Option<Locale> {
    let prose = prose(text);
    let (script, share) = main_script(&prose)?;
    let tag = match script {
        Script::Hangul => "ko",
        Script::Hiragana => "ja",
        Script::Han => "zh",
        Script::Thai => "th",
        Script::Greek => "el",
        Script::Georgian => "ka",
        Script::Armenian => "hy",
        Script::Tamil => "ta",
        Script::Telugu => "te",
        Script::Khmer => "km",
        Script::Myanmar => "my",
        Script::Sinhala => "si",
        _ => "",
    };
    if !tag.is_empty() {
        return (share > 0.2).then(|| Locale::parse(tag)).flatten();
    }
    let info = whatlang::detect(&prose).filter(whatlang::Info::is_reliable)?;
    Locale::parse(names::shortened(info.lang().code()))
}

/// The script that matters most, with its share of all letters. Kana or Hangul among Han letters
/// decide, and one letter in five suffices for the other scripts: technical texts are full of
/// Latin words.
fn main_script(prose: &str) -> Option<(Script, f32)> {
    let mut counts: Vec<(Script, u32)> = Vec::new();
    let mut all = 0u32;
    for letter in prose.chars().filter(|letter| letter.is_alphabetic()) {
        let script = match letter.script() {
            Script::Katakana => Script::Hiragana,
            script => script,
        };
        all += 1;
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let share = |script: Script| {
        let count =
            counts.iter().find(|(known, _)| *known == script).map_or(0, |(_, count)| *count);
        count as f32 / all.max(1) as f32
    };
    let kana = share(Script::Hiragana);
    if kana > 0.05 {
        return Some((Script::Hiragana, kana + share(Script::Han)));
    }
    let other =
        counts.iter().filter(|(script, _)| *script != Script::Latin).max_by_key(|(_, n)| *n);
    match other {
        Some(&(script, _)) if share(script) > 0.2 => Some((script, share(script))),
        _ => (all >= 40).then(|| (Script::Latin, share(Script::Latin))),
    }
}

/// The words for readers at the start of `text`: no front matter, code, tags or targets.
fn prose(text: &str) -> String {
    let body = Head::read(text).map_or(text, |head| &text[head.end..]);
    let mut prose = String::new();
    let mut fenced = false;
    for line in body.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced || line.starts_with("    ") || line.starts_with("import ") {
            continue;
        }
        let mut stop: Option<char> = None;
        for c in trimmed.chars() {
            match (stop, c) {
                (Some(end), _) if c == end => stop = None,
                (Some(_), _) => {}
                (None, '`') => stop = Some('`'),
                (None, '<') => stop = Some('>'),
                (None, '{') => stop = Some('}'),
                (None, '(') if prose.ends_with(']') => stop = Some(')'),
                (None, _) => prose.push(c),
            }
        }
        prose.push('\n');
        if prose.len() > SAMPLE {
            break;
        }
    }
    prose
}

/// The front matter at the head of a text, found without reading the rest.
pub(crate) struct Head<'a> {
    body: &'a str,
    toml: bool,
    /// Offset (bytes) just past the closing fence.
    end: usize,
}

impl<'a> Head<'a> {
    /// Finds the front matter, if `text` opens with a `---` or `+++` line that is closed.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let rest = &text[bom..];
        let fence = ["---", "+++"].into_iter().find(|fence| rest.starts_with(fence))?;
        let open = rest.find('\n').filter(|&at| rest[3..at].trim().is_empty())? + 1;
        let mut at = open;
        for line in rest[open..].split_inclusive('\n') {
            if line.trim_end() == fence {
                let end = bom + at + line.len();
                return Some(Self { body: &rest[open..at], toml: fence == "+++", end });
            }
            at += line.len();
        }
        None
    }

    /// The scalar value of the top-level key `name`, as text.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        if !self.body.contains(name) {
            return None;
        }
        if self.toml {
            let table: toml::Table = self.body.parse().ok()?;
            return match table.get(name)? {
                toml::Value::String(text) => Some(text.clone()),
                toml::Value::Integer(number) => Some(number.to_string()),
                _ => None,
            };
        }
        // One line is read, not the whole: a page with broken YAML elsewhere still pairs.
        let line = self.body.lines().find(|line| {
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'))
        })?;
        let value = line[name.len()..].trim_start().trim_start_matches(':').trim();
        match serde_yaml::from_str::<serde_yaml::Value>(value).ok()? {
            serde_yaml::Value::String(text) if !text.is_empty() => Some(text),
            // `lang: no` is a language, whatever YAML 1.1 thinks.
            serde_yaml::Value::Bool(_) | serde_yaml::Value::Number(_) => Some(value.to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_need_a_dot_or_capitals() {
        let split = |stem| split_suffix(stem).map(|(name, _, lang)| (name, lang.tag().to_owned()));
        assert_eq!(split("page.fr"), Some(("page", "fr".into())));
        assert_eq!(split("README_CN"), Some(("README", "zh-Hans".into())));
        assert_eq!(split("README-pt_BR"), Some(("README", "pt-BR".into())));
        assert_eq!(split("README.zh-TW"), Some(("README", "zh-TW".into())));
        for stem in ["git-am", "node.js", "README-API", "socket_io", "Guide_de", ".fr"] {
            assert_eq!(split(stem), None, "{stem}");
        }
    }

    #[test]
    fn the_front_matter_is_believed_before_the_path_and_the_path_before_the_text() {
        let english = "Open the settings page and choose which of the services should start when \
                       the computer does. Then save the file and close the window again.\n";
        let of = |path: &str, text: &str| of_file(Path::new(path), text).tag().to_owned();
        assert_eq!(of("docs/es/a.md", "---\nlang: no\n---\n\nHei\n"), "no");
        assert_eq!(of("docs/es/a.md", english), "es", "an untranslated page stays Spanish");
        assert_eq!(of("docs/is/a.md", english), "en", "a bare word is no Icelandic");
        assert_eq!(of("a.md", "設定ファイルを開いて、値を変更します。\n"), "ja");
        assert_eq!(of("a.md", "打开配置文件，然后修改数值。\n"), "zh");
        assert_eq!(of("a.md", "ok\n"), "und");
        assert_eq!(of("x/nl-NL.md", ""), "nl-NL");
        assert_eq!(of("docs.it-IT/a.md", ""), "it-IT");
    }
}
