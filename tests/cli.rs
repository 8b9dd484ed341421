//! The binary, run as people and programs run it: exit codes, streams, misuse.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

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
        ("unknown_rule_to_explain", &["explain", "front-mater-key"]),
        ("unknown_rules_to_select", &["check", "--select", "al,front_matter_key,zzz"]),
        ("unknown_rule_to_ignore", &["compare", "a.md", "b.md", "--ignore", "encodign"]),
        ("nothing_selected", &["check", "--select", "encoding", "--ignore", "encoding"]),
        ("no_such_configuration", &["check", "--config", "rules.toml"]),
        ("no_layout", &["check"]),
        ("nothing_to_init", &["init"]),
        ("no_such_pattern", &["check", "*.mdx"]),
        ("a_group_to_explain", &["explain", "structure"]),
    ] {
        let output = run(empty.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty(), "{name}: nothing on stdout");
        let folder = empty.path().canonicalize().unwrap();
        // Windows writes a canonical path in a way of its own.
        let folder = folder.to_string_lossy().trim_start_matches(r"\\?\").to_owned();
        let told = shown(&output).replace(&folder, "FOLDER");
        insta::assert_snapshot!(name, told);
    }
}

#[test]
fn a_change_needs_a_repository() {
    let output = run(site().path(), &["check", "--staged"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("help: --diff-base and --staged need a git repository"), "{said}");
}

#[test]
fn who_names_a_file_for_a_command_is_told_of_check() {
    let site = site();
    let output = run(site.path(), &["docs"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("help: `hexapla check docs` checks files and folders"), "{said}");
    let output = run(site.path(), &["lint", "docs/es/second.md"]);
    assert_eq!(output.status.code(), Some(0), "another word for check");
}

#[test]
fn a_single_page_beside_its_source_is_enough() {
    let folder = folder(&[
        ("docs/en/guide.md", "# Guide\n\nSee [the API](https://example.org/api).\n"),
        ("docs/es/guide.md", "# Guía\n\nVea [la API](https://example.org/apo).\n"),
    ]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder.path()).args(["-c", "core.hooksPath=", "-c", "user.name=a"]);
        command.args(["-c", "user.email=a@example.org"]).args(arguments);
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    let output = run(folder.path(), &["init", "--stdout"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let output = run(folder.path(), &["baseline", "--prune"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no baseline to prune"));
    let output = run(folder.path(), &["check", "--staged", "--output-format", "concise"]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    assert!(output.stdout.starts_with(b"docs/es/guide.md:3:14: error[link-target]"));
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

/// A site of two pages in English and Spanish. The Spanish first page has translated a key,
/// which is an error with a safe fix, and left its title in English, which is a warning.
fn site() -> TempDir {
    folder(&[
        ("docs/en/first.md", "---\ntitle: The first page of them all\nweight: 10\n---\n\nHello.\n"),
        ("docs/es/first.md", "---\ntitle: The first page of them all\npeso: 10\n---\n\nHola.\n"),
        ("docs/en/second.md", "---\ntitle: Second\n---\n\nGood day.\n"),
        ("docs/es/second.md", "---\ntitle: Segunda\n---\n\nBuenos días.\n"),
    ])
}

#[test]
fn findings_go_to_stdout_and_the_rest_to_stderr() {
    let site = site();
    let output = run(site.path(), &["check", "--output-format", "concise"]);
    insta::assert_snapshot!(shown(&output));
}

#[test]
fn the_exit_code_follows_the_threshold() {
    let site = site();
    let code = |arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        run(site.path(), &arguments).status.code()
    };
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--exit-zero"]), Some(0));
    assert_eq!(code(&["--fail-on", "error"]), Some(1));
    assert_eq!(code(&["--fix"]), Some(1), "the warning remains");
    assert_eq!(code(&["--fail-on", "error"]), Some(0), "the error was repaired");
    assert_eq!(code(&["--fail-on", "info"]), Some(1));
    assert_eq!(code(&["docs/es/second.md"]), Some(0), "only what is named is judged");
    assert_eq!(code(&["docs/es/first.md"]), Some(1));
}

#[test]
fn a_hook_may_name_what_is_excluded() {
    let site = site();
    let layout = "[[documents]]\nsource = \"docs/en/{path}\"\ntranslations = \
                  \"docs/{lang}/{path}\"\nexclude = [\"docs/en/first.md\"]\n";
    std::fs::write(site.path().join("lint-rules.toml"), layout).unwrap();
    let output = run(site.path(), &["check", "docs/es/first.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    assert!(String::from_utf8_lossy(&output.stderr).contains("excluded by the configuration"));
}

#[test]
fn a_difference_is_shown_and_nothing_written() {
    let site = site();
    let path = site.path().join("docs/es/first.md");
    let before = std::fs::read_to_string(&path).unwrap();
    let output = run(site.path(), &["check", "--diff"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    insta::assert_snapshot!(shown(&output));
}

#[test]
fn a_fix_is_written_once() {
    let site = site();
    let path = site.path().join("docs/es/first.md");
    let output = run(site.path(), &["check", "--fix", "--output-format", "concise"]);
    let fixed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(fixed, "---\ntitle: The first page of them all\nweight: 10\n---\n\nHola.\n");
    insta::assert_snapshot!(shown(&output));
    run(site.path(), &["check", "--fix"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), fixed, "a second run changes nothing");
}

#[test]
fn the_graphical_report_after_a_fix_shows_the_repaired_text() {
    let site = site();
    let output = run(site.path(), &["check", "--fix"]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("title: The first page of them all"), "{stdout}");
    assert!(!stdout.contains("peso"), "{stdout}");
}

#[test]
fn every_format_has_the_same_findings() {
    let site = site();
    for format in hexapla::output::Format::ALL {
        let output = run(site.path(), &["check", "--output-format", format.name()]);
        assert_eq!(output.status.code(), Some(1), "{}", format.name());
        let stdout = String::from_utf8(output.stdout).unwrap();
        for word in ["front-matter-key", "front-matter-untranslated", "peso"] {
            assert!(stdout.contains(word), "{}: no {word}", format.name());
        }
    }
}

#[test]
fn the_format_may_come_from_the_environment() {
    let site = site();
    let mut command = hexapla(site.path());
    command.env("HEXAPLA_OUTPUT_FORMAT", "json").arg("check");
    let stdout = command.output().unwrap().stdout;
    let report: serde_json::Value = serde_json::from_slice(&stdout).expect("JSON");
    assert_eq!(report["summary"]["findings"]["error"], 1);
    let stdout = command.args(["--output-format", "concise"]).output().unwrap().stdout;
    assert!(String::from_utf8(stdout).unwrap().starts_with("docs/es/first.md:"));
    let layout = "output-format = \"json\"\n[[documents]]\nsource = \"docs/en/{path}\"\n\
                  translations = \"docs/{lang}/{path}\"\n";
    std::fs::write(site.path().join("lint-rules.toml"), layout).unwrap();
    let stdout = run(site.path(), &["check"]).stdout;
    assert!(stdout.starts_with(b"{\"version\":1,"), "or from the configuration");
    let with = |value: &str| {
        let mut command = hexapla(site.path());
        command.env("HEXAPLA_OUTPUT_FORMAT", value).arg("check").output().unwrap()
    };
    assert_eq!(with("").status.code(), Some(1), "set to nothing is not set");
    let output = with("jsn");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("help: that is what HEXAPLA_OUTPUT_FORMAT says"), "{said}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let site = site();
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = hexapla(site.path());
        command.arg("check").args(arguments).envs(variables.iter().copied());
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&[("FORCE_COLOR", "1")], &[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!coloured(&[("FORCE_COLOR", "1")], &["--color", "never"]));
}

#[test]
fn a_pipe_that_closes_is_no_error() {
    let site = site();
    for arguments in [&["check"][..], &["rules"], &["explain", "front-matter-key"], &["--help"]] {
        let mut child = hexapla(site.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("panicked") && !stderr.contains("error:"), "{stderr}");
    }
}

#[test]
fn the_report_can_go_to_a_file() {
    let site = site();
    let output = run(site.path(), &["check", "--output-format", "json", "--output-file", "r.json"]);
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 error, 1 warning in 1 of"));
    let report = std::fs::read(site.path().join("r.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&report).expect("JSON");
    let output = run(site.path(), &["check", "--output-file", "no/such/folder/r.json"]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("error: no/such/folder/r.json: cannot be written"), "{stderr}");
}

#[test]
fn quiet_leaves_stderr_empty() {
    let site = site();
    let output = run(site.path(), &["check", "--quiet"]);
    assert!(output.stderr.is_empty() && !output.stdout.is_empty());
}

#[test]
fn statistics_and_pairs() {
    let site = site();
    insta::assert_snapshot!("statistics", shown(&run(site.path(), &["check", "--statistics"])));
    let output = run(site.path(), &["check", "--statistics", "--output-format", "json"]);
    let counts: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(counts["rules"][0]["findings"].as_u64().unwrap() > 0, "{counts}");
    insta::assert_snapshot!("pairs", shown(&run(site.path(), &["check", "--show-pairs"])));
}

#[test]
fn a_file_that_is_not_utf8_is_a_finding_and_is_converted() {
    let site = site();
    let path = site.path().join("docs/es/second.md");
    std::fs::write(&path, b"Un caf\xe9 con az\xfacar.\n").unwrap();
    let output = run(site.path(), &["check", "--select", "invalid-utf8"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 │ Un café con azúcar."));
    let output = run(site.path(), &["check", "--select", "invalid-utf8", "--diff"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("\n+Un café con azúcar.\n"));
    let output = run(site.path(), &["check", "--select", "invalid-utf8", "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Un café con azúcar.\n");
}

#[test]
fn what_cannot_be_checked_exits_with_2() {
    let site = site();
    std::fs::create_dir(site.path().join("empty")).unwrap();
    std::fs::write(site.path().join("notes.txt"), "no Markdown").unwrap();
    for (name, arguments) in [
        ("no_such_file", &["check", "docs/es/third.md"][..]),
        ("nothing_in_folder", &["check", "empty"]),
        ("not_markdown", &["check", "notes.txt"]),
        ("one_file", &["compare", "docs/es/first.md"]),
    ] {
        let output = run(site.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{name}");
        insta::assert_snapshot!(name, shown(&output));
    }
    let empty = folder(&[]);
    let output = run(empty.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2), "no layout");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "));
}

#[test]
fn compare_takes_languages() {
    let folder = folder(&[
        ("one.md", "---\ntitle: A very short text\n---\n"),
        ("two.md", "---\ntitle: Ein sehr kurzer Text\n---\n"),
    ]);
    let arguments = ["compare", "--source", "one.md", "two.md", "--lang", "two.md=de-AT"];
    let output = run(folder.path(), &[&arguments[..], &["--show-pairs"]].concat());
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("two.md [de-AT]"), "{stdout}");
    assert_eq!(run(folder.path(), &arguments).status.code(), Some(0));
    let arguments = ["compare", "one.md", "two.md", "--lang", "tow.md=de-AT"];
    let output = run(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(2), "a language for a file that is not there");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--lang names tow.md"));
    let arguments = ["compare", "./one.md", "two.md", "--lang", "one.md=de-AT", "--show-pairs"];
    let output = run(folder.path(), &arguments);
    assert!(String::from_utf8_lossy(&output.stdout).contains("one.md [de-AT]"));
}

#[test]
fn unsafe_fixes_are_made_only_when_asked_for() {
    let folder = folder(&[
        ("en.md", "The post office is closed.\n"),
        ("es.md", "La oficina de corr\u{435}os está cerrada.\n"),
    ]);
    let text = || std::fs::read_to_string(folder.path().join("es.md")).unwrap();
    let before = text();
    let output = run(folder.path(), &["compare", "--source", "en.md", "es.md", "--fix"]);
    assert_eq!((output.status.code(), text()), (Some(1), before));
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 more with --unsafe-fixes"));
    let output = run(folder.path(), &["compare", "--source", "en.md", "es.md", "--unsafe-fixes"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(), "La oficina de correos está cerrada.\n");
}

#[test]
fn a_terminal_escape_in_a_name_is_shown_not_sent() {
    let folder = folder(&[("en.md", "---\ntitle: A\nweight: 1\n---\n")]);
    let name = "es\u{1b}[2J.md";
    if std::fs::write(folder.path().join(name), "---\ntitle: B\n---\n").is_err() {
        return; // This file system takes no such names.
    }
    let output = run(folder.path(), &["compare", "--source", "en.md", name]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
    let output = run(folder.path(), &["compare", "--source", "none\u{1b}.md", name]);
    assert!(!output.stderr.contains(&0x1b), "in an error neither");
}

#[test]
fn rules_are_selected_by_flags() {
    let site = site();
    let rules = |arguments: &[&str]| -> Vec<String> {
        let arguments = [&["check", "--output-format", "json"], arguments].concat();
        let output = run(site.path(), &arguments);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let findings = report["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    let (key, text) = ("front-matter-key".to_owned(), "front-matter-untranslated".to_owned());
    assert_eq!(rules(&[]), [text.clone(), key.clone()]);
    assert_eq!(rules(&["--select", "front-matter-key"]), std::slice::from_ref(&key));
    assert_eq!(rules(&["--ignore", "front-matter-key"]), [text]);
    assert_eq!(rules(&["--select", "structure"]), [""; 0]);
}

#[test]
fn the_configuration_is_the_nearest_the_named_or_none() {
    let site = site();
    let code = |folder: &str, arguments: &[&str]| {
        let arguments = [&["check", "--output-format", "concise"], arguments].concat();
        let output = run(&site.path().join(folder), &arguments);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let layout = "[[documents]]\nsource = \"docs/en/{path}\"\n\
                  translations = \"docs/{lang}/{path}\"\n";
    let quiet = format!("{layout}[rules]\nignore = [\"front-matter\"]\n");
    let lax = format!("fail-on = \"error\"\n{layout}[rules]\nignore = [\"front-matter-key\"]\n");
    std::fs::write(site.path().join("lint-rules.toml"), quiet).unwrap();
    std::fs::write(site.path().join("lax.toml"), lax).unwrap();
    assert_eq!(code("", &[]), (Some(0), String::new()), "the nearest");
    assert_eq!(code("docs", &[]), (Some(0), String::new()), "of a folder above");
    let (status, stdout) = code("", &["--config", "lax.toml"]);
    assert_eq!((status, stdout.lines().count()), (Some(0), 1), "the named: {stdout}");
    assert_eq!(code("", &["--config", "lax.toml", "--fail-on", "warning"]).0, Some(1));
    let (status, stdout) = code("", &["--isolated"]);
    assert_eq!((status, stdout.lines().count()), (Some(1), 2), "none: {stdout}");
}

#[test]
fn all_errors_of_a_configuration_are_shown_at_their_places() {
    let site = site();
    let text = "fail-on = \"eror\"\n\n[[documents]]\nsuorce = \"docs/en/{path}\"\n\
                translations = \"docs/{lang}/{path}\"\n\n[rules]\nselect = [\"front_matter_key\"]\n";
    std::fs::write(site.path().join("lint-rules.toml"), text).unwrap();
    let output = run(site.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(shown(&output));
}

#[test]
fn an_error_of_a_configuration_has_its_column_and_sends_no_escapes() {
    let site = site();
    let text = "[[documents]]\nsource = \"日本語/{path}\" # 字字字\n\
                \"字\" = 1\n[rules]\nselect = [\"日\", \"\\u001b[2Jx\"]\n";
    std::fs::write(site.path().join("lint-rules.toml"), text).unwrap();
    let output = run(site.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!output.stderr.contains(&0x1b));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("lint-rules.toml:5:16]"), "columns are characters: {stderr}");
}

#[test]
fn init_writes_down_what_check_detects() {
    let site = site();
    let pairs = || run(site.path(), &["check", "--show-pairs", "--quiet"]).stdout;
    let detected = pairs();
    let printed = run(site.path(), &["init", "--stdout"]);
    let output = run(site.path(), &["init"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("init", shown(&output));
    let written = std::fs::read(site.path().join("lint-rules.toml")).unwrap();
    assert_eq!(printed.stdout, written);
    insta::assert_snapshot!("init_file", String::from_utf8(written).unwrap());
    let notes = run(site.path(), &["check", "--show-pairs"]).stderr;
    assert!(notes.is_empty(), "nothing is detected any more");
    assert_eq!(pairs(), detected);
    let again = run(site.path(), &["init"]);
    assert_eq!(again.status.code(), Some(2), "nothing is overwritten");
    assert!(String::from_utf8_lossy(&again.stderr).contains("lint-rules.toml is already there"));
}

#[test]
fn a_folder_whose_name_begins_another_keeps_its_texts() {
    let folder = folder(&[
        ("docs/en/api/a.md", "# A\n\nSee [the guide](https://example.org/a).\n"),
        ("docs/es/api/a.md", "# A\n\nVea [la guía](https://example.org/b).\n"),
        ("docs/en/api-old/a.md", "# A\n\nSee [the guide](https://example.org/a).\n"),
        ("docs/es/api-old/a.md", "# A\n\nVea [la guía](https://example.org/b).\n"),
    ]);
    let output = run(folder.path(), &["check"]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(stdout.matches("3 │ Vea [la guía](https://example.org/b).").count(), 2, "{stdout}");
}

#[test]
fn sarif_has_no_fix_that_it_cannot_say() {
    let folder = folder(&[
        ("en.md", "# The letter\n\nIt is on its way.\n"),
        ("es.md", "\u{feff}# La carta\n\nEst&aacute; en camino.\n"),
    ]);
    let arguments = ["compare", "--source", "en.md", "es.md", "--output-format", "sarif"];
    let output = run(folder.path(), &arguments);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let fix = |rule: &str| {
        let results = document["runs"][0]["results"].as_array().unwrap();
        results.iter().find(|result| result["ruleId"] == rule).unwrap()["fixes"].is_array()
    };
    // A byte order mark is in no column, so that no region covers it.
    assert!(!fix("byte-order-mark") && fix("html-entity"));
}

/// The part of the page between the command that it shows and the end of the report.
#[test]
fn the_report_in_the_documentation_is_true() {
    let path = root().join("docs/start.md");
    let readme = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let command =
        readme.lines().find_map(|line| line.strip_prefix("$ hexapla ")).expect("a command");
    let output = run(root(), &command.split(' ').collect::<Vec<_>>());
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    // Spaces at the end of a line would be lost in an editor; the report has none to lose.
    let all = stdout + &stderr;
    let report = all.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
    let (start, end) = ("with BLESS=1 -->\n```text\n", "```\n<!-- end of report -->");
    let from = readme.find(start).expect("the start is marked") + start.len();
    let to = readme.find(end).expect("the end is marked");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{}{report}{}", &readme[..from], &readme[to..])).unwrap();
    } else {
        assert!(
            readme[from..to] == report,
            "docs/start.md is stale: BLESS=1 cargo test --test cli"
        );
    }
    assert_eq!(output.status.code(), Some(1), "the page shows findings");
}
