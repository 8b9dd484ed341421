//! `--show-settings`: true to the run, and true about where each setting comes from.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;
use std::process::{Command, Stdio};

use hexapla::config::{self, Settings};

/// What `hexapla` prints in `folder`, with nothing of the environment but `variables`.
fn printed(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hexapla"))
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const CONFIG: &str = r#"fail-on = "error"
source-language = "en"
language-names = { espanol = "es" }

[[documents]]
source = "docs/en/{path}"
translations = ["docs/{lang}/{path}", "more/{lang}/{path}"]
exclude = ["docs/en/drafts/**"]
require = "all"
pair-by = "front-matter:id"
links = "unchanged"

[front-matter]
identical = ["slug"]

[staleness]
by = "git"
key = "rev"
ignore-commits = ["typo \"x\""]

[glossary]
keep = ["Acme Cloud"]
translate.nl = { cart = ["winkelwagen", "mandje"] }
forbidden = { "*" = ["foo"] }

[rules]
ignore = ["link-padding"]
severity = { link-target = "warning" }
code-block = { prose = ["text", "日本"] }

[per-file]
"docs/es/**" = { ignore = ["emphasis"] }
"#;

/// A project with the configuration above.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (page, text) in [
        ("docs/en/a.md", "# First\n\nThe letter is on its way to you.\n"),
        ("docs/es/a.md", "# Primera\n\nLa carta está en camino hacia usted.\n"),
        ("docs/en/b.md", "# Second\n\nThe post office opens in the morning.\n"),
        ("docs/es/b.md", "# Segunda\n\nLa oficina de correos abre por la mañana.\n"),
    ] {
        let path = folder.path().join(page);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    std::fs::write(folder.path().join("lint-rules.toml"), CONFIG).unwrap();
    folder
}

/// All that a configuration can say, in one text.
fn all(settings: &Settings) -> String {
    let rules: Vec<_> =
        settings.rules.iter().map(|(rule, severity)| (rule.name, *severity)).collect();
    let per_file: Vec<_> = settings.per_file.entries().collect();
    let mut options = settings.options.clone();
    // An option that is written out at its default says nothing.
    options.retain(|(rule, _), _| rule == "code-block");
    format!(
        "{rules:#?}\n{per_file:#?}\n{options:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
        settings.layout,
        settings.key_kinds,
        settings.staleness,
        settings.glossary,
        settings.fail_on,
        settings.ignore,
    )
}

#[test]
fn each_setting_says_where_it_comes_from() {
    let folder = project();
    let arguments =
        ["check", "--show-settings", "--select", "markup,emphasis", "--basis", "worktree"];
    let text = printed(
        folder.path(),
        &[&arguments[..], &["--fix", "--color", "never"]].concat(),
        &[("HEXAPLA_OUTPUT_FORMAT", "concise"), ("COLUMNS", "90")],
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_flag_wins_over_the_environment_and_says_so() {
    let folder = project();
    let arguments = ["check", "--show-settings", "--output-format", "json"];
    let text = printed(folder.path(), &arguments, &[("HEXAPLA_OUTPUT_FORMAT", "concise")]);
    let line = text.lines().find(|line| line.starts_with("output-format")).unwrap();
    assert_eq!(
        line.split_whitespace().collect::<Vec<_>>().join(" "),
        "output-format = \"json\" # --output-format"
    );
    let text = printed(
        folder.path(),
        &["check", "--show-settings"],
        &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")],
    );
    assert!(text.lines().any(|line| line.starts_with("# colour: no")), "{text}");
    let text = printed(folder.path(), &["check", "--show-settings"], &[("FORCE_COLOR", "1")]);
    let line = text.lines().find(|line| line.starts_with("# colour: yes")).unwrap();
    assert!(line.ends_with("# FORCE_COLOR"), "{line}");
}

#[test]
fn what_is_shown_is_a_configuration_that_says_the_same() {
    let folder = project();
    let path = folder.path().join("lint-rules.toml");
    let shown = printed(folder.path(), &["check", "--show-settings"], &[]);
    let mut before = config::parse(CONFIG, &path).unwrap().settings;
    let again = config::parse(&shown, &path)
        .unwrap_or_else(|errors| panic!("{:#?}\n{shown}", errors.errors));
    let mut after = again.settings;
    // Severities are written out for all rules that are on.
    before.severity.clear();
    after.severity.clear();
    assert_eq!(all(&before), all(&after), "{shown}");
}

#[test]
fn a_layout_that_is_detected_is_shown_as_such() {
    let folder = project();
    let path = folder.path().join("lint-rules.toml");
    let text = printed(folder.path(), &["check", "--show-settings", "--isolated"], &[]);
    let line = text.lines().find(|line| line.starts_with("source = ")).unwrap();
    assert!(
        line.starts_with("source = \"docs/en/{path}\"") && line.ends_with("# detected"),
        "{line}"
    );
    assert!(config::parse(&text, &path).is_ok(), "{text}");
    let empty = tempfile::tempdir().unwrap();
    let text = printed(empty.path(), &["check", "--show-settings", "--isolated"], &[]);
    assert!(text.contains("no layout is stated, and none is recognised here"), "{text}");
}
