//! Lints a damaged page beside its source, in memory, and compares what is said with what was
//! planted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use hexapla::config::Settings;
use hexapla::fix::Applicability;
use hexapla::linter::{self, Finding, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rule::Rule;
use hexapla::rules::RULES;
use hexapla::text::FileId;

use crate::fault::{Fault, Repair};
use crate::site::CleanPair;

/// A catalog of one source with one translation, and their texts.
pub(crate) struct Desk {
    catalog: Catalog,
    store: Memory,
    translation: PathBuf,
}

impl Desk {
    /// Lays `translation` beside the source of `pair`.
    pub(crate) fn new(pair: &CleanPair, translation: &str) -> Self {
        let paths = ["en", pair.locale].map(|locale| PathBuf::from(locale).join(&pair.page));
        let locales = ["en", pair.locale].map(|tag| Locale::parse(tag).expect("a valid tag"));
        let [source_path, path] = paths;
        let [source_locale, locale] = locales;
        let files = vec![
            CatalogFile { path: source_path.clone(), locale: source_locale },
            CatalogFile { path: path.clone(), locale },
        ];
        let article = Article {
            key: pair.page.clone(),
            source: Some(FileId(0)),
            translations: vec![FileId(1)],
            selected: vec![FileId(0), FileId(1)],
        };
        let texts = [(source_path, pair.source.clone()), (path.clone(), translation.to_owned())];
        Self {
            catalog: Catalog { files, articles: vec![article], ..Catalog::default() },
            store: Memory(BTreeMap::from(texts)),
            translation: path,
        }
    }

    /// All default rules and the advisory one about emphasis, those of `rules` that are advisory,
    /// and what the site declares: a key, and its own name as a term.
    fn settings(rules: &[&str]) -> Settings {
        let mut settings = Settings::default_rules();
        let on: Vec<&str> = settings.rules.iter().map(|(rule, _)| rule.name).collect();
        let is_more = |rule: &&&Rule| {
            (rule.name == "emphasis" || rules.contains(&rule.name)) && !on.contains(&rule.name)
        };
        let more: Vec<_> = RULES.iter().filter(is_more).collect();
        settings.rules.extend(more.into_iter().map(|rule| (*rule, rule.severity)));
        settings.key_kinds.identical.push("slug".to_owned());
        if rules.contains(&"glossary") {
            settings.glossary.keep.push("Larkpost".to_owned());
        }
        settings
    }

    /// What all default rules and the advisory `rules` say.
    pub(crate) fn findings(&self, rules: &[&str]) -> Vec<Finding> {
        let settings = Self::settings(rules);
        let report = linter::lint(&self.catalog, &settings, &self.store, &|_| ());
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        report.findings
    }

    /// The translation after the safe fixes.
    fn repaired(&self, rules: &[&str]) -> Option<String> {
        let settings = Self::settings(rules);
        let safe = Applicability::Safe;
        let outcome = linter::fix(&self.catalog, &settings, &self.store, safe, &|_| ());
        let changed = |path: &PathBuf| *path == self.translation;
        outcome.changes.into_iter().find(|change| changed(&change.path)).map(|change| change.after)
    }
}

/// The rule that reports `fault` as it must be reported; the reason and everything that helps if
/// none does.
pub(crate) fn judge(pair: &CleanPair, fault: &Fault) -> Result<&'static str, String> {
    let desk = Desk::new(pair, &fault.text);
    let findings = desk.findings(fault.rules);
    let wrong = verdict(pair, fault, &desk, &findings);
    match wrong {
        None => Ok(findings[0].rule),
        Some(reason) => Err(explain(pair, fault, &reason, &findings)),
    }
}

fn verdict(pair: &CleanPair, fault: &Fault, desk: &Desk, findings: &[Finding]) -> Option<String> {
    if findings.is_empty() {
        return Some("nothing is reported".to_owned());
    }
    if findings.len() > fault.findings {
        return Some(format!("{} findings instead of {}", findings.len(), fault.findings));
    }
    for finding in findings {
        if !fault.rules.contains(&finding.rule) {
            return Some(format!("`{}` reports it, not one of {:?}", finding.rule, fault.rules));
        }
        if *finding.spot.path != *desk.translation {
            return Some("the source is blamed".to_owned());
        }
        let line = finding.spot.range.start.line as usize;
        if !fault.is_near(line) {
            return Some(format!("reported on line {line}, planted on {:?}", fault.places));
        }
    }
    if fault.repair == Repair::Restores {
        match desk.repaired(fault.rules) {
            None => return Some("the safe fix repairs nothing".to_owned()),
            Some(text) if text != pair.translation => {
                let difference = difference(&pair.translation, &text);
                return Some(format!("the safe fix does not restore the page:\n{difference}"));
            }
            Some(_) => {}
        }
    }
    None
}

fn explain(pair: &CleanPair, fault: &Fault, reason: &str, findings: &[Finding]) -> String {
    let mut text = format!("{reason}\n{}", difference(&pair.translation, &fault.text));
    for finding in findings {
        let line = finding.spot.range.start.line;
        let _ = writeln!(text, "    line {line}: {}: {}", finding.rule, finding.message);
    }
    text
}

fn difference(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let hunks = diff.unified_diff().context_radius(0).to_string();
    hunks.lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "    {}", line.trim_end());
        text
    })
}
