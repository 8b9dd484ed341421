//! `broken-link`: a link or image whose target does not exist, seen from the page's own place.

use crate::diagnostic::Diagnostic;
use crate::fix::Fix;
use crate::project::Project;
use crate::project::pages::{Lost, Page, PageLink, Resolution, Spelling, Target};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "broken-link",
    group: Group::Catalog,
    tier: Tier::Default,
    severity: crate::diagnostic::Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a link to a file or page of the project that does not exist",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Project(check),
};

const DOCS: &str = "\
A relative link is followed from the place of the page that holds it: a translation that lies
deeper than its source needs another `../`. A link that names a Markdown file must lead to one. An
address (`../install/`, `/guide/`) or an image is reported where the source's link can be followed
and the translation's cannot, or where nearly all addresses of the project can be followed and this
one cannot. A page that only the source has is no finding here but `untranslated-target`, and a link
that is broken in the source too is reported on the source alone. Nothing is looked up on a network.

The fix writes the number of `../` with which the link leads to a file, where only one does.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the translation names a page that is nowhere",
        source: "==> en/guide.md <==\nSee [how to install](install.md).\n\
                 ==> en/install.md <==\n# Install\n",
        translation: "==> nl/guide.md <==\nLees [hoe u installeert](installeren.md).\n\
                      ==> nl/install.md <==\n# Installeren\n",
        locale: "",
        expect: Expect::Flagged("link leads to `installeren.md`, which does not exist"),
    },
    Example {
        title: "the wrong depth",
        source: "==> en/guide/start.md <==\nSee [how to install](../install.md#pip).\n\
                 ==> en/install.md <==\n# Install\n",
        translation: "==> nl/guide/start.md <==\nLees [hoe u installeert](../../install.md#pip).\n\
                      ==> nl/install.md <==\n# Installeren\n",
        locale: "",
        expect: Expect::Fixed(
            "==> nl/guide/start.md <==\nLees [hoe u installeert](../install.md#pip).\n\
             ==> nl/install.md <==\n# Installeren\n",
        ),
    },
    Example {
        title: "a page that is not translated yet",
        source: "==> en/guide.md <==\nSee [how to install](install.md).\n\
                 ==> en/install.md <==\n# Install\n",
        translation: "==> nl/guide.md <==\nLees [hoe u installeert](install.md).\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    for page in project.judged().filter(|page| !project.is_part(page.facts.file)) {
        for (link, resolution) in project.links(page.facts.file) {
            let lost = match resolution {
                Resolution::Missing(lost) => *lost,
                // The reading that the source's image does not need.
                Resolution::Found(_, Spelling::Ambiguous) if link.is_image => Lost::Asset,
                _ => continue,
            };
            if names_version(&link.target) {
                continue;
            }
            let answers = project.source_links(&page, &link.target);
            if !is_broken(project, &page, link, lost, &answers) {
                continue;
            }
            let led_to = answers.iter().find_map(|(_, to)| match to {
                Resolution::Found(target, _) => Some(target),
                _ => None,
            });
            checker.report(finding(project, checker, &page, link, led_to));
        }
    }
}

fn is_broken(
    project: &Project<'_>,
    page: &Page<'_>,
    link: &PageLink,
    lost: Lost,
    answers: &[(&PageLink, &Resolution)],
) -> bool {
    if !answers.is_empty() {
        let followed = |to: &Resolution| match to {
            Resolution::Found(_, spelling) => {
                lost != Lost::Asset || *spelling == Spelling::Relative
            }
            _ => false,
        };
        return answers.iter().all(|(_, to)| followed(to));
    }
    // Files that were laid beside each other without a layout may stand anywhere.
    let is_placed = project.traits_of(page.index).is_some();
    let is_sure = match lost {
        Lost::File => true,
        Lost::Address => !page.is_source() && project.conventions.follows_addresses(),
        Lost::Asset => false,
    };
    is_placed && is_sure && !link.is_image && !link.is_tag
}

fn finding(
    project: &Project<'_>,
    checker: &Checker<'_>,
    page: &Page<'_>,
    link: &PageLink,
    led_to: Option<&Target>,
) -> Diagnostic {
    let noun = if link.is_image { "image" } else { "link" };
    let target = &*link.target;
    let message = format!("{noun} leads to `{target}`, which does not exist");
    // The file that the source's link leads to, or the own version of it.
    let own = led_to.and_then(|to| project.own_version(page, to));
    let same_page =
        |to: &Target| led_to.is_none() || Some(to) == led_to || Some(to) == own.as_ref();
    let mut ways = project.other_depths(page, target);
    ways.retain(|(_, to)| same_page(to));
    let help = match ways.as_slice() {
        [(written, _)] => format!("write `{written}`"),
        _ if page.is_source() => "correct the target, or remove the link".to_owned(),
        _ => "write the target as the source does, seen from this page".to_owned(),
    };
    // A target with escapes is not written as it reads.
    let plain = link.span.len() == target.len();
    let file = page.facts.file;
    let fix = match ways.as_slice() {
        [(written, _)] if plain => {
            Some(Fix::safe("correct the depth of the path", file, link.span, written))
        }
        _ => None,
    };
    checker.finding(file, link.span, message).subject(target).help(help).fix(fix)
}

/// Whether a folder of the target is a version, such as `../1.3.9/guide.md`: sites put the pages of
/// their versions together from elsewhere.
fn names_version(target: &str) -> bool {
    let is_version = |part: &str| {
        let digits = part.strip_prefix('v').unwrap_or(part);
        digits.contains('.')
            && digits.split('.').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    target.split('/').any(is_version)
}
