//! `front-matter-missing`: one of the two versions has front matter, the other none.

use crate::diagnostic::Severity;
use crate::fix::Fix;
use crate::markdown::front_matter::{KeyKind, PageKinds, read};
use crate::markdown::{Document, FrontMatter};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "front-matter-missing",
    group: Group::FrontMatter,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "front matter that one of the two versions lacks",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Titles, navigation and identity of a page live in its front matter. A translation that lost the
block loses all of that; one that gained a block shows a title or a layout that the source never
gave it. Often the block is still there, but something stands before it: front matter counts
only from the very first line.

Front matter that holds nothing but bookkeeping (`source-git-commit`, `ms.date`, `lang`, and what
`[front-matter] bookkeeping` adds) may stand in one version alone, and a block with nothing but a
`description` in the translation.

The fix removes blank lines before the opening fence. Whole blocks are not copied: their texts
need a translator.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the block was lost",
        source: "---\ntitle: Install\n---\n\nText.\n",
        translation: "Tekst.\n",
        locale: "",
        expect: Expect::Flagged("the front matter of the source (`title`) is missing here"),
    },
    Example {
        title: "the block was added",
        source: "Text.\n",
        translation: "---\ntitle: Installeren\n---\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("the source has no front matter, this version has (`title`)"),
    },
    Example {
        title: "a description for search engines",
        source: "Text.\n",
        translation: "---\ndescription: Hoe het werkt.\n---\n\nTekst.\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "a blank line stands before it",
        source: "---\ntitle: Install\n---\n\nText.\n",
        translation: "\n---\ntitle: Installeren\n---\n\nTekst.\n",
        locale: "",
        expect: Expect::Fixed("---\ntitle: Installeren\n---\n\nTekst.\n"),
    },
    Example {
        title: "a pipeline added what only it reads",
        source: "Text.\n",
        translation: "---\nsource-git-commit: 7ba1896\nht-degree: 6%\n---\n\nTekst.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let (reference, translation) = (pair.reference, pair.translation);
    match (&reference.front_matter, &translation.front_matter) {
        (Some(front_matter), None) => lost(reference, front_matter, translation, checker),
        (None, Some(front_matter)) => {
            // A description is for search engines: readers of the page do not see it.
            let Some(keys) = telling(front_matter, &["description"], checker) else { return };
            let message = format!("the source has no front matter, this version has ({keys})");
            let span = opening(translation, front_matter.span);
            let finding = checker.finding(translation.file, span, message);
            let finding = finding.label("stands in this version alone").beside(
                reference.file,
                Span::at(reference.body_start as usize),
                "the source starts here",
            );
            let help = "remove the block, or give the source one";
            checker.report(finding.help(help).subject("added"));
        }
        _ => {}
    }
}

fn lost(
    reference: &Document,
    front_matter: &FrontMatter,
    translation: &Document,
    checker: &mut Checker<'_>,
) {
    let Some(keys) = telling(front_matter, &[], checker) else { return };
    let message = format!("the front matter of the source ({keys}) is missing here");
    let start = translation.body_start as usize;
    let text = &translation.text[start..];
    let blank = text.len() - text.trim_start().len();
    let pushed = blank > 0 && read(&translation.text, start + blank).is_some();
    let (label, help, fix) = if pushed {
        let space = Span::new(start, start + blank);
        let fix = Fix::safe("remove the blank lines before it", translation.file, space, "");
        ("it starts below this place", "let the page start with the opening fence", Some(fix))
    } else {
        let help = "copy the block from the source and translate its texts";
        ("it should stand here", help, None)
    };
    let finding = checker.finding(translation.file, Span::at(start), message).label(label);
    let place = opening(reference, front_matter.span);
    let finding = finding.beside(reference.file, place, "the source has it");
    checker.report(finding.help(help).subject("lost").fix(fix));
}

/// The top keys that are no bookkeeping and not among `harmless`, for the message; `None` when there
/// is no such key.
fn telling(front_matter: &FrontMatter, harmless: &[&str], checker: &Checker<'_>) -> Option<String> {
    let kinds = PageKinds::new(checker.key_kinds(), front_matter);
    let tops = front_matter.entries.iter().filter(|entry| entry.parent.is_none());
    let mut keys = tops.filter(|entry| {
        kinds.kind(&entry.path) != KeyKind::Bookkeeping && !harmless.contains(&&*entry.path)
    });
    let named: Vec<_> = keys.by_ref().take(3).map(|entry| format!("`{}`", entry.path)).collect();
    let more = if keys.next().is_some() { ", …" } else { "" };
    (!named.is_empty()).then(|| named.join(", ") + more)
}

/// The opening fence.
fn opening(document: &Document, span: Span) -> Span {
    let start = span.range().start;
    let fence = document.slice(span).bytes().take_while(|&byte| byte == b'-' || byte == b'+');
    Span::new(start, start + fence.count())
}
