//! `duplicate-translation`: the same text under two locales.

use crate::diagnostic::Severity;
use crate::project::Project;
use crate::project::pages::{Page, PageFacts};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "duplicate-translation",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the text of another locale stands where this one's should",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
Two versions of a page in different languages share nine tenths of their prose, and the text is
plainly in the language of one of them: it was copied into the place of the other. Variants of one
language (`pt-BR` and `pt-PT`) may share text, pages that are both still the source's text are
`source-copy`, and a text whose language cannot be told is left alone.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "Dutch text under the name of French",
        source: "==> en/a.md <==\n# Brewing\n\nPour the hot water slowly over the leaves, and wait \
                 for three minutes.\n",
        translation: DUTCH_TWICE,
        locale: "",
        expect: Expect::Flagged("the text of `fr` is the text of `nl`"),
    },
    Example {
        title: "two languages, two texts",
        source: "==> en/a.md <==\n# Brewing\n\nPour the hot water slowly over the leaves.\n",
        translation: "==> fr/a.md <==\n# Infuser\n\nVersez lentement l’eau chaude sur les \
                      feuilles.\n==> nl/a.md <==\n# Zetten\n\nGiet het hete water langzaam over de \
                      bladeren.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

const DUTCH_TWICE: &str = "\
==> fr/a.md <==\n# Zetten\n\nGiet het hete water langzaam over de bladeren, wacht drie minuten en \
haal de bladeren daarna weer uit de pot.\n\nBewaar de rest van de bladeren in een droog blik met een \
deksel dat goed sluit, ver van licht en van alles wat sterk ruikt.\n==> nl/a.md <==\n# Zetten\n\n\
Giet het hete water langzaam over de bladeren, wacht drie minuten en haal de bladeren daarna weer \
uit de pot.\n\nBewaar de rest van de bladeren in een droog blik met een deksel dat goed sluit, ver \
van licht en van alles wat sterk ruikt.\n";

/// Pages with fewer letters of prose are left alone.
const FEWEST_LETTERS: u32 = 120;

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    let pages: Vec<Page<'_>> = project.judged().filter(|page| !page.is_source()).collect();
    for group in pages.chunk_by(|a, b| a.index == b.index) {
        for page in group {
            let others = page.article.translations.iter().filter_map(|&file| project.facts(file));
            let mut others = others
                .filter(|other| project.locale(other.file).language() != page.locale.language());
            if let Some(other) = others.find(|other| is_copy(project, page, other)) {
                let locale = project.locale(other.file);
                let message = format!("the text of `{}` is the text of `{locale}`", page.locale);
                let finding = checker
                    .finding(page.facts.file, page.facts.head, message)
                    .beside(other.file, other.head, format!("the `{locale}` page"))
                    .subject("page")
                    .help(format!("bring back the `{}` text, or translate the page", page.locale));
                checker.report(finding);
            }
        }
    }
}

/// Whether `page` holds the text of `other`, in the language of `other`.
fn is_copy(project: &Project<'_>, page: &Page<'_>, other: &PageFacts) -> bool {
    let letters = page.facts.letters();
    if letters < FEWEST_LETTERS || !page.facts.is_copy(page.facts.shared_with(other.file)) {
        return false;
    }
    let from_source = page.article.source.map_or(0, |source| page.facts.shared_with(source));
    if from_source * 2 >= letters {
        return false;
    }
    let written = project.written_language(page.facts.file);
    written.is_some_and(|written| written.language() == project.locale(other.file).language())
}
