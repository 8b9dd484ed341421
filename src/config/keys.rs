//! The keys of `lint-rules.toml`: their names, what they take and what they mean. The reader
//! knows no others, and the JSON schema is written from the same tables.

use super::settings::{OUTPUT_FORMATS, StaleBy};
use crate::diagnostic::Severity;
use crate::project::{LinkStyle, Require};

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) kind: Kind,
    /// What it means, in a sentence or two; for editors.
    pub(super) docs: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A text or a list of texts.
    TextOrTexts,
    /// One of a few words.
    Word(fn() -> Vec<&'static str>),
    /// A list of names of rules and groups, `default`, `advisory` and `all`.
    Selection,
    /// A table with names of rules and a severity for each.
    Severities,
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables with these keys.
    Tables(&'static [Key]),
    /// A table whose keys are up to the project, with values of this kind.
    Map(&'static Kind),
    /// The table `[rules]`: these keys, and a table for each rule that has options.
    Rules(&'static [Key]),
}

const fn key(name: &'static str, kind: Kind, docs: &'static str) -> Key {
    Key { name, kind, docs }
}

/// The names of `keys`.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// The words of `require`.
pub(super) const REQUIRE: [(&str, Require); 3] =
    [("none", Require::None), ("listed", Require::Listed), ("all", Require::All)];

/// The words of `links`.
pub(super) const LINKS: [(&str, LinkStyle); 3] = [
    ("auto", LinkStyle::Auto),
    ("unchanged", LinkStyle::Unchanged),
    ("/{lang}/", LinkStyle::Localized),
];

/// The top of the file.
pub(super) const TOP: &[Key] = &[
    key("source-language", Kind::Text, "The language of the sources; `en` when it is not stated."),
    key(
        "languages",
        Kind::Texts,
        "The languages that are checked; every language that is found when it is not stated.",
    ),
    key(
        "language-names",
        Kind::Map(&Kind::Text),
        "Directory and file names that stand for languages and are no tags.",
    ),
    key(
        "fail-on",
        Kind::Word(|| Severity::ALL.map(Severity::name).to_vec()),
        "The least severity that makes a run fail.",
    ),
    key("output-format", Kind::Word(|| OUTPUT_FORMATS.to_vec()), "How findings are written."),
    key(
        "documents",
        Kind::Tables(DOCUMENTS),
        "Where the articles are. The first table that a file fits counts.",
    ),
    key("front-matter", Kind::Table(FRONT_MATTER), "Front matter keys beyond the known ones."),
    key(
        "staleness",
        Kind::Table(STALENESS),
        "Which revision of the source a translation was made from.",
    ),
    key("glossary", Kind::Table(GLOSSARY), "The terms of the project."),
    key("rules", Kind::Rules(RULE_KEYS), "Which rules are on, and their options."),
    key(
        "per-file",
        Kind::Map(&Kind::Table(PER_FILE)),
        "Rules that are left out for some files: glob patterns, relative to this file.",
    ),
    key(
        "baseline",
        Kind::Text,
        "The findings that are known and not reported again, relative to this file.",
    ),
];

/// A table of `[[documents]]`.
pub(super) const DOCUMENTS: &[Key] = &[
    key(
        "source",
        Kind::Text,
        "Where the sources lie: `{path}` is the rest of the path, or `{dir}`, `{stem}` and \
         `{ext}` its parts. Without it the translations are compared with each other.",
    ),
    key(
        "translations",
        Kind::TextOrTexts,
        "Where the translations lie: `{lang}` is the language, the rest as in `source`.",
    ),
    key(
        "roots",
        Kind::Map(&Kind::Text),
        "One directory for each language, where languages live in repositories of their own.",
    ),
    key(
        "exclude",
        Kind::Texts,
        "Paths that are left out with all their versions, as glob patterns.",
    ),
    key(
        "pair-by",
        Kind::Text,
        "What makes two files versions of one article: `path`, or `front-matter:KEY`.",
    ),
    key("languages", Kind::Texts, "The languages that are checked in this table."),
    key("source-language", Kind::Text, "The language of the sources in this table."),
    key(
        "require",
        Kind::Word(|| REQUIRE.map(|(word, _)| word).to_vec()),
        "Which translations must be there, for `missing-translation`.",
    ),
    key(
        "links",
        Kind::Word(|| LINKS.map(|(word, _)| word).to_vec()),
        "How translations write links to other pages.",
    ),
];

/// `[front-matter]`.
pub(super) const FRONT_MATTER: &[Key] = &[
    key("identical", Kind::Texts, "Keys whose value must equal the source's."),
    key("translated", Kind::Texts, "Keys whose value is text for readers."),
    key("bookkeeping", Kind::Texts, "Keys that tools write; never compared."),
];

/// `[staleness]`.
pub(super) const STALENESS: &[Key] = &[
    key(
        "by",
        Kind::Word(|| StaleBy::ALL.map(StaleBy::name).to_vec()),
        "What tells which revision of the source a page was made from.",
    ),
    key("key", Kind::TextOrTexts, "Front matter keys that hold a commit, besides the known ones."),
    key(
        "ignore-commits",
        Kind::Texts,
        "Words in the first line of a commit's message by which it does not count.",
    ),
];

/// `[glossary]`.
pub(super) const GLOSSARY: &[Key] = &[
    key("keep", Kind::Texts, "Terms that stay as they are in every language."),
    key(
        "translate",
        Kind::Map(&Kind::Map(&Kind::TextOrTexts)),
        "How terms are translated, for each language; a list allows several.",
    ),
    key(
        "forbidden",
        Kind::Map(&Kind::Texts),
        "Words that must not be used, for each language; `*` stands for all.",
    ),
];

/// `[rules]`, besides the tables of the rules.
pub(super) const RULE_KEYS: &[Key] = &[
    key(
        "select",
        Kind::Selection,
        "The rules that are on: rules, groups, `default`, `advisory`, `all`.",
    ),
    key("ignore", Kind::Selection, "The rules that are off; among equals they win over `select`."),
    key("severity", Kind::Severities, "Severities other than the rules' own."),
];

/// A table of `[per-file]`.
pub(super) const PER_FILE: &[Key] =
    &[key("ignore", Kind::Selection, "The rules that are left out for these files.")];
