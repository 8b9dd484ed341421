//! `untranslated-target`: a link to a page that exists only in the source.

use crate::diagnostic::Severity;
use crate::project::Project;
use crate::project::pages::{Resolution, Spelling};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "untranslated-target",
    group: Group::Catalog,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a link to a page that is not translated yet",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
The link leads to a page that the source has and this locale has not. Most sites show the source's
page in its place, so this is a list of what to translate next rather than a defect; where a site
shows nothing, raise its severity. A link that leads to the source's page on purpose is no finding.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a page that only the source has",
        source: "==> en/guide.md <==\nSee [how to install](install.md).\n\
                 ==> en/install.md <==\n# Install\n",
        translation: "==> nl/guide.md <==\nLees [hoe u installeert](install.md).\n",
        locale: "",
        expect: Expect::Flagged("`install.md` is not translated into `nl`"),
    },
    Example {
        title: "a page that is translated",
        source: "==> en/guide.md <==\nSee [how to install](install.md).\n\
                 ==> en/install.md <==\n# Install\n",
        translation: "==> nl/guide.md <==\nLees [hoe u installeert](install.md).\n\
                      ==> nl/install.md <==\n# Installeren\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    for page in project.judged().filter(|page| !page.is_source()) {
        for (link, resolution) in project.links(page.facts.file) {
            let Resolution::Untranslated(target, spelling) = resolution else { continue };
            let on_purpose = *spelling == Spelling::Plain && project.localizes_rooted(&page);
            if link.is_image || on_purpose {
                continue;
            }
            let message = format!("`{}` is not translated into `{}`", link.target, page.locale);
            let finding = checker
                .finding(page.facts.file, link.span, message)
                .subject(&*link.target)
                .help(format!("translate `{}`", project.path_of(target)));
            checker.report(finding);
        }
    }
}
