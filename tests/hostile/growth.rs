//! Pages whose parts are many: eight times as much takes not much more than eight times as long.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::scene::Scene;

/// How many parts the smaller page has.
const SOME: usize = 400;
/// How many times as many the larger page has.
const MORE: usize = 8;
/// How many times as long it may take. What looks at each part for each part takes 64 times as long.
const LIMIT: u32 = 22;

/// The shortest of three checks: a busy machine makes some longer, none shorter.
fn shortest(scene: &Scene) -> Duration {
    let once = || {
        let started = Instant::now();
        let said = scene.check();
        assert_ne!(said.code, 2, "{}", said.stderr);
        started.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

/// `page` writes the source and the translation with so many parts.
fn grows_with_its_parts(what: &str, page: impl Fn(usize) -> [String; 2]) {
    let time = |parts: usize| {
        let [source, translation] = page(parts);
        shortest(&Scene::pair(source, translation))
    };
    let (few, many) = (time(SOME), time(SOME * MORE));
    assert!(many < few * LIMIT, "{what}: {SOME} take {few:?}, {MORE} times as many {many:?}");
}

/// A text with one line for each part.
fn lines(parts: usize, line: impl Fn(usize) -> String) -> String {
    (0..parts).fold(String::new(), |mut text, part| {
        let _ = writeln!(text, "{}\n", line(part));
        text
    })
}

#[test]
fn links_that_lead_nowhere() {
    grows_with_its_parts("the same links", |parts| {
        let page = lines(parts, |part| format!("[Text](nowhere-{part}.md)"));
        [page.clone(), page]
    });
    grows_with_its_parts("one link", |parts| {
        let page = lines(parts, |_| "[Text](nowhere.md)".to_owned());
        [page.clone(), page]
    });
    grows_with_its_parts("other links", |parts| {
        let page = |name: &str| lines(parts, |part| format!("[Text](./{name}-{part}.md)"));
        [page("nowhere"), page("nirgends")]
    });
    grows_with_its_parts("anchors", |parts| {
        let page = |name: &str| lines(parts, |part| format!("[Text](#{name}-{part})"));
        ["# Text\n\n".to_owned() + &page("a"), "# Text\n\n".to_owned() + &page("b")]
    });
}

#[test]
fn front_matter_keys_that_differ() {
    let page = |keys: &str| format!("---\ntitle: A\n{keys}---\n\nText.\n");
    let keys = |parts: usize, key: &dyn Fn(usize) -> String| {
        (0..parts).map(|part| key(part) + "\n").collect::<String>()
    };
    grows_with_its_parts("other keys", |parts| {
        ["key", "other"].map(|name| page(&keys(parts, &|part| format!("{name}{part}: v{part}"))))
    });
    grows_with_its_parts("lost between others", |parts| {
        let kept = |part: usize| format!("k{part}: v2{part}");
        let source = keys(parts, &|part| format!("{}\nlost{part}: {part}1.5", kept(part)));
        [page(&source), page(&keys(parts, &kept))]
    });
    grows_with_its_parts("items", |parts| {
        ["a", "b"].map(|value| {
            let item =
                |part: usize| format!("  - name: {value}{part}\n    {value}{part}: 2.{part}");
            page(&format!("items:\n{}", keys(parts, &item)))
        })
    });
}

#[test]
fn marks_on_one_line() {
    for piece in [
        "Esto es así, o no? ",
        "Esto es (¿así, o no) ",
        "o \u{201c}así ",
        "a?, ",
        "¿",
        "?",
        "Es un ¡oh! así? ",
    ] {
        grows_with_its_parts(piece, |parts| {
            ["Is it? ".repeat(parts * 4) + "\n", piece.repeat(parts * 4) + "\n"]
        });
    }
}
