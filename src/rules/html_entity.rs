//! `html-entity`: character references that the reference does not have.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::encoding::{Entity, EntityForm, SuspectKind};
use crate::fix::{Applicability, Edit, Fix};
use crate::locale::{Repertoire, is_invisible};
use crate::markdown::{Context, Document, context_at, harmless, renders_equal, rewrite_in_scalar};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "html-entity",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a character is written as an HTML entity that the reference does not have",
    docs: "\
Machine translation and some editors turn quotation marks and letters into character references: \
`l&#39;applicazione`, `&quot;ja&quot;`, `caf&eacute;`. Browsers show the character, but people who \
edit or search the page see the reference, and every tool that compares texts trips over it.

Reported are references in prose, headings, link texts, tables and raw HTML, where the reference \
does not have the same one in the same block. Numeric references to the control characters 128 to \
159 are reported everywhere: windows-1252 was meant (`&#146;` for `’`). In front matter they are errors: YAML does not \
decode them, so that readers and search engines see `&#39;` in the title. So are references that \
were escaped twice (`&amp;#39;`).

A page without a counterpart to compare it with is searched, too, but only for what nobody writes \
on purpose: letters and straight quotation marks, and only when one of them touches other text. \
Alone between spaces it may be what the sentence is about.

Left alone are spaces and other invisible characters (`&nbsp;`, `&shy;`), references in targets \
and attributes, and everything that the reference has, too. Code is the matter of \
`entity-in-code`, the zero-width space of `invisible-character`.

The fix writes the character itself. It is safe for letters, quotation marks and typographic \
punctuation where the page, rendered before and after, gives the same HTML; characters that \
Markdown, MDX or a template language would read as markup stay as they are. References that \
readers see as they are written (escaped twice, or without their semicolon) are decoded by an \
unsafe fix, because the page changes. In front matter the \
value must read, as YAML, as the decoded text.",
    examples: &[
        Example {
            title: "an apostrophe in prose",
            source: "To prepare the app, wait.\n",
            translation: "Per preparare l&#39;app, attendi.\n",
            locale: "it",
            expect: Expect::Fixed("Per preparare l'app, attendi.\n"),
        },
        Example {
            title: "many of a kind are one finding",
            source: "The app and the account and the other.\n",
            translation: "L&#39;app, l&#39;account e l&#39;altro.\n",
            locale: "it",
            expect: Expect::Fixed("L'app, l'account e l'altro.\n"),
        },
        Example {
            title: "a letter as an entity in a heading",
            source: "# Coffee\n",
            translation: "# Caf&eacute;\n",
            locale: "fr",
            expect: Expect::Fixed("# Café\n"),
        },
        Example {
            title: "the reference has it too",
            source: "Press &lt;Enter&gt; &amp; wait.\n",
            translation: "Druk op &lt;Enter&gt; &amp; wacht.\n",
            locale: "nl",
            expect: Expect::Clean,
        },
        Example {
            title: "a space that keeps words together",
            source: "Wait 10 minutes!\n",
            translation: "Attendez 10&nbsp;minutes&nbsp;!\n",
            locale: "fr",
            expect: Expect::Clean,
        },
        Example {
            title: "decoding would make a tag",
            source: "Type the name.\n",
            translation: "Typ de &lt;naam>.\n",
            locale: "nl",
            expect: Expect::Flagged("`&lt;` is written for \"<\" in prose"),
        },
        Example {
            title: "after a backslash it is text",
            source: "The \"name\".\n",
            translation: "De \\&quot;naam.\n",
            locale: "nl",
            expect: Expect::Flagged("`&quot;` is written for '\"' in prose"),
        },
        Example {
            title: "a control character instead of an apostrophe",
            source: "Today's news.\n",
            translation: "Les nouvelles d&#146;aujourd&#146;hui.\n",
            locale: "fr",
            expect: Expect::Fixed("Les nouvelles d’aujourd’hui.\n"),
        },
        Example {
            title: "escaped twice",
            source: "The app's name.\n",
            translation: "Il nome dell&amp;#39;app.\n",
            locale: "it",
            expect: Expect::Flagged("`&amp;#39;` is escaped twice: readers see \"&#39;\""),
        },
    ],
    options: &[],
    check: Check::Document(check),
};

/// One reference that should not be there.
struct Found<'a> {
    span: Span,
    entity: &'a Entity,
    context: Context,
    replacement: Option<String>,
}

/// What makes findings of one kind: how it is written, where, and whether it can be repaired.
type Kind<'a> = (Area, &'a str, Option<Applicability>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Area {
    FrontMatter,
    Text,
}

fn check(document: &Document, pair: Option<&Pair<'_>>, checker: &mut Checker<'_>) {
    let mut found = Vec::new();
    let escaped = pair.is_none() && is_escaped_page(document);
    for suspect in &document.suspects {
        let SuspectKind::Entity(entity) = &suspect.kind else { continue };
        let context = context_at(document, suspect.span.start);
        let needless = match pair {
            Some(pair) => is_needless(pair, suspect.span, entity, context),
            None => is_wrong_anywhere(entity, context, escaped),
        };
        if needless {
            found.push(Found { span: suspect.span, entity, context, replacement: None });
        }
    }
    if found.is_empty() {
        return;
    }
    let verdicts = repair(document, pair, &mut found);
    let mut kinds: BTreeMap<Kind<'_>, Vec<usize>> = BTreeMap::new();
    for (index, found) in found.iter().enumerate() {
        let area = if found.context.is_front_matter() { Area::FrontMatter } else { Area::Text };
        let written = document.slice(found.span);
        kinds.entry((area, written, verdicts[index])).or_default().push(index);
    }
    for (kind, members) in kinds {
        let members: Vec<&Found<'_>> = members.into_iter().map(|index| &found[index]).collect();
        checker.report(finding(document, checker, kind, &members));
    }
}

/// Whether the reference at `span` stands where none is needed.
fn is_needless(pair: &Pair<'_>, span: Span, entity: &Entity, context: Context) -> bool {
    (context.is_text() || context.is_front_matter() && !is_markup(pair.translation, span))
        && is_judged(entity, context)
        && !is_comment_edge(pair, span, entity)
        && !pair.reference_has(span.start, pair.translation.slice(span))
}

/// Whether the rule has an opinion on the reference: not on what nobody can see, and not on the
/// sign for a link text that was lost, which is what is wrong.
fn is_judged(entity: &Entity, context: Context) -> bool {
    let letter = entity.decoded.chars().next().unwrap_or(' ');
    let unseen = letter.is_whitespace() || letter.is_control() || is_invisible(letter);
    let lost_text = letter == '🔗' && context == Context::LinkText;
    !unseen && !lost_text
}

/// Whether the reference is wrong without a counterpart to compare it with: in an `escaped` page
/// also when it stands for what nobody needs one for.
fn is_wrong_anywhere(entity: &Entity, context: Context, escaped: bool) -> bool {
    context.is_text()
        && is_judged(entity, context)
        && match entity.form {
            EntityForm::Double | EntityForm::Windows1252 => true,
            EntityForm::Unterminated => false,
            EntityForm::Complete => escaped && context != Context::Html && is_plain(entity),
        }
}

/// Whether nobody writes the character as a reference on purpose: a letter or a straight
/// quotation mark.
fn is_plain(entity: &Entity) -> bool {
    entity.decoded.chars().all(|letter| matches!(letter, '\'' | '"') || letter.is_alphabetic())
}

/// Whether some program escaped the page: a reference for a plain character touches other text.
/// Alone between spaces it may be what the sentence is about.
fn is_escaped_page(document: &Document) -> bool {
    let spaced = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    document.suspects.iter().any(|suspect| {
        let SuspectKind::Entity(entity) = &suspect.kind else { return false };
        let before = document.text[..suspect.span.start as usize].chars().next_back();
        let after = document.text[suspect.span.end as usize..].chars().next();
        let context = context_at(document, suspect.span.start);
        entity.form == EntityForm::Complete
            && is_plain(entity)
            && !(spaced(before) && spaced(after))
            && context.is_text()
            && context != Context::Html
    })
}

/// Whether the reference is the edge of a comment that was escaped: `&lt;!--`, `--&gt;`. That is a
/// rule of its own.
fn is_comment_edge(pair: &Pair<'_>, span: Span, entity: &Entity) -> bool {
    let text = &pair.translation.text;
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    match &*entity.decoded {
        "<" => after.trim_start().starts_with('!'),
        ">" => before.ends_with(['-', '—', '–']),
        _ => false,
    }
}

/// Whether the front matter value around `span` is HTML, where references are decoded.
fn is_markup(document: &Document, span: Span) -> bool {
    entry_at(document, span).is_some_and(|entry| document.slice(entry.value).contains("</"))
}

fn entry_at(document: &Document, span: Span) -> Option<&crate::markdown::FrontMatterEntry> {
    let entries = &document.front_matter.as_ref()?.entries;
    entries.iter().rev().find(|entry| entry.value.contains(span))
}

/// Finds what each reference can be replaced with, and how far that may be trusted.
fn repair(
    document: &Document,
    pair: Option<&Pair<'_>>,
    found: &mut [Found<'_>],
) -> Vec<Option<Applicability>> {
    let mut verdicts = vec![None; found.len()];
    let mut candidates = Vec::new();
    for (index, found) in found.iter_mut().enumerate() {
        if found.context.is_front_matter() {
            let repaired = front_matter_repair(document, pair, found);
            verdicts[index] = repaired.as_ref().map(|(_, trust)| *trust);
            found.replacement = repaired.map(|(text, _)| text);
        } else if may_decode(document, found) {
            found.replacement = Some(found.entity.decoded.to_string());
            match visible_repair(document, found.entity) {
                Some(trust) => verdicts[index] = Some(trust),
                None => candidates.push(index),
            }
        }
    }
    let edits: Vec<(Span, &str)> = candidates
        .iter()
        .map(|&index| (found[index].span, &*found[index].entity.decoded))
        .collect();
    let kept = harmless(document, &edits, renders_equal);
    for (&index, kept) in candidates.iter().zip(kept) {
        verdicts[index] = kept.then_some(Applicability::Safe);
    }
    verdicts
}

/// Whether the decoded character can never be markup where it would stand.
fn may_decode(document: &Document, found: &Found<'_>) -> bool {
    let escaped = document.text[..found.span.start as usize].ends_with('\\');
    !escaped && found.entity.decoded.chars().all(is_harmless)
}

/// How far a repair may be trusted that changes what readers see, for a reference that they do
/// not see as what it means.
fn visible_repair(document: &Document, entity: &Entity) -> Option<Applicability> {
    match entity.form {
        EntityForm::Complete => None,
        EntityForm::Double | EntityForm::Unterminated => Some(Applicability::Unsafe),
        EntityForm::Windows1252 => {
            let repertoire = Repertoire::of(&document.locale);
            let own = |letter| repertoire.is_known() && repertoire.traits(letter).belongs();
            let certain = entity.decoded.chars().all(own);
            Some(if certain { Applicability::Safe } else { Applicability::Unsafe })
        }
    }
}

fn is_harmless(letter: char) -> bool {
    matches!(letter, '\'' | '"') || letter.is_ascii_alphabetic() || !letter.is_ascii()
}

/// The characters to write in a front matter value, in the value's own quoting.
fn front_matter_repair(
    document: &Document,
    pair: Option<&Pair<'_>>,
    found: &Found<'_>,
) -> Option<(String, Applicability)> {
    let entry = entry_at(document, found.span)?;
    let value = document.slice(entry.value);
    let within = Span {
        start: found.span.start - entry.value.start,
        end: found.span.end - entry.value.start,
    };
    let replacement = rewrite_in_scalar(value, within, &found.entity.decoded)?;
    let counterpart = pair.and_then(|pair| {
        let entry = pair.reference.front_matter_entry(&entry.path)?;
        Some(pair.reference.slice(entry.value))
    });
    let proven = found.entity.decoded.chars().all(is_harmless)
        || counterpart.is_some_and(|value| value.contains(&*found.entity.decoded));
    Some((replacement, if proven { Applicability::Safe } else { Applicability::Unsafe }))
}

fn finding(
    document: &Document,
    checker: &Checker<'_>,
    (area, written, trust): Kind<'_>,
    members: &[&Found<'_>],
) -> Diagnostic {
    let first = members[0];
    let decoded = &first.entity.decoded;
    let quoted = if &**decoded == "\"" { "'\"'".to_owned() } else { format!("\"{decoded}\"") };
    let place = if members.iter().all(|member| member.context == first.context) {
        first.context.place()
    } else {
        "in text"
    };
    let message = match first.entity.form {
        EntityForm::Double => {
            let shown = written.replacen("&amp;", "&", 1);
            format!("`{written}` is escaped twice: readers see \"{shown}\"")
        }
        EntityForm::Unterminated => {
            format!("`{written}` lacks its semicolon: readers see \"{written}\"")
        }
        EntityForm::Windows1252 => {
            format!("`{written}` is a control character: {quoted} is meant")
        }
        _ if area == Area::FrontMatter => {
            format!(
                "`{written}` stands for {quoted} in front matter, where YAML does not decode it"
            )
        }
        EntityForm::Complete => format!("`{written}` is written for {quoted} {place}"),
    };
    let message = match members.len() {
        1 => message,
        count => format!("{message}, {count} times"),
    };
    let edits = members.iter().filter_map(|member| {
        let location = Location { file: document.file, span: member.span };
        Some(Edit { location, replacement: member.replacement.clone()? })
    });
    let fix = trust.map(|applicability| Fix {
        title: format!("write {quoted}"),
        applicability,
        edits: edits.collect(),
    });
    let shown_wrong = area == Area::FrontMatter || first.entity.form == EntityForm::Double;
    let severity = if shown_wrong { Severity::Error } else { Severity::Warning };
    let subject = match trust {
        Some(_) => written.to_owned(),
        None => format!("{written} as it stands"),
    };
    let help = match trust {
        Some(_) => format!("write {quoted} itself"),
        None => format!("write {quoted} itself, unless it would be read as markup"),
    };
    checker
        .finding(document.file, first.span, message)
        .severity(severity)
        .subject(subject)
        .help(help)
        .fix(fix)
}
