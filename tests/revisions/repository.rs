//! Repositories made for a test: fixed names and dates, nothing of the user's configuration.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with repositories in it.
pub(crate) struct Site {
    folder: TempDir,
    /// Where commands run; a repository.
    home: PathBuf,
}

/// A command that sees nothing of the user's configuration.
fn scrubbed(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let keep = ["PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"];
        if !keep.iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
            command.env_remove(name);
        }
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

impl Site {
    /// A folder whose repository lies in `name`.
    pub(crate) fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = folder.path().join(name);
        fs::create_dir_all(&home).unwrap();
        let site = Self { folder, home };
        site.git(&["init", "-q", "-b", "main"]);
        site
    }

    /// The folder that holds the repositories.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The repository.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The same folder with its repository in `name`, which is made when it is not there.
    pub(crate) fn beside(self, name: &str) -> Self {
        let home = self.folder.path().join(name);
        let fresh = !home.join(".git").exists();
        fs::create_dir_all(&home).unwrap();
        let site = Self { home, ..self };
        if fresh {
            site.git(&["init", "-q", "-b", "main"]);
        }
        site
    }

    /// Runs git in the repository and returns what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_on(arguments, "2026-01-01T12:00:00+0000")
    }

    fn git_on(&self, arguments: &[&str], date: &str) -> String {
        let mut command = scrubbed("git", &self.home);
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "A. Writer");
            command.env(format!("GIT_{role}_EMAIL"), "writer@example.org");
            command.env(format!("GIT_{role}_DATE"), date);
        }
        let output = command.args(arguments).output().expect("git starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Commits everything on `day` and returns the commit.
    pub(crate) fn commit(&self, day: &str, subject: &str) -> String {
        self.git(&["add", "-A"]);
        let date = format!("{day}T12:00:00+0000");
        self.git_on(&["commit", "-q", "--allow-empty", "-m", subject], &date);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Writes one file and commits it.
    pub(crate) fn write_on(&self, day: &str, path: &str, text: &str) -> String {
        self.write(path, text);
        self.commit(day, &format!("Change {path}"))
    }

    /// The command line in the repository.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = scrubbed(env!("CARGO_BIN_EXE_hexapla"), &self.home);
        command.args(arguments);
        command
    }

    /// What a run came to.
    pub(crate) fn run(&self, arguments: &[&str]) -> Seen {
        Seen::of(self.command(arguments).output().expect("the binary starts"))
    }

    /// What `check` came to.
    pub(crate) fn check(&self, arguments: &[&str]) -> Seen {
        self.run(&[&["check", "--output-format", "json"], arguments].concat())
    }
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) findings: Vec<serde_json::Value>,
}

impl Seen {
    pub(crate) fn of(output: Output) -> Self {
        let stdout = String::from_utf8(output.stdout).unwrap();
        let parsed: Option<serde_json::Value> = serde_json::from_str(&stdout).ok();
        let findings = parsed.and_then(|report| Some(report.get("findings")?.as_array()?.clone()));
        Self {
            code: output.status.code().expect("it was not killed"),
            stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            findings: findings.unwrap_or_default(),
        }
    }

    fn field<'s>(finding: &'s serde_json::Value, name: &str) -> &'s str {
        finding[name].as_str().unwrap_or_default()
    }

    /// The rules that spoke up.
    pub(crate) fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| Self::field(finding, "rule")).collect()
    }

    /// What `stale-translation` says, each with its severity.
    pub(crate) fn stale(&self) -> Vec<String> {
        let stale =
            self.findings.iter().filter(|found| Self::field(found, "rule") == "stale-translation");
        let words = |found: &serde_json::Value| {
            format!("{}: {}", Self::field(found, "severity"), Self::field(found, "message"))
        };
        stale.map(words).collect()
    }

    /// What the findings were compared with, each once.
    pub(crate) fn bases(&self) -> Vec<&str> {
        let mut bases: Vec<&str> =
            self.findings.iter().map(|finding| Self::field(finding, "basis")).collect();
        bases.sort_unstable();
        bases.dedup();
        bases
    }
}
