//! `--show-settings`: what holds for a run and where each of it comes from, as a configuration
//! that leads to the same findings.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Outcome;
use super::failure::Failure;
use super::options::{FORMAT_VARIABLE, LintOptions};
use super::plan;
use super::terminal::Terminal;
use crate::baseline;
use crate::config::{self, Places, Settings};
use crate::fix::Applicability;
use crate::output::visible;
use crate::project::{self, Layout, paths};
use crate::reference;
use crate::rule::OptionValue;
use crate::text::glance;

/// The column that origins stand in.
const COLUMN: usize = 44;

/// Prints the settings and checks nothing.
pub(super) fn run(options: &LintOptions, terminal: &Terminal) -> Result<Outcome, Failure> {
    let cwd = plan::working_directory()?;
    let settings = plan::settings(&options.rules, &cwd)?;
    let file = if options.rules.isolated {
        None
    } else {
        config::find(&cwd, options.rules.config.as_deref())
    };
    let text = file.as_ref().map(|file| glance(file)).unwrap_or_default();
    let name = file.as_deref().map(|file| paths::shown(file, &cwd).display().to_string());
    let mut page = Page {
        places: Places::of(&text),
        file: name.clone().unwrap_or_default(),
        cwd,
        text: String::new(),
    };
    page.head(name.as_deref(), options, terminal);
    page.top(&settings, options);
    page.documents(&settings);
    page.tables(&settings, options);
    page.rules(&settings, options);
    for line in page.text.lines() {
        writeln!(io::stdout().lock(), "{}", visible(line))?;
    }
    Ok(Outcome::Clean)
}

/// The settings as they are written.
struct Page {
    places: Places,
    /// The configuration file as it is shown.
    file: String,
    cwd: PathBuf,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `text` with where it comes from.
    fn said(&mut self, text: &str, origin: &str) {
        self.line(&format!("{text:COLUMN$}  # {origin}"));
    }

    /// Where the key at `path` is stated, or "default".
    fn origin(&self, path: &[&str]) -> String {
        match self.places.line(path) {
            Some(line) => format!("{}:{line}", self.file),
            None => "default".to_owned(),
        }
    }

    /// A key of a table, with the flag that overrules the configuration, if one does.
    fn key(&mut self, path: &[&str], value: &str, flag: Option<&str>) {
        let origin = flag.map_or_else(|| self.origin(path), str::to_owned);
        let key = path.last().copied().unwrap_or_default();
        self.said(&format!("{} = {value}", bare(key)), &origin);
    }

    /// What no configuration can say stands in comments.
    fn head(&mut self, file: Option<&str>, options: &LintOptions, terminal: &Terminal) {
        self.line("# The settings of this run, as a lint-rules.toml would have them.");
        let (file, origin) = match (file, &options.rules.config, options.rules.isolated) {
            (_, _, true) => ("none", "--isolated"),
            (Some(file), Some(_), _) => (file, "--config"),
            (Some(file), None, _) => (file, "the nearest"),
            (None, ..) => ("none", "there is no lint-rules.toml here or above"),
        };
        self.said(&format!("# configuration: {file}"), origin);
        let (fixes, origin) = match (options.fix_level(), options.unsafe_fixes, options.diff) {
            (Some(Applicability::Unsafe), ..) => ("unsafe", "--unsafe-fixes"),
            (Some(_), _, true) => ("shown", "--diff"),
            (Some(_), ..) => ("safe", "--fix"),
            (None, ..) => ("none", "default"),
        };
        self.said(&format!("# fixes: {fixes}"), origin);
        let (color, origin) = terminal.color_and_origin();
        self.said(&format!("# colour: {}", if color { "yes" } else { "no" }), origin);
        let origin = if env::var_os("COLUMNS").is_some() { "COLUMNS" } else { "default" };
        self.said(&format!("# width: {}", terminal.width()), origin);
        let (code, origin) =
            if options.exit_zero { ("0", "--exit-zero") } else { ("1", "default") };
        self.said(&format!("# exit code with findings: {code}"), origin);
    }

    fn top(&mut self, settings: &Settings, options: &LintOptions) {
        self.line("");
        let fail_on = quoted(options.threshold(settings).name());
        self.key(&["fail-on"], &fail_on, options.fail_on.map(|_| "--fail-on"));
        let format = quoted(options.format(settings).name());
        let flag = match options.output_format {
            None => None,
            Some(_) if options.format_from_environment => Some(FORMAT_VARIABLE),
            Some(_) => Some("--output-format"),
        };
        self.key(&["output-format"], &format, flag);
        let dir = settings.config_dir().unwrap_or(&self.cwd).to_owned();
        let usual = dir.join(baseline::FILE_NAME);
        let file = settings.baseline.as_deref().unwrap_or(&usual);
        let shown = paths::slashed(&paths::shown(file, &dir)).unwrap_or_default();
        if file.exists() || settings.baseline.is_some() {
            self.key(&["baseline"], &quoted(&shown), None);
        } else {
            self.said("# baseline: none", &format!("default; {shown} is not there"));
        }
    }

    fn documents(&mut self, settings: &Settings) {
        let dir = settings.config_dir().unwrap_or(&self.cwd).to_owned();
        let stated = settings.layout.clone();
        let is_stated = stated.is_some();
        let found = stated.or_else(|| project::find(None, &[], &self.cwd).ok()?.layout);
        let Some(Layout { root, sets }) = found else {
            self.line("");
            self.line("# documents: no layout is stated, and none is recognised here");
            return;
        };
        let names = sets.iter().flat_map(|set| &set.names);
        let names: std::collections::BTreeMap<_, _> = names.collect();
        if !names.is_empty() {
            let names = names
                .iter()
                .map(|(name, locale)| format!("{} = {}", quoted(name), quoted(locale.tag())));
            let names = format!("{{ {} }}", names.collect::<Vec<_>>().join(", "));
            self.key(&["language-names"], &names, (!is_stated).then_some("detected"));
        }
        for (number, set) in sets.iter().enumerate() {
            let number = number.to_string();
            let of_set = ["documents", &number];
            let origin = |page: &Self, key: &str| {
                let own = [of_set[0], of_set[1], key];
                match (is_stated, page.places.line(&own)) {
                    (false, _) => "detected".to_owned(),
                    // What the top of the file says holds for all tables.
                    (true, None) => page.origin(&[key]),
                    (true, Some(_)) => page.origin(&own),
                }
            };
            let place = if is_stated { self.origin(&of_set) } else { "detected".to_owned() };
            self.line("");
            self.said("[[documents]]", &place);
            for (key, value, is_default) in config::document_entries(set, &root, &dir) {
                let origin = match origin(self, key) {
                    detected if is_default && !is_stated => detected.replace("detected", "default"),
                    origin => origin,
                };
                self.said(&format!("{key} = {value}"), &origin);
            }
        }
    }

    fn tables(&mut self, settings: &Settings, options: &LintOptions) {
        let keys = &settings.key_kinds;
        self.line("\n[front-matter]");
        self.key(&["front-matter", "identical"], &list(&keys.identical), None);
        self.key(&["front-matter", "translated"], &list(&keys.translated), None);
        self.key(&["front-matter", "bookkeeping"], &list(&keys.bookkeeping), None);
        let staleness = &settings.staleness;
        let flag = options.rules.basis.map(|_| "--basis");
        self.line("\n[staleness]");
        self.key(&["staleness", "by"], &quoted(staleness.by.name()), flag);
        self.key(&["staleness", "key"], &list(&staleness.keys), None);
        self.key(&["staleness", "ignore-commits"], &list(&staleness.ignore_commits), None);
        let glossary = &settings.glossary;
        self.line("\n[glossary]");
        self.key(&["glossary", "keep"], &list(&glossary.keep), None);
        for (tag, terms) in &glossary.translate {
            self.line(&format!("\n[glossary.translate.{}]", bare(tag)));
            for (term, words) in terms {
                self.key(&["glossary", "translate", tag, term], &list(words), None);
            }
        }
        if !glossary.forbidden.is_empty() {
            self.line("\n[glossary.forbidden]");
        }
        for (tag, words) in &glossary.forbidden {
            self.key(&["glossary", "forbidden", tag], &list(words), None);
        }
        let per_file: Vec<_> = settings.per_file.entries().collect();
        if !per_file.is_empty() {
            self.line("\n[per-file]");
        }
        for (pattern, names) in per_file {
            let value = format!("{{ ignore = {} }}", list(names));
            self.key(&["per-file", pattern], &value, None);
        }
    }

    fn rules(&mut self, settings: &Settings, options: &LintOptions) {
        let flags = &options.rules;
        let written = |flag: &[String], file: &[String], usual: &[String]| match (flag, file) {
            ([], []) => list(usual),
            ([], file) => list(file),
            (flag, _) => list(flag),
        };
        self.line("\n[rules]");
        let select = written(&flags.select, &settings.select, &["default".to_owned()]);
        let flag = (!flags.select.is_empty()).then_some("--select");
        self.key(&["rules", "select"], &select, flag);
        let ignore = written(&flags.ignore, &settings.ignore, &[]);
        let flag = (!flags.ignore.is_empty()).then_some("--ignore");
        self.key(&["rules", "ignore"], &ignore, flag);
        self.line(&format!("\n# The {} rules that are on.", settings.rules.len()));
        self.line("[rules.severity]");
        for (rule, severity) in &settings.rules {
            self.key(&["rules", "severity", rule.name], &quoted(severity.name()), None);
        }
        for (rule, _) in &settings.rules {
            if !rule.options.is_empty() {
                self.line(&format!("\n[rules.{}]", rule.name));
            }
            for option in rule.options {
                let key = (rule.name.to_owned(), option.name.to_owned());
                let value = match settings.options.get(&key) {
                    Some(OptionValue::Bool(value)) => value.to_string(),
                    Some(OptionValue::Integer(value)) => value.to_string(),
                    Some(OptionValue::Strings(texts)) => list(texts),
                    None => reference::toml(option.default),
                };
                self.key(&["rules", rule.name, option.name], &value, None);
            }
        }
    }
}

/// `text` as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// `text` as a TOML key.
fn bare(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { quoted(text) }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
