//! `image-target`: an image that shows another file than in the source, is missing or is too many.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::markdown::{Document, Inline, InlineId, InlineKind, Link};
use crate::outline::{self, Pair, target_key};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "image-target",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "an image that shows another file than in the source, is missing or is too many",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Images are compared within aligned blocks by the files they show. A locale in the path or in the
file name is taken away before: localized screenshots are no finding, whatever they are called. The
same file named from another place is none either, nor are another picture altogether from the web
(which may show the interface in the page's language), the words of a badge, and a picture that only the translation
has. `<img>` counts like `![]()`.

The fix copies the source's path where one image of a block was changed.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the file was changed",
        source: "![The panel](img/panel.png)\n",
        translation: "![Het paneel](img/paneel.png)\n",
        locale: "",
        expect: Expect::Fixed("![Het paneel](img/panel.png)\n"),
    },
    Example {
        title: "the image was lost",
        source: "Open it: ![The panel](img/panel.png)\n",
        translation: "Open het:\n",
        locale: "",
        expect: Expect::Flagged("image `img/panel.png` is missing"),
    },
    Example {
        title: "a localized screenshot",
        source: "![The panel](img/en/panel.png)\n",
        translation: "![Het paneel](img/nl/panel.png)\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "a screenshot with another name in the folder of the language",
        source: "![The panel](https://example.com/en/panel-1.png)\n",
        translation: "![Het paneel](https://example.com/nl/panel-2.png)\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "the same file from another folder",
        source: "![The classes](./etc/builder.png)\n",
        translation: "![De klassen](../../../builder/etc/builder.png)\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let locales = [&pair.reference.locale, &pair.translation.locale];
    let key = |_: &Document, inline: &Inline, _| match &inline.kind {
        InlineKind::Image(image) => Some(target_key(&image.target, locales)),
        _ => None,
    };
    let mut differences = outline::differences(pair, key);
    outline::cancel_moved(pair, &mut differences, key);
    for difference in &differences {
        let changed = difference.missing.len().min(difference.extra.len());
        let only = difference.missing.len() == 1 && difference.extra.len() == 1;
        for (&missing, &extra) in difference.missing.iter().zip(&difference.extra) {
            if is_same(pair, image(pair.reference, missing), image(pair.translation, extra)) {
                continue;
            }
            checker.report(changed_image(pair, checker, missing, extra, only));
        }
        if !outline::has_same_sections(pair) {
            continue;
        }
        for &missing in &difference.missing[changed..] {
            let source = image(pair.reference, missing);
            let finding = checker
                .finding(
                    pair.translation.file,
                    pair.translation.head_of(difference.translation),
                    format!("image `{}` is missing", source.target),
                )
                .beside(pair.reference.file, pair.reference.inline(missing).span, "the image")
                .subject(&*source.target)
                .help("put the image back");
            checker.report(finding);
        }
    }
}

/// Whether another target is right: the same file from another folder, a picture that is filed under
/// the translation's language, or a badge with words in its address.
fn is_same(pair: &Pair<'_>, source: &Link, target: &Link) -> bool {
    let file = |link: &Link| {
        let path = link.target.split(['?', '#']).next().unwrap_or_default();
        let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let (ours, theirs) = (file(source), file(target));
    // Pictures are copied from place to place. Another name altogether on a server of pictures is
    // another picture, such as one of the interface in the page's language.
    let (one, other) = (ours.last(), theirs.last());
    let damaged = ours.len() == theirs.len()
        && !ours.iter().zip(&theirs).any(|(one, other)| is_other(Some(one), Some(other)));
    let remote = source.target.contains("://") && target.target.contains("://");
    let edits = strsim::damerau_levenshtein(&source.target, &target.target);
    if remote && edits > FEW || !damaged && one == other {
        return true;
    }
    let locale = &pair.translation.locale;
    let is_own = |part: &String| {
        let part = part.replace('_', "-");
        part.eq_ignore_ascii_case(locale.tag()) || part.eq_ignore_ascii_case(locale.language())
    };
    let is_badge = |link: &Link| link.target.contains("://img.shields.io/badge/");
    theirs.iter().any(is_own) || is_badge(source) && is_badge(target)
}

/// Up to so many letters, an address was damaged; more make it another one.
const FEW: usize = 2;

/// How alike two names must be for the one to be the other with a mistake.
const ALIKE: f64 = 0.75;

/// Whether two file names have little in common.
fn is_other(one: Option<&String>, other: Option<&String>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    strsim::normalized_damerau_levenshtein(one, other) < ALIKE
}

fn image(document: &Document, id: InlineId) -> &Link {
    match &document.inline(id).kind {
        InlineKind::Image(image) | InlineKind::Link(image) => image,
        _ => unreachable!("only images are compared"),
    }
}

fn changed_image(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    missing: InlineId,
    extra: InlineId,
    only: bool,
) -> Diagnostic {
    let source = image(pair.reference, missing);
    let target = image(pair.translation, extra);
    let file = pair.translation.file;
    let raw = pair.reference.slice(source.target_span);
    let fix = (only && source.form == target.form)
        .then(|| Fix::safe("restore the image", file, target.target_span, raw));
    checker
        .finding(
            file,
            target.target_span,
            format!("image shows `{}`, the source's `{}`", target.target, source.target),
        )
        .beside(pair.reference.file, source.target_span, "the source's image")
        .subject(&*source.target)
        .help(format!("write `{raw}`"))
        .fix(fix)
}
