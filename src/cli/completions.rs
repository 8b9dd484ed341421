//! `hexapla completions SHELL`, and the names that a shell can complete.

use std::io::{self, Write};

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command, Error};
use clap_complete::Shell;

use super::Outcome;
use super::failure::Failure;
use crate::rule::Group;
use crate::rules::RULES;

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell that completes.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script for a shell.
pub(crate) fn run(args: &CompletionsArgs, mut command: Command) -> Result<Outcome, Failure> {
    // Written to memory first: the generator would stop the process at a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "hexapla", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Clean)
}

/// Reads a name of a rule. Every text is taken: a name that is unknown is told where it is
/// resolved, with the one that was meant. The known ones are for completions alone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names {
    /// Of a rule.
    Rules,
    /// Of a rule, a group or a word that stands for many.
    Selections,
}

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let many = ["default", "advisory", "all"].into_iter();
        let many = many.chain(Group::ALL.iter().map(|group| group.name()));
        let many = many.filter(|_| matches!(self, Self::Selections)).map(PossibleValue::new);
        let rules = RULES.iter().map(|rule| PossibleValue::new(rule.name).help(rule.summary));
        Some(Box::new(many.chain(rules)))
    }
}
