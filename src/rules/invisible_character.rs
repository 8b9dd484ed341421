//! `invisible-character`: format characters without a glyph where nothing needs them.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::encoding::{SuspectKind, invisible_name};
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{
    BlockId, Context, Document, block_at, context_at, harmless, renders_equal_but_zero_width,
};
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "invisible-character",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the text holds a character that nobody can see",
    docs: "\
Zero-width spaces, joiners, soft hyphens, bidirectional controls and tag characters come along \
when text is pasted from chats and web pages or padded by machine translation. Nobody sees them, \
but they split words for search, break commands that are copied from code, and in the case of \
bidirectional overrides show text in another order than it is read by machines.

Reported are such characters, and references to the zero-width space (`&#x200B;`), where the \
reference does not have them in the same place. On a page without a reference only those \
`&#x200B;` are reported that open or close a link text. In code they are errors, and so are bidirectional \
controls that are not closed in their block.

Left alone is what a script needs: joiners in Persian, Hindi and other scripts that join letters, \
zero-width spaces in Thai, Khmer and other scripts without spaces, direction marks beside Arabic \
and Hebrew, joiners and variation selectors in emoji, no-break spaces everywhere, and references \
such as `&shy;` and `&zwnj;`, which somebody wrote on purpose.

The fix removes a zero-width space where the page, rendered before and after, gives the same HTML \
but for zero-width spaces. Where one holds emphasis together, as it often does in Japanese, it \
stays and is reported as information.",
    examples: &[
        Example {
            title: "padding around a link text",
            source: "See [the guide](g.md).\n",
            translation: "Zie [&#x200B;de gids&#x200B;](g.md).\n",
            locale: "nl",
            expect: Expect::Fixed("Zie [de gids](g.md).\n"),
        },
        Example {
            title: "residue of pasting",
            source: "All in memory.\n",
            translation: "Tudo \u{200b}\u{200b}na RAM.\n",
            locale: "pt",
            expect: Expect::Fixed("Tudo na RAM.\n"),
        },
        Example {
            title: "it holds the emphasis together",
            source: "Type **Test.** here.\n",
            translation: "ここに**テスト。**&#x200B;を入力します。\n",
            locale: "ja",
            expect: Expect::Flagged(
                "zero-width space (`&#x200B;`) in prose, without which the page would change",
            ),
        },
        Example {
            title: "the non-joiner that Persian needs",
            source: "It is.\n",
            translation: "می\u{200c}شود.\n",
            locale: "fa",
            expect: Expect::Clean,
        },
        Example {
            title: "emoji are made with joiners",
            source: "Hi.\n",
            translation: "Hallo 👩\u{200d}💻.\n",
            locale: "nl",
            expect: Expect::Clean,
        },
        Example {
            title: "an override that is not closed",
            source: "Text.\n",
            translation: "Tekst \u{202e}met omkering.\n",
            locale: "nl",
            expect: Expect::Flagged("right-to-left override (U+202E) in prose is not closed"),
        },
    ],
    options: &[],
    check: Check::Document(check),
};

/// What makes findings of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    letter: char,
    area: Area,
    state: State,
    trust: Option<Applicability>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Area {
    Code,
    Text,
    Elsewhere,
}

/// Whether a bidirectional control is balanced; all other characters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Balanced,
    Open,
}

struct Found {
    span: Span,
    letter: char,
    context: Context,
}

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut found: Vec<Found> = Vec::new();
    for suspect in &document.suspects {
        let (letter, written) = match &suspect.kind {
            SuspectKind::Invisible(letter) => (*letter, false),
            SuspectKind::Entity(entity) if &*entity.decoded == "\u{200b}" => ('\u{200b}', true),
            _ => continue,
        };
        let context = context_at(document, suspect.span.start);
        let padding = context == Context::LinkText && touches_bracket(document, suspect.span);
        if (written && (context.is_code() || (pair.is_none() && !padding)))
            || pair.is_some_and(|pair| {
                pair.reference_has(suspect.span.start, document.slice(suspect.span))
            })
        {
            continue;
        }
        if breaks_list(document, suspect.span) && is_list_defect(pair, suspect.span) {
            continue;
        }
        found.push(Found { span: suspect.span, letter, context });
    }
    if found.is_empty() {
        return;
    }
    let open = unclosed(document, &found);
    let trust = removable(document, pair, &found);
    let mut kinds: BTreeMap<Kind, Vec<&Found>> = BTreeMap::new();
    for (index, found) in found.iter().enumerate() {
        let area = match found.context {
            context if context.is_code() => Area::Code,
            context if context.is_text() => Area::Text,
            _ => Area::Elsewhere,
        };
        let state = if open[index] { State::Open } else { State::Balanced };
        let kind = Kind { letter: found.letter, area, state, trust: trust[index] };
        kinds.entry(kind).or_default().push(found);
    }
    for (kind, members) in kinds {
        checker.report(finding(document, checker, kind, &members));
    }
}

/// Whether the character opens or closes a link text, where nobody puts one on purpose.
fn touches_bracket(document: &Document, span: Span) -> bool {
    document.text[..span.start as usize].ends_with('[')
        || document.text[span.end as usize..].starts_with(']')
}

/// Whether the comparison of the blocks finds that a list is broken there: that is a rule of its
/// own.
fn is_list_defect(pair: Option<&Pair<'_>>, span: Span) -> bool {
    let Some(pair) = pair else { return false };
    let broken = pair.alignment.gaps.iter().filter_map(|gap| outline::broken_list(pair, gap));
    broken.flat_map(|list| list.before).any(|before| before.contains(span))
}

/// Whether the character keeps the marker of a list item from being one. Without it the page
/// changes, for the better.
fn breaks_list(document: &Document, span: Span) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = document.text[..start].rfind('\n').map_or(0, |at| at + 1);
    document.text[line..start].trim().is_empty() && outline::is_marker(&document.text[end..])
}

/// For each character whether it opens or closes a bidirectional run without a partner in its
/// block.
fn unclosed(document: &Document, found: &[Found]) -> Vec<bool> {
    let mut open = vec![false; found.len()];
    let mut stack: Vec<(usize, Option<BlockId>, char)> = Vec::new();
    for (index, found) in found.iter().enumerate() {
        let closes = match found.letter {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => None,
            closer @ ('\u{202c}' | '\u{2069}') => Some(closer),
            _ => continue,
        };
        let block = block_at(document, found.span.start);
        if let Some(closer) = closes {
            let partner = stack.pop_if(|(_, place, opener)| {
                *place == block
                    && (('\u{2066}'..='\u{2068}').contains(opener) == (closer == '\u{2069}'))
            });
            open[index] = partner.is_none();
            if let Some((partner, ..)) = partner {
                open[partner] = false;
            }
        } else {
            open[index] = true;
            stack.push((index, block, found.letter));
        }
    }
    open
}

/// How far the removal of each character may be trusted.
fn removable(
    document: &Document,
    pair: Option<&Pair<'_>>,
    found: &[Found],
) -> Vec<Option<Applicability>> {
    let mut trust = vec![Some(Applicability::Unsafe); found.len()];
    let mut candidates = Vec::new();
    for (index, found) in found.iter().enumerate() {
        if found.context.is_code() {
            if pair.is_some_and(|pair| code_matches(document, pair, found.span)) {
                trust[index] = Some(Applicability::Safe);
            }
        } else if found.letter == '\u{200b}'
            && found.context.is_text()
            && !breaks_list(document, found.span)
        {
            candidates.push(index);
        }
    }
    let edits: Vec<(Span, &str)> =
        candidates.iter().map(|&index| (found[index].span, "")).collect();
    let kept = harmless(document, &edits, renders_equal_but_zero_width);
    for (&index, kept) in candidates.iter().zip(kept) {
        trust[index] = kept.then_some(Applicability::Safe);
    }
    trust
}

/// Whether the line of code at `span`, freed of invisible characters, stands in the reference.
fn code_matches(document: &Document, pair: &Pair<'_>, span: Span) -> bool {
    let text = &document.text;
    let start = text[..span.start as usize].rfind(['\n', '`']).map_or(0, |at| at + 1);
    let rest = &text[span.end as usize..];
    let end = span.end as usize + rest.find(['\n', '`']).unwrap_or(rest.len());
    let clean: String =
        text[start..end].chars().filter(|letter| !crate::locale::is_invisible(*letter)).collect();
    !clean.trim().is_empty() && pair.reference_has(span.start, clean.trim())
}

fn finding(
    document: &Document,
    checker: &Checker<'_>,
    kind: Kind,
    members: &[&Found],
) -> Diagnostic {
    let first = members[0];
    let written = document.slice(first.span);
    let name = invisible_name(kind.letter);
    let shown = if written.is_ascii() {
        format!("`{written}`")
    } else {
        format!("U+{:04X}", u32::from(kind.letter))
    };
    let place = if members.iter().all(|member| member.context == first.context) {
        first.context.place()
    } else {
        "in text"
    };
    let needed = kind.trust.is_none();
    let mut message = format!("{name} ({shown}) {place}");
    if kind.state == State::Open {
        message.push_str(" is not closed");
    }
    if needed {
        message.push_str(", without which the page would change");
    }
    let message = match members.len() {
        1 => message,
        count => format!("{message}, {count} times"),
    };
    let severity = match (kind.state, kind.area, needed) {
        (_, _, true) => Severity::Info,
        (State::Open, ..) | (_, Area::Code, _) => Severity::Error,
        _ => Severity::Warning,
    };
    let help = if needed {
        "let spaces or punctuation stand outside the emphasis, so that it closes by itself"
    } else {
        "remove it: nothing here needs it"
    };
    let fix = kind.trust.map(|applicability| Fix {
        title: format!("remove the {name}"),
        applicability,
        edits: members
            .iter()
            .map(|member| Edit {
                location: Location { file: document.file, span: member.span },
                replacement: String::new(),
            })
            .collect(),
    });
    let subject =
        format!("U+{:04X}{}", u32::from(kind.letter), if needed { " needed" } else { "" });
    checker
        .finding(document.file, first.span, message)
        .severity(severity)
        .subject(subject)
        .help(help)
        .fix(fix)
}
