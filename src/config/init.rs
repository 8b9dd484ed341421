//! The text of a fresh `lint-rules.toml` that states a detected layout.

use std::fmt::Write as _;
use std::path::Path;

use super::keys::{LINKS, REQUIRE};
use crate::locale::Locale;
use crate::project::{Detected, DocumentSet, LinkStyle, PairBy, Require, paths};

const TAIL: &str = r#"
# The least severity that makes the run fail: "error", "warning" or "info".
# fail-on = "warning"

# How findings are written: "graphical", "concise", "json" and more.
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

# Rules, groups ("structure"), "default", "advisory" or "all"; `hexapla rules` lists them.
# [rules]
# select = ["default"]
# ignore = []
# severity = {}     # { link-padding = "warning" }

# Rules that are left out for some files.
# [per-file]
# "docs/es/legacy/**" = { ignore = ["structure"] }
"#;

/// A commented `lint-rules.toml` for the directory `root` that leads to the same articles as
/// `detected`. `remarks` say how the layout was found, and stand above it.
pub fn init_text(detected: &Detected, root: &Path, remarks: &[String]) -> String {
    let mut text = String::from(
        "# Configuration of hexapla. What is commented out stands at its default.\n\
         # Templates are relative to this file: {lang} is the language, {path} the rest of the\n\
         # path, or {dir}, {stem} and {ext} its parts.\n",
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
    for remark in remarks {
        let _ = writeln!(text, "# {remark}.");
    }
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
    for (key, value, is_default) in document_entries(set, base, root) {
        let is_said_above =
            key == "source-language" && source_language == Some(&set.source_language);
        if is_default || is_said_above {
            continue;
        }
        if key == "languages" {
            text.push_str("# A language that is added later has to be added here, too.\n");
        }
        let _ = writeln!(text, "{key} = {value}");
    }
    text
}

/// The keys of a `[[documents]]` table that states `set`, whose templates are relative to `base`,
/// in a file in `root`: each with its value as TOML, and whether that is what holds without it.
pub fn document_entries(
    set: &DocumentSet,
    base: &Path,
    root: &Path,
) -> Vec<(&'static str, String, bool)> {
    // Templates are relative to the layout's root, which may lie below the file.
    let below = base.strip_prefix(root).ok().and_then(paths::slashed).unwrap_or_default();
    let below = if below.is_empty() { below } else { format!("{below}/") };
    let template = |template: &crate::project::Template| quoted(&format!("{below}{template}"));
    let tag = |locale: &Locale| quoted(locale.tag());
    let mut entries = Vec::new();
    if let Some(source) = &set.source {
        entries.push(("source", template(source), false));
        entries.push(("source-language", tag(&set.source_language), false));
    }
    let translations: Vec<String> = set.translations.iter().map(template).collect();
    let translations = match &translations[..] {
        [one] => one.clone(),
        _ => list(translations),
    };
    entries.push(("translations", translations, false));
    if !set.roots.is_empty() {
        let roots = set.roots.iter().map(|(locale, dir)| {
            let dir = paths::shown(dir, root);
            let dir = paths::slashed(&dir).unwrap_or_default();
            let dir = if dir.is_empty() { ".".to_owned() } else { dir };
            format!("{} = {}", tag(locale), quoted(&dir))
        });
        let roots = roots.collect::<Vec<_>>().join(", ");
        entries.push(("roots", format!("{{ {roots} }}"), false));
    }
    if let Some(languages) = &set.languages {
        entries.push(("languages", list(languages.iter().map(tag).collect()), false));
    }
    let exclude: Vec<String> = set.exclude.iter().map(|glob| quoted(glob.as_str())).collect();
    let pair_by = match &set.pair_by {
        PairBy::Path => "path".to_owned(),
        PairBy::FrontMatter(key) => format!("front-matter:{key}"),
    };
    let require = REQUIRE.iter().find(|(_, require)| *require == set.require);
    let links = LINKS.iter().find(|(_, links)| *links == set.links);
    entries.push(("exclude", list(exclude), set.exclude.is_empty()));
    entries.push(("pair-by", quoted(&pair_by), set.pair_by == PairBy::Path));
    if let (Some((word, require)), Some((links_word, links))) = (require, links) {
        entries.push(("require", quoted(word), *require == Require::default()));
        entries.push(("links", quoted(links_word), *links == LinkStyle::default()));
    }
    entries
}

fn list(items: Vec<String>) -> String {
    format!("[{}]", items.join(", "))
}

/// `text` as a TOML basic string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
