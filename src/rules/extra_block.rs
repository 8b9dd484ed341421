//! `extra-block`: a block that the source does not have.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind, InlineKind};
use crate::outline::{self, Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "extra-block",
    group: Group::Structure,
    tier: Tier::Advisory,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a block that the source does not have",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The translation has a paragraph, list, table, code block or other block that answers nothing in
the source: a leftover of an older source, text that was split, or an addition.

List items, table rows, sections, footnotes and directives have rules of their own. A module
import may stand in the translation alone, and so may what sites add to translations: a notice at
the top of the page that links to the original, a `<div dir=…>` around parts of a page that is
read from right to left. An HTML block that has blank lines in it, and therefore stands as several
blocks, is still one. On a page most of whose sections are others than the source's, only those are
told of. A thematic break and a short line that announces what follows are left alone.
What a site adds to many pages of a language in the same words is one finding,
an information.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a paragraph too many",
        source: "Run `a`.\n\nRun `b`.\n",
        translation: "Voer `a` uit.\n\nDit stond vroeger ergens anders in de tekst.\n\nVoer `b` uit.\n",
        locale: "",
        expect: Expect::Flagged(
            "paragraph \"Dit stond vroeger ergens anders in de tekst.\" is not in the source",
        ),
    },
    Example {
        title: "a notice that leads to the original",
        source: "First words.\n\nRun `a`.\n",
        translation: "> Deze pagina is door een machine vertaald. Zie [het origineel](/en/guide/a).\n\nEerste woorden.\n\nVoer `a` uit.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "code that is read from left to right in a page that is not",
        source: "Run this:\n\n```sh\nnpm i\n```\n",
        translation: "این را اجرا کنید:\n\n<div dir=\"ltr\">\n\n```sh\nnpm i\n```\n\n</div>\n",
        locale: "fa",
        expect: Expect::Clean,
    },
    Example {
        title: "an HTML block with blank lines in it",
        source: "Before.\n\n<aside class=\"quote\">\n  <img src=\"a.png\">\n  I fumbled it.\n  <p>Lord</p>\n</aside>\n\nAfter.\n",
        translation: "Vooraf.\n\n<aside class=\"quote\">\n  <img src=\"a.png\">\n\n  Ik heb het verknoeid.\n\n  <p>Lord</p>\n</aside>\n\nAchteraf.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "all in the source",
        source: "One.\n\nTwo.\n",
        translation: "Een.\n\nTwee.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    // A page that was written anew has other blocks throughout; its sections tell.
    if !outline::has_same_sections(pair) {
        return;
    }
    let pieces = pieces(pair);
    for gap in &pair.alignment.gaps {
        let Gap::Addition { translation, place } = gap else { continue };
        let kind = &pair.translation.block(*translation).kind;
        let elsewhere = matches!(
            kind,
            BlockKind::Heading(_)
                | BlockKind::Item { .. }
                | BlockKind::Row
                | BlockKind::Cell
                | BlockKind::Footnote { .. }
                | BlockKind::Directive(_)
        );
        // What follows a marker alone is what that should have marked.
        if elsewhere
            || outline::follows_stranded(pair.translation, *translation)
            || is_notice(pair, *translation)
            || is_turn(pair, *translation)
            || is_lead_in(pair, *translation)
            || *kind == BlockKind::Break
            || pieces.contains(translation)
        {
            continue;
        }
        let words = pair.translation.excerpt_of(*translation);
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(*translation),
                format!("{} \"{words}\" is not in the source", kind.noun()),
            )
            .beside(pair.reference.file, place.span, "it would stand here")
            .subject(kind.noun())
            .help("remove it, or add it to the source");
        checker.report(finding);
    }
}

/// The blocks that the source has within an HTML block, which fell apart here.
fn pieces(pair: &Pair<'_>) -> Vec<BlockId> {
    let is_html = |id: BlockId| matches!(pair.translation.block(id).kind, BlockKind::Html);
    let gaps = &pair.alignment.gaps;
    let extra = |gap: &Gap| match gap {
        Gap::Addition { translation, .. } => is_html(*translation),
        _ => false,
    };
    if !gaps.iter().any(extra) {
        return Vec::new();
    }
    let html = pair.matches().filter(|(_, translation)| is_html(*translation));
    html.flat_map(|(ours, theirs)| outline::pieces_of(pair, ours, theirs)).collect()
}

/// Whether `block` stands before all that answers the source and links to a page in the source's
/// language: it says that the page was translated, and leads to the original.
fn is_notice(pair: &Pair<'_>, block: BlockId) -> bool {
    let locale = &pair.reference.locale;
    let is_source = |target: &str| {
        let mut parts = target.split('/');
        parts.any(|part| {
            !part.is_empty()
                && (part.eq_ignore_ascii_case(locale.tag())
                    || part.eq_ignore_ascii_case(locale.language()))
        })
    };
    let is_first = || {
        let before = (0..block.0).map(BlockId).filter(|&id| pair.reference_of(id).is_some());
        let is_title = |id| matches!(pair.translation.block(id).kind, BlockKind::Heading(_));
        before.map(is_title).take(2).eq([true].into_iter().take(1))
            || (0..block.0).all(|id| pair.reference_of(BlockId(id)).is_none())
    };
    let end = pair.translation.block(block).end;
    locale.is_known()
        && is_first()
        && (block.0..end)
            .flat_map(|id| pair.translation.inlines_in(BlockId(id)))
            .any(|inline| matches!(&inline.kind, InlineKind::Link(link) if is_source(&link.target)))
}

/// Characters of a sentence that announces what follows.
const LEAD_IN: usize = 60;

/// Whether `block` is a short line with a colon before something that answers the source: people
/// announce code and lists more often than the source does.
fn is_lead_in(pair: &Pair<'_>, block: BlockId) -> bool {
    let document = pair.translation;
    let found = document.block(block);
    let text = document.slice(found.span).trim();
    let next = BlockId(found.end);
    found.kind == BlockKind::Paragraph
        && text.ends_with([':', '：'])
        && text.chars().count() <= LEAD_IN
        && (next.0 as usize) < document.blocks.len()
        && pair.reference_of(next).is_some()
}

/// Whether `block` is a tag that turns the direction of reading, or its end, on a page that is read
/// from right to left.
fn is_turn(pair: &Pair<'_>, block: BlockId) -> bool {
    let found = pair.translation.block(block);
    if found.kind != BlockKind::Html || !pair.translation.locale.is_right_to_left() {
        return false;
    }
    let text = pair.translation.slice(found.span).trim();
    text == "</div>" || text.starts_with("<div") && text.contains("dir=") && !text.contains('\n')
}
