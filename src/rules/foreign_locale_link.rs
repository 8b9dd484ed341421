//! `foreign-locale-link`: a link to another locale's page although this locale has it.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Fix};
use crate::project::Project;
use crate::project::pages::{Page, PageLink, Resolution, Spelling, Target};
use crate::project::paths::is_markdown;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::FileId;

/// The rule.
pub const RULE: Rule = Rule {
    name: "foreign-locale-link",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a link to another locale's page although this locale has it",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
A reader of one language is sent to a page in another although theirs exists: `/en/install/` on a
Spanish page, or `/install/` where links of translations carry their locale. How a project writes
such links is told from the majority of its links, or stated with `links = \"unchanged\"` or
`links = \"/{lang}/\"` under `[[documents]]`; where links stay as the source writes them, a link to
the source's page is no finding. Links between the versions of one page, as in a line that offers
other languages, are none either.

The fix names the own locale. It is unsafe where the link has an anchor that the own page lacks.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a link to the source's page",
        source: "==> en/a.md <==\nSee [b](/en/b/) and [c](/en/c/).\n==> en/b.md <==\n# B\n\
                 ==> en/c.md <==\n# C\n==> en/d.md <==\n[B](/en/b/)\n",
        translation: "==> nl/a.md <==\nZie [b](/nl/b/) en [c](/en/c/).\n==> nl/b.md <==\n# B\n\
                      ==> nl/c.md <==\n# C\n==> nl/d.md <==\n[B](/nl/b/)\n",
        locale: "",
        expect: Expect::Fixed(
            "==> nl/a.md <==\nZie [b](/nl/b/) en [c](/nl/c/).\n==> nl/b.md <==\n# B\n\
             ==> nl/c.md <==\n# C\n==> nl/d.md <==\n[B](/nl/b/)\n",
        ),
    },
    Example {
        title: "a page that this locale does not have",
        source: "==> en/a.md <==\nSee [b](/en/b/) and [c](/en/c/).\n==> en/b.md <==\n# B\n\
                 ==> en/c.md <==\n# C\n",
        translation: "==> nl/a.md <==\nZie [b](/nl/b/) en [c](/en/c/).\n==> nl/b.md <==\n# B\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "the other versions of the page itself",
        source: "==> en/a.md <==\nRead this in [Dutch](/nl/a/).\n",
        translation: "==> nl/a.md <==\nLees dit in het [Engels](/en/a/).\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    for page in project.judged().filter(|page| !page.is_source()) {
        for (link, resolution) in project.links(page.facts.file) {
            let Resolution::Found(Target::File(to), spelling) = *resolution else { continue };
            if link.is_image || project.are_versions(to, page.facts.file) {
                continue;
            }
            if let Some((shown, own)) = foreign(project, &page, to, spelling)
                && !is_meant(project, &page, link, shown)
            {
                checker.report(finding(project, checker, &page, link, spelling, (shown, own)));
            }
        }
    }
}

/// The page that is shown, and the one in the own locale that should be.
fn foreign(
    project: &Project<'_>,
    page: &Page<'_>,
    to: FileId,
    spelling: Spelling,
) -> Option<(FileId, FileId)> {
    let own = project.version(to, page.locale)?;
    let source = page.article.source.map(|source| project.locale(source));
    let to_source = Some(project.locale(to)) == source;
    match spelling {
        Spelling::Plain => {
            let source = project.version(to, source?)?;
            project.localizes_rooted(page).then_some((source, own))
        }
        _ if to == own => None,
        Spelling::Ambiguous => None,
        Spelling::Prefixed => (!to_source || project.localizes_rooted(page)).then_some((to, own)),
        Spelling::Relative => (!to_source || project.localizes_relative(page)).then_some((to, own)),
    }
}

/// Whether the source itself links to that locale: a list of languages does.
fn is_meant(project: &Project<'_>, page: &Page<'_>, link: &PageLink, shown: FileId) -> bool {
    let source = page.article.source.map(|source| project.locale(source));
    let same = |(answer, _): &(&PageLink, _)| answer.target == link.target;
    Some(project.locale(shown)) != source
        && project.source_links(page, &link.target).iter().any(same)
}

fn finding(
    project: &Project<'_>,
    checker: &Checker<'_>,
    page: &Page<'_>,
    link: &PageLink,
    spelling: Spelling,
    (shown, own): (FileId, FileId),
) -> Diagnostic {
    let target = &*link.target;
    let (foreign, locale) = (project.locale(shown), page.locale);
    let message = format!(
        "link leads to the `{foreign}` page `{target}`, although the page exists in `{locale}`"
    );
    let written = rewritten(project, page, target, spelling, own);
    let has_anchor = project.has_anchor(&Target::File(own), target) == Some(true);
    let applicability = if !target.contains('#') || has_anchor {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let help = match &written {
        Some(written) => format!("write `{written}`"),
        None => format!("link to `{}`", project.path(own)),
    };
    let file = page.facts.file;
    let plain = link.span.len() == target.len();
    let fix = written.filter(|_| plain).map(|written| {
        let title = "link to the page in the own locale";
        Fix::replace(applicability, title, file, link.span, written)
    });
    checker.finding(file, link.span, message).subject(target).help(help).fix(fix)
}

/// The target with the own locale.
fn rewritten(
    project: &Project<'_>,
    page: &Page<'_>,
    target: &str,
    spelling: Spelling,
    own: FileId,
) -> Option<String> {
    let name = || project.conventions.name_of(page.locale);
    match spelling {
        Spelling::Ambiguous => None,
        Spelling::Relative => {
            let end = target.find(['#', '?']).unwrap_or(target.len());
            let is_page = is_markdown(Path::new(&target[..end]));
            is_page.then(|| format!("{}{}", project.relative_path(page, own), &target[end..]))
        }
        Spelling::Prefixed => {
            let rest = target.strip_prefix('/')?;
            let after = rest.find('/').map_or("", |at| &rest[at..]);
            Some(format!("/{}{after}", name()?))
        }
        Spelling::Plain => Some(format!("/{}{target}", name()?)),
    }
}
