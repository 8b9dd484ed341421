//! `stranded-marker`: a list, heading or quote marker that lost what it marks.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Edit, Fix};
use crate::outline::{self, BrokenList, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Location;

/// The rule.
pub const RULE: Rule = Rule {
    name: "stranded-marker",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a list, heading or quote marker that lost what it marks",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
A `##`, `-`, `1.` or `>` that stands alone on its line makes an empty heading, item or quote, and the
words that it marked become a paragraph. A zero-width space before `1.` hides the marker: the whole
list runs together in one paragraph.

Left alone are markers that stand alone in the source, too.

The fix takes what nobody sees away from before the markers of a list, where there are as many as
the source has items.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a heading marker alone",
        source: "## Letters\n\nText.\n",
        translation: "##\nBrieven\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("the heading marker `##` stands alone"),
    },
    Example {
        title: "an item's marker alone",
        source: "- one\n- two\n\nText.\n",
        translation: "- een\n-\n\ntwee\n\nTekst.\n",
        locale: "",
        expect: Expect::Flagged("the list item marker `-` stands alone"),
    },
    Example {
        title: "something invisible before the numbers",
        source: "Do this:\n\n1. Write `a`.\n1. Send `b`.\n\nThen wait for `c`.\n",
        translation: "Doe dit:\n\n&#x200B;1. Schrijf `a`.\n&#x200B;1. Stuur `b`.\n\nWacht op `c`.\n",
        locale: "",
        expect: Expect::Fixed("Doe dit:\n\n1. Schrijf `a`.\n1. Stuur `b`.\n\nWacht op `c`.\n"),
    },
    Example {
        title: "the source has an empty item",
        source: "- one\n-\n",
        translation: "- een\n-\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for gap in &pair.alignment.gaps {
        if let Some(broken) = outline::broken_list(pair, gap) {
            checker.report(list(pair, checker, &broken));
        }
    }
    let document = pair.translation;
    let bare = document.block_ids().filter(|&id| document.block(id).inlines.is_empty());
    for id in bare {
        let Some(span) = outline::stranded_marker(document, id) else { continue };
        let reference = pair.reference_of(id);
        if reference.is_some_and(|other| outline::stranded_marker(pair.reference, other).is_some())
        {
            continue;
        }
        let noun = document.block(id).kind.noun();
        let marker = document.slice(span).trim();
        let mut finding = checker
            .finding(document.file, span, format!("the {noun} marker `{marker}` stands alone"))
            .subject(marker)
            .help("put the marker and its words on one line");
        if let Some(reference) = reference {
            let head = pair.reference.head_of(reference);
            finding = finding.beside(pair.reference.file, head, "in the source");
        }
        checker.report(finding);
    }
}

fn list(pair: &Pair<'_>, checker: &Checker<'_>, broken: &BrokenList) -> Diagnostic {
    let file = pair.translation.file;
    let items = pair.reference.children(Some(broken.reference)).count();
    let edits = broken
        .before
        .iter()
        .map(|&span| Edit { location: Location { file, span }, replacement: String::new() });
    let fix = (items == broken.before.len()).then(|| Fix {
        title: "make it a list again".to_owned(),
        applicability: Applicability::Safe,
        edits: edits.collect(),
    });
    let message = match broken.before.len() {
        1 => "an invisible character hides the marker of a list item".to_owned(),
        count => format!("invisible characters hide the markers of {count} list items"),
    };
    checker
        .finding(file, broken.before[0], message)
        .beside(pair.reference.file, pair.reference.head_of(broken.reference), "the list")
        .subject("hidden")
        .help("remove what stands before the markers")
        .fix(fix)
}
