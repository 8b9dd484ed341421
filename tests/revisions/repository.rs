//! A folder with the repositories of a site, and what a run over it said.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::support;

/// A folder with repositories in it.
pub(crate) struct Site {
    folder: TempDir,
    /// Where commands run; a repository.
    home: PathBuf,
}

impl Site {
    /// A folder whose repository lies in `name`.
    pub(crate) fn new(name: &str) -> Self {
        Self::with(name, &[])
    }

    /// The same; `arguments` are for `git init`.
    pub(crate) fn with(name: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = folder.path().join(name);
        support::init(&home, arguments);
        Self { folder, home }
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
        if !home.join(".git").exists() {
            support::init(&home, &[]);
        }
        Self { home, ..self }
    }

    /// Runs git in the repository and returns what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        support::git(&self.home, arguments)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        support::write(&self.home, path, text);
    }

    /// Commits everything on `day` and returns the commit.
    pub(crate) fn commit(&self, day: &str, subject: &str) -> String {
        support::commit(&self.home, day, subject)
    }

    /// Writes one file and commits it.
    pub(crate) fn write_on(&self, day: &str, path: &str, text: impl AsRef<[u8]>) -> String {
        self.write(path, text);
        self.commit(day, &format!("Change {path}"))
    }

    /// The command line in the repository.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        support::hexapla(&self.home, arguments)
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
