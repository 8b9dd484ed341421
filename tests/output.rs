//! Every format over one report that was made by hand, so that each is seen whole.

use std::path::Path;
use std::sync::Arc;

use hexapla::diagnostic::Severity;
use hexapla::fix::Applicability;
use hexapla::linter::{Finding, FindingFix, PlacedEdit, Report, Spot, Summary};
use hexapla::locale::Locale;
use hexapla::output::{self, Context, Format};
use hexapla::text::{LineIndex, Range, Span};

const SOURCE: &str = "# Install\n\nRun `setup` and read the [guide](guide.md).\n\n## Next steps\n\nPick a plan.\nPay for it.\n";
const JAPANESE: &str = "# インストール\n\n`setup` を実行し、[ガイド](gaido.md)を読みます。\n";
const SPANISH: &str =
    "# Instalación\n\nEjecute `setup`\u{1b}[2J y lea la [guía](guide.md) de Jos&eacute;.\n";

/// What the files hold, by path.
fn text(path: &Path) -> Option<String> {
    let text = match path.to_str()? {
        "docs/en/install.md" => SOURCE,
        "docs/es/install.md" => SPANISH,
        "docs/ja/install.md" => JAPANESE,
        _ => return None,
    };
    Some(text.to_owned())
}

fn range(path: &str, needle: &str) -> Range {
    let text = text(Path::new(path)).expect("a known path");
    let start = text.find(needle).expect("the needle is in the text");
    LineIndex::new(&text).range(&text, Span::new(start, start + needle.len()))
}

fn spot(path: &str, needle: &str, message: &str) -> Spot {
    let path_shared: Arc<Path> = Arc::from(Path::new(path));
    Spot { path: path_shared, range: range(path, needle), message: message.to_owned() }
}

fn finding(rule: &'static str, severity: Severity, message: &str, spot: Spot) -> Finding {
    let locale = spot.path.to_string_lossy()[5..7].to_owned();
    Finding {
        rule,
        severity,
        message: message.to_owned(),
        help: None,
        spot,
        locale: Locale::parse(&locale).expect("the folder is a tag"),
        related: Vec::new(),
        basis: Some("working tree".to_owned()),
        subject: String::new(),
        fix: None,
    }
}

fn report() -> Report {
    let (en, es, ja) = ("docs/en/install.md", "docs/es/install.md", "docs/ja/install.md");
    let mut entity = finding(
        "html-entity",
        Severity::Warning,
        "HTML entity \"&eacute;\" stands for \"é\"",
        spot(es, "&eacute;", ""),
    );
    entity.basis = None;
    entity.fix = Some(FindingFix {
        title: "write \"é\"".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![PlacedEdit {
            path: entity.spot.path.clone(),
            range: entity.spot.range,
            replacement: "é".to_owned(),
        }],
    });
    let mut target = finding(
        "link-target",
        Severity::Error,
        "link target \"gaido.md\" differs from \"guide.md\"",
        spot(ja, "gaido.md", "this target"),
    );
    target.help = Some("use the target of the source".to_owned());
    target.related = vec![spot(en, "guide.md", "the source links here")];
    let mut section = finding(
        "missing-section",
        Severity::Error,
        "section \"Next steps\" is missing",
        Spot { range: range(ja, "。\n"), ..spot(ja, "。\n", "it should follow here") },
    );
    section.spot.range.start = section.spot.range.end;
    section.related = vec![spot(en, "## Next steps\n\nPick a plan.\nPay for it.", "the section")];
    let summary =
        Summary { articles: 1, documents: 3, locales: 3, error: 2, warning: 1, info: 0, fixed: 0 };
    Report { findings: vec![entity, target, section], summary, ..Report::default() }
}

fn written(report: &Report, format: Format) -> String {
    let context = Context { texts: &text, color: false, width: 80 };
    let mut out = Vec::new();
    output::write(report, format, &mut out, &context).expect("memory takes everything");
    String::from_utf8(out).expect("all formats are UTF-8")
}

#[test]
fn graphical() {
    insta::assert_snapshot!(written(&report(), Format::Graphical));
}

#[test]
fn concise() {
    insta::assert_snapshot!(written(&report(), Format::Concise));
}

#[test]
fn json() {
    let written = written(&report(), Format::Json);
    let value: serde_json::Value = serde_json::from_str(&written).expect("valid JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("it was JSON"));
    assert_eq!(written.matches('\n').count(), 1, "one line");
}

#[test]
fn the_other_formats() {
    for format in [Format::Grouped, Format::Github, Format::Junit, Format::Markdown] {
        insta::assert_snapshot!(format.name(), written(&report(), format));
    }
    for format in [Format::Gitlab, Format::Rdjson, Format::Sarif] {
        let value: serde_json::Value =
            serde_json::from_str(&written(&report(), format)).expect("valid JSON");
        let pretty = serde_json::to_string_pretty(&value).expect("it was JSON");
        let rules = value.pointer("/runs/0/tool/driver/rules").and_then(|rules| rules.as_array());
        // The rules are listed by the reference; here they would only change with every rule.
        let pretty = match rules {
            Some(rules) => {
                assert_eq!(rules.len(), hexapla::rules::RULES.len());
                let mut value = value.clone();
                value["runs"][0]["tool"]["driver"]["rules"] = serde_json::json!([]);
                value["runs"][0]["results"].as_array_mut().unwrap().iter_mut().for_each(|result| {
                    result.as_object_mut().unwrap().remove("ruleIndex");
                });
                serde_json::to_string_pretty(&value).expect("it was JSON")
            }
            None => pretty,
        };
        insta::assert_snapshot!(format.name(), pretty);
    }
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let whole: serde_json::Value =
        serde_json::from_str(&written(&report(), Format::Json)).expect("valid JSON");
    let lines = written(&report(), Format::JsonLines);
    let lines = lines.lines().map(|line| serde_json::from_str(line).expect("valid JSON"));
    assert_eq!(serde_json::Value::Array(lines.collect()), whole["findings"]);
}

#[test]
fn github_keeps_to_its_budget_and_loses_nothing() {
    let mut report = report();
    let warning = report.findings[0].clone();
    let error = report.findings[1].clone();
    report.findings = vec![warning; 30];
    report.findings.extend(vec![error; 12]);
    let written = written(&report, Format::Github);
    assert_eq!(written.matches("::error ").count(), 10);
    assert_eq!(written.matches("::warning ").count(), 10);
    assert!(written.starts_with("::error "), "errors come first");
    assert_eq!(written.matches("[html-entity]").count(), 20, "the others are in the log");
    assert_eq!(written.matches("[link-target]").count(), 2);
}

#[test]
fn fingerprints_differ_and_do_not_depend_on_lines() {
    let mut report = report();
    report.findings.push(report.findings[0].clone());
    let fingerprints = |report: &Report| -> Vec<String> {
        let value: serde_json::Value =
            serde_json::from_str(&written(report, Format::Gitlab)).expect("valid JSON");
        let issues = value.as_array().unwrap().iter();
        issues.map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = fingerprints(&report);
    let distinct: std::collections::BTreeSet<_> = before.iter().collect();
    assert_eq!(distinct.len(), 4, "two equal findings are told apart");
    for finding in &mut report.findings {
        finding.spot.range.start.line += 7;
        finding.spot.range.end.line += 7;
    }
    assert_eq!(fingerprints(&report), before);
}

#[test]
fn rdjson_columns_are_bytes_and_go_when_the_file_does() {
    let value: serde_json::Value =
        serde_json::from_str(&written(&report(), Format::Rdjson)).expect("valid JSON");
    let start = &value["diagnostics"][1]["location"]["range"]["start"];
    let line = JAPANESE.lines().nth(2).unwrap();
    let bytes = line.find("gaido.md").unwrap() + 1;
    assert_eq!((&start["line"], &start["column"]), (&3.into(), &bytes.into()));
    let context = Context { texts: &|_| None, color: false, width: 80 };
    let mut out = Vec::new();
    output::write(&report(), Format::Rdjson, &mut out, &context).expect("memory");
    let value: serde_json::Value = serde_json::from_slice(&out).expect("valid JSON");
    assert_eq!(
        value["diagnostics"][1]["location"]["range"]["start"]["column"],
        serde_json::Value::Null
    );
    assert_eq!(value["diagnostics"][0].get("suggestions"), None, "no columns, no suggestion");
}

#[test]
fn every_format_takes_an_empty_report() {
    for format in Format::ALL {
        let written = written(&Report::default(), format);
        if [Format::Json, Format::Sarif, Format::Gitlab, Format::Rdjson].contains(&format) {
            serde_json::from_str::<serde_json::Value>(&written).expect("valid JSON");
        }
    }
}

#[test]
fn every_format_shows_every_finding() {
    let report = report();
    for format in Format::ALL {
        let written = written(&report, format);
        for finding in &report.findings {
            assert!(written.contains(finding.rule), "{}: {}", format.name(), finding.rule);
        }
    }
}

#[test]
fn no_format_passes_a_control_character() {
    let mut report = report();
    report.findings[0].message = "bad \u{1b}[2J\u{7}\u{202e} text".to_owned();
    report.findings[0].spot.message = "\u{1b}]8;;evil\u{1b}\\".to_owned();
    for format in Format::ALL {
        let written = written(&report, format);
        let control = written.chars().find(|&c| (c.is_control() && c != '\n') || c == '\u{202e}');
        assert_eq!(control, None, "{}", format.name());
        if format == Format::Json {
            let value: serde_json::Value = serde_json::from_str(&written).expect("valid JSON");
            assert_eq!(value["findings"][0]["message"], report.findings[0].message.as_str());
        }
    }
}

#[test]
fn graphical_without_texts_still_names_the_places() {
    let context = Context { texts: &|_| None, color: false, width: 80 };
    let mut out = Vec::new();
    output::write(&report(), Format::Graphical, &mut out, &context).expect("memory");
    let written = String::from_utf8(out).expect("UTF-8");
    assert!(written.contains("docs/ja/install.md:3:20: link target"), "{written}");
    assert!(written.contains("docs/en/install.md:3:34: the source links here"), "{written}");
}

#[test]
fn a_finding_beside_many_locales_stays_short() {
    let mut report = report();
    let place = report.findings[1].related[0].clone();
    report.findings[1].related = vec![place; 12];
    let written = written(&report, Format::Graphical);
    assert_eq!(written.matches("the source links here").count(), 3);
    assert!(written.contains("also docs/en/install.md:3:34"), "{written}");
    assert!(written.lines().all(|line| line.chars().count() <= 80), "{written}");
}

#[test]
fn a_narrow_terminal_is_no_reason_to_panic() {
    for width in [0, 1, 59] {
        for color in [false, true] {
            let context = Context { texts: &text, color, width };
            let mut out = Vec::new();
            output::write(&report(), Format::Graphical, &mut out, &context).expect("memory");
            assert!(!out.is_empty());
        }
    }
}

#[test]
fn the_summary_counts() {
    assert_eq!(
        output::summary(&report(), false),
        "2 errors, 1 warning in 2 of 3 documents; 1 fixable with --fix"
    );
    let summary = Summary { articles: 2, documents: 6, locales: 3, fixed: 4, ..Summary::default() };
    let clean = Report { summary, ..Report::default() };
    let line = "no findings in 6 documents (2 articles, 3 locales); 4 fixed";
    assert_eq!(output::summary(&clean, false), line);
    let line = "4 findings of 6 documents would be fixed; nothing else was found";
    assert_eq!(output::summary(&clean, true), line);
    assert_eq!(output::summary(&Report::default(), false), "nothing was checked");
}

#[test]
fn statistics_count_rules_and_locales() {
    let mut out = Vec::new();
    output::statistics(&report(), Format::Graphical, &mut out).expect("memory");
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
    let mut out = Vec::new();
    output::statistics(&report(), Format::Json, &mut out).expect("memory");
    let counts: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!(counts["version"], 1);
    let rules = counts["rules"].as_array().expect("a list");
    let sum = rules.iter().map(|rule| rule["findings"].as_u64().expect("a number")).sum::<u64>();
    assert_eq!(sum, report().findings.len() as u64);
    assert_eq!(counts["locales"][0]["locale"], "ja");
}

#[test]
fn time_does_not_grow_with_the_place_in_a_long_file() {
    let paragraph = "Ein Absatz über nichts, mit 字. ".repeat(30);
    let long = format!("{paragraph}\n\n").repeat(1500);
    let lines = LineIndex::new(&long);
    let path: Arc<Path> = Arc::from(Path::new("long.md"));
    let starts = long.match_indices("字").map(|(at, _)| at).step_by(long.len() / 50_000);
    let mut report = Report::default();
    for start in starts.take(1000) {
        let range = lines.range(&long, Span::new(start, start + 3));
        let spot = Spot { path: path.clone(), range, message: String::new() };
        let mut one = finding(
            "mojibake",
            Severity::Error,
            "damaged",
            self::spot("docs/es/install.md", "lea", ""),
        );
        one.spot = spot;
        report.findings.push(one);
    }
    assert_eq!(report.findings.len(), 1000);
    let context = Context { texts: &|_| Some(long.clone()), color: false, width: 80 };
    let started = std::time::Instant::now();
    output::write(&report, Format::Graphical, &mut std::io::sink(), &context).expect("a sink");
    // A debug build takes about a tenth of this; walking the text for each finding takes minutes.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

/// Text without terminal colours.
fn plain(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        result.push_str(&rest[..at]);
        let end = rest[at..].find('m').expect("a colour ends with m");
        rest = &rest[at + end + 1..];
    }
    result + rest
}

#[test]
fn colours_change_nothing_but_colours() {
    let write = |color: bool| {
        let context = Context { texts: &text, color, width: 80 };
        let mut out = Vec::new();
        output::write(&report(), Format::Graphical, &mut out, &context).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    };
    let (coloured, uncoloured) = (write(true), write(false));
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(plain(&coloured), uncoloured);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    /// Whatever a file holds and wherever a finding lies in it, the report is written, names the
    /// place, fits the width and holds no control character.
    #[test]
    fn any_text_and_any_place_can_be_shown(
        pieces in proptest::collection::vec(0_usize..14, 0..80),
        from in 0_usize..100,
        length in 0_usize..60,
        color in proptest::bool::ANY,
    ) {
        let alphabet = [
            "a", " ", "\n", "\r\n", "\r", "\t", "字", "👩\u{200d}💻", "e\u{301}", "\u{1b}[2J",
            "\u{feff}", "\u{202e}", "word and word ", "غير",
        ];
        let text: String = pieces.iter().map(|&piece| alphabet[piece]).collect();
        let places: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = places[from % places.len()];
        let end = places[(from % places.len() + length).min(places.len() - 1)];
        let range = LineIndex::new(&text).range(&text, Span::new(start, end));
        let mut report = report();
        report.findings.truncate(1);
        report.findings[0].spot.range = range;
        report.findings[0].related = vec![report.findings[0].spot.clone()];
        let context = Context { texts: &|_| Some(text.clone()), color, width: 60 };
        let mut out = Vec::new();
        output::write(&report, Format::Graphical, &mut out, &context).expect("memory");
        let written = String::from_utf8(out).expect("UTF-8");
        let written = if color { plain(&written) } else { written };
        let place = format!("install.md:{}:{}", range.start.line, range.start.column);
        proptest::prop_assert!(written.contains(&place), "{written}");
        proptest::prop_assert!(!written.chars().any(|c| c.is_control() && c != '\n'));
        let widest = written.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        proptest::prop_assert!(widest <= 60 + 8, "{widest}\n{written}");
    }
}
