//! What every rule owes: a name, examples, a file and a fixture folder, and words in one style.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hexapla::rule::{Check, Expect, FixAvailability, Rule};
use hexapla::rules::RULES;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Names of the entries of a folder of the repository.
fn entries(folder: &str) -> BTreeSet<String> {
    let listing = fs::read_dir(root().join(folder));
    let listing = listing.unwrap_or_else(|error| panic!("{folder}: {error}"));
    listing.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn names() -> BTreeSet<String> {
    RULES.iter().map(|rule| rule.name.to_owned()).collect()
}

/// One line, lower case at its start, no full stop at its end.
fn is_plain(text: &str) -> bool {
    let starts_well = !text.starts_with(|first: char| first.is_uppercase());
    !text.is_empty() && starts_well && !text.ends_with(['.', '!']) && !text.contains('\n')
}

#[test]
fn names_are_unique_sorted_and_kebab_case() {
    for pair in RULES.windows(2) {
        assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
    }
    for rule in RULES {
        let parts = rule.name.split('-');
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let kebab = |part: &str| !part.is_empty() && part.chars().all(plain);
        assert!(parts.clone().all(kebab), "{}", rule.name);
    }
}

#[test]
fn every_rule_has_a_file_and_every_file_a_rule() {
    let files: BTreeSet<_> = entries("src/rules")
        .iter()
        .filter_map(|name| name.strip_suffix(".rs"))
        .filter(|name| *name != "mod")
        .map(|name| name.replace('_', "-"))
        .collect();
    assert_eq!(files, names(), "src/rules/*.rs and RULES");
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_folder_a_rule() {
    assert_eq!(entries("fixtures/rules"), names(), "fixtures/rules/* and RULES");
}

/// Rules about bytes that are no text, about MDX, or that ask for a configuration: an example,
/// which is text in Markdown without one, cannot show what they find. Their fixtures do.
const TOLD_BY_FIXTURES: &[&str] = &["glossary", "invalid-utf8", "mdx-syntax"];

/// Whether the rule is about changes: an example, which is one state, cannot show them. Their
/// fixtures do.
fn told_of_changes(rule: &Rule) -> bool {
    matches!(rule.check, Check::Change(_))
}

/// Rules about the history of a repository, which an example of two texts does not have.
const TOLD_BY_HISTORY: &[&str] = &["stale-translation"];

#[test]
fn every_rule_shows_what_it_finds_and_what_it_leaves_alone() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| !told_of_changes(rule)) {
        let expects = || rule.examples.iter().map(|example| example.expect);
        if expects().all(|expect| expect != Expect::Clean) {
            wrong.push(format!("{}: no clean example", rule.name));
        }
        let elsewhere =
            TOLD_BY_FIXTURES.contains(&rule.name) || TOLD_BY_HISTORY.contains(&rule.name);
        if expects().all(|expect| expect == Expect::Clean) && !elsewhere {
            wrong.push(format!("{}: no flagged example", rule.name));
        }
        let fixed = expects().any(|expect| matches!(expect, Expect::Fixed(_)));
        if fixed && rule.fix == FixAvailability::None {
            wrong.push(format!("{}: an example is fixed, the rule says never", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_are_in_one_style() {
    for rule in RULES {
        assert!(is_plain(rule.summary), "{}: summary {:?}", rule.name, rule.summary);
        assert!(rule.docs.trim().len() > 60, "{}: the docs say too little", rule.name);
        assert!(!rule.docs.contains("# "), "{}: docs bring no headings", rule.name);
        for example in rule.examples {
            // A title may start with a name: "Persian needs the non-joiner".
            let title = example.title;
            let plain = !title.is_empty() && !title.ends_with('.') && !title.contains('\n');
            assert!(plain, "{}: title {title:?}", rule.name);
            if let Expect::Flagged(message) = example.expect {
                assert!(is_plain(message), "{}: message {message:?}", rule.name);
            }
        }
        for option in rule.options {
            assert!(is_plain(option.docs), "{}: option {:?}", rule.name, option.docs);
        }
    }
}

#[test]
fn since_is_a_version_up_to_this_one() {
    let version = |text: &str| -> Vec<u32> {
        text.split('.').map(|part| part.parse().expect("numbers between dots")).collect()
    };
    let current = version(env!("CARGO_PKG_VERSION"));
    let later = |rule: &&&Rule| version(rule.since) > current;
    assert_eq!(RULES.iter().find(later).map(|rule| rule.name), None);
}
