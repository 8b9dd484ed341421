//! What a translation says about the text it was made from: a commit in its front matter, or the
//! digest of the source's text in a comment or in the index of a translation pipeline.

use crate::markdown::{BlockKind, Document, front_matter};
use crate::text::Span;

use crate::project::git::is_hex;

/// Front matter keys that name a commit: Adobe, MDN, Microsoft, Docsy, and what people write.
const COMMIT_KEYS: &[&str] = &[
    "source-git-commit",
    "l10n.sourceCommit",
    "ms.sourcegitcommit",
    "translated_from",
    "default_lang_commit",
    "sourceCommit",
    "source_commit",
    "source-commit",
];

/// The digest of the source that co-op-translator writes.
const HASH_KEY: &str = "original_hash";

/// The fewest digits of a commit that are taken; git's own abbreviations have seven.
const SHORTEST: usize = 7;

/// What a translation records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// What was recorded.
    pub(crate) recorded: Recorded,
    /// Where it stands in the translation, if it stands there.
    pub(crate) span: Option<Span>,
}

/// The ways to record the text a translation was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// A commit, checked to be hexadecimal, in lower case.
    Commit(String),
    /// The MD5 digest of the source's text, in lower case.
    Digest(String),
    /// Something that names no revision, as written.
    Unreadable(String),
}

impl Stamp {
    /// What `document` records; `keys` are front matter keys that count besides the known ones.
    pub(crate) fn of(document: &Document, keys: &[String]) -> Option<Self> {
        Self::in_front_matter(document, keys).or_else(|| Self::in_comment(document))
    }

    fn in_front_matter(document: &Document, keys: &[String]) -> Option<Self> {
        let front = document.front_matter.as_ref()?;
        let known = |path: &str| {
            COMMIT_KEYS.contains(&path) || path == HASH_KEY || keys.iter().any(|key| key == path)
        };
        let entry = front.entries.iter().find(|entry| known(&entry.path))?;
        let raw = document.slice(entry.value);
        let value = front_matter::decode(raw, front.format);
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let recorded = if entry.path == HASH_KEY { digest(value) } else { commit(value) };
        Some(Self { recorded, span: Some(entry.key.to(entry.value)) })
    }

    /// `"original_hash": "…"` in a comment that opens or closes the page.
    fn in_comment(document: &Document) -> Option<Self> {
        let mut children = document.children(None);
        let first = children.next()?;
        let last = children.last().unwrap_or(first);
        [first, last].into_iter().find_map(|id| {
            let block = document.block(id);
            if !matches!(block.kind, BlockKind::Comment | BlockKind::Html) {
                return None;
            }
            let text = document.slice(block.span);
            let at = text.find(HASH_KEY)?;
            let rest = text[at + HASH_KEY.len()..].trim_start_matches(['"', '\'']).trim_start();
            let rest = rest.strip_prefix([':', '='])?.trim_start().trim_start_matches(['"', '\'']);
            let value = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric())?];
            let start = block.span.start as usize + at;
            let span = Span::new(start, start + HASH_KEY.len());
            Some(Self { recorded: digest(value), span: Some(span) })
        })
    }
}

/// A commit as people write it; `commit:path` and a URL that ends in the commit are not taken.
fn commit(value: &str) -> Recorded {
    if is_hex(value) && (SHORTEST..=64).contains(&value.len()) {
        Recorded::Commit(value.to_ascii_lowercase())
    } else {
        Recorded::Unreadable(value.to_owned())
    }
}

/// A digest of 32 digits.
pub(super) fn digest(value: &str) -> Recorded {
    if is_hex(value) && value.len() == 32 {
        Recorded::Digest(value.to_ascii_lowercase())
    } else {
        Recorded::Unreadable(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown;
    use crate::text::{FileId, SourceFile};

    fn stamp(text: &str, keys: &[&str]) -> Option<Recorded> {
        let document = markdown::parse(FileId(0), SourceFile::new("a.md", text), Locale::default());
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        Stamp::of(&document, &keys).map(|stamp| stamp.recorded)
    }

    #[test]
    fn commits_are_read_from_the_keys_of_several_tools() {
        let commit = |text: &str| Some(Recorded::Commit(text.to_owned()));
        assert_eq!(stamp("---\nsource-git-commit: 94D7A57\n---\n", &[]), commit("94d7a57"));
        let nested = "---\nl10n:\n  sourceCommit: 94d7a57e\n---\n\nText\n";
        assert_eq!(stamp(nested, &[]), commit("94d7a57e"));
        assert_eq!(stamp("---\nms.sourcegitcommit: '94d7a57e'\n---\n", &[]), commit("94d7a57e"));
        assert_eq!(stamp("---\nmade-from: 94d7a57e\n---\n", &["made-from"]), commit("94d7a57e"));
        assert_eq!(stamp("---\nmade-from: 94d7a57e\n---\n", &[]), None);
        assert_eq!(stamp("---\nsource-git-commit:\n---\n", &[]), None);
    }

    #[test]
    fn what_is_no_revision_is_kept_as_data() {
        for value in ["--upload-pack=touch x", "../../etc/passwd", "HEAD", "main:a", "94d7a5", "-p"]
        {
            let text = format!("---\nsource-git-commit: \"{value}\"\n---\n");
            assert_eq!(stamp(&text, &[]), Some(Recorded::Unreadable(value.to_owned())), "{value}");
        }
    }

    #[test]
    fn digests_are_read_from_comments() {
        let hash = "c300f2380d9da91b7ea6dc2c4ff4c5a6";
        let text =
            format!("<!--\nMETADATA:\n{{\n  \"original_hash\": \"{hash}\"\n}}\n-->\n# Titre\n");
        assert_eq!(stamp(&text, &[]), Some(Recorded::Digest(hash.to_owned())));
        let last = format!("# Titre\n\nTexte.\n\n<!-- original_hash: {hash} -->\n");
        assert_eq!(stamp(&last, &[]), Some(Recorded::Digest(hash.to_owned())));
    }
}
