//! `length-ratio`: paragraphs that are far shorter or longer than the project lets expect.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::project::Project;
use crate::project::pages::Page;
use crate::project::wording::{Length, Spread};
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
    check: Check::Wording(check),
};

const OPTIONS: &[OptionSpec] = &[OptionSpec {
    name: "factor",
    docs: "how many times longer or shorter a paragraph has to be where only its page is the measure",
    default: OptionDefault::Integer(3),
}];

const DOCS: &str = "\
A sentence that was dropped from a paragraph, or a paragraph that was summarised, leaves no gap in
the structure, only in the length.

How long a translation is for its source differs by languages and by writers, so the project itself
is the measure: the ratios of all its paragraphs from one language to the other, counted in
characters of the text that readers see, give the usual ratio (their median) and how far paragraphs
stray from it (their median deviation). A paragraph of at least 100 characters in the source is
reported when it is at least twice as short or long as usual and strays five times further than
paragraphs of its languages do. Paragraphs whose neighbours are not those of the source are left
alone: on outdated pages it may be another one.

Where the project has fewer than 200 paragraphs in a pair of languages, the page itself is the
measure, if it has five: reported are paragraphs that are three times shorter or longer than its
median (option `factor`).

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

/// Characters of the source from which a paragraph is judged.
const JUDGED: u32 = 100;
/// Paragraphs that the measure of a page needs.
const ENOUGH: usize = 5;
/// Paragraphs that the measure of a pair of languages needs.
const ENOUGH_FOR_LANGUAGES: usize = 200;
/// How many deviations a paragraph has to stray.
const DEVIATIONS: f64 = 5.0;

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    let mut ratios: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for page in project.judged() {
        if let Some(languages) = languages(project, &page) {
            let own = lengths(&page).iter().map(Length::log_ratio);
            ratios.entry(languages).or_default().extend(own);
        }
    }
    let usual: BTreeMap<(&str, &str), Spread> = ratios
        .into_iter()
        .filter(|(_, ratios)| ratios.len() >= ENOUGH_FOR_LANGUAGES)
        .filter_map(|(languages, ratios)| Some((languages, Spread::of(ratios)?)))
        .collect();
    let factor = (checker.integer("factor").max(2) as f64).ln();
    for page in project.judged() {
        let learned = languages(project, &page).and_then(|languages| usual.get(&languages));
        if let Some(spread) = learned {
            let far = (spread.deviation * DEVIATIONS).max(std::f64::consts::LN_2);
            judge(&page, spread.median, far, checker);
            continue;
        }
        let own: Vec<f64> = lengths(&page).iter().map(Length::log_ratio).collect();
        if own.len() >= ENOUGH
            && let Some(spread) = Spread::of(own)
        {
            judge(&page, spread.median, factor, checker);
        }
    }
}

/// The languages that a page was translated from and to.
fn languages<'p>(project: &Project<'p>, page: &Page<'p>) -> Option<(&'p str, &'p str)> {
    let source = page.article.source?;
    Some((project.locale(source).tag(), page.locale.tag()))
}

fn lengths<'p>(page: &Page<'p>) -> &'p [Length] {
    page.facts.wording.as_ref().map_or(&[], |wording| &wording.lengths)
}

/// Reports the paragraphs of a page whose ratio is further than `far` from the usual one, both as
/// logarithms.
fn judge(page: &Page<'_>, usual: f64, far: f64, checker: &mut Checker<'_>) {
    for length in lengths(page) {
        let strays = (length.log_ratio() - usual).abs() > far;
        if length.source < JUDGED || !length.is_settled || !strays {
            continue;
        }
        let Length { source, target, .. } = length;
        let expected = f64::from(*source) * usual.exp();
        let message = format!(
            "{target} characters for {source} of the source; {expected:.0} were to be expected"
        );
        let mut finding = checker
            .finding(page.facts.file, length.span, message)
            .help("see whether something was left out or added");
        if let (Some(file), Some(place)) = (page.article.source, length.place) {
            finding = finding.beside(file, place, "the source's paragraph");
        }
        checker.report(finding);
    }
}
