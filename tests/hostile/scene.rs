//! A project in a temporary folder, and the binary run over it as a stranger's project would be.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What states the layout.
pub(crate) const LAYOUT: &str =
    "[[documents]]\nsource = \"docs/en/{path}\"\ntranslations = \"docs/{lang}/{path}\"\n";

/// No case may take longer, in a debug build on a busy machine. What this is to catch takes minutes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A project.
pub(crate) struct Scene {
    folder: TempDir,
}

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

impl Scene {
    /// An empty project with the layout.
    pub(crate) fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().unwrap() };
        scene.write("lint-rules.toml", LAYOUT);
        scene
    }

    /// A project of one article.
    pub(crate) fn pair(source: impl AsRef<[u8]>, translation: impl AsRef<[u8]>) -> Self {
        let scene = Self::new();
        scene.write("docs/en/page.md", source);
        scene.write("docs/es/page.md", translation);
        scene
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// A program in the project, with nothing of the environment that could change what it does.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.root()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            let keep = ["PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"];
            if !keep.iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
                command.env_remove(name);
            }
        }
        let nowhere = self.root().join("no-such-file");
        command.env("GIT_CONFIG_GLOBAL", &nowhere).env("GIT_CONFIG_SYSTEM", &nowhere);
        command.env("HOME", self.root());
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Someone");
            command.env(format!("GIT_{role}_EMAIL"), "someone@example.org");
        }
        command
    }

    /// Runs git, which has to succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.command("git").args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Makes the project a repository with one commit.
    pub(crate) fn commit_all(&self) {
        self.git(&["init", "--quiet", "--initial-branch=main"]);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", "A step"]);
    }

    /// Runs hexapla. It ends by itself with one of its own exit codes and without a panic, in time.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        judged(self.command(env!("CARGO_BIN_EXE_hexapla")).args(arguments), arguments)
    }

    /// `check` with findings as lines.
    pub(crate) fn check(&self) -> Said {
        self.run(&["check", "--output-format", "concise"])
    }
}

/// Runs `command`, which is hexapla.
pub(crate) fn judged(command: &mut Command, what: &[&str]) -> Said {
    let started = Instant::now();
    let output: Output = command.output().unwrap();
    let said = Said {
        code: output.status.code().unwrap_or_else(|| panic!("{what:?}: ended by a signal")),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    assert!(started.elapsed() < PATIENCE, "{what:?} took {:?}", started.elapsed());
    assert!(matches!(said.code, 0..=2), "{what:?}: code {}: {}", said.code, said.stderr);
    assert!(!said.stderr.contains("panicked"), "{what:?}: {}", said.stderr);
    said
}
