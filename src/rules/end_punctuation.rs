//! `end-punctuation`: sentences that end with another mark than the source's.

use crate::diagnostic::Severity;
use crate::locale::{Ending, Profile};
use crate::markdown::{BlockId, BlockKind, Document, OBJECT, Prose};
use crate::outline::{Basis, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "end-punctuation",
    group: Group::Language,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a block ends with another mark than the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A question that became a statement, a colon before a list that was lost, a sentence without its full
stop: the last mark of a block tells.

The source's mark is taken to the translation's language first (`?` is `;` in Greek, `؟` in
Arabic and may be `か。` in Japanese, `.` is nothing in Thai) and then compared. Compared are
paragraphs; headings and cells are not. In list items a full stop more or less is a matter of style,
and so is a colon or a full stop before a list or code in Chinese, Japanese and Korean.
Source texts of up to four characters are left alone, and an ellipsis may be three dots.

The rule is advisory: translators may turn a question into a statement on purpose.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a question became a statement",
        source: "Do you want to keep your files?\n",
        translation: "U wilt uw bestanden bewaren.\n",
        locale: "nl",
        expect: Expect::Flagged("ends with \".\", the source with \"?\""),
    },
    Example {
        title: "the full stop was lost",
        source: "The files are kept in the folder.\n",
        translation: "De bestanden blijven in de map\n",
        locale: "nl",
        expect: Expect::Flagged("ends without a mark, the source with \".\""),
    },
    Example {
        title: "each language has its own marks",
        source: "Do you want to keep your files?\n",
        translation: "Θέλετε να κρατήσετε τα αρχεία σας;\n",
        locale: "el",
        expect: Expect::Clean,
    },
    Example {
        title: "Thai sentences end without a mark",
        source: "The files are kept in the folder.\n",
        translation: "ไฟล์จะถูกเก็บไว้ในโฟลเดอร์\n",
        locale: "th",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    if matches!(pair.basis, Basis::Siblings { .. }) || !pair.translation.locale.is_known() {
        return;
    }
    let (mut source, mut target) = (Prose::default(), Prose::default());
    for (ours, theirs) in pair.matches() {
        let kind = &pair.reference.block(ours).kind;
        if *kind != BlockKind::Paragraph {
            continue;
        }
        source.read(pair.reference, ours);
        target.read(pair.translation, theirs);
        judge(pair, checker, (ours, &source), &target);
    }
}

/// The last mark of a text and what it does. `None` where nothing can be said: the text ends with
/// code or is too short.
fn last_mark(text: &str, profile: &Profile) -> Option<(Option<Ending>, String)> {
    let kept =
        text.trim_end().trim_end_matches([')', '）', '"', '”', '»', '」', '*', '_', '\u{200b}']);
    let mark = kept.chars().next_back().filter(|_| kept.chars().count() > 4)?;
    if mark == OBJECT || matches!(mark, ']' | '}' | '>' | '<') || is_pictograph(mark) {
        return None;
    }
    if kept.ends_with("...") {
        return Some((Some(Ending::Ellipsis), "...".to_owned()));
    }
    // Japanese asks with a particle.
    let bare = kept.trim_end_matches('。');
    if profile.questions.contains(&'？') && bare.ends_with('か') {
        return Some((Some(Ending::Question), mark.to_string()));
    }
    Some((profile.ending(mark), mark.to_string()))
}

fn is_pictograph(mark: char) -> bool {
    !mark.is_alphanumeric()
        && mark >= '\u{2190}'
        && !matches!(mark, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

fn judge(
    pair: &Pair<'_>,
    checker: &mut Checker<'_>,
    (ours, source): (BlockId, &Prose),
    target: &Prose,
) {
    let (from, to) = (Profile::of(&pair.reference.locale), Profile::of(&pair.translation.locale));
    let Some((wanted, mark)) = last_mark(source.text(), from) else { return };
    let Some((found, other)) = last_mark(target.text(), to) else { return };
    let strict = !is_loose(pair.reference, ours);
    if !differs(wanted, found, strict, to) || source.text() == target.text() {
        return;
    }
    let show = |ending: Option<Ending>, mark: &str| match ending {
        Some(_) => format!("with \"{mark}\""),
        None => "without a mark".to_owned(),
    };
    let message = format!("ends {}, the source {}", show(found, &other), show(wanted, &mark));
    let kept = target.text().trim_end().len();
    let last = target.text()[..kept].chars().next_back().map_or(0, char::len_utf8);
    let place = |document: &Document, block: BlockId| {
        let end = document.block(block).span.end;
        Span { start: end.saturating_sub(1).max(document.block(block).span.start), end }
    };
    let finding = checker
        .finding(pair.translation.file, target.span(kept - last..kept), message)
        .beside(pair.reference.file, place(pair.reference, ours), "the source's end")
        .subject(mark)
        .help("end it as the source does, unless the sentence was turned on purpose");
    checker.report(finding);
}

/// Whether a full stop is a matter of style here: in list items.
fn is_loose(document: &Document, id: BlockId) -> bool {
    let block = document.block(id);
    let parent = block.parent.map(|id| &document.block(id).kind);
    matches!(parent, Some(BlockKind::Item { .. }))
}

fn differs(wanted: Option<Ending>, found: Option<Ending>, strict: bool, to: &Profile) -> bool {
    use Ending::{Colon, Ellipsis, Exclamation, Question, Semicolon, Stop};
    // An exclamation is loud in some languages and plain in others.
    let plain = |ending: Option<Ending>| match ending {
        Some(Exclamation | Ellipsis) => Some(Stop),
        Some(Semicolon) => Some(Colon),
        other => other,
    };
    let (wanted, found) = (plain(wanted), plain(found));
    match (wanted, found) {
        (one, other) if one == other => false,
        (Some(Question), _) | (_, Some(Question)) => true,
        _ if to.stops.is_empty() => false,
        // Before a list Chinese, Japanese and Korean may close the sentence.
        (Some(Colon), Some(Stop)) => !to.colons.contains(&'：') && strict,
        (Some(Stop), None) | (None, Some(Stop)) => strict,
        (Some(Colon), None) | (None, Some(Colon)) => strict,
        _ => strict,
    }
}
