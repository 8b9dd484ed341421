//! What many pages of a language have in common beside their sources: a notice that a machine
//! translated them, a glossary at the end, a line that a program writes and nobody translates. It is
//! meant, or has one cause: it is worth one finding for each language.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::Severity;
use crate::project::Catalog;
use crate::rules::RULES;

use super::report::{Finding, Spot};

/// Rules about what only one side has, or what was left as it is.
const JUDGED: [&str; 5] =
    ["extra-block", "extra-section", "missing-block", "missing-section", "untranslated"];

/// Pages from which on something can be a habit.
const LEAST_PAGES: usize = 5;

/// One of so many judged pages of a language has it, at least.
const SHARE: usize = 10;

/// Places beside the first that are named.
const NAMED: usize = 3;

/// Letters that the words need to be told from others; tags and lines of dashes have fewer.
const LEAST_LETTERS: usize = 8;

/// Leaves one finding of those that many pages of a language have in the same words: the first, which
/// says how many pages they are.
pub(super) fn gather(findings: &mut Vec<Finding>, catalog: &Catalog) {
    let mut alike: BTreeMap<(&str, String, String), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if JUDGED.contains(&finding.rule)
            && let Some(words) = words(&finding.message)
        {
            let locale = finding.locale.tag().to_owned();
            alike.entry((finding.rule, locale, words.to_owned())).or_default().push(at);
        }
    }
    alike.retain(|_, places| places.len() >= LEAST_PAGES);
    if alike.is_empty() {
        return;
    }
    let judged = judged(catalog);
    let mut dropped: BTreeSet<usize> = BTreeSet::new();
    for ((rule, locale, _), mut places) in alike {
        let usual = RULES.iter().find(|other| other.name == rule).map(|rule| rule.severity);
        places.sort_by(|&a, &b| findings[a].spot.path.cmp(&findings[b].spot.path));
        let pages: BTreeSet<_> = places.iter().map(|&at| &findings[at].spot.path).collect();
        let (count, all) = (pages.len(), judged.get(&*locale).copied().unwrap_or_default());
        if count < LEAST_PAGES || count * SHARE < all {
            continue;
        }
        let others: Vec<Spot> = places[1..]
            .iter()
            .map(|&at| Spot { message: "here too".to_owned(), ..findings[at].spot.clone() })
            .take(NAMED)
            .collect();
        let finding = &mut findings[places[0]];
        finding.message = format!("{}, on this and {} more pages", finding.message, count - 1);
        finding.help = Some(
            "where all these pages are meant to be so, nothing is to be done; otherwise it has one \
             cause"
                .to_owned(),
        );
        finding.related.extend(others);
        // A severity that the configuration raised stays.
        if Some(finding.severity) == usual {
            finding.severity = Severity::Info;
        }
        dropped.extend(&places[1..]);
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !dropped.contains(&(at - 1))
    });
}

/// How many pages of each language are judged.
fn judged(catalog: &Catalog) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for &file in catalog.articles.iter().flat_map(|article| &article.selected) {
        *counts.entry(catalog.file(file).locale.tag()).or_default() += 1;
    }
    counts
}

/// The words of a finding as far as they are the same on every page: up to the first target of a
/// link. `None` where there are too few.
fn words(message: &str) -> Option<&str> {
    let words = message.split("](").next()?;
    let quoted = words.split_once('"')?.1;
    let letters = quoted.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters >= LEAST_LETTERS && !quoted.starts_with('<')).then_some(words)
}
