//! Plants one fault at a time into the clean pages of `fixtures/site`, at seeded places, and
//! requires that exactly this fault is reported, by the right rule, within two lines of it.
//!
//! `FAULT_SEED=7` plants at other places, `FAULT_COUNT=1000` at all of them.

#[path = "faults/encoding.rs"]
mod encoding;
#[path = "faults/fault.rs"]
mod fault;
#[path = "faults/front_matter.rs"]
mod front_matter;
#[path = "faults/inline.rs"]
mod inline;
#[path = "faults/lists.rs"]
mod lists;
#[path = "faults/markup.rs"]
mod markup;
#[path = "faults/page.rs"]
mod page;
#[path = "faults/plant.rs"]
mod plant;
#[path = "faults/rng.rs"]
mod rng;
#[path = "faults/sections.rs"]
mod sections;
#[path = "faults/site.rs"]
mod site;
#[path = "faults/tokens.rs"]
mod tokens;

use std::collections::BTreeMap;

use plant::{KINDS, choose};

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn pages_are_read_and_written_back_byte_for_byte() {
    for pair in site::pairs() {
        let page = page::Page::new(&pair.translation);
        assert_eq!(page.text(), pair.translation, "{} {}", pair.locale, pair.page);
        assert!(page.front_matter().len() > 3, "{} {}", pair.locale, pair.page);
    }
}

#[test]
fn every_kind_has_room_in_every_language_and_changes_the_page() {
    let pairs = site::pairs();
    let mut room: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for pair in &pairs {
        for kind in KINDS {
            let faults = choose(kind, pair, 1, usize::MAX);
            *room.entry((kind.name, pair.locale)).or_default() += faults.len();
            for fault in faults {
                let whole = format!("{} in {} {}", kind.name, pair.locale, pair.page);
                assert_ne!(fault.text, pair.translation, "{whole}");
                let lines = fault.text.lines().count();
                assert!(fault.places.iter().all(|place| *place.start() <= lines + 2), "{whole}");
            }
        }
    }
    for kind in KINDS {
        for locale in site::LOCALES {
            assert!(room[&(kind.name, locale)] > 0, "{} has no room in {locale}", kind.name);
        }
    }
}

#[test]
fn the_same_seed_plants_the_same_faults() {
    let pairs = site::pairs();
    let texts = |seed| -> Vec<String> {
        let faults = pairs.iter().flat_map(|pair| choose(&KINDS[0], pair, seed, 1));
        faults.map(|fault| fault.text).collect()
    };
    assert_eq!(texts(1), texts(1));
    assert_ne!(texts(1), texts(2));
}

#[test]
fn zz_show() {
    let want = std::env::var("SHOW").unwrap_or_default();
    let locale = std::env::var("LOC").unwrap_or("nl".into());
    for pair in site::pairs().iter().filter(|p| p.locale == locale) {
        for kind in KINDS.iter().filter(|k| k.name.contains(&want)) {
            for f in choose(kind, pair, 1, usize::MAX) {
                println!("=== {} {} {:?} {:?}", kind.name, pair.page, f.places, f.repair);
                for line in similar::TextDiff::from_lines(&pair.translation, &f.text)
                    .unified_diff()
                    .context_radius(0)
                    .to_string()
                    .lines()
                    .filter(|l| !l.starts_with("@@"))
                {
                    println!("{line}");
                }
            }
        }
    }
}
