//! The shape of the house, held: what imports what, how long files are, and that the
//! architecture page names every dependency.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module of the library and the modules it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("locale", &["text"]),
    ("diagnostic", &["fix", "text"]),
    ("fix", &["text"]),
    ("identity", &[]),
    ("baseline", &[]),
    ("encoding", &["text", "locale"]),
    ("markdown", &["text", "locale", "encoding"]),
    ("outline", &["markdown", "text", "locale", "encoding"]),
    ("project", &["outline", "markdown", "text", "locale", "encoding"]),
    ("rule", BELOW_RULES),
    ("rules", ABOVE_RULE),
    (
        "config",
        &[
            "baseline",
            "rule",
            "rules",
            "diagnostic",
            "fix",
            "markdown",
            "project",
            "text",
            "locale",
        ],
    ),
    ("suppress", &["config", "rule", "rules", "diagnostic", "markdown", "text"]),
    ("linter", EVERYTHING_BUT_SHOWING),
    ("output", &["linter", "identity", "rule", "rules", "diagnostic", "fix", "text"]),
    ("reference", &["linter", "rule", "rules", "diagnostic", "fix", "text"]),
    (
        "cli",
        &[
            "output",
            "reference",
            "linter",
            "suppress",
            "baseline",
            "identity",
            "config",
            "rule",
            "rules",
            "project",
            "outline",
            "markdown",
            "encoding",
            "locale",
            "diagnostic",
            "fix",
            "text",
        ],
    ),
];

const BELOW_RULES: &[&str] =
    &["project", "outline", "markdown", "encoding", "locale", "diagnostic", "fix", "text"];

const ABOVE_RULE: &[&str] =
    &["rule", "project", "outline", "markdown", "encoding", "locale", "diagnostic", "fix", "text"];

const EVERYTHING_BUT_SHOWING: &[&str] = &[
    "suppress",
    "baseline",
    "identity",
    "config",
    "rule",
    "rules",
    "project",
    "outline",
    "markdown",
    "encoding",
    "locale",
    "diagnostic",
    "fix",
    "text",
];

/// The most lines of a file.
const MOST_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All source files as paths relative to `src`, with their texts.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    let relative = |path: &PathBuf| {
        let relative = path.strip_prefix(&src).unwrap();
        relative.to_str().unwrap().replace('\\', "/")
    };
    paths.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

/// The module a file belongs to: `rules` of `rules/list_items.rs`, `fix` of `fix.rs`.
fn module(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The modules named after `crate::` in the text, unit tests and comments left out.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split(';').next().unwrap();
            for (_, name, _) in grouped(list) {
                found.insert(name.to_owned());
            }
        } else {
            found.insert(rest.split(|c: char| !is_name(c)).next().unwrap().to_owned());
        }
    }
    found
}

/// The first names at depth one of `{a::b, c::{d, e}}`, the opening brace taken off.
fn grouped(list: &str) -> Vec<(usize, &str, usize)> {
    let mut depth = 0;
    let mut found = Vec::new();
    let mut expects_name = true;
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expects_name = true,
            c if is_name(c) && expects_name => {
                let name = list[at..].split(|c: char| !is_name(c)).next().unwrap();
                found.push((at, name, depth));
                expects_name = false;
            }
            _ => {}
        }
    }
    found
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[test]
fn imports_are_read_in_all_their_forms() {
    let text = "//! crate::no\nuse crate::a::{B, C};\nuse crate::{d, e::{F, g}, h::I};\n\
                fn f() { crate::j::k() }\n#[cfg(test)]\nuse crate::l;\n";
    let expected = ["a", "d", "e", "h", "j"].map(str::to_owned);
    assert_eq!(imports(text), BTreeSet::from(expected));
}

#[test]
fn modules_import_only_what_they_may() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let module = module(&file);
        if ["main", "lib"].contains(&module) {
            continue;
        }
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == module);
        let Some((_, allowed)) = allowed else {
            wrong.push(format!("src/{file}: module {module} is not in the table"));
            continue;
        };
        for import in imports(&text) {
            if import != module && !allowed.contains(&import.as_str()) {
                wrong.push(format!("src/{file} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_imports_no_other_rule() {
    for (file, text) in sources() {
        if module(&file) != "rules" || file == "rules/mod.rs" {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        let imports = imports(&text);
        assert!(!imports.contains("rules"), "src/{file} imports a rule");
        assert!(!code.contains("super::"), "src/{file} reaches for its neighbours");
    }
}

#[test]
fn rules_do_no_input_or_output() {
    for (file, text) in sources().iter().filter(|(file, _)| module(file) == "rules") {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for io in ["std::fs", "std::io", "std::process", "std::env", "std::net"] {
            assert!(!code.contains(io), "src/{file} uses {io}");
        }
    }
}

#[test]
fn nothing_imports_the_command_line() {
    for (file, text) in sources() {
        if !["cli", "main"].contains(&module(&file)) {
            assert!(!imports(&text).contains("cli"), "src/{file} imports cli");
        }
    }
}

#[test]
fn only_graphical_draws_with_miette() {
    for (file, text) in sources() {
        if file != "output/graphical.rs" {
            assert!(!text.contains("GraphicalReportHandler"), "src/{file} draws");
        }
    }
}

#[test]
fn only_one_module_starts_programs() {
    for (file, text) in sources() {
        if file != "project/git/mod.rs" {
            assert!(!text.contains("Command::new(\""), "src/{file} starts a program");
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "src/{file} has {lines} lines");
        assert!(text.starts_with("//! "), "src/{file} does not say what lives there");
    }
}

#[test]
fn the_architecture_page_names_every_dependency() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut named = 0;
    let targets = manifest["target"].as_table().unwrap();
    let sections = [&manifest["dependencies"], &manifest["dev-dependencies"]];
    let sections = sections.into_iter().chain(targets.values().map(|it| &it["dependencies"]));
    for name in sections.flat_map(|section| section.as_table().unwrap().keys()) {
        let row = format!("| `{name}` |");
        assert!(page.contains(&row), "docs/architecture.md has no row for {name}");
        named += 1;
    }
    let table = page.split("## Dependencies").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    assert_eq!(rows.count(), named, "a row for a dependency that is gone");
}

#[test]
fn the_architecture_page_shows_the_table_that_is_held() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    for (module, allowed) in MAY_IMPORT.iter().filter(|(module, _)| *module != "cli") {
        let shown =
            if allowed.is_empty() { "nothing of ours".to_owned() } else { allowed.join(", ") };
        let row = format!("| {module} | {shown} |");
        assert!(page.contains(&row), "docs/architecture.md lacks: {row}");
    }
}
