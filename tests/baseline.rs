//! `hexapla baseline`, from a project full of findings to the first new one.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn hexapla(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hexapla"));
    command.current_dir(folder).stdin(Stdio::null()).args(arguments);
    for (name, _) in std::env::vars_os() {
        let keep = ["PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"];
        if !keep.iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
            command.env_remove(name);
        }
    }
    command.output().expect("the binary starts")
}

/// The exit code, the findings as lines, and what was said beside them.
fn check(folder: &Path, arguments: &[&str]) -> (i32, Vec<String>, String) {
    let arguments = [&["check", "--output-format", "concise"], arguments].concat();
    let output = hexapla(folder, &arguments);
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), stdout.lines().map(str::to_owned).collect(), stderr)
}

fn baseline(folder: &Path, arguments: &[&str]) -> String {
    let output = hexapla(folder, &[&["baseline"], arguments].concat());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    stderr
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const ENGLISH: &str = "---\ntitle: Backups\nweight: 10\n---\n\nSee [one](a.md) and [two](b.md).\n\n```sh\nbackup\n```\n";
const CLEAN: &str =
    "---\ntitle: Copias\nweight: 10\n---\n\nVea [uno](a.md) y [dos](b.md).\n\n```sh\nbackup\n```\n";

/// Four languages. Spanish and French have the same wrong target, Spanish a wrong weight too.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        root,
        "lint-rules.toml",
        "[[documents]]\nsource = \"docs/en/{path}\"\ntranslations = \"docs/{lang}/{path}\"\n\n\
         [rules]\nignore = [\"catalog\"]\n",
    );
    write(root, "docs/en/a.md", ENGLISH);
    write(root, "docs/es/a.md", &CLEAN.replace("b.md", "x.md").replace("weight: 10", "weight: 12"));
    write(root, "docs/fr/a.md", &CLEAN.replace("b.md", "x.md"));
    write(root, "docs/it/a.md", CLEAN);
    folder
}

#[test]
fn what_is_written_down_is_not_reported_again() {
    let site = site();
    let root = site.path();
    let (code, findings, _) = check(root, &[]);
    assert_eq!((code, findings.len()), (1, 2), "one shared by two locales, one in Spanish");
    assert!(baseline(root, &[]).contains("wrote hexapla-baseline.toml: 3 findings"));
    let (code, findings, said) = check(root, &[]);
    assert_eq!((code, findings.len()), (0, 0));
    assert!(said.contains("3 findings in hexapla-baseline.toml known and not shown"), "{said}");
    assert_eq!(check(root, &["--no-baseline"]).0, 1);
    // From another folder the same findings are known.
    assert_eq!(check(&root.join("docs/es"), &["a.md"]).0, 0);
}

#[test]
fn a_finding_stays_known_when_lines_move_and_locales_are_repaired() {
    let site = site();
    let root = site.path();
    baseline(root, &[]);
    let spanish = fs::read_to_string(root.join("docs/es/a.md")).unwrap();
    write(root, "docs/es/a.md", &spanish.replace("Vea", "Hola.\n\nVea"));
    write(root, "docs/en/a.md", &ENGLISH.replace("See", "Hello.\n\nSee"));
    write(root, "docs/it/a.md", &CLEAN.replace("Vea", "Ciao.\n\nVea"));
    write(root, "docs/fr/a.md", &CLEAN.replace("Vea", "Salut.\n\nVea"));
    let (code, findings, said) = check(root, &[]);
    assert_eq!((code, findings), (0, vec![]), "French is repaired, Spanish stays known");
    assert!(said.contains("1 finding is gone that hexapla-baseline.toml still lists"), "{said}");
    assert!(baseline(root, &["--prune"]).contains("2 findings, 1 gone"));
    assert!(!check(root, &[]).2.contains("gone"));
}

#[test]
fn one_more_of_the_same_kind_is_new() {
    let site = site();
    let root = site.path();
    baseline(root, &[]);
    let spanish = fs::read_to_string(root.join("docs/es/a.md")).unwrap();
    write(root, "docs/es/a.md", &spanish.replace("(a.md)", "(x.md)"));
    let (code, findings, _) = check(root, &[]);
    assert_eq!((code, findings.len()), (1, 1), "{findings:?}");
    assert!(findings[0].starts_with("docs/es/a.md"), "{findings:?}");
    // Prune adds nothing.
    baseline(root, &["--prune"]);
    assert_eq!(check(root, &[]).0, 1);
    baseline(root, &[]);
    assert_eq!(check(root, &[]).0, 0);
}

#[test]
fn the_file_is_sorted_and_named_by_the_configuration() {
    let site = site();
    let root = site.path();
    let config = fs::read_to_string(root.join("lint-rules.toml")).unwrap();
    write(root, "lint-rules.toml", &format!("baseline = \"known/today.toml\"\n{config}"));
    assert_eq!(check(root, &[]).0, 2, "a file that is named has to be there");
    fs::create_dir(root.join("known")).unwrap();
    baseline(root, &[]);
    let text = fs::read_to_string(root.join("known/today.toml")).unwrap();
    let entries: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let expected = "version = 1\n\n[\"../docs/es/a.md\"]\n\"front-matter-value: ";
    assert!(entries.join("\n").starts_with(expected), "{text}");
    assert_eq!(check(root, &[]).0, 0);
    fs::remove_file(root.join("docs/fr/a.md")).unwrap();
    assert!(check(root, &[]).2.contains("1 finding is gone"), "of a file that is gone");
    write(root, "known/today.toml", "version = 1\n[\"a\n");
    let (code, _, said) = check(root, &[]);
    assert!(code == 2 && said.contains("line 2"), "{said}");
}

#[test]
fn rules_that_were_off_keep_their_entries() {
    let site = site();
    let root = site.path();
    baseline(root, &[]);
    let (code, _, said) = check(root, &["--select", "link-target"]);
    assert!(code == 0 && !said.contains("gone"), "{said}");
    baseline(root, &["--select", "link-target"]);
    assert_eq!(check(root, &[]).0, 0, "the finding of front-matter-value is still known");
}
