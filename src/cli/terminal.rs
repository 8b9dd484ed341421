//! What stands behind stdout and stderr: whether colours are wanted and how wide a line may be.

use std::env;
use std::io::{self, IsTerminal};

/// How wide lines are where nobody says.
const WIDTH: usize = 100;

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The streams of the process.
#[derive(Debug)]
pub(crate) struct Terminal {
    color: ColorWhen,
    stdout: bool,
    stderr: bool,
    width: usize,
}

impl Terminal {
    /// Looks at the streams of this process.
    pub(crate) fn new(color: ColorWhen) -> Self {
        let (stdout, stderr) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let columns = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        Self { color, stdout, stderr, width: columns.unwrap_or(WIDTH) }
    }

    /// Whether stdout is read by a person.
    pub(crate) fn is_stdout(&self) -> bool {
        self.stdout
    }

    /// Whether stderr is read by a person.
    pub(crate) fn is_stderr(&self) -> bool {
        self.stderr
    }

    /// Whether findings on stdout are coloured.
    pub(crate) fn stdout_color(&self) -> bool {
        wanted(self.color, self.stdout, |name| env::var(name).ok())
    }

    /// Whether findings on stdout are coloured, and what says so.
    pub(crate) fn color_and_origin(&self) -> (bool, &'static str) {
        let variable = |name: &str| env::var(name).ok();
        let color = self.stdout_color();
        let plain = wanted(self.color, self.stdout, |_| None);
        let origin = match self.color {
            ColorWhen::Always | ColorWhen::Never => "--color",
            ColorWhen::Auto => {
                let names = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM"];
                let alone = |name: &&&str| {
                    let only = |asked: &str| variable(asked).filter(|_| asked == **name);
                    wanted(self.color, self.stdout, only) == color && color != plain
                };
                match (names.iter().find(alone), self.stdout) {
                    (Some(name), _) => name,
                    (None, true) => "stdout is a terminal",
                    (None, false) => "stdout is no terminal",
                }
            }
        };
        (color, origin)
    }

    /// Whether messages on stderr are coloured.
    pub(crate) fn stderr_color(&self) -> bool {
        wanted(self.color, self.stderr, |name| env::var(name).ok())
    }

    /// Whether a report written to a file is coloured: only when that is said outright.
    pub(crate) fn file_color(&self) -> bool {
        self.color == ColorWhen::Always
    }

    /// How many columns a line may take: what `COLUMNS` says, or 100.
    pub(crate) fn width(&self) -> usize {
        self.width
    }
}

/// The flag decides; without one `NO_COLOR` (no-color.org: any value but the empty one), then
/// `FORCE_COLOR` and `CLICOLOR_FORCE` (any value but the empty one and `0`), then the stream.
fn wanted(flag: ColorWhen, terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let forced = |name| set(name).is_some_and(|value| value != "0");
    match flag {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if set("NO_COLOR").is_some() => false,
        ColorWhen::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        ColorWhen::Auto => terminal && set("TERM").is_none_or(|value| value != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ColorWhen, wanted};

    #[test]
    fn the_flag_then_the_environment_then_the_stream() {
        let with = |name: &'static str, value: &'static str| {
            move |asked: &str| (asked == name).then(|| value.to_owned())
        };
        let none = |_: &str| None;
        assert!(wanted(ColorWhen::Auto, true, none));
        assert!(!wanted(ColorWhen::Auto, false, none));
        assert!(!wanted(ColorWhen::Auto, true, with("NO_COLOR", "1")));
        assert!(wanted(ColorWhen::Auto, true, with("NO_COLOR", "")));
        assert!(wanted(ColorWhen::Always, false, with("NO_COLOR", "1")));
        assert!(wanted(ColorWhen::Auto, false, with("FORCE_COLOR", "1")));
        assert!(wanted(ColorWhen::Auto, false, with("CLICOLOR_FORCE", "1")));
        assert!(!wanted(ColorWhen::Auto, false, with("FORCE_COLOR", "0")));
        assert!(!wanted(ColorWhen::Never, true, with("FORCE_COLOR", "1")));
        assert!(!wanted(ColorWhen::Auto, true, with("TERM", "dumb")));
    }
}
