//! What a site adds to its translations in the same words on many pages (a notice that a machine
//! translated them, a glossary at the end): it is meant, and worth one finding for each language.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::Severity;
use crate::project::Catalog;

use super::report::Finding;

/// Rules about what only the translation has.
const ADDITIONS: [&str; 2] = ["extra-block", "extra-section"];

/// Pages from which on an addition can be a habit.
const LEAST_PAGES: usize = 5;

/// One of so many judged pages of a language has it, at least.
const SHARE: usize = 10;

/// Letters that the words need to be told from others; tags and lines of dashes have fewer.
const LEAST_LETTERS: usize = 8;

/// Leaves one finding of each addition that many pages of a language have in the same words: the
/// first, which says on how many more pages it stands.
pub(super) fn gather(findings: &mut Vec<Finding>, catalog: &Catalog) {
    let mut alike: BTreeMap<(&str, String, String), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if ADDITIONS.contains(&finding.rule)
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
    for ((_, locale, _), mut places) in alike {
        places.sort_by(|&a, &b| findings[a].spot.path.cmp(&findings[b].spot.path));
        let pages: BTreeSet<_> = places.iter().map(|&at| &findings[at].spot.path).collect();
        let (count, all) = (pages.len(), judged.get(&*locale).copied().unwrap_or_default());
        if count < LEAST_PAGES || count * SHARE < all {
            continue;
        }
        let finding = &mut findings[places[0]];
        let more = count - 1;
        finding.message = format!("{}, and neither is it on {more} more pages", finding.message);
        finding.help = Some(
            "where the site adds it to its translations, nothing is to be done; otherwise remove it"
                .to_owned(),
        );
        if finding.severity == Severity::Warning {
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

/// The words of an addition as far as they are the same on every page: up to the first target of a
/// link. `None` where there are too few.
fn words(message: &str) -> Option<&str> {
    let words = message.split("](").next()?;
    let quoted = words.split_once('"')?.1;
    let letters = quoted.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters >= LEAST_LETTERS && !quoted.starts_with('<')).then_some(words)
}
