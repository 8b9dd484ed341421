//! `hexapla compare`.

use clap::Args;

use super::failure::Failure;
use super::options::LintOptions;
use super::run::Run;
use super::terminal::Terminal;
use super::{Outcome, plan, settings};
use crate::locale::Locale;

/// The arguments of `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The versions of one article. Without --source they are compared with each other.
    #[arg(required = true)]
    files: Vec<String>,

    /// The version that the others were translated from.
    #[arg(long, value_name = "FILE")]
    source: Option<String>,

    /// The locale of a file, when its name and content do not tell: `--lang page.md=pt-BR`.
    #[arg(long, value_name = "FILE=TAG", value_parser = language)]
    lang: Vec<(String, Locale)>,

    #[command(flatten)]
    pub(super) options: LintOptions,
}

/// Takes the files as versions of one article and checks them.
pub(crate) fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    if args.options.show_settings {
        return settings::run(&args.options, terminal);
    }
    let plan =
        plan::for_files(args.source.as_deref(), &args.files, &args.lang, &args.options.rules)?;
    Run { plan, options: &args.options, terminal }.run()
}

/// Reads `FILE=TAG`.
fn language(argument: &str) -> Result<(String, Locale), String> {
    let (file, tag) = argument.rsplit_once('=').ok_or("write FILE=TAG, as in page.md=pt-BR")?;
    let locale = Locale::parse(tag).ok_or_else(|| {
        format!("\"{tag}\" is no language tag; tags look like es, pt-BR, zh-Hans")
    })?;
    Ok((file.to_owned(), locale))
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn a_language_belongs_to_the_last_sign() {
        let (file, locale) = language("a=b.md=pt_br").expect("well-formed");
        assert_eq!((file.as_str(), locale.tag()), ("a=b.md", "pt-BR"));
        assert!(language("a.md").is_err());
        assert!(language("a.md=english!").is_err());
    }
}
