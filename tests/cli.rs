//! The binary, run as people and programs run it: exit codes, streams, misuse.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The binary in `folder`, with nothing of the environment that could change what it says.
fn hexapla(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hexapla"));
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let keep = ["PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"];
        if !keep.iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs it with `arguments`.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    hexapla(folder).args(arguments).output().expect("the binary starts")
}

/// Code, stdout and stderr in one text, for snapshots.
fn shown(output: &Output) -> String {
    format!(
        "exit: {}\n--- stdout\n{}--- stderr\n{}",
        output.status.code().expect("it was not killed"),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it lies in the folder")).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn misuse_is_told_and_exits_with_2() {
    let empty = folder(&[]);
    for (name, arguments) in [
        ("no_command", &[][..]),
        ("unknown_command", &["chekc"]),
        ("unknown_option", &["check", "--slect", "all"]),
        ("unknown_format", &["check", "--output-format", "jsn"]),
        ("bad_language", &["compare", "a.md", "b.md", "--lang", "a.md"]),
        ("bad_tag", &["compare", "a.md", "b.md", "--lang", "a.md=e n"]),
        ("unknown_rule_to_explain", &["explain", "mising-section"]),
    ] {
        let output = run(empty.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty(), "{name}: nothing on stdout");
        insta::assert_snapshot!(name, shown(&output));
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"], &["rules"]] {
        let output = run(root(), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty() && !output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_says_what_every_option_does() {
    insta::assert_snapshot!(shown(&run(root(), &["check", "--help"])));
}
