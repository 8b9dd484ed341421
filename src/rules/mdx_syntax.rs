//! `mdx-syntax`: what an MDX compiler refuses.

use crate::diagnostic::Severity;
use crate::markdown::{
    BlockId, BlockKind, Dialect, Document, Inline, InlineId, InlineKind, LinkForm, Tag,
};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "mdx-syntax",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "text that an MDX compiler refuses",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
One character can keep a whole site from building: MDX reads `<` as the start of a tag and `{` as
that of an expression, knows no `<!-- comments -->` and no `<https://…>`, wants `<br />` and not
`<br>`, and quotation marks around attributes that are `\"` or `'`. Reported for `.mdx` files is what
the translation has and the block of the source has not.

Tags that were lost belong to `html-tag` and `directive`. In `.md` files all this is allowed, and in
the `.mdx` files of Hugging Face's doc-builder, which is known by the ids of its headings:
`[[summary]]`.";

// The examples of a rule are Markdown: what is MDX alone is shown by the fixture.
const EXAMPLES: &[Example] = &[Example {
    title: "a page in Markdown",
    source: "Fewer letters.\n",
    translation: "Minder dan <3 brieven.<br>\n",
    locale: "",
    expect: Expect::Clean,
}];

/// Elements that have no content in HTML; MDX wants them closed.
const VOID: &[&str] =
    &["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What is wrong at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Comment,
    Less,
    Brace,
    Autolink,
    Unclosed,
    Quotes,
    Crossed,
}

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    if pair.translation.dialect != Dialect::Mdx || pair.reference.dialect != Dialect::Mdx {
        return;
    }
    let found = faults(pair.translation);
    if found.is_empty() || is_doc_builder(pair.reference) {
        return;
    }
    // What the source has too, its compiler takes.
    let mut source = faults(pair.reference);
    for (fault, span, block) in found {
        let reference = block.and_then(|block| pair.reference_of(block));
        let same = source.iter().position(|(other, _, place)| {
            *other == fault && (*place == reference || reference.is_none())
        });
        if let Some(at) = same {
            source.remove(at);
            continue;
        }
        let written = pair.translation.excerpt(span);
        // `<|…|>` is a control token of a language model: `llm-artifact` tells it.
        if written.starts_with("<|") {
            continue;
        }
        let (message, help) = match fault {
            Fault::Comment => {
                ("MDX knows no HTML comments".to_owned(), "write `{/* … */}` instead")
            }
            Fault::Less => (
                format!("MDX takes `{written}` for the start of a tag"),
                "write `&lt;`, or put it between backticks",
            ),
            Fault::Brace => (
                "MDX finds no end of the expression that `{` starts".to_owned(),
                "close it, or write `\\{`",
            ),
            Fault::Autolink => {
                (format!("MDX takes `{written}` for a tag"), "write the link as `[text](target)`")
            }
            Fault::Unclosed => (format!("MDX wants `{written}` closed"), "end the tag with `/>`"),
            Fault::Quotes => (
                format!("MDX cannot read the quotation marks in `{written}`"),
                "write `\"` around the attribute",
            ),
            Fault::Crossed => (
                format!("`{written}` closes a tag while another is open inside it"),
                "close the tags in the opposite order of their opening",
            ),
        };
        let beside = reference.map_or(Span::at(pair.reference.body_start as usize), |reference| {
            pair.reference.head_of(reference)
        });
        let finding = checker
            .finding(pair.translation.file, span, message)
            .beside(pair.reference.file, beside, "the source's block")
            .subject(written)
            .help(help);
        checker.report(finding);
    }
}

/// Whether the page is written for Hugging Face's doc-builder, which names its headings in double
/// brackets (`# Summary[[summary]]`), calls its files `.mdx` and takes all this.
fn is_doc_builder(document: &Document) -> bool {
    document.blocks.iter().any(|block| match &block.kind {
        BlockKind::Heading(heading) => {
            let text = document.slice(heading.text);
            text.ends_with("]]") && text.contains("[[")
        }
        _ => false,
    })
}

/// The faults of a page, in order, with the blocks that they stand in.
fn faults(document: &Document) -> Vec<(Fault, Span, Option<BlockId>)> {
    let mut found = Vec::new();
    for block in &document.blocks {
        if block.kind == BlockKind::Comment && document.slice(block.span).starts_with("<!--") {
            found.push((Fault::Comment, Span::at(block.span.start as usize), block.parent));
        }
    }
    let mut open: Vec<(BlockId, Span)> = Vec::new();
    for (index, inline) in document.inlines.iter().enumerate() {
        let block = inline.block;
        let kind = &document.block(block).kind;
        // What stands between components is read as one piece, code and all.
        if matches!(kind, BlockKind::Html | BlockKind::Code(_) | BlockKind::Comment) {
            continue;
        }
        let mut push = |fault, span| found.push((fault, span, Some(block)));
        match &inline.kind {
            InlineKind::Text => text(document, inline.span, &mut push),
            InlineKind::Comment if document.slice(inline.span).starts_with("<!--") => {
                push(Fault::Comment, inline.span);
            }
            InlineKind::Link(link) if link.form == LinkForm::Autolink => {
                push(Fault::Autolink, inline.span);
            }
            InlineKind::Tag(tag) => {
                if let Some(fault) = of_tag(document, InlineId(index as u32), inline, tag) {
                    push(fault, inline.span);
                } else if !matches!(kind, BlockKind::Directive(_))
                    && crosses(document, inline, tag, &mut open)
                {
                    push(Fault::Crossed, inline.span);
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|(_, span, _)| span.start);
    found
}

/// Finds `<` and `{` that stand as text.
fn text(document: &Document, span: Span, push: &mut dyn FnMut(Fault, Span)) {
    let (bytes, end) = (document.text.as_bytes(), span.end as usize);
    let from = span.start as usize;
    for offset in memchr::memchr2_iter(b'<', b'{', &bytes[from..end]) {
        let at = from + offset;
        if at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        let next = document.text[at + 1..].chars().next();
        if bytes[at] == b'{' {
            if next != Some('#') {
                push(Fault::Brace, Span::new(at, at + 1));
            }
        } else if let Some(next) = next.filter(|next| {
            !next.is_whitespace() && !next.is_alphabetic() && !matches!(next, '/' | '>' | '$' | '_')
        }) {
            push(Fault::Less, Span::new(at, at + 1 + next.len_utf8()));
        }
    }
}

fn of_tag(document: &Document, id: InlineId, inline: &Inline, tag: &Tag) -> Option<Fault> {
    let written = document.slice(inline.span);
    if ["=“", "=”", "=„", "=«", "=‘", "=’"].iter().any(|quote| written.contains(quote)) {
        return Some(Fault::Quotes);
    }
    let name = document.slice(tag.name);
    let open = VOID.contains(&name) && !tag.closing && !tag.self_closing;
    let next = document.inlines[id.0 as usize + 1..].iter().find_map(|other| match &other.kind {
        InlineKind::Tag(tag) => Some((tag.closing, document.slice(tag.name))),
        _ => None,
    });
    (open && next != Some((true, name))).then_some(Fault::Unclosed)
}

/// Whether the tag closes one of its block in which another is still open. `open` holds the open
/// tags of the block.
fn crosses(
    document: &Document,
    inline: &Inline,
    tag: &Tag,
    open: &mut Vec<(BlockId, Span)>,
) -> bool {
    open.retain(|(block, _)| *block == inline.block);
    if tag.self_closing {
        return false;
    }
    if !tag.closing {
        open.push((inline.block, tag.name));
        return false;
    }
    let name = document.slice(tag.name);
    match open.iter().rposition(|(_, other)| document.slice(*other) == name) {
        Some(at) => {
            let crossed = at + 1 < open.len();
            open.remove(at);
            crossed
        }
        None => false,
    }
}
