//! `untranslated`: blocks that are still in the source's words.

use crate::diagnostic::Severity;
use crate::locale::Tally;
use crate::markdown::{BlockId, BlockKind, Document, InlineKind, Prose};
use crate::outline::{Basis, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "untranslated",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a block that is still in the source's words",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A paragraph, heading or table cell that was overlooked stands in the middle of a translated page in
the source's language.

A block is reported when its words equal those of the source's block and are plainly a sentence of
the source's language: at least five plain words, of which two, and no less than 15 %, are small
words such as `the` or `für`, one of them unknown to the translation's language. Code, links'
targets, tags, directives and labels of the user interface count for nothing. Blocks that follow each other are one finding.

Left alone are quotations: block quotes, texts between quotation marks, headings that end with a
full stop (they quote an error message), titles of pages of other sites, list items that open in bold (fields
of a form and what to type); variants of one language (`en-GB`); and pages of which
less than a tenth is translated, because such a page waits for its translation as a whole.

Text that has to stay in the source's language can be put between quotation marks or in a block
quote, which says the same to readers.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "an overlooked paragraph",
        source: "Open the box.\n\nThe cable for the screen is in the second box on the left.\n\nClose the lid with care.\n",
        translation: "Open de doos.\n\nThe cable for the screen is in the second box on the left.\n\nSluit het deksel voorzichtig.\n",
        locale: "nl",
        expect: Expect::Flagged(
            "still in English: \"The cable for the screen is in the second box on…\"",
        ),
    },
    Example {
        title: "names and commands are the same everywhere",
        source: "## Amazon OpenSearch Service on Adobe Commerce\n\nStart the service.\n",
        translation: "## Amazon OpenSearch Service on Adobe Commerce\n\nStart de dienst.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a quoted message",
        source: "The log says:\n\n\"The file is not in the list of known files.\"\n\nRemove it.\n",
        translation: "In het logboek staat:\n\n\"The file is not in the list of known files.\"\n\nVerwijder het.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a page that waits for its translation",
        source: "This is the first page of the book.\n\nThis is the second part of it.\n",
        translation: "This is the first page of the book.\n\nThis is the second part of it.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let (reference, translation) = (pair.reference, pair.translation);
    let (from, to) = (&reference.locale, &translation.locale);
    if !from.is_known()
        || !to.is_known()
        || from.language() == to.language()
        || matches!(pair.basis, Basis::Siblings { .. })
    {
        return;
    }
    let overlooked = |id: BlockId| -> Option<BlockId> {
        let ours = pair.reference_of(id)?;
        (is_same(reference, ours, translation, id)
            && may_be_prose(translation, id)
            && tally(pair, translation, id).is_prose()
            && !is_quotation(translation, id)
            && !is_module(translation, id))
        .then_some(ours)
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut adjacent = false;
    for id in translation.text_blocks(false) {
        match (overlooked(id), runs.last_mut()) {
            (Some(_), Some(run)) if adjacent => {
                run.last = id;
                run.count += 1;
            }
            (Some(reference), _) => {
                runs.push(Run { reference, first: id, last: id, count: 1 });
                adjacent = true;
            }
            // Names and numbers between two sentences do not part them.
            (None, _) => adjacent = adjacent && !has_words(translation, id),
        }
    }
    if runs.is_empty() || is_waiting(pair, &runs) {
        return;
    }
    for run in &runs {
        report(pair, checker, run);
    }
}

/// Overlooked blocks that follow each other.
struct Run {
    reference: BlockId,
    first: BlockId,
    last: BlockId,
    count: usize,
}

fn report(pair: &Pair<'_>, checker: &mut Checker<'_>, run: &Run) {
    let translation = pair.translation;
    let prose = Prose::of(translation, run.first);
    let words = prose.quoted(0..prose.text().len());
    let language = language_name(pair.reference.locale.language());
    let more = match run.count {
        1 => String::new(),
        2 => " and the block after it".to_owned(),
        count => format!(" and the {} blocks after it", count - 1),
    };
    let (first, last) = (translation.block(run.first).span, translation.block(run.last).span);
    let span = if run.count > 1 {
        Span { start: first.start, end: translation.head_of(run.last).end.max(last.start) }
    } else {
        translation.head_of(run.first)
    };
    let reference = pair.reference;
    let finding = checker
        .finding(translation.file, span, format!("still in {language}: \"{words}\"{more}"))
        .label("not translated")
        .beside(reference.file, reference.head_of(run.reference), "the same words in the source")
        .subject(words)
        .help("translate it; put words that must stay between quotation marks");
    checker.report(finding);
}

fn language_name(language: &str) -> &str {
    match language {
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fr" => "French",
        "it" => "Italian",
        "nl" => "Dutch",
        "pt" => "Portuguese",
        _ => "the source's language",
    }
}

/// Whether two blocks have the same words: the texts between code, tags and links are equal.
fn is_same(reference: &Document, ours: BlockId, translation: &Document, theirs: BlockId) -> bool {
    fn texts(document: &Document, id: BlockId) -> impl Iterator<Item = &str> {
        let inlines = document.inlines_in(id).iter();
        let texts = inlines.filter(|inline| inline.is_text());
        texts.map(|inline| document.slice(inline.span).trim()).filter(|text| !text.is_empty())
    }
    /// What the first text starts with, behind its space; nothing where that is unknown.
    #[inline]
    fn first(document: &Document, id: BlockId) -> Option<u8> {
        let inlines = document.inlines_in(id);
        let text = match inlines.first() {
            Some(first) if first.is_text() => first.span,
            _ => inlines.iter().find(|inline| inline.is_text())?.span,
        };
        let byte = *document.text.as_bytes().get(text.start as usize)?;
        if byte.is_ascii_graphic() && !text.is_empty() {
            return Some(byte);
        }
        document.slice(text).trim_start().bytes().next()
    }
    // Nearly all blocks are translated, which the first letter mostly shows.
    if let (Some(one), Some(other)) = (first(reference, ours), first(translation, theirs))
        && one != other
    {
        return false;
    }
    texts(reference, ours).eq(texts(translation, theirs))
}

/// Whether a block may have the five plain words that prose has: they stand in different inlines or
/// have something between them that is no letter of ASCII.
fn may_be_prose(document: &Document, id: BlockId) -> bool {
    let inlines = document.inlines_in(id);
    let texts = inlines.iter().filter(|inline| inline.is_text());
    let bytes = texts.flat_map(|inline| document.text.as_bytes()[inline.span.range()].iter());
    let parts = bytes.filter(|byte| !byte.is_ascii_alphanumeric()).take(PROSE_WORDS);
    inlines.len() + parts.count() >= PROSE_WORDS
}

/// How many plain words prose has at least.
const PROSE_WORDS: usize = 5;

/// The words of a block, labels of the user interface and code left out.
fn tally(pair: &Pair<'_>, document: &Document, id: BlockId) -> Tally {
    Tally::of(Prose::of(document, id).text(), &pair.reference.locale, &pair.translation.locale)
}

/// Whether a block has a few letters in a row to translate.
fn has_words(document: &Document, id: BlockId) -> bool {
    let mut inlines = document.inlines_in(id).iter();
    inlines.any(|inline| {
        inline.is_text() && document.slice(inline.span).split_whitespace().nth(2).is_some()
    })
}

/// Whether the block is lines that import components, which sites read in `.md` files too, or a type.
fn is_module(document: &Document, id: BlockId) -> bool {
    let text = document.slice(document.block(id).span);
    let is_cell = matches!(document.block(id).kind, BlockKind::Cell);
    // The type of a value: `string | { from: string; to: string }`.
    is_cell && (text.contains("[]") || text.contains("{ ") || text.contains("=>"))
        || text.lines().all(|line| {
            let line = line.trim();
            line.starts_with("import ") && line.contains(['\'', '"'])
        })
}

/// Whether the block quotes somebody or something: it has to stay as it is.
fn is_quotation(document: &Document, id: BlockId) -> bool {
    let block = document.block(id);
    let text = document.slice(block.span).trim_matches(|c: char| c == '*' || c == '_' || c == '|');
    let text = text.trim();
    let between = |open: &[char], close: &[char]| {
        text.starts_with(open) && text.trim_end_matches(['.', ',', ':']).ends_with(close)
    };
    let sentence = matches!(block.kind, BlockKind::Heading(_)) && {
        let last = document.inlines_in(id).last();
        last.is_some_and(|last| document.slice(last.span).trim_end().ends_with('.'))
    };
    sentence
        || between(&['"', '“', '«', '„', '\''], &['"', '”', '»', '“', '\''])
        || text.starts_with("&quot;")
        || document.is_quoted(id)
        || is_title(document, id)
        || is_field(document, id)
}

/// Whether the block is a list item that opens in bold: the field of a form and what to type.
fn is_field(document: &Document, id: BlockId) -> bool {
    let block = document.block(id);
    let item =
        block.parent.is_some_and(|id| matches!(document.block(id).kind, BlockKind::Item { .. }));
    let first = document.inlines.get(block.inlines.start as usize);
    item && first.is_some_and(|first| first.kind == InlineKind::Strong)
}

/// Whether the block is nothing but a link to another site: the title of what stands there.
fn is_title(document: &Document, id: BlockId) -> bool {
    let inlines = document.inlines_in(id);
    let link = inlines.iter().find_map(|inline| match &inline.kind {
        InlineKind::Link(link) if link.target.starts_with("http") => Some(inline.span),
        _ => None,
    });
    link.is_some_and(|link| {
        inlines.iter().filter(|inline| inline.is_text()).all(|inline| {
            link.contains(inline.span) || document.slice(inline.span).trim().len() < 3
        })
    })
}

/// Whether less than a tenth of the page's prose is translated.
fn is_waiting(pair: &Pair<'_>, runs: &[Run]) -> bool {
    let same: usize = runs.iter().map(|run| run.count).sum();
    let reference = pair.reference;
    let all = reference.text_blocks(false).filter(|&id| {
        let letters = reference.slice(reference.block(id).span).len();
        letters > 20 && tally(pair, reference, id).is_prose()
    });
    same * 10 > all.count() * 9
}
