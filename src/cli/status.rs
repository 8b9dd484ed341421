//! `hexapla status`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Outcome;
use super::failure::Failure;
use super::options::BasisChoice;
use super::plan::{self, Plan};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::linter::{self, LocaleStatus, PageState, Status};
use crate::locale::{Locale, names};
use crate::output::{self, StatusFormat, logged};

/// What the words of the table mean.
const STATES: &str = "\
States of a page:
  current    The source did not change since the page was made from it
  minor      Only links, front matter or the layout of the source changed
  stale      Text of the source changed
  missing    There is no translation
  unknown    Nothing tells which revision the page was made from
  no source  There is a translation, but no source";

/// The arguments of `status`.
#[derive(Debug, Args)]
#[command(after_long_help = STATES)]
pub(crate) struct StatusArgs {
    /// A language; its pages are listed, the most outdated first.
    locale: Option<String>,

    /// How it is written.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        value_parser = PossibleValuesParser::new(StatusFormat::ALL.map(StatusFormat::name))
            .map(|name| StatusFormat::from_name(&name).unwrap_or_default())
    )]
    format: StatusFormat,

    /// What tells which revision a page was made from: what it records, the history, or both.
    #[arg(long, value_name = "BASIS", value_enum)]
    basis: Option<BasisChoice>,

    /// The configuration file, instead of the nearest `lint-rules.toml`.
    #[arg(long, value_name = "PATH", conflicts_with = "isolated")]
    config: Option<PathBuf>,

    /// Use no configuration file.
    #[arg(long)]
    isolated: bool,

    /// Write no notes and no progress.
    #[arg(long, short)]
    quiet: bool,
}

/// Looks at all pages and says how each language stands.
pub(crate) fn run(args: &StatusArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let config = if args.isolated {
        plan::ConfigFrom::Nothing
    } else {
        plan::ConfigFrom::File(&args.config)
    };
    let Plan { catalog, settings, notes, store, .. } = plan::for_status(config, args.basis)?;
    let progress = Progress::new(catalog.articles.len(), args.quiet, terminal);
    let status = linter::status(&catalog, &settings, &store, &|count| progress.add(count));
    progress.finish();
    if !args.quiet {
        for note in notes.iter().chain(&status.notes) {
            let _ = writeln!(io::stderr(), "note: {}", logged(note));
        }
    }
    for failure in &status.failures {
        let _ = writeln!(io::stderr(), "error: {}", logged(failure));
    }
    if status.sources == 0 {
        return Err(Failure::with_help(
            "there are no sources: siblings have no state",
            "state `source` in a [[documents]] table of lint-rules.toml",
        ));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match &args.locale {
        None => output::write_status(&status, args.format, terminal.is_stdout(), &mut out)?,
        Some(wanted) => {
            let locale = find(&status, wanted)?;
            output::write_pages(locale, args.format, &mut out)?;
            out.flush()?;
            if !args.quiet && args.format == StatusFormat::Table {
                let current = locale.count(PageState::Current);
                let locale = &locale.locale;
                let line = match current {
                    1 => format!("1 page of {locale} is current"),
                    _ => format!("{current} pages of {locale} are current"),
                };
                let _ = writeln!(io::stderr(), "{line}");
            }
        }
    }
    out.flush()?;
    Ok(if status.failures.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

/// The language that `wanted` names: by its tag, or by what only one tag begins with.
fn find<'s>(status: &'s Status, wanted: &str) -> Result<&'s LocaleStatus, Failure> {
    let locale = names::from_name(wanted).or_else(|| Locale::parse(wanted));
    let exact = status.locales.iter().find(|known| Some(&known.locale) == locale.as_ref());
    let language = locale.as_ref().map(Locale::language);
    let mut near = status.locales.iter().filter(|known| Some(known.locale.language()) == language);
    if let Some(found) = exact.or_else(|| near.next().filter(|_| near.next().is_none())) {
        return Ok(found);
    }
    let tags: Vec<&str> = status.locales.iter().map(|known| known.locale.tag()).collect();
    let help = match tags.as_slice() {
        [] => "no language has a page".to_owned(),
        tags => format!("its languages: {}", tags.join(", ")),
    };
    Err(Failure::with_help(format!("no page is in the language \"{wanted}\""), help))
}
