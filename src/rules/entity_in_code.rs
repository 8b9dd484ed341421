//! `entity-in-code`: character references in code, where nothing decodes them.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::encoding::SuspectKind;
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{BlockKind, Document, InlineKind, block_at, context_at};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "entity-in-code",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "an HTML entity in code is shown as it is written",
    docs: "\
Markdown decodes no character references in code spans and code blocks: readers see \
`&lbrace;id&rbrace;` and copy it. They arrive when a translation system escapes code as it escapes \
prose.

Reported are references in code that the reference does not have in the same place. Without a \
reference nothing is reported: code of pages about HTML is full of them.

The fix writes the character itself. It is never safe, because it changes what readers see.",
    examples: &[
        Example {
            title: "an escaped placeholder",
            source: "Call `/order/{id}`.\n",
            translation: "Roep `/order/&lbrace;id&rbrace;` aan.\n",
            locale: "nl",
            expect: Expect::Flagged(
                "`&lbrace;` in code is shown as it is written, with 1 more in the same code",
            ),
        },
        Example {
            title: "the reference shows it",
            source: "Write `&nbsp;` between them.\n",
            translation: "Schrijf er `&nbsp;` tussen.\n",
            locale: "nl",
            expect: Expect::Clean,
        },
        Example {
            title: "the code is another",
            source: "Call `other`.\n",
            translation: "Roep `a &lt; b` aan.\n",
            locale: "nl",
            expect: Expect::Flagged("`&lt;` in code is shown as it is written"),
        },
    ],
    options: &[],
    check: Check::Document(check),
};

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let Some(pair) = pair else { return };
    // References by the piece of code that they stand in.
    let mut pieces: BTreeMap<Span, Vec<(Span, &str)>> = BTreeMap::new();
    for suspect in &document.suspects {
        let SuspectKind::Entity(entity) = &suspect.kind else { continue };
        if !context_at(document, suspect.span.start).is_code()
            || pair.reference_has(suspect.span.start, document.slice(suspect.span))
        {
            continue;
        }
        let piece = code_at(document, suspect.span).unwrap_or(suspect.span);
        pieces.entry(piece).or_default().push((suspect.span, &entity.decoded));
    }
    for (piece, members) in pieces {
        let edits: Vec<Edit> = members
            .iter()
            .map(|(span, decoded)| Edit {
                location: Location { file: document.file, span: *span },
                replacement: (*decoded).to_owned(),
            })
            .collect();
        let (span, decoded) = members[0];
        let written = document.slice(span);
        let more = match members.len() - 1 {
            0 => String::new(),
            more => format!(", with {more} more in the same code"),
        };
        let message = format!("`{written}` in code is shown as it is written{more}");
        let fix = Fix {
            title: "write the characters themselves".to_owned(),
            applicability: Applicability::Unsafe,
            edits,
        };
        let finding = checker
            .finding(document.file, span, message)
            .subject(document.slice(piece))
            .help(format!("write \"{decoded}\" itself"))
            .fix(Some(fix));
        checker.report(finding);
    }
}

/// The body of the code span or block that holds `span`.
fn code_at(document: &Document, span: Span) -> Option<Span> {
    let id = block_at(document, span.start)?;
    if let BlockKind::Code(code) = &document.block(id).kind {
        // In the info string it stands beside the body.
        return Some(code.body).filter(|body| body.contains(span));
    }
    document.inlines_in(id).iter().find_map(|inline| match &inline.kind {
        InlineKind::Code { body } if body.contains(span) => Some(*body),
        _ => None,
    })
}
