//! `inverted-punctuation`: Spanish questions and exclamations that lack a mark at one end.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Fix};
use crate::locale::Profile;
use crate::markdown::{BlockKind, Document, OBJECT, Prose};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "inverted-punctuation",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a question or exclamation lacks its `¿` or `¡`",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Spanish opens questions with `¿` and exclamations with `¡` (*Ortografía de la lengua española*,
2010, chapter III). Translations from languages that do not forget the opening mark; engines
sometimes forget the closing one.

Marks are balanced sentence by sentence over what readers see of a block. Either opening mark goes
with either closing one (`¡Qué!`, `¿Cómo!`). Left alone are marks in code, in UI labels, between
quotation marks, inside words and signatures (`error?:`), after a single word (`Yahoo!`), after a
bracket, and sentences that the source contains literally.

The fix puts the opening mark before the sentence. It is offered, not made: the question may start
at a later word.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a lead-in that asks",
        source: "* **Did you ask your team about it?** It is better to ask.\n",
        translation: "* **Ha hablado con su equipo sobre esto?** Es mejor preguntar.\n",
        locale: "es",
        expect: Expect::Flagged(
            "the question lacks its \"¿\": \"Ha hablado con su equipo sobre esto?\"",
        ),
    },
    Example {
        title: "both marks are there",
        source: "Ready? Then go!\n",
        translation: "¿Ya está todo listo? ¡Entonces, en marcha!\n",
        locale: "es",
        expect: Expect::Clean,
    },
    Example {
        title: "the closing mark is missing",
        source: "Who can help me?\n",
        translation: "¿Quién me puede ayudar.\n",
        locale: "es",
        expect: Expect::Flagged("\"¿\" is not closed: \"¿Quién me puede ayudar.\""),
    },
    Example {
        title: "a name, a signature and a quotation",
        source: "With Yahoo! call `go(x?: string)` and answer \"Are you sure?\" with yes.\n",
        translation: "Con Yahoo! llame `go(x?: string)` y responda \"Are you sure?\" con yes.\n",
        locale: "es",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    if !Profile::of(&document.locale).inverted {
        return;
    }
    let mut prose = Prose::default();
    let mut asked = false;
    for id in document.text_blocks(false) {
        let text = document.slice(document.block(id).span).as_bytes();
        // "¿" and "¡" are C2 BF and C2 A1.
        asked &= !matches!(document.block(id).kind, BlockKind::Heading(_));
        if memchr::memchr3(b'?', b'!', 0xc2, text).is_none() {
            continue;
        }
        prose.read(document, id);
        // "¿Cuál es…", and in the list below the answers: "la primera?"
        let kept = prose.text().trim_end();
        let opens = kept.ends_with("...") || kept.ends_with(['…', ':']);
        asked |= opens && kept.contains('¿') && !kept.contains('?');
        if asked {
            continue;
        }
        for flaw in flaws(prose.text()) {
            let source = pair.and_then(|pair| Some((pair.reference, pair.reference_of(id)?)));
            let is_source = |sentence: &str| {
                source
                    .is_some_and(|(document, id)| Prose::of(document, id).text().contains(sentence))
            };
            // A sentence that is still the source's is not translated at all.
            if !is_source(&prose.text()[flaw.start..flaw.end]) {
                report(document, pair, checker, &prose, flaw);
            }
        }
    }
}

/// An unbalanced sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Flaw {
    /// Bytes of the prose: the sentence.
    start: usize,
    end: usize,
    /// The mark that it lacks; for one that is not closed, the mark that stands there.
    mark: char,
    closing: bool,
}

/// The sentences of `text` whose marks are not balanced.
fn flaws(text: &str) -> Vec<Flaw> {
    let mut found = Vec::new();
    // Where an opening mark stands that is not closed yet: a question, an exclamation.
    let mut open: [Option<usize>; 2] = [None; 2];
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        match letter {
            '"' | '“' | '«' | '‘' => {
                let end = at + quotation_length(text, at);
                while letters.next_if(|&(at, _)| at < end).is_some() {}
            }
            '¿' | '¡' if text[..at].ends_with(char::is_alphanumeric) => {}
            '¿' => open[0] = open[0].or(Some(at)),
            '¡' => open[1] = open[1].or(Some(at)),
            // Of several closing marks the last one counts.
            '?' | '!' if !matches!(next, Some('?' | '!')) => {
                let end = at + 1;
                let doubled = text[..at].ends_with(['?', '!']);
                let own = usize::from(letter == '!');
                let opened = open[own].take().or_else(|| open[1 - own].take());
                if doubled {
                    open = [None; 2];
                }
                if opened.is_none() && is_sentence_end(text, start, at, next) {
                    let begin = end - text[start..end].trim_start().len();
                    let mark = if letter == '?' { '¿' } else { '¡' };
                    found.push(Flaw { start: begin, end, mark, closing: false });
                }
                if next.is_none_or(char::is_whitespace) {
                    start = end;
                }
            }
            '.' | '…' | '\n' if next.is_none_or(char::is_whitespace) || letter == '\n' => {
                start = at + letter.len_utf8();
            }
            ':' if next.is_some_and(char::is_whitespace) => start = at + 1,
            _ => {}
        }
    }
    let kept = text.trim_end();
    // A question that goes on in a list below ends with an ellipsis or a colon here.
    if let Some(at) = open[0].or(open[1])
        && kept.ends_with('.')
        && !kept.ends_with("..")
    {
        let mark = if open[0].is_some() { '¿' } else { '¡' };
        found.push(Flaw { start: at, end: kept.len(), mark, closing: true });
    }
    found
}

/// The length of the quotation that starts at `at`, or of the mark alone where none ends.
fn quotation_length(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let mark = rest.chars().next().unwrap_or('"');
    let close = match mark {
        '“' => '”',
        '«' => '»',
        '‘' => '’',
        _ => '"',
    };
    let inner = mark.len_utf8();
    rest[inner..].find(close).map_or(inner, |length| inner + length + close.len_utf8())
}

/// Whether the mark at `at` ends a sentence of words that began at `start`.
fn is_sentence_end(text: &str, start: usize, at: usize, next: Option<char>) -> bool {
    let words = &text[start..at];
    let last = words.trim_end_matches(['?', '!', ')']).chars().next_back();
    let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '.' | ',' | '…'));
    // "Yahoo! is …": the sentence goes on.
    let after = text[at + 1..].trim_start().chars().next();
    let goes_on = after.is_some_and(char::is_lowercase);
    let spoken = |word: &&str| word.chars().filter(|c| c.is_lowercase()).count() > 1;
    // "Yahoo! Finance": a name, within a longer one.
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let name = text[at..].starts_with('!')
        && words.split_whitespace().next_back().is_some_and(capital)
        && after.is_some_and(char::is_uppercase);
    ends && !goes_on
        && !name
        && last.is_some_and(char::is_alphabetic)
        && !words.ends_with(OBJECT)
        && words.split_whitespace().filter(spoken).count() >= 2
}

fn report(
    document: &Document,
    pair: Option<&Pair<'_>>,
    checker: &mut Checker<'_>,
    prose: &Prose,
    flaw: Flaw,
) {
    let sentence = &prose.text()[flaw.start..flaw.end];
    if pair.is_some_and(|pair| pair.reference.text.contains(sentence)) {
        return;
    }
    let span = prose.span(flaw.start..flaw.end);
    let quoted = prose.quoted(flaw.start..flaw.end);
    let (message, help) = if flaw.closing {
        let close = if flaw.mark == '¿' { '?' } else { '!' };
        (
            format!("\"{}\" is not closed: \"{quoted}\"", flaw.mark),
            format!("close it with `{close}`"),
        )
    } else {
        let kind = if flaw.mark == '¿' { "question" } else { "exclamation" };
        (
            format!("the {kind} lacks its \"{}\": \"{quoted}\"", flaw.mark),
            format!("put `{}` where the {kind} starts", flaw.mark),
        )
    };
    let place = Span::at(prose.span(flaw.start..flaw.start + 1).start as usize);
    let fix = (!flaw.closing).then(|| {
        let title = format!("put `{}` before the sentence", flaw.mark);
        Fix::replace(Applicability::Unsafe, title, document.file, place, flaw.mark.to_string())
    });
    let finding =
        checker.finding(document.file, span, message).subject(sentence).help(help).fix(fix);
    checker.report(finding);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_balanced_one_by_one() {
        let said = |text: &str| flaws(text).iter().map(|flaw| flaw.mark).collect::<String>();
        assert_eq!(said("Esto es así. Puede ser otra cosa?"), "¿");
        assert_eq!(said("Esto es así. ¿Puede ser otra cosa?"), "");
        assert_eq!(said("¿Puede ser? Puede que sí, verdad?"), "¿");
        assert_eq!(said("Si no sabe, ¿qué hace usted?"), "");
        assert_eq!(said("¿¡Pero qué dice!? ¡¡Es genial!!"), "");
        assert_eq!(said("La propiedad opcional error?: string es nueva"), "");
        assert_eq!(said("¿Quiere saber más. No hay problema."), "¿");
        assert_eq!(said("¿Puedes decir (¡si lo hay!) qué se envía?"), "");
        assert_eq!(said("¿Cuál de ellas es..."), "", "it goes on in a list");
        assert_eq!(said("Usa el valor (¡y nada más!) de antes."), "");
    }
}
