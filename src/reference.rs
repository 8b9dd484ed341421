//! The rules as pages for people: what `hexapla explain` prints, `docs/rules/*.md`, the index
//! `docs/rules.md`, and the options of the rules as they stand in a commented `lint-rules.toml`.
//! A test rewrites the files with `BLESS=1` and otherwise compares.

use std::fmt::Write;

use crate::rule::{Example, Expect, FixAvailability, Group, OptionDefault, Rule, Tier};
use crate::rules::RULES;

/// The reference page of one rule, in Markdown.
pub fn rule_page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}.\n\n", rule.name, capitalised(rule.summary));
    let on = match rule.tier {
        Tier::Default => "yes",
        Tier::Advisory => "no, select it by name or with `advisory`",
    };
    let fix = match rule.fix {
        FixAvailability::None => "never",
        FixAvailability::Sometimes => "sometimes",
        FixAvailability::Always => "always",
    };
    // Writing to a String cannot fail.
    let _ = writeln!(page, "- Group: `{}`", rule.group.name());
    let _ = writeln!(page, "- Severity: {}", rule.severity);
    let _ = writeln!(page, "- On by default: {on}");
    let _ = writeln!(page, "- Repaired with a fix: {fix}");
    let _ = writeln!(page, "- Since: {}\n", rule.since);
    let _ = writeln!(page, "{}\n", rule.docs.trim());
    options(rule, &mut page);
    if !rule.examples.is_empty() {
        page.push_str("## Examples\n\n");
        for shown in rule.examples {
            example(shown, &mut page);
        }
    }
    let _ = writeln!(
        page,
        "## Switching it off\n\nFor one run: `hexapla check --ignore {0}`. For the project, in \
         `lint-rules.toml`:\n\n```toml\n[rules]\nignore = [\"{0}\"]\n```",
        rule.name
    );
    page
}

fn options(rule: &Rule, page: &mut String) {
    if rule.options.is_empty() {
        return;
    }
    let _ = writeln!(page, "## Options\n\nUnder `[rules.{}]`:\n", rule.name);
    for option in rule.options {
        let default = toml(option.default);
        let _ = writeln!(page, "- `{} = {default}`: {}", option.name, option.docs);
    }
    page.push('\n');
}

fn example(example: &Example, page: &mut String) {
    let locale = if example.locale.is_empty() { "nl" } else { example.locale };
    let _ = writeln!(page, "### {}\n", capitalised(example.title));
    if !example.source.is_empty() {
        let _ = writeln!(page, "The source:\n\n{}", fenced(example.source));
    }
    let _ = writeln!(page, "The translation (`{locale}`):\n\n{}", fenced(example.translation));
    match example.expect {
        Expect::Clean => page.push_str("Nothing is reported.\n\n"),
        Expect::Flagged(message) => {
            let _ = writeln!(page, "Reported:\n\n{}", fenced(message));
        }
        Expect::Fixed(text) => {
            let _ = writeln!(page, "Reported, and repaired to:\n\n{}", fenced(text));
        }
    }
}

/// `text` in a code block whose fence is longer than any run of backticks in it.
fn fenced(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}text\n{text}{end}{fence}\n")
}

/// `docs/rules.md`: all rules by group, each with a link to its page.
pub fn rules_index() -> String {
    let mut page = String::from(
        "# Rules\n\nThis page and the pages it links to are written from the rules themselves; \
         `hexapla explain RULE` prints the same text.\n",
    );
    for group in Group::ALL {
        let mut rules = RULES.iter().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        let _ = writeln!(page, "\n## {}\n", group.name());
        page.push_str("| rule | severity | fix | what it finds |\n|---|---|---|---|\n");
        for rule in rules {
            let fix = match rule.fix {
                FixAvailability::None => "",
                FixAvailability::Sometimes => "sometimes",
                FixAvailability::Always => "always",
            };
            let advisory = if rule.tier == Tier::Advisory { " (advisory)" } else { "" };
            let _ = writeln!(
                page,
                "| [{0}](rules/{0}.md){advisory} | {1} | {fix} | {2} |",
                rule.name,
                rule.severity,
                cell(rule.summary)
            );
        }
    }
    page
}

/// The rules as they stand in the list of pages of the documentation, below the page of them all:
/// a list for each group.
pub fn rules_summary() -> String {
    let mut list = String::new();
    for group in Group::ALL {
        let mut rules = RULES.iter().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_none() {
            continue;
        }
        // A title without a page: mdBook shows it as text.
        let _ = writeln!(list, "  - [{}]()", group.name());
        for rule in rules {
            let _ = writeln!(list, "    - [{0}](rules/{0}.md)", rule.name);
        }
    }
    list
}

/// The `[rules.NAME]` tables of all rules that have options, each option with its default, as
/// they stand in a commented `lint-rules.toml`: `# ` opens prose, `#` alone an option.
pub fn rule_options() -> String {
    let mut text = String::new();
    for rule in RULES.iter().filter(|rule| !rule.options.is_empty()) {
        let _ = writeln!(text, "\n#[rules.{}]", rule.name);
        for option in rule.options {
            let _ = writeln!(text, "\n# {}", option.docs);
            let _ = writeln!(text, "#{} = {}", option.name, toml(option.default));
        }
    }
    text
}

/// An option's default as TOML.
pub fn toml(value: OptionDefault) -> String {
    match value {
        OptionDefault::Bool(value) => value.to_string(),
        OptionDefault::Integer(value) => value.to_string(),
        OptionDefault::Strings(list) => {
            let quoted = list.iter().map(|text| toml::Value::from(*text).to_string());
            format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Text that does not end a table cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
