//! `hexapla explain RULE`.

use std::io::{self, Write};

use clap::Args;

use super::Outcome;
use super::completions::Names;
use super::failure::Failure;
use crate::config::select;
use crate::reference;
use crate::rule::Group;
use crate::rules::RULES;

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The rule's name, as it stands in brackets in a report.
    #[arg(value_parser = Names::Rules, hide_possible_values = true)]
    rule: String,
}

/// Prints the rule's reference page.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let Some(rule) = RULES.iter().find(|rule| rule.name == args.rule) else {
        if Group::ALL.iter().any(|group| group.name() == args.rule) {
            let message = format!("`{}` is a group of rules", args.rule);
            return Err(Failure::with_help(message, "hexapla rules lists the rules of each group"));
        }
        let names = RULES.iter().map(|rule| rule.name);
        let meant = select::suggest(&args.rule, names);
        let help = match meant {
            Some(name) => format!("did you mean `{name}`?"),
            None => "hexapla rules lists them all".to_owned(),
        };
        return Err(Failure::with_help(format!("there is no rule `{}`", args.rule), help));
    };
    io::stdout().lock().write_all(reference::rule_page(rule).as_bytes())?;
    Ok(Outcome::Clean)
}
