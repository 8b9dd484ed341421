//! The options that `check` and `compare` share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::completions::Names;
use crate::config::{Settings, StaleBy, Staleness};
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::output::Format;

/// The environment variable that chooses a format where no flag does.
pub(crate) const FORMAT_VARIABLE: &str = "HEXAPLA_OUTPUT_FORMAT";

/// `--basis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum BasisChoice {
    /// What fits best.
    Auto,
    /// The revision that the translation records.
    Recorded,
    /// The state of the source when the translation was last worked on.
    History,
    /// The source as it stands in the working tree.
    Worktree,
}

impl BasisChoice {
    /// Takes the choice over into what the configuration says.
    pub(crate) fn apply(self, staleness: &mut Staleness) {
        staleness.named = matches!(self, Self::Recorded | Self::History);
        staleness.by = match self {
            Self::Auto => StaleBy::Auto,
            // Digests are records too.
            Self::Recorded => StaleBy::FrontMatter,
            Self::History => StaleBy::Git,
            Self::Worktree => StaleBy::Off,
        };
    }
}

/// Which rules run.
#[derive(Debug, Args)]
pub(crate) struct RuleOptions {
    /// Rules to run: names, groups, `default`, `advisory` or `all`. Replaces what the
    /// configuration selects.
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        value_parser = Names::Selections,
        hide_possible_values = true,
        help_heading = "Selection"
    )]
    pub(crate) select: Vec<String>,

    /// Rules to leave out: names or groups.
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        value_parser = Names::Selections,
        hide_possible_values = true,
        help_heading = "Selection"
    )]
    pub(crate) ignore: Vec<String>,

    /// What translations are compared with: the revision they record, the state of the source
    /// when they were last worked on, the source as it stands, or what fits best of these.
    #[arg(long, value_name = "BASIS", value_enum, help_heading = "Selection")]
    pub(crate) basis: Option<BasisChoice>,

    /// The configuration file, instead of the nearest `lint-rules.toml`.
    #[arg(long, value_name = "PATH", help_heading = "Selection", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,

    /// Use no configuration file.
    #[arg(long, help_heading = "Selection")]
    pub(crate) isolated: bool,
}

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

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    /// List which files were paired, and check nothing.
    #[arg(long, help_heading = "Output")]
    pub(crate) show_pairs: bool,

    /// Print the settings with where each comes from, and check nothing.
    #[arg(long, help_heading = "Output", conflicts_with = "show_pairs")]
    pub(crate) show_settings: bool,

    /// Whether `output_format` comes from the environment.
    #[arg(skip)]
    pub(crate) format_from_environment: bool,

    /// How findings are written.
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = format_parser(),
        env = FORMAT_VARIABLE,
        help_heading = "Output"
    )]
    pub(crate) output_format: Option<Format>,

    /// Write findings to this file instead of stdout.
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub(crate) output_file: Option<PathBuf>,

    /// Count findings by rule and by locale instead of listing them: as JSON where the format is
    /// `json`, otherwise as a table.
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Write no notes, no progress and no summary.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// The least severity that makes the exit code 1; `warning` unless the configuration says
    /// otherwise.
    #[arg(
        long,
        value_name = "SEVERITY",
        value_parser = severity_parser(),
        help_heading = "Exit code"
    )]
    pub(crate) fail_on: Option<Severity>,

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

    /// The format: what the flag or the environment says, else the configuration.
    pub(crate) fn format(&self, settings: &Settings) -> Format {
        let configured = || settings.output_format.as_deref().and_then(Format::from_name);
        self.output_format.or_else(configured).unwrap_or_default()
    }

    /// The least severity that makes the exit code 1.
    pub(crate) fn threshold(&self, settings: &Settings) -> Severity {
        self.fail_on.or(settings.fail_on).unwrap_or(Severity::Warning)
    }

    /// Whether the counts are said at the end: with what people read, and beside a file.
    pub(crate) fn says_summary(&self, settings: &Settings) -> bool {
        let on_stdout = self.output_file.is_none();
        !self.quiet && (self.format(settings).is_for_people() || !on_stdout)
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
