//! `inconsistent-term`: words of the source that a locale renders otherwise here than elsewhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::project::Project;
use crate::project::wording::{TermKind, TermUse, shown};
use crate::rule::{
    Check, Checker, Example, Expect, FixAvailability, Group, OptionDefault, OptionSpec, Rule, Tier,
};
use crate::text::{FileId, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "inconsistent-term",
    group: Group::Language,
    tier: Tier::Advisory,
    severity: Severity::Info,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a heading or label is rendered otherwise than on the other pages",
    docs: DOCS,
    examples: EXAMPLES,
    options: OPTIONS,
    check: Check::Wording(check),
};

const OPTIONS: &[OptionSpec] = &[OptionSpec {
    name: "pages",
    docs: "how many pages have to agree on a rendering before others are reported",
    default: OptionDefault::Integer(3),
}];

const DOCS: &str = "\
Readers who follow \"see Configuration options\" look for these words. Where a heading, a table
header, the title of an alert, a link that fills its line or a label of the user interface stands on
many pages of the source, its translations are counted for each locale. A rendering is reported where
another one has at least four times as many pages, three at least (option `pages`), and more than
all others together. The finding names that rendering and pages that have it.

Words are compared without letter case and punctuation. Left alone are texts of more than 60
characters, texts with code, headings whose text was not laid beside the source's, and words that are
the usual rendering of something else. The same word may well have two meanings: the rule is advisory.

Only the pages of the run are counted: run it over the whole project.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "three pages agree, one does not",
        source: "==> en/a.md <==\n## Test drive\n==> en/b.md <==\n## Test drive\n==> en/c.md <==\n## Test drive\n==> en/d.md <==\n## Test drive\n==> en/e.md <==\n## Test drive\n",
        translation: "==> nl/a.md <==\n## Proefrit\n==> nl/b.md <==\n## Proefrit\n==> nl/c.md <==\n## Testaandrijving\n==> nl/d.md <==\n## Proefrit\n==> nl/e.md <==\n## Proefrit\n",
        locale: "",
        expect: Expect::Flagged(
            "\"Test drive\" is \"Testaandrijving\" here and \"Proefrit\" on 4 pages",
        ),
    },
    Example {
        title: "nobody agrees",
        source: "==> en/a.md <==\n## Test drive\n==> en/b.md <==\n## Test drive\n==> en/c.md <==\n## Test drive\n",
        translation: "==> nl/a.md <==\n## Proefrit\n==> nl/b.md <==\n## Proefrit\n==> nl/c.md <==\n## Testrit\n",
        locale: "",
        expect: Expect::Clean,
    },
];

/// How many times more pages the rendering of the majority needs.
const TIMES: usize = 4;
/// Pages that are named.
const NAMED: usize = 3;

/// A use of a term on a page.
type Use = (FileId, Span);

/// A locale, where the words stand, and the source's words.
type Term<'a> = (&'a str, TermKind, &'a str);

/// The uses of a term by rendering, in the order of pages.
type Renderings = BTreeMap<u64, Vec<Use>>;

/// A finding before its words were read.
struct Odd<'a> {
    kind: TermKind,
    source: &'a str,
    here: Use,
    pages: &'a [Use],
}

fn check(project: &Project<'_>, checker: &mut Checker<'_>) {
    let least = usize::try_from(checker.integer("pages")).unwrap_or(1).max(1);
    let mut terms: HashMap<Term<'_>, Renderings> = HashMap::new();
    for page in project.judged() {
        for term in page.facts.wording.iter().flat_map(|wording| &wording.terms) {
            let TermUse { kind, source, rendering, span } = term;
            let uses = terms.entry((page.locale.tag(), *kind, source)).or_default();
            let of_page = uses.entry(*rendering).or_default();
            // A page counts once for each of its renderings.
            if of_page.last().is_none_or(|(file, _)| *file != page.facts.file) {
                of_page.push((page.facts.file, *span));
            }
        }
    }
    let usual: Vec<Usual<'_>> =
        terms.iter().filter_map(|(term, renderings)| usual(term, renderings, least)).collect();
    // The usual rendering of another term: these are other words, not this term's.
    let owned: HashSet<(&str, TermKind, u64)> =
        usual.iter().map(|usual| (usual.term.0, usual.term.1, usual.rendering)).collect();
    let mut odd: Vec<Odd<'_>> = Vec::new();
    for Usual { term: (locale, kind, source), rendering, pages } in usual {
        let others = terms[&(locale, kind, source)].iter().filter(|(other, uses)| {
            **other != rendering
                && uses.len() * TIMES <= pages.len()
                && !owned.contains(&(locale, kind, **other))
        });
        let places = others.flat_map(|(_, uses)| uses);
        odd.extend(places.map(|here| Odd { kind, source, here: *here, pages }));
    }
    odd.sort_unstable_by_key(|odd| odd.here);
    report(project, checker, &odd);
}

/// What most pages have.
struct Usual<'a> {
    term: Term<'a>,
    rendering: u64,
    pages: &'a [Use],
}

/// The rendering of a term that at least `least` pages have, and more than all others together.
fn usual<'a>(term: &Term<'a>, renderings: &'a Renderings, least: usize) -> Option<Usual<'a>> {
    let (rendering, pages) = renderings.iter().max_by_key(|(_, uses)| uses.len())?;
    let all: usize = renderings.values().map(Vec::len).sum();
    let is_usual = pages.len() >= least && pages.len() * 2 > all;
    is_usual.then_some(Usual { term: *term, rendering: *rendering, pages })
}

/// Reads the words of both sides and reports.
fn report(project: &Project<'_>, checker: &mut Checker<'_>, odd: &[Odd<'_>]) {
    let places: Vec<Use> = odd.iter().flat_map(|odd| [odd.here, odd.pages[0]]).collect();
    let texts = project.texts_at(&places);
    for (odd, words) in odd.iter().zip(texts.chunks(2)) {
        let [here, usual] = [&words[0], &words[1]].map(|text| shown(text));
        // Labels in sentences are inflected.
        if odd.kind == TermKind::Label && (here.starts_with(&usual) || usual.starts_with(&here)) {
            continue;
        }
        let (file, span) = odd.here;
        let count = odd.pages.len();
        let paths = odd.pages.iter().take(NAMED).map(|(file, _)| project.path(*file));
        let named: Vec<String> = paths.map(|path| format!("`{path}`")).collect();
        let more =
            if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() };
        let message =
            format!("\"{}\" is \"{here}\" here and \"{usual}\" on {count} pages", odd.source);
        let (other, at) = odd.pages[0];
        let finding = checker
            .finding(file, span, message)
            .beside(other, at, "as most pages have it")
            .subject(odd.source)
            .help(format!("use the same words as {}{more}", named.join(", ")));
        checker.report(finding);
    }
}
