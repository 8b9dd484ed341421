//! Versions without a source. The one in the middle (the medoid) serves as the reference; a
//! finding stands only where most versions agree with it. Of two versions neither is blamed.

use std::collections::BTreeMap;

use crate::outline::{self, Basis};
use crate::text::FileId;

use super::article::{Judge, Judged, Version, align, pair};
use super::consensus::{self, Key};

/// Judges versions of which none is known to be the source.
pub(super) fn judge(judge: &Judge<'_>, versions: &[Version]) -> Vec<Judged> {
    match versions {
        [] => Vec::new(),
        [only] => judge.document(&only.document, None),
        [left, right] => retold(two(judge, left, right), &TWO),
        _ => retold(vote(judge, versions), &MORE),
    }
}

/// What rules say of the source, said of the one other version.
const TWO: [(&str, &str); 1] = [("the source", "the other version")];

/// What rules say of the source, said of the versions that agree.
const MORE: [(&str, &str); 5] = [
    ("the source's", "the others'"),
    ("the source has", "the others have"),
    ("the source does", "the others do"),
    ("the source is", "the others are"),
    ("the source", "the others"),
];

/// Rules compare with a source, and say so; where there is none, other words have to stand.
fn retold(mut found: Vec<Judged>, words: &[(&str, &str)]) -> Vec<Judged> {
    for judged in &mut found {
        let diagnostic = &mut judged.diagnostic;
        diagnostic.message = reworded(&diagnostic.message, words);
        diagnostic.help = diagnostic.help.take().map(|help| reworded(&help, words));
        if let Some(fix) = &mut diagnostic.fix {
            fix.title = reworded(&fix.title, words);
        }
        for label in &mut diagnostic.related {
            label.message = reworded(&label.message, words);
        }
    }
    found
}

/// `text` in other words, except for what it quotes.
fn reworded(text: &str, words: &[(&str, &str)]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut quote = None;
    for part in text.split_inclusive(['`', '"']) {
        if quote.is_none() {
            let say = |said: String, (from, to): &(&str, &str)| said.replace(from, to);
            result.push_str(&words.iter().fold(part.to_owned(), say));
        } else {
            result.push_str(part);
        }
        let mark = part.chars().next_back().filter(|mark| matches!(mark, '`' | '"'));
        quote = match (quote, mark) {
            (None, mark) => mark,
            (open, mark) if open == mark => None,
            (open, _) => open,
        };
    }
    result
}

/// Two versions: what differs is shown on both, with no fix and no blame.
fn two(judge: &Judge<'_>, left: &Version, right: &Version) -> Vec<Judged> {
    let alignment = align(left, right);
    let basis = Basis::Siblings { agreeing: 1, of: 2 };
    let pair = pair(left, right, &alignment, &basis);
    let mut found = judge.pair(&pair);
    for judged in &mut found {
        let diagnostic = &mut judged.diagnostic;
        diagnostic.message = format!("the versions differ: {}", diagnostic.message);
        diagnostic.help = Some("no source tells which of the two is right".to_owned());
        diagnostic.fix = None;
    }
    found.extend(judge.document(&right.document, Some(&pair)));
    let alignment = align(right, left);
    let reverse = super::article::pair(right, left, &alignment, &basis);
    found.extend(judge.document(&left.document, Some(&reverse)));
    found
}

/// Three and more: each is compared with the one in the middle, and all vote.
fn vote(judge: &Judge<'_>, versions: &[Version]) -> Vec<Judged> {
    let order = by_centrality(versions);
    let reference = order[0];
    let (mut found, outvoted) = against(judge, versions, reference, true);
    if outvoted {
        // The version in the middle is itself the odd one somewhere: the next one judges it.
        let odd = versions[reference].document.file;
        let (second, _) = against(judge, versions, order[1], false);
        let on_odd = |judged: &Judged| judged.diagnostic.primary.location.file == odd;
        found.extend(second.into_iter().filter(on_odd));
    }
    found
}

/// All versions beside `reference`. The flag says whether most of them agreed against it.
fn against(
    judge: &Judge<'_>,
    versions: &[Version],
    reference: usize,
    documents: bool,
) -> (Vec<Judged>, bool) {
    let count = versions.len();
    let middle = &versions[reference];
    let basis = Basis::Siblings { agreeing: count as u8, of: count as u8 };
    let mut all = Vec::new();
    let mut found = Vec::new();
    for (index, version) in versions.iter().enumerate() {
        if index == reference {
            continue;
        }
        let alignment = align(middle, version);
        let pair = pair(middle, version, &alignment, &basis);
        all.extend(judge.pair(&pair));
        if documents {
            found.extend(judge.document(&version.document, Some(&pair)));
        }
    }
    if documents {
        found.extend(judge.document(&middle.document, None));
    }
    let mut deviating: BTreeMap<Key, Vec<FileId>> = BTreeMap::new();
    for judged in &all {
        if let Some(key) = consensus::key(judged, middle.document.file) {
            let files = deviating.entry(key).or_default();
            files.push(judged.diagnostic.primary.location.file);
            files.dedup();
        }
    }
    let mut outvoted = false;
    for mut judged in all {
        let key = consensus::key(&judged, middle.document.file);
        let against = key.and_then(|key| deviating.get(&key)).map_or(1, Vec::len);
        let agreeing = count - against;
        if agreeing * 2 > count {
            judged.basis = Some(Basis::Siblings { agreeing: agreeing as u8, of: count as u8 });
            found.push(judged);
        } else {
            outvoted |= against * 2 >= count;
        }
    }
    (found, outvoted)
}

/// The versions' indices, the one with the least total distance to the others first.
fn by_centrality(versions: &[Version]) -> Vec<usize> {
    let signatures: Vec<Vec<u64>> =
        versions.iter().map(|version| version.outline.signature()).collect();
    let total = |index: usize| -> usize {
        signatures.iter().map(|other| outline::distance(&signatures[index], other)).sum()
    };
    let mut order: Vec<usize> = (0..versions.len()).collect();
    let totals: Vec<usize> = order.iter().map(|&index| total(index)).collect();
    order.sort_by_key(|&index| (totals[index], index));
    order
}

#[cfg(test)]
mod tests {
    use super::{MORE, TWO, reworded};

    #[test]
    fn what_is_quoted_keeps_its_words() {
        let text =
            "list has 1 item, the source's 2: \"read the source's `a`\" is missing in the source";
        let other = "list has 1 item, the other version's 2: \"read the source's `a`\" is missing in \
                     the other version";
        assert_eq!(reworded(text, &TWO), other);
        assert_eq!(reworded("`a\"` the source has it", &MORE), "`a\"` the others have it");
    }
}
