//! What happens where the revision that a page records cannot be had: the next candidate serves, one
//! note says why, and only a basis that was asked for by name makes the run fail.

use std::fs;
use std::path::{Path, PathBuf};

use super::repository::{Seen, Site};
use super::{EN, ES, grown, stale_site, stamped};

/// The notes of a run, the one on the layout left out.
fn notes(seen: &Seen) -> Vec<&str> {
    let notes = seen.stderr.lines().filter_map(|line| line.strip_prefix("note: "));
    notes.filter(|note| !note.starts_with("detected: ")).collect()
}

/// That the working tree serves as the reference, that the note says why, once, and that asking
/// for the revision by name fails.
fn falls_back(site: &Site, why: &str) {
    let seen = site.check(&[]);
    assert!(seen.rules().contains(&"missing-section"), "{}{}", seen.stdout, seen.stderr);
    assert_eq!(seen.code, 1, "{}", seen.stderr);
    let notes = notes(&seen);
    assert!(notes.len() == 1 && notes[0].contains(why), "{notes:?}");
    let named = site.check(&["--basis", "recorded"]);
    assert_eq!(named.code, 2, "{}", named.stderr);
    assert!(named.stderr.contains(why) && named.stderr.contains("error: "), "{}", named.stderr);
}

#[test]
fn without_a_repository_the_working_tree_serves() {
    let (site, _) = stale_site();
    fs::remove_dir_all(site.home().join(".git")).unwrap();
    falls_back(&site, "is in no git repository");
}

#[test]
fn an_unknown_commit_is_told() {
    let (site, _) = stale_site();
    site.write("docs/es/a.md", stamped("94d7a57e", ES));
    fs::remove_dir_all(site.home().join(".git")).unwrap();
    let site = site.beside("site");
    site.commit("2026-04-01", "Begin");
    falls_back(&site, "1 recorded revision not found in ., for instance 94d7a57");
}

#[test]
fn a_shallow_clone_is_told() {
    let (site, _) = stale_site();
    let url = format!("file://{}", site.home().display());
    let site = clone(site, &["--depth", "1", &url]);
    let seen = site.check(&[]);
    assert!(seen.rules().contains(&"missing-section"), "{}", seen.stdout);
    assert!(notes(&seen)[0].contains("is a shallow clone: 1 recorded revision"), "{}", seen.stderr);
    let named = site.check(&["--basis", "recorded"]);
    assert_eq!(named.code, 2, "{}", named.stderr);
    assert!(named.stderr.contains("fetch-depth: 0"), "{}", named.stderr);
}

/// A clone of the site's repository as the new one.
fn clone(site: Site, arguments: &[&str]) -> Site {
    let target = site.folder().join("clone").display().to_string();
    site.git(&[&["clone", "-q"], arguments, &[target.as_str()]].concat());
    site.beside("clone")
}

#[test]
fn a_partial_clone_fetches_nothing() {
    // Without old texts, and without old folders either.
    for filter in ["--filter=blob:none", "--filter=tree:0"] {
        let (site, _) = stale_site();
        site.git(&["config", "uploadpack.allowFilter", "true"]);
        let url = format!("file://{}", site.home().display());
        let site = clone(site, &[filter, &url]);
        let before = objects(site.home());
        let seen = site.check(&[]);
        assert!(seen.rules().contains(&"missing-section"), "{}{}", seen.stdout, seen.stderr);
        let notes = notes(&seen);
        assert!(notes.len() == 1 && notes[0].contains("partial"), "{filter}: {notes:?}");
        assert_eq!(site.check(&["--basis", "recorded"]).code, 2, "{filter}");
        assert_eq!(objects(site.home()), before, "{filter}: nothing was fetched");
    }
}

/// How many files the object store of a repository has.
fn objects(home: &Path) -> usize {
    fn count(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(&home.join(".git/objects"))
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let site = Site::new("en");
    let first = site.write_on("2026-01-05", "a.md", EN);
    site.write_on("2026-01-05", "guide.md", "# Guide\n\nText.\n");
    site.write_on("2026-03-01", "a.md", grown());
    let url = site.home().display().to_string();
    let site = site.beside("site");
    site.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "docs/en"]);
    site.write("docs/es/a.md", stamped(&first, ES));
    site.write("docs/es/guide.md", "# Guía\n\nTexto.\n");
    site.commit("2026-03-02", "Translate");
    let seen = site.check(&[]);
    assert_eq!(seen.rules(), ["stale-translation"], "{}{}", seen.stdout, seen.stderr);
}

#[test]
fn a_bare_sibling_is_told() {
    let (site, _) = stale_site();
    site.git(&["clone", "-q", "--bare", ".", "../en.git"]);
    let site = site.beside("es");
    site.write("docs/es/a.md", ES);
    site.write(
        "lint-rules.toml",
        "[[documents]]\nsource = \"docs/en/{path}\"\ntranslations = \"docs/es/{path}\"\n\
         roots = { en = \"../en.git\", es = \".\" }\n",
    );
    let seen = site.check(&["--ignore", "broken-link"]);
    let told = notes(&seen);
    assert_eq!(told, ["../en.git is a bare repository: none of its files is checked out"]);
    assert!(seen.findings.is_empty(), "{}", seen.stdout);
}

#[test]
fn a_repository_that_git_refuses_is_told() {
    let (site, _) = stale_site();
    let mut command = site.command(&["check", "--output-format", "json"]);
    let output = command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().unwrap();
    let seen = Seen::of(output);
    assert!(seen.rules().contains(&"missing-section"), "{}", seen.stdout);
    let notes = notes(&seen);
    assert!(notes.len() == 1 && notes[0].contains("safe.directory"), "{notes:?}");
}

#[test]
fn a_history_that_git_refuses_is_told_where_nothing_is_recorded() {
    let (site, _) = stale_site();
    site.write_on("2026-03-02", "docs/es/a.md", ES);
    assert!(notes(&site.check(&[])).is_empty());
    let mut command = site.command(&["check", "--output-format", "json"]);
    let seen = Seen::of(command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().unwrap());
    let told = notes(&seen);
    assert!(told.len() == 1 && told[0].contains("belongs to another user"), "{told:?}");
}

#[test]
fn without_git_the_working_tree_serves() {
    let (site, _) = stale_site();
    let empty = tempfile::tempdir().unwrap();
    let mut command = site.command(&["check", "--output-format", "json"]);
    let seen = Seen::of(command.env("PATH", empty.path()).output().unwrap());
    assert!(seen.rules().contains(&"missing-section"), "{}", seen.stdout);
    let notes = notes(&seen);
    assert!(notes.len() == 1 && notes[0].contains("git cannot be started"), "{notes:?}");
}

#[test]
fn front_matter_is_data() {
    for value in ["--upload-pack=touch x", "../../etc/passwd", "-p", "HEAD", "@{-1}", "94d7a57:a"] {
        let (site, _) = stale_site();
        site.write_on("2026-03-02", "docs/es/a.md", stamped(&format!("\"{value}\""), ES));
        let seen = site.check(&["--basis", "recorded"]);
        assert_eq!(seen.code, 2, "{value}: {}", seen.stderr);
        assert!(seen.stderr.contains("1 recorded value names no revision"), "{}", seen.stderr);
        assert!(seen.rules().contains(&"missing-section"), "{value}: {}", seen.stdout);
        assert!(!site.home().join("x").exists());
    }
}

/// Removes the object `name` from the repository and returns where it lay.
fn remove_object(site: &Site, name: &str) -> PathBuf {
    let id = site.git(&["rev-parse", name]);
    let file = site.home().join(".git/objects").join(&id[..2]).join(&id[2..]);
    fs::remove_file(&file).unwrap();
    file
}

#[test]
fn what_is_missing_is_told_and_the_history_serves() {
    let text = "1 old text of . not in this clone (partial or damaged), for instance docs/en/a.md";
    for (object, bytes, why) in [
        (":docs/en/a.md", None, text),
        (":docs/en/a.md", Some("no object"), text),
        (":docs/en", None, "1 recorded revision of . without the source, for instance"),
        ("", None, "1 recorded revision not found in ., for instance"),
    ] {
        let (site, first) = stale_site();
        let file = remove_object(&site, &format!("{first}{object}"));
        if let Some(bytes) = bytes {
            fs::write(file, bytes).unwrap();
        }
        let seen = site.check(&[]);
        assert_eq!(seen.rules(), ["stale-translation"], "{}", seen.stderr);
        assert!(seen.bases()[0].starts_with("history: "), "{:?}", seen.bases());
        let notes = notes(&seen);
        assert!(notes.len() == 1 && notes[0].starts_with(why), "{notes:?}");
        let named = site.check(&["--basis", "recorded"]);
        assert!(named.code == 2 && named.stderr.contains(why), "{}", named.stderr);
    }
}
