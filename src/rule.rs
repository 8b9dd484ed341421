//! What a rule is: const data plus one plain function, and the checker it reports to.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::locale::glossary::Glossary;
pub use crate::markdown::front_matter::KeyKinds;
use crate::markdown::front_matter::{KeyKind, PageKinds};
use crate::markdown::{BlockId, Document, Suppression, TokenKind};
use crate::outline::{self, Basis, Pair};
use crate::project::{CatalogFile, Project};
use crate::text::{FileId, Span};

/// What a rule is about. Groups can be selected by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Sections, blocks, lists, tables: what the page is built of.
    Structure,
    /// Code, links, directives, ids: what machines read.
    Markup,
    /// Front matter.
    FrontMatter,
    /// Damaged characters.
    Encoding,
    /// Words, punctuation, terms.
    Language,
    /// Pages, links between them, and revisions.
    Catalog,
}

impl Group {
    /// All groups in the order they are shown.
    pub const ALL: [Self; 6] = [
        Self::Structure,
        Self::Markup,
        Self::FrontMatter,
        Self::Encoding,
        Self::Language,
        Self::Catalog,
    ];

    /// The name used in configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Markup => "markup",
            Self::FrontMatter => "front-matter",
            Self::Encoding => "encoding",
            Self::Language => "language",
            Self::Catalog => "catalog",
        }
    }
}

/// Whether a rule is on without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// On by default: at least nine findings in ten are worth a fix.
    Default,
    /// Only with `select = ["advisory"]` or by name.
    Advisory,
}

/// Whether a rule's findings come with a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FixAvailability {
    /// Never.
    None,
    /// Where it can be proven.
    Sometimes,
    /// Always.
    Always,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// The defect in kebab-case, so that "allow X" reads well.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// Whether it is on by default.
    pub tier: Tier,
    /// How bad its findings are unless the configuration says otherwise.
    pub severity: Severity,
    /// Whether it repairs.
    pub fix: FixAvailability,
    /// The version that brought it.
    pub since: &'static str,
    /// One line, lower case, no full stop.
    pub summary: &'static str,
    /// Markdown: what it finds, why it matters, what it leaves alone.
    pub docs: &'static str,
    /// Executed by the tests.
    pub examples: &'static [Example],
    /// What can be configured under `[rules.NAME]`.
    pub options: &'static [OptionSpec],
    /// The function that judges.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One document. The pair is there when the document has a reference, so that what the
    /// reference contains too can be left alone.
    Document(fn(&Document, Option<&Pair<'_>>, &mut Checker<'_>)),
    /// A translation beside its reference.
    Pair(fn(&Pair<'_>, &mut Checker<'_>)),
    /// All pages together, without texts.
    Project(fn(&Project<'_>, &mut Checker<'_>)),
    /// All pages together, with how each was worded beside its source. That is only kept in runs
    /// with such a rule.
    Wording(fn(&Project<'_>, &mut Checker<'_>)),
    /// What a change does to an article, in runs that look at changes.
    Change(fn(&Change<'_>, &mut Checker<'_>)),
    /// What is wrong with the comments that switch rules off, after all other rules were judged.
    Suppressions(fn(&Document, &[SuppressionFault<'_>], &mut Checker<'_>)),
}

/// What a change does to an article.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// The source was edited and translations were not.
    Edited {
        /// The source as it is now.
        source: &'a Document,
        /// The source as it was.
        before: &'a Document,
        /// The translations that the change does not touch.
        translations: &'a [(FileId, &'a CatalogFile)],
    },
    /// The source is gone and a translation is left.
    Removed {
        /// The translation.
        translation: &'a Document,
        /// Where the source was.
        was: &'a Path,
        /// Where it moved to, if it did.
        now: Option<&'a Path>,
    },
}

/// What is wrong with a comment or front matter key that switches rules off.
#[derive(Debug, Clone, PartialEq)]
pub struct SuppressionFault<'a> {
    /// The comment.
    pub suppression: &'a Suppression,
    /// What is wrong with it.
    pub kind: SuppressionFaultKind,
}

/// What is wrong with a [`Suppression`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuppressionFaultKind {
    /// Nothing that it names was found where it holds.
    Unused,
    /// One of its names was not found where it holds, others were.
    UnusedName(Span),
    /// A name is no rule and no group; the text is the one that was probably meant.
    UnknownName(Span, Option<String>),
    /// The word after `hexapla-` says nothing; the text is the one that was probably meant.
    UnknownWord(Option<String>),
    /// It ends what was never begun.
    NeverBegun,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Document(_) => "Document",
            Self::Pair(_) => "Pair",
            Self::Project(_) => "Project",
            Self::Wording(_) => "Wording",
            Self::Change(_) => "Change",
            Self::Suppressions(_) => "Suppressions",
        })
    }
}

/// An executed example: a pair of texts and what the rule, run alone, says of it. A rule about the
/// project shows several pages: each begins with a line `==> en/guide.md <==`, whose first part is
/// the locale; pages in `en` are sources, and every translation is required.
#[derive(Debug)]
pub struct Example {
    /// What the example shows, in a few words.
    pub title: &'static str,
    /// The reference.
    pub source: &'static str,
    /// The translation.
    pub translation: &'static str,
    /// The locale of the translation; `""` stands for `nl`.
    pub locale: &'static str,
    /// What is expected.
    pub expect: Expect,
}

/// What an example expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing is reported.
    Clean,
    /// Exactly one finding, with this message.
    Flagged(&'static str),
    /// Exactly one finding, and the safe fix turns the translation into this text.
    Fixed(&'static str),
}

/// An option of a rule.
#[derive(Debug)]
pub struct OptionSpec {
    /// Its key under `[rules.NAME]`.
    pub name: &'static str,
    /// What it does; one line.
    pub docs: &'static str,
    /// Its type and default.
    pub default: OptionDefault,
}

/// The type of an option with its default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OptionDefault {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A list of texts.
    Strings(&'static [&'static str]),
}

/// A configured value of an option.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A list of texts.
    Strings(Vec<String>),
}

/// The configured options of all rules, by rule and option name.
pub type Options = BTreeMap<(String, String), OptionValue>;

/// What a rule may ask and where it reports.
pub struct Checker<'a> {
    rule: &'static Rule,
    options: &'a Options,
    key_kinds: &'a KeyKinds,
    glossary: Option<&'a Glossary>,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// A checker for one run of `rule`.
    pub fn new(
        rule: &'static Rule,
        options: &'a Options,
        key_kinds: &'a KeyKinds,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { rule, options, key_kinds, glossary: None, found }
    }

    /// The checker with the declared terms.
    #[must_use]
    pub fn with_glossary(mut self, glossary: &'a Glossary) -> Self {
        self.glossary = Some(glossary);
        self
    }

    /// The declared terms, if there are any.
    pub fn glossary(&self) -> Option<&'a Glossary> {
        self.glossary
    }

    /// A finding of this rule at `span` of `file`, not yet reported.
    pub fn finding(&self, file: FileId, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule.name, self.rule.severity, file, span, message)
    }

    /// A finding that the token of the reference at `source` became the one of the translation at
    /// `target`, with a fix that copies it where `proven`. `noun` is what people call it.
    pub fn changed_token(
        &self,
        pair: &Pair<'_>,
        noun: &str,
        source: Span,
        target: Span,
        proven: bool,
    ) -> Diagnostic {
        let (wanted, actual) = (pair.reference.slice(source), pair.translation.slice(target));
        let file = pair.translation.file;
        let fix = proven.then(|| Fix::safe(format!("restore the {noun}"), file, target, wanted));
        self.finding(file, target, format!("{noun} is `{actual}`, the source's `{wanted}`"))
            .beside(pair.reference.file, source, format!("the source's {noun}"))
            .subject(wanted)
            .help(format!("write `{wanted}`"))
            .fix(fix)
    }

    /// A finding that the token of the reference at `source` is nowhere in the translation of its
    /// block, `translation`.
    pub fn lost_token(
        &self,
        pair: &Pair<'_>,
        noun: &str,
        source: Span,
        translation: BlockId,
    ) -> Diagnostic {
        let wanted = pair.reference.slice(source);
        let place = pair.translation.head_of(translation);
        self.finding(pair.translation.file, place, format!("{noun} `{wanted}` is missing"))
            .beside(pair.reference.file, source, format!("the {noun} in the source"))
            .subject(wanted)
            .help("put it back")
    }

    /// Reports the tokens that titles, descriptions and other front matter values for readers lost.
    /// `counts` says which tokens of the source are meant.
    pub fn lost_in_values(
        &mut self,
        pair: &Pair<'_>,
        (kind, noun): (TokenKind, &str),
        counts: impl Fn(&str) -> bool,
    ) {
        if matches!(pair.basis, Basis::Siblings { .. }) {
            return;
        }
        let Some(front_matter) = &pair.reference.front_matter else { return };
        let kinds = PageKinds::new(self.key_kinds, front_matter);
        let is_text = |path: &str| kinds.kind(path) == KeyKind::Translated;
        for lost in outline::lost_in_values(pair, kind, is_text) {
            let wanted = pair.reference.slice(lost.source);
            if !counts(wanted) {
                continue;
            }
            let finding = if let Some(target) = lost.target {
                self.changed_token(pair, noun, lost.source, target, true)
            } else {
                self.finding(
                    pair.translation.file,
                    lost.value,
                    format!("{noun} `{wanted}` is missing"),
                )
                .beside(pair.reference.file, lost.source, format!("the {noun} in the source"))
                .subject(wanted)
                .help("put it back")
            };
            self.report(finding);
        }
    }

    /// Reports a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        debug_assert_eq!(diagnostic.rule, self.rule.name, "a rule reports under its own name");
        self.found.push(diagnostic);
    }

    /// The configured front matter key kinds, added to the built-in ones.
    pub fn key_kinds(&self) -> &'a KeyKinds {
        self.key_kinds
    }

    /// The value of this rule's boolean option `name`.
    pub fn flag(&self, name: &str) -> bool {
        match (self.configured(name), self.spec(name)) {
            (Some(OptionValue::Bool(value)), _) => *value,
            (_, Some(OptionDefault::Bool(value))) => value,
            _ => false,
        }
    }

    /// The value of this rule's whole-number option `name`.
    pub fn integer(&self, name: &str) -> i64 {
        match (self.configured(name), self.spec(name)) {
            (Some(OptionValue::Integer(value)), _) => *value,
            (_, Some(OptionDefault::Integer(value))) => value,
            _ => 0,
        }
    }

    /// Whether this rule's list option `name` holds `value`, letter case aside.
    pub fn listed(&self, name: &str, value: &str) -> bool {
        match (self.configured(name), self.spec(name)) {
            (Some(OptionValue::Strings(list)), _) => {
                list.iter().any(|entry| entry.eq_ignore_ascii_case(value))
            }
            (_, Some(OptionDefault::Strings(list))) => {
                list.iter().any(|entry| entry.eq_ignore_ascii_case(value))
            }
            _ => false,
        }
    }

    fn configured(&self, name: &str) -> Option<&OptionValue> {
        if self.options.is_empty() {
            return None;
        }
        self.options.get(&(self.rule.name.to_owned(), name.to_owned()))
    }

    fn spec(&self, name: &str) -> Option<OptionDefault> {
        self.rule.options.iter().find(|spec| spec.name == name).map(|spec| spec.default)
    }
}
