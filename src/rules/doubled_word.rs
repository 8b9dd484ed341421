//! `doubled-word`: a word that stands twice in a row.

use crate::diagnostic::Severity;
use crate::fix::{Applicability, Fix};
use crate::locale::{Doubling, Profile, Words};
use crate::markdown::{BlockId, Document, Twice};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "doubled-word",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a word stands twice in a row",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Document(check),
};

const DOCS: &str = "\
\"de de\", \"the the\", \"con con\": translation engines repeat small words where markup or a name
was moved, and people do when they edit.

Reported is a word of letters that stands twice with nothing but space between, whatever the case
of its first letter. Each language says which words may meet like this (`vous vous`, `Sie sie`);
languages that double words as grammar, such as Turkish, Hindi, Vietnamese or Indonesian, and
languages that are written without spaces are left alone. So are words that the source's block
doubles too, single letters, and names with a capital, which `doubled-brand` looks at.

The fix takes the second one out. It is offered, not made: sometimes another word was meant.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "an article stands twice",
        source: "Open the file of the project.\n",
        translation: "Open het bestand van de de map.\n",
        locale: "nl",
        expect: Expect::Flagged("\"de\" stands twice"),
    },
    Example {
        title: "French pronouns may meet",
        source: "If you register, you will get a mail.\n",
        translation: "Si vous vous inscrivez, vous recevrez un courriel.\n",
        locale: "fr",
        expect: Expect::Clean,
    },
    Example {
        title: "Turkish doubles words for emphasis",
        source: "Read it slowly.\n",
        translation: "Yavaş yavaş okuyun.\n",
        locale: "tr",
        expect: Expect::Clean,
    },
    Example {
        title: "the source doubles it too",
        source: "Type `a` or the letters ping ping.\n",
        translation: "Typ `a` of de letters ping ping.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let profile = Profile::of(&document.locale);
    if profile.words == Words::Joined || profile.doubling == Doubling::Any {
        return;
    }
    let mut reported = 0;
    for twice in &document.texts().doubled_words {
        // Of three in a row the first two are enough.
        if twice.first.start >= reported {
            judge(document, pair, checker, profile, twice);
        }
        reported = twice.second.end;
    }
}

fn judge(
    document: &Document,
    pair: Option<&Pair<'_>>,
    checker: &mut Checker<'_>,
    profile: &Profile,
    twice: &Twice,
) {
    let Twice { block, first, second, .. } = *twice;
    let (one, other) = (document.slice(first), &document.text[second.range()]);
    let rest = document.text[second.end as usize..].chars().next();
    let ends = rest.is_none_or(|c| {
        !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-' | '_' | '&' | '*' | '/' | '=' | '(')
    });
    let letters = one.chars().all(char::is_alphabetic) && one.chars().count() > 1;
    // Two capitals are names; a small letter and a capital are two sentences.
    if !letters || !ends || other.starts_with(char::is_uppercase) {
        return;
    }
    // "the Home Page page": a capital within a sentence is part of a name.
    let before = document.text[..first.start as usize].trim_end_matches([' ', '*', '_']);
    let starts =
        before.ends_with(['\n', '\r', '.', '!', '?', ':', '#', '-', '|', '>']) || before.is_empty();
    if one.starts_with(char::is_uppercase) && !starts {
        return;
    }
    if profile.may_double(&one.to_lowercase()) || stands_in(pair, block, one) {
        return;
    }
    let removed = Span { start: first.end, end: second.end };
    let fix = Fix::replace(
        Applicability::Unsafe,
        format!("take one \"{other}\" out"),
        document.file,
        removed,
        "",
    );
    let finding = checker
        .finding(document.file, first.to(second), format!("\"{other}\" stands twice"))
        .subject(one)
        .help("take one out, or put the word that was meant")
        .fix(Some(fix));
    checker.report(finding);
}

/// Whether the source's block has the word twice in a row as well.
fn stands_in(pair: Option<&Pair<'_>>, block: BlockId, word: &str) -> bool {
    let Some(pair) = pair else { return false };
    let reference = pair.reference;
    let blocks = match pair.reference_of(block) {
        Some(id) => id.0..reference.block(id).end,
        None => 0..reference.blocks.len() as u32,
    };
    let twice = &reference.texts().doubled_words;
    let from = twice.partition_point(|twice| twice.block.0 < blocks.start);
    let mut within = twice[from..].iter().take_while(|twice| twice.block.0 < blocks.end);
    within.any(|twice| reference.slice(twice.first).eq_ignore_ascii_case(word))
}
