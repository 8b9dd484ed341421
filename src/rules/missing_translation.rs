//! `missing-translation`: a page without a translation that is required.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::locale::Locale;
use crate::project::pages::Page;
use crate::project::{Project, Require};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-translation",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a page without a translation that the configuration requires",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
Says nothing until a set of documents asks for it: `require = \"listed\"` under `[[documents]]` wants
every source page in each language of `languages`, `require = \"all\"` in every language that the set
has any page in. The finding stands on the source page and names all languages that lack it.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "one of two pages is translated, and all are required",
        source: "==> en/a.md <==\n# A\n==> en/b.md <==\n# B\n",
        translation: "==> nl/a.md <==\n# A\n",
        locale: "",
        expect: Expect::Flagged("this page has no translation into `nl`"),
    },
    Example {
        title: "both are translated",
        source: "==> en/a.md <==\n# A\n==> en/b.md <==\n# B\n",
        translation: "==> nl/a.md <==\n# A\n==> nl/b.md <==\n# B\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    let mut in_use: BTreeMap<usize, BTreeSet<&Locale>> = BTreeMap::new();
    for (index, article) in project.catalog.articles.iter().enumerate() {
        let Some(&set) = project.catalog.set_of.get(index) else { return };
        let locales = article.translations.iter().map(|file| project.locale(*file));
        in_use.entry(set).or_default().extend(locales);
    }
    for page in project.judged().filter(Page::is_source) {
        let Some(traits) = project.traits_of(page.index) else { continue };
        let wanted: Vec<&Locale> = match traits.require {
            Require::None => continue,
            Require::Listed => traits.languages.iter().collect(),
            Require::All => {
                let set = project.catalog.set_of[page.index];
                in_use.get(&set).into_iter().flatten().copied().collect()
            }
        };
        let versions = || page.article.translations.iter().map(|file| project.locale(*file));
        let lacking: Vec<String> = wanted
            .into_iter()
            .filter(|locale| *locale != page.locale && versions().all(|own| own != *locale))
            .map(|locale| format!("`{locale}`"))
            .collect();
        if lacking.is_empty() {
            continue;
        }
        let message = format!("this page has no translation into {}", lacking.join(", "));
        let finding = checker
            .finding(page.facts.file, page.facts.head, message)
            .subject(lacking.join(" "))
            .help("translate it, or leave it out with `exclude` under `[[documents]]`");
        checker.report(finding);
    }
}
