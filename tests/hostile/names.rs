//! Names and texts that mean something to whoever shows them: terminals, logs, web pages.

#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use serde_json::Value;

use super::scene::{Said, Scene, judged};

/// Names that a terminal, a shell, GitHub, Markdown or XML would take for more than a name.
const NAMES: &[&str] = &[
    "new\nline.md",
    "quo\"te's.md",
    "escape\x1b[31m\x1b]0;title\x07.md",
    "::error title=x::name.md",
    "##[add-mask]name.md",
    "per%0A::error::cent.md",
    "comma,colon:semi;.md",
    "<b>bold<b>&amp;.md",
    "|pipe|`tick`.md",
    "-dash.md",
    "$(touch pwned)`touch pwned`.md",
    " space .md",
    "right\u{202e}left\u{9b}31m.md",
    "@team.md",
    "![x](https:..example.org.x.png).md",
    "tab\tcr\r.md",
];

const FORMATS: &[&str] = &[
    "graphical",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "markdown",
];

/// Articles of those names, each with a link that differs and text that is hostile itself.
fn scene() -> Scene {
    let scene = Scene::new();
    for name in NAMES {
        let page = |title: &str, link: &str| {
            format!(
                "# {title} \x1b[2J\x1b]8;;https://example.org\x07\n\n[a\u{9b}5n\u{202e}](https://example.org/{link}\x1b%0A::error::x##[error]y](z))\n\n\
                 `]](https://example.org)\x1b[31m::{link}`\n\n\
                 See [it](https://example.org/{link}.md).\n"
            )
        };
        scene.write(format!("docs/en/{name}"), page("Page", "one"));
        scene.write(format!("docs/es/{name}"), page("Página", "two"));
    }
    scene
}

/// Characters that a terminal obeys or that turn text around.
fn controls(text: &str) -> Vec<char> {
    let obeyed = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(obeyed).collect()
}

#[test]
fn no_control_reaches_whoever_reads() {
    let scene = scene();
    scene.commit_all();
    for format in FORMATS {
        let said = scene.run(&["check", "--output-format", format]);
        assert_eq!(said.code, 1, "{format}: {}", said.stderr);
        assert_eq!(controls(&said.all()), [], "{format}");
    }
    for arguments in [
        &["check", "--show-pairs"][..],
        &["check", "--statistics"],
        &["check", "--color", "always", "--quiet", "--output-format", "concise"],
        &["check", "docs/es/gone\x1b[31m.md"],
        &["check", "--config", "gone\x1b[31m.toml"],
        &["check", "--diff-base", "gone\x1b[31m"],
        &["check", "--select", "gone\x1b[31m"],
        &["compare", "docs/en/gone\x1b[31m.md", "docs/es/-dash.md"],
        &["explain", "gone\x1b[31m"],
        &["status"],
        &["status", "--pages"],
        &["baseline", "--output", "gone\x1b[31m/x.toml"],
    ] {
        let said = scene.run(arguments);
        let colours: &[char] = if arguments.contains(&"always") { &['\x1b'] } else { &[] };
        let found = controls(&said.all());
        assert!(
            found.iter().all(|c| colours.contains(c)),
            "{arguments:?}: {found:?} in {}",
            said.all()
        );
    }
}

#[test]
fn mistakes_in_hostile_configuration_are_shown_harmless() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    scene.write("lint-rules.toml", "\"a\x7f\u{9b}31m##[add-mask]x\" = \"\u{202e}\"\n");
    let said = scene.check();
    assert_eq!(said.code, 2);
    assert_eq!(controls(&said.all()), []);
    assert!(!said.all().contains("##["), "{}", said.all());
}

/// The commands that GitHub's runner would obey in `log`: as it looks for them, spaces before
/// `::` passed over, and `##[` anywhere in a line that is not of the first form.
fn commands(log: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in log.split(['\n', '\r']) {
        if let Some(rest) = line.trim_start().strip_prefix("::")
            && let Some((command, _)) = rest.split_once("::")
        {
            found.push(command.split(' ').next().unwrap_or_default().to_owned());
        } else if line.contains("##[") {
            found.push(line.to_owned());
        }
    }
    found
}

#[test]
fn nothing_becomes_a_command_of_github_but_annotations() {
    let scene = scene();
    let said = scene.run(&["check", "--output-format", "github"]);
    let found = commands(&said.stdout);
    // Two findings or more in each page: ten errors and as many of the other levels at most.
    assert!(found.len() >= 10, "{}", said.stdout);
    for command in &found {
        assert!(matches!(command.as_str(), "error" | "warning" | "notice"), "{command}");
    }
    let annotations = said.stdout.lines().filter(|line| line.starts_with("::")).count();
    assert_eq!(found.len(), annotations, "{}", said.stdout);
    for line in said.stdout.lines().filter(|line| line.starts_with("::")) {
        let properties = line.trim_start_matches("::").split_once("::").unwrap().0;
        let file = properties.split_once(" file=").unwrap().1.split_once(",line=").unwrap().0;
        assert!(file.starts_with("docs/e") && !file.contains([',', ':']), "{line}");
    }
    assert_eq!(commands(&said.stderr), Vec::<String>::new());
    // Notes and errors name files, too.
    for arguments in [
        &["check", "docs/es/##[add-mask]gone.md"][..],
        &["check", "--config", "##[add-mask]x"],
        &["check", "--output-file", "gone/##[add-mask]x"],
        &["compare", "docs/en/##[add-mask]gone.md", "docs/es/-dash.md"],
    ] {
        let said = scene.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        assert_eq!(commands(&said.stderr), Vec::<String>::new(), "{arguments:?}");
    }
}

#[test]
fn nor_what_is_listed_below_the_annotations() {
    let scene = Scene::new();
    let few = (0..10).map(|number| format!("{number}.md"));
    let names =
        few.chain(["::error title=x::name.md".to_owned(), "z##[add-mask]name.md".to_owned()]);
    for name in names {
        scene.write(format!("docs/en/{name}"), "# Page\n\n`one`\n");
        scene.write(format!("docs/es/{name}"), "# Página\n\n`two`\n");
    }
    // From within the folder, so that a name is the first thing in its line.
    let mut command = scene.command(env!("CARGO_BIN_EXE_hexapla"));
    command.current_dir(scene.root().join("docs/es"));
    command.args(["check", "--select", "code-span", "--output-format", "github"]);
    let said = judged(&mut command, &["check in docs/es"]);
    assert!(said.stdout.contains("\n2 more findings"), "{}", said.stdout);
    assert!(said.stdout.contains("- ::error title=x::name.md:3:"), "{}", said.stdout);
    assert_eq!(commands(&said.stdout), ["warning"; 10], "{}", said.stdout);
}

#[test]
fn machines_read_the_names_as_they_are() {
    let scene = scene();
    let json = |format| -> Value {
        serde_json::from_str(&scene.run(&["check", "--output-format", format]).stdout).unwrap()
    };
    let expected: Vec<String> = NAMES.iter().map(|name| format!("docs/es/{name}")).collect();
    for (format, list, path) in [
        ("json", "/findings", "/path"),
        ("gitlab", "", "/location/path"),
        ("rdjson", "/diagnostics", "/location/path"),
    ] {
        let report = json(format);
        let found = report.pointer(list).unwrap().as_array().unwrap();
        for name in &expected {
            let has = found.iter().any(|one| one.pointer(path).unwrap() == name.as_str());
            assert!(has, "{format}: {name:?}");
        }
    }
    let report = json("sarif");
    for result in report.pointer("/runs/0/results").unwrap().as_array().unwrap() {
        let uri = result.pointer("/locations/0/physicalLocation/artifactLocation/uri").unwrap();
        let uri = uri.as_str().unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~%".contains(c);
        assert!(uri.starts_with("docs/e") && uri.chars().all(plain), "{uri}");
        // SARIF §3.11.6: `[text](target)` in a message is a link.
        let message = result.pointer("/message/text").unwrap().as_str().unwrap();
        assert!(!message.contains("]("), "{message}");
    }
    let said = scene.run(&["check", "--output-format", "markdown"]);
    for line in said.stdout.lines().filter(|line| line.starts_with("| error")) {
        let bare = line.replace("\\|", "").replace("\\`", "").replace("\\<", "").replace("\\[", "");
        assert_eq!(bare.matches('|').count(), 5, "a row of four cells: {line}");
        assert_eq!(bare.matches('`').count(), 2, "one code span, the rule: {line}");
        assert!(!bare.contains(['<', '[']), "no element, no link: {line}");
    }
    let said = scene.run(&["check", "--output-format", "junit"]);
    assert!(!said.stdout.contains("<b>") && !said.stdout.contains("&amp;.md"), "{}", said.stdout);
}

#[test]
fn a_difference_of_hostile_names_is_one_that_git_applies() {
    let scene = scene();
    scene.commit_all();
    let said = scene.run(&["check", "--diff", "--select", "link-target"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    let patch = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(patch.path(), &said.stdout).unwrap();
    scene.git(&["apply", patch.path().to_str().unwrap()]);
    let changed = scene.git(&["diff", "--name-only", "-z"]);
    let changed: Vec<&str> = changed.split_terminator('\0').collect();
    assert_eq!(changed.len(), NAMES.len(), "{changed:?}");
}

#[test]
fn fixes_are_written_to_the_files_of_those_names() {
    let scene = scene();
    scene.run(&["check", "--fix", "--select", "link-target"]);
    for name in NAMES {
        let text = scene.read(&format!("docs/es/{name}"));
        assert!(text.contains("example.org/one.md"), "{name:?}");
    }
    assert!(!scene.root().join("pwned").exists());
}

#[test]
fn names_that_are_no_unicode_are_left_out_and_named() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    let write = |text: &str| {
        for folder in ["docs/en", "docs/es", "elsewhere"] {
            let folder = Path::new(folder);
            scene.write(folder.join(OsStr::from_bytes(b"bytes\xff\xfe.md")), text);
            scene.write(folder.join(OsStr::from_bytes(b"folder\xff")).join("x.md"), text);
        }
    };
    write("# Page\n\n`code`\n");
    scene.commit_all();
    let named = |said: &Said| -> Vec<String> {
        let notes = said.stderr.lines().filter_map(|line| line.strip_prefix("note: "));
        let names = notes.filter_map(|note| {
            note.strip_suffix(": left out, because its name is not Unicode; rename it")
        });
        names.map(str::to_owned).collect()
    };
    let both = ["docs/en/bytes\u{fffd}\u{fffd}.md", "docs/en/folder\u{fffd}/x.md"];
    for arguments in [&["check"][..], &["check", "--basis", "history"], &["status"]] {
        let said = scene.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.stderr);
        assert_eq!(named(&said)[..2], both, "{arguments:?}: {}", said.stderr);
        assert!(said.stderr.contains("1 more files left out, because"), "{}", said.stderr);
        assert!(!said.stderr.contains("elsewhere"), "no page of the layout: {}", said.stderr);
    }
    // Only where they are asked for.
    assert_eq!(named(&scene.run(&["check", "docs/es/page.md"])), Vec::<String>::new());
    assert_eq!(named(&scene.run(&["check", "docs/en"])), both);
    assert_eq!(named(&scene.run(&["check", "--staged"])), Vec::<String>::new());
    write("# Page\n\n`other`\n");
    scene.git(&["add", "docs/en"]);
    for arguments in [&["check", "--staged"][..], &["check", "--diff-base", "HEAD"]] {
        let said = scene.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.stderr);
        assert_eq!(named(&said)[..2], both, "{arguments:?}: {}", said.stderr);
    }
    // What is excluded is left out on purpose.
    let layout = scene.read("lint-rules.toml");
    scene.write(
        "lint-rules.toml",
        format!("{layout}exclude = [\"docs/**/bytes*\", \"docs/**/x.md\"]\n"),
    );
    assert_eq!(named(&scene.run(&["check"])), Vec::<String>::new());
}

#[test]
fn revisions_of_pages_with_line_breaks_in_their_names_stay_in_step() {
    let scene = scene();
    scene.commit_all();
    let commit = scene.git(&["rev-parse", "HEAD"]);
    // Each page records a revision, and each source changed since, so all are asked for.
    for name in NAMES {
        let source = scene.read(&format!("docs/en/{name}"));
        scene.write(format!("docs/en/{name}"), format!("{source}\nMore about {name:?}.\n"));
        let page = scene.read(&format!("docs/es/{name}"));
        scene.write(
            format!("docs/es/{name}"),
            format!("---\nsource-git-commit: {commit}\n---\n\n{page}"),
        );
    }
    let said = scene.run(&["check", "--output-format", "json", "--select", "stale-translation"]);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let stale = report.pointer("/findings").unwrap().as_array().unwrap();
    // The two that hold line breaks are the only ones that git cannot be asked for.
    assert_eq!(stale.len(), NAMES.len() - 2, "{}", said.all());
}
