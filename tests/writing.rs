//! `--fix` and what can go wrong while it writes: no file is ever torn or lost, what cannot be
//! written is named, and files stay whose they are.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Disk};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::text::FileId;
use tempfile::TempDir;

const LAYOUT: &str =
    "[[documents]]\nsource = \"docs/en/{path}\"\ntranslations = \"docs/{lang}/{path}\"\n";

/// Page `number` before and after its repair: `body` is what makes it long.
fn texts(number: usize, body: &str) -> (String, String) {
    let page = |link: &str| {
        format!(
            "# Página {number}\n\nVea [lo](https://example.org/{link}-{number}.md).\n\n{body}\n"
        )
    };
    (page("otra"), page("guide"))
}

/// A project of pages whose translations each have one defect with a safe fix.
fn site(pages: usize, body: &str) -> TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::write(site.path().join("lint-rules.toml"), LAYOUT).unwrap();
    for folder in ["docs/en", "docs/es"] {
        fs::create_dir_all(site.path().join(folder)).unwrap();
    }
    for number in 0..pages {
        let source = format!(
            "# Page {number}\n\nSee [it](https://example.org/guide-{number}.md).\n\n{body}\n"
        );
        fs::write(site.path().join(format!("docs/en/p{number}.md")), source).unwrap();
        fs::write(translation(&site, number), texts(number, body).0).unwrap();
    }
    site
}

fn translation(site: &TempDir, number: usize) -> PathBuf {
    site.path().join(format!("docs/es/p{number}.md"))
}

/// `program` in the project with an empty environment.
fn command(program: impl AsRef<std::ffi::OsStr>, site: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(site).stdin(Stdio::null()).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", site);
    command
}

fn fix(site: &Path) -> Command {
    let mut command = command(env!("CARGO_BIN_EXE_hexapla"), site);
    command.args(["check", "--fix", "--select", "link-target", "--output-format", "concise"]);
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Hidden files in the project, which a run may have left.
fn left_over(site: &TempDir) -> Vec<PathBuf> {
    let entries =
        ["docs/en", "docs/es"].map(|folder| fs::read_dir(site.path().join(folder)).unwrap());
    let paths = entries.into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.file_name().unwrap().as_encoded_bytes().starts_with(b".")).collect()
}

/// Each file is as it was or as it is to be; returns how many are repaired.
fn repaired(site: &TempDir, pages: usize, body: &str) -> usize {
    let mut count = 0;
    for number in 0..pages {
        let text = fs::read_to_string(translation(site, number)).unwrap();
        let (old, new) = texts(number, body);
        assert!(text == old || text == new, "page {number} is torn");
        count += usize::from(text == new);
    }
    count
}

#[test]
fn a_run_that_is_killed_leaves_every_file_old_or_new() {
    const PAGES: usize = 1000;
    const KILLS: u64 = 6;
    let site = site(PAGES, "Texto.");
    // Files are written in the order of their paths.
    let mut order: Vec<usize> = (0..PAGES).collect();
    order.sort_by_key(|number| translation(&site, *number));
    let is_new = |number: usize| {
        fs::read_to_string(translation(&site, number)).unwrap() == texts(number, "Texto.").1
    };
    let mut done = 0;
    let mut amid = 0;
    for kill in 0..KILLS {
        let mut child =
            fix(site.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // It has to come to writing; from there on the moment is another one each time.
        while child.try_wait().unwrap().is_none() && !is_new(order[done]) {
            thread::sleep(Duration::from_micros(200));
        }
        thread::sleep(Duration::from_micros(kill * 1700));
        let _ = child.kill();
        child.wait().unwrap();
        let before = done;
        done = repaired(&site, PAGES, "Texto.");
        amid += usize::from(done > before && done < PAGES);
        assert!(left_over(&site).len() <= 1, "one file at a time");
        if done == PAGES {
            break;
        }
    }
    assert!(amid >= 2, "it was hardly ever killed while it wrote: {amid} times");
    let output = fix(site.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(repaired(&site, PAGES, "Texto."), PAGES);
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
    println!("killed {amid} times while it wrote");
}

#[test]
fn what_a_killed_run_left_is_taken_away() {
    let site = site(2, "Texto.");
    fix(site.path()).output().unwrap();
    // The name that the temporary file has, seen by making it impossible to write the other one.
    let (old, _) = texts(0, "Texto.");
    fs::write(translation(&site, 0), &old).unwrap();
    let mut child = command("sh", site.path())
        .args(["-c", "ulimit -f 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_hexapla")])
        .args(["check", "--fix", "--quiet", "--select", "link-target"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), None, "the limit ends it by a signal");
    assert_eq!(left_over(&site).len(), 1, "this is what is to be taken away");
    assert_eq!(repaired(&site, 2, "Texto."), 1);
    let output = fix(site.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
    assert_eq!(repaired(&site, 2, "Texto."), 2);
}

#[test]
fn two_runs_at_once_do_not_harm_each_other() {
    const PAGES: usize = 60;
    let site = site(PAGES, "Texto.");
    let mut children: Vec<_> = (0..4)
        .map(|_| fix(site.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
        .collect();
    for child in &mut children {
        child.wait().unwrap();
    }
    assert_eq!(repaired(&site, PAGES, "Texto."), PAGES);
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_does_not_fit_is_named_and_stays() {
    // The limit stands for a full disk where none can be made: writing fails in the middle.
    let long = "Texto largo. ".repeat(2000);
    let site = site(3, &long);
    let short = texts(1, "Texto.");
    fs::write(translation(&site, 1), &short.0).unwrap();
    let source = "# Page 1\n\nSee [it](https://example.org/guide-1.md).\n\nText.\n";
    fs::write(site.path().join("docs/en/p1.md"), source).unwrap();
    let output = command("sh", site.path())
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_hexapla"),
        ])
        .args(["check", "--fix", "--select", "link-target"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    for number in [0, 2] {
        assert_eq!(fs::read_to_string(translation(&site, number)).unwrap(), texts(number, &long).0);
        let told = format!("error: docs/es/p{number}.md: cannot be written: ");
        assert!(stderr(&output).contains(&told), "{}", stderr(&output));
    }
    assert_eq!(
        fs::read_to_string(translation(&site, 1)).unwrap(),
        short.1,
        "what fits is repaired"
    );
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_nothing_is_lost() {
    let site = site(4, &"Texto. ".repeat(300));
    // A small disk in a namespace of its own, which goes with the process.
    let script = "mkdir disk && mount -t tmpfs -o size=128k tmpfs disk || exit 77
        cp -r docs lint-rules.toml disk/ && cd disk || exit 77
        cat /dev/zero > filler 2> /dev/null
        \"$0\" check --fix --select link-target --output-format concise; echo \"code $?\"
        cmp -s docs/es/p0.md ../docs/es/p0.md && cmp -s docs/es/p3.md ../docs/es/p3.md && echo same
        ls -A docs/es | grep -c '^[.]'";
    let output = command("unshare", site.path())
        .args(["--mount", "--map-root-user", "sh", "-c", script, env!("CARGO_BIN_EXE_hexapla")])
        .output();
    let Ok(output) = output.as_ref().inspect_err(|error| println!("skipped: {error}")) else {
        return;
    };
    if matches!(output.status.code(), Some(77)) || stderr(output).contains("unshare") {
        println!("skipped: no disk can be mounted here: {}", stderr(output));
        return;
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.ends_with("code 2\nsame\n0\n"), "{stdout}{}", stderr(output));
    assert_eq!(
        stderr(output).matches(": cannot be written: no space left on device").count(),
        4,
        "{}",
        stderr(output)
    );
}

#[test]
fn a_folder_that_is_read_only_is_told_and_nothing_changes() {
    let site = site(3, "Texto.");
    let binary = site.path().join("hexapla-here");
    fs::copy(env!("CARGO_BIN_EXE_hexapla"), &binary).unwrap();
    let mut command = command(&binary, site.path());
    command.args(["check", "--fix", "--select", "link-target"]);
    for folder in ["docs/es", "."] {
        fs::set_permissions(site.path().join(folder), fs::Permissions::from_mode(0o555)).unwrap();
    }
    if fs::write(site.path().join("docs/es/probe"), "").is_ok() {
        // Root writes everywhere, so root becomes somebody else.
        fs::remove_file(site.path().join("docs/es/probe")).unwrap();
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    for folder in [".", "docs/es"] {
        fs::set_permissions(site.path().join(folder), fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    for number in 0..3 {
        let told = format!("error: docs/es/p{number}.md: cannot be written: ");
        assert!(stderr(&output).contains(&told), "{}", stderr(&output));
    }
    assert_eq!(repaired(&site, 3, "Texto."), 0);
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_is_edited_meanwhile_is_left_alone_and_named() {
    let site = site(3, "Texto.");
    let mut catalog = Catalog::default();
    for number in 0..3 {
        let ids = [FileId(number * 2), FileId(number * 2 + 1)];
        for tag in ["en", "es"] {
            let path = site.path().join(format!("docs/{tag}/p{number}.md"));
            catalog.files.push(CatalogFile { path, locale: Locale::parse(tag).unwrap() });
        }
        catalog.articles.push(Article {
            key: format!("p{number}.md"),
            source: Some(ids[0]),
            translations: vec![ids[1]],
            selected: ids.to_vec(),
        });
    }
    let settings = Settings::default_rules();
    let fixed = linter::fix(&catalog, &settings, &Disk, Applicability::Safe, &|_| ());
    assert_eq!(fixed.changes.len(), 3);
    // Between the repair and the writing.
    fs::write(translation(&site, 1), "# Mine\n").unwrap();
    fs::remove_file(translation(&site, 2)).unwrap();
    let refused = linter::write_changes(&fixed.changes);
    let refused: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused[0].ends_with("p1.md: changed while it was checked, left alone"), "{refused:?}");
    assert!(refused[1].contains("p2.md: cannot be written: "), "{refused:?}");
    assert_eq!(fs::read_to_string(translation(&site, 0)).unwrap(), texts(0, "Texto.").1);
    assert_eq!(fs::read_to_string(translation(&site, 1)).unwrap(), "# Mine\n");
    assert!(!translation(&site, 2).exists(), "what was removed does not come back");
}

#[test]
fn links_permissions_and_owners_stay() {
    let site = site(4, "Texto.");
    let path = |number| translation(&site, number);
    let other = site.path().join("other-name.md");
    fs::hard_link(path(0), &other).unwrap();
    fs::rename(path(1), site.path().join("real.md")).unwrap();
    std::os::unix::fs::symlink("../../real.md", path(1)).unwrap();
    fs::set_permissions(path(2), fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(path(3), fs::Permissions::from_mode(0o755)).unwrap();
    // Only root may give files away.
    let given = chown(path(2), Some(65534), Some(65533)).is_ok();
    let inode = fs::metadata(path(0)).unwrap().ino();

    let arguments = ["check", "--fix", "--select", "link-target", "docs/es/p1.md"];
    let mut named = command(env!("CARGO_BIN_EXE_hexapla"), site.path());
    let output = named.args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = fix(site.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));

    for number in [0, 2, 3] {
        assert_eq!(fs::read_to_string(path(number)).unwrap(), texts(number, "Texto.").1);
    }
    assert_eq!(fs::metadata(path(0)).unwrap().ino(), inode);
    assert_eq!(fs::read_to_string(&other).unwrap(), texts(0, "Texto.").1, "both names hold it");
    assert!(fs::symlink_metadata(path(1)).unwrap().is_symlink());
    let real = fs::read_to_string(site.path().join("real.md")).unwrap();
    assert_eq!(real, texts(1, "Texto.").1, "what the link leads to is repaired");
    assert_eq!(fs::metadata(path(2)).unwrap().mode() & 0o7777, 0o640);
    assert_eq!(fs::metadata(path(3)).unwrap().mode() & 0o7777, 0o755);
    if given {
        let metadata = fs::metadata(path(2)).unwrap();
        assert_eq!((metadata.uid(), metadata.gid()), (65534, 65533));
    }
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
}

/// An access control list as Linux keeps it, which lets the user with that number read, too.
#[cfg(target_os = "linux")]
fn readable_for(user: u32) -> Vec<u8> {
    const NOBODY: u32 = u32::MAX;
    let entries: [(u16, u16, u32); 5] =
        [(1, 6, NOBODY), (2, 4, user), (4, 4, NOBODY), (0x10, 4, NOBODY), (0x20, 0, NOBODY)];
    let mut bytes = 2_u32.to_le_bytes().to_vec();
    for (tag, permissions, id) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(permissions.to_le_bytes());
        bytes.extend(id.to_le_bytes());
    }
    bytes
}

#[cfg(target_os = "linux")]
#[test]
fn access_control_lists_and_other_attributes_stay() {
    const ACCESS: &str = "system.posix_acl_access";
    let site = site(3, "Texto.");
    let path = |number| translation(&site, number);
    if xattr::set(path(0), "user.translator", b"Ana").is_err()
        || xattr::set(path(1), ACCESS, &readable_for(1234)).is_err()
    {
        println!("skipped: no such attributes on this file system");
        return;
    }
    // From here on new files in the folder get a list, which the third file does not have.
    let folder = site.path().join("docs/es");
    xattr::set(&folder, "system.posix_acl_default", &readable_for(4321)).unwrap();
    let modes: Vec<u32> = (0..3).map(|number| fs::metadata(path(number)).unwrap().mode()).collect();
    let before = fs::metadata(path(2)).unwrap().ino();
    let output = fix(site.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(repaired(&site, 3, "Texto."), 3);
    let attribute = |number, name| xattr::get(path(number), name).unwrap();
    assert_eq!(attribute(0, "user.translator").as_deref(), Some(&b"Ana"[..]));
    assert_eq!(attribute(1, ACCESS), Some(readable_for(1234)));
    assert_eq!(attribute(0, ACCESS), None, "what a new file gets from its folder is no part of it");
    assert_eq!(attribute(2, ACCESS), None);
    let after: Vec<u32> = (0..3).map(|number| fs::metadata(path(number)).unwrap().mode()).collect();
    assert_eq!(after, modes);
    assert_ne!(fs::metadata(path(2)).unwrap().ino(), before, "replaced in one step");
}

#[test]
fn a_file_of_somebody_else_stays_theirs() {
    let site = site(2, "Texto.");
    let binary = site.path().join("hexapla-here");
    fs::copy(env!("CARGO_BIN_EXE_hexapla"), &binary).unwrap();
    let folder = site.path().join("docs/es");
    // Only root may give files away and become somebody else.
    if chown(translation(&site, 0), Some(65533), None).is_err() {
        println!("skipped: for root only");
        return;
    }
    fs::set_permissions(site.path(), fs::Permissions::from_mode(0o755)).unwrap();
    chown(&folder, Some(65534), Some(65534)).unwrap();
    for number in 0..2 {
        let mode = fs::Permissions::from_mode(0o666);
        fs::set_permissions(translation(&site, number), mode).unwrap();
    }
    chown(translation(&site, 1), Some(65534), Some(65534)).unwrap();
    let metadata = || [0, 1].map(|number| fs::metadata(translation(&site, number)).unwrap());
    let before = metadata();
    let mut other = command(&binary, site.path());
    other.args(["check", "--fix", "--select", "link-target"]).uid(65534).gid(65534);
    let output = other.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(repaired(&site, 2, "Texto."), 2);
    let after = metadata();
    assert_eq!((after[0].uid(), after[0].ino()), (65533, before[0].ino()), "written in its place");
    assert_eq!(after[1].uid(), 65534);
    assert_ne!(after[1].ino(), before[1].ino(), "replaced in one step");
    assert_eq!(after.map(|one| one.mode() & 0o777), [0o666; 2]);
    assert_eq!(left_over(&site), Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_becomes_shorter_is_cut_where_it_is_written_in_its_place() {
    let site = site(1, "Texto.");
    let path = translation(&site, 0);
    let long = fs::read_to_string(&path).unwrap().replace("otra", &"otra-".repeat(100));
    fs::write(&path, long).unwrap();
    fs::hard_link(&path, site.path().join("other-name.md")).unwrap();
    let output = fix(site.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&path).unwrap(), texts(0, "Texto.").1);
}
