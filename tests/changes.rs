//! `check --diff-base` and `check --staged`, in repositories that are built for the occasion.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/repository.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use hexapla::rule::Check;
use hexapla::rules::RULES;
use tempfile::TempDir;

/// A repository in a temporary folder.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        support::init(folder.path(), &[]);
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) -> String {
        support::git(self.root(), arguments)
    }

    fn write(&self, path: &str, text: &str) {
        support::write(self.root(), path, text);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    fn commit(&self) {
        support::commit(self.root(), "2026-03-14", "A step");
    }

    fn check(&self, arguments: &[&str]) -> Said {
        check(self.root(), arguments, &[])
    }
}

/// Runs the binary with the environment `variables`.
fn check(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = support::hexapla(folder, &["check", "--output-format", "concise"]);
    command.args(arguments);
    command.envs(variables.iter().copied());
    Said::new(&command.output().unwrap())
}

/// What a run said.
#[derive(Debug)]
struct Said {
    code: i32,
    findings: Vec<String>,
    stderr: String,
}

impl Said {
    fn new(output: &Output) -> Self {
        let stdout = String::from_utf8(output.stdout.clone()).unwrap();
        Self {
            code: output.status.code().unwrap(),
            findings: stdout.lines().map(str::to_owned).collect(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The findings as `path rule`.
    fn rules(&self) -> Vec<String> {
        let short = |line: &String| {
            let (path, rest) = line.split_once(':').unwrap();
            let rule = rest.split(['[', ']']).nth(1).unwrap();
            format!("{path} {rule}")
        };
        self.findings.iter().map(short).collect()
    }
}

const ENGLISH: &str = "---\ntitle: Backups\nweight: 10\n---\n\nSee [one](a.md) and [two](b.md).\n\n```sh\nbackup\n```\n";
const SPANISH: &str =
    "---\ntitle: Copias\nweight: 10\n---\n\nVea [uno](a.md) y [dos](b.md).\n\n```sh\nbackup\n```\n";
const LAYOUT: &str =
    "[[documents]]\nsource = \"docs/en/{path}\"\ntranslations = \"docs/{lang}/{path}\"\n";

/// Three pages in three languages, one commit. Page `b` has an old defect in Spanish.
fn site() -> Repository {
    let repository = Repository::new();
    repository.write("lint-rules.toml", LAYOUT);
    for page in ["a", "b", "c"] {
        repository.write(&format!("docs/en/{page}.md"), ENGLISH);
        for tag in ["es", "it"] {
            repository.write(&format!("docs/{tag}/{page}.md"), SPANISH);
        }
    }
    repository.write("docs/es/b.md", &SPANISH.replace("weight: 10", "weight: 12"));
    repository.commit();
    repository
}

#[test]
fn only_what_a_change_brings_is_reported() {
    let site = site();
    site.git(&["checkout", "--quiet", "-b", "work"]);
    let spanish = site.read("docs/es/b.md").replace("Vea", "Hola.\n\nVea");
    site.write("docs/es/b.md", &spanish.replace("(b.md)", "(x.md)"));
    let english = ENGLISH.replace("See", "Hello.\n\nSee");
    site.write("docs/en/b.md", &english);
    site.write("docs/it/b.md", &SPANISH.replace("Vea", "Ciao.\n\nVea"));
    for committed in [false, true] {
        if committed {
            site.commit();
        }
        let said = site.check(&["--diff-base", "main"]);
        assert_eq!(said.rules(), ["docs/es/b.md link-target"], "{said:?}");
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains("1 finding there before the change, not shown"), "{said:?}");
    }
}

#[test]
fn a_change_that_touches_no_article_is_clean() {
    let site = site();
    site.write("NOTES.md", "# Notes\n");
    site.write("docs/en/only.md", "# Only in English\n");
    let said = site.check(&["--diff-base", "HEAD"]);
    assert_eq!((said.code, said.rules().len()), (0, 0), "{said:?}");
    let staged = site.check(&["--staged"]);
    assert_eq!(staged.code, 0);
    assert!(staged.stderr.contains("touches no article"), "{staged:?}");
}

#[test]
fn a_source_selects_its_translations_and_leaves_them_behind() {
    let site = site();
    site.write("docs/en/a.md", &ENGLISH.replace("b.md", "new.md"));
    let rules = site.check(&["--diff-base", "HEAD"]).rules();
    assert!(rules.contains(&"docs/en/a.md outdated-by-change".to_owned()), "{rules:?}");
    assert_eq!(site.check(&["--diff-base", "HEAD"]).code, 0, "translators follow later");
    assert_eq!(rules.len(), 3, "the target can be taken over without translating: {rules:?}");
    let fixed = site.check(&["--diff-base", "HEAD", "--fix"]);
    assert!(site.read("docs/it/a.md").contains("(new.md)"), "{fixed:?}");
    site.git(&["checkout", "--quiet", "docs/it", "docs/es"]);
    // With both translations done there is nothing to say.
    for tag in ["es", "it"] {
        site.write(&format!("docs/{tag}/a.md"), &SPANISH.replace("b.md", "new.md"));
    }
    assert_eq!(site.check(&["--diff-base", "HEAD"]).rules(), [""; 0]);
}

#[test]
fn one_translation_that_follows_does_not_make_the_others_wrong() {
    let site = site();
    for tag in ["fr", "pt"] {
        site.write(&format!("docs/{tag}/a.md"), SPANISH);
    }
    site.commit();
    site.write("docs/en/a.md", &ENGLISH.replace("```sh", "A new paragraph.\n\n```sh"));
    site.write("docs/es/a.md", &SPANISH.replace("Vea", "Mire"));
    let said = site.check(&["--diff-base", "HEAD"]);
    let expected = ["docs/en/a.md outdated-by-change", "docs/es/a.md missing-block"];
    assert_eq!((said.code, said.rules()), (1, expected.map(str::to_owned).to_vec()), "{said:?}");
}

#[test]
fn a_notice_does_not_fail_and_sees_only_what_readers_see() {
    let site = site();
    site.write("docs/en/a.md", &ENGLISH.replace("See", "<!-- a remark -->\n\nSee"));
    site.write("docs/en/b.md", &ENGLISH.replace("one](a.md) and", "one](a.md)\nand"));
    let said = site.check(&["--diff-base", "HEAD"]);
    assert_eq!((said.code, said.rules()), (0, vec![]), "{said:?}");
    site.write("docs/en/a.md", &ENGLISH.replace("See", "Read"));
    let said = site.check(&["--diff-base", "HEAD"]);
    assert_eq!((said.code, said.rules()), (0, vec!["docs/en/a.md outdated-by-change".to_owned()]));
    assert!(said.findings[0].contains("docs/en/a.md:6:1"), "{said:?}");
    assert!(said.findings[0].contains("es, it"), "{said:?}");
    assert_eq!(site.check(&["--diff-base", "HEAD", "--fail-on", "info"]).code, 1);
}

#[test]
fn a_source_that_is_gone_is_noticed() {
    let site = site();
    fs::remove_file(site.root().join("docs/en/a.md")).unwrap();
    fs::remove_file(site.root().join("docs/it/a.md")).unwrap();
    fs::create_dir(site.root().join("docs/en/guide")).unwrap();
    fs::rename(site.root().join("docs/en/c.md"), site.root().join("docs/en/guide/c.md")).unwrap();
    site.git(&["add", "--all"]);
    for arguments in [&["--staged"][..], &["--diff-base", "HEAD"]] {
        let said = site.check(arguments);
        let expected = ["a", "c"].map(|page| format!("docs/es/{page}.md removed-source"));
        let italian = "docs/it/c.md removed-source".to_owned();
        assert_eq!(said.rules(), [expected[0].clone(), expected[1].clone(), italian], "{said:?}");
        assert!(said.findings[1].contains("moves the source"), "{said:?}");
        assert_eq!(said.code, 1);
    }
    // Moved with all its translations, it is the same article elsewhere.
    for tag in ["es", "it"] {
        fs::create_dir(site.root().join(format!("docs/{tag}/guide"))).unwrap();
        site.git(&["mv", &format!("docs/{tag}/c.md"), &format!("docs/{tag}/guide/c.md")]);
    }
    site.git(&["rm", "--quiet", "docs/es/a.md"]);
    let said = site.check(&["--staged"]);
    assert_eq!((said.code, said.rules()), (0, vec![]), "{said:?}");
}

#[test]
fn a_known_finding_stays_known_when_its_page_moves() {
    let site = site();
    for tag in ["en", "es", "it"] {
        fs::create_dir(site.root().join(format!("docs/{tag}/guide"))).unwrap();
        site.git(&["mv", &format!("docs/{tag}/b.md"), &format!("docs/{tag}/guide/b.md")]);
    }
    for arguments in [&["--staged"][..], &["--diff-base", "HEAD"]] {
        let said = site.check(arguments);
        assert_eq!((said.code, said.rules()), (0, vec![]), "{said:?}");
        assert!(said.stderr.contains("1 finding there before"), "{said:?}");
    }
}

#[test]
fn what_is_staged_is_judged_not_what_lies_on_disk() {
    let site = site();
    let broken = SPANISH.replace("(b.md)", "(x.md)");
    site.write("docs/es/a.md", &broken);
    site.git(&["add", "docs/es/a.md"]);
    site.write("docs/es/a.md", SPANISH);
    let said = site.check(&["--staged"]);
    assert_eq!(said.rules(), ["docs/es/a.md link-target"], "the repair is not staged: {said:?}");
    site.git(&["add", "docs/es/a.md"]);
    assert_eq!(site.check(&["--staged"]).code, 0);
    site.write("docs/es/a.md", &broken);
    assert_eq!(site.check(&["--staged"]).code, 0, "the defect is not staged");
    // A file that is staged and gone from disk, and one that is not staged at all.
    site.git(&["add", "docs/es/a.md"]);
    fs::remove_file(site.root().join("docs/es/a.md")).unwrap();
    site.write("docs/es/new.md", &broken);
    site.write("docs/en/new.md", ENGLISH);
    assert_eq!(site.check(&["--staged"]).rules(), ["docs/es/a.md link-target"]);
    assert_eq!(site.check(&["--diff-base", "HEAD"]).rules(), ["docs/es/new.md link-target"]);
}

#[test]
fn a_repair_never_writes_over_what_is_not_staged() {
    let site = site();
    let broken = SPANISH.replace("(b.md)", "(x.md)");
    site.write("docs/es/a.md", &broken);
    site.git(&["add", "docs/es/a.md"]);
    let said = site.check(&["--staged", "--fix"]);
    assert_eq!((said.code, site.read("docs/es/a.md").as_str()), (0, SPANISH), "{said:?}");
    let unstaged = format!("{broken}\nMás.\n");
    site.write("docs/es/a.md", &unstaged);
    let said = site.check(&["--staged", "--fix"]);
    assert_eq!((said.code, site.read("docs/es/a.md")), (2, unstaged), "{said:?}");
    assert!(said.stderr.contains("not staged"), "{said:?}");
}

#[test]
fn the_first_commit_is_judged_whole() {
    let repository = Repository::new();
    repository.write("lint-rules.toml", LAYOUT);
    repository.write("docs/en/a.md", ENGLISH);
    repository.write("docs/es/a.md", &SPANISH.replace("(b.md)", "(x.md)"));
    repository.git(&["add", "--all"]);
    let said = repository.check(&["--staged"]);
    assert_eq!(said.rules(), ["docs/es/a.md link-target"], "{said:?}");
}

#[test]
fn a_merge_is_not_blamed_for_what_its_parents_had() {
    let site = site();
    site.git(&["checkout", "--quiet", "-b", "work"]);
    site.write("docs/es/a.md", &SPANISH.replace("(b.md)", "(x.md)"));
    site.commit();
    site.git(&["checkout", "--quiet", "main"]);
    site.write("docs/en/c.md", &ENGLISH.replace("See", "Read"));
    site.commit();
    site.git(&["merge", "--quiet", "--no-commit", "--no-ff", "work"]);
    let said = site.check(&["--staged"]);
    assert_eq!((said.code, said.rules()), (0, vec![]), "{said:?}");
    // What the merge itself adds is its own.
    site.write("docs/it/c.md", &SPANISH.replace("(b.md)", "(x.md)"));
    site.git(&["add", "--all"]);
    assert_eq!(site.check(&["--staged"]).rules(), ["docs/it/c.md link-target"]);
}

#[test]
fn two_branches_are_compared_where_they_part() {
    let site = site();
    site.git(&["checkout", "--quiet", "-b", "work"]);
    site.write("docs/it/a.md", &SPANISH.replace("(b.md)", "(x.md)"));
    site.commit();
    site.git(&["checkout", "--quiet", "main"]);
    site.write("docs/es/c.md", &SPANISH.replace("(b.md)", "(x.md)"));
    site.commit();
    site.git(&["checkout", "--quiet", "work"]);
    let said = site.check(&["--diff-base", "main"]);
    assert_eq!(said.rules(), ["docs/it/a.md link-target"], "not what main did: {said:?}");
}

#[test]
fn pre_commit_names_a_range() {
    let site = site();
    let from = site.git(&["rev-parse", "HEAD"]).trim().to_owned();
    site.write("docs/es/a.md", &SPANISH.replace("(b.md)", "(x.md)"));
    site.commit();
    let to = site.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let range = [("PRE_COMMIT_FROM_REF", &*from), ("PRE_COMMIT_TO_REF", &*to)];
    let check =
        |arguments: &[&str]| check(site.root(), &[&["--staged"], arguments].concat(), &range);
    assert_eq!(check(&[]).rules(), ["docs/es/a.md link-target"]);
    assert_eq!(site.check(&["--staged"]).code, 0, "nothing is staged");
    // The commit need not be the one that is checked out; then nothing can be repaired.
    site.git(&["checkout", "--quiet", &from]);
    assert_eq!(check(&[]).rules(), ["docs/es/a.md link-target"]);
    assert_eq!(check(&["--fix"]).code, 2);
    assert_eq!(site.read("docs/es/a.md"), SPANISH);
}

#[test]
fn worktrees_and_folders_below_the_top_work() {
    let site = site();
    let other = tempfile::tempdir().unwrap();
    let tree = other.path().join("tree");
    site.git(&["worktree", "add", "--quiet", "-b", "work", tree.to_str().unwrap()]);
    let broken = SPANISH.replace("(b.md)", "(x.md)");
    fs::write(tree.join("docs/es/a.md"), broken).unwrap();
    let said = check(&tree, &["--diff-base", "main"], &[]);
    assert_eq!(said.rules(), ["docs/es/a.md link-target"], "{said:?}");
    support::git(&tree, &["add", "--all"]);
    let said = check(&tree.join("docs/es"), &["--staged"], &[]);
    assert_eq!(said.rules(), ["a.md link-target"], "{said:?}");
    assert_eq!(site.check(&["--staged"]).code, 0, "the index of the other tree");
}

#[test]
fn without_a_configuration_the_layout_is_detected() {
    let site = site();
    site.git(&["rm", "--quiet", "lint-rules.toml"]);
    site.commit();
    site.write("docs/es/a.md", &SPANISH.replace("(b.md)", "(x.md)"));
    site.git(&["add", "--all"]);
    let said = site.check(&["--staged"]);
    assert_eq!(said.rules(), ["docs/es/a.md link-target"], "{said:?}");
    assert!(said.stderr.contains("detected"), "{said:?}");
    // A configuration that git does not know counts as well.
    site.write("lint-rules.toml", &format!("{LAYOUT}[rules]\nignore = [\"link-target\"]\n"));
    assert_eq!(site.check(&["--staged"]).code, 0);
}

#[test]
fn nothing_of_the_repository_is_executed() {
    let site = site();
    let mark = site.root().join("executed");
    let script = site.root().join("evil.sh");
    fs::write(&script, format!("#!/bin/sh\ntouch {}\n", mark.display())).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let evil = script.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", evil),
        ("core.hooksPath", site.root().to_str().unwrap()),
        ("diff.external", evil),
        ("diff.evil.textconv", evil),
        ("diff.evil.command", evil),
    ] {
        site.git(&["-c", "core.fsmonitor=false", "config", key, value]);
    }
    site.write(".gitattributes", "*.md diff=evil\n");
    site.write("docs/es/a.md", &SPANISH.replace("(b.md)", "(x.md)"));
    let said = site.check(&["--diff-base", "HEAD"]);
    assert_eq!(said.rules(), ["docs/es/a.md link-target"], "{said:?}");
    assert_eq!(site.check(&["--staged"]).code, 0);
    assert!(!mark.exists(), "something was executed");
}

#[test]
fn misuse_is_told() {
    let site = site();
    let said = site.check(&["--diff-base", "no-such-branch"]);
    assert!(said.code == 2 && said.stderr.contains("no commit `no-such-branch`"), "{said:?}");
    // A checkout in CI has the base only as a branch of the remote.
    site.git(&["update-ref", "refs/remotes/origin/base", "HEAD"]);
    let said = site.check(&["--diff-base", "base"]);
    assert!(said.code == 2 && said.stderr.contains("did you mean `origin/base`?"), "{said:?}");
    assert_eq!(site.check(&["--diff-base", "--output=x"]).code, 2);
    assert_eq!(site.check(&["--diff-base", "main", "--staged"]).code, 2);
    assert_eq!(site.check(&["--staged", "docs"]).code, 2);
    let folder = tempfile::tempdir().unwrap();
    let mut command = support::hexapla(folder.path(), &["check", "--staged"]);
    command.env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap());
    let said = Said::new(&command.output().unwrap());
    assert!(said.code == 2 && said.stderr.contains("not a git repository"), "{said:?}");
}

#[test]
fn files_in_legacy_encodings_are_read_from_git_too() {
    let site = site();
    let page = SPANISH.replace("Copias", "Copias de señas, año, mañana, niño y corazón");
    let bytes: Vec<u8> = page.chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
    fs::write(site.root().join("docs/es/a.md"), &bytes).unwrap();
    site.commit();
    fs::write(site.root().join("docs/es/a.md"), [&bytes[..], b"\n"].concat()).unwrap();
    site.git(&["add", "--all"]);
    let said = site.check(&["--staged"]);
    assert_eq!((said.code, said.rules()), (0, vec![]), "it was so before: {said:?}");
}

/// The pages in the folders `before` and `after` of a rule's fixture, one commit each.
#[test]
fn rules_about_changes_report_their_fixtures() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Change(_))) {
        let folder = fixtures.join(rule.name);
        let repository = Repository::new();
        repository.write("lint-rules.toml", LAYOUT);
        copy(&folder.join("before"), repository.root());
        repository.commit();
        fs::remove_dir_all(repository.root().join("docs")).unwrap();
        copy(&folder.join("after"), repository.root());
        repository.git(&["add", "--all"]);
        let arguments = ["check", "--staged", "--quiet"];
        let output = support::hexapla(repository.root(), &arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
        assert!(text.contains(rule.name), "{}: its fixture shows nothing: {text}", rule.name);
        let path = folder.join("report.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, text).unwrap();
        } else {
            let report = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            assert_eq!(report, text, "BLESS=1 cargo test --test changes");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry: PathBuf = entry.unwrap().path();
        let to = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy(&entry, &to);
        } else {
            fs::copy(&entry, &to).unwrap();
        }
    }
}
