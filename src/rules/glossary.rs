//! `glossary`: declared terms that were not kept, not translated as agreed, or not allowed.

use crate::diagnostic::Severity;
use crate::locale::glossary::{Glossary, has_term, occurrences};
use crate::markdown::{BlockId, Document, Prose};
use crate::outline::{Basis, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "glossary",
    group: Group::Language,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a term is not used as the glossary says",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The rule speaks up only where `lint-rules.toml` declares terms:

```toml
[glossary]
keep = [\"Acme Cloud\", \"Scriptorium\"]

[glossary.translate.nl]
cart = \"winkelwagen\"
order = [\"bestelling\", \"order\"]

[glossary.translate.ru]
\"Acme Cloud\" = [\"Acme Cloud\", \"Акме Клауд\"]

[glossary.forbidden]
nl = [\"foutmelding\"]
```

A term of `keep` that stands in a block of the source has to stand in the translation's block,
letter by letter; an ending or a compound may follow. That one is left out is an information:
translators may leave a name out that the source repeats. Where `translate` has the term for the
language, as a transliteration, that counts instead. A term of `translate` that stands in the
source's block, letter case aside and also with a plural s, asks for one of its translations,
whatever its ending: words of the translation are compared by their beginnings. Where terms overlap,
as \"user guide\" in \"advanced user guide\", the first and longest is meant. A word of
`forbidden` must not stand in the translation at all.

Code, links' targets and labels of the user interface are not looked at in the source, nor are blocks
without a counterpart.";

const EXAMPLES: &[Example] = &[Example {
    title: "nothing is declared",
    source: "Open Acme Cloud.\n",
    translation: "Open de wolk van Akmé.\n",
    locale: "nl",
    expect: Expect::Clean,
}];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let Some(glossary) = checker.glossary().filter(|glossary| !glossary.is_empty()) else { return };
    let siblings = matches!(pair.basis, Basis::Siblings { .. });
    let (mut source, mut target) = (Prose::default(), Prose::default());
    for id in pair.translation.text_blocks(true) {
        target.read(pair.translation, id);
        forbidden(pair.translation, &target, glossary, checker);
        let Some(ours) = pair.reference_of(id).filter(|_| !siblings) else { continue };
        source.read(pair.reference, ours);
        if source.text() != target.text() {
            wanted(pair, (ours, source.text()), (id, target.text()), glossary, checker);
        }
    }
}

fn forbidden(document: &Document, prose: &Prose, glossary: &Glossary, checker: &mut Checker<'_>) {
    let text = prose.text();
    for term in glossary.forbidden_in(&document.locale) {
        for at in occurrences(text, term) {
            let finding = checker
                .finding(
                    document.file,
                    prose.span(at..at + term.len()),
                    format!("\"{term}\" is a forbidden term"),
                )
                .subject(term)
                .help("use the word that the glossary prefers");
            checker.report(finding);
        }
    }
}

fn wanted(
    pair: &Pair<'_>,
    (ours, source): (BlockId, &str),
    (theirs, target): (BlockId, &str),
    glossary: &Glossary,
    checker: &mut Checker<'_>,
) {
    let locale = &pair.translation.locale;
    let declared = glossary.translations(locale);
    let mut report = |severity: Severity, term: &str, message: String, help: String| {
        let finding = checker
            .finding(pair.translation.file, pair.translation.head_of(theirs), message)
            .severity(severity)
            .beside(pair.reference.file, pair.reference.head_of(ours), "the term in the source")
            .subject(term)
            .help(help);
        checker.report(finding);
    };
    let standing = standing(source, declared);
    for (term, translations) in declared {
        let stands = standing.contains(&term.as_str());
        if stands && !translations.iter().any(|word| has_term(target, word, locale)) {
            let quoted: Vec<String> =
                translations.iter().map(|word| format!("\"{word}\"")).collect();
            report(
                Severity::Warning,
                term,
                format!("\"{term}\" is not translated as {}", quoted.join(" or ")),
                "use the glossary's word".to_owned(),
            );
        }
    }
    let own = |term: &str| declared.iter().any(|(other, _)| other == term);
    for term in glossary.keep.iter().filter(|term| !own(term)) {
        // As code it is kept, too.
        let text = pair.translation.slice(pair.translation.block(theirs).span);
        if occurrences(source, term).next().is_some()
            && !target.contains(term.as_str())
            && !text.contains(term.as_str())
        {
            // A sentence may do well without a name that the source repeats.
            report(
                Severity::Info,
                term,
                format!("the term \"{term}\" was not kept"),
                format!("write \"{term}\" as the source does"),
            );
        }
    }
}

/// The declared terms that the source has as words, letter case aside, perhaps with a plural s. Of
/// terms that overlap ("user guide" in "advanced user guide") the first and longest counts.
fn standing<'t>(source: &str, declared: &'t [(String, Vec<String>)]) -> Vec<&'t str> {
    let source = source.to_lowercase();
    let mut places: Vec<(usize, usize, &str)> = Vec::new();
    for (term, _) in declared {
        let lower = term.to_lowercase();
        let plural = format!("{lower}s");
        for word in [&plural, &lower] {
            let at = occurrences(&source, word).map(|at| (at, at + word.len(), term.as_str()));
            places.extend(at);
        }
    }
    places.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
    let (mut found, mut past) = (Vec::new(), 0);
    for (start, end, term) in places {
        if start >= past {
            past = end;
            found.push(term);
        }
    }
    found
}
