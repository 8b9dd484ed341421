//! `invalid-utf8`: files in a legacy encoding.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Fix};
use crate::markdown::Document;
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "invalid-utf8",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the file is not UTF-8",
    docs: "\
Site generators read UTF-8. A file in a legacy encoding shows `\u{fffd}` in the place of every \
letter beyond ASCII, or stops the build.

hexapla reads such a file with the code pages of its locale (windows-1252 for Dutch, windows-1251 \
or KOI8-R for Russian, Shift_JIS or EUC-JP for Japanese), and UTF-16 by its byte order mark, names \
the encoding, and judges the text as it would any other. The fix converts the file to UTF-8. It is \
safe when every character belongs to the language and no other encoding reads as well. A file that \
mixes UTF-8 with a code page is converted by an unsafe fix only. No byte is ever dropped or \
replaced: what no encoding of the language accounts for is left as it is.",
    examples: &[Example {
        title: "letters beyond ASCII in UTF-8",
        source: "Ideas.\n",
        translation: "Ideeën.\n",
        locale: "nl",
        expect: Expect::Clean,
    }],
    options: &[],
    check: Check::Document(check),
};

fn check(document: &Document, _: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let Some(legacy) = &document.legacy else { return };
    let Some(name) = legacy.name else {
        let message = format!("the file is not UTF-8: the byte at offset {} is invalid", legacy.at);
        let finding = checker.finding(document.file, Span::at(0), message);
        checker.report(finding.help("convert the file to UTF-8"));
        return;
    };
    let message = if legacy.mixed {
        format!("the file mixes UTF-8 with {name}")
    } else {
        format!("the file is {name}, not UTF-8")
    };
    let applicability = if legacy.certain { Applicability::Safe } else { Applicability::Unsafe };
    let title = "convert the file to UTF-8".to_owned();
    let finding = checker
        .finding(document.file, Span::at(0), message)
        .subject(name)
        .help(title.clone())
        // No byte of the text changes: writing what was read is the whole repair.
        .fix(Some(Fix { title, applicability, edits: Vec::new() }));
    checker.report(finding);
}
