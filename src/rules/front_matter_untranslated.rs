//! `front-matter-untranslated`: titles and descriptions that are still the source's text.

use crate::diagnostic::Severity;
use crate::locale::{Locale, Tally};
use crate::markdown::front_matter::{EntriesByPath, KeyKind, PageKinds};
use crate::markdown::{BlockKind, Document, ValueShape};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "front-matter-untranslated",
    group: Group::FrontMatter,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a title or description that was not translated",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Titles and descriptions are what search engines and navigation show of a page. They are easily
forgotten in an otherwise translated page, since they do not stand in its text.

A value that is meant for readers (`title`, `description`, `hero.tagline`, and what
`[front-matter] translated` adds) is reported when it equals the source's text and is plainly a
sentence of the source's language: at least five plain words with two of its small words (`the`,
`to`, `für`, `de la`) among them, or a run of letters of a script that the translation's language
does not use. Names, commands and short titles are left alone, and so are titles that end
with a full stop: they quote an error message.

Left alone, too, are variants of one language (`en-GB`), and pages whose opening paragraphs are
the source's as well: these were not translated at all.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a forgotten description",
        source: "---\ntitle: Install\ndescription: Learn how to install the tool on your machine.\n---\n\nRun the installer.\n",
        translation: "---\ntitle: Installeren\ndescription: Learn how to install the tool on your machine.\n---\n\nStart het installatieprogramma.\n",
        locale: "nl",
        expect: Expect::Flagged("the value of `description` is still the source's text"),
    },
    Example {
        title: "names are the same in all languages",
        source: "---\ntitle: Amazon OpenSearch Service\n---\n\nText here.\n",
        translation: "---\ntitle: Amazon OpenSearch Service\n---\n\nTekst hier.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "the title is an error message",
        source: "---\ntitle: The file is not in the list.\n---\n\nText here.\n",
        translation: "---\ntitle: The file is not in the list.\n---\n\nTekst hier.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "the page was not translated at all",
        source: "---\ntitle: How to get the most out of it\n---\n\nText here.\n",
        translation: "---\ntitle: How to get the most out of it\n---\n\nText here.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a variant of the same language",
        source: "---\ntitle: How to get the most out of it\n---\n\nThe color.\n",
        translation: "---\ntitle: How to get the most out of it\n---\n\nThe colour.\n",
        locale: "en-GB",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let (reference, translation) = (pair.reference, pair.translation);
    let (from, to) = (&reference.locale, &translation.locale);
    if !from.is_known() || !to.is_known() || from.language() == to.language() {
        return;
    }
    // Equal front matters are no obstacle here: a forgotten block is forgotten as a whole.
    let Some(ours) = reference.front_matter.as_ref().filter(|ours| ours.error.is_none()) else {
        return;
    };
    let Some(theirs) = translation.front_matter.as_ref().filter(|theirs| theirs.error.is_none())
    else {
        return;
    };
    let kinds = PageKinds::new(checker.key_kinds(), ours);
    let answers = EntriesByPath::new(theirs);
    for entry in &ours.entries {
        // The cheap questions first: a sentence has blanks or letters beyond ASCII.
        let text = reference.slice(entry.value);
        let long = text.bytes().filter(|&byte| byte == b' ' || byte >= 0x80).count() >= 4;
        if entry.shape != ValueShape::Scalar || !long {
            continue;
        }
        let other = answers.get(&entry.path);
        let Some(other) = other.filter(|other| other.shape == entry.shape) else { continue };
        // Alike in their quotes, different texts cannot have equal values.
        let written = translation.slice(other.value);
        let quote = |text: &str| text.bytes().next().filter(|byte| b"\"'|>&!".contains(byte));
        if text != written && quote(text) == quote(written)
            || kinds.kind(&entry.path) != KeyKind::Translated
        {
            continue;
        }
        let value = reference.scalar(entry);
        if value != translation.scalar(other)
            || quotes_a_message(&entry.path, &value)
            || !is_prose(&value, from, to)
        {
            continue;
        }
        if untranslated_page(reference, translation) {
            return;
        }
        let message = format!("the value of `{}` is still the source's text", entry.path);
        let finding = checker.finding(translation.file, other.value, message);
        let finding = finding.label("not translated").beside(
            reference.file,
            entry.value,
            "the same text in the source",
        );
        checker.report(finding.help("translate it").subject(entry.path.clone()));
    }
}

/// Whether the opening of the page, its first two paragraphs that are longer than a few words,
/// is the source's too.
fn untranslated_page(reference: &Document, translation: &Document) -> bool {
    fn opening(document: &Document) -> impl Iterator<Item = &str> {
        let blocks = document.blocks.iter();
        let paragraphs = blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph));
        paragraphs.map(|block| document.slice(block.span)).filter(|text| text.len() > 30).take(2)
    }
    let body = |document: &Document| document.text[document.body_start as usize..].trim().len();
    if body(reference) == 0 || body(translation) == 0 {
        return false;
    }
    let ours = &reference.text[reference.body_start as usize..];
    let theirs = &translation.text[translation.body_start as usize..];
    ours.trim() == theirs.trim()
        || opening(reference).any(|text| opening(translation).any(|other| other == text))
}

/// Whether a title is a message that the page explains. Titles do not end with a full stop;
/// those that do quote what a program says, and many teams leave that as it is.
fn quotes_a_message(path: &str, value: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or(path).to_ascii_lowercase();
    (name.ends_with("title") || name.ends_with("label")) && value.trim_end().ends_with('.')
}

/// Whether `text` is plainly written in the language of `from` and not in that of `to`.
fn is_prose(text: &str, from: &Locale, to: &Locale) -> bool {
    if let Some(script) = own_script(from.language())
        && own_script(to.language()).is_none()
    {
        return text.chars().filter(|&c| script(c)).count() >= 6;
    }
    let tally = Tally::of(text, from, to);
    tally.plain >= 5 && tally.small >= 2 && tally.telling >= 1
}

/// Letters that only this group of languages uses, for languages written in a script of their
/// own.
fn own_script(language: &str) -> Option<fn(char) -> bool> {
    match language {
        "zh" | "ja" => Some(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')),
        "ko" => Some(|c| matches!(c, '\u{ac00}'..='\u{d7af}')),
        _ => None,
    }
}
