//! Targets as written, taken apart: paths joined, extensions told, escapes decoded. Paths are
//! texts with `/` on every system.

use std::borrow::Cow;

/// What a target without its query and fragment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Markdown file, by its name.
    Page,
    /// The address of a page: `guide/install/`, `../install`, `install.html`.
    Address,
    /// An image, a download or another file that is no page.
    Asset,
}

/// Extensions of files that are no pages.
const ASSETS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "pdf", "zip", "gz", "json", "yaml",
    "yml", "toml", "xml", "csv", "txt", "mp4", "webm", "mp3", "js", "mjs", "ts", "tsx", "jsx",
    "py", "sh", "rs", "go", "java", "css", "woff2", "ttf", "docx", "xlsx", "pptx", "ipynb", "rst",
    "po", "mdc", "svelte", "vue", "astro", "cjs", "php", "rb", "c", "h", "cpp", "cs",
];

/// What `path` names.
pub(super) fn kind(path: &str) -> Kind {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, extension)) = name.rsplit_once('.') else { return Kind::Address };
    let is_one_of = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(extension));
    if is_one_of(&["md", "mdx", "markdown"]) {
        Kind::Page
    } else if !stem.is_empty() && is_one_of(ASSETS) {
        Kind::Asset
    } else {
        Kind::Address
    }
}

/// The path of a target, without query and fragment, `%20` and the like decoded.
pub(super) fn path_of(target: &str) -> Cow<'_, str> {
    let end = target.find(['#', '?']).unwrap_or(target.len());
    unescaped(&target[..end])
}

/// The fragment of a target, decoded; empty where it has none.
pub(super) fn fragment_of(target: &str) -> Cow<'_, str> {
    target.split_once('#').map_or(Cow::Borrowed(""), |(_, fragment)| unescaped(fragment))
}

/// `text` with its percent escapes decoded (RFC 3986, 2.1); as it is where they are no UTF-8.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let escaped = hex.filter(|_| bytes[at] == b'%');
        decoded.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The directory that the file at `path` lies in.
pub(super) fn directory(path: &str) -> &str {
    path.rfind('/').map_or("", |at| if at == 0 { "/" } else { &path[..at] })
}

/// `path` without the extension of its last part.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    path[name..].rfind('.').filter(|at| *at > 0).map_or(path, |at| &path[..name + at])
}

/// `relative` seen from `directory`, with `.` and `..` resolved by name.
pub(super) fn join(directory: &str, relative: &str) -> String {
    let mut joined = String::with_capacity(directory.len() + 1 + relative.len());
    join_into(&mut joined, directory, relative);
    joined
}

/// [`join`], into a text that is there already.
pub(super) fn join_into(joined: &mut String, directory: &str, relative: &str) {
    joined.clear();
    let root = usize::from(directory.starts_with('/'));
    joined.push_str(&directory[..root]);
    for part in directory.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." if joined.len() > root && !ends_above(joined) => {
                joined.truncate(joined.rfind('/').unwrap_or(0).max(root));
            }
            ".." if root > 0 => {}
            _ => {
                if joined.len() > root {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
}

/// Whether a path ends with `..`, so that another one goes further up.
fn ends_above(path: &str) -> bool {
    path.strip_suffix("..").is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// How the file at `to` is written in a file in `directory`.
pub(super) fn relative(directory: &str, to: &str) -> String {
    let from: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    format!("{up}{}", to[shared..].join("/"))
}

/// What comes behind an address in the names of the files it may stand for.
pub(super) const PAGE_ENDS: [&str; 2] = [".md", ".mdx"];

/// The names of the files in a directory that its address may stand for.
pub(super) const INDEX_NAMES: [&str; 5] =
    ["index.md", "index.mdx", "_index.md", "README.md", "readme.md"];

/// An address without what says only that it is one: a slash behind it, `.html`.
pub(super) fn bare(address: &str) -> &str {
    let bare = address.trim_end_matches('/');
    bare.strip_suffix(".html").or_else(|| bare.strip_suffix(".htm")).unwrap_or(bare)
}

/// An address or logical path reduced to what all spellings of it share: lower case, without
/// extension and without the names that stand for a directory.
pub(super) fn normal(path: &str) -> String {
    let path = path.trim_matches('/');
    let path = match kind(path) {
        Kind::Page => stem(path),
        _ => path.strip_suffix(".html").unwrap_or(path),
    };
    let mut lower = path.to_lowercase();
    for name in ["_index", "index", "readme"] {
        let rest = lower.strip_suffix(name).filter(|rest| rest.is_empty() || rest.ends_with('/'));
        if let Some(rest) = rest {
            let length = rest.trim_end_matches('/').len();
            lower.truncate(length);
            break;
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_written_back() {
        assert_eq!(join("docs/es/guide", "../install.md"), "docs/es/install.md");
        assert_eq!(join("../docs.es/help", "../../docs.en/a.md"), "../docs.en/a.md");
        assert_eq!(join("", "../a.md"), "../a.md");
        assert_eq!(join("/w/docs", "a/./b.md"), "/w/docs/a/b.md");
        assert_eq!(join("../..", "../a/../b..md"), "../../../b..md");
        assert_eq!(join("a../b", "../../c"), "c");
        assert_eq!(join("/w", "../../c"), "/c");
        assert_eq!(join("docs", "../"), "");
        assert_eq!(relative("docs/guide", "docs/install.md"), "../install.md");
        assert_eq!(relative("", "docs/install.md"), "docs/install.md");
    }

    #[test]
    fn targets_are_taken_apart() {
        assert_eq!(path_of("a%20b.md?x=1#top"), "a b.md");
        assert_eq!(fragment_of("a.md#%E5%AE%89"), "安");
        assert_eq!(path_of("100%.md"), "100%.md");
        assert_eq!(kind("a/b.MD"), Kind::Page);
        assert_eq!(kind("guide/v1.2/"), Kind::Address);
        assert_eq!(kind("logo.svg"), Kind::Asset);
    }

    #[test]
    fn spellings_of_an_address_are_one() {
        for path in ["/Guide/install/", "guide/install.md", "guide/install/index.mdx"] {
            assert_eq!(normal(path), "guide/install", "{path}");
        }
        assert_eq!(normal("index.md"), "");
        assert_eq!(normal("guide/_index.md"), "guide");
        assert_eq!(normal("guide/reindex.md"), "guide/reindex");
    }
}
