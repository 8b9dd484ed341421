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

/// A page and a translation of it that differs are judged, whatever its levels or parts are.
fn end_beside(what: &str, ending: &str, source: &str, translation: &str) {
    let scene = Scene::new();
    scene.write(format!("docs/en/page.{ending}"), format!("# Page\n\n{source}\n"));
    scene.write(format!("docs/es/page.{ending}"), format!("# Página\n\n{translation}\n"));
    let said = scene.run(&["check", "--select", "all", "--output-format", "concise"]);
    assert_ne!(said.code, 2, "{what}: {}", said.stderr);
}

#[test]
fn nesting_that_no_stack_would_hold() {
    for (what, ending, levels, open, close) in [
        ("quotes", "md", 20_000, ">", ""),
        ("quotes and lists", "md", 20_000, "> - ", ""),
        ("lists", "md", 20_000, "- ", ""),
        ("ordered lists", "md", 20_000, "1. ", ""),
        ("images", "md", 2_000, "![a", "](u)"),
        ("tags", "mdx", 20_000, "<div>", "</div>"),
        ("emphasis", "md", 20_000, "*a ", " c*"),
        ("containers", "md", 5_000, ":::note\n\n", "\n\n:::"),
    ] {
        let nested = |levels: usize, inner: &str| {
            format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
        };
        let source = nested(levels, "x");
        end_beside(what, ending, &source, &nested(levels - 3, "`x` 12"));
        let more = nested(levels, "x\n\n```\ny\n```") + "\n\n1. z\n";
        end_beside(what, ending, &source, &more);
    }
}

#[test]
fn what_is_missing_by_the_thousands() {
    let many = |piece: &dyn Fn(usize) -> String| (0..1500).map(piece).collect::<String>();
    let few = "Nada.\n";
    let sections = many(&|n| format!("## Part {n}\n\nText {n}.\n\n"));
    for (what, page) in [
        ("a list", many(&|n| format!("- item {n}\n"))),
        ("numbers", many(&|n| format!("{}.{n} ", n + 1))),
        ("paragraphs", many(&|n| format!("Text {n}.\n\n"))),
        ("sections", sections.clone()),
    ] {
        end_beside(what, "md", &page, few);
        end_beside(what, "md", few, &page);
        end_beside(what, "md", &page, &page.replace(['1', '3'], "7"));
    }
    let others = many(&|n| format!("## Parte {}\n\n```\n{n}\n```\n\n", 9000 - n));
    end_beside("other sections", "md", &sections, &others);
}

#[test]
fn a_page_that_cannot_be_compared_in_full_says_so() {
    let page = |word: &str, end: usize| format!("{word} 0\n\n{word} 1\n\n").repeat(end / 2);
    let source = format!("# Page\n\n{}", page("Text", 1500));
    let translation = format!("# Página\n\n- a\n\n{}", page("Texto", 1200));
    let said = Scene::pair(source, translation).check();
    let told =
        "note: docs/es/page.md: differs in too much to be compared block by block everywhere";
    assert!(said.stderr.contains(told), "{}", said.stderr);
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
        ("lines", (0..DEEP).flat_map(|n| [" ".repeat(n), "a:\n".to_owned()]).collect()),
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
