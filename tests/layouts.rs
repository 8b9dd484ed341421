//! Every layout under `fixtures/layouts`: what is detected, what is paired, that `init` states the
//! same, and that a single file finds the counterparts that a walk over the tree finds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hexapla::config;
use hexapla::project::{self, Article, Catalog, DiscoverError, Discovery};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/layouts").join(name)
}

fn detected(name: &str) -> Discovery {
    project::find(None, &[], &fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn configured(dir: &Path, arguments: &[&str]) -> Result<Discovery, DiscoverError> {
    let loaded = config::load(dir, None).unwrap_or_else(|errors| panic!("{:?}", errors.errors));
    let settings = loaded.expect("a configuration").settings;
    let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    project::find(settings.layout, &arguments, dir)
}

fn said(discovery: &Discovery) -> String {
    let line = discovery.detected.as_deref().unwrap_or("configured");
    let mut lines = vec![line.to_owned()];
    lines.extend(discovery.notes.iter().map(|note| format!("note: {note}")));
    format!("{}\n\n{}", lines.join("\n"), project::show_pairs(&discovery.catalog))
}

/// Articles as sets of paths, with the source's path.
fn articles(catalog: &Catalog) -> BTreeSet<(Option<PathBuf>, BTreeSet<PathBuf>)> {
    let path = |id| catalog.file(id).path.clone();
    let paths = |article: &Article| {
        article.source.into_iter().chain(article.translations.iter().copied()).map(path).collect()
    };
    catalog.articles.iter().map(|article| (article.source.map(path), paths(article))).collect()
}

const DETECTED: [&str; 13] = [
    "kubernetes",
    "hugo-content-dir",
    "hugo-suffix",
    "mkdocs-suffix",
    "suffix-shape",
    "docusaurus",
    "starlight",
    "astro",
    "fastapi",
    "vitepress",
    "adobe/kettle.it-IT",
    "readme",
    "co-op",
];

macro_rules! layouts {
    ($($test:ident: $name:literal;)*) => {
        $(#[test]
        fn $test() {
            insta::assert_snapshot!(stringify!($test), said(&detected($name)));
        })*
    };
}

layouts! {
    kubernetes: "kubernetes";
    hugo_content_dir: "hugo-content-dir";
    hugo_suffix: "hugo-suffix";
    mkdocs_suffix: "mkdocs-suffix";
    suffix_shape: "suffix-shape";
    docusaurus: "docusaurus";
    starlight: "starlight";
    astro: "astro";
    fastapi: "fastapi";
    vitepress: "vitepress";
    adobe_inside_a_repository: "adobe/kettle.it-IT";
    adobe_above_the_repositories: "adobe";
    readme: "readme";
    co_op: "co-op";
    tldr: "tldr";
}

#[test]
fn mdn_by_roots() {
    let dir = fixture("mdn/translated-content");
    insta::assert_snapshot!(said(&configured(&dir, &[]).expect("articles")));
}

#[test]
fn configured_names_siblings_and_keys() {
    let dir = fixture("configured");
    insta::assert_snapshot!(said(&configured(&dir, &[]).expect("articles")));
}

#[test]
fn mdn_content_alone_has_no_translations() {
    let found = project::find(None, &[], &fixture("mdn/content"));
    assert_eq!(
        found.map(|found| found.detected).err(),
        Some(DiscoverError::NoLayout(fixture("mdn/content")))
    );
}

#[test]
fn traps_are_not_detected() {
    let found = project::find(None, &[], &fixture("traps"));
    assert_eq!(
        found.map(|found| found.detected).err(),
        Some(DiscoverError::NoLayout(fixture("traps")))
    );
    for file in [
        "elements/br/index.md",
        "elements/index.md",
        "pages/git-am.md",
        "pages/node.js.md",
        "guide/io/api.md",
        "guide/api.md",
        "README.io.md",
    ] {
        let found =
            project::find(None, &[file.to_owned()], &fixture("traps")).expect("judged alone");
        assert_eq!(found.catalog.files.len(), 1, "{file}: {:?}", found.detected);
        assert_eq!(found.notes, [format!("{file}: no counterpart found, judged alone")]);
    }
}

#[test]
fn init_states_what_was_detected() {
    for name in DETECTED {
        let dir = fixture(name);
        let found = project::detect(&dir).expect("a layout");
        let text = config::init_text(&found, &dir, &[]);
        let loaded = config::parse(&text, &dir.join(config::FILE_NAME))
            .unwrap_or_else(|errors| panic!("{name}: {:?}\n{text}", errors.errors));
        let stated = project::find(loaded.settings.layout, &[], &dir).expect("articles");
        assert_eq!(
            project::show_pairs(&stated.catalog),
            project::show_pairs(&project::discover(&found.layout, &dir)),
            "{name}:\n{text}"
        );
    }
}

#[test]
fn a_file_alone_finds_what_the_walk_finds() {
    for name in DETECTED {
        let dir = fixture(name);
        let walked = articles(&detected(name).catalog);
        for (source, paths) in walked.iter().filter(|(_, paths)| paths.len() > 1) {
            for path in paths {
                let argument = path.to_str().expect("Unicode").to_owned();
                let near = project::find(None, &[argument], &dir).expect("found");
                let expected = BTreeSet::from([(source.clone(), paths.clone())]);
                assert_eq!(articles(&near.catalog), expected, "{name}: {}", path.display());
                let judged: Vec<&PathBuf> = near.catalog.articles[0]
                    .selected
                    .iter()
                    .map(|&id| &near.catalog.file(id).path)
                    .collect();
                if source.as_ref() == Some(path) {
                    assert_eq!(judged.len(), paths.len(), "a source brings its translations");
                } else {
                    assert_eq!(judged, [path]);
                }
            }
        }
    }
}

#[test]
fn directories_and_patterns_select() {
    let dir = fixture("kubernetes");
    let judged = |argument: &str| {
        let found = project::find(None, &[argument.to_owned()], &dir).expect("found");
        let ids = found.catalog.articles.iter().flat_map(|article| &article.selected);
        ids.map(|&id| found.catalog.file(id).path.display().to_string()).collect::<BTreeSet<_>>()
    };
    let french =
        ["guide/brew", "guide/install", "index"].map(|page| format!("content/fr/docs/{page}.md"));
    assert_eq!(judged("content/fr"), BTreeSet::from(french.clone()));
    assert_eq!(judged("content/fr/docs/**/*.md"), BTreeSet::from(french));
    assert_eq!(judged("content/zh-cn/docs/faq.md").len(), 1);
}

#[test]
fn nothing_checked_is_never_success() {
    let dir = fixture("kubernetes");
    let error = |arguments: &[&str]| {
        let arguments: Vec<String> =
            arguments.iter().map(|argument| (*argument).to_owned()).collect();
        project::find(None, &arguments, &dir)
            .map(|found| said(&found))
            .expect_err("an error")
            .to_string()
    };
    assert_eq!(error(&["content/fr/none.md"]), "content/fr/none.md: no such file or directory");
    assert_eq!(error(&["content/*.txt"]), "`content/*.txt` matches no file");
    assert_eq!(
        error(&["content/[.md"]).split(':').next(),
        Some("`content/[.md` is no glob pattern")
    );
    let empty = tempfile::tempdir().expect("a directory");
    let found = project::find(None, &[], empty.path()).map(|found| said(&found));
    assert_eq!(found, Err(DiscoverError::NoLayout(empty.path().to_owned())));
    let text = "[[documents]]\nsource = \"en/{path}\"\ntranslations = \"{lang}/{path}\"\n";
    let loaded = config::parse(text, &empty.path().join(config::FILE_NAME)).expect("sound");
    let found = project::find(loaded.settings.layout, &[], empty.path()).map(|found| said(&found));
    assert_eq!(found, Err(DiscoverError::NoArticles(empty.path().to_owned())));
}

#[test]
fn a_stated_layout_that_fits_nothing_is_named() {
    let dir = fixture("kubernetes");
    let text = "[[documents]]\nsource = \"content/en/{path}\"\ntranslations = \"content/{lang}/{path}\"\n\
                [[documents]]\nsource = \"en/{path}\"\ntranslations = \"i18n/{lang}/{path}\"\n";
    let layout = config::parse(text, &dir.join(config::FILE_NAME)).expect("sound").settings.layout;
    let found = project::find(layout.clone(), &[], &dir).expect("found");
    assert_eq!(found.notes, ["no translation fits `i18n/{lang}/{path}`"]);
    let found = project::find(layout, &["README.md".to_owned()], &dir).expect("judged alone");
    assert_eq!(found.notes, ["README.md: no counterpart found, judged alone"]);
    let article = &found.catalog.articles[0];
    assert_eq!((article.source, article.translations.len(), article.selected.len()), (None, 1, 1));
}

#[test]
fn excluded_files_are_left_out_and_named() {
    let found = configured(&fixture("configured"), &["docs/i18n/cn/faq.md", "docs/install.md"]);
    let found = found.expect("found");
    assert_eq!(found.notes, ["docs/i18n/cn/faq.md: skipped, excluded by the configuration"]);
    assert_eq!(found.catalog.articles.len(), 1);
}

#[test]
fn a_file_paired_by_front_matter_finds_its_counterparts() {
    let found =
        configured(&fixture("configured"), &["blog/fr/temps-d-infusion.md"]).expect("found");
    insta::assert_snapshot!(said(&found));
}

#[test]
fn ignored_files_and_loops_are_left_out() {
    let dir = tempfile::tempdir().expect("a directory");
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, text).expect("written");
    };
    for lang in ["en", "fr"] {
        for page in ["a", "b", "build/c", ".cache/d", "node_modules/e"] {
            write(&format!("docs/{lang}/{page}.md"), "# A\n");
        }
    }
    write("docs/.gitignore", "build/\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("docs"), dir.path().join("docs/fr/loop"))
        .expect("a link");
    let found = project::find(None, &[], dir.path()).expect("found");
    insta::assert_snapshot!(said(&found));
}

const TEXTS: [(&str, &str); 6] = [
    ("en", "Open the settings and choose which of the services should start with the computer.\n"),
    (
        "fr",
        "Ouvrez les réglages et choisissez les services qui doivent démarrer avec l’ordinateur.\n",
    ),
    ("es", "Abra los ajustes y elija los servicios que deben iniciarse con el ordenador.\n"),
    ("zh", "打开设置，然后选择应随计算机一起启动的服务。\n"),
    ("ja", "設定を開き、コンピューターと一緒に起動するサービスを選びます。\n"),
    ("pt", "Abra as configurações e escolha os serviços que devem iniciar com o computador.\n"),
];

/// A tree in a temporary directory: paths, each with the language of its text; other texts are
/// written as they are.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a directory");
    for (path, text) in files {
        let text = TEXTS.iter().find(|(lang, _)| lang == text).map_or(*text, |(_, text)| text);
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        fs::write(path, text).expect("written");
    }
    dir
}

/// What is detected in a tree of pages `a` and `b` under each of the given directories.
fn detected_in(dirs: &[(&str, &str)], more: &[(&str, &str)]) -> String {
    let mut files: Vec<(String, &str)> = Vec::new();
    for (dir, lang) in dirs {
        files.extend(["a", "b"].map(|page| (dir.replace('*', page), *lang)));
    }
    let mut files: Vec<(&str, &str)> =
        files.iter().map(|(path, lang)| (path.as_str(), *lang)).collect();
    files.extend(more);
    let dir = tree(&files);
    let found = project::find(None, &[], dir.path());
    found.map_or_else(|_| "nothing".to_owned(), |found| found.detected.unwrap_or_default())
}

#[test]
fn further_layouts_are_detected() {
    let electron =
        [("content/en-US/*.md", "en"), ("content/fr-FR/*.md", "fr"), ("content/zh-CN/*.md", "zh")];
    let codecamp =
        [("docs/*.md", "en"), ("docs/i18n/espanol/*.md", "es"), ("docs/i18n/chinese/*.md", "zh")];
    let gitlab = [("doc/*.md", "en"), ("doc-locale/ja-jp/*.md", "ja")];
    let chinese = [("docs/*.md", "zh"), ("docs/en/*.md", "en"), ("docs/ja/*.md", "ja")];
    let nextra = [("pages/*.en-US.mdx", "en"), ("pages/*.zh-CN.mdx", "zh")];
    let kept = [("docs/en/*.md", "en"), ("docs/fr/*.md", "fr"), ("docs/es/*.md", "es")];
    let lines = [
        detected_in(&electron, &[]),
        detected_in(&codecamp, &[]),
        detected_in(&gitlab, &[]),
        detected_in(&chinese, &[]),
        detected_in(&nextra, &[]),
        // A language with a single page counts beside established ones.
        detected_in(&kept, &[("docs/ja/a.md", "ja"), ("docs/api/a.md", "en")]),
        // The README is in Chinese, its translation in English.
        detected_in(&[], &[("README.md", "zh"), ("README.en.md", "en"), ("README_JP.md", "ja")]),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn words_in_translated_pages_are_no_languages() {
    let elements = [
        ("web/elements/*.md", "fr"),
        ("web/elements/br/*.md", "fr"),
        ("web/elements/hr/*.md", "fr"),
    ];
    assert_eq!(detected_in(&elements, &[]), "nothing");
    let dir = tree(&[("web/elements/index.md", "fr"), ("web/elements/br/index.md", "fr")]);
    for file in ["web/elements/br/index.md", "web/elements/index.md"] {
        let found = project::find(None, &[file.to_owned()], dir.path()).expect("judged alone");
        assert_eq!(found.catalog.files.len(), 1, "{file}: {:?}", found.detected);
    }
}

#[test]
fn stated_layouts_are_read() {
    let crowdin = "files:\n  - source: /docs/**/*.md\n    translation: /i18n/%two_letters_code%/**/%original_file_name%\n  - source: /src/*.json\n    translation: /src/%locale%.json\n";
    let lunaria = "{\"sourceLocale\": \"en\", \"locales\": [\"fr\"], \"files\": [{\"include\": [\"x\"], \"pattern\": {\"source\": \"docs/@path\", \"locales\": \"docs/@lang/@path\"}}]}";
    let mkdocs = "plugins:\n  - i18n:\n      docs_structure: folder\n      languages:\n        - locale: fr\n          default: true\n        - locale: en\n";
    let languages =
        "[en]\ncontentDir = \"content/en\"\n[pt-br]\ncontentDir = \"content/portugues\"\n";
    let folders = [("docs/fr/*.md", "fr"), ("docs/en/*.md", "en")];
    let lines = [
        detected_in(&[("docs/*.md", "en"), ("i18n/fr/*.md", "fr")], &[("crowdin.yml", crowdin)]),
        detected_in(
            &[("docs/*.md", "en"), ("docs/fr/*.md", "fr")],
            &[("lunaria.config.json", lunaria)],
        ),
        detected_in(&folders, &[("mkdocs.yml", mkdocs)]),
        detected_in(
            &[("content/en/*.md", "en"), ("content/portugues/*.md", "pt")],
            &[("config/_default/languages.toml", languages)],
        ),
        // What the tree does not bear out does not count, and broken files do no harm.
        detected_in(&folders, &[("lunaria.config.json", lunaria), ("crowdin.yml", "files: [")]),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_directory_inside_a_translation_finds_the_layout_above() {
    let dir = tree(&[
        (".git/HEAD", ""),
        ("docs/en/guide/a.md", "en"),
        ("docs/en/guide/b.md", "en"),
        ("docs/fr/guide/a.md", "fr"),
        ("docs/fr/guide/b.md", "fr"),
    ]);
    let found = project::find(None, &[], &dir.path().join("docs/fr/guide")).expect("found");
    insta::assert_snapshot!(said(&found));
}

#[test]
fn files_of_several_layouts_find_each_their_own() {
    let dir = tree(&[
        ("README.md", "en"),
        ("README.fr.md", "fr"),
        ("docs/en/a.md", "en"),
        ("docs/ja/a.md", "ja"),
        ("notes/x.md", "en"),
    ]);
    let arguments = ["README.fr.md", "docs/ja/a.md", "notes/x.md"].map(str::to_owned);
    let found = project::find(None, &arguments, dir.path()).expect("found");
    insta::assert_snapshot!(said(&found));
}

#[test]
fn compared_files_need_no_layout() {
    let dir = fixture("");
    let strings = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect::<Vec<_>>();
    let files =
        strings(&["kubernetes/content/fr/docs/index.md", "co-op/translations/zh-CN/index.md"]);
    let languages =
        [(files[1].clone(), hexapla::locale::Locale::parse("zh-Hant").expect("a tag"))].into();
    let found =
        project::compare(Some("vitepress/index.md"), &files, &languages, &dir).expect("found");
    insta::assert_snapshot!(project::show_pairs(&found.catalog));
    let found = project::compare(None, &strings(&["readme/README*.md"]), &BTreeMap::new(), &dir);
    insta::assert_snapshot!(project::show_pairs(&found.expect("found").catalog));
    let few = project::compare(None, &files[..1], &languages, &dir).map(|found| said(&found));
    assert_eq!(few, Err(DiscoverError::TooFew));
    let twice = strings(&["readme/README.md", "readme/README.md"]);
    let twice = project::compare(None, &twice, &languages, &dir).map(|found| said(&found));
    assert_eq!(twice, Err(DiscoverError::Twice("readme/README.md".into())));
}

#[test]
fn a_file_name_that_only_names_the_language_pairs_with_a_source_of_one_name() {
    let pages = [
        ("guide/one/en.md", "# One\n"),
        ("guide/one/es.md", "# Uno\n"),
        ("guide/two/index.en.md", "# Two\n"),
        ("guide/two/index.ja.md", "# 二\n"),
        (
            "lint-rules.toml",
            "[[documents]]\nsource = \"guide/{dir}/en.md\"\n\
             translations = \"guide/{dir}/{lang}.md\"\n\
             [[documents]]\nsource = \"guide/{dir}/index.en.md\"\n\
             translations = \"guide/{dir}/index.{lang}.md\"\n",
        ),
    ];
    let folder = tree(&pages);
    let found = configured(folder.path(), &[]).expect("articles");
    let pairs = project::show_pairs(&found.catalog);
    assert!(pairs.contains("guide/one/en.md [en]\n  → guide/one/es.md [es]"), "{pairs}");
    assert!(pairs.contains("guide/two/index.en.md [en]\n  → guide/two/index.ja.md"), "{pairs}");
    let near = configured(folder.path(), &["guide/one/es.md"]).expect("an article");
    assert!(near.catalog.articles[0].source.is_some(), "found from the file alone");
}
