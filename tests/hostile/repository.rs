//! A repository of somebody else: its configuration, hooks and attributes name programs, its pages
//! record revisions. None of the programs is started, and no revision is more than a revision.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::scene::Scene;

/// A repository with a history, a change on a branch, staged and unstaged work, and a program
/// behind everything that git can be told to start. Each would leave its name in `fired`.
fn trapped() -> (Scene, PathBuf) {
    let scene = Scene::new();
    for number in 1..=4 {
        let link = format!("https://example.org/guide-{number}.md");
        scene.write(
            format!("docs/en/p{number}.md"),
            format!("# Page {number}\n\nSee [it]({link}).\n"),
        );
        scene.write(
            format!("docs/es/p{number}.md"),
            format!("# Página {number}\n\nVea [lo]({link}).\n"),
        );
    }
    scene.commit_all();
    for (page, text) in [("p1", "More."), ("p2", "Much more.")] {
        let before = scene.read(&format!("docs/en/{page}.md"));
        scene.write(format!("docs/en/{page}.md"), format!("{before}\n{text}\n"));
        scene.git(&["commit", "--quiet", "--all", "-m", "A step"]);
    }
    scene.git(&["checkout", "--quiet", "-b", "side"]);
    scene.write("docs/es/p3.md", "# Página 3\n\nVea [lo](https://example.org/otra.md).\n");
    scene.git(&["add", "--all"]);
    // From here on nothing is asked of git by the test itself, but through `trap`.
    let fired = scene.root().join(".git/fired");
    let trap = |name: &str| {
        let path = scene.root().join(".git").join(format!("trap-{name}"));
        let script = format!("#!/bin/sh\necho {name} >> '{}'\ncat\n", fired.display());
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    };
    let mut config = fs::read_to_string(scene.root().join(".git/config")).unwrap();
    for (section, key) in [
        ("core", "fsmonitor"),
        ("core", "pager"),
        ("core", "editor"),
        ("core", "sshCommand"),
        ("core", "askPass"),
        ("core", "gitProxy"),
        ("core", "alternateRefsCommand"),
        ("credential", "helper"),
        ("gpg", "program"),
        ("diff", "external"),
        ("diff \"x\"", "command"),
        ("diff \"x\"", "textconv"),
        ("filter \"x\"", "clean"),
        ("filter \"x\"", "smudge"),
        ("filter \"y\"", "process"),
        ("filter \"with = sign\"", "clean"),
        ("merge \"x\"", "driver"),
        ("interactive", "diffFilter"),
        ("pager", "log"),
        ("pager", "diff"),
        ("remote \"origin\"", "uploadpack"),
    ] {
        let name = format!("{section}-{key}").replace([' ', '"', '='], "");
        config.push_str(&format!("[{section}]\n\t{key} = {}\n", trap(&name)));
    }
    for command in ["log", "diff", "cat-file", "rev-parse", "ls-files", "merge-base"] {
        config
            .push_str(&format!("[alias]\n\t{command} = !{}\n", trap(&format!("alias-{command}"))));
    }
    // A clone without all objects, which git would fetch when one is missing.
    config.push_str(
        "[extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\tpromisor = true\n",
    );
    config.push_str(&format!("\turl = ext::{}\n", trap("transport")));
    config.push_str("[protocol \"ext\"]\n\tallow = always\n[log]\n\tshowSignature = true\n");
    config.push_str("[filter \"y\"]\n\trequired = true\n[include]\n\tpath = more\n");
    fs::write(scene.root().join(".git/config"), config).unwrap();
    let more = format!(
        "[filter \"z\"]\n\tclean = {}\n[core]\n\thooksPath = .git/traps\n",
        trap("included")
    );
    fs::write(scene.root().join(".git/more"), more).unwrap();
    for folder in ["hooks", "traps"] {
        fs::create_dir_all(scene.root().join(".git").join(folder)).unwrap();
        for hook in [
            "pre-commit",
            "post-checkout",
            "post-index-change",
            "reference-transaction",
            "pre-auto-gc",
            "fsmonitor-watchman",
        ] {
            let path = scene.root().join(".git").join(folder).join(hook);
            fs::copy(trap(hook), &path).unwrap();
        }
    }
    scene.write(
        ".gitattributes",
        "docs/en/*.md diff=x filter=x merge=x\ndocs/es/p1.md filter=y\ndocs/es/p2.md filter=z\n\
         docs/es/p3.md filter=with\\ =\\ sign\n*.md diff=x\n",
    );
    // Rewritten as they are: git has to look into them to know that they did not change.
    for locale in ["en", "es"] {
        for number in 1..=4 {
            let path = format!("docs/{locale}/p{number}.md");
            let text = scene.read(&path);
            fs::remove_file(scene.root().join(&path)).unwrap();
            scene.write(&path, text);
        }
    }
    (scene, fired)
}

#[test]
fn nothing_that_a_repository_configures_is_executed() {
    let (scene, fired) = trapped();
    // A page that asks for an object that is not there.
    let missing = "0123456789012345678901234567890123456789";
    scene.write("docs/es/p4.md", format!("---\nsource-git-commit: {missing}\n---\n\n# Página 4\n"));
    for arguments in [
        &["check"][..],
        &["check", "--staged"],
        &["check", "--diff-base", "main"],
        &["check", "--diff-base", "side~1", "--fix", "--diff"],
        &["check", "--basis", "history"],
        &["check", "--basis", "recorded"],
        &["check", "docs/es/p1.md"],
        &["status"],
        &["baseline"],
        &["compare", "--source", "docs/en/p1.md", "docs/es/p1.md"],
        &["check", "--fix"],
    ] {
        scene.run(arguments);
        let names = fs::read_to_string(&fired).unwrap_or_default();
        assert_eq!(names, "", "{arguments:?} started what the repository names");
    }
    // The traps work: git itself walks into them.
    let output = scene.command("git").args(["diff", "--stat"]).output().unwrap();
    assert!(fired.exists(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_change_is_found_without_the_filters() {
    let (scene, _) = trapped();
    for arguments in [["check", "--diff-base=main"], ["check", "--staged"]] {
        let said = scene.run(&[arguments[0], arguments[1], "--output-format", "concise"]);
        assert_eq!(said.code, 1, "{arguments:?}: {}", said.all());
        assert!(said.stdout.contains("docs/es/p3.md:3:"), "{arguments:?}: {}", said.all());
    }
}

#[test]
fn a_recorded_revision_is_never_more_than_a_revision() {
    let revisions = [
        "--upload-pack=touch pwned",
        "--help",
        "-x",
        "../../etc/passwd",
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "$(touch pwned)",
        "`touch pwned`",
        "HEAD; touch pwned",
        "\"HEAD\\ncontents HEAD:lint-rules.toml\"",
        "HEAD:lint-rules.toml",
        "HEAD^{/.}",
        "main@{u}",
        ":/A step",
        "refs/heads/main",
        "ext::sh -c touch% pwned",
        "\u{202e}\u{1b}[31m",
        "00000000000000000000000000000000000000000",
        "!!python/object/apply:os.system [touch pwned]",
    ];
    let scene = Scene::new();
    for key in ["source-git-commit", "l10n.sourceCommit", "default_lang_commit", "translated_from"]
    {
        for (number, revision) in revisions.iter().enumerate() {
            let page = format!("{key}-{number}.md");
            scene.write(format!("docs/en/{page}"), "# Page\n\n`code`\n");
            let text = format!("---\n{key}: {revision}\n---\n\n# Página\n\n`code`\n");
            scene.write(format!("docs/es/{page}"), text);
        }
    }
    scene.commit_all();
    for arguments in [
        &["check", "--output-format", "concise"][..],
        &["check", "--basis", "recorded"],
        &["check", "--diff-base", "HEAD"],
        &["status"],
    ] {
        let said = scene.run(arguments);
        assert!(!said.all().contains("root:"), "{arguments:?}: {}", said.all());
        assert!(!said.all().contains('\u{1b}'), "{arguments:?}: {}", said.all());
        assert!(!scene.root().join("pwned").exists(), "{arguments:?}: a revision was executed");
    }
}

#[test]
fn a_reference_on_the_command_line_is_no_option() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    scene.commit_all();
    for reference in
        ["--output=pwned", "--upload-pack=touch pwned", "-h", "HEAD:lint-rules.toml", "../..", ""]
    {
        let said = scene.run(&["check", &format!("--diff-base={reference}")]);
        assert_eq!(said.code, 2, "{reference}: {}", said.stderr);
        assert!(said.stderr.starts_with("error: "), "{reference}: {}", said.stderr);
    }
    assert!(!scene.root().join("pwned").exists());
}
