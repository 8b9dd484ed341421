//! `html-tag`: an HTML or JSX tag that the translation lost or added.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, Document, Inline, InlineId, InlineKind};
use crate::outline::{self, Difference, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "html-tag",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "an HTML or JSX tag that the translation lost or added",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Tags are compared by name within aligned blocks. A lost opening tag and its closing tag are one
finding. Line breaks (`<br>`) and word breaks are left alone, and so are pairs of tags that only the
translation has: translators explain words with `<abbr>` and set anchors. Components are directives.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a tag was lost",
        source: "Press <kbd>Enter</kbd> now.\n",
        translation: "Druk nu op Enter.\n",
        locale: "",
        expect: Expect::Flagged("tag `<kbd>` is missing"),
    },
    Example {
        title: "the closing tag was lost",
        source: "Press <kbd>Enter</kbd> now.\n",
        translation: "Druk nu op <kbd>Enter.\n",
        locale: "",
        expect: Expect::Flagged("tag `</kbd>` is missing"),
    },
    Example {
        title: "another tag",
        source: "Press <kbd>Enter</kbd> or <br/> leave.\n",
        translation: "Druk op <kdb>Enter</kdb> of <br/> ga weg.\n",
        locale: "",
        expect: Expect::Flagged("tag is `<kdb>`, the source's `<kbd>`"),
    },
    Example {
        title: "a word is explained",
        source: "The API is fast.\n",
        translation: "De <abbr title=\"interface\">API</abbr> is snel.\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "another place in the line",
        source: "Press <kbd>Enter</kbd> now.<br>\n",
        translation: "Druk op <kbd>Enter</kbd>.\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let key = |document: &Document, inline: &Inline, _: bool| {
        tag_key(document, inline).map(|(name, closing)| (name.to_owned(), closing))
    };
    let mut differences = outline::differences(pair, key);
    outline::cancel_moved(pair, &mut differences, key);
    let same = outline::has_same_sections(pair);
    for difference in differences.iter().filter(|_| same) {
        let missing = names(pair.reference, &difference.missing);
        let extra = names(pair.translation, &difference.extra);
        if let ([(name, id)], [(other, other_id)]) = (&missing[..], &extra[..]) {
            if is_emphasis(name) && is_emphasis(other) {
                continue;
            }
            let finding = checker
                .finding(
                    pair.translation.file,
                    pair.translation.inline(*other_id).span,
                    format!("tag is `{other}`, the source's `{name}`"),
                )
                .beside(pair.reference.file, pair.reference.inline(*id).span, "the tag")
                .subject(name.clone())
                .help("write the source's tag");
            checker.report(finding);
            continue;
        }
        report_missing(pair, checker, difference, &missing);
        for (name, id) in extra {
            // Translators explain a word with a pair of tags, and set anchors so that old links
            // keep working: only a tag without its partner is a defect.
            if closed(pair.translation, &difference.extra, id) {
                continue;
            }
            let finding = checker
                .finding(
                    pair.translation.file,
                    pair.translation.inline(id).span,
                    format!("tag `{name}` is not in the source"),
                )
                .beside(
                    pair.reference.file,
                    pair.reference.head_of(difference.reference),
                    "the text without it",
                )
                .subject(name)
                .severity(Severity::Warning)
                .help("remove the tag, or add it to the source");
            checker.report(finding);
        }
    }
}

/// Reports the tags that a block lacks, each name once.
fn report_missing(
    pair: &Pair<'_>,
    checker: &mut Checker<'_>,
    difference: &Difference,
    missing: &[(String, InlineId)],
) {
    let mut told: Vec<&str> = Vec::new();
    for (name, id) in missing {
        if told.contains(&&**name) || is_marked(pair, difference.translation, *id) {
            continue;
        }
        told.push(name);
        let count = missing.iter().filter(|(other, _)| other == name).count();
        let times = if count > 1 { format!(", {count} times") } else { String::new() };
        let (name, id) = (name.clone(), *id);
        let finding = checker
            .finding(
                pair.translation.file,
                pair.translation.head_of(difference.translation),
                format!("tag `{name}` is missing{times}"),
            )
            .beside(pair.reference.file, pair.reference.inline(id).span, "the tag")
            .subject(name)
            .help("put the tag back");
        checker.report(finding);
    }
}

/// Whether a tag makes words stand out; which one does is a matter of taste.
fn is_emphasis(tag: &str) -> bool {
    matches!(tag.trim_matches(['<', '>', '/']), "b" | "strong" | "i" | "em" | "u")
}

/// Whether what a `<code>` of the source marks stands between backticks.
fn is_marked(pair: &Pair<'_>, block: BlockId, id: InlineId) -> bool {
    let tag = pair.reference.inline(id);
    if !matches!(tag_key(pair.reference, tag), Some((name, false)) if name == "code") {
        return false;
    }
    let after = &pair.reference.text[tag.span.end as usize..];
    let Some((code, _)) = after.split_once("</") else { return false };
    pair.translation.inlines_in(block).iter().any(|inline| match inline.kind {
        InlineKind::Code { body } => pair.translation.slice(body).trim() == code.trim(),
        _ => false,
    })
}

/// Whether the tag closes itself, or its closing one is too many in the same block.
fn closed(document: &Document, extra: &[InlineId], id: InlineId) -> bool {
    let InlineKind::Tag(tag) = &document.inline(id).kind else { return false };
    let name = document.slice(tag.name);
    let is_void = ["img", "input", "hr"].iter().any(|other| name.eq_ignore_ascii_case(other));
    tag.self_closing
        || is_void
        || extra
            .iter()
            .any(|&other| tag_key(document, document.inline(other)) == Some((name, true)))
}

/// A tag by name, closing tags apart; `None` for tags that translations place freely, and for
/// components, which are directives.
fn tag_key<'d>(document: &'d Document, inline: &Inline) -> Option<(&'d str, bool)> {
    let InlineKind::Tag(tag) = &inline.kind else { return None };
    let name = document.slice(tag.name);
    let free =
        ["br", "wbr", "p", "nobr", "sub", "sup"].iter().any(|free| name.eq_ignore_ascii_case(free));
    let component = name.starts_with(|c: char| c.is_ascii_uppercase());
    (!free && !component && !name.is_empty()).then_some((name, tag.closing))
}

/// The tags of a list as they read, a closing tag left out when its opening one is listed too.
fn names(document: &Document, ids: &[InlineId]) -> Vec<(String, InlineId)> {
    let mut opened: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for &id in ids {
        let Some((name, closing)) = tag_key(document, document.inline(id)) else { continue };
        let known = opened.iter().position(|open| *open == name);
        match (closing, known) {
            (true, Some(at)) => {
                opened.remove(at);
            }
            (true, None) => found.push((format!("</{name}>"), id)),
            (false, _) => {
                opened.push(name);
                // A tag that leads somewhere is a link or image, and judged as one.
                let next = document.inlines.get(id.0 as usize + 1);
                let leads = next.is_some_and(|next| {
                    next.span == document.inline(id).span
                        && matches!(next.kind, InlineKind::Link(_) | InlineKind::Image(_))
                });
                if !leads {
                    found.push((format!("<{name}>"), id));
                }
            }
        }
    }
    found
}
