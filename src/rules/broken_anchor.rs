//! `broken-anchor`: a link to a place that the page behind it does not have.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Fix};
use crate::project::Project;
use crate::project::pages::{Page, PageLink, Resolution, Target};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "broken-anchor",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a link to a heading or id that the page behind it does not have",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
The part after `#` must name an id or a heading of the page that the link leads to, in the same
locale: translating a heading changes the anchor made from it. Slugs are made as GitHub (Docusaurus,
Astro, Starlight), Hugo, Python-Markdown, kramdown and VitePress make them; which of them a project
uses is told from its source pages, and where that cannot be told each is accepted. Explicit ids of
any form count, and a page that takes in other files is not judged.

Where the links of a project show that the site gives translated pages the anchors of their sources,
kept anchors are no finding. An anchor that is broken in the source in the same way is not reported
on translations.

The fix names the heading that stands at the same place, where the headings of both pages agree in
number and level. It is unsafe: the place is a likely guess.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the heading was translated, the link was not",
        source: "==> en/a.md <==\n[Steps](#steps), [more](b.md#more)\n\n## Steps\n\
                 ==> en/b.md <==\n## More\n",
        translation: "==> nl/a.md <==\n[Stappen](#steps), [meer](b.md#meer)\n\n## Stappen\n\
                      ==> nl/b.md <==\n## Meer\n",
        locale: "",
        expect: Expect::Flagged("no heading or id of this page is `#steps`"),
    },
    Example {
        title: "an anchor that is nowhere, on another page",
        source: "==> en/a.md <==\n[Steps](#steps), [more](b.md#more)\n\n## Steps\n\
                 ==> en/b.md <==\n## More\n",
        translation: "==> nl/a.md <==\n[Stappen](#stappen), [meer](b.md#verder)\n\n## Stappen\n\
                      ==> nl/b.md <==\n## Meer\n",
        locale: "",
        expect: Expect::Flagged("no heading or id of `nl/b.md` is `#verder`"),
    },
    Example {
        title: "explicit ids are kept",
        source: "==> en/a.md <==\n[Steps](#steps)\n\n## Steps {#steps}\n",
        translation: "==> nl/a.md <==\n[Stappen](#steps)\n\n## Stappen {#steps}\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    for page in project.judged() {
        // Files that were laid beside each other without a layout lead to pages elsewhere.
        if project.traits_of(page.index).is_none() || project.is_part(page.facts.file) {
            continue;
        }
        for (link, resolution) in project.links(page.facts.file) {
            if link.is_image || link.fragment.is_empty() {
                continue;
            }
            let Some(target) = project.shown(&page, resolution) else { continue };
            let lacks = |target: &Target| project.has_anchor(target, &link.target) == Some(false);
            if lacks(&target)
                && project.shown_else(resolution).as_ref().is_none_or(lacks)
                && (page.is_source() && !link.is_tag || is_own_fault(project, &page, link))
            {
                checker.report(finding(project, checker, &page, link, &target));
            }
        }
    }
}

/// Whether the translation broke the anchor, rather than the source or what builds the site.
fn is_own_fault(project: &Project<'_>, page: &Page<'_>, link: &PageLink) -> bool {
    let Some(source) = project.source_page(page) else {
        return !page.is_source() && !link.is_tag && project.conventions.translates_anchors();
    };
    let answers = project.source_anchors(page, &link.target);
    if answers.is_empty() {
        // Attributes name anchors that were never meant to be: `href="#"` of a script.
        return !link.is_tag && project.conventions.translates_anchors();
    }
    let holds = |(answer, to): &(&PageLink, &Resolution)| {
        let target = project.shown(&source, to);
        target.and_then(|target| project.has_anchor(&target, &answer.target)) == Some(true)
    };
    answers.iter().all(holds) && project.conventions.translates_anchors()
}

fn finding(
    project: &Project<'_>,
    checker: &Checker<'_>,
    page: &Page<'_>,
    link: &PageLink,
    target: &Target,
) -> Diagnostic {
    let fragment = link.target.split_once('#').map_or("", |(_, fragment)| fragment);
    let file = page.facts.file;
    let here = *target == Target::File(file);
    let behind =
        if here { "this page".to_owned() } else { format!("`{}`", project.path_of(target)) };
    let message = format!("no heading or id of {behind} is `#{fragment}`");
    let better = project.translated_anchor(target, &link.target).filter(|_| !page.is_source());
    let help = match &better {
        Some(anchor) => format!("the heading at that place has the anchor `#{anchor}`"),
        None => "name an anchor of that page, or give the heading this id".to_owned(),
    };
    let fix = better.map(|anchor| {
        let title = "name the translated heading's anchor";
        Fix::replace(Applicability::Unsafe, title, file, link.fragment, anchor)
    });
    checker.finding(file, link.fragment, message).subject(&*link.target).help(help).fix(fix)
}
