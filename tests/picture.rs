//! The picture of a report in the README: drawn from what the program writes, and fresh.

#[path = "picture/svg.rs"]
mod svg;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn the_picture_of_the_report_is_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = ["compare", "--source", "en.md", "es.md", "ja.md"];
    let output = Command::new(env!("CARGO_BIN_EXE_hexapla"))
        .current_dir(root.join("fixtures/readme"))
        .env_clear()
        .env("COLUMNS", "92")
        .stdin(Stdio::null())
        .args(arguments)
        .args(["--color", "always"])
        .output()
        .expect("the binary starts");
    assert_eq!(output.status.code(), Some(1), "the picture shows findings");
    let report = String::from_utf8(output.stdout).expect("UTF-8");
    let summary = String::from_utf8(output.stderr).expect("UTF-8");
    let command = format!("hexapla {}", arguments.join(" "));
    let fresh = svg::picture(&command, &(report + &summary));
    let path = root.join("docs/report.svg");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, fresh).expect("it can be written");
    } else {
        let text = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(text == fresh, "docs/report.svg is stale: BLESS=1 cargo test --test picture");
    }
}
