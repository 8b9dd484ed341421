//! The JSON schemas: fresh, taking what is right, refusing what is wrong, and of one mind with
//! the reader.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "schema/validate.rs"]
mod validate;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hexapla::config;
use hexapla::{output, project};
use serde_json::{Value, json};
use validate::errors;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// TOML as a schema sees it.
fn value(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
    serde_json::to_value(table).unwrap()
}

#[test]
fn the_schema_in_the_documentation_is_fresh() {
    let path = root().join("docs/lint-rules.schema.json");
    let fresh = format!("{:#}\n", config::schema());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, fresh).unwrap();
    } else {
        let text = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            text == fresh,
            "docs/lint-rules.schema.json is stale: BLESS=1 cargo test --test schema"
        );
    }
}

/// All files below `folder` that are called `name`.
fn files(folder: &Path, name: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, name, found);
        } else if path.file_name().is_some_and(|found| found == name) {
            found.push(path);
        }
    }
}

#[test]
fn every_configuration_of_the_repository_is_valid() {
    let schema = config::schema();
    let own = fs::read_to_string(root().join("lint-rules.toml")).unwrap();
    // With everything that it shows taken into use.
    let line = |line: &str| match line.strip_prefix('#') {
        Some(option) if !option.starts_with([' ', '#']) => option.to_owned(),
        _ => line.to_owned(),
    };
    let shown = own.lines().map(line).collect::<Vec<_>>().join("\n");
    let mut texts = vec![("lint-rules.toml".to_owned(), own), ("uncommented".to_owned(), shown)];
    let mut paths = Vec::new();
    files(&root().join("fixtures"), config::FILE_NAME, &mut paths);
    assert!(paths.len() >= 2, "{paths:?}");
    let read = |path: &PathBuf| (path.display().to_string(), fs::read_to_string(path).unwrap());
    texts.extend(paths.iter().map(read));
    for entry in fs::read_dir(root().join("fixtures/layouts")).unwrap() {
        let folder = entry.unwrap().path();
        if let Some(detected) = project::detect(&folder) {
            let text = config::init_text(&detected, &folder, &["A remark.".to_owned()]);
            texts.push((format!("init in {}", folder.display()), text));
        }
    }
    assert!(texts.len() > 12);
    for (name, text) in texts {
        assert_eq!(errors(&schema, &value(&text)), [""; 0], "{name}");
    }
}

#[test]
fn a_misspelt_key_is_refused() {
    let schema = config::schema();
    let text = "[[documents]]\ntranslations = \"{lang}/{path}\"\n";
    assert_eq!(errors(&schema, &value(text)), [""; 0]);
    for wrong in [
        "fail_on = \"error\"\n",
        "fail-on = \"eror\"\n",
        "[rules]\nselct = [\"all\"]\n",
        "[rules]\nselect = [\"front_matter\"]\n",
        "[rules.link-tagret]\n",
        "[rules.code-block]\nproze = []\n",
        "[rules.severity]\nlink-tagret = \"info\"\n",
        "[per-file]\n\"docs/**\" = { ignored = [] }\n",
        "[[documents]]\nsource = \"en/{path}\"\n",
    ] {
        assert_ne!(errors(&schema, &value(wrong)), [""; 0], "{wrong}");
    }
}

/// A configuration with `value` at `path`, which goes through lists of one table.
fn with(path: &[&str], value: &Value) -> Value {
    let Some((first, rest)) = path.split_first() else { return value.clone() };
    let inner = with(rest, value);
    let inner = match *first {
        "documents" if !rest.is_empty() => {
            let mut table = json!({ "translations": "docs/{lang}/{path}" });
            table.as_object_mut().unwrap().append(&mut inner.as_object().unwrap().clone());
            json!([table])
        }
        _ => inner,
    };
    json!({ *first: inner })
}

/// The paths of all keys that the schema names, with a name of ours where any will do.
fn paths<'s>(schema: &'s Value, path: &mut Vec<&'s str>, found: &mut Vec<Vec<&'s str>>) {
    let inner = if schema["items"].is_object() { &schema["items"] } else { schema };
    for (key, value) in inner["properties"].as_object().into_iter().flatten() {
        path.push(key);
        found.push(path.clone());
        paths(value, path, found);
        path.pop();
    }
    if inner["additionalProperties"].is_object() {
        path.push(if path.first() == Some(&"per-file") { "docs/**" } else { "nl" });
        found.push(path.clone());
        paths(&inner["additionalProperties"], path, found);
        path.pop();
    }
}

/// What the reader says of a type or a name, of which the schema knows, too.
const KNOWN_TO_BOTH: [&str; 9] = [
    " expects ",
    "unknown key ",
    "unknown rule ",
    "has no option",
    "is no severity",
    "no output format",
    "lacks `translations`",
    "`by` cannot be",
    "`require` cannot be",
];

#[test]
fn the_reader_and_the_schema_are_of_one_mind() {
    let schema = config::schema();
    let mut all = vec![vec!["zzz"], vec!["rules", "zzz"], vec!["documents", "zzz"]];
    paths(&schema, &mut Vec::new(), &mut all);
    assert!(all.len() > 150, "{}", all.len());
    let values = [
        json!("x"),
        json!("en"),
        json!("error"),
        json!("auto"),
        json!("none"),
        json!("docs/{lang}/{path}"),
        json!(1),
        json!(1.5),
        json!(true),
        json!([]),
        json!(["x"]),
        json!(["structure"]),
        json!([1]),
        json!({}),
        json!({ "zzz": 1 }),
        json!([{ "translations": "docs/{lang}/{path}" }]),
        json!([{}]),
    ];
    let (mut taken, mut refused) = (0, 0);
    for path in &all {
        for value in &values {
            let document = with(path, value);
            let text = toml::to_string(&document).unwrap();
            let wrong = errors(&schema, &document);
            match config::parse(&text, &root().join("lint-rules.toml")) {
                Ok(_) => {
                    assert_eq!(wrong, [""; 0], "the schema refuses what is right:\n{text}");
                    taken += 1;
                }
                Err(said) => {
                    let knows =
                        |message: &str| KNOWN_TO_BOTH.iter().any(|known| message.contains(known));
                    if let Some(error) = said.errors.iter().find(|error| knows(&error.message)) {
                        assert_ne!(wrong, [""; 0], "the schema takes {}:\n{text}", error.message);
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(taken > 200 && refused > 1000, "{taken} taken, {refused} refused");
}

#[test]
fn reports_are_valid() {
    let schema: Value = serde_json::from_str(output::JSON_SCHEMA).unwrap();
    let mut findings = 0;
    let mut fixed = 0;
    for folder in fs::read_dir(root().join("fixtures/rules")).unwrap() {
        let folder = folder.unwrap().path();
        let page = |name: &str| folder.join(name).is_file();
        if !page("en.md") || !page("es.md") {
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_hexapla"))
            .current_dir(&folder)
            .args([
                "compare", "--source", "en.md", "es.md", "--lang", "es.md=es", "--select", "all",
            ])
            .args(["--isolated", "--output-format", "json"])
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(errors(&schema, &report), [""; 0], "{}", folder.display());
        let found = report["findings"].as_array().unwrap();
        findings += found.len();
        fixed += found.iter().filter(|finding| finding["fix"].is_object()).count();
    }
    assert!(findings > 50 && fixed > 10, "{findings} findings, {fixed} with a fix");
    let mut wrong = json!({ "version": 1, "findings": [], "summary": {} });
    assert_ne!(errors(&schema, &wrong), [""; 0]);
    wrong["version"] = json!(2);
    assert!(errors(&schema, &wrong).iter().any(|error| error.contains("against const 1")));
}

#[test]
fn the_command_prints_what_is_committed() {
    for (arguments, file) in [
        (&["schema"][..], "lint-rules.schema.json"),
        (&["schema", "config"], "lint-rules.schema.json"),
        (&["schema", "report"], "report.schema.json"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_hexapla")).args(arguments).output().unwrap();
        if std::env::var_os("BLESS").is_some() {
            continue; // The files are being written beside this.
        }
        let text = fs::read_to_string(root().join("docs").join(file)).unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed == text.replace("\r\n", "\n"), "{arguments:?} is not docs/{file}");
    }
}
