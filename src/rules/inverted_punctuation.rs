//! `inverted-punctuation`: Spanish questions and exclamations that lack a mark at one end.

use std::cell::OnceCell;
use std::collections::HashMap;

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
    let page = pair.map(|pair| Sentences::new(&pair.reference.text));
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
        let flaws = flaws(prose.text());
        if flaws.is_empty() {
            continue;
        }
        let source = pair.and_then(|pair| Some(Prose::of(pair.reference, pair.reference_of(id)?)));
        let source = source.as_ref().map(|source| Sentences::new(source.text()));
        for flaw in flaws {
            // A sentence that is still the source's is not translated at all.
            let sentence = &prose.text()[flaw.start..flaw.end];
            if !source.as_ref().is_some_and(|source| source.hold(sentence))
                && !page.as_ref().is_some_and(|page| page.hold(sentence))
            {
                report(document, checker, &prose, flaw);
            }
        }
    }
}

/// A text that is asked for many sentences.
struct Sentences<'t> {
    text: &'t str,
    /// Where questions and exclamations end, by their last bytes.
    ends: OnceCell<HashMap<&'t [u8], Vec<usize>>>,
}

/// By how many bytes the end of a sentence is looked up: two short words have as many.
const TAIL: usize = 6;

impl<'t> Sentences<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ends: OnceCell::new() }
    }

    /// Whether the text has `sentence` anywhere.
    fn hold(&self, sentence: &str) -> bool {
        let Some(tail) = sentence.as_bytes().last_chunk::<TAIL>().filter(|_| is_asking(sentence))
        else {
            return self.text.contains(sentence);
        };
        let ends = self.ends.get_or_init(|| self.by_tail()).get(&tail[..]);
        ends.into_iter().flatten().any(|&end| self.text[..end].ends_with(sentence))
    }

    fn by_tail(&self) -> HashMap<&'t [u8], Vec<usize>> {
        let bytes = self.text.as_bytes();
        let mut ends: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for end in memchr::memchr2_iter(b'?', b'!', bytes).map(|at| at + 1) {
            if let Some(tail) = bytes[..end].last_chunk::<TAIL>() {
                ends.entry(tail).or_default().push(end);
            }
        }
        ends
    }
}

fn is_asking(sentence: &str) -> bool {
    sentence.ends_with(['?', '!'])
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
    let mut sentence = Sentence::at(0);
    let mut quotations = Quotations::default();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        match letter {
            '"' | '“' | '«' | '‘' => {
                let end = at + quotations.length(text, at, letter);
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
                if opened.is_none() && sentence.ends(text, at, next) {
                    let begin = end - text[sentence.start..end].trim_start().len();
                    let mark = if letter == '?' { '¿' } else { '¡' };
                    found.push(Flaw { start: begin, end, mark, closing: false });
                }
                if next.is_none_or(char::is_whitespace) || end - sentence.start > LONGEST {
                    sentence = Sentence::at(end);
                }
            }
            '.' | '…' | '\n' if next.is_none_or(char::is_whitespace) || letter == '\n' => {
                sentence = Sentence::at(at + letter.len_utf8());
            }
            ':' if next.is_some_and(char::is_whitespace) => sentence = Sentence::at(at + 1),
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

/// No sentence is longer, in bytes.
const LONGEST: usize = 4000;

/// The quotations of a text, met in order.
#[derive(Default)]
struct Quotations {
    /// Closing marks of which no more come.
    gone: Vec<char>,
}

impl Quotations {
    /// The length of the quotation that `mark` at `at` starts, or of the mark alone where none ends.
    fn length(&mut self, text: &str, at: usize, mark: char) -> usize {
        let close = match mark {
            '“' => '”',
            '«' => '»',
            '‘' => '’',
            _ => '"',
        };
        let inner = mark.len_utf8();
        if self.gone.contains(&close) {
            return inner;
        }
        let length = text[at + inner..].find(close);
        if length.is_none() {
            self.gone.push(close);
        }
        length.map_or(inner, |length| inner + length + close.len_utf8())
    }
}

/// A sentence as far as it was read.
#[derive(Default)]
struct Sentence {
    /// Where it starts.
    start: usize,
    /// The bytes that were read.
    read: usize,
    /// Its words with small letters, the one that is being read aside.
    spoken: usize,
    /// Whether the last word starts with a capital, and how many small letters it has.
    is_name: bool,
    small: usize,
    /// Whether white space came last.
    after_space: bool,
    /// The last character but closing marks and brackets.
    last: Option<char>,
}

impl Sentence {
    fn at(start: usize) -> Self {
        Self { start, after_space: true, ..Self::default() }
    }

    /// Reads on to the byte at `to`.
    fn read_to(&mut self, text: &str, to: usize) {
        for letter in text[self.start + self.read..to].chars() {
            if letter.is_whitespace() {
                self.spoken += usize::from(self.small > 1);
                self.small = 0;
                self.after_space = true;
            } else if self.after_space {
                self.is_name = letter.is_uppercase();
                self.after_space = false;
            }
            self.small += usize::from(letter.is_lowercase());
            if !matches!(letter, '?' | '!' | ')') {
                self.last = Some(letter);
            }
        }
        self.read = to - self.start;
    }

    /// Whether the mark at `at` ends it, and it is one of words.
    fn ends(&mut self, text: &str, at: usize, next: Option<char>) -> bool {
        self.read_to(text, at);
        let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '.' | ',' | '…'));
        // "Yahoo! is …": the sentence goes on.
        let after = text[at + 1..].trim_start().chars().next();
        let goes_on = after.is_some_and(char::is_lowercase);
        // "Yahoo! Finance": a name, within a longer one.
        let name =
            text[at..].starts_with('!') && self.is_name && after.is_some_and(char::is_uppercase);
        ends && !goes_on
            && !name
            && self.last.is_some_and(char::is_alphabetic)
            && !text[self.start..at].ends_with(OBJECT)
            && self.spoken + usize::from(self.small > 1) >= 2
    }
}

fn report(document: &Document, checker: &mut Checker<'_>, prose: &Prose, flaw: Flaw) {
    let sentence = &prose.text()[flaw.start..flaw.end];
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
