//! `literal-markup`: markers that readers see as text.

use unicode_script::UnicodeScript;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Edit, Fix};
use crate::locale::is_east_asian;
use crate::markdown::{BlockId, Signs, renders_with_strong};
use crate::outline::{self, Marker, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "literal-markup",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "readers see `**`, a backtick or a link's brackets as text",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A space that slipped inside `** text **`, a bracket that was lost, a marker that moved away from its
words: then Markdown does not read it as markup, and readers see it. The page is parsed; what remains
as `**`, `__`, a backtick or `](` in the text of a block is reported where the source's block shows
fewer of the same.

In Chinese, Japanese and Korean `**` does not close between punctuation and a letter in CommonMark,
and that is reported. Python-Markdown closes it: on pages with `/// note`, `!!! note`, `{ #id }` or
other forms of it such markers are left alone. So are markers after a backslash.

The fix takes the spaces out of `** text **`, where the block then renders with as many bold passages
as the source's.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "spaces inside the markers",
        source: "Press **Save** now.\n",
        translation: "Druk nu op ** Opslaan **.\n",
        locale: "",
        expect: Expect::Fixed("Druk nu op **Opslaan**.\n"),
    },
    Example {
        title: "a link lost its bracket",
        source: "Read the [guide](guide.md) first.\n",
        translation: "Lees eerst de gids](guide.md).\n",
        locale: "",
        expect: Expect::Flagged("readers see `](` as text"),
    },
    Example {
        title: "emphasis that cannot close",
        source: "Press **Save (all)** now.\n",
        translation: "今すぐ**保存（すべて）**を押します。\n",
        locale: "ja",
        expect: Expect::Flagged("readers see `**` as text, 2 times"),
    },
    Example {
        title: "the same in Python-Markdown",
        source: "## Save { #save }\n\nPress **Save (all)** now.\n",
        translation: "## 保存 { #save }\n\n今すぐ**保存（すべて）**を押します。\n",
        locale: "ja",
        expect: Expect::Clean,
    },
    Example {
        title: "the source shows it too",
        source: "The operators \\** and ** differ.\n",
        translation: "De operatoren \\** en ** verschillen.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

/// What the markers start with.
const SIGNS: Signs = Signs::STAR.and(Signs::UNDERSCORE).and(Signs::BACKTICK).and(Signs::BRACKET);

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let kinds = [Marker::Stars, Marker::Underscores, Marker::Backtick, Marker::Link];
    for (reference, translation) in outline::blocks_with(pair, SIGNS) {
        let mut odd = false;
        for kind in kinds {
            let places = outline::shown_beyond(pair, reference, translation, kind);
            // A backtick without its partner breaks the links after it.
            let same_cause = kind == Marker::Link && odd;
            odd |= kind == Marker::Backtick && !places.is_empty();
            if !places.is_empty() && !same_cause {
                checker.report(finding(pair, checker, (reference, translation), kind, &places));
            }
        }
    }
}

fn finding(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    (reference, translation): (BlockId, BlockId),
    kind: Marker,
    places: &[Span],
) -> Diagnostic {
    let file = pair.translation.file;
    let written = pair.translation.slice(places[0]);
    let shown = if written.contains('`') { "backticks" } else { written };
    let shown = if kind == Marker::Backtick { shown.to_owned() } else { format!("`{shown}`") };
    let mut message = format!("readers see {shown} as text");
    if places.len() > 1 {
        message.push_str(&format!(", {} times", places.len()));
    }
    let help = match kind {
        Marker::Link => "restore the brackets of the link as in the source",
        Marker::Backtick => "give every backtick its partner as in the source",
        _ => "let the markers touch the words that they enclose, and stand apart from others",
    };
    let fix = (kind == Marker::Stars).then(|| tightened(pair, reference, translation)).flatten();
    checker
        .finding(file, places[0], message)
        .beside(pair.reference.file, pair.reference.head_of(reference), "the source's block")
        .subject(written)
        .help(help)
        .fix(fix)
}

/// Takes the spaces inside `** text **` away, and puts them outside where words would touch.
fn tightened(pair: &Pair<'_>, reference: BlockId, translation: BlockId) -> Option<Fix> {
    let document = pair.translation;
    let places = outline::shown(document, translation, Marker::Stars);
    let block = document.block(translation).span;
    let mut edits = Vec::new();
    for two in places.chunks_exact(2) {
        let (open, close) = (two[0], two[1]);
        let inner = Span { start: open.end, end: close.start };
        let words = document.slice(inner);
        let trimmed = words.trim_matches([' ', '\u{a0}']);
        let inside = block.contains(open) && block.contains(close);
        let padded = trimmed.len() < words.len();
        if !inside || !padded || trimmed.is_empty() || trimmed.contains('\n') {
            return None;
        }
        let before = document.text[..open.start as usize].chars().next_back();
        let after = document.text[close.end as usize..].chars().next();
        let gap = |side: Option<char>, lost: bool| {
            // Chinese, Japanese and Korean words touch without one.
            let word = |c: char| c.is_alphanumeric() && !is_east_asian(c.script());
            if lost && side.is_some_and(word) { " " } else { "" }
        };
        let left = gap(before, words.starts_with([' ', '\u{a0}']));
        let right = gap(after, words.ends_with([' ', '\u{a0}']));
        let span = open.to(close);
        let replacement = format!("{left}**{trimmed}**{right}");
        edits.push(Edit { location: Location { file: document.file, span }, replacement });
    }
    let mut after = document.slice(block).to_owned();
    for edit in edits.iter().rev() {
        let start = (edit.location.span.start - block.start) as usize;
        after.replace_range(start..start + edit.location.span.len(), &edit.replacement);
    }
    let source = pair.reference.slice(pair.reference.block(reference).span);
    let proven = !edits.is_empty()
        && places.len().is_multiple_of(2)
        && renders_with_strong(&after) == renders_with_strong(source);
    proven.then(|| Fix {
        title: "take the spaces out of the emphasis".to_owned(),
        applicability: Applicability::Safe,
        edits,
    })
}
