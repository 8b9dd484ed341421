//! `lead-in-case`: bold openings of list items that lost their capital.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Edit, Fix};
use crate::locale::Profile;
use crate::markdown::{BlockId, BlockKind, Document, InlineKind};
use crate::outline::{Basis, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "lead-in-case",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Info,
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "the bold opening of a list item lost its capital",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
List items often open with a few bold words and a colon. Engines translate these words alone, and
their capital is lost, so that one item of a list starts in lower case.

Reported is a bold opening, followed by a colon or ended by a mark, that starts with a small letter
where the source's starts with a capital. Where the source has no such item, the other openings of the
list decide: there have to be two, all with capitals. All in one file are one finding.

Left alone are openings that are the same in the source, code, lists in which every opening is in
lower case (a style of its own), and scripts without capitals. The fix writes the capital; it is a
suggestion, since a name may start with a small letter.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "one capital was lost",
        source: "* **Be brief**: Say it once.\n* **Be clear**: Say it well.\n* **Be kind**: Say thanks.\n",
        translation: "* **Wees kort**: Zeg het één keer.\n* **duidelijk zijn**: Zeg het goed.\n* **Wees aardig**: Zeg dank.\n",
        locale: "nl",
        expect: Expect::Flagged("the opening \"duidelijk zijn\" starts with a small letter"),
    },
    Example {
        title: "the name of a module in the source itself",
        source: "* **deps**: Two are new.\n* **Windows**: It starts faster.\n* **Fixed**: A leak.\n",
        translation: "* **deps**: Twee zijn nieuw.\n* **Windows**: Het start sneller.\n* **Hersteld**: Een lek.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a list in lower case throughout",
        source: "* **Name**: What it is called.\n* **Size**: How large it is.\n",
        translation: "* **naam**: Hoe het heet.\n* **grootte**: Hoe groot het is.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a name",
        source: "* **iPhone**: A phone.\n* **Tablet**: A tablet.\n* **Laptop**: A laptop.\n",
        translation: "* **iPhone**: Een telefoon.\n* **Tablet**: Een tablet.\n* **Laptop**: Een laptop.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    if !Profile::of(&document.locale).capitals {
        return;
    }
    let source = pair.filter(|pair| !matches!(pair.basis, Basis::Siblings { .. }));
    let mut lost: Vec<(BlockId, Span)> = Vec::new();
    for &list in &document.kinds().lists {
        lost.extend(in_list(document, list, source, pair.is_some()));
    }
    report(document, source, checker, &lost);
}

/// The openings of `list` that lost their capital, with their items. `compared` says whether there
/// are other versions of the page, if only siblings.
fn in_list(
    document: &Document,
    list: BlockId,
    pair: Option<&Pair<'_>>,
    compared: bool,
) -> Vec<(BlockId, Span)> {
    let mut small = Vec::new();
    let mut capital = 0;
    for item in document.children(Some(list)) {
        let Some(words) = lead_in(document, item) else { continue };
        match document.slice(words).chars().next() {
            Some(first) if first.is_uppercase() => capital += 1,
            Some(first) if first.is_lowercase() => small.push((item, words)),
            _ => {}
        }
    }
    if small.is_empty() || capital == 0 {
        return Vec::new();
    }
    let by_source = |&(item, words): &(BlockId, Span)| {
        let pair = pair?;
        let ours = lead_in(pair.reference, pair.reference_of(item)?)?;
        let text = pair.reference.slice(ours);
        Some(text.starts_with(char::is_uppercase) && text != document.slice(words))
    };
    // In the source itself a small letter may be meant: the name of a module, a command.
    let by_list = compared && capital >= 2 && small.len() == 1;
    small.retain(|entry| is_word(document.slice(entry.1)) && by_source(entry).unwrap_or(by_list));
    small
}

/// Whether the opening starts with a word of the language: letters, no capital within.
fn is_word(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches(|c: char| c.is_ascii_punctuation());
    first.chars().all(char::is_lowercase) && !first.is_empty()
}

/// The words of the bold opening of `item`: strong text at its start, with a colon after it or a
/// mark at its end.
fn lead_in(document: &Document, item: BlockId) -> Option<Span> {
    let paragraph = document.children(Some(item)).next()?;
    let block = document.block(paragraph);
    if block.kind != BlockKind::Paragraph {
        return None;
    }
    let first = block.inlines.start as usize;
    let strong = document.inlines.get(first)?;
    if !matches!(strong.kind, InlineKind::Strong) {
        return None;
    }
    let text = document.inlines.get(first + 1)?;
    let inside = text.is_text() && strong.span.contains(text.span) && strong.block == paragraph;
    let words = document.slice(text.span);
    let after = document.text[strong.span.end as usize..].trim_start_matches([' ', '\u{a0}']);
    let ends = words.trim_end().ends_with([':', '.', '?', '!']) && strong.end as usize == first + 2;
    (inside && (ends || after.starts_with([':', '：', '–', '—']))).then_some(text.span)
}

fn report(
    document: &Document,
    pair: Option<&Pair<'_>>,
    checker: &mut Checker<'_>,
    lost: &[(BlockId, Span)],
) {
    let Some(&(item, first)) = lost.first() else { return };
    let quoted = document.excerpt(first);
    let message = match lost.len() {
        1 => format!("the opening \"{quoted}\" starts with a small letter"),
        count => format!("{count} openings start with a small letter, such as \"{quoted}\""),
    };
    let mut finding = checker
        .finding(document.file, first, message)
        .help("start it with a capital, like the others")
        .subject(quoted);
    if let Some(pair) = pair
        && let Some(ours) = pair.reference_of(item).and_then(|id| lead_in(pair.reference, id))
    {
        finding = finding.beside(pair.reference.file, ours, "a capital in the source");
    }
    for (_, span) in lost.iter().skip(1).take(4) {
        finding = finding.beside(document.file, *span, "");
    }
    let edits = lost.iter().filter_map(|&(_, span)| {
        let letter = document.slice(span).chars().next()?;
        let start = span.start as usize;
        let place = Span::new(start, start + letter.len_utf8());
        let location = Location { file: document.file, span: place };
        Some(Edit { location, replacement: letter.to_uppercase().collect() })
    });
    let fix = Fix {
        title: "write the capital".to_owned(),
        applicability: Applicability::Unsafe,
        edits: edits.collect(),
    };
    checker.report(finding.fix(Some(fix)));
}
