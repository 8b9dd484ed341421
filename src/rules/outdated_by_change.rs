//! Sources that a change edits while translations stay as they are.

use std::collections::HashSet;

use crate::diagnostic::Severity;
use crate::markdown::front_matter::{KeyKind, PageKinds};
use crate::markdown::{BlockKind, Document, InlineKind, ValueShape};
use crate::rule::{Change, Check, Checker, Example, FixAvailability, Group, KeyKinds, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "outdated-by-change",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "sources that a change edits while translations stay as they are",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Change(check),
};

const DOCS: &str = "\
Only with `--diff-base` and `--staged`. A change edits what a source says and leaves some of its
translations alone: from then on they tell another story. In many projects that is how it has to
be, because translators follow later; so it is a notice, and does not make a run fail.

It stands on the first lines of the source that changed, with the translations beside it, once per
page. Changes that no reader sees are passed over: comments, white space, line breaks within a
paragraph, and front matter keys that tools write. A translation that the same change touches is
taken as up to date.";

const EXAMPLES: &[Example] = &[];

fn check(change: &Change<'_>, checker: &mut Checker<'_>) {
    let Change::Edited { source, before, translations } = change else { return };
    let (old, new) = (content(before, checker.key_kinds()), content(source, checker.key_kinds()));
    let same = old.iter().zip(&new).take_while(|(old, new)| old.1 == new.1).count();
    if same == old.len() && same == new.len() {
        return;
    }
    // The first run of pieces that are new. Where something was only taken out, the place is
    // what follows it.
    let known: HashSet<&str> = old.iter().map(|(_, text)| text.as_str()).collect();
    let fresh = new[same..].iter().take_while(|(_, text)| !known.contains(text.as_str()));
    let end = source.text.trim_end().len();
    let first = new.get(same).map_or(Span::at(end), |(span, _)| *span);
    let span = fresh.fold(first, |span, (piece, _)| span.to(*piece));
    let mut tags: Vec<&str> = translations.iter().map(|(_, file)| file.locale.tag()).collect();
    tags.sort_unstable();
    let count = tags.len();
    let message = match count {
        1 => format!("this change leaves a translation behind: {}", tags[0]),
        _ => format!("this change leaves {count} translations behind: {}", tags.join(", ")),
    };
    let mut finding = checker.finding(source.file, span, message);
    for (file, version) in *translations {
        finding = finding.beside(*file, Span::at(0), version.locale.tag());
    }
    let help = "translate the change, or leave it to those who follow the sources";
    checker.report(finding.label("changed here").help(help).subject(tags.join(" ")));
}

/// What readers get of a page, piece by piece, white space evened out.
fn content(document: &Document, kinds: &KeyKinds) -> Vec<(Span, String)> {
    let even = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    if let Some(front_matter) = &document.front_matter {
        let kinds = PageKinds::new(kinds, front_matter);
        for entry in &front_matter.entries {
            let scalar = entry.shape == ValueShape::Scalar;
            if scalar && kinds.kind(&entry.path) != KeyKind::Bookkeeping {
                let value = format!("{}: {}", entry.path, document.slice(entry.value));
                found.push((entry.value, value));
            }
        }
    }
    for id in document.block_ids() {
        let block = document.block(id);
        match &block.kind {
            BlockKind::Code(_) => {
                found.push((block.span, document.slice(block.span).to_owned()));
            }
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Cell | BlockKind::Html => {
                let comments = document
                    .inlines_in(id)
                    .iter()
                    .filter(|inline| inline.kind == InlineKind::Comment);
                let mut text = String::new();
                let mut at = block.span.start as usize;
                for comment in comments {
                    text.push_str(&document.text[at..comment.span.range().start.max(at)]);
                    at = comment.span.range().end;
                }
                text.push_str(
                    &document.text[at.min(block.span.range().end)..block.span.range().end],
                );
                found.push((block.span, even(&text)));
            }
            BlockKind::Directive(_) | BlockKind::Alert(_) if block.end == id.0 + 1 => {
                found.push((block.span, even(document.slice(block.span))));
            }
            BlockKind::Alert(alert) => {
                found.push((block.span, format!("alert {}", document.slice(alert.kind))));
            }
            BlockKind::List { ordered, .. } => {
                found.push((block.span, format!("list {ordered} {}", block.depth)));
            }
            BlockKind::Quote | BlockKind::Break => {
                found.push((block.span, block.kind.noun().to_owned()));
            }
            _ => {}
        }
    }
    found
}
