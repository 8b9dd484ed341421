//! `length-ratio`: blocks that are far shorter or longer than the rest of the page lets expect.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, BlockKind, Document, Prose};
use crate::outline::{Basis, Pair};
use crate::rule::{
    Check, Checker, Example, Expect, FixAvailability, Group, OptionDefault, OptionSpec, Rule, Tier,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: "length-ratio",
    group: Group::Language,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a paragraph is far shorter or longer than its source lets expect",
    docs: DOCS,
    examples: EXAMPLES,
    options: OPTIONS,
    check: Check::Pair(check),
};

const OPTIONS: &[OptionSpec] = &[OptionSpec {
    name: "factor",
    docs: "how many times longer or shorter than expected a paragraph has to be",
    default: OptionDefault::Integer(3),
}];

const DOCS: &str = "\
A sentence that was dropped from a paragraph, or a paragraph that was summarised, leaves no gap in
the structure, only in the length.

How long a translation is for its source differs by languages and by writers, so the page itself is
the measure: the median of the ratios of all its paragraphs, counted in characters of the text that
readers see. With at least five paragraphs of 40 characters, one of at least 100 characters in the
source is reported when its own ratio is three times smaller or larger than the median (option
`factor`). Shorter texts vary too much.

The rule is advisory: translators may move a sentence to the next paragraph.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a summary instead of a translation",
        source: "The first step is to open the box and to take the parts out.\n\nThe second step is to lay the parts in a row on the table.\n\nThe third step is to read the list and to count all the parts.\n\nThe fourth step is to look for the tool that came with the box.\n\nThe fifth step is to put the legs on, one after the other, and to turn each of them until it does not move any more, but no further.\n",
        translation: "De eerste stap is de doos te openen en de delen eruit te halen.\n\nDe tweede stap is de delen op een rij op de tafel te leggen.\n\nDe derde stap is de lijst te lezen en alle delen te tellen.\n\nDe vierde stap is het gereedschap te zoeken dat in de doos zat.\n\nZet de poten erop.\n",
        locale: "nl",
        expect: Expect::Flagged("18 characters for 132 of the source; 132 were to be expected"),
    },
    Example {
        title: "too few paragraphs to compare with",
        source: "The last step is to put the legs on, one after the other, and to turn each of them until it does not move any more, but no further.\n",
        translation: "Zet de poten erop.\n",
        locale: "nl",
        expect: Expect::Clean,
    },
];

/// Characters from which a paragraph counts for the median.
const COUNTED: usize = 40;
/// Characters of the source from which a paragraph is judged.
const JUDGED: usize = 100;
/// Paragraphs that a median needs.
const ENOUGH: usize = 5;

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    if matches!(pair.basis, Basis::Siblings { .. }) {
        return;
    }
    let length =
        |document: &Document, id: BlockId| Prose::of(document, id).text().trim().chars().count();
    let mut measured: Vec<(BlockId, BlockId, usize, usize)> = Vec::new();
    for (ours, theirs) in pair.matches() {
        let kind = &pair.reference.block(ours).kind;
        // Bytes are never fewer than characters.
        if *kind != BlockKind::Paragraph || pair.reference.block(ours).span.len() < COUNTED {
            continue;
        }
        let (source, target) = (length(pair.reference, ours), length(pair.translation, theirs));
        if source >= COUNTED {
            measured.push((ours, theirs, source, target));
        }
    }
    if measured.len() < ENOUGH {
        return;
    }
    let mut ratios: Vec<f64> =
        measured.iter().map(|(_, _, source, target)| *target as f64 / *source as f64).collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    let factor = checker.integer("factor").max(2) as f64;
    for (ours, theirs, source, target) in measured {
        let expected = source as f64 * median;
        let off = (target as f64) * factor < expected || target as f64 > expected * factor;
        if source < JUDGED || !off {
            continue;
        }
        let message = format!(
            "{target} characters for {source} of the source; {expected:.0} were to be expected"
        );
        let finding = checker
            .finding(pair.translation.file, pair.translation.head_of(theirs), message)
            .beside(pair.reference.file, pair.reference.head_of(ours), "the source's paragraph")
            .help("see whether something was left out or added");
        checker.report(finding);
    }
}
