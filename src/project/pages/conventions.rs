//! What the links of a project show about its site: how links name the locale, whether anchors
//! are translated, which generator makes them, and whether addresses can be followed at all.

use std::sync::Arc;

use super::facts::PageFacts;
use super::resolve::{Resolution, Site, Spelling, Target};
use super::slug::{self, Flavors};
use super::{address, whole::facts_of};
use crate::locale::Locale;
use crate::text::FileId;

/// Fewer examples than this show nothing.
const FEWEST: u32 = 20;

/// What the links of the run's pages show.
#[derive(Debug, Clone, Default)]
pub struct Conventions {
    /// Links from the root to pages that the own locale has: with the own locale in front, and
    /// otherwise.
    rooted: (u32, u32),
    /// Relative links to pages that the own locale has: to its version, and to another.
    relative: (u32, u32),
    /// Addresses on source pages that could be followed, and all of them.
    addresses: (u32, u32),
    /// Fragments on translations that only the translated page has, and that only its source has.
    anchors: (u32, u32),
    /// Fragments on source pages that some flavor explains, and per flavor those it explains.
    explained: (u32, [u32; slug::ALL.len()]),
    /// How links write each locale, as first seen.
    names: Vec<(Locale, Box<str>)>,
}

impl Conventions {
    pub(super) fn count(
        &mut self,
        site: &Site<'_>,
        pages: &[Option<Arc<PageFacts>>],
        file: FileId,
        resolutions: &[Resolution],
    ) {
        let Some(page) = &pages[file.0 as usize] else { return };
        let is_source = site.source_of(file) == Some(file);
        for (link, resolution) in page.links.iter().zip(resolutions) {
            if link.is_image {
                continue;
            }
            if is_source {
                self.count_address(&link.target, resolution);
            } else {
                self.count_style(site, file, &link.target, resolution);
            }
            if !link.fragment.is_empty() {
                self.count_fragment(site, pages, file, &link.target, resolution);
            }
        }
    }

    fn count_address(&mut self, target: &str, resolution: &Resolution) {
        let is_address = address::kind(&address::path_of(target)) == address::Kind::Address;
        let follows = match resolution {
            Resolution::Found(..) | Resolution::Untranslated(..) => 1,
            Resolution::Missing(_) => 0,
            Resolution::Unjudged | Resolution::Here => return,
        };
        if is_address || target.starts_with('/') {
            self.addresses.0 += follows;
            self.addresses.1 += 1;
        }
    }

    fn count_style(&mut self, site: &Site<'_>, file: FileId, target: &str, to: &Resolution) {
        let Resolution::Found(Target::File(page), spelling) = *to else { return };
        let own = site.locale(file);
        if site.article_of[page.0 as usize] == site.article_of[file.0 as usize] {
            return;
        }
        if spelling == Spelling::Prefixed {
            let named = site.locale(page);
            if !self.names.iter().any(|(locale, _)| locale == named) {
                let name = target.trim_start_matches('/').split('/').next().unwrap_or_default();
                self.names.push((named.clone(), name.into()));
            }
        }
        if site.version(page, own).is_none() {
            return;
        }
        let counts = match spelling {
            Spelling::Ambiguous => return,
            Spelling::Relative => &mut self.relative,
            Spelling::Prefixed | Spelling::Plain => &mut self.rooted,
        };
        if site.locale(page) == own && spelling != Spelling::Plain {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
    }

    fn count_fragment(
        &mut self,
        site: &Site<'_>,
        pages: &[Option<Arc<PageFacts>>],
        file: FileId,
        target: &str,
        resolution: &Resolution,
    ) {
        let page = match resolution {
            Resolution::Here => file,
            Resolution::Found(Target::File(page), _) => *page,
            _ => return,
        };
        let fragment = address::fragment_of(target);
        let Some(facts) = facts_of(pages, page) else { return };
        let source = site.source_of(page);
        if source == Some(page) {
            let flavors = facts.flavors_of(&fragment);
            // Ids that are written out say nothing about slugs.
            if flavors != 0 && flavors != slug::ANY {
                self.explained.0 += 1;
                for (at, flavor) in slug::ALL.iter().enumerate() {
                    self.explained.1[at] += u32::from(flavors & flavor != 0);
                }
            }
        } else if let Some(source) = source.and_then(|source| facts_of(pages, source)) {
            let has = |facts: &PageFacts| facts.has_anchor(&fragment, slug::ANY);
            match (has(facts), has(source)) {
                (true, false) => self.anchors.0 += 1,
                (false, true) => self.anchors.1 += 1,
                _ => {}
            }
        }
    }

    /// Whether links from the root carry the locale where they may.
    pub fn prefixes(&self) -> bool {
        self.rooted.0 > self.rooted.1
    }

    /// Whether relative links lead to the own locale's files where they may.
    pub fn keeps_to_locale(&self) -> bool {
        self.relative.0 > self.relative.1
    }

    /// Whether addresses can be followed so surely that one that leads nowhere is broken.
    pub fn follows_addresses(&self) -> bool {
        let (followed, all) = self.addresses;
        all >= FEWEST && followed * 20 >= all * 19
    }

    /// Whether translated pages have the anchors of their own headings, rather than being given
    /// those of their sources when the site is built.
    pub fn translates_anchors(&self) -> bool {
        let (translated, kept) = self.anchors;
        translated > 0 && translated * 2 > kept
    }

    /// The flavors that explain nearly all fragments on source pages; every flavor where there
    /// are too few to tell.
    pub fn flavors(&self) -> Flavors {
        let (all, each) = &self.explained;
        if *all < FEWEST {
            return slug::ANY;
        }
        let best = each.iter().max().copied().unwrap_or(0);
        let known = slug::ALL.iter().zip(each).filter(|(_, count)| **count * 50 >= best * 49);
        known.map(|(flavor, _)| flavor).sum()
    }

    /// How links write `locale`.
    pub fn name_of(&self, locale: &Locale) -> Option<String> {
        let seen = self.names.iter().find(|(known, _)| known == locale);
        let by_tag =
            |(locale, name): &(Locale, Box<str>)| **name == *locale.tag().to_ascii_lowercase();
        let usual = || !self.names.is_empty() && self.names.iter().all(by_tag);
        seen.map(|(_, name)| name.to_string())
            .or_else(|| usual().then(|| locale.tag().to_ascii_lowercase()))
    }
}
