//! Texts that nest, repeat or refer without end.

use std::fmt::Write;

use super::scene::{LAYOUT, Scene};

/// How deep things nest here. What takes time or stack for each level shows in thousands of them.
const DEEP: usize = 2000;

/// Pages of such texts beside themselves, as `.md` and as `.mdx`, come to an end, all of them.
fn end(texts: &[(&str, String)]) {
    let scene = Scene::new();
    for (number, (_, text)) in texts.iter().enumerate() {
        for locale in ["en", "es"] {
            for ending in ["md", "mdx"] {
                let path = format!("docs/{locale}/p{number}.{ending}");
                scene.write(path, format!("# Page\n\n{text}\n"));
            }
        }
    }
    let said = scene.check();
    let pages = format!("{} documents", texts.len() * 4);
    let what: Vec<_> = texts.iter().map(|(what, _)| what).collect();
    assert!(said.stderr.contains(&pages), "{what:?}: {}", said.stderr);
    assert_ne!(said.code, 2, "{what:?}: {}", said.stderr);
}

#[test]
fn markdown_that_nests_deeply() {
    let pieces = [
        ("quotes", ">", ""),
        ("spaced quotes", "> ", ""),
        ("lists", "- ", ""),
        ("ordered lists", "1. ", ""),
        ("emphasis", "*a ", " c*"),
        ("strong", "**a ", " c**"),
        ("brackets", "[", "]"),
        ("links", "[", "](u)"),
        ("images", "![", "](u)"),
        ("elements", "<div>", "</div>"),
        ("elements on lines", "<div>\n\n", "\n\n</div>"),
        ("components", "<A>\n", "\n</A>"),
        ("braces", "{", "}"),
        ("Liquid", "{% if x %}", "{% endif %}"),
        ("shortcodes", "{{< a >}}", "{{< /a >}}"),
        ("footnotes", "^[", "]"),
    ];
    end(&pieces.map(|(what, open, close)| {
        (what, format!("{}x{}", open.repeat(DEEP), close.repeat(DEEP)))
    }));
}

#[test]
fn markdown_that_opens_and_never_closes() {
    let openings = [
        "[",
        "![",
        "<",
        "<a b='",
        "<!-- ",
        "<![CDATA[",
        "<?",
        "{",
        "{`${",
        "{% ",
        "{{ ",
        "{{< ",
        "{/* ",
        "`",
        "``a",
        "*a ",
        "_a*",
        "~~",
        "$",
        "$$",
        "[^",
        "&#1",
        "](",
        ":::",
        "|a",
    ];
    end(&openings.map(|open| (open, open.repeat(DEEP))));
    end(&openings.map(|open| (open, format!("{open}\n").repeat(DEEP))));
}

#[test]
fn markdown_that_grows_by_lines() {
    let mut lists = String::new();
    let mut containers = String::new();
    let mut admonitions = String::new();
    let mut references = String::new();
    let mut notes = String::new();
    for step in 0..1000 {
        let indent = " ".repeat(2 * step);
        let _ = writeln!(lists, "{indent}- x");
        let _ = writeln!(containers, "{}note", ":".repeat(1003 - step));
        let _ = writeln!(admonitions, "{indent}{indent}!!! note\n");
        let _ = writeln!(references, "[r{step}]: u{step}\n\n[r{step}]");
        let _ = writeln!(notes, "[^{step}]: [^{}]\n", step + 1);
    }
    let cells = ["|a", "|-", "|b"].map(|cell| cell.repeat(DEEP) + "|\n");
    end(&[
        ("lists", lists),
        ("containers", containers),
        ("admonitions", admonitions),
        ("references", references),
        ("footnotes", notes),
        ("a wide table", cells.concat()),
        ("a long table", format!("|a|\n|-|\n{}", "|b|\n".repeat(DEEP))),
        ("backticks", (1..500).map(|n| "`".repeat(n) + " ").collect()),
    ]);
}

/// Ten times ten times ten …: 10^12 values, were they written out.
fn bomb() -> String {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (one, next) in ('a'..'m').zip('b'..='m') {
        let _ = writeln!(text, "{next}: &{next} [{}]", vec![format!("*{one}"); 10].join(", "));
    }
    text
}

#[test]
fn an_alias_bomb_is_not_set_off() {
    let page = |values: &str| format!("---\n{values}---\n\n# Page\n");
    // Unequal texts, so that values are compared and not only what is written.
    let scene = Scene::pair(page(&bomb()), page(&bomb().replace("[x, x", "[y, x")));
    scene.write("lint-rules.toml", format!("{LAYOUT}[front-matter]\nidentical = [\"*\"]\n"));
    assert_ne!(scene.check().code, 2);
    let scene = Scene::pair(page("a: &a [*a]\n"), page("a: &a [*a, *a]\n"));
    assert_ne!(scene.check().code, 2);
    // The same in the configuration of other tools, which tell the layout.
    for name in ["mkdocs.yml", "crowdin.yml", "_config.yml"] {
        let scene = Scene::pair("# Page\n", "# Página\n");
        std::fs::remove_file(scene.root().join("lint-rules.toml")).unwrap();
        scene.write(name, bomb());
        assert_eq!(scene.check().code, 0, "{name}");
    }
}

#[test]
fn front_matter_that_nests_deeply_is_an_error_of_the_page() {
    for (what, values) in [
        ("sequences", format!("a: {}{}", "[".repeat(DEEP), "]".repeat(DEEP))),
        ("mappings", format!("a: {}{}", "{a: ".repeat(DEEP), "}".repeat(DEEP))),
        ("lines", (0..DEEP).map(|n| format!("{}a:\n", " ".repeat(n))).collect()),
        ("items", format!("a:\n{}x", "- ".repeat(DEEP))),
    ] {
        let page = format!("---\n{values}\n---\n\n# Page\n");
        let said = Scene::pair(&page, &page).check();
        assert!(said.stdout.contains("error[front-matter-syntax]"), "{what}: {}", said.all());
    }
    let toml = format!("+++\na = {}{}\n+++\n\n# Page\n", "[".repeat(DEEP), "]".repeat(DEEP));
    let said = Scene::pair(&toml, &toml).check();
    assert!(said.stdout.contains("error[front-matter-syntax]"), "{}", said.all());
}

#[test]
fn configuration_that_nests_deeply_is_an_error_with_its_place() {
    let deep = format!("a = {}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    let scene = Scene::pair("# Page\n", "# Página\n");
    scene.write("lint-rules.toml", &deep);
    let said = scene.check();
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("lint-rules.toml:1:"), "{}", said.stderr);
    let scene = Scene::pair("# Page\n", "# Página\n");
    scene.write("hexapla-baseline.toml", &deep);
    let said = scene.check();
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("hexapla-baseline.toml: line 1"), "{}", said.stderr);
    for name in ["lunaria.config.json", "mkdocs.yml", "crowdin.yml", ".co-op-translator.json"] {
        let scene = Scene::pair("# Page\n", "# Página\n");
        std::fs::remove_file(scene.root().join("lint-rules.toml")).unwrap();
        scene.write(name, format!("a: {}", "[".repeat(DEEP)));
        assert_eq!(scene.check().code, 0, "{name}");
    }
}

#[test]
fn patterns_in_the_configuration_cost_no_more_than_they_should() {
    // With backtracking, such a pattern takes longer than there is time.
    let pattern = format!("{}*b", "*a".repeat(30));
    let folders = format!("{}b", "**/".repeat(20));
    let stem = "a".repeat(200);
    for (what, more) in [
        ("exclude", format!("exclude = [\"docs/en/{pattern}\", \"{folders}\"]\n")),
        (
            "per-file",
            format!(
                "[per-file]\n\"docs/**/{pattern}\" = {{ ignore = [\"code-block\"] }}\n\
                 \"{folders}\" = {{ ignore = [\"code-block\"] }}\n"
            ),
        ),
        ("front matter", format!("[front-matter]\nidentical = [\"{pattern}\"]\n")),
        ("terms", format!("[glossary]\nkeep = [\"(a+)+$\", \"{}\"]\n", "(".repeat(200))),
    ] {
        let scene = Scene::new();
        scene.write("lint-rules.toml", format!("{LAYOUT}{more}"));
        for locale in ["en", "es"] {
            let page = format!("---\n{stem}: x\n---\n\n# {stem}\n\n{stem}!\n");
            scene.write(format!("docs/{locale}/{stem}.md"), page);
        }
        let said = scene.check();
        assert_ne!(said.code, 2, "{what}: {}", said.stderr);
    }
    let said = Scene::pair("# Page\n", "# Página\n").run(&["check", &format!("docs/**/{pattern}")]);
    assert!(said.stderr.contains("matches no file"), "{}", said.stderr);
}
