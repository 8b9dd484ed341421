//! What is said about a broken `lint-rules.toml`, and what a sound one resolves to.

use std::path::Path;

use hexapla::config::{self, ConfigErrors, Loaded};
use hexapla::diagnostic::Severity;
use hexapla::project::PairBy;

fn parse(text: &str) -> Result<Loaded, ConfigErrors> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/layouts/configured");
    config::parse(text, &dir.join(config::FILE_NAME))
}

/// The errors as miette shows them, without the machine's paths.
fn shown(text: &str) -> String {
    let Err(errors) = parse(text) else { return "no error".to_owned() };
    let theme = miette::GraphicalTheme::unicode_nocolor();
    let handler = miette::GraphicalReportHandler::new_themed(theme).with_width(100);
    let mut output = String::new();
    handler.render_report(&mut output, &errors).expect("rendered");
    output.replace(&format!("{}/", env!("CARGO_MANIFEST_DIR")), "")
}

#[test]
fn all_errors_are_shown_at_once() {
    insta::assert_snapshot!(shown(
        r#"source-langauge = "en"
languages = ["es", "sp", "pt_BR", "pt-br", "eng", 3]
fail-on = "fatal"
output-format = "consise"

[language-names]
espanol = "espanol"

[[documents]]
source = "docs/{pth}"
translations = "i18n/{lang}/{path}"

[[documents]]
source = "help/{path}"
translations = "help/{path}"
exclude = ["help/[.md", 1]
pair-by = "title"

[[documents]]
translations = "help/{path}"
roots = { en = ".", "pt_BR" = "blog", "pt-BR" = "docs", ja = "../nowhere" }

[[documents]]
source = "help/{path}"
translation = "help/{lang}/{path}"

[[documents]]
source = "README.md"
translations = "docs/{lang}/{path}"

[front-matter]
identical = "slug"
ignored = []

[rules]
select = ["defualt", "structure"]
ignore = "all"
severity = { no-such-rule = "warning" }
strict = true

[rules.no-such-rule]
option = 1
"#
    ));
}

#[test]
fn syntax_errors_are_shown_at_their_place() {
    insta::assert_snapshot!(shown("fail-on = \"error\nlanguages = [\"es\"\n[rules\n"));
}

#[test]
fn columns_are_characters() {
    let text = "language-names = { \"日本語\" = \"ja\", \"中文\" = \"zhongwen\" }\n[[documents]]\ntranslations = \"{lang}/{path}\"\n";
    insta::assert_snapshot!(shown(text));
}

#[test]
fn layout_keys_without_a_layout_are_no_use() {
    insta::assert_snapshot!(shown("languages = [\"es\"]\nsource-language = \"en\"\n"));
}

#[test]
fn roots_without_the_source_language_are_refused() {
    insta::assert_snapshot!(shown(
        "[[documents]]\nsource = \"{path}\"\ntranslations = \"{path}\"\nroots = { fr = \"blog/fr\" }\n"
    ));
}

#[test]
fn a_sound_file_resolves() {
    let text = r#"
fail-on = "info"
output-format = "json"
languages = ["es", "zh-hans"]
language-names = { espanol = "es" }

[[documents]]
source = "docs/{path}"
translations = ["docs/i18n/{lang}/{path}", "other/{lang}/{path}"]
pair-by = "front-matter:translationKey"
languages = ["it"]

[front-matter]
identical = ["exl-id"]
translated = ["hero.*"]
bookkeeping = ["ms.*"]
"#;
    let settings = parse(text).expect("sound").settings;
    assert_eq!(settings.fail_on, Some(Severity::Info));
    assert_eq!(settings.output_format.as_deref(), Some("json"));
    assert_eq!(settings.key_kinds.translated, ["hero.*"]);
    let layout = settings.layout.expect("a layout");
    let set = &layout.sets[0];
    assert_eq!(set.pair_by, PairBy::FrontMatter("translationKey".into()));
    assert_eq!(set.source_language.tag(), "en");
    assert_eq!(set.languages.as_ref().map(|list| list[0].tag().to_owned()).as_deref(), Some("it"));
    assert_eq!(set.translations.len(), 2);
    assert!(parse("").expect("empty is sound").settings.layout.is_none());
}

#[test]
fn the_nearest_file_counts_and_an_explicit_one_must_exist() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/layouts/configured");
    let loaded = config::load(&dir.join("blog/en"), None).expect("sound").expect("found");
    assert_eq!(loaded.path, dir.join(config::FILE_NAME));
    let missing = config::load(&dir, Some(Path::new("none.toml"))).expect_err("not there");
    assert!(missing.errors[0].message.starts_with("cannot be read"), "{:?}", missing.errors);
    assert_eq!(missing.path, Path::new("none.toml"));
}

#[test]
fn output_formats_are_those_there_are() {
    let names = hexapla::output::Format::ALL.map(hexapla::output::Format::name);
    assert_eq!(config::OUTPUT_FORMATS, names);
}

#[test]
fn what_is_required_and_how_pages_link_can_be_stated() {
    use hexapla::project::{LinkStyle, Require};
    let stated = |keys: &str| {
        let text = format!("[[documents]]\ntranslations = \"{{lang}}/{{path}}\"\n{keys}\n");
        parse(&text).map(|loaded| {
            let set = &loaded.settings.layout.expect("a layout").sets[0];
            (set.require, set.links)
        })
    };
    assert_eq!(stated("").expect("sound"), (Require::None, LinkStyle::Auto));
    let all = stated("require = \"all\"\nlinks = \"/{lang}/\"");
    assert_eq!(all.expect("sound"), (Require::All, LinkStyle::Localized));
    let listed = stated("require = \"listed\"\nlinks = \"unchanged\"");
    assert_eq!(listed.expect("sound"), (Require::Listed, LinkStyle::Unchanged));
    let errors = stated("require = \"some\"\nlinks = \"/es/\"").expect_err("no such words");
    let messages: Vec<_> = errors.errors.iter().map(|error| &*error.message).collect();
    assert_eq!(messages, ["`require` cannot be `some`", "`links` cannot be `/es/`"]);
}
