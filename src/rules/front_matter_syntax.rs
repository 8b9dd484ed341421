//! `front-matter-syntax`: front matter that cannot be read.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Fix};
use crate::markdown::front_matter::quote;
use crate::markdown::{Document, FrontMatter, FrontMatterFormat, SyntaxError};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "front-matter-syntax",
    group: Group::FrontMatter,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "front matter that cannot be read",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Front matter between `---` lines must be valid YAML 1.2, between `+++` lines valid TOML. Where it
is not, site generators stop, or they show the block as text. Translations break it in a few
ways that come back again and again: a title gains a colon and needs quotes, a quote is lost, a
key is written twice, the closing line goes missing.

Reported once per page, at the place where the parser gave up. While a page has this finding,
the other front matter rules say nothing about it. What the source has too is reported on the
source alone. A `---` line at the start of a page that opens no keys is a thematic break and is
left alone, and so is a quoted text over several lines that are not indented, as YAML wants them:
site generators read it.

The fix puts a value that needs quotes into quotes, or adds the closing line.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a colon in a title that needs quotes",
        source: "---\ntitle: Caching, an overview\n---\n\nText.\n",
        translation: "---\ntitle: Caching: een overzicht\n---\n\nTekst.\n",
        locale: "",
        expect: Expect::Fixed("---\ntitle: 'Caching: een overzicht'\n---\n\nTekst.\n"),
    },
    Example {
        title: "a key that stands twice",
        source: "---\ntitle: A\nweight: 1\n---\n",
        translation: "---\ntitle: B\nweight: 1\nweight: 2\n---\n",
        locale: "",
        expect: Expect::Flagged(
            "the front matter cannot be read: the key `weight` stands here a second time",
        ),
    },
    Example {
        title: "the closing line is missing",
        source: "---\ntitle: A\n---\n\n# A\n",
        translation: "---\ntitle: B\n\n# B\n",
        locale: "",
        expect: Expect::Fixed("---\ntitle: B\n---\n\n# B\n"),
    },
    Example {
        title: "a quoted text over lines that are not indented",
        source: "---\ntitle: A\ndescription: One thing.\n---\n",
        translation: "---\ntitle: B\ndescription: \"Eén ding\nen nog een,\nsamen twee.\"\n---\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a quote was lost",
        source: "---\ntitle: \"A\"\ndescription: \"One thing.\"\n---\n",
        translation: "---\ntitle: \"B\ndescription: Eén ding.\"\n---\n",
        locale: "nl",
        expect: Expect::Flagged(
            "the front matter cannot be read: invalid indentation in quoted scalar",
        ),
    },
    Example {
        title: "a thematic break opens the page",
        source: "---\n\nText\n\n---\n",
        translation: "---\n\nTekst: meer\n\n---\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let Some(front_matter) = &document.front_matter else { return };
    let Some(error) = &front_matter.error else { return };
    let reference = pair.and_then(|pair| pair.reference.front_matter.as_ref());
    let inherited = reference.and_then(|reference| reference.error.as_ref());
    if inherited.is_some_and(|inherited| inherited.message == error.message) {
        return;
    }
    let message = format!("the front matter cannot be read: {}", error.message);
    let (help, fix) = advice(document, front_matter, error);
    let proven = reference.is_some_and(|reference| reference.error.is_none());
    let applicability = if proven { Applicability::Safe } else { Applicability::Unsafe };
    let fix = fix
        .map(|(title, span, text)| Fix::replace(applicability, title, document.file, span, text));
    let finding = checker.finding(document.file, error.span, message);
    checker.report(finding.label("not readable here").help(help).subject("syntax").fix(fix));
}

type Repair = (&'static str, Span, String);

fn advice(
    document: &Document,
    front_matter: &FrontMatter,
    error: &SyntaxError,
) -> (&'static str, Option<Repair>) {
    if error.message.starts_with("the closing") {
        let fence = document.slice(error.span);
        let end = Span::at(front_matter.body.range().end);
        let line_break = if document.text.contains("\r\n") { "\r\n" } else { "\n" };
        let repair = ("close the front matter", end, format!("{line_break}{fence}"));
        return ("close the block with the same line that opens it", Some(repair));
    }
    if error.message.ends_with("a second time") || error.message.contains("duplicate") {
        return ("remove one of the two; programs disagree on which of them counts", None);
    }
    if front_matter.format == FrontMatterFormat::Toml {
        return ("write it as valid TOML, texts in double quotes", None);
    }
    match unquoted(document, front_matter, error) {
        Some(repair) => ("put the value into quotes", Some(repair)),
        None => ("write it as valid YAML; texts with `: `, `#` or quotes need quotes", None),
    }
}

/// The value on the error's line, put into quotes, where it is a plain text that needs them.
fn unquoted(
    document: &Document,
    front_matter: &FrontMatter,
    error: &SyntaxError,
) -> Option<Repair> {
    let body = document.slice(front_matter.body);
    let at = error.span.start.checked_sub(front_matter.body.start)? as usize;
    let start = body[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = body[start..].lines().next()?.trim_end();
    let colon = line.find(": ")?;
    let value = line[colon + 2..].trim_start();
    let key = line[..colon].trim_start().trim_start_matches("- ");
    let is_key = key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    let plain = !value.is_empty()
        && !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#'])
        && !value.contains(" #");
    let from = front_matter.body.range().start + start + (line.len() - value.len());
    let quoted = quote(value, if value.contains('\'') { "\"" } else { "'" });
    let repair = ("put the value into quotes", Span::new(from, from + value.len()), quoted);
    (is_key && plain && from <= error.span.range().start).then_some(repair)
}
