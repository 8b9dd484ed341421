//! The command line: clap types and one file per command. What a command does is done by the
//! library; here arguments are turned into calls and results into streams and an exit code.

mod baseline;
mod changed;
mod check;
mod compare;
mod completions;
mod explain;
mod failure;
mod init;
mod known;
mod man;
mod options;
mod plan;
mod progress;
mod rules;
mod run;
mod schema;
mod settings;
mod status;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use failure::Failure;
use terminal::{ColorWhen, Terminal};

use crate::output;

/// What the exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0: nothing at or above `--fail-on` remains.
    Clean,
    /// 1: something does.
    Findings,
    /// 2: the run could not be done as asked. What was wrong is on stderr by then.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        })
    }
}

/// A translation consistency linter for Markdown and MDX.
///
/// Lays the localized versions of an article beside the source they were translated from and
/// reports where they diverge in structure and where text was damaged on the way. With no source
/// the versions are compared with each other.
#[derive(Debug, Parser)]
#[command(
    name = "hexapla",
    version,
    after_help = "Exit codes: 0 nothing found, 1 findings at or above --fail-on, 2 the run could \
                  not be done as asked.\nSee also: hexapla COMMAND --help, hexapla explain RULE"
)]
struct Cli {
    /// When to use colours; `auto` honours NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    color: ColorWhen,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the translations of a project, or the files that are named.
    #[command(alias = "lint")]
    Check(check::CheckArgs),
    /// Compare versions of one article with their source or with each other.
    Compare(compare::CompareArgs),
    /// Write down today's findings, so that later runs report only new ones.
    Baseline(baseline::BaselineArgs),
    /// Say how far each language has come: what is translated, what has fallen behind.
    Status(status::StatusArgs),
    /// Write a commented lint-rules.toml for the layout that is detected here.
    Init(init::InitArgs),
    /// Say what a rule finds, why it matters and what it leaves alone.
    Explain(explain::ExplainArgs),
    /// List the rules.
    Rules(rules::RulesArgs),
    /// Print the JSON schema of lint-rules.toml or of a JSON report, for editors and programs.
    Schema(schema::SchemaArgs),
    /// Print the script with which a shell completes commands, options and rules.
    Completions(completions::CompletionsArgs),
    /// Print a manual page.
    Man(man::ManArgs),
}

/// The declared arguments. A variable that is set to nothing, as CI systems leave one whose input
/// is empty, is not set.
fn command() -> clap::Command {
    let mut command = Cli::command();
    if std::env::var_os(options::FORMAT_VARIABLE).is_some_and(|value| value.is_empty()) {
        for name in ["check", "compare"] {
            command = command.mut_subcommand(name, |command| {
                command.mut_arg("output_format", |arg| arg.env(Resettable::Reset))
            });
        }
    }
    command
}

/// Reads the arguments of this process.
fn parse() -> Result<Cli, clap::Error> {
    let matches = command().try_get_matches()?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    // clap knows whether an option was given or found in the environment; its values do not.
    let from_environment =
        |of: &ArgMatches| of.value_source("output_format") == Some(ValueSource::EnvVariable);
    let options = match &mut cli.command {
        Command::Check(args) => Some(&mut args.options),
        Command::Compare(args) => Some(&mut args.options),
        _ => None,
    };
    if let (Some(options), Some((_, of))) = (options, matches.subcommand()) {
        options.format_from_environment = from_environment(of);
    }
    Ok(cli)
}

/// What clap does not know: who names a file where a command belongs means `check`, and a value may
/// come from the environment.
fn hint(error: &clap::Error) {
    let value = std::env::var(options::FORMAT_VARIABLE).ok();
    if error.kind() == ErrorKind::InvalidValue
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidValue)
        && value.as_ref() == Some(word)
    {
        let _ = writeln!(io::stderr(), "  help: that is what {} says", options::FORMAT_VARIABLE);
    }
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && std::path::Path::new(word).exists()
    {
        let word = output::visible(word);
        let _ = writeln!(io::stderr(), "  help: `hexapla check {word}` checks files and folders");
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout and are no errors; a pipe that closes is none either.
            let _ = error.print();
            hint(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(cli.color);
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args, &terminal),
        Command::Compare(args) => compare::run(&args, &terminal),
        Command::Baseline(args) => baseline::run(&args, &terminal),
        Command::Status(args) => status::run(&args, &terminal),
        Command::Init(args) => init::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // Who reads the output has seen enough.
            Outcome::Clean.into()
        }
        Err(failure) => {
            let _ = write!(io::stderr(), "{}", failure.shown(&terminal));
            Outcome::Failed.into()
        }
    }
}
