//! `hexapla man`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::Outcome;
use super::failure::Failure;
use crate::config::select;
use crate::text::refusal;

/// The arguments of `man`.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The command whose page is printed; otherwise that of hexapla itself.
    command: Option<String>,

    /// Write the pages of all commands into this folder, for a package.
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

/// Prints or writes manual pages.
pub(crate) fn run(args: &ManArgs, command: Command) -> Result<Outcome, Failure> {
    if let Some(folder) = &args.all {
        let refused = |error: io::Error| {
            let message = format!("{}: cannot be written: {}", folder.display(), refusal(&error));
            Failure::with_help(message, "--all takes a folder that exists")
        };
        clap_mangen::generate_to(command, folder).map_err(refused)?;
        return Ok(Outcome::Clean);
    }
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(found) => found.clone(),
            None => return Err(unknown(name, &command)),
        },
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    io::stdout().lock().write_all(&text)?;
    Ok(Outcome::Clean)
}

fn unknown(name: &str, command: &Command) -> Failure {
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let help = match select::suggest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.join(", ")),
    };
    Failure::with_help(format!("there is no command `{name}`"), help)
}
