//! `space-before-punctuation`: spaces between a word and the mark that belongs to it.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Edit, Fix};
use crate::locale::{Profile, SpaceBefore, Words};
use crate::markdown::{BlockId, Document};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "space-before-punctuation",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Info,
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a space before a comma, full stop or another mark",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Translation engines put a space where markup ended: \"click **Save** .\" The mark can then even stand
alone on the next line.

Reported are spaces before `,` and `.`, and before `;`, `:`, `!` and `?` in languages that have none
there (French has; style guides for Vietnamese, Khmer and the languages of India differ). All in one file are one finding.
Left alone are marks that start something (`.env`, `...`, `:smile:`), languages that are written
without spaces, and what the source's block does too.

The fix takes the spaces out. It is a suggestion, since it touches text.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "after markup",
        source: "Click **Save**. Then close.\n",
        translation: "Klik op **Opslaan** . Sluit dan.\n",
        locale: "nl",
        expect: Expect::Flagged("a space before \".\""),
    },
    Example {
        title: "French has one before high marks",
        source: "Ready? Note: go!\n",
        translation: "Prêt ? Remarque : partez !\n",
        locale: "fr",
        expect: Expect::Clean,
    },
    Example {
        title: "file names and ellipses",
        source: "Edit the .env file ... or not.\n",
        translation: "Bewerk .env ... of niet.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let profile = Profile::of(&document.locale);
    if profile.words == Words::Joined || !document.locale.is_known() {
        return;
    }
    let high = profile.space_before == SpaceBefore::None;
    let bytes = document.text.as_bytes();
    let mut found: Vec<Span> = Vec::new();
    for &(index, mark) in &document.texts().spaced_marks {
        if !high && !matches!(bytes[mark as usize], b',' | b'.') {
            continue;
        }
        let inline = &document.inlines[index as usize];
        let before = (index as usize).checked_sub(1).map(|before| document.inlines[before].block);
        let glued = before == Some(inline.block)
            && !bytes[inline.span.start as usize - 1].is_ascii_whitespace();
        if let Some(place) = judge(bytes, inline.span, mark as usize, glued)
            && !stands_in(pair, inline.block, bytes[place.end as usize])
        {
            found.push(place);
        }
    }
    found.sort();
    report(document, checker, &found);
}

/// The spaces before `mark` in the text at `span`, when they should not be there.
/// `glued` says whether code or markup ends where the text starts.
fn judge(bytes: &[u8], span: Span, mark: usize, glued: bool) -> Option<Span> {
    let at = mark - span.start as usize;
    let text = &bytes[span.range()];
    let spaces = text[..at].iter().rev().take_while(|byte| **byte == b' ').count();
    let start = mark - spaces;
    let follows = if spaces == at { glued } else { !bytes[start - 1].is_ascii_whitespace() };
    // A mark that stands for itself: a list of marks, a table of signs.
    let alone = start > 0
        && matches!(bytes[start - 1], b',' | b'.' | b':' | b'(' | b'|' | b'-' | b'/' | b'+' | b'=');
    let ends = match bytes.get(mark + 1) {
        None => true,
        Some(next) => next.is_ascii_whitespace() || (*next == b'*' && bytes[mark] != b':'),
    };
    // ". . ." is an ellipsis with gaps.
    let series = bytes.get(mark + 1) == Some(&b' ') && bytes.get(mark + 2) == Some(&bytes[mark]);
    (follows && !alone && ends && !series).then(|| Span::new(start, mark))
}

/// Whether the source's block has a space before this mark as well.
fn stands_in(pair: Option<&Pair<'_>>, block: BlockId, mark: u8) -> bool {
    let Some(pair) = pair else { return false };
    let text = match pair.reference_of(block) {
        Some(id) => pair.reference.slice(pair.reference.block(id).span),
        None => return false,
    };
    memchr::memmem::find(text.as_bytes(), &[b' ', mark]).is_some()
}

fn report(document: &Document, checker: &mut Checker<'_>, found: &[Span]) {
    let Some(first) = found.first() else { return };
    let mark = |span: &Span| char::from(document.text.as_bytes()[span.end as usize]);
    let message = match found.len() {
        1 => format!("a space before \"{}\"", mark(first)),
        count => format!("spaces before punctuation in {count} places"),
    };
    let place = Span { start: first.start, end: first.end + 1 };
    let mut finding = checker
        .finding(document.file, place, message)
        .help("take the space out")
        .subject(mark(first).to_string());
    for span in found.iter().skip(1).take(4) {
        let place = Span { start: span.start, end: span.end + 1 };
        finding = finding.beside(document.file, place, "");
    }
    let edits = found.iter().map(|&span| Edit {
        location: Location { file: document.file, span },
        replacement: String::new(),
    });
    let fix = Fix {
        title: "take the spaces before punctuation out".to_owned(),
        applicability: Applicability::Unsafe,
        edits: edits.collect(),
    };
    checker.report(finding.fix(Some(fix)));
}
