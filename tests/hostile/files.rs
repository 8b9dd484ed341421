//! Files that are no text, too much text, or not there when they are read.

use std::fs;
use std::fs::File;

use super::scene::{Scene, judged};

#[test]
fn bytes_that_are_no_utf_8_are_a_finding() {
    let scene =
        Scene::pair("# Page\n\nText.\n", b"# P\xe1gina\n\n\xff\xfe\xc3\x28 \xed\xa0\x80.\n");
    let said = scene.check();
    assert!(said.stdout.contains("docs/es/page.md:1:1: error[invalid-utf8]"), "{}", said.all());
    // UTF-16, as an editor on Windows may write it.
    let wide: Vec<u8> = "\u{feff}# Página\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let said = Scene::pair("# Page\n", wide).check();
    assert!(said.stdout.contains("error[invalid-utf8]"), "{}", said.all());
}

#[test]
fn nul_bytes_are_a_finding() {
    let said = Scene::pair("# Page\n\nText.\n", "# Página\n\nTex\0to.\0\n").check();
    assert!(said.stdout.contains("control-character] control character U+0000"), "{}", said.all());
    // In one line, so that columns cannot be counted from its start each time.
    let said = Scene::pair("# Page\n", vec![0; 40_000]).check();
    assert!(said.stdout.contains("40000 times"), "{}", said.all());
}

#[test]
fn a_line_of_megabytes_is_a_line() {
    let line = "word and more ".repeat(150_000);
    let said = Scene::pair(format!("# Page\n\n{line}\n"), "# Página\n\nx\n").check();
    assert_ne!(said.code, 2, "{}", said.stderr);
}

#[test]
fn a_file_above_the_limit_is_named_and_not_read() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    scene.write("docs/en/other.md", "# Other\n");
    // Without blocks on disk: what is tested is that nobody reads them.
    let file = File::create(scene.root().join("docs/es/other.md")).unwrap();
    file.set_len(100 << 20).unwrap();
    let said = scene.check();
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains(
            "docs/es/other.md: too large for a page: 104857600 bytes, the limit is 16 MiB"
        ),
        "{}",
        said.stderr
    );
    // It can be left out, as the message says.
    let layout = scene.read("lint-rules.toml");
    scene.write("lint-rules.toml", format!("{layout}exclude = [\"docs/en/other.md\"]\n"));
    let said = scene.check();
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    let said = scene.run(&["compare", "docs/en/page.md", "/dev/zero"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("/dev/zero: too large"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_judged() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    let scene = Scene::pair("# Page\n\n`code`\n", "# Página\n\n`otro`\n");
    scene.write("docs/en/closed.md", "# Closed\n");
    scene.write("docs/es/closed.md", "# Cerrado\n");
    let closed = scene.root().join("docs/es/closed.md");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is closed to root, so root becomes somebody else; whoever that is has to reach the
    // binary and the folder.
    let binary = scene.root().join("hexapla-here");
    fs::copy(env!("CARGO_BIN_EXE_hexapla"), &binary).unwrap();
    fs::set_permissions(scene.root(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = scene.command(&binary);
    command.args(["check", "--output-format", "concise"]);
    if File::open(&closed).is_ok() {
        command.uid(65534).gid(65534);
    }
    let said = judged(&mut command, &["check, closed file"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("error: docs/es/closed.md: cannot be read: "), "{}", said.stderr);
    assert!(said.stdout.contains("docs/es/page.md:3:"), "{}", said.stdout);
}

#[test]
fn what_is_read_beside_pages_has_limits_too() {
    let grow = |scene: &Scene, path: &str| {
        let file = File::options().append(true).create(true).open(scene.root().join(path));
        file.unwrap().set_len(100 << 20).unwrap();
    };
    let scene = Scene::pair("# Page\n", "# Página\n");
    grow(&scene, "lint-rules.toml");
    let said = scene.check();
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("lint-rules.toml"), "{}", said.stderr);
    assert!(said.stderr.contains("larger than 16 MiB"), "{}", said.stderr);
    let scene = Scene::pair("# Page\n", "# Página\n");
    grow(&scene, "hexapla-baseline.toml");
    let said = scene.check();
    assert_eq!(said.code, 2);
    let told = "hexapla-baseline.toml: cannot be read: it is larger than 64 MiB";
    assert!(said.stderr.contains(told), "{}", said.stderr);
    // Other tools' configuration and pages that show the layout are passed over.
    let scene = Scene::pair("# Page\n", "# Página\n");
    fs::remove_file(scene.root().join("lint-rules.toml")).unwrap();
    for name in ["mkdocs.yml", "crowdin.yml", "hugo.toml", "lunaria.config.json"] {
        grow(&scene, name);
    }
    scene.write("docs/es/other.md", "# Otra\n");
    grow(&scene, "docs/en/other.md");
    let said = scene.check();
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("docs/en/other.md: too large for a page"), "{}", said.stderr);
    assert!(said.stderr.contains(" in 3 documents"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn pipes_are_not_waited_for() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    fs::remove_file(scene.root().join("lint-rules.toml")).unwrap();
    for name in ["lint-rules.toml", "hexapla-baseline.toml", "mkdocs.yml", "docs/es/pipe.md"] {
        let made = scene.command("mkfifo").arg(name).status().unwrap();
        assert!(made.success());
    }
    scene.write("docs/en/pipe.md", "# Pipe\n");
    let said = scene.check();
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("detected: "), "{}", said.stderr);
    // Named outright, it is an error.
    let said = scene.run(&["check", "docs/es/pipe.md"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(said.stderr.contains("docs/es/pipe.md"), "{}", said.stderr);
}

#[test]
fn files_that_go_while_they_are_judged_are_named() {
    let scene = Scene::new();
    for number in 0..400 {
        scene.write(
            format!("docs/en/p{number}.md"),
            format!("# Page\n\n{}\n", "Text. ".repeat(400)),
        );
        scene.write(
            format!("docs/es/p{number}.md"),
            format!("# Página\n\n{}\n", "Texto. ".repeat(400)),
        );
    }
    let mut command = scene.command(env!("CARGO_BIN_EXE_hexapla"));
    command.args(["check", "--output-format", "concise", "--select", "all"]);
    let said = std::thread::scope(|scope| {
        let run = scope.spawn(|| judged(&mut command, &["check, files go"]));
        // From the end, where the run arrives last.
        for number in (0..400).rev() {
            let _ = fs::remove_file(scene.root().join(format!("docs/es/p{number}.md")));
            std::thread::sleep(std::time::Duration::from_micros(300));
        }
        run.join().unwrap()
    });
    for line in said.stderr.lines().filter(|line| line.starts_with("error")) {
        assert!(line.contains("cannot be read"), "{line}");
    }
    // When any was missed the run says so with its code.
    assert_eq!(said.code == 2, said.stderr.contains("cannot be read"), "{}", said.stderr);
}

#[test]
fn a_folder_that_is_called_like_a_page_is_a_folder() {
    let scene = Scene::pair("# Page\n", "# Página\n");
    scene.write("docs/en/folder.md/inner.md", "# Inner\n\n`code`\n");
    scene.write("docs/es/folder.md/inner.md", "# Interior\n\n`otro`\n");
    let said = scene.check();
    assert!(said.stdout.contains("docs/es/folder.md/inner.md:3:"), "{}", said.all());
    let said = scene.run(&["compare", "docs/en/folder.md", "docs/es/page.md"]);
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("docs/en/folder.md: cannot be read: it is a directory"),
        "{}",
        said.stderr
    );
}

#[cfg(unix)]
#[test]
fn links_in_the_file_system_lead_nowhere_new() {
    use std::os::unix::fs::symlink;

    let scene = Scene::pair(
        "# Page\n\n[out](../../../../../../etc/passwd)\n",
        "# Página\n\n[fuera](../../../../../../etc/passwd)\n",
    );
    symlink(".", scene.root().join("docs/es/loop")).unwrap();
    symlink("..", scene.root().join("docs/en/up")).unwrap();
    symlink("b.md", scene.root().join("docs/es/a.md")).unwrap();
    symlink("a.md", scene.root().join("docs/es/b.md")).unwrap();
    symlink("/etc/passwd", scene.root().join("docs/es/out.md")).unwrap();
    symlink("/", scene.root().join("docs/es/whole")).unwrap();
    symlink("gone.md", scene.root().join("docs/es/dangling.md")).unwrap();
    let said = scene.run(&["check", "--show-pairs"]);
    assert!(said.stdout.contains("1 articles, 2 files"), "{}", said.stdout);
    let said = scene.check();
    assert!(!said.all().contains("root:"), "{}", said.all());
    assert!(said.stderr.contains("2 documents"), "{}", said.stderr);
    // Named outright, a link that leads nowhere or in circles is an error.
    for path in ["docs/es/dangling.md", "docs/es/a.md"] {
        let said = scene.run(&["check", path]);
        assert_eq!(said.code, 2, "{path}");
        assert!(said.stderr.contains(path), "{}", said.stderr);
    }
}
