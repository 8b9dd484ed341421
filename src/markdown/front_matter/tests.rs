//! Spans, shapes and errors of both formats.

use super::*;

fn dump(text: &str) -> Vec<(String, String, String)> {
    let front_matter = read(text, 0).expect("front matter");
    assert_eq!(front_matter.error, None, "{text}");
    let slice = |span: Span| text[span.range()].to_owned();
    let entries = front_matter.entries.iter();
    entries.map(|entry| (entry.path.clone(), slice(entry.key), slice(entry.value))).collect()
}

fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let found = dump(text);
    let found: Vec<_> = found.iter().map(|(a, b, c)| (&**a, &**b, &**c)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn yaml_spans_are_bytes_of_the_document() {
    let text = "---\r\ntitle: \"é: ü\" # 注\r\ndesc: 'it''s'\r\nempty:\r\nnull: ~\r\ntext: |\r\n  één\r\n\r\n  twee\r\n\r\nplain: één\r\n  twee # nee\r\ntags: [a, 'b', {c: d}]\r\nhero:\r\n  actions:\r\n    - text: 日本\r\n      link: /x\r\n    -\r\n    - &n !!str z\r\n    - *n\r\nfold: >-\r\n  x\r\n---\r\nBody";
    check(
        text,
        &[
            ("title", "title", "\"é: ü\""),
            ("desc", "desc", "'it''s'"),
            ("empty", "empty", ""),
            ("null", "null", "~"),
            ("text", "text", "|\r\n  één\r\n\r\n  twee"),
            ("plain", "plain", "één\r\n  twee"),
            ("tags", "tags", "[a, 'b', {c: d}]"),
            ("tags[0]", "a", "a"),
            ("tags[1]", "'b'", "'b'"),
            ("tags[2]", "{c: d}", "{c: d}"),
            ("tags[2].c", "c", "d"),
            (
                "hero",
                "hero",
                "actions:\r\n    - text: 日本\r\n      link: /x\r\n    -\r\n    - &n !!str z\r\n    - *n",
            ),
            (
                "hero.actions",
                "actions",
                "- text: 日本\r\n      link: /x\r\n    -\r\n    - &n !!str z\r\n    - *n",
            ),
            ("hero.actions[0]", "text: 日本\r\n      link: /x", "text: 日本\r\n      link: /x"),
            ("hero.actions[0].text", "text", "日本"),
            ("hero.actions[0].link", "link", "/x"),
            ("hero.actions[1]", "", ""),
            ("hero.actions[2]", "&n !!str z", "&n !!str z"),
            ("hero.actions[3]", "*n", "*n"),
            ("fold", "fold", ">-\r\n  x"),
        ],
    );
    let front_matter = read(text, 0).expect("front matter");
    let empty = &front_matter.entries[2];
    assert_eq!(&text[empty.key.start as usize..empty.value.end as usize], "empty:");
    assert!(text[front_matter.body.range()].starts_with("title"));
    assert!(text[front_matter.body.range()].ends_with("x\r\n"));
    assert_eq!(&text[front_matter.span.range().end..], "\r\nBody");
}

#[test]
fn yaml_corners() {
    check(
        "---\na:\n- - x\n  - y\n- z\n---\n",
        &[
            ("a", "a", "- - x\n  - y\n- z"),
            ("a[0]", "- x\n  - y", "- x\n  - y"),
            ("a[0][0]", "x", "x"),
            ("a[0][1]", "y", "y"),
            ("a[1]", "z", "z"),
        ],
    );
    check(
        "---\na: &m {b: 1}\nc: {{ d }}\n? [x, y]\n: e\n---\n",
        &[
            ("a", "a", "&m {b: 1}"),
            ("a.b", "b", "1"),
            ("c", "c", "{{ d }}"),
            ("c.?", "", ""),
            ("?", "", "e"),
        ],
    );
    check(
        "---\n\"k e\": {a, b: 2}\nn: &x\n  k: v\n---",
        &[
            ("k e", "\"k e\"", "{a, b: 2}"),
            ("k e.a", "a", ""),
            ("k e.b", "b", "2"),
            ("n", "n", "&x\n  k: v"),
            ("n.k", "k", "v"),
        ],
    );
}

#[test]
fn toml_spans_are_bytes_of_the_document() {
    check(
        "+++\ntitle = \"é\"\nweight = 10\ntags = [\"ü\", 'b']\n[menu.main]\nname = 'x'\n+++\n",
        &[
            ("title", "title", "\"é\""),
            ("weight", "weight", "10"),
            ("tags", "tags", "[\"ü\", 'b']"),
            ("tags[0]", "\"ü\"", "\"ü\""),
            ("tags[1]", "'b'", "'b'"),
            ("menu", "menu", "menu.main]\nname = 'x'"),
            ("menu.main", "main", "[menu.main]\nname = 'x'"),
            ("menu.main.name", "name", "'x'"),
        ],
    );
}

fn error(text: &str) -> (String, String) {
    let front_matter = read(text, 0).expect("front matter");
    let error = front_matter.error.expect("an error");
    (text[error.span.range()].to_owned(), error.message)
}

#[test]
fn errors_name_their_place() {
    let cases = [
        ("---\né: b: c\nd: 1\n---\n", ": c", "mapping values are not allowed in this context"),
        ("---\na: 1\nb: 2\na: 3\n---\n", "a", "the key `a` stands here a second time"),
        ("---\nx:\n  a: 1\n  a: 3\n---\n", "a", "the key `x.a` stands here a second time"),
        ("---\na: 1\n...\nb: 2\n---\n", "b: 2", "a second YAML document starts here"),
        ("---\ntitle：é\nx: 1\n---\n", ": 1", "mapping values are not allowed in this context"),
        ("---\ntitle:é\n---\n", "title:é", "keys and values are expected here"),
        ("---\ntitle: x\n\n# Heading\n\nText.\n", "---", "the closing `---` is missing"),
        (
            "---\ntitle: x\n\n# Heading\n\nText: of: it\n\n---\nmore",
            "---",
            "the closing `---` is missing",
        ),
        ("---\na: >-\n  x\n\n  y\nb: 1\n\nText\n", "---", "the closing `---` is missing"),
        ("+++\na = 1\na = 2\n+++\n", "a", "duplicate key"),
    ];
    for (text, place, message) in cases {
        let (at, said) = error(text);
        assert_eq!(at, place, "{text}: {said}");
        assert!(said == message || said.ends_with("a second time"), "{text}: {said}");
    }
    let deep = format!("---\na: {}1{}\n---\n", "[".repeat(80), "]".repeat(80));
    assert_eq!(error(&deep).1, "nested more than 64 levels deep");
}

#[test]
fn a_thematic_break_is_no_front_matter() {
    let texts = [
        "",
        "-",
        "---",
        "----\na: b\n---\n",
        "---\n\nText\n\n---\n",
        "---\n\n# Heading\n\n---\n",
        "---\nSome text here\n---\n",
        "---\n- a\n- b\n---\n",
        "---\nNote: this\n\nText\n",
        "--- x\na: b\n---\n",
        "a\n---\nb: c\n---\n",
        "---\nhttp://example.org\n---\n",
    ];
    for text in texts {
        assert_eq!(read(text, 0), None, "{text}");
    }
    let empty = read("---\n---\n", 0).expect("an empty block");
    assert!(empty.entries.is_empty() && empty.body.is_empty());
    let bom = read("\u{feff}---\ra: b\r---\r", 3).expect("after a byte order mark, lone CR");
    assert_eq!((bom.span, bom.entries.len()), (Span::new(3, 15), 1));
}

#[test]
fn scalars_are_decoded_and_compared_by_type() {
    use FrontMatterFormat::{Toml, Yaml};
    for (raw, value) in [
        ("x", "x"),
        ("'it''s'", "it's"),
        ("\"a\\tb\"", "a\tb"),
        ("|\n  a\n  b", "a\nb"),
        (">-\n  a\n  b", "a b"),
        ("a\n  b", "a b"),
        ("!!str z", "z"),
        ("*n", "*n"),
        ("\"", "\""),
        ("&a x", "x"),
    ] {
        assert_eq!(decode(raw, Yaml).trim_end(), value, "{raw}");
    }
    assert_eq!(decode("\"a\\u00e9\"", Toml), "aé");
    for (one, two) in [
        ("2026-08-19", "2026-08-19T00:00:00Z"),
        ("\"x\"", "x"),
        ("yes", "true"),
        ("1.0", "1"),
        ("", "~"),
        ("'1'", "1"),
        ("0x10", "16"),
        ("|\n  x", "x"),
    ] {
        assert!(same_value((one, Yaml), (two, Yaml)), "{one} {two}");
    }
    for (one, two) in
        [("a", "b"), ("1", "2"), ("true", "false"), ("2026-08-19", "2026-08-20"), ("x", "")]
    {
        assert!(!same_value((one, Yaml), (two, Yaml)), "{one} {two}");
    }
}

#[test]
fn values_are_written_so_that_they_read_back() {
    for like in ["x", "'x'", "\"x\"", "|\n    x", ">-\r\n    x", "a, b", ""] {
        for value in [
            "plain", "it's", "a: b", "a #b", "- x", "[x", "true", "12", "a\\b\"c", "né", "x:",
            "@x", "a, b", "", "*x", "one\ntwo",
        ] {
            let written = quote(value, like);
            let yaml = format!("a:\n  b: {written}\n");
            let read: serde_yaml::Value = serde_yaml::from_str(&yaml).expect(&yaml);
            assert_eq!(read["a"]["b"].as_str().map(str::trim_end), Some(value), "{yaml}");
        }
    }
    assert_eq!(quote("true", "false"), "true");
    assert_eq!(quote("it's", "x"), "it's");
    assert_eq!(quote("a: b", "x"), "'a: b'");
}

#[test]
fn kinds_cover_what_stands_in_them() {
    let configured = KeyKinds {
        identical: vec!["card.*".into()],
        translated: vec!["items".into()],
        bookkeeping: vec!["x-*".into()],
    };
    let page = read("---\nexl-id: 1\n---\n", 0).expect("front matter");
    let kinds = PageKinds::new(&configured, &page);
    for (path, kind) in [
        ("title", KeyKind::Translated),
        ("hero.actions[12].text", KeyKind::Translated),
        ("hero.actions[0].link", KeyKind::Other),
        ("supports[0]", KeyKind::Identical),
        ("product_v2[0].internal-label", KeyKind::Bookkeeping),
        ("product_v2[0].id", KeyKind::Identical),
        ("card.title", KeyKind::Identical),
        ("items[3].a.b", KeyKind::Translated),
        ("x-count", KeyKind::Bookkeeping),
        ("unknown", KeyKind::Other),
        ("slug", KeyKind::Other),
    ] {
        assert_eq!(kinds.kind(path), kind, "{path}");
    }
}

proptest::proptest! {
    /// Any text is read without a panic, and every span is a place inside its parent.
    #[test]
    fn spans_hold_for_any_text(
        fence in "---|\\+\\+\\+",
        body in proptest::collection::vec(
            proptest::sample::select(vec![
                "a: ", "é: ", "- ", "\n", "\r\n", "  ", "    ", "\"x\"", "'y'", "\"", "'", "[", "]", "{",
                "}", ", ", "|\n", ">-\n", "日本", "# c", "&a ", "*a", "!t ", "? ", ": ", "b = ", "[t]",
                "1", "\t", "---", "...", "%", "@", "：", "\u{2028}", "\\", "<<: ",
            ]),
            0..24,
        ),
    ) {
        let text = format!("{fence}\na: 1\n{}\n{fence}\n", body.concat());
        if let Some(front_matter) = read(&text, 0) {
            for entry in &front_matter.entries {
                for span in [entry.key, entry.value] {
                    proptest::prop_assert!(text.get(span.range()).is_some(), "{text:?} {entry:?}");
                    proptest::prop_assert!(front_matter.body.contains(span), "{text:?} {entry:?}");
                }
                let parent = entry.parent.map(|parent| &front_matter.entries[parent as usize]);
                let outer = parent.map_or(front_matter.body, |parent| parent.value);
                let inside = front_matter.format == FrontMatterFormat::Toml || outer.contains(entry.value);
                proptest::prop_assert!(
                    inside || front_matter.error.is_some(), "{text:?} {entry:?} {parent:?}"
                );
                let raw = &text[entry.value.range()];
                quote(&decode(raw, front_matter.format), raw);
            }
            if let Some(error) = &front_matter.error {
                proptest::prop_assert!(text.get(error.span.range()).is_some());
            }
        }
    }
}
