//! `llm-artifact`: what a language model said around the translation, or left of it.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::{Ending, Profile, Words};
use crate::markdown::{BlockId, BlockKind, Document, Inline, InlineKind, Prose, context_at};
use crate::outline::{Basis, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "llm-artifact",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a language model's own words, wrapping or end stands in the page",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
Answers of a language model that are written to files unread bring more than the translation.

Reported are:

- a page that stands in a code block as a whole (```` ```markdown ````), where the source does not;
  what such a page lacks beside its source is not reported then;
- control tokens of models in text, such as `<|endoftext|>` or `<|im_start|>`;
- an introduction, a refusal or a piece of the prompt at the start or end of a page (\"Here is the
  translation:\", \"I'm sorry, but I can't\", in many languages);
- a page that stops in the middle of a sentence: its last paragraph ends in a letter where the
  source's ends with a mark, and is less than 60 % as long as the page's others let expect.

Left alone is whatever the source contains too, and the source itself: pages about language models
quote them.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the model introduces its work",
        source: "# Install\n\nRun the installer.\n",
        translation: "Hier is de vertaling:\n\n# Installeren\n\nStart het installatieprogramma.\n",
        locale: "nl",
        expect: Expect::Flagged("words of a language model: \"Hier is de vertaling:\""),
    },
    Example {
        title: "the whole page in a fence",
        source: "# Install\n\nRun the installer.\n",
        translation: "```markdown\n# Installeren\n\nStart het installatieprogramma.\n```\n",
        locale: "nl",
        expect: Expect::Flagged("the whole page stands in a code block"),
    },
    Example {
        title: "a page with code in a fence",
        source: "# Install\n\n```sh\nrun\n```\n\nThat is all.\n",
        translation: "```markdown\n# Installeren\n\n```sh\nrun\n```\n\nDat is alles.\n```\n",
        locale: "nl",
        expect: Expect::Flagged("the whole page stands in a code block"),
    },
    Example {
        title: "a page that starts with code",
        source: "```md\n# A heading\n```\n\nThis is how a heading is written.\n",
        translation: "```md\n# Een kop\n```\n\nZo schrijft u een kop.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a control token",
        source: "Run the installer.\n",
        translation: "Start het installatieprogramma.<|endoftext|>\n",
        locale: "nl",
        expect: Expect::Flagged("a control token of a language model: \"<|endoftext|>\""),
    },
    Example {
        title: "the page stops in the middle of a sentence",
        source: "First open the box on the table.\n\nThen take the cable out of the box.\n\nThe cable has two ends, and you will need both of them before you can go on with the next step.\n",
        translation: "Open eerst de doos op de tafel.\n\nHaal dan de kabel uit de doos.\n\nDe kabel heeft twee\n",
        locale: "nl",
        expect: Expect::Flagged(
            "the page stops in the middle of a sentence: \"…De kabel heeft twee\"",
        ),
    },
    Example {
        title: "a page about tokens",
        source: "The model ends with <|endoftext|> by itself.\n",
        translation: "Het model eindigt vanzelf met <|endoftext|>.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

/// Tokens that steer models. None of them is a word of any language.
const TOKENS: &[&str] = &[
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|im_sep|>",
    "<|eot_id|>",
    "<|end|>",
    "<|end_of_text|>",
    "<|begin_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|assistant|>",
    "<|user|>",
    "<|system|>",
    "<|endofprompt|>",
];

/// How introductions, refusals and prompts begin, in lower case.
const PHRASES: &[&str] = &[
    "here is the translat",
    "here's the translat",
    "here is your translat",
    "here is the markdown",
    "here is the full translat",
    "sure, here",
    "sure! here",
    "certainly! here",
    "certainly, here",
    "below is the translat",
    "i'm sorry, but i can",
    "i’m sorry, but i can",
    "i am sorry, but i can",
    "i cannot assist with",
    "i can't assist with",
    "as an ai language model",
    "as a language model, i",
    "please provide the text",
    "translate the following",
    "you are a professional translator",
    "you are a translator",
    "the rest of the document remains",
    "[rest of the ",
    "(rest of the ",
    "[the translation continues",
    "[continued in the next",
    "let me know if you need any",
    "let me know if you'd like",
    "hier ist die übersetzung",
    "hier ist die übersetzte",
    "es tut mir leid, aber ich kann",
    "als ki-sprachmodell",
    "voici la traduction",
    "voici le texte traduit",
    "je suis désolé, mais je ne peux",
    "désolé, mais je ne peux pas",
    "en tant que modèle de langage",
    "aquí está la traducción",
    "aquí tienes la traducción",
    "a continuación se presenta la traducción",
    "lo siento, pero no puedo",
    "como modelo de lenguaje",
    "ecco la traduzione",
    "mi dispiace, ma non posso",
    "hier is de vertaling",
    "hier is de vertaalde",
    "het spijt me, maar ik kan",
    "aqui está a tradução",
    "segue a tradução",
    "desculpe, mas não posso",
    "här är översättningen",
    "oto tłumaczenie",
    "вот перевод",
    "ось переклад",
    "извините, но я не могу",
    "işte çeviri",
    "以下は翻訳",
    "以下に翻訳",
    "翻訳は以下",
    "申し訳ありませんが、そのリクエスト",
    "申し訳ございませんが、その",
    "以下是翻译",
    "以下是翻譯",
    "抱歉，我无法",
    "抱歉，我無法",
    "很抱歉，我无法",
    "다음은 번역",
    "번역은 다음과",
    "죄송하지만, 해당 요청",
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let reference = pair.map(|pair| pair.reference);
    wrapping(document, reference, checker);
    tokens(document, reference, checker);
    if let Some(pair) = pair {
        phrases(pair, checker);
        if !matches!(pair.basis, Basis::Siblings { .. })
            && let Some(finding) = stops_short(pair, checker)
        {
            checker.report(finding);
        }
    }
}

fn wrapping(document: &Document, reference: Option<&Document>, checker: &mut Checker<'_>) {
    let Some(span) = document.wrapping_fence() else { return };
    if reference.is_some_and(|reference| reference.wrapping_fence().is_some()) {
        return;
    }
    let line = document.slice(span).lines().next().unwrap_or_default();
    let place = Span::new(span.start as usize, span.start as usize + line.len());
    let finding = checker
        .finding(document.file, place, "the whole page stands in a code block")
        .help("take the fence at the start and at the end of the file out");
    checker.report(finding);
}

/// How tokens open.
static OPENING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("<|"));

/// Tokens in a page without a source are what the page is about.
fn tokens(document: &Document, reference: Option<&Document>, checker: &mut Checker<'_>) {
    let Some(reference) = reference else { return };
    let bytes = document.text.as_bytes();
    for at in OPENING.find_iter(bytes) {
        let Some(token) = TOKENS.iter().find(|token| bytes[at..].starts_with(token.as_bytes()))
        else {
            continue;
        };
        if context_at(document, at as u32).is_code() || reference.text.contains(token) {
            continue;
        }
        let span = Span::new(at, at + token.len());
        let finding = checker
            .finding(
                document.file,
                span,
                format!("a control token of a language model: \"{token}\""),
            )
            .subject(*token)
            .help("take it out, and see whether the text around it is complete");
        checker.report(finding);
    }
}

/// Looks at the first and last blocks of text: there models speak for themselves.
fn phrases(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let document = pair.translation;
    let mut prose = Prose::default();
    for id in edges(document) {
        prose.read(document, id);
        let Some(phrase) = phrase_of(prose.text()) else { continue };
        let lower = |id: BlockId| Prose::of(pair.reference, id).text().to_lowercase();
        if pair.reference.text_blocks(false).any(|id| lower(id).starts_with(phrase))
            || pair.reference_of(id).is_some_and(|ours| plainly_matches(pair, ours, id))
        {
            continue;
        }
        let quoted = prose.quoted(0..prose.text().len());
        let finding = checker
            .finding(
                document.file,
                document.head_of(id),
                format!("words of a language model: \"{quoted}\""),
            )
            .subject(phrase)
            .help("take them out, and see whether the translation is complete");
        checker.report(finding);
    }
}

/// The first two and the last two texts of a page, cells aside, in order.
fn edges(document: &Document) -> Vec<BlockId> {
    let is_text = |id: &BlockId| {
        matches!(document.block(*id).kind, BlockKind::Heading(_) | BlockKind::Paragraph)
    };
    let all = 0..document.blocks.len() as u32;
    let mut found: Vec<BlockId> = all.clone().map(BlockId).filter(is_text).take(2).collect();
    let after = found.last().map_or(0, |last| last.0 + 1);
    let rest = all.rev().map(BlockId).take_while(|id| id.0 >= after);
    let last: Vec<BlockId> = rest.filter(is_text).take(2).collect();
    found.extend(last.into_iter().rev());
    found
}

/// The byte that each phrase begins with.
const FIRST_BYTES: [u8; PHRASES.len()] = {
    let mut bytes = [0; PHRASES.len()];
    let mut at = 0;
    while at < PHRASES.len() {
        bytes[at] = PHRASES[at].as_bytes()[0];
        at += 1;
    }
    bytes
};

/// The phrase that a text begins with.
fn phrase_of(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    let phrases_on = |byte| memchr::memchr_iter(byte, &FIRST_BYTES).map(|at| PHRASES[at]);
    let letter = text.as_bytes().first()?.to_ascii_lowercase();
    if letter.is_ascii() && phrases_on(letter).next().is_none() {
        return None;
    }
    let lowered = |count| text.chars().take(count).collect::<String>().to_lowercase();
    // Three letters tell nearly all texts from all phrases.
    let first = lowered(3);
    let phrases = phrases_on(*first.as_bytes().first()?);
    let mut phrases = phrases.filter(|phrase| phrase.starts_with(&first)).peekable();
    phrases.peek()?;
    let start = lowered(60);
    phrases.find(|phrase| start.starts_with(phrase))
}

/// Whether the source speaks of translating or refusing itself, as a page about models does.
fn plainly_matches(pair: &Pair<'_>, ours: BlockId, theirs: BlockId) -> bool {
    let (source, text) = (Prose::of(pair.reference, ours), Prose::of(pair.translation, theirs));
    let source = source.text().to_lowercase();
    let about = ["translat", "sorry", "language model", "sure", "let me know", "provide"];
    about.iter().any(|word| source.contains(word)) && text.text().len() < source.len() * 2
}

/// Whether the page ends within a sentence.
fn stops_short(pair: &Pair<'_>, checker: &Checker<'_>) -> Option<Diagnostic> {
    let (reference, translation) = (pair.reference, pair.translation);
    let profile = Profile::of(&translation.locale);
    if profile.stops.is_empty() || profile.words == Words::Joined {
        return None;
    }
    let last = |document: &Document| {
        let id = BlockId((document.blocks.len() as u32).checked_sub(1)?);
        let block = document.block(id);
        // Items and quotations often end without a mark.
        (block.kind == BlockKind::Paragraph && block.parent.is_none()).then_some(id)
    };
    let end = last(translation)?;
    let text = Prose::of(translation, end);
    let kept = text.text().trim_end();
    let is_link = |inline: &Inline| matches!(inline.kind, InlineKind::Link(_));
    let close = translation.block(end).span.end;
    if !kept.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '-'))
        // A link at the end is a label as often as a part of a sentence.
        || translation.inlines_in(end).iter().any(|inline| is_link(inline) && inline.span.end == close)
    {
        return None;
    }
    let ours = pair.reference_of(end)?;
    let source = Prose::of(reference, ours);
    let marks = Profile::of(&reference.locale);
    let ends = source.text().trim_end().chars().next_back().and_then(|mark| marks.ending(mark));
    if !matches!(ends, Some(Ending::Stop | Ending::Question | Ending::Exclamation)) {
        return None;
    }
    let length = |text: &str| text.chars().count();
    let (mut here, mut there) = (0, 0);
    for (one, other) in pair.matches().filter(|&(one, _)| one != ours) {
        if matches!(reference.block(one).kind, BlockKind::Paragraph) {
            here += translation.slice(translation.block(other).span).chars().count();
            there += reference.slice(reference.block(one).span).chars().count();
        }
    }
    // Less than six tenths of the source's last paragraph are there, measured by the others.
    let is_cut = here > 40
        && length(source.text()) >= 40
        && length(kept) * there * 10 < length(source.text()) * here * 6;
    if !is_cut {
        return None;
    }
    let start = kept.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    let start = kept[start..].find(' ').filter(|_| start > 0).map_or(start, |at| start + at + 1);
    let quoted = text.quoted(start..kept.len());
    let message = format!("the page stops in the middle of a sentence: \"…{quoted}\"");
    let finding = checker.finding(translation.file, text.span(start..kept.len()), message);
    let place = reference.block(ours).span;
    Some(finding.beside(reference.file, place, "how it goes on").help("translate the rest"))
}
