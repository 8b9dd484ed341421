//! `mixed-script`: words in which letters of another alphabet pose as their own.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{Document, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "mixed-script",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a word holds a letter of another alphabet that looks like its own",
    docs: "\
Cyrillic `с` and Latin `c` look the same. A word with the wrong one cannot be found, and a command \
with the wrong one does not work. Such letters slip in on keyboards with two layouts.

Reported are words of Latin and Cyrillic or Greek letters in which all letters of one alphabet \
have doubles in the other. In code they are errors.

Left alone are Latin names with native endings (`Pythonу`), words with letters that have no double \
(`Δt`), and words that the reference contains literally. The fix writes the word in one alphabet; \
it is never safe, because only people know which word was meant.",
    examples: &[
        Example {
            title: "a Cyrillic letter in a command",
            source: "The `cron` job.\n",
            translation: "De taak `\u{441}ron`.\n",
            locale: "nl",
            expect: Expect::Flagged(
                "\"\u{441}ron\" holds the Cyrillic letter \"\u{441}\" (U+0441), which looks like \"c\"",
            ),
        },
        Example {
            title: "a Latin name with a native ending",
            source: "Written for Python.\n",
            translation: "Написано к Pythonу.\n",
            locale: "ru",
            expect: Expect::Clean,
        },
    ],
    options: &[],
    check: Check::Document(check),
};

/// The alphabet of a letter that poses as another.
fn alphabet(letter: char) -> &'static str {
    match letter {
        '\u{370}'..='\u{3ff}' => "Greek",
        '\u{400}'..='\u{52f}' => "Cyrillic",
        _ => "Latin",
    }
}

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut words: BTreeMap<(&str, bool), Vec<(Span, &str)>> = BTreeMap::new();
    for suspect in &document.suspects {
        let SuspectKind::MixedScript(repaired) = &suspect.kind else { continue };
        let word = document.slice(suspect.span);
        if pair.is_some_and(|pair| pair.reference.text.contains(word)) {
            continue;
        }
        let context = context_at(document, suspect.span.start);
        words.entry((word, !context.is_text())).or_default().push((suspect.span, repaired));
    }
    for ((word, machine), members) in words {
        let (span, repaired) = members[0];
        let posing = word.chars().zip(repaired.chars()).find(|(one, other)| one != other);
        let Some((letter, double)) = posing else { continue };
        let times = match members.len() {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        let (alphabet, code) = (alphabet(letter), u32::from(letter));
        let message = format!(
            "\"{word}\" holds the {alphabet} letter \"{letter}\" (U+{code:04X}), which looks like \
             \"{double}\"{times}"
        );
        let edits = members.iter().map(|(span, repaired)| Edit {
            location: Location { file: document.file, span: *span },
            replacement: (*repaired).to_owned(),
        });
        let title = format!("write \"{repaired}\" in one alphabet");
        let fix = Fix {
            title: title.clone(),
            applicability: Applicability::Unsafe,
            edits: edits.collect(),
        };
        let finding = checker
            .finding(document.file, span, message)
            .severity(if machine { Severity::Error } else { Severity::Warning })
            .subject(word)
            .help(title)
            .fix(Some(fix));
        checker.report(finding);
    }
}
