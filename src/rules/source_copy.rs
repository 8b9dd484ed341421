//! `source-copy`: a page that is still the source's text.

use crate::diagnostic::Severity;
use crate::project::Project;
use crate::project::pages::Page;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "source-copy",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a page that is still the source's text",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
The page stands where a translation should, but nine tenths of its prose are the source's, word for
word, as it is today or as the history of the repository shows that it was. Readers who chose their
language get another, and lists of what is translated count the page.
Code, front matter, short lines and names are not compared, and pages with little prose (less than
200 letters) or in a variant of the source's language are left alone.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "nothing was translated but the heading",
        source: "==> en/a.md <==\n# Brewing\n\nPour the hot water slowly over the leaves, wait for \
                 three minutes, and then take the leaves out of the pot again.\n\nKeep the rest of \
                 the leaves in a dry tin with a lid that closes well, away from light and from \
                 anything that smells strongly, such as coffee, soap or spices.\n",
        translation: "==> nl/a.md <==\n# Zetten\n\nPour the hot water slowly over the leaves, wait \
                      for three minutes, and then take the leaves out of the pot again.\n\nKeep \
                      the rest of the leaves in a dry tin with a lid that closes well, away from \
                      light and from anything that smells strongly, such as coffee, soap or spices.\n",
        locale: "",
        expect: Expect::Flagged("this page is still the text of `en/a.md`"),
    },
    Example {
        title: "little prose",
        source: "==> en/a.md <==\n# Tea\n\n```sh\ntea --hot\n```\n\nGPL-3.0-or-later\n",
        translation: "==> nl/a.md <==\n# Tea\n\n```sh\ntea --hot\n```\n\nGPL-3.0-or-later\n",
        locale: "",
        expect: Expect::Clean,
    },
];

/// Pages with fewer letters of prose are left alone.
const FEWEST_LETTERS: u32 = 200;

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    for page in project.judged().filter(|page| !page.is_source()) {
        let Some(source) = page.article.source.and_then(|source| project.facts(source)) else {
            continue;
        };
        let language = project.locale(source.file).language();
        let letters = page.facts.letters();
        let today = page.facts.shared_with(source.file);
        let older = page.facts.older().filter(|_| !page.facts.is_copy(today));
        let shared = older.map_or(today, |(_, shared)| shared);
        let is_copy = letters >= FEWEST_LETTERS && page.facts.is_copy(shared);
        if !is_copy || language == page.locale.language() || is_translated(project, &page) {
            continue;
        }
        let name = older.map_or(project.path(source.file), |(name, _)| name);
        let message = format!("this page is still the text of `{name}`");
        let help = if older.is_some() {
            "the source changed since: translate it as it is today, or remove this page".to_owned()
        } else if shared == letters {
            "translate it, or remove it so that readers get the source's page".to_owned()
        } else {
            format!("{} of 100 letters are the source's: translate them", shared * 100 / letters)
        };
        let finding = checker
            .finding(page.facts.file, page.facts.head, message)
            .beside(source.file, source.head, "the source")
            .subject("page")
            .help(help);
        checker.report(finding);
    }
}

/// Whether the text is in the language it should be: names, quotations and tables alone can be
/// most of a page.
fn is_translated(project: &Project<'_>, page: &Page<'_>) -> bool {
    let written = project.written_language(page.facts.file);
    written.is_some_and(|written| written.language() == page.locale.language())
}
