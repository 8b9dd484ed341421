//! What is written from the declared arguments: completions, manual pages, and the page of the
//! documentation that lists the commands.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use hexapla::rules::RULES;

const COMMANDS: [&str; 10] = [
    "check",
    "compare",
    "baseline",
    "status",
    "init",
    "explain",
    "rules",
    "schema",
    "completions",
    "man",
];

/// What `hexapla` prints; it has to succeed.
fn printed(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_hexapla")).env_clear().args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_command_is_listed_here() {
    let help = printed(&["--help"]);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<_> = names.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(names[..names.len() - 1], COMMANDS);
    assert_eq!(names[names.len() - 1], "help");
}

#[test]
fn every_shell_completes_commands_options_and_rules() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for word in ["compare", "show-settings", "diff-base"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
        // Of the others these scripts complete no values.
        if ["bash", "zsh", "fish"].contains(&shell) {
            for rule in RULES {
                assert!(script.contains(rule.name), "{shell}: no {}", rule.name);
            }
        }
    }
}

#[test]
fn the_scripts_are_read_by_their_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let reader = Command::new(shell)
            .arg("-n")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut reader) = reader else { continue }; // It is not installed here.
        let script = printed(&["completions", shell]);
        reader.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let output = reader.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{shell}: {output:?}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    printed(&["man", "--all", folder.path().to_str().unwrap()]);
    let page = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), COMMANDS.len() + 1);
    assert_eq!(page("hexapla.1"), printed(&["man"]));
    for command in COMMANDS {
        let text = page(&format!("hexapla-{command}.1"));
        assert_eq!(text, printed(&["man", command]));
        assert!(text.contains(&format!(".SH NAME\nhexapla\\-{command}")), "{text}");
    }
    let check = page("hexapla-check.1");
    assert!(check.contains("diff\\-base") && !check.contains("missing\\-section"), "{check}");
}

#[test]
fn a_page_that_does_not_exist_is_told() {
    for (arguments, expected) in [
        (&["man", "chekc"][..], "did you mean `check`?"),
        (&["man", "zzz"], "there are check, compare"),
        (&["man", "--all", "no/such/folder"], "a folder that exists"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_hexapla")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn the_page_about_commands_is_fresh() {
    let mut page = String::from(
        "# Commands\n\nThis page is what `hexapla COMMAND --help` prints; `hexapla man` has it as \
         manual pages, and\n`hexapla completions SHELL` lets bash, zsh, fish, PowerShell and \
         Elvish complete commands, options\nand names of rules:\n\n```sh\n\
         hexapla completions bash > ~/.local/share/bash-completion/completions/hexapla\n\
         hexapla completions zsh > ~/.zfunc/_hexapla    # a folder of your fpath\n\
         hexapla completions fish > ~/.config/fish/completions/hexapla.fish\n\
         hexapla man --all ~/.local/share/man/man1\n```\n",
    );
    for command in COMMANDS {
        let help = printed(&[command, "--help"]);
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        page += &format!("\n## {command}\n\n```text\n{}\n```\n", help.join("\n"));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, page).unwrap();
    } else {
        let text = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(text == page, "docs/commands.md is stale: BLESS=1 cargo test --test commands");
    }
}
