//! The links of a source by what the links of its translations answer. A page with many broken links
//! asks for each of them.

use super::facts::PageLink;
use super::quick::QuickMap;
use super::resolve::Resolution;
use crate::locale::Locale;
use crate::outline::target_key;

/// The links of one page, found by their targets. Of links that differ in nothing that matters
/// here, the first stands for all.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Targets as they are written.
    equal: QuickMap<Box<str>, u32>,
    /// What localization leaves of the targets; with the fragment behind another `#`, which no
    /// other key has, where that has to be the same.
    alike: QuickMap<String, Vec<u32>>,
}

impl Answers {
    /// Finds what answers the links of a page in the one of the two `locales`, of a page in the
    /// other that has `links`.
    pub(super) fn new(
        links: &[PageLink],
        resolutions: &[Resolution],
        locales: [&Locale; 2],
    ) -> Self {
        let mut answers = Self::default();
        for (at, link) in (0..).zip(links) {
            if answers.equal.contains_key(&link.target) {
                continue;
            }
            answers.equal.insert(link.target.clone(), at);
            let own = &resolutions[at as usize];
            let key = target_key(&link.target, locales);
            for key in [with_fragment(&key, &link.target), key] {
                let known = answers.alike.entry(key).or_default();
                // Few places are the same but for what localization changes.
                if known.iter().all(|&other| resolutions[other as usize] != *own) {
                    known.push(at);
                }
            }
        }
        answers
    }

    /// The numbers of the links that answer one to `target`: that which is equal, else those that
    /// differ only in what localization may change, and with `exact` not in their fragments.
    pub(super) fn to(&self, target: &str, locales: [&Locale; 2], exact: bool) -> Vec<u32> {
        if let Some(&equal) = self.equal.get(target) {
            return vec![equal];
        }
        let key = target_key(target, locales);
        let key = if exact { with_fragment(&key, target) } else { key };
        self.alike.get(&key).cloned().unwrap_or_default()
    }
}

fn with_fragment(key: &str, target: &str) -> String {
    let fragment = target.split_once('#').map_or("", |(_, fragment)| fragment);
    format!("{key}##{fragment}")
}
