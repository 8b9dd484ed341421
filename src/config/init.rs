//! The text of a fresh `lint-rules.toml` that states a detected layout.

use std::fmt::Write as _;
use std::path::Path;

use crate::locale::Locale;
use crate::project::{Detected, DocumentSet, paths};

const TAIL: &str = r#"
# Severity from which findings make the run fail: "error", "warning" or "info".
# fail-on = "warning"

# How findings are shown: "graphical", "concise", "json" and more.
# output-format = "graphical"

# Front matter keys beyond those that hexapla knows. `*` stands for any part: "hero.*".
# [front-matter]
# identical = []    # the value must equal the source's
# translated = []   # the value is text for readers
# bookkeeping = []  # written by tools; never compared

# Terms: kept as they are, translated as agreed, or not allowed.
# [glossary]
# keep = []         # "Acme Cloud"
# translate = {}    # { nl = { cart = "winkelwagen" } }
# forbidden = {}    # { nl = ["kar"] }

# Rules, groups ("structure"), "default", "advisory" or "all".
# [rules]
# select = ["default"]
# ignore = []
# severity = {}     # { RULE = "warning" }
"#;

/// A commented `lint-rules.toml` for the directory `root` that leads to the same articles as
/// `detected`.
pub fn init_text(detected: &Detected, root: &Path) -> String {
    let mut text = String::from(
        "# Configuration of hexapla. Templates are relative to this file: {lang} is the language,\n\
         # {path} the rest of the path, or {dir}, {stem} and {ext} its parts.\n",
    );
    let sets = &detected.layout.sets;
    let source =
        sets.iter().filter(|set| set.source.is_some()).map(|set| &set.source_language).next_back();
    if let Some(source) = source {
        let _ = writeln!(text, "\nsource-language = {}", quoted(source.tag()));
    }
    let names: Vec<String> = sets
        .iter()
        .flat_map(|set| &set.names)
        .map(|(name, locale)| format!("{} = {}", quoted(name), quoted(locale.tag())))
        .collect();
    if !names.is_empty() {
        let _ = writeln!(text, "\n# Directory names that are no tags.");
        let _ = writeln!(text, "language-names = {{ {} }}", names.join(", "));
    }
    text.push_str("\n# Where the articles are. The first table that a file fits counts.\n");
    let base = &detected.layout.root;
    let tables: Vec<String> = sets.iter().map(|set| table(set, source, base, root)).collect();
    // Top-level keys stand before the first table, or TOML would count them to it.
    let (top, rest) = TAIL.split_once("# Front matter").unwrap_or((TAIL, ""));
    let at = text.find("\n# Where the articles are").unwrap_or(text.len());
    text.insert_str(at, top.trim_end_matches('\n'));
    text.insert(at + top.trim_end_matches('\n').len(), '\n');
    text.push_str(&tables.join("\n"));
    text.push_str("\n# Front matter");
    text.push_str(rest);
    text
}

fn table(set: &DocumentSet, source_language: Option<&Locale>, base: &Path, root: &Path) -> String {
    let mut text = String::from("[[documents]]\n");
    // Templates are relative to the layout's root, which may lie below the new file.
    let below = base.strip_prefix(root).ok().and_then(paths::slashed).unwrap_or_default();
    let below = if below.is_empty() { below } else { format!("{below}/") };
    let template = |template: &crate::project::Template| quoted(&format!("{below}{template}"));
    if let Some(source) = &set.source {
        let _ = writeln!(text, "source = {}", template(source));
        if source_language != Some(&set.source_language) {
            let _ = writeln!(text, "source-language = {}", quoted(set.source_language.tag()));
        }
    }
    let translations: Vec<String> = set.translations.iter().map(template).collect();
    let _ = match &translations[..] {
        [one] => writeln!(text, "translations = {one}"),
        many => writeln!(text, "translations = [{}]", many.join(", ")),
    };
    if !set.roots.is_empty() {
        let roots: Vec<String> = set
            .roots
            .iter()
            .map(|(locale, dir)| {
                let dir = paths::shown(dir, root);
                let dir = paths::slashed(&dir).unwrap_or_default();
                format!("{} = {}", quoted(locale.tag()), quoted(&dir))
            })
            .collect();
        let _ = writeln!(text, "roots = {{ {} }}", roots.join(", "));
    }
    if let Some(languages) = &set.languages {
        let tags: Vec<String> = languages.iter().map(|locale| quoted(locale.tag())).collect();
        let _ = writeln!(text, "languages = [{}]", tags.join(", "));
    }
    text
}

/// `text` as a TOML basic string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
