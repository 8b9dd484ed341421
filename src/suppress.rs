//! Which findings a page does not want to hear about: the comments and front matter keys that
//! the parser found, and `[per-file]` of the configuration, applied to diagnostics.
//!
//! A comment holds for findings that lie in its part of the page, and in a source for those that
//! are about that part of the source, whichever translation they lie in.

use crate::config::{Settings, select};
use crate::diagnostic::Diagnostic;
use crate::markdown::{BlockKind, Document, Suppression, SuppressionScope};
use crate::rule::{Check, Rule, SuppressionFault, SuppressionFaultKind, Tier};
use crate::rules::RULES;
use crate::text::{FileId, Span};

/// The suppressions of all versions of one article.
#[derive(Debug)]
pub struct Suppressions<'a> {
    pages: Vec<Page<'a>>,
    source: Option<FileId>,
    /// Whether there is nothing to ask at all, as in nearly every article.
    is_empty: bool,
}

/// One version with what it switches off.
#[derive(Debug)]
struct Page<'a> {
    document: &'a Document,
    entries: Vec<Entry<'a>>,
    /// Names from `[per-file]`.
    configured: Vec<Name>,
}

#[derive(Debug)]
struct Entry<'a> {
    suppression: &'a Suppression,
    /// Where a finding has to start; for `From` and `Until` from where on it counts.
    lines: Span,
    /// What is named, or [`Name::All`] alone, and whether it was met.
    names: Vec<(Name, bool)>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    All,
    Group(&'static str),
    Rule(&'static str),
    Unknown,
}

impl Name {
    fn of(name: &str) -> Self {
        if name == "all" {
            return Self::All;
        }
        if let Some(rule) = RULES.iter().find(|rule| rule.name == name) {
            return Self::Rule(rule.name);
        }
        let group = RULES.iter().map(|rule| rule.group.name()).find(|group| *group == name);
        group.map_or(Self::Unknown, Self::Group)
    }

    fn covers(self, rule: &Rule) -> bool {
        match self {
            // What is said about comments is not silenced by the comment it is said about.
            Self::All => !matches!(rule.check, Check::Suppressions(_)),
            Self::Group(group) => {
                group == rule.group.name() && !matches!(rule.check, Check::Suppressions(_))
            }
            Self::Rule(name) => name == rule.name,
            Self::Unknown => false,
        }
    }
}

impl<'a> Suppressions<'a> {
    /// What `documents`, the versions of one article, switch off. `configured` gives the names
    /// that the configuration switches off for a file.
    pub fn new(
        documents: impl Iterator<Item = &'a Document>,
        source: Option<FileId>,
        configured: &dyn Fn(FileId) -> Vec<String>,
    ) -> Self {
        let page = |document: &'a Document| Page {
            document,
            entries: document.suppressions.iter().map(|one| Entry::new(one, document)).collect(),
            configured: configured(document.file).iter().map(|name| Name::of(name)).collect(),
        };
        let pages: Vec<Page<'a>> = documents.map(page).collect();
        let is_empty =
            pages.iter().all(|page| page.entries.is_empty() && page.configured.is_empty());
        Self { pages, source, is_empty }
    }

    /// Whether `diagnostic` is to be reported. What keeps it from that counts as used.
    pub fn allows(&mut self, diagnostic: &Diagnostic) -> bool {
        if self.is_empty {
            return true;
        }
        let Some(rule) = RULES.iter().find(|rule| rule.name == diagnostic.rule) else {
            return true;
        };
        // Without a source and between two versions a difference lies in both.
        let both = self.source.is_none() && self.pages.len() == 2;
        let primary = diagnostic.primary.location;
        let related = diagnostic.related.iter().map(|label| label.location);
        let related = related.filter(|place| both || Some(place.file) == self.source);
        let mut allowed = true;
        for place in std::iter::once(primary).chain(related) {
            let page = self.pages.iter_mut().find(|page| page.document.file == place.file);
            if let Some(page) = page {
                allowed &= !page.silences(rule, place.span.start);
            }
        }
        allowed
    }

    /// What is wrong with the suppressions of `file`. `complete` says whether every version that
    /// they may hold for was judged; otherwise none is called unused.
    pub fn faults(
        &self,
        file: FileId,
        settings: &Settings,
        complete: bool,
    ) -> Vec<SuppressionFault<'a>> {
        let page = self.pages.iter().find(|page| page.document.file == file);
        let Some(page) = page else { return Vec::new() };
        let mut faults = Vec::new();
        for (index, entry) in page.entries.iter().enumerate() {
            let suppression = entry.suppression;
            let kinds = match suppression.scope {
                SuppressionScope::Unknown => vec![page.unknown_word(suppression)],
                SuppressionScope::Until if !page.is_begun(index) => {
                    vec![SuppressionFaultKind::NeverBegun]
                }
                SuppressionScope::Until => page.unknown_names(entry),
                _ => {
                    let mut kinds = page.unknown_names(entry);
                    if complete {
                        kinds.extend(entry.unused(settings));
                    }
                    kinds
                }
            };
            faults.extend(kinds.into_iter().map(|kind| SuppressionFault { suppression, kind }));
        }
        faults
    }
}

impl Page<'_> {
    /// Whether findings of `rule` that start at `offset` are not to be reported.
    fn silences(&mut self, rule: &'static Rule, offset: u32) -> bool {
        let mut silent = self.configured.iter().any(|name| name.covers(rule));
        let mut open: Option<(usize, usize)> = None;
        for index in 0..self.entries.len() {
            let entry = &mut self.entries[index];
            let scope = entry.suppression.scope;
            let named = entry.names.iter().position(|(name, _)| name.covers(rule));
            let Some(name) = named else { continue };
            match scope {
                SuppressionScope::From if entry.lines.start <= offset => open = Some((index, name)),
                SuppressionScope::Until if entry.lines.start <= offset => open = None,
                SuppressionScope::From | SuppressionScope::Until | SuppressionScope::Unknown => {}
                _ if entry.lines.start <= offset && offset <= entry.lines.end => {
                    entry.names[name].1 = true;
                    silent = true;
                }
                _ => {}
            }
        }
        if let Some((index, name)) = open {
            self.entries[index].names[name].1 = true;
            silent = true;
        }
        silent
    }

    /// Whether anything is switched off that the `hexapla-enable` at `index` switches on.
    fn is_begun(&self, index: usize) -> bool {
        let ends = &self.entries[index].names;
        self.entries[..index].iter().any(|entry| {
            let shared = |name: &Name| {
                ends.iter().any(|(end, _)| end == name || [*end, *name].contains(&Name::All))
            };
            entry.suppression.scope == SuppressionScope::From
                && entry.names.iter().any(|(name, _)| shared(name))
        })
    }

    fn unknown_names(&self, entry: &Entry<'_>) -> Vec<SuppressionFaultKind> {
        let named = entry.suppression.rules.iter().zip(&entry.names);
        let unknown = named.filter(|(_, (name, _))| *name == Name::Unknown);
        let fault = |(span, _): (&Span, _)| {
            let known = RULES.iter().flat_map(|rule| [rule.name, rule.group.name()]);
            let meant = select::suggest(self.document.slice(*span), known);
            SuppressionFaultKind::UnknownName(*span, meant.map(str::to_owned))
        };
        unknown.map(fault).collect()
    }

    fn unknown_word(&self, suppression: &Suppression) -> SuppressionFaultKind {
        let word = self.document.slice(suppression.keyword);
        let known: &[&str] = if suppression.span.start < self.document.body_start {
            &["disable"]
        } else {
            &[
                "hexapla-disable",
                "hexapla-enable",
                "hexapla-disable-line",
                "hexapla-disable-next-line",
                "hexapla-disable-file",
            ]
        };
        let meant = select::suggest(word, known.iter().copied());
        SuppressionFaultKind::UnknownWord(meant.map(str::to_owned))
    }
}

/// Whether any of the rules for which `of` holds is about the project.
fn is_about_project(of: &dyn Fn(&Rule) -> bool) -> bool {
    RULES.iter().any(|rule| of(rule) && matches!(rule.check, Check::Project(_) | Check::Wording(_)))
}

impl<'a> Entry<'a> {
    fn new(suppression: &'a Suppression, document: &Document) -> Self {
        let mut names: Vec<(Name, bool)> =
            suppression.rules.iter().map(|name| (Name::of(document.slice(*name)), false)).collect();
        if names.is_empty() && suppression.scope != SuppressionScope::FrontMatter {
            names.push((Name::All, false));
        }
        let span = suppression.span;
        let lines = match suppression.scope {
            SuppressionScope::Line => {
                Span::new(line_start(document, span.start), line_end(document, span.end))
            }
            SuppressionScope::NextLine => next_line(document, span),
            SuppressionScope::File | SuppressionScope::FrontMatter => {
                Span::new(0, document.text.len())
            }
            _ => Span::new(span.start as usize, document.text.len()),
        };
        Self { suppression, lines, names }
    }

    /// What of it was not met by any finding of a rule that was on.
    fn unused(&self, settings: &Settings) -> Vec<SuppressionFaultKind> {
        let on = |rule: &Rule| settings.rules.iter().any(|(on, _)| on.name == rule.name);
        let all = RULES.iter().all(|rule| rule.tier == Tier::Advisory || on(rule));
        let idle = |name: &(Name, bool)| match name.0 {
            _ if name.1 => false,
            // Rules about the project speak up after this is asked.
            Name::Group(group) => {
                all && !is_about_project(&|rule| rule.group.name() == group && on(rule))
            }
            Name::All => all,
            Name::Rule(name) => RULES.iter().any(|rule| {
                let later = matches!(
                    rule.check,
                    Check::Suppressions(_) | Check::Project(_) | Check::Wording(_)
                );
                rule.name == name && on(rule) && !later
            }),
            Name::Unknown => false,
        };
        if !self.names.is_empty() && self.names.iter().all(idle) {
            return vec![SuppressionFaultKind::Unused];
        }
        let named = self.suppression.rules.iter().zip(&self.names);
        named
            .filter(|(_, name)| idle(name))
            .map(|(span, _)| SuppressionFaultKind::UnusedName(*span))
            .collect()
    }
}

fn line_start(document: &Document, offset: u32) -> usize {
    let before = &document.text[..offset as usize];
    before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

fn line_end(document: &Document, offset: u32) -> usize {
    let rest = &document.text[offset as usize..];
    rest.find(['\n', '\r']).map_or(document.text.len(), |at| offset as usize + at)
}

/// The first line after `comment` that holds text and no further comment of ours; a code block
/// or table that starts on it as a whole.
fn next_line(document: &Document, comment: Span) -> Span {
    let text = &document.text;
    let mut start = line_end(document, comment.end);
    while start < text.len() {
        let line =
            start + text[start..].len() - text[start..].trim_start_matches(['\n', '\r']).len();
        let end = line_end(document, line as u32);
        let span = Span::new(line, end);
        let ours = document.suppressions.iter().find(|other| span.overlaps(other.span));
        let content = text[span.range()].trim_start_matches([' ', '\t', '>']);
        match ours {
            Some(other) => start = line_end(document, other.span.end.max(span.end)),
            None if content.is_empty() && end < text.len() => start = end,
            None => {
                let whole = document.blocks.iter().find(|block| {
                    matches!(block.kind, BlockKind::Code(_) | BlockKind::Table { .. })
                        && span.covers(block.span.start)
                });
                return whole.map_or(span, |block| span.to(block.span));
            }
        }
    }
    Span::at(text.len())
}
