//! `directive`: a shortcode, include, macro, component or token that differs from the source's.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::markdown::{
    BlockId, BlockKind, Directive, DirectiveForm, Document, Inline, InlineId, InlineKind, Tag,
};
use crate::outline::{self, Gap, Marker, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "directive",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a shortcode, include, macro, component or token that differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Hugo shortcodes, Liquid tags, macros, includes, MDX components and expressions, attribute lists and
tokens such as `[!UICONTROL` are instructions to a machine. They are compared within aligned blocks
by name and arguments; quoted arguments are texts that may be translated, and imports may follow the
page to its folder.

The fix copies the source's directive where one of a block was changed and it holds no text.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the name was translated",
        source: "{{< note >}}\nSave.\n{{< /note >}}\n",
        translation: "{{< opmerking >}}\nSla op.\n{{< /note >}}\n",
        locale: "",
        expect: Expect::Fixed("{{< note >}}\nSla op.\n{{< /note >}}\n"),
    },
    Example {
        title: "a shortcode was lost",
        source: "Version {{< param version >}} is out.\n",
        translation: "De versie is uit.\n",
        locale: "",
        expect: Expect::Flagged("directive `{{< param version >}}` is missing"),
    },
    Example {
        title: "an include was lost",
        source: "Text.\n\n{{$include /help/a.md}}\n",
        translation: "Tekst.\n",
        locale: "",
        expect: Expect::Flagged("directive `{{$include /help/a.md}}` is missing"),
    },
    Example {
        title: "a translated argument",
        source: "{{< figure title=\"A panel\" src=\"a.png\" >}}\n",
        translation: "{{< figure title=\"Een paneel\" src=\"a.png\" >}}\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    blocks(pair, checker);
    let key = |document: &Document, inline: &Inline, _: bool| match &inline.kind {
        InlineKind::Directive(directive) => key_of(document, inline.span, directive),
        InlineKind::Tag(tag) => component(document, tag),
        _ => None,
    };
    let mut differences = outline::differences(pair, key);
    outline::cancel_moved(pair, &mut differences, key);
    for difference in &differences {
        let changed = difference.missing.len().min(difference.extra.len());
        let only = difference.missing.len() == 1 && difference.extra.len() == 1;
        for (&missing, &extra) in difference.missing.iter().zip(&difference.extra) {
            checker.report(changed_directive(pair, checker, missing, extra, only));
        }
        // One whose delimiters readers see is broken, not missing.
        let (reference, translation) = (difference.reference, difference.translation);
        if outline::shows_beyond(pair, reference, translation, &[Marker::Template]) {
            continue;
        }
        for &missing in &difference.missing[changed..] {
            let span = pair.reference.inline(missing).span;
            // Between backticks it is shown as it is written.
            if stands_in_code(pair, translation, pair.reference.slice(span))
                || stands_elsewhere(pair, pair.reference.inline(missing))
            {
                continue;
            }
            let head = pair.translation.head_of(difference.translation);
            checker.report(missing_directive(pair, checker, span, head));
        }
        for &extra in &difference.extra[changed..] {
            let span = pair.translation.inline(extra).span;
            let beside = pair.reference.head_of(difference.reference);
            checker.report(extra_directive(pair, checker, span, beside));
        }
    }
}

/// Whether the page has a component as often as the source: it only stands at another depth.
fn stands_elsewhere(pair: &Pair<'_>, inline: &Inline) -> bool {
    let InlineKind::Tag(tag) = &inline.kind else { return false };
    let slash = if tag.closing { "</" } else { "<" };
    let opening = format!("{slash}{}", pair.reference.slice(tag.name));
    let count = |document: &Document| document.text.matches(&*opening).count();
    count(pair.translation) >= count(pair.reference)
}

fn stands_in_code(pair: &Pair<'_>, block: BlockId, directive: &str) -> bool {
    pair.translation.inlines_in(block).iter().any(|inline| match inline.kind {
        InlineKind::Code { body } => pair.translation.slice(body).contains(directive),
        _ => false,
    })
}

/// Directives that are whole blocks and have no counterpart.
fn blocks(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for gap in &pair.alignment.gaps {
        match gap {
            Gap::Omission { reference, place }
                if judged(&pair.reference.block(*reference).kind) =>
            {
                let span = pair.reference.head_of(*reference);
                checker.report(missing_directive(pair, checker, span, place.span));
            }
            Gap::Addition { translation, place } => {
                let kind = &pair.translation.block(*translation).kind;
                if judged(kind) && !is_module(kind) {
                    let span = pair.translation.head_of(*translation);
                    checker.report(extra_directive(pair, checker, span, place.span));
                }
            }
            _ => {}
        }
    }
    for (reference, translation) in pair.matches_of(|kinds| &kinds.directives) {
        modules(pair, checker, reference, translation);
    }
}

fn judged(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Directive(_))
}

fn is_module(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Directive(directive) if directive.form == DirectiveForm::Module)
}

/// Imports and exports: paths and texts may differ, names may not. What a translation imports
/// beyond its source is its own affair.
fn modules(pair: &Pair<'_>, checker: &mut Checker<'_>, reference: BlockId, translation: BlockId) {
    let (source, target) = (pair.reference.block(reference), pair.translation.block(translation));
    if !is_module(&source.kind) || !is_module(&target.kind) {
        return;
    }
    let file = pair.translation.file;
    let module = pair.translation.slice(target.span);
    let actual: Vec<String> = module.lines().map(without_texts).collect();
    for line in pair.reference.slice(source.span).lines() {
        let wanted = without_texts(line);
        if wanted.is_empty() || actual.contains(&wanted) || !needs(pair.translation, module, line) {
            continue;
        }
        let message = format!("line `{}` of the module is missing", line.trim());
        let finding = checker
            .finding(file, pair.translation.head_of(translation), message)
            .beside(pair.reference.file, pair.reference.head_of(reference), "the module")
            .subject(wanted)
            .help("copy the line from the source");
        checker.report(finding);
    }
}

/// Whether a page uses a name that `line` imports, and does not get it from the lines of `module`,
/// its own imports. What is no import is always needed.
fn needs(document: &Document, module: &str, line: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let names = |text: &'_ str| -> Vec<String> {
        let names = text.split(|c| !is_part(c)).filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    };
    let imported = |line: &str| {
        let import = line.trim().strip_prefix("import ")?;
        Some(names(import.rsplit_once(" from ")?.0))
    };
    let Some(wanted) = imported(line) else { return true };
    let here: Vec<String> = module.lines().filter_map(imported).flatten().collect();
    let used = names(&document.text[document.body_start as usize..].replace(module, ""));
    wanted.iter().any(|name| *name != "as" && !here.contains(name) && used.contains(name))
}

/// What a directive must share with its counterpart; `None` for those that are not compared.
fn key_of(document: &Document, span: Span, directive: &Directive) -> Option<String> {
    let name = document.slice(directive.name);
    let whole = document.slice(span);
    Some(match directive.form {
        DirectiveForm::Module => return None,
        DirectiveForm::Token | DirectiveForm::Component => name.to_owned(),
        // A macro's arguments may be headings and texts of the page.
        DirectiveForm::Macro => name.to_owned(),
        DirectiveForm::Include | DirectiveForm::Liquid | DirectiveForm::Shortcode => {
            without_texts(whole)
        }
        // `{' '}` is a space between two tags.
        DirectiveForm::Expression if without_texts(whole) == "{}" => return None,
        DirectiveForm::Expression | DirectiveForm::Attributes => without_texts(whole),
    })
}

/// An MDX component by name, closing tags apart.
fn component(document: &Document, tag: &Tag) -> Option<String> {
    let name = document.slice(tag.name);
    let slash = if tag.closing { "/" } else { "" };
    name.starts_with(|c: char| c.is_ascii_uppercase()).then(|| format!("<{slash}{name}"))
}

/// A directive without white space and without what stands in quotation marks.
fn without_texts(directive: &str) -> String {
    let mut kept = String::with_capacity(directive.len());
    let mut closing = None;
    for c in directive.chars() {
        match closing {
            Some(close) if c == close => closing = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => closing = Some(c),
            None if c.is_whitespace() => {}
            None => kept.push(c),
        }
    }
    kept
}

/// What stands in quotation marks.
fn texts(directive: &str) -> Vec<&str> {
    directive.split(['"', '\'', '`']).skip(1).step_by(2).collect()
}

fn changed_directive(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    missing: InlineId,
    extra: InlineId,
    only: bool,
) -> Diagnostic {
    let source = pair.reference.inline(missing).span;
    let target = pair.translation.inline(extra).span;
    let (wanted, actual) = (pair.reference.slice(source), pair.translation.slice(target));
    let file = pair.translation.file;
    // Texts in it may be translated: the whole is copied only where they are the same.
    let copyable = only && texts(wanted) == texts(actual);
    let fix = copyable.then(|| Fix::safe("restore the directive", file, target, wanted));
    checker
        .finding(
            file,
            target,
            format!(
                "directive is `{}`, the source's `{}`",
                pair.translation.excerpt(target),
                pair.reference.excerpt(source)
            ),
        )
        .beside(pair.reference.file, source, "the source's directive")
        .subject(pair.reference.excerpt(source))
        .help("write it as in the source")
        .fix(fix)
}

fn missing_directive(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    source: Span,
    place: Span,
) -> Diagnostic {
    let words = pair.reference.excerpt(source);
    checker
        .finding(pair.translation.file, place, format!("directive `{words}` is missing"))
        .beside(pair.reference.file, source, "the directive in the source")
        .subject(words)
        .help("put the directive back")
}

fn extra_directive(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    target: Span,
    beside: Span,
) -> Diagnostic {
    let words = pair.translation.excerpt(target);
    checker
        .finding(pair.translation.file, target, format!("directive `{words}` is not in the source"))
        .beside(pair.reference.file, beside, "the text without it")
        .subject("extra")
        .severity(Severity::Warning)
        .help("remove the directive, or add it to the source")
}
