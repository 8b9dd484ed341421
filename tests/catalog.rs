//! The rules about the project as a whole: faults planted into the fixture site, and links in
//! small sites of each layout.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Disk, Finding, Memory};
use hexapla::locale::Locale;
use hexapla::project::{
    self, Catalog, DocumentSet, Layout, LinkStyle, Require, Template, discover,
};
use hexapla::rules::RULES;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn set(source: &str, translations: &str) -> DocumentSet {
    let template = |text| Template::parse(text).unwrap();
    let english = Locale::parse("en").unwrap();
    DocumentSet::new(Some(template(source)), vec![template(translations)], english)
}

/// The fixture site with its texts, which may be damaged.
struct Site {
    catalog: Catalog,
    store: Memory,
}

impl Site {
    fn new() -> Self {
        let mut set = set("en/{path}", "{lang}/{path}");
        set.require = Require::All;
        let layout = Layout { root: root().join("fixtures/site"), sets: vec![set] };
        let catalog = discover(&layout, root());
        let read = |path: &PathBuf| (path.clone(), fs::read_to_string(root().join(path)).unwrap());
        let texts = catalog.files.iter().map(|file| read(&file.path)).collect();
        Self { catalog, store: Memory(texts) }
    }

    fn path(&self, locale: &str, page: &str) -> PathBuf {
        let path = PathBuf::from(format!("fixtures/site/{locale}/{page}"));
        assert!(self.store.0.contains_key(&path), "{}", path.display());
        path
    }

    fn text(&self, locale: &str, page: &str) -> String {
        self.store.0[&self.path(locale, page)].clone()
    }

    fn settings() -> Settings {
        let mut settings = Settings::default_rules();
        settings.key_kinds.identical.push("slug".to_owned());
        settings
    }

    /// What all default rules say of the site when `path` has `text`.
    fn findings(&self, path: &Path, text: &str) -> Vec<Finding> {
        let mut store = self.store.clone();
        store.0.insert(path.to_owned(), text.to_owned());
        let report = linter::lint(&self.catalog, &Self::settings(), &store, &|_| ());
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        report.findings
    }

    /// The text at `path` after the safe fixes.
    fn repaired(&self, path: &Path, text: &str) -> Option<String> {
        let mut store = self.store.clone();
        store.0.insert(path.to_owned(), text.to_owned());
        let safe = Applicability::Safe;
        let outcome = linter::fix(&self.catalog, &Self::settings(), &store, safe, &|_| ());
        outcome.changes.into_iter().find(|change| change.path == path).map(|change| change.after)
    }

    /// Every place where `pattern` stands in a page of `locale`, with the page damaged there.
    fn damaged(&self, locale: &str, pattern: &str, damage: &str) -> Vec<(PathBuf, String, usize)> {
        let prefix = PathBuf::from(format!("fixtures/site/{locale}"));
        let pages = self.store.0.iter().filter(|(path, _)| path.starts_with(&prefix));
        let mut found = Vec::new();
        for (path, text) in pages {
            for (at, _) in text.match_indices(pattern) {
                let after = &text[at + pattern.len()..];
                let line = text[..at].matches('\n').count() + 1;
                found.push((path.clone(), format!("{}{damage}{after}", &text[..at]), line));
            }
        }
        found
    }
}

/// Rule and line of each finding.
fn brief(findings: &[Finding]) -> Vec<(&'static str, usize)> {
    findings.iter().map(|found| (found.rule, found.spot.range.start.line as usize)).collect()
}

#[test]
fn the_site_is_clean() {
    let site = Site::new();
    let path = site.path("es", "index.mdx");
    let found = site.findings(&path, &site.text("es", "index.mdx"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_wrong_depth_is_reported_once_and_repaired() {
    let site = Site::new();
    let mut planted = 0;
    for locale in ["es", "ja"] {
        for (path, text, line) in site.damaged(locale, "](../reference/", "](../../reference/") {
            let found = site.findings(&path, &text);
            assert_eq!(brief(&found), [("broken-link", line)], "{} {found:#?}", path.display());
            let repaired = site.repaired(&path, &text);
            assert_eq!(repaired.as_ref(), site.store.0.get(&path), "{}", path.display());
            planted += 1;
        }
    }
    assert!(planted >= 8, "only {planted} places");
}

#[test]
fn a_link_to_another_locale_is_reported_once_and_repaired() {
    let site = Site::new();
    for locale in ["de", "fr", "pt-BR"] {
        let tag = locale.to_lowercase();
        let own = format!("](/{tag}/guide/");
        let planted = site.damaged(locale, &own, "](/en/guide/");
        assert!(!planted.is_empty(), "{locale}: nothing to plant");
        for (path, text, line) in planted {
            let found = site.findings(&path, &text);
            assert_eq!(brief(&found), [("foreign-locale-link", line)], "{found:#?}");
            assert_eq!(site.repaired(&path, &text).as_ref(), site.store.0.get(&path));
        }
    }
}

#[test]
fn a_page_that_is_still_the_source_is_reported() {
    let site = Site::new();
    for page in ["guide/install.md", "guide/first-letter.md", "about/privacy.md"] {
        let path = site.path("nl", page);
        let found = site.findings(&path, &site.text("en", page));
        let rules = brief(&found);
        let copies = rules.iter().filter(|(rule, _)| *rule == "source-copy");
        assert_eq!(copies.count(), 1, "{page}: {rules:?}");
        assert!(rules.iter().all(|(rule, _)| *rule != "duplicate-translation"), "{rules:?}");
        assert!(found.iter().all(|found| *found.spot.path == *path), "{found:#?}");
    }
}

#[test]
fn the_text_of_another_locale_is_reported_where_it_does_not_belong() {
    let site = Site::new();
    for (from, to) in [("de", "nl"), ("ja", "fr"), ("es", "pt-BR"), ("fr", "ja")] {
        for page in ["guide/install.md", "about/privacy.md"] {
            let path = site.path(to, page);
            let found = site.findings(&path, &site.text(from, page));
            let wrong: Vec<_> =
                found.iter().filter(|found| found.rule == "duplicate-translation").collect();
            let [only] = wrong.as_slice() else { panic!("{from} in {to}, {page}: {found:#?}") };
            assert_eq!(*only.spot.path, *path);
            let message = format!("the text of `{to}` is the text of `{from}`");
            assert_eq!(only.message, message);
        }
    }
}

#[test]
fn a_page_that_goes_leaves_orphans_or_a_gap() {
    let mut site = Site::new();
    let article =
        site.catalog.articles.iter_mut().find(|article| article.key == "release-notes.md");
    let article = article.unwrap();
    let source = article.source.take().unwrap();
    article.selected.retain(|file| *file != source);
    let translations = article.translations.len();
    let report = linter::lint(&site.catalog, &Site::settings(), &site.store, &|_| ());
    let orphans = report.findings.iter().filter(|found| found.rule == "orphan-translation");
    assert_eq!(orphans.count(), translations);

    let mut site = Site::new();
    let article =
        site.catalog.articles.iter_mut().find(|article| article.key == "about/privacy.md");
    let article = article.unwrap();
    let gone = article.translations.remove(0);
    article.selected.retain(|file| *file != gone);
    site.store.0.remove(&site.catalog.files[gone.0 as usize].path);
    let report = linter::lint(&site.catalog, &Site::settings(), &site.store, &|_| ());
    let messages: Vec<_> = report.findings.iter().map(|found| &*found.message).collect();
    assert_eq!(messages, ["this page has no translation into `de`"]);
}

/// A small site on disk, linted with the rules about the project alone.
struct Small {
    dir: tempfile::TempDir,
    layout: Option<Layout>,
}

impl Small {
    fn new(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { dir, layout: None }
    }

    fn with(mut self, sets: Vec<DocumentSet>) -> Self {
        self.layout = Some(Layout { root: self.dir.path().to_owned(), sets });
        self
    }

    /// `path:line rule message | written` for every finding in the named paths, or in all.
    fn findings(&self, named: &[&str]) -> Vec<String> {
        let dir = self.dir.path();
        // Paths are read as they are shown: both relative to the package.
        let arguments: Vec<String> =
            named.iter().map(|path| dir.join(path).to_str().unwrap().to_owned()).collect();
        let catalog = match &self.layout {
            Some(layout) if named.is_empty() => discover(layout, root()),
            layout => project::find(layout.clone(), &arguments, root()).unwrap().catalog,
        };
        let is_catalog =
            |rule: &&&hexapla::rule::Rule| matches!(rule.check, hexapla::rule::Check::Project(_));
        let rules = RULES.iter().filter(is_catalog).map(|rule| (*rule, rule.severity)).collect();
        let settings = Settings { rules, ..Settings::default() };
        let report = linter::lint(&catalog, &settings, &Disk, &|_| ());
        let shown = dir.strip_prefix(root()).unwrap_or(dir).to_str().unwrap().replace('\\', "/");
        let line = |found: &Finding| {
            let path = found.spot.path.to_str().unwrap().replace('\\', "/");
            let fix = found.fix.as_ref().map(|fix| format!(" | {}", fix.edits[0].replacement));
            let line = found.spot.range.start.line;
            let message = found.message.replace(&format!("{shown}/"), "");
            let path = path.replace(&format!("{shown}/"), "");
            format!("{path}:{line} {}: {message}{}", found.rule, fix.unwrap_or_default())
        };
        report.findings.iter().map(line).collect()
    }
}

const JA: &str = "これは日本語の文章です。ケトルの使い方を説明します。";

#[test]
fn a_readme_that_lies_deeper_needs_another_way_up() {
    let japanese = format!(
        "# ケトル\n\n[English](../README.md)\n\n{JA}\n\n![ロゴ](logo.svg)と[参加方法](CONTRIBUTING.md)\n"
    );
    let site = Small::new(&[
        ("README.md", "# Kettle\n\n![Logo](logo.svg) and [how to help](CONTRIBUTING.md)\n"),
        ("CONTRIBUTING.md", "# Help\n\nWe like help of any kind, also with the words.\n"),
        ("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
        ("docs/README.ja.md", &japanese),
    ]);
    let site = site.with(vec![set("README.md", "docs/README.{lang}.md")]);
    assert_eq!(
        site.findings(&[]),
        [
            "docs/README.ja.md:7 broken-link: image leads to `logo.svg`, which does not exist \
             | ../logo.svg",
            "docs/README.ja.md:7 broken-link: link leads to `CONTRIBUTING.md`, which does not \
             exist | ../CONTRIBUTING.md",
        ]
    );
}

#[test]
fn suffixes_name_the_same_page() {
    let site = Small::new(&[
        ("docs/index.md", "# Home\n\n[Install](install.md) [Use](use.md)\n"),
        ("docs/index.fr.md", "# Accueil\n\n[Installer](install.fr.md) [Utiliser](use.md)\n"),
        ("docs/install.md", "# Install\n"),
        ("docs/use.md", "# Use\n"),
        ("docs/use.fr.md", "# Utiliser\n"),
    ]);
    let site = site.with(vec![set("docs/{dir}/{stem}.{ext}", "docs/{dir}/{stem}.{lang}.{ext}")]);
    assert_eq!(
        site.findings(&[]),
        ["docs/index.fr.md:3 untranslated-target: `install.fr.md` is not translated into `fr`"]
    );
}

#[test]
fn links_from_the_root_may_stay_unchanged() {
    let french = "i18n/fr/docusaurus-plugin-content-docs/current";
    let (intro, setup) = (format!("{french}/intro.md"), format!("{french}/setup.md"));
    let files = [
        ("docs/intro.md", "# Intro\n\n[Setup](/docs/setup) [FAQ](./faq.md#why)\n"),
        ("docs/setup.md", "# Setup\n\n[Intro](/docs/intro)\n"),
        ("docs/faq.md", "# FAQ\n\n## Why\n"),
        (&*intro, "# Intro\n\n[Installation](/docs/setup) [FAQ](./faq.md#why)\n"),
        (&*setup, "# Installation\n\n[Intro](/docs/intro) [rien](./rien.md)\n"),
    ];
    let all = format!("{}/{{path}}", french.replace("/fr/", "/{lang}/"));
    let site = Small::new(&files).with(vec![set("docs/{path}", &all)]);
    let expected = [
        format!("{intro}:3 untranslated-target: `./faq.md#why` is not translated into `fr`"),
        format!("{setup}:3 broken-link: link leads to `./rien.md`, which does not exist"),
    ];
    assert_eq!(site.findings(&[]), expected);
    assert_eq!(site.findings(&[&setup]), expected[1..]);
}

#[test]
fn one_page_alone_is_followed_on_disk() {
    let files = [
        ("docs/en/docs/a.md", "# A\n\n[B](b.md#part) [C](c.md) [D](d.md)\n"),
        ("docs/en/docs/b.md", "# B\n\n## Part {#part}\n"),
        ("docs/en/docs/c.md", "# C\n"),
        ("docs/en/docs/d.md", "# D\n"),
        ("docs/es/docs/a.md", "# A\n\n[B](b.md#parte) [C](c.md) [D](../d.md) [ß](#a)\n"),
        ("docs/es/docs/b.md", "# B\n\n## Parte {#part}\n"),
        ("docs/es/docs/d.md", "# D\n"),
    ];
    let site = Small::new(&files).with(vec![set("docs/en/docs/{path}", "docs/{lang}/docs/{path}")]);
    let expected = [
        "docs/es/docs/a.md:3 untranslated-target: `c.md` is not translated into `es`",
        "docs/es/docs/a.md:3 broken-link: link leads to `../d.md`, which does not exist | d.md",
    ];
    assert_eq!(site.findings(&["docs/es/docs/a.md"]), expected);
    assert_eq!(site.findings(&[]), expected);
}

#[test]
fn a_prefixed_address_of_one_page_alone_may_be_untranslated() {
    let files = [
        ("content/en/a.md", "# A\n\n[B](/b/)\n"),
        ("content/en/b.md", "# B\n"),
        ("content/it/a.md", "# A\n\n[B](/it/b/)\n"),
    ];
    let site = Small::new(&files).with(vec![set("content/en/{path}", "content/{lang}/{path}")]);
    let expected = ["content/it/a.md:3 untranslated-target: `/it/b/` is not translated into `it`"];
    assert_eq!(site.findings(&["content/it/a.md"]), expected);
    assert_eq!(site.findings(&[]), expected);
}

#[test]
fn what_is_declared_outweighs_what_most_links_show() {
    let files = [
        ("en/a.md", "# A\n\n[B](/en/b/)\n"),
        ("en/b.md", "# B\n\n[A](/en/a/)\n"),
        ("es/a.md", "# A\n\n[B](/es/b/)\n"),
        ("es/b.md", "# B\n\n[A](/en/a/)\n"),
    ];
    let with = |links: LinkStyle| {
        let mut set = set("en/{path}", "{lang}/{path}");
        set.links = links;
        Small::new(&files).with(vec![set]).findings(&[])
    };
    let foreign = "es/b.md:3 foreign-locale-link: link leads to the `en` page `/en/a/`, although \
                   the page exists in `es` | /es/a/";
    assert_eq!(with(LinkStyle::Localized), [foreign]);
    assert!(with(LinkStyle::Unchanged).is_empty());
    // One of two shows nothing.
    assert!(with(LinkStyle::Auto).is_empty());
}

#[test]
fn directories_of_their_own_are_followed_each() {
    let files = [
        ("kettle.en/help/a.md", "# A\n\n[B](/help/b.md) [C](/help/c.md)\n"),
        ("kettle.en/help/b.md", "# B\n\n## Part\n"),
        ("kettle.en/help/c.md", "# C\n"),
        ("kettle.it/help/a.md", "# A\n\n[B](/help/b.md#part) [C](/help/c.md)\n"),
        ("kettle.it/help/b.md", "# B\n\n## Parte\n"),
    ];
    let mut site = Small::new(&files);
    let mut set = set("help/{path}", "help/{path}");
    let dir = |name: &str| site.dir.path().join(name);
    let locale = |tag| Locale::parse(tag).unwrap();
    set.roots = vec![(locale("en"), dir("kettle.en")), (locale("it"), dir("kettle.it"))];
    site = site.with(vec![set]);
    assert_eq!(
        site.findings(&[]),
        ["kettle.it/help/a.md:3 untranslated-target: `/help/c.md` is not translated into `it`"]
    );
}

#[test]
fn nothing_is_kept_where_nothing_asks_for_it() {
    let site = Site::new();
    let rules = RULES.iter().filter(|rule| rule.name == "link-target");
    let rules = rules.map(|rule| (*rule, rule.severity)).collect();
    let settings = Settings { rules, ..Settings::default() };
    let path = site.path("es", "guide/install.md");
    let text = site.text("es", "guide/install.md").replace("](../", "](../../");
    let mut texts: BTreeMap<PathBuf, String> = site.store.0.clone();
    texts.insert(path, text);
    let report = linter::lint(&site.catalog, &settings, &Memory(texts), &|_| ());
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}

#[test]
fn a_comment_switches_a_finding_off_and_is_not_called_unused() {
    let site = Site::new();
    let path = site.path("es", "guide/install.md");
    let (_, text, line) = site
        .damaged("es", "](../reference/", "](../../reference/")
        .into_iter()
        .find(|(damaged, _, _)| *damaged == path)
        .unwrap();
    assert_eq!(brief(&site.findings(&path, &text)), [("broken-link", line)]);
    let end = text.lines().take(line).map(|line| line.len() + 1).sum::<usize>() - 1;
    let comment = " <!-- hexapla-disable-line broken-link -- moved soon -->";
    let waived = format!("{}{comment}{}", &text[..end], &text[end..]);
    let found = site.findings(&path, &waived);
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(site.repaired(&path, &waived), None, "what is waived is not repaired");
}
