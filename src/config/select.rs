//! Which rules are on: names of rules and groups, and the words `default`, `advisory` and `all`.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::Severity;
use crate::rule::{Group, Rule, Tier};
use crate::rules::RULES;

/// A name that is neither a rule nor a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// The name as written.
    pub name: String,
    /// The known name that comes near it.
    pub suggestion: Option<String>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule or group is called `{}`", self.name)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownName {}

/// The rules that `select` switches on and `ignore` does not switch off, with their severities,
/// in the order of the list. An empty `select` means `default`. The more particular name wins (a
/// rule before a group before a tier before `all`), `ignore` among equals.
///
/// # Errors
/// All unknown names in the three arguments, in their order.
pub fn resolve(
    select: &[String],
    ignore: &[String],
    severity: &BTreeMap<String, Severity>,
) -> Result<Vec<(&'static Rule, Severity)>, Vec<UnknownName>> {
    resolve_in(RULES, select, ignore, severity)
}

fn resolve_in(
    rules: &[&'static Rule],
    select: &[String],
    ignore: &[String],
    severity: &BTreeMap<String, Severity>,
) -> Result<Vec<(&'static Rule, Severity)>, Vec<UnknownName>> {
    let selections = select.iter().chain(ignore).filter_map(|name| check_in(rules, name));
    let severities = severity.keys().filter_map(|name| check_rule_in(rules, name));
    let unknown: Vec<UnknownName> = selections.chain(severities).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let default = [String::from("default")];
    let select = if select.is_empty() { &default[..] } else { select };
    let strongest =
        |names: &[String], rule: &Rule| names.iter().filter_map(|name| strength(name, rule)).max();
    let on = rules.iter().filter(|rule| match (strongest(select, rule), strongest(ignore, rule)) {
        (Some(select), Some(ignore)) => select > ignore,
        (select, _) => select.is_some(),
    });
    let with_severity =
        |rule: &&'static Rule| (*rule, severity.get(rule.name).copied().unwrap_or(rule.severity));
    Ok(on.map(with_severity).collect())
}

/// How particularly `name` means `rule`; `None` when it does not.
fn strength(name: &str, rule: &Rule) -> Option<u8> {
    let tier = match rule.tier {
        Tier::Default => "default",
        Tier::Advisory => "advisory",
    };
    if name == rule.name {
        Some(3)
    } else if name == rule.group.name() {
        Some(2)
    } else if name == tier {
        Some(1)
    } else {
        (name == "all").then_some(0)
    }
}

/// Looks `name` up among the rules, groups and words that select; the error when it is none.
pub fn check(name: &str) -> Option<UnknownName> {
    check_in(RULES, name)
}

/// Looks `name` up among the rules alone; the error when it is none.
pub fn check_rule(name: &str) -> Option<UnknownName> {
    check_rule_in(RULES, name)
}

fn check_in(rules: &[&'static Rule], name: &str) -> Option<UnknownName> {
    let groups = Group::ALL.iter().map(|group| group.name());
    let words = ["default", "advisory", "all"].into_iter();
    look_up(name, rules.iter().map(|rule| rule.name).chain(groups).chain(words))
}

fn check_rule_in(rules: &[&'static Rule], name: &str) -> Option<UnknownName> {
    look_up(name, rules.iter().map(|rule| rule.name))
}

fn look_up<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<UnknownName> {
    if known.clone().any(|known| known == name) {
        return None;
    }
    let suggestion = suggest(name, known).map(str::to_owned);
    Some(UnknownName { name: name.to_owned(), suggestion })
}

/// The known name that comes nearest to `name`, if one comes near.
pub fn suggest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase().replace('_', "-");
    known
        .map(|known| (strsim::jaro_winkler(&name, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Check, FixAvailability};

    const fn rule(name: &'static str, group: Group, tier: Tier) -> Rule {
        Rule {
            name,
            group,
            tier,
            severity: Severity::Error,
            fix: FixAvailability::None,
            since: "0.1.0",
            summary: "",
            docs: "",
            examples: &[],
            options: &[],
            check: Check::Project(|_, _| {}),
        }
    }

    static SECTION: Rule = rule("missing-section", Group::Structure, Tier::Default);
    static LIST: Rule = rule("list-items", Group::Structure, Tier::Default);
    static EMPHASIS: Rule = rule("emphasis", Group::Markup, Tier::Advisory);
    const SOME: &[&Rule] = &[&EMPHASIS, &LIST, &SECTION];

    fn on(select: &[&str], ignore: &[&str]) -> Vec<&'static str> {
        let owned =
            |names: &[&str]| names.iter().map(|name| String::from(*name)).collect::<Vec<_>>();
        let found = resolve_in(SOME, &owned(select), &owned(ignore), &BTreeMap::new());
        found.expect("known names").into_iter().map(|(rule, _)| rule.name).collect()
    }

    #[test]
    fn the_more_particular_name_wins() {
        assert_eq!(on(&[], &[]), ["list-items", "missing-section"]);
        assert_eq!(on(&["all"], &["structure"]), ["emphasis"]);
        assert_eq!(on(&["all", "list-items"], &["structure"]), ["emphasis", "list-items"]);
        assert_eq!(on(&["structure"], &["list-items"]), ["missing-section"]);
        assert_eq!(on(&["list-items"], &["list-items"]), [""; 0]);
        assert_eq!(on(&["advisory"], &[]), ["emphasis"]);
    }

    #[test]
    fn unknown_names_are_all_named_with_what_was_meant() {
        let names =
            |names: &[&str]| names.iter().map(|name| String::from(*name)).collect::<Vec<_>>();
        let severity = BTreeMap::from([("list-item".to_owned(), Severity::Info)]);
        let unknown =
            resolve_in(SOME, &names(&["missing_section", "xyz"]), &names(&["stucture"]), &severity)
                .expect_err("unknown names");
        let suggested: Vec<_> = unknown.iter().map(|name| name.suggestion.as_deref()).collect();
        assert_eq!(
            suggested,
            [Some("missing-section"), None, Some("structure"), Some("list-items")]
        );
    }

    #[test]
    fn a_severity_is_set_by_rule_name() {
        let severity = BTreeMap::from([("list-items".to_owned(), Severity::Info)]);
        let rules = resolve_in(SOME, &[], &[], &severity).expect("known names");
        let severities: Vec<_> = rules.iter().map(|(_, severity)| *severity).collect();
        assert_eq!(severities, [Severity::Info, Severity::Error]);
    }
}
