//! `punctuation-spacing`: French marks without the no-break space before them.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Edit, Fix};
use crate::locale::{Profile, SpaceBefore};
use crate::markdown::Document;
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "punctuation-spacing",
    group: Group::Language,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a French mark without the no-break space that belongs before it",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
French typography (*Lexique des règles typographiques en usage à l'Imprimerie nationale*) has a
no-break space before `:` and inside « », and a narrow one (U+202F) before `;`, `!` and `?`. With a
plain space a mark can stand alone at the start of a line. Canadian French has the space before the
colon and inside « » only.

Reported are plain spaces in these places; all in one file are one finding. Where there is no space
at all, nothing is said: it may be a URL, a time or an emoji's name. Either no-break space is
accepted everywhere.

The rule is advisory, because many teams leave this to the program that shows the page. The fix
writes the no-break space; it is a suggestion.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a plain space before the question mark",
        source: "Ready?\n",
        translation: "Tout est prêt ?\n",
        locale: "fr",
        expect: Expect::Flagged("a plain space before \"?\""),
    },
    Example {
        title: "no-break spaces",
        source: "Ready? Here is the list: all.\n",
        translation: "Tout est prêt\u{202f}? Voici la liste\u{a0}: «\u{a0}tout\u{a0}».\n",
        locale: "fr",
        expect: Expect::Clean,
    },
    Example {
        title: "other languages",
        source: "Ready?\n",
        translation: "Klaar ?\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

fn check(document: &Document, _: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let high: &[u8] = match Profile::of(&document.locale).space_before {
        SpaceBefore::French => b":;!?",
        SpaceBefore::Canadian => b":",
        SpaceBefore::None | SpaceBefore::Either => return,
    };
    let bytes = document.text.as_bytes();
    let mut found: Vec<(Span, char, char)> = Vec::new();
    for inline in document.inlines.iter().filter(|inline| inline.is_text()) {
        let (start, end) = (inline.span.start as usize, inline.span.end as usize);
        for at in memchr::memchr_iter(b' ', &bytes[start..end]).map(|at| start + at) {
            let before = document.text[..at].chars().next_back();
            if before.is_none_or(char::is_whitespace) {
                continue;
            }
            let mut rest = document.text[at + 1..].chars();
            let (next, after) = (rest.next(), rest.next());
            let ends =
                after.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '*' | '_' | '»'));
            match next {
                Some(mark) if mark.is_ascii() && high.contains(&(mark as u8)) && ends => {
                    let space = if mark == ':' { NO_BREAK } else { NARROW };
                    found.push((Span::new(at, at + 1), mark, space));
                }
                Some('»') => found.push((Span::new(at, at + 1), '»', NO_BREAK)),
                _ if before == Some('«') => {
                    found.push((Span::new(at, at + 1), '«', NO_BREAK));
                }
                _ => {}
            }
        }
    }
    report(document, checker, &found);
}

fn report(document: &Document, checker: &mut Checker<'_>, found: &[(Span, char, char)]) {
    let Some(&(first, mark, _)) = found.first() else { return };
    let side = if mark == '«' { "after" } else { "before" };
    let message = match found.len() {
        1 => format!("a plain space {side} \"{mark}\""),
        count => format!("plain spaces beside punctuation in {count} places"),
    };
    let mut finding = checker
        .finding(document.file, first, message)
        .help("write a no-break space, so that the mark stays with its word")
        .subject(mark.to_string());
    for (span, ..) in found.iter().skip(1).take(4) {
        finding = finding.beside(document.file, *span, "");
    }
    let edits = found.iter().map(|&(span, _, space)| Edit {
        location: Location { file: document.file, span },
        replacement: space.to_string(),
    });
    let fix = Fix {
        title: "write no-break spaces".to_owned(),
        applicability: Applicability::Unsafe,
        edits: edits.collect(),
    };
    checker.report(finding.fix(Some(fix)));
}
