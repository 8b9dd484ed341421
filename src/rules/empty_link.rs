//! `empty-link`: a link whose text was lost.

use crate::diagnostic::Severity;
use crate::fix::Fix;
use crate::markdown::{BlockId, Document, Inline, InlineId, InlineKind, Link, LinkForm};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "empty-link",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a link has no text any more",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Links in the translation whose text is nothing, blank or only the link sign (🔗, which some
translation systems write when they lose a text) are reported where the source's block has no such
link. Nobody can see or click a link without text, and a screen reader reads out its address. So is
an image whose alternative text has become the link sign.

Left alone are links around an image.

The fix copies the source's text where the link leads to the same target and its text is a number or
name that is not translated, such as `larkpost#812`.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the link sign took its place",
        source: "See [the guide](guide.md).\n",
        translation: "Zie [&#128279;](guide.md).\n",
        locale: "",
        expect: Expect::Flagged("the link to `guide.md` has lost its text"),
    },
    Example {
        title: "a text that is not translated",
        source: "Fixed in [larkpost#812](https://example.com/812).\n",
        translation: "Opgelost in [&#128279;](https://example.com/812).\n",
        locale: "",
        expect: Expect::Fixed("Opgelost in [larkpost#812](https://example.com/812).\n"),
    },
    Example {
        title: "nothing is left",
        source: "See [the guide](guide.md).\n",
        translation: "Zie de gids [](guide.md).\n",
        locale: "",
        expect: Expect::Flagged("the link to `guide.md` has lost its text"),
    },
    Example {
        title: "the link sign took an image's words",
        source: "Watch ![the queue](queue.png) here.\n",
        translation: "Bekijk ![&#128279;](queue.png) hier.\n",
        locale: "",
        expect: Expect::Flagged("the image `queue.png` has lost its alternative text"),
    },
    Example {
        title: "a link around an image",
        source: "See [![logo](logo.png)](guide.md).\n",
        translation: "Zie [![](logo.png)](guide.md).\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (index, inline, _) in pair.translation.links() {
        let id = InlineId(index as u32);
        let Some(link) = empty(pair.translation, id, inline) else { continue };
        let Some(reference) = pair.reference_of(inline.block) else { continue };
        let Some(source) = whole_link(pair.reference, reference, link) else { continue };
        let same = text_of(source).filter(|_| leads_to(source, &link.target));
        let wanted = same.map(|text| pair.reference.slice(text)).unwrap_or_default();
        // Where the text only moved out of the link, copying it would double it.
        let fix = (is_machine_text(wanted) && !says(pair.translation, inline.block, wanted))
            .then(|| Fix::safe("restore the text", pair.translation.file, link.text, wanted));
        let finding = checker
            .finding(
                pair.translation.file,
                inline.span,
                format!("the link to `{}` has lost its text", link.target),
            )
            .beside(pair.reference.file, source.span, "the link in the source")
            .subject(&*link.target)
            .help("translate the link's text in the source")
            .fix(fix);
        checker.report(finding);
    }
    for inline in &pair.translation.inlines {
        if let InlineKind::Image(image) = &inline.kind
            && is_sign(pair.translation, image)
        {
            lost_alternative(pair, checker, inline, image);
        }
    }
}

/// Whether an image's alternative text is the link sign and nothing else.
fn is_sign(document: &Document, image: &Link) -> bool {
    let text = document.slice(image.text);
    image.form != LinkForm::Html
        && !text.is_empty()
        && is_blank(text)
        && html_escape::decode_html_entities(text).contains('🔗')
}

/// Reports the image at `inline` where the source's block has it with words.
fn lost_alternative(pair: &Pair<'_>, checker: &mut Checker<'_>, inline: &Inline, image: &Link) {
    let Some(reference) = pair.reference_of(inline.block) else { return };
    let source = pair.reference.inlines_in(reference).iter().find(|other| {
        matches!(&other.kind, InlineKind::Image(source)
            if source.target == image.target && !is_sign(pair.reference, source))
    });
    let Some(source) = source else { return };
    let finding = checker
        .finding(
            pair.translation.file,
            inline.span,
            format!("the image `{}` has lost its alternative text", image.target),
        )
        .beside(pair.reference.file, source.span, "the image in the source")
        .subject(&*image.target)
        .help("translate the alternative text in the source");
    checker.report(finding);
}

/// Whether the texts directly in `block` have `wanted`.
fn says(document: &Document, block: BlockId, wanted: &str) -> bool {
    let texts = document
        .inlines_in(block)
        .iter()
        .filter(|inline| inline.block == block && inline.is_text());
    texts.into_iter().any(|inline| document.slice(inline.span).contains(wanted))
}

fn leads_to(inline: &Inline, target: &str) -> bool {
    matches!(&inline.kind, InlineKind::Link(link) if &*link.target == target)
}

fn text_of(inline: &Inline) -> Option<Span> {
    match &inline.kind {
        InlineKind::Link(link) => Some(link.text),
        _ => None,
    }
}

/// Whether a link's text says the same in every language: one word with a digit, as
/// `larkpost#812`.
fn is_machine_text(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"[]\\<>*_`&".contains(&byte))
}

/// The link at `id`, if readers see no text in it.
fn empty<'d>(document: &Document, id: InlineId, inline: &'d Inline) -> Option<&'d Link> {
    let InlineKind::Link(link) = &inline.kind else { return None };
    if matches!(link.form, LinkForm::Html | LinkForm::Autolink) {
        return None;
    }
    let children = &document.inlines[id.0 as usize + 1..inline.end as usize];
    let blank = children.iter().all(|child| match child.kind {
        InlineKind::Text => is_blank(document.slice(child.span)),
        InlineKind::Emphasis | InlineKind::Strong | InlineKind::Strikethrough => true,
        _ => false,
    });
    blank.then_some(link)
}

/// Whether a text is nothing but space, characters nobody sees, and link signs.
fn is_blank(text: &str) -> bool {
    // Most texts show at once that they are none.
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let nothing = |c: char| c.is_whitespace() || c == '🔗' || crate::locale::is_invisible(c);
    // Only what starts with an entity has to be read on: links may stand in links in links.
    let rest = text.trim_start_matches(nothing);
    rest.is_empty()
        || rest.starts_with('&') && html_escape::decode_html_entities(rest).chars().all(nothing)
}

/// The link of the source's block that has a text: the one with the same target, or any.
fn whole_link<'d>(document: &'d Document, block: BlockId, wanted: &Link) -> Option<&'d Inline> {
    let range = document.block(block).inlines.clone();
    let of_block = |at: &u32| document.inline(InlineId(*at)).block == block;
    let mut any = None;
    for at in range.filter(of_block) {
        let inline = document.inline(InlineId(at));
        let InlineKind::Link(link) = &inline.kind else { continue };
        if empty(document, InlineId(at), inline).is_some() {
            // The source has links without text, too.
            return None;
        }
        if link.target == wanted.target {
            return Some(inline);
        }
        any = any.or(Some(inline));
    }
    any
}
