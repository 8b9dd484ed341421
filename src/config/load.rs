//! Finding `lint-rules.toml` and reading it whole.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::documents::Defaults;
use super::error::{ConfigError, ConfigErrors};
use super::keys::TOP;
use super::read::{Reader, quoted};
use super::select;
use super::settings::{OUTPUT_FORMATS, Settings};
use crate::project::{Layout, paths};
use crate::text::{MOST_BYTES, ReadError, SourceFile, Span, refusal};

/// The name of the configuration file.
pub const FILE_NAME: &str = "lint-rules.toml";

/// A configuration that was read without an error.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The file, absolute when it was found by looking upwards.
    pub path: PathBuf,
    /// What it says.
    pub settings: Settings,
}

/// The configuration file: `explicit`, or else the nearest `lint-rules.toml` in `start` and the
/// directories above it. Absolute where `start` is.
pub fn find(start: &Path, explicit: Option<&Path>) -> Option<PathBuf> {
    let nearest = || start.ancestors().map(|dir| dir.join(FILE_NAME)).find(|path| path.is_file());
    explicit.map(|path| paths::absolute(start, path)).or_else(nearest)
}

/// Reads `explicit`, or else the nearest `lint-rules.toml` in `start` and the directories above
/// it. `None` when there is none.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn load(start: &Path, explicit: Option<&Path>) -> Result<Option<Loaded>, ConfigErrors> {
    let Some(path) = find(start, explicit) else { return Ok(None) };
    let shown = paths::shown(&path, start);
    let text = SourceFile::read(&path).map_err(|error| {
        let message = match error {
            ReadError::Io(_, error) => format!("cannot be read: {}", refusal(&error)),
            ReadError::NotUtf8(_, at) => format!("not UTF-8: the byte at offset {at} is invalid"),
            ReadError::TooLarge(..) => format!("larger than {} MiB", MOST_BYTES >> 20),
        };
        ConfigErrors::unreadable(&shown, message)
    })?;
    let (text, _) = text.into_parts();
    let root = path.parent().unwrap_or(start);
    let mut settings =
        read(&text, root).map_err(|errors| ConfigErrors::new(&shown, &text, errors))?;
    start.clone_into(&mut settings.per_file.cwd);
    Ok(Some(Loaded { path, settings }))
}

/// Reads `text` as the configuration file `path` (absolute), whose directory templates and roots
/// are relative to.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn parse(text: &str, path: &Path) -> Result<Loaded, ConfigErrors> {
    let root = path.parent().unwrap_or(Path::new("/"));
    let settings = read(text, root).map_err(|errors| ConfigErrors::new(path, text, errors))?;
    Ok(Loaded { path: path.to_owned(), settings })
}

fn read(text: &str, root: &Path) -> Result<Settings, Vec<ConfigError>> {
    let (tree, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        let mut errors: Vec<ConfigError> =
            broken.iter().map(|error| syntax_error(error, text)).collect();
        // One fault can be met twice on the way out of nested brackets.
        errors.dedup();
        return Err(errors);
    }
    let mut reader = Reader { source: text, errors: Vec::new() };
    let mut settings = Settings::default();
    reader.top(tree.get_ref(), root, &mut settings);
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    settings.rules = select::resolve(&settings.select, &settings.ignore, &settings.severity)
        .map_err(|unknown| unknown.into_iter().map(unplaced).collect::<Vec<_>>())?;
    Ok(settings)
}

/// Names are checked where they are read; this keeps the type honest should one slip through.
fn unplaced(unknown: select::UnknownName) -> ConfigError {
    ConfigError { message: unknown.to_string(), span: None, label: String::new(), help: None }
}

fn syntax_error(error: &toml::de::Error, text: &str) -> ConfigError {
    let message = error.message().trim().replace('\n', ", ");
    let range = error.span().unwrap_or(0..0);
    let range = range.start.min(text.len())..range.end.min(text.len());
    ConfigError {
        message: format!("not valid TOML: {message}"),
        span: Some(Span::from(range)),
        label: "here".into(),
        help: None,
    }
}

impl Reader<'_> {
    fn top(&mut self, table: &DeTable<'_>, root: &Path, settings: &mut Settings) {
        self.only(table, TOP);
        if let Some(text) = self.text(table, "fail-on") {
            settings.fail_on = self.severity(&text);
        }
        settings.output_format = self.output_format(table);
        if let Some(table) = self.table(table, "front-matter") {
            settings.key_kinds = self.front_matter(table);
        }
        if let Some(table) = self.table(table, "staleness") {
            settings.staleness = self.staleness(table);
        }
        if let Some(table) = self.table(table, "glossary") {
            settings.glossary = self.glossary(table);
        }
        if let Some(table) = self.table(table, "rules") {
            self.rules(table, settings);
        }
        settings.per_file = self.per_file(table);
        root.clone_into(&mut settings.per_file.root);
        root.clone_into(&mut settings.per_file.cwd);
        let baseline = self.text(table, "baseline");
        settings.baseline = baseline.map(|text| paths::absolute(root, Path::new(text.text)));
        let defaults = Defaults {
            source_language: self
                .text(table, "source-language")
                .and_then(|text| self.locale(&text)),
            languages: table.get("languages").map(|value| self.locales("languages", value)),
            names: self.language_names(table),
        };
        settings.layout = self.layout(table, root, &defaults);
    }

    fn output_format(&mut self, table: &DeTable<'_>) -> Option<String> {
        let format = self.text(table, "output-format")?;
        if OUTPUT_FORMATS.contains(&format.text) {
            return Some(format.text.to_owned());
        }
        let message = format!("there is no output format `{}`", format.text);
        let help = match select::suggest(format.text, OUTPUT_FORMATS.into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", quoted(&OUTPUT_FORMATS)),
        };
        self.error(format.span, message, "", help);
        None
    }

    fn layout(&mut self, table: &DeTable<'_>, root: &Path, defaults: &Defaults) -> Option<Layout> {
        let Some(documents) = table.get("documents") else {
            // Without a stated layout these would be silently without effect.
            for name in ["source-language", "languages", "language-names"] {
                if let Some((key, _)) = table.get_key_value(name) {
                    let help = "add one; `hexapla init` writes the layout that it detects";
                    let message = format!("`{name}` has no effect without a `[[documents]]` table");
                    self.error(key.span(), message, "", help);
                }
            }
            return None;
        };
        let DeValue::Array(list) = documents.get_ref() else {
            let help = "write `[[documents]]` with two brackets: there may be several";
            self.error(documents.span(), "`documents` expects a list of tables", "", help);
            return None;
        };
        let sets = list
            .iter()
            .filter_map(|value| {
                let documents = self.as_table("documents", value)?;
                self.documents(documents, value.span(), root, defaults)
            })
            .collect();
        Some(Layout { root: root.to_owned(), sets })
    }
}
