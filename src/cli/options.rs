//! The options that `check` and `compare` share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::failure::Failure;
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::locale::Locale;
use crate::output::Format;

/// What is repaired, what is reported and how.
#[derive(Debug, Args)]
pub(crate) struct LintOptions {
    /// Repair what is proven; what remains is reported.
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,

    /// Repair also what rests on a likely guess or touches prose.
    #[arg(long, help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,

    /// Print what the fixes would change instead of the findings, and write nothing.
    #[arg(long, help_heading = "Fixes", conflicts_with = "statistics")]
    pub(crate) diff: bool,

    /// Rules to run: names, groups, `default`, `advisory` or `all`. Replaces what the
    /// configuration selects.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Selection")]
    pub(crate) select: Vec<String>,

    /// Rules to leave out: names or groups.
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Selection")]
    pub(crate) ignore: Vec<String>,

    /// The locale of a file, when its name and content do not tell: `--lang page.md=pt-BR`.
    #[arg(long, value_name = "FILE=TAG", value_parser = language, help_heading = "Selection")]
    pub(crate) lang: Vec<(String, Locale)>,

    /// The configuration file, instead of the nearest `lint-rules.toml`.
    #[arg(long, value_name = "PATH", help_heading = "Selection", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,

    /// Use no configuration file.
    #[arg(long, help_heading = "Selection")]
    pub(crate) isolated: bool,

    /// List which files were paired, and check nothing.
    #[arg(long, help_heading = "Output")]
    pub(crate) show_pairs: bool,

    /// How findings are written.
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = format_parser(),
        env = "HEXAPLA_OUTPUT_FORMAT",
        help_heading = "Output"
    )]
    pub(crate) output_format: Option<Format>,

    /// Write findings to this file instead of stdout.
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output_file: Option<PathBuf>,

    /// Count findings by rule and by locale instead of listing them.
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Write no notes, no progress and no summary.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// The least severity that makes the exit code 1.
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "warning",
        value_parser = severity_parser(),
        help_heading = "Exit code"
    )]
    pub(crate) fail_on: Severity,

    /// Exit with 0 even when there are findings.
    #[arg(long, help_heading = "Exit code")]
    pub(crate) exit_zero: bool,
}

impl LintOptions {
    /// How far fixes are applied; `None` when nothing is to be repaired.
    pub(crate) fn fix_level(&self) -> Option<Applicability> {
        if self.unsafe_fixes {
            Some(Applicability::Unsafe)
        } else if self.fix || self.diff {
            Some(Applicability::Safe)
        } else {
            None
        }
    }

    /// The format that was asked for.
    pub(crate) fn format(&self) -> Format {
        self.output_format.unwrap_or_default()
    }

    /// Whether the counts are said at the end: with what people read, and beside a file.
    pub(crate) fn says_summary(&self) -> bool {
        let on_stdout = self.output_file.is_none();
        !self.quiet && (self.format().is_for_people() || !on_stdout)
    }
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .map(|name| Format::from_name(&name).unwrap_or_default())
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
        .map(|name| Severity::from_name(&name).unwrap_or(Severity::Warning))
}

/// Reads `FILE=TAG`.
fn language(argument: &str) -> Result<(String, Locale), String> {
    let (file, tag) = argument.rsplit_once('=').ok_or("write FILE=TAG, as in page.md=pt-BR")?;
    let locale = Locale::parse(tag).ok_or_else(|| {
        format!("\"{tag}\" is no language tag; tags look like es, pt-BR, zh-Hans")
    })?;
    Ok((file.to_owned(), locale))
}

/// Says that the name `given` is not among `known`, with the nearest one that is.
pub(crate) fn unknown_name<'a>(
    kind: &str,
    given: &str,
    known: impl Iterator<Item = &'a str>,
    see: &str,
) -> Failure {
    let message = format!("there is no {kind} \"{given}\"");
    Failure::with_help(
        message,
        match nearest(given, known) {
            Some(name) => format!("did you mean \"{name}\"? {see}"),
            None => see.to_owned(),
        },
    )
}

/// The name most like `given`, if any is like it.
fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|name| (strsim::jaro_winkler(given, name), name));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0));
    // Below this score names share little more than a letter or two.
    best.filter(|(score, _)| *score > 0.75).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{language, nearest};

    #[test]
    fn the_nearest_name_or_none() {
        let known = ["missing-section", "link-target", "html-entity"];
        assert_eq!(nearest("mising-section", known.into_iter()), Some("missing-section"));
        assert_eq!(nearest("link_target", known.into_iter()), Some("link-target"));
        assert_eq!(nearest("zzz", known.into_iter()), None);
    }

    #[test]
    fn a_language_belongs_to_the_last_sign() {
        let (file, locale) = language("a=b.md=pt_br").expect("well-formed");
        assert_eq!((file.as_str(), locale.tag()), ("a=b.md", "pt-BR"));
        assert!(language("a.md").is_err());
        assert!(language("a.md=english!").is_err());
    }
}
