//! `hexapla rules`.

use std::io::{self, Write};

use clap::Args;

use super::Outcome;
use super::failure::Failure;
use crate::rule::{FixAvailability, Group, Rule, Tier};
use crate::rules::RULES;

/// The arguments of `rules`.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {}

/// Lists the rules by group: name, severity, whether it repairs, and what it finds.
pub(crate) fn run(_args: &RulesArgs) -> Result<Outcome, Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let widest = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for group in Group::ALL {
        let mut rules = RULES.iter().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        writeln!(out, "{}", group.name())?;
        for rule in rules {
            let remarks = remarks(rule);
            let severity = rule.severity.name();
            let name = rule.name;
            writeln!(out, "  {name:widest$}  {severity:7}  {}{remarks}", rule.summary)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "hexapla explain RULE says more about one of them.")?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// ` (fixable, advisory)`, or nothing.
fn remarks(rule: &Rule) -> String {
    let mut remarks = Vec::new();
    match rule.fix {
        FixAvailability::None => {}
        FixAvailability::Sometimes => remarks.push("sometimes fixable"),
        FixAvailability::Always => remarks.push("fixable"),
    }
    if rule.tier == Tier::Advisory {
        remarks.push("advisory");
    }
    if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) }
}
