//! `code-span`: inline code that differs from the source's.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Fix};
use crate::markdown::{BlockId, Document, Inline, InlineId, InlineKind};
use crate::outline::{self, Difference, Marker, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "code-span",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "inline code that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Inline code is what readers type and machines read. Code spans are compared as multisets within
aligned blocks. A span that was damaged is an error, one that was exchanged for another a warning.
Code that lost its backticks is worth knowing.

Left alone are code that only the translation marks, placeholders in angle brackets, texts in quotation
marks, spans of plain words, names in another script, a colon at the end, and the kind of quotation
marks: translators may change them. Nothing is said where code was left out, or where other code of the
source stands instead: the sentence is another. A name that the source writes without backticks
elsewhere needs none here.

The fix copies the source's span where one span of a block was changed; it is safe where the two are
alike.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a letter was changed",
        source: "Run `npm install`.\n",
        translation: "Voer `npm instal` uit.\n",
        locale: "",
        expect: Expect::Fixed("Voer `npm install` uit.\n"),
    },
    Example {
        title: "said in other words",
        source: "Set `max_size` to 3.\n",
        translation: "Zet de waarde op 3.\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "the backticks were lost",
        source: "Set `max_size` to 3.\n",
        translation: "Zet max_size op 3.\n",
        locale: "",
        expect: Expect::Flagged("`max_size` is no code here"),
    },
    Example {
        title: "the other order",
        source: "Use `a.rs` with `b.rs`.\n",
        translation: "Gebruik `b.rs` met `a.rs`.\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "a name in an example, written in the page's script",
        source: "The model says that `Sylvain` is a person.\n",
        translation: "मॉडल कहता है कि `सिल्वेन` एक व्यक्ति है।\n",
        locale: "hi",
        expect: Expect::Clean,
    },
    Example {
        title: "named once is enough",
        source: "See whether it has a `touch` method. If it has no `touch`, set `save`.\n",
        translation: "Kijk of het een `touch`-methode heeft. Zo niet, zet dan `save`.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a key with or without its colon",
        source: "See `include:` in the settings.\n",
        translation: "Zie `include` in de instellingen.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a translated placeholder",
        source: "Call `get <name>`.\n",
        translation: "Roep `get <naam>` aan.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let key = |document: &Document, inline: &Inline, _: bool| match inline.kind {
        // Entities in code are damage that `entity-in-code` tells of; here they are what they stand for.
        InlineKind::Code { body } => {
            let code = skeleton(&html_escape::decode_html_entities(document.slice(body)));
            // The colon after the key of a setting is written or not.
            let bare = code.strip_suffix(':').filter(|bare| bare.ends_with(char::is_alphanumeric));
            Some(bare.map(str::to_owned).unwrap_or(code))
        }
        _ => None,
    };
    let mut differences = outline::differences(pair, key);
    outline::cancel_moved(pair, &mut differences, key);
    for difference in &differences {
        // Where a backtick lost its partner (a rule of its own), code and text changed places.
        let (reference, translation) = (difference.reference, difference.translation);
        if !outline::shows_beyond(pair, reference, translation, &[Marker::Backtick]) {
            judge(pair, checker, difference);
        }
    }
}

/// Code with everything taken away that may be translated: placeholders, quoted phrases, white
/// space.
fn skeleton(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let inner = &rest[c.len_utf8()..];
        let close = match c {
            '<' => Some('>'),
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let end = close.and_then(|close| inner.find(close));
        if let Some(end) = end.filter(|&end| is_text(c, &inner[..end])) {
            kept.push(c);
            rest = &inner[end..];
            continue;
        }
        if !c.is_whitespace() {
            // Which quotation marks a string has is style.
            kept.push(if c == '\'' { '"' } else { c });
        }
        rest = inner;
    }
    kept
}

/// Whether what stands between two brackets or quotation marks is for people: a placeholder's
/// name, or a phrase.
fn is_text(open: char, inner: &str) -> bool {
    let words = inner.chars().any(char::is_alphabetic);
    let phrase = inner.contains(' ') && !(open == '[' && inner.contains(','));
    words && (open == '<' || phrase || !inner.is_ascii())
}

fn body(document: &Document, id: InlineId) -> Span {
    match document.inline(id).kind {
        InlineKind::Code { body } => body,
        _ => document.inline(id).span,
    }
}

fn judge(pair: &Pair<'_>, checker: &mut Checker<'_>, difference: &Difference) {
    let mut extra: Vec<InlineId> = difference.extra.clone();
    let only = difference.missing.len() == 1 && difference.extra.len() == 1;
    // Where most of a long paragraph's code is another's, nothing tells which became which.
    let same = outline::has_same_sections(pair);
    let alike = difference.missing.len().saturating_mul(difference.extra.len()) <= MOST_PAIRS;
    for &missing in &difference.missing {
        let source = pair.reference.slice(body(pair.reference, missing));
        // Named once is enough; a second time it may be a pronoun, or a part of longer code.
        if stands_in_code(pair.translation, difference.translation, source) {
            continue;
        }
        if let Some(at) = alike.then(|| counterpart(pair, source, &extra, only)).flatten() {
            let target = extra.remove(at);
            let actual = pair.translation.slice(body(pair.translation, target));
            // Other code that the source has elsewhere: the sentence was written in another way.
            let unlike = likeness(source, actual) < DAMAGED;
            if unlike && (!same || has_code(pair.reference, actual)) {
                continue;
            }
            // `<name>` may be written `name`.
            if source.trim_matches(['<', '>']) == actual {
                continue;
            }
            if !is_translated(source, actual) {
                checker.report(changed(pair, checker, missing, target, only));
            }
        } else if !plain_words(source)
            && let Some(finding) = lost(pair, checker, difference, missing)
        {
            checker.report(finding);
        }
    }
}

/// Whether a phrase has become another phrase, or the name of somebody in an example is written in
/// the translation's script.
fn is_translated(source: &str, actual: &str) -> bool {
    let mut letters = source.chars();
    let is_name = letters.next().is_some_and(|first| first.is_ascii_uppercase())
        && letters.as_str().len() > 1
        && letters.all(|c| c.is_ascii_lowercase());
    let is_foreign = actual.chars().all(|c| !c.is_ascii());
    let is_compound = source.contains('-')
        && source.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        && actual.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let is_phrase = plain_words(source)
        && (plain_words(actual) || likeness(source, actual) < 0.6)
        && likeness(source, actual) < 0.8;
    (is_name && is_foreign) || is_compound || is_phrase
}

/// Up to how many pairs of lost and new code in one block are compared letter by letter.
const MOST_PAIRS: usize = 1_000;

/// Code longer than this (bytes) is equal or not, and never alike.
const LONGEST_ALIKE: usize = 1_000;

/// How alike two pieces of code are, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    if one.len().max(other.len()) > LONGEST_ALIKE {
        return f64::from(u8::from(one == other));
    }
    strsim::normalized_levenshtein(one, other)
}

/// Which of the extra spans a lost one turned into.
fn counterpart(pair: &Pair<'_>, source: &str, extra: &[InlineId], only: bool) -> Option<usize> {
    let alike = |id: InlineId| likeness(source, pair.translation.slice(body(pair.translation, id)));
    let likenesses = extra.iter().map(|&id| alike(id)).enumerate();
    let (best, likeness) = likenesses.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (only || likeness >= 0.5).then_some(best)
}

/// Whether a span is words for people: several of them, letters only.
fn plain_words(code: &str) -> bool {
    let mut words = code.split_whitespace();
    let plain = |word: &str| {
        word.chars().all(|c| c.is_alphabetic() || matches!(c, ',' | '.' | '!' | '?' | ':' | '\''))
    };
    code.contains(' ') && words.all(plain)
}

/// How alike code must be to count as damaged rather than exchanged.
const DAMAGED: f64 = 0.6;

fn changed(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    missing: InlineId,
    extra: InlineId,
    only: bool,
) -> Diagnostic {
    let (source, target) = (body(pair.reference, missing), body(pair.translation, extra));
    let wanted = pair.reference.slice(source);
    let actual = pair.translation.slice(target);
    let file = pair.translation.file;
    // Within the backticks that stand there, only code without backticks can be written.
    let copyable = only && !wanted.contains(['`', '\n']) && !wanted.contains('<');
    // Alike, it was damaged; unlike, it may have been translated together with its example.
    let damaged = wanted.len().max(actual.len()) <= LONGEST_ALIKE
        && (strsim::damerau_levenshtein(wanted, actual) <= 1
            || strsim::normalized_damerau_levenshtein(wanted, actual) >= DAMAGED);
    let trust = if damaged { Applicability::Safe } else { Applicability::Unsafe };
    let fix = copyable.then(|| Fix::replace(trust, "restore the code", file, target, wanted));
    let severity = if damaged { Severity::Error } else { Severity::Warning };
    checker
        .finding(file, target, format!("code is `{actual}`, the source's `{wanted}`"))
        .severity(severity)
        .beside(pair.reference.file, source, "the source's code")
        .subject(wanted)
        .help(format!("write `{wanted}`"))
        .fix(fix)
}

/// Whether the running text of a document has `code` without backticks.
fn is_plain(document: &Document, code: &str) -> bool {
    let mut texts = document.inlines.iter().filter(|inline| inline.is_text());
    texts.any(|inline| holds(document.slice(inline.span), code))
}

/// Whether a code span of the document is `code`.
fn has_code(document: &Document, code: &str) -> bool {
    document.inlines.iter().any(|inline| match inline.kind {
        InlineKind::Code { body } => document.slice(body) == code,
        _ => false,
    })
}

/// Whether a code span of `block` is or holds `code`.
fn stands_in_code(document: &Document, block: BlockId, code: &str) -> bool {
    document.inlines_in(block).iter().any(|inline| match inline.kind {
        InlineKind::Code { body } => holds(document.slice(body), code),
        _ => false,
    })
}

/// Whether `whole` is `code`, or has it between signs that end a name.
fn holds(whole: &str, code: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    whole == code
        || code.contains(is_part)
            && whole.match_indices(code).any(|(at, _)| {
                !whole[..at].ends_with(is_part) && !whole[at + code.len()..].starts_with(is_part)
            })
}

fn lost(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    difference: &Difference,
    missing: InlineId,
) -> Option<Diagnostic> {
    let source = body(pair.reference, missing);
    let wanted = pair.reference.slice(source);
    let block = pair.translation.block(difference.translation).span;
    let text = pair.translation.slice(block);
    let file = pair.translation.file;
    // Left out altogether, it was said in other words. What the source itself writes as plain text
    // elsewhere is a name as well.
    let at = text.find(wanted).filter(|_| !is_plain(pair.reference, wanted))?;
    let start = block.start as usize + at;
    let span = Span::new(start, start + wanted.len());
    let finding = checker
        .finding(file, span, format!("`{wanted}` is no code here"))
        .severity(Severity::Info)
        .help("put it between backticks as in the source");
    Some(finding.beside(pair.reference.file, source, "the code in the source").subject(wanted))
}
