//! Comments, front matter and configuration that switch rules off, through the whole linter.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use hexapla::config::{self, Settings};
use hexapla::fix::Applicability;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::text::FileId;

/// An English page with what a translation may get wrong: a list, a target, code, a section.
const ENGLISH: &str = "\
---
title: Backups
weight: 10
---

# Backups

See [the guide](guide.md).

```sh
backup --all
```

## Restore

- Stop the server.
- Start it.
";

/// The Spanish page with three defects: a target on line 8, code on line 11, a key on line 3.
const SPANISH: &str = "\
---
title: Copias de seguridad
peso: 10
---

# Copias de seguridad

Vea [la guía](otra.md).

```sh
copia --todo
```

## Restaurar

- Detenga el servidor.
- Inícielo.
";

fn catalog(tags: &[&str]) -> Catalog {
    let file = |tag: &&str| CatalogFile {
        path: PathBuf::from(format!("docs/{tag}/page.md")),
        locale: Locale::parse(tag).unwrap(),
    };
    let ids: Vec<FileId> = (0..tags.len() as u32).map(FileId).collect();
    let article = Article {
        key: "page.md".to_owned(),
        source: (tags[0] == "en").then_some(FileId(0)),
        translations: ids[usize::from(tags[0] == "en")..].to_vec(),
        selected: ids,
    };
    Catalog {
        files: tags.iter().map(file).collect(),
        articles: vec![article],
        ..Catalog::default()
    }
}

fn memory(texts: &[(&str, &str)]) -> Memory {
    let path = |tag: &str| PathBuf::from(format!("docs/{tag}/page.md"));
    Memory(texts.iter().map(|(tag, text)| (path(tag), (*text).to_owned())).collect())
}

fn found_with(settings: &Settings, texts: &[(&str, &str)]) -> Vec<String> {
    let tags: Vec<&str> = texts.iter().map(|(tag, _)| *tag).collect();
    let report = linter::lint(&catalog(&tags), settings, &memory(texts), &|_| ());
    assert_eq!(report.failures, [""; 0]);
    let findings = report.findings.iter();
    findings
        .map(|one| format!("{}:{} {}", one.locale, one.spot.range.start.line, one.rule))
        .collect()
}

/// What is found in English and Spanish, as `locale:line rule`.
fn found(english: &str, spanish: &str) -> Vec<String> {
    found_with(&Settings::default_rules(), &[("en", english), ("es", spanish)])
}

/// The Spanish page with `text` before line `line`.
fn with_line(page: &str, line: usize, text: &str) -> String {
    let mut lines: Vec<&str> = page.lines().collect();
    lines.insert(line - 1, text);
    lines.join("\n") + "\n"
}

const KEY: &str = "es:3 front-matter-key";

#[test]
fn without_comments_all_three_are_found() {
    assert_eq!(found(ENGLISH, SPANISH), [KEY, "es:8 link-target", "es:11 code-block"]);
    assert_eq!(found(ENGLISH, ENGLISH).iter().filter(|f| f.contains("link")).count(), 0);
}

#[test]
fn a_comment_holds_for_its_part_of_the_page() {
    let page = |line, comment: &str| found(ENGLISH, &with_line(SPANISH, line, comment));
    let from = "<!-- hexapla-disable link-target, code-block -- this edition differs -->\n";
    assert_eq!(page(8, from), [KEY]);
    assert_eq!(page(8, "<!-- hexapla-disable -->\n"), [KEY]);
    assert_eq!(page(8, "<!-- hexapla-disable markup -->\n"), [KEY]);
    assert_eq!(
        page(8, "{/* hexapla-disable-next-line link-target */}\n"),
        [KEY, "es:13 code-block"]
    );
    assert_eq!(
        page(8, "<!-- hexapla-disable-next-line link-target -->"),
        [KEY, "es:12 code-block"]
    );
    let next = "<!-- hexapla-disable-next-line code-block -->\n";
    assert_eq!(page(10, next), [KEY, "es:8 link-target"], "code is covered as a whole");
    assert_eq!(page(18, "<!-- hexapla-disable-file -->\n"), [""; 0]);
    let same = SPANISH.replace("otra.md).", "otra.md). <!-- hexapla-disable-line link-target -->");
    assert_eq!(found(ENGLISH, &same), [KEY, "es:11 code-block"]);
}

#[test]
fn an_end_ends_what_it_names() {
    let closed = |end: &str| {
        let page = with_line(SPANISH, 10, &format!("<!-- hexapla-enable{end} -->\n"));
        found(ENGLISH, &with_line(&page, 8, "<!-- hexapla-disable -->\n"))
    };
    assert_eq!(closed(""), [KEY, "es:15 code-block"]);
    assert_eq!(closed(" code-block"), [KEY, "es:15 code-block"]);
    assert_eq!(closed(" list-items"), [KEY]);
}

#[test]
fn the_front_matter_switches_off_for_the_file_and_is_never_compared() {
    let page = SPANISH.replace("peso", "hexapla: {disable: [link-target, front-matter]}\npeso");
    assert_eq!(found(ENGLISH, &page), ["es:12 code-block"]);
    let source = ENGLISH.replace("weight", "hexapla: {disable: [markup]}\nweight");
    assert_eq!(found(&source, SPANISH), [KEY], "a source waives its translations");
}

#[test]
fn a_comment_in_the_source_waives_its_translations() {
    let source = with_line(ENGLISH, 10, "<!-- hexapla-disable-next-line code-block -->\n");
    assert_eq!(found(&source, SPANISH), [KEY, "es:8 link-target"]);
    let files = [("en", &*source), ("es", SPANISH), ("fr", SPANISH), ("it", SPANISH)];
    let gathered = found_with(&Settings::default_rules(), &files);
    assert!(!gathered.iter().any(|line| line.contains("code-block")), "{gathered:?}");
    assert!(gathered.contains(&"en:8 link-target".to_owned()), "{gathered:?}");
}

#[test]
fn an_exception_in_one_locale_says_nothing_about_the_others() {
    let excused = with_line(SPANISH, 10, "<!-- hexapla-disable-next-line code-block -->\n");
    let files = [("en", ENGLISH), ("es", &*excused), ("fr", SPANISH), ("it", SPANISH)];
    let found = found_with(&Settings::default_rules(), &files);
    assert!(found.contains(&"en:11 code-block".to_owned()), "{found:?}");
    let report = linter::lint(
        &catalog(&["en", "es", "fr", "it"]),
        &Settings::default_rules(),
        &memory(&files),
        &|_| (),
    );
    let shared = report.findings.iter().find(|finding| finding.rule == "code-block").unwrap();
    assert_eq!(shared.related.len(), 2, "Spanish is not among them");
}

#[test]
fn comments_are_no_structure() {
    let comment = "<!-- hexapla-disable mojibake -->";
    let quiet = |page: &str| {
        let found = found(ENGLISH, page);
        let other: Vec<_> =
            found.iter().filter(|line| !line.ends_with("unused-suppression")).collect();
        assert!(other.is_empty(), "{other:?}\n{page}");
        assert_eq!(found.len(), 1, "the comment itself is noticed as unused");
    };
    let clean = ENGLISH.replace("title: Backups", "title: Copias");
    let lines = clean.lines().count();
    for line in 6..=lines {
        // Not between the fences; and between two items it ends the list, as in every CommonMark
        // renderer.
        if !(11..=12).contains(&line) && line != 17 {
            quiet(&with_line(&clean, line, &format!("\n{comment}\n")));
        }
    }
    quiet(&clean.replace("- Start it.", "  <!-- hexapla-disable mojibake -->\n- Start it."));
    quiet(&clean.replace("See [", "See <!-- hexapla-disable mojibake --> ["));
}

#[test]
fn what_excuses_nothing_is_reported_and_removed() {
    let comment = "<!-- hexapla-disable-next-line list-items -->";
    let page = with_line(SPANISH, 16, &format!("{comment}\n"));
    let found = found(ENGLISH, &page);
    assert_eq!(found, [KEY, "es:8 link-target", "es:11 code-block", "es:16 unused-suppression"]);
    let fixed = linter::fix(
        &catalog(&["en", "es"]),
        &Settings::default_rules(),
        &memory(&[("en", ENGLISH), ("es", &page)]),
        Applicability::Safe,
        &|_| (),
    );
    assert!(!fixed.changes[0].after.contains("hexapla"), "{}", fixed.changes[0].after);
    assert!(
        fixed.changes[0].after.ends_with("## Restaurar\n\n- Detenga el servidor.\n- Inícielo.\n")
    );
}

#[test]
fn only_the_unused_name_goes() {
    let page =
        with_line(SPANISH, 8, "<!-- hexapla-disable link-target, list-items code-block -->\n");
    assert_eq!(found(ENGLISH, &page), [KEY, "es:8 unused-suppression"]);
    let files = [("en", ENGLISH), ("es", &*page)];
    let (catalog, store) = (catalog(&["en", "es"]), memory(&files));
    let settings = Settings::default_rules();
    let fixed = linter::fix(&catalog, &settings, &store, Applicability::Safe, &|_| ());
    let after = &fixed.changes[0].after;
    assert!(after.contains("<!-- hexapla-disable link-target code-block -->"), "{after}");
    assert_eq!(fixed.report.findings.len(), 0, "the key was repaired as well");
}

#[test]
fn nothing_is_called_unused_that_was_not_looked_for() {
    let page = with_line(SPANISH, 16, "<!-- hexapla-disable-next-line list-items -->\n");
    let mut settings = Settings::default_rules();
    settings.rules.retain(|(rule, _)| rule.name != "list-items");
    let found = found_with(&settings, &[("en", ENGLISH), ("es", &page)]);
    assert!(!found.iter().any(|line| line.contains("unused")), "{found:?}");
    // A comment in a source may hold for a translation that was not checked.
    let source = with_line(ENGLISH, 16, "<!-- hexapla-disable-next-line list-items -->\n");
    let files = [("en", &*source), ("es", SPANISH), ("fr", SPANISH)];
    let mut catalog = catalog(&["en", "es", "fr"]);
    let unused = |catalog: &Catalog| {
        let report = linter::lint(catalog, &Settings::default_rules(), &memory(&files), &|_| ());
        report.findings.iter().filter(|finding| finding.rule == "unused-suppression").count()
    };
    assert_eq!(unused(&catalog), 1);
    catalog.articles[0].selected = vec![FileId(0), FileId(1)];
    assert_eq!(unused(&catalog), 0);
}

#[test]
fn an_unknown_name_is_an_error_that_says_what_was_meant() {
    let page = with_line(SPANISH, 8, "<!-- hexapla-disable link-targets -->\n");
    let files = [("en", ENGLISH), ("es", &*page)];
    let report =
        linter::lint(&catalog(&["en", "es"]), &Settings::default_rules(), &memory(&files), &|_| ());
    let fault = report.findings.iter().find(|one| one.rule == "invalid-suppression").unwrap();
    assert_eq!(fault.help.as_deref(), Some("did you mean `link-target`?"));
    assert_eq!(fault.severity.name(), "error");
    assert!(report.findings.iter().any(|one| one.rule == "link-target"), "it excuses nothing");
}

#[test]
fn a_comment_about_comments_can_be_excused_by_name() {
    let page = with_line(SPANISH, 16, "<!-- hexapla-disable-next-line list-items -->\n");
    let page = with_line(&page, 6, "<!-- hexapla-disable-file unused-suppression -->\n");
    assert!(!found(ENGLISH, &page).iter().any(|line| line.contains("unused")));
}

#[test]
fn a_repair_is_not_stopped_by_what_is_excused() {
    let page = with_line(SPANISH, 8, "<!-- hexapla-disable-next-line link-target -->\n");
    let files = [("en", ENGLISH), ("es", &*page)];
    let (catalog, settings) = (catalog(&["en", "es"]), Settings::default_rules());
    let fixed = linter::fix(&catalog, &settings, &memory(&files), Applicability::Safe, &|_| ());
    let after = &fixed.changes[0].after;
    assert!(after.contains("weight: 10"), "the key is repaired: {after}");
    assert!(after.contains("(otra.md)"), "what is excused stays: {after}");
}

#[test]
fn the_configuration_leaves_rules_out_for_files() {
    let root = Path::new(if cfg!(windows) { "C:\\p" } else { "/p" });
    let settings = |text: &str| config::parse(text, &root.join("lint-rules.toml"));
    let files = [("en", ENGLISH), ("es", SPANISH)];
    let read = settings("[per-file]\n\"**/es/**\" = { ignore = [\"markup\"] }\n").unwrap();
    assert_eq!(found_with(&read.settings, &files), [KEY]);
    let source =
        settings("[per-file]\n\"docs/en/*.md\" = { ignore = [\"code-block\"] }\n").unwrap();
    assert_eq!(found_with(&source.settings, &files), [KEY, "es:8 link-target"]);
    let errors = settings("[per-file]\n\"[\" = {ignore = [\"code-blok\"]}\nx = {only = []}\n");
    let messages: Vec<_> = errors.unwrap_err().errors.iter().map(|e| e.message.clone()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
}
