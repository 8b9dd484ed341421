//! `link-padding`: spaces inside the brackets of a link.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{Document, Link, LinkForm, harmless, renders_equal_but_spaces};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "link-padding",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Info,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a link's text starts or ends with a space",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Some translation systems leave spaces around the text of a link: `[ the guide ](g.md)`. Browsers
underline them. All links of a page are one finding, with their number.

Left alone are pages whose source does the same. Zero-width spaces alone are the matter of
`invisible-character`; those among the spaces are taken away with them.

The fix takes the spaces away where words around the link do not touch then, and the page renders
the same but for spaces.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "padding on both sides",
        source: "See [the guide](g.md) and [the list](l.md).\n",
        translation: "Zie [ de gids ](g.md) en [de lijst ](l.md).\n",
        locale: "",
        expect: Expect::Fixed("Zie [de gids](g.md) en [de lijst](l.md).\n"),
    },
    Example {
        title: "words would touch",
        source: "See [the guide](g.md) first.\n",
        translation: "Zie[ de gids](g.md) eerst.\n",
        locale: "",
        expect: Expect::Fixed("Zie [de gids](g.md) eerst.\n"),
    },
    Example {
        title: "an image and a text",
        source: "[![logo](l.png) Larkpost](g.md)\n",
        translation: "[![logo](l.png) Larkpost](g.md)\n",
        locale: "",
        expect: Expect::Clean,
    },
];

/// The spaces at the two edges of a link's text.
struct Padded {
    whole: Span,
    edges: [Span; 2],
}

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let found: Vec<Padded> = padded(pair.translation).collect();
    let Some(first) = found.first() else { return };
    if padded(pair.reference).next().is_some() {
        return;
    }
    let document = pair.translation;
    let edits: Vec<Edit> = found.iter().flat_map(|link| removal(document, link)).collect();
    let changes: Vec<(Span, &str)> =
        edits.iter().map(|edit| (edit.location.span, edit.replacement.as_str())).collect();
    let kept = harmless(document, &changes, renders_equal_but_spaces);
    let edits: Vec<Edit> =
        edits.iter().zip(kept).filter(|(_, kept)| *kept).map(|(edit, _)| edit.clone()).collect();
    let message = match found.len() {
        1 => "spaces stand inside the link's brackets".to_owned(),
        count => format!("spaces stand inside the brackets of {count} links"),
    };
    let fix = (!edits.is_empty()).then(|| Fix {
        title: "take the spaces out of the links".to_owned(),
        applicability: Applicability::Safe,
        edits,
    });
    let finding = checker
        .finding(document.file, first.whole, message)
        .subject("padding")
        .help("let the brackets touch the text")
        .fix(fix);
    checker.report(finding);
}

/// The links with spaces at the edges of their text.
fn padded(document: &Document) -> impl Iterator<Item = Padded> + '_ {
    document.links().filter_map(|(_, inline, link)| {
        if !matches!(link.form, LinkForm::Inline) {
            return None;
        }
        let edges = edges(document, link)?;
        Some(Padded { whole: inline.span, edges })
    })
}

fn edges(document: &Document, link: &Link) -> Option<[Span; 2]> {
    let text = document.slice(link.text);
    let lead = padding(text, |text, blank| text.strip_prefix(blank));
    let trail = padding(text, |text, blank| text.strip_suffix(blank));
    if lead + trail == 0 || lead + trail >= text.len() {
        return None;
    }
    let (start, end) = (link.text.start as usize, link.text.end as usize);
    Some([Span::new(start, start + lead), Span::new(end - trail, end)])
}

/// The bytes of spaces, with zero-width spaces among them, at the edge of `text` that `strip`
/// takes from; 0 where no real space is among them.
fn padding(text: &str, strip: for<'t> fn(&'t str, &str) -> Option<&'t str>) -> usize {
    // What none of these starts or ends with.
    let bare = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    if bare(text.as_bytes().first()) && bare(text.as_bytes().last()) {
        return 0;
    }
    // A no-break space may be the last byte of damaged text.
    let blanks = [" ", "\u{200b}", "&#x200B;", "&#x200b;", "&#8203;"];
    let (mut rest, mut spaces) = (text, 0);
    while let Some((at, next)) =
        blanks.iter().enumerate().find_map(|(at, blank)| Some((at, strip(rest, blank)?)))
    {
        spaces += usize::from(at == 0);
        rest = next;
    }
    if spaces > 0 { text.len() - rest.len() } else { 0 }
}

/// The edits that take the spaces of a link away, or out of it where its neighbour is no space.
fn removal(document: &Document, link: &Padded) -> Vec<Edit> {
    let file = document.file;
    let mut edits = Vec::new();
    let [lead, trail] = link.edges;
    let text = &document.text;
    if !lead.is_empty() {
        let before = text[..link.whole.start as usize].chars().next_back();
        let touches = before.is_some_and(|c| c.is_alphanumeric() || ",;:.!?)]»”".contains(c));
        // The bracket stands right before the spaces.
        let span = Span { start: lead.start - 1, end: lead.end };
        let replacement = if touches { " [" } else { "[" };
        edits.push(Edit { location: Location { file, span }, replacement: replacement.to_owned() });
    }
    if !trail.is_empty() {
        let after = text[link.whole.end as usize..].chars().next();
        let touches = after.is_some_and(|c| c.is_alphanumeric() || "([«“".contains(c));
        let (span, replacement) = if touches {
            let span = Span { start: trail.start, end: link.whole.end };
            (span, format!("{} ", &text[trail.end as usize..link.whole.end as usize]))
        } else {
            (trail, String::new())
        };
        edits.push(Edit { location: Location { file, span }, replacement });
    }
    edits
}
