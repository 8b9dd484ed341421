//! Which revision of the source a translation is compared with, in repositories made for it: each
//! kind of evidence, and each way in which it can be missing.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "revisions/degraded.rs"]
mod degraded;
#[path = "revisions/repository.rs"]
mod repository;
#[path = "revisions/status.rs"]
mod status;
#[path = "support/repository.rs"]
mod support;

use std::fs;
use std::path::Path;

use repository::{Seen, Site};

const EN: &str = "# Watering\n\nRead the [guide](guide.md) first.\n\n## Small pots\n\nWater small pots every day.\n\n## In winter\n\nHalve the amount.\n";
const ES: &str = "# Riego\n\nLea primero la [guía](guide.md).\n\n## Macetas pequeñas\n\nRiegue las macetas pequeñas todos los días.\n\n## En invierno\n\nReduzca la cantidad a la mitad.\n";

/// The English page with a new section.
fn grown() -> String {
    EN.replace(
        "## In winter",
        "## Large pots\n\n1. Lift the pot.\n2. Water it with `pour`.\n\n## In winter",
    )
}

fn grown_es() -> String {
    ES.replace(
        "## En invierno",
        "## Macetas grandes\n\n1. Levante la maceta.\n2. Riéguela con `pour`.\n\n## En invierno",
    )
}

fn stamped(commit: &str, text: &str) -> String {
    format!("---\nsource-git-commit: {commit}\n---\n\n{text}")
}

/// A site whose Spanish page records the first revision of the English one, which has grown since.
fn stale_site() -> (Site, String) {
    let site = Site::new("site");
    let first = site.write_on("2026-01-05", "docs/en/a.md", EN);
    site.write("docs/es/a.md", stamped(&first, ES));
    second_pages(&site);
    site.commit("2026-01-06", "Translate");
    site.write_on("2026-02-01", "docs/en/a.md", EN.replace("every day", "each day"));
    site.write_on("2026-03-01", "docs/en/a.md", grown());
    (site, first)
}

/// A page that is in step, so that the layout is recognised.
fn second_pages(site: &Site) {
    site.write("docs/en/guide.md", "# Guide\n\nText.\n");
    site.write("docs/es/guide.md", "# Guía\n\nTexto.\n");
}

#[test]
fn a_recorded_revision_is_the_reference() {
    let (site, first) = stale_site();
    let seen = site.check(&[]);
    let message = format!(
        "warning: 1 of 4 sections of the source changed since {}, 2 commits, 2026-01-05",
        &first[..7]
    );
    assert_eq!(seen.rules(), ["stale-translation"], "{}", seen.stderr);
    assert_eq!(seen.stale(), [message]);
    let related = seen.findings[0]["related"].as_array().unwrap();
    let lines: Vec<_> = related.iter().map(|spot| spot["range"]["start"]["line"].clone()).collect();
    assert_eq!(lines, [9], "the place in the source of today");
    assert_eq!(seen.code, 1);
    let today = site.check(&["--basis", "worktree"]);
    assert!(today.rules().contains(&"missing-section"), "{:?}", today.rules());
    assert!(today.stale().is_empty());
    assert_eq!(site.check(&["--basis", "recorded"]).rules(), ["stale-translation"]);
    assert_eq!(site.check(&["docs/es/a.md"]).rules(), ["stale-translation"], "one file");
}

#[test]
fn the_fixture_of_stale_translation_reads_well() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules/stale-translation");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap().replace("\r\n", "\n");
    let site = Site::new("site");
    let first = site.write_on("2026-03-02", "en.md", read("before.txt"));
    site.write("es.md", read("es.md").replace("0000000", &first[..7]));
    site.commit("2026-03-03", "Translate");
    site.write_on("2026-04-01", "en.md", read("en.md"));
    let seen = site.run(&["compare", "--source", "en.md", "es.md", "--color", "never"]);
    let text: Vec<&str> = seen.stdout.lines().map(str::trim_end).collect();
    let text = text.join("\n").replace(&first[..7], "94d7a57") + "\n";
    let path = folder.join("report.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).unwrap();
    } else {
        assert_eq!(text, read("report.txt"), "BLESS=1 cargo test --test revisions");
    }
}

#[test]
fn what_did_not_change_costs_nothing_and_says_nothing() {
    let site = Site::new("site");
    let first = site.write_on("2026-01-05", "docs/en/a.md", EN);
    site.write("docs/es/a.md", stamped(&first, ES));
    second_pages(&site);
    site.commit("2026-01-06", "Translate");
    let seen = site.check(&[]);
    assert_eq!((seen.code, seen.findings.len()), (0, 0), "{}", seen.stdout);
    assert_eq!(seen.stderr.lines().count(), 1, "{}", seen.stderr);
    // Nor does a work tree with the line endings of another system.
    site.write("docs/en/a.md", EN.replace('\n', "\r\n"));
    let seen = site.check(&["--select", "stale-translation"]);
    assert_eq!(seen.findings.len(), 0, "{}", seen.stdout);
}

#[test]
fn a_text_is_known_again_however_it_is_stored() {
    let pages = |site: &Site, text: &[u8]| {
        let first = site.write_on("2026-01-05", "docs/en/a.md", text);
        site.write("docs/es/a.md", stamped(&first, ES));
        second_pages(site);
        site.commit("2026-01-06", "Translate");
        site.check(&["--select", "stale-translation"]).stale()
    };
    // With a byte order mark, and in windows-1252.
    let legacy: Vec<u8> = EN.replace("Halve", "\u{a3} Halve").chars().map(|c| c as u8).collect();
    for text in [format!("\u{feff}{EN}").as_bytes(), &legacy] {
        let site = Site::new("site");
        assert_eq!(pages(&site, text), [""; 0]);
        assert_eq!(site.run(&["status", "es"]).stdout.lines().count(), 0, "{text:?}");
    }
    // In a repository that names its objects by SHA-256.
    let site = Site::with("site", &["--object-format=sha256"]);
    assert_eq!(pages(&site, EN.as_bytes()), [""; 0]);
    site.write_on("2026-03-01", "docs/en/a.md", grown());
    let seen = site.check(&[]);
    assert_eq!(seen.rules(), ["stale-translation"], "{}", seen.stderr);
    assert!(seen.stale()[0].contains("1 of 4 sections"), "{:?}", seen.stale());
    // Stored with the line endings of another system by what the repository says of itself.
    let site = Site::new("site");
    site.write(".gitattributes", "*.md text eol=crlf\n");
    assert_eq!(pages(&site, EN.replace('\n', "\r\n").as_bytes()), [""; 0]);
}

#[test]
fn small_changes_are_told_quietly() {
    for (change, words) in [
        (EN.replace("guide.md", "guide/"), "only links"),
        (EN.replace("Read the", "Read\nthe"), "only the layout"),
        (format!("---\ntags: [a]\n---\n\n{EN}"), "only the front matter"),
    ] {
        let (site, first) = stale_site();
        site.write_on("2026-03-02", "docs/en/a.md", &change);
        let seen = site.check(&[]);
        let message =
            format!("info: {words} of the source changed since {}, 2026-01-05", &first[..7]);
        assert_eq!(seen.stale(), [message]);
        assert_eq!((seen.rules().len(), seen.code), (1, 0), "{}", seen.stdout);
    }
}

#[test]
fn sources_in_another_repository_are_found() {
    let site = Site::new("docs.en");
    let first = site.write_on("2026-01-05", "help/a.md", EN);
    site.write_on("2026-01-05", "help/guide.md", "# Guide\n\nText.\n");
    site.write_on("2026-03-01", "help/a.md", grown());
    let site = site.beside("docs.es-ES");
    site.write("help/a.md", stamped(&first, ES));
    site.write_on("2026-02-01", "help/guide.md", "# Guía\n\nTexto.\n");
    let seen = site.check(&[]);
    assert_eq!(seen.rules(), ["stale-translation"], "{}{}", seen.stdout, seen.stderr);
    // A hook of the Spanish repository points git at that repository.
    let mut hook = site.command(&["check", "--output-format", "json", "help/a.md"]);
    hook.env("GIT_DIR", site.home().join(".git")).env("GIT_INDEX_FILE", ".git/index");
    let seen = Seen::of(hook.output().unwrap());
    assert_eq!(seen.rules(), ["stale-translation"], "{}", seen.stderr);
}

#[test]
fn renames_are_followed() {
    let (site, _) = stale_site();
    site.git(&["mv", "docs/en/a.md", "docs/en/b.md"]);
    site.git(&["mv", "docs/es/a.md", "docs/es/b.md"]);
    site.commit("2026-03-05", "Rename once");
    fs::create_dir_all(site.home().join("docs/en/x")).unwrap();
    fs::create_dir_all(site.home().join("docs/es/x")).unwrap();
    site.git(&["mv", "docs/en/b.md", "docs/en/x/c.md"]);
    site.git(&["mv", "docs/es/b.md", "docs/es/x/c.md"]);
    site.commit("2026-03-06", "Rename twice");
    let ignored = "link-target,broken-link";
    for arguments in [&["--ignore", ignored][..], &["--ignore", ignored, "docs/es/x/c.md"]] {
        let seen = site.check(arguments);
        assert_eq!(seen.rules(), ["stale-translation"], "{}{}", seen.stdout, seen.stderr);
    }
}

#[test]
fn a_copy_of_an_older_text_is_told() {
    const TEA: &str = "# Tea\n\nPour the hot water slowly over the leaves, wait for three minutes, \
        and then take the leaves out of the pot again.\n\nKeep the rest of the leaves in a dry tin \
        with a lid that closes well, away from light and from anything that smells strongly.\n\n\
        Never boil the same water twice, because the tea will taste flat and leave a brown ring.\n";
    let reworded = TEA.replace("Never boil the same water twice", "Do not boil water for long");
    let rewritten = "# Tea\n\n- Buy bags.\n- Put them into the cup.\n\n## More\n\nAsk a friend.\n";
    let site = Site::new("site");
    second_pages(&site);
    site.write("docs/en/tea.md", TEA);
    site.write("docs/es/tea.md", TEA);
    let first = site.commit("2026-01-05", "Write about tea");
    let copies = |site: &Site, arguments: &[&str]| {
        let seen = site.check(&[&["--select", "source-copy"], arguments].concat());
        let text = |found: &serde_json::Value| found["message"].as_str().unwrap().to_owned();
        seen.findings.iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(copies(&site, &[]), ["this page is still the text of `docs/en/tea.md`"]);
    let older = format!("this page is still the text of `docs/en/tea.md@{}`", &first[..7]);
    for (day, text) in [("2026-01-06", &*reworded), ("2026-01-07", rewritten)] {
        site.write_on(day, "docs/en/tea.md", text);
        assert_eq!(copies(&site, &[]), [&*older], "{day}");
        assert_eq!(copies(&site, &["--basis", "worktree"]), [""; 0], "{day}");
    }
    // A page that was really translated shares nothing, whatever the history holds.
    site.write("docs/es/tea.md", ES);
    assert_eq!(copies(&site, &[]), [""; 0]);
}

/// What `orphan-translation` advises.
fn orphans(seen: &Seen) -> Vec<&str> {
    let ours = seen.findings.iter().filter(|found| found["rule"] == "orphan-translation");
    ours.map(|found| found["help"].as_str().unwrap_or_default()).collect()
}

#[test]
fn an_orphan_is_told_where_its_source_went() {
    let (site, _) = stale_site();
    // A second run with so many pages that the history is read as a whole.
    for (commits, pages) in [("few", 0), ("many", 30)] {
        for page in 0..pages {
            for language in ["en", "es"] {
                let text = format!("# {language} {page}\n\nNothing about pots.\n");
                site.write(&format!("docs/{language}/more/{page}.md"), &text);
            }
        }
        fs::create_dir_all(site.home().join("docs/en/x")).unwrap();
        // Renamed and changed in one commit, then moved as it is.
        site.git(&["mv", "docs/en/a.md", "docs/en/pots.md"]);
        site.write("docs/en/pots.md", grown().replace("Lift", "Raise"));
        let first = site.commit("2026-03-05", "Rename the page");
        let seen = site.check(&["--select", "orphan-translation"]);
        let advice = format!(
            "the source is `docs/en/pots.md` now ({}, 2026-03-05): move this page there",
            &first[..7]
        );
        assert_eq!(orphans(&seen), [advice], "{commits} {}", seen.stderr);
        site.git(&["mv", "docs/en/pots.md", "docs/en/x/pots.md"]);
        let second = site.commit("2026-03-06", "Move the page");
        site.write("docs/es/x/pots.md", ES);
        let seen = site.check(&["--select", "orphan-translation"]);
        let advice = format!(
            "the source is `docs/en/x/pots.md` now ({}, 2026-03-06), and translated there: remove \
             this page",
            &second[..7]
        );
        assert_eq!(orphans(&seen), [advice], "{commits} {}", seen.stderr);
        // Without git's word nothing is known.
        let seen = site.check(&["--select", "orphan-translation", "--basis", "worktree"]);
        let unknown = "remove it, or move it to where its source lies now";
        assert_eq!(orphans(&seen), [unknown], "{commits} {}", seen.stderr);
        fs::remove_file(site.home().join("docs/es/x/pots.md")).unwrap();
        site.git(&["mv", "docs/en/x/pots.md", "docs/en/a.md"]);
        site.commit("2026-03-07", "Move it back");
    }
    fs::remove_file(site.home().join("docs/en/a.md")).unwrap();
    let last = site.commit("2026-03-08", "Remove the page");
    let seen = site.check(&["--select", "orphan-translation"]);
    let advice =
        format!("its source was removed ({}, 2026-03-08): remove this page too", &last[..7]);
    assert_eq!(orphans(&seen), [advice]);
    // A page that never had a source was perhaps written for its language.
    fs::remove_file(site.home().join("docs/es/a.md")).unwrap();
    site.write("docs/es/local.md", "# Aquí\n\nSolo en español.\n");
    site.commit("2026-03-09", "Write a page of our own");
    let seen = site.check(&["--select", "orphan-translation"]);
    assert!(orphans(&seen)[0].starts_with("it never had one"), "{:?}", orphans(&seen));
    assert_eq!(seen.findings[0]["severity"], "info");
}

#[test]
fn evidence_beats_what_is_recorded() {
    let (site, first) = stale_site();
    // The page was brought up to date, its record was not.
    site.write_on("2026-03-02", "docs/es/a.md", stamped(&first, &grown_es()));
    let seen = site.check(&[]);
    assert!(seen.findings.is_empty(), "{}", seen.stdout);
    let named = site.check(&["--basis", "recorded"]);
    assert!(named.rules().contains(&"extra-section"), "{:?}", named.rules());
}

#[test]
fn history_serves_where_nothing_is_recorded() {
    let (site, _) = stale_site();
    site.write_on("2026-01-20", "docs/es/a.md", ES);
    let seen = site.check(&[]);
    assert_eq!(seen.rules(), ["stale-translation"], "{}", seen.stdout);
    assert!(seen.bases()[0].starts_with("history: "), "{:?}", seen.bases());
    assert_eq!(site.check(&["docs/es/a.md"]).rules(), ["stale-translation"], "one file");
    // Changes that are not committed: the page is worked on now, and still fits the old source.
    site.write("docs/es/a.md", ES.replace("primero", "antes"));
    assert_eq!(site.check(&["docs/es/a.md"]).rules(), ["stale-translation"]);
}

#[test]
fn only_the_text_changed_is_told_when_history_is_asked() {
    let site = Site::new("site");
    site.write("docs/en/a.md", EN);
    site.write("docs/es/a.md", ES);
    second_pages(&site);
    site.commit("2026-01-05", "Begin");
    site.write_on("2026-02-01", "docs/en/a.md", EN.replace("every day", "each day"));
    assert!(site.check(&[]).findings.is_empty(), "built alike: the source of today will do");
    let seen = site.check(&["--basis", "history"]);
    let stale = seen.stale();
    assert!(stale.len() == 1 && stale[0].contains("1 of 3 sections"), "{stale:?}");
    site.write("lint-rules.toml", "[staleness]\nby = \"git\"\n");
    assert_eq!(site.check(&[]).stale(), stale);
    site.write("lint-rules.toml", "[staleness]\nby = \"git\"\nignore-commits = [\"Change\"]\n");
    assert!(site.check(&[]).findings.is_empty(), "ignored commits make nothing stale");
    site.write("lint-rules.toml", "[staleness]\nby = \"git\"\nignore-commits = [\"hang\"]\n");
    assert_eq!(site.check(&[]).stale(), stale, "whole words only");
}

#[test]
fn commits_that_leave_the_text_do_not_date_a_page() {
    let site = Site::new("site");
    let page = |number: usize| format!("docs/es/p{number:02}.md");
    for number in 0..30 {
        site.write(&page(number), "# Página\n\nTexto.\n");
        site.write(&page(number).replace("/es/", "/en/"), "# Page\n\nText.\n");
    }
    site.write("docs/en/a.md", EN);
    site.write("docs/es/a.md", ES);
    second_pages(&site);
    site.commit("2026-01-05", "Begin");
    site.write_on("2026-02-01", "docs/en/a.md", EN.replace("every day", "each day"));
    for number in 0..30 {
        site.write(&page(number), "# Página\n\nTexto\n");
    }
    site.write("docs/es/a.md", format!("{ES}\n"));
    site.commit("2026-03-01", "Format all pages");
    let seen = site.check(&["--basis", "history"]);
    assert_eq!(seen.stale().len(), 1, "{}", seen.stdout);
    site.write_on("2026-03-02", "docs/es/a.md", ES.replace("todos los días", "cada día"));
    assert!(site.check(&["--basis", "history"]).findings.is_empty(), "now its text changed");
}

#[test]
fn digests_name_a_text() {
    let (site, _) = stale_site();
    // MD5 of the first revision, in the comment that a translation pipeline writes.
    let digest = site.git(&["log", "--format=%H", "--reverse", "--", "docs/en/a.md"]);
    let first = digest.lines().next().unwrap().to_owned();
    let text = site.git(&["show", &format!("{first}:docs/en/a.md")]) + "\n";
    assert_eq!(text, EN);
    let comment = format!("<!--\n{{\n  \"original_hash\": \"{EN_MD5}\"\n}}\n-->\n{ES}");
    site.write_on("2026-03-02", "docs/es/a.md", &comment);
    let seen = site.check(&[]);
    assert_eq!(seen.rules(), ["stale-translation"], "{}{}", seen.stdout, seen.stderr);
    assert!(seen.stale()[0].contains(&first[..7]), "{:?}", seen.stale());
    let index = format!("{{\"a.md\": {{\"original_hash\": \"{EN_MD5}\"}}}}");
    site.write("docs/es/.co-op-translator.json", &index);
    site.write_on("2026-03-03", "docs/es/a.md", ES);
    assert_eq!(site.check(&[]).rules(), ["stale-translation"]);
    let lost = comment.replace(EN_MD5, &"0".repeat(32));
    site.write("docs/es/.co-op-translator.json", "{}");
    site.write_on("2026-03-04", "docs/es/a.md", &lost);
    let seen = site.check(&[]);
    assert!(seen.stderr.contains("1 recorded digest of no text"), "{}", seen.stderr);
}

/// `md5sum` of [`EN`].
const EN_MD5: &str = "6b8e14b2770d83ea88b9e56a23e538d8";

/// How often git was started by a run with `arguments`.
#[cfg(unix)]
fn processes(site: &Site, arguments: &[&str]) -> usize {
    use std::os::unix::fs::PermissionsExt;
    let paths = std::env::var_os("PATH").unwrap();
    let is_git = |folder: &std::path::PathBuf| folder.join("git").is_file();
    let git = std::env::split_paths(&paths).find(is_git).unwrap().join("git");
    let (bin, said) = (site.folder().join("bin"), site.folder().join("started"));
    fs::create_dir_all(&bin).unwrap();
    let script =
        format!("#!/bin/sh\necho x >> '{}'\nexec '{}' \"$@\"\n", said.display(), git.display());
    fs::write(bin.join("git"), script).unwrap();
    fs::set_permissions(bin.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    let _ = fs::remove_file(&said);
    let seen = site.command(&[&["check"], arguments].concat()).env("PATH", bin).output().unwrap();
    assert!(matches!(seen.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&seen.stderr));
    fs::read_to_string(&said).map_or(0, |said| said.lines().count())
}

#[cfg(unix)]
#[test]
fn git_is_started_as_seldom_as_can_be() {
    let (site, first) = stale_site();
    assert_eq!(processes(&site, &["docs/es/a.md"]), 1, "a stale page");
    assert_eq!(processes(&site, &["docs/es/guide.md"]), 0, "a page that records nothing");
    // Several languages made from one commit, of many that came after it.
    for day in 1..=28 {
        let text = grown().replace("every day", &format!("{day} times"));
        site.write_on(&format!("2026-04-{day:02}"), "docs/en/a.md", &text);
        site.write_on(&format!("2026-05-{day:02}"), "docs/en/guide.md", &text);
    }
    for language in ["es", "it", "fr"] {
        site.write(&format!("docs/{language}/a.md"), stamped(&first, ES));
        site.write(&format!("docs/{language}/guide.md"), ES);
    }
    site.commit("2026-06-01", "Translate");
    let arguments = ["--select", "stale-translation"];
    let pages = ["docs/es/a.md", "docs/fr/a.md", "docs/it/a.md"];
    let arguments: Vec<&str> = arguments.into_iter().chain(pages).collect();
    assert_eq!(processes(&site, &arguments), 1);
    let seen = site.check(&arguments);
    assert_eq!(seen.stale().len(), 3, "{}", seen.stderr);
    assert!(seen.stale().iter().all(|one| one.contains("30 commits")), "{:?}", seen.stale());
    // As the whole history counts them.
    site.write("lint-rules.toml", "[staleness]\nignore-commits = [\"no such words\"]\n");
    assert!(site.check(&arguments).stale().iter().all(|one| one.contains("30 commits")));
}

#[cfg(unix)]
#[test]
fn the_repository_starts_no_program() {
    use std::os::unix::fs::PermissionsExt;
    let (site, _) = stale_site();
    let marker = site.folder().join("ran");
    let script = site.folder().join("script");
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\ncat\n", marker.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let script = script.display().to_string();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "core.sshCommand",
        "core.editor",
        "diff.external",
        "diff.md.textconv",
        "diff.md.command",
        "filter.md.smudge",
        "gpg.program",
        "core.alternateRefsCommand",
    ] {
        site.git(&["config", key, &script]);
    }
    site.git(&["config", "log.showSignature", "true"]);
    fs::write(site.home().join(".git/info/attributes"), "*.md diff=md filter=md\n").unwrap();
    let _ = fs::remove_file(&marker);
    for arguments in [&[][..], &["--basis", "history"], &["docs/es/a.md"]] {
        let seen = site.check(arguments);
        assert_eq!(seen.rules(), ["stale-translation"], "{}{}", seen.stdout, seen.stderr);
        assert!(!marker.exists(), "{arguments:?}");
    }
}
