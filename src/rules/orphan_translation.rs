//! `orphan-translation`: a translation whose source does not exist.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Severity;
use crate::project::pages::Page;
use crate::project::paths::slashed;
use crate::project::{Article, Past, Project};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "orphan-translation",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a translation whose source does not exist",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
The page lies where translations lie, but no source page answers it: the source was moved, renamed
or removed, and readers keep finding the old text. A source page that states this address under
`aliases` or `redirect_from` is named as the new place, else the one that the history of the
repository shows the source was renamed to, else the only one of the same file name that has no
translation in this locale. A page that never had a source, as the history of the repository tells,
was perhaps written for its language: that is an information. Pages that exist in one locale on
purpose are left out with `exclude` under `[[documents]]`.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the source was moved",
        source: "==> en/guide/install.md <==\n# Install\n",
        translation: "==> nl/install.md <==\n# Installeren\n",
        locale: "",
        expect: Expect::Flagged("this translation has no source page"),
    },
    Example {
        title: "the source is there",
        source: "==> en/install.md <==\n# Install\n",
        translation: "==> nl/install.md <==\n# Installeren\n",
        locale: "",
        expect: Expect::Clean,
    },
];

/// File names that say nothing about a page.
const COMMON: &[&str] = &["index", "_index", "readme", "overview", "introduction"];

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, article) in project.catalog.articles.iter().enumerate() {
        if article.source.is_some() {
            by_name.entry(name(&article.key)).or_default().push(index);
        }
    }
    // A set without any source is one whose sources are not there to be seen.
    let articles = project.catalog.articles.iter().zip(&project.catalog.set_of);
    let sourced: BTreeSet<usize> =
        articles.filter(|(article, _)| article.source.is_some()).map(|(_, set)| *set).collect();
    for page in project.judged() {
        let is_sourced = |set: &usize| sourced.contains(set);
        if !project.catalog.set_of.get(page.index).is_some_and(is_sourced) {
            continue;
        }
        let has_source = project.traits_of(page.index).is_some_and(|traits| traits.has_source);
        if !has_source || page.article.source.is_some() {
            continue;
        }
        // One address in two forms: the site pairs them, whatever the paths say.
        if project.at_address_of(&page).any(|(_, same_page)| same_page) {
            continue;
        }
        let (help, severity) = advice(project, &page, &by_name);
        let finding = checker
            .finding(page.facts.file, page.facts.head, "this translation has no source page")
            .severity(severity)
            .subject("page")
            .help(help);
        checker.report(finding);
    }
}

/// Where the page belongs: as its source states, as the history of the repository tells, or as its
/// name suggests. A page that never had a source was perhaps written for its language.
fn advice(
    project: &Project<'_>,
    page: &Page<'_>,
    by_name: &HashMap<&str, Vec<usize>>,
) -> (String, Severity) {
    if let Some((article, _)) = project.at_address_of(page).next()
        && let Some(source) = article.source
    {
        return (moved(project, page, article, project.path(source), ""), Severity::Warning);
    }
    let past = project.past_source(page);
    if let Past::Gone(gone) = &past {
        let when = format!(" ({}, {})", gone.commit.get(..7).unwrap_or(&gone.commit), gone.date);
        let now = gone.now.as_deref().and_then(slashed);
        if let Some((path, article)) =
            now.and_then(|path| project.article_at(&path).map(|article| (path, article)))
        {
            return (moved(project, page, article, &path, &when), Severity::Warning);
        }
        if gone.now.is_none() && new_place(project, page, by_name).is_none() {
            let help = format!("its source was removed{when}: remove this page too");
            return (help, Severity::Warning);
        }
    }
    if let Some(path) = new_place(project, page, by_name) {
        let help =
            format!("perhaps it belongs to `{path}`, which has no `{}` translation", page.locale);
        return (help, Severity::Warning);
    }
    if past == Past::Never {
        let help = "it never had one: if it was written for this language, list it in `exclude`";
        return (help.to_owned(), Severity::Info);
    }
    ("remove it, or move it to where its source lies now".to_owned(), Severity::Warning)
}

/// What to do about a page whose source lies at `path` now.
fn moved(
    project: &Project<'_>,
    page: &Page<'_>,
    article: &Article,
    path: &str,
    when: &str,
) -> String {
    if is_translated(project, article, page) {
        format!("the source is `{path}` now{when}, and translated there: remove this page")
    } else {
        format!("the source is `{path}` now{when}: move this page there")
    }
}

/// Whether `article` has a translation in the locale of `page`.
fn is_translated(project: &Project<'_>, article: &Article, page: &Page<'_>) -> bool {
    article.translations.iter().any(|file| project.locale(*file) == page.locale)
}

/// The file name of a logical path, without its extension.
fn name(key: &str) -> &str {
    let name = key.rsplit('/').next().unwrap_or(key);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The only source page of the same set and name that this locale lacks.
fn new_place<'p>(
    project: &'p Project<'_>,
    page: &Page<'_>,
    by_name: &HashMap<&str, Vec<usize>>,
) -> Option<&'p str> {
    let name = name(&page.article.key);
    let sets = &project.catalog.set_of;
    let free = |index: &&usize| {
        let article = &project.catalog.articles[**index];
        sets.get(**index) == sets.get(page.index) && !is_translated(project, article, page)
    };
    let mut places = by_name.get(name)?.iter().filter(free);
    let only = places.next().filter(|_| places.next().is_none() && !COMMON.contains(&name))?;
    project.catalog.articles[*only].source.map(|source| project.path(source))
}
