//! Repositories made for tests: fixed names and days, and nothing of the configuration or the
//! environment of whoever runs the tests.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The day of what is done on no particular day.
const SOME_DAY: &str = "2026-01-01";

/// `program` in `folder`, with nothing of the environment that could change what it does.
fn scrubbed(program: &str, folder: &Path, day: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let keep = ["PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"];
        if !keep.iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
            command.env_remove(name);
        }
    }
    let nowhere = folder.join("no-such-file");
    command.env("GIT_CONFIG_GLOBAL", &nowhere).env("GIT_CONFIG_SYSTEM", &nowhere);
    command.env("HOME", folder);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "A. Writer");
        command.env(format!("GIT_{role}_EMAIL"), "writer@example.org");
        command.env(format!("GIT_{role}_DATE"), format!("{day}T12:00:00+0000"));
    }
    command
}

/// The command line of hexapla in `folder`.
pub(crate) fn hexapla(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = scrubbed(env!("CARGO_BIN_EXE_hexapla"), folder, SOME_DAY);
    command.args(arguments);
    command
}

/// Makes `folder` an empty repository, with whatever more `git init` is told.
pub(crate) fn init(folder: &Path, arguments: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    git(folder, &[&["init", "--quiet", "--initial-branch=main"], arguments].concat());
}

/// Runs git, which has to succeed, and returns what it prints.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    git_on(folder, arguments, SOME_DAY)
}

fn git_on(folder: &Path, arguments: &[&str], day: &str) -> String {
    let output = scrubbed("git", folder, day).args(arguments).output().expect("git starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Writes a file and the folders it needs.
pub(crate) fn write(folder: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Commits everything on `day` and returns the commit.
pub(crate) fn commit(folder: &Path, day: &str, subject: &str) -> String {
    git(folder, &["add", "--all"]);
    git_on(folder, &["commit", "--quiet", "--allow-empty", "-m", subject], day);
    git(folder, &["rev-parse", "HEAD"])
}
