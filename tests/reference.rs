//! The files that are written from the rules: fresh, or with `BLESS=1` written anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hexapla::reference;
use hexapla::rules::RULES;

#[test]
fn the_reference_pages_are_fresh() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages = BTreeMap::from([("rules.md".to_owned(), reference::rules_index())]);
    for rule in RULES {
        pages.insert(format!("rules/{}.md", rule.name), reference::rule_page(rule));
    }
    let bless = std::env::var_os("BLESS").is_some();
    let folder = docs.join("rules");
    fs::create_dir_all(&folder).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("rules/{}", path.file_name().unwrap().to_str().unwrap());
        if bless && !pages.contains_key(&name) {
            fs::remove_file(&path).unwrap();
        }
        assert!(
            bless || pages.contains_key(&name),
            "docs/{name} is of no rule; BLESS=1 removes it"
        );
    }
    for (name, text) in pages {
        let path = docs.join(&name);
        if bless {
            fs::write(&path, text).unwrap();
        } else {
            let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            assert!(written == text, "docs/{name} is stale: BLESS=1 cargo test --test reference");
        }
    }
}
