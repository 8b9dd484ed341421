//! `table-shape`: a table with other rows, columns or filled cells than in the source.

use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{BlockId, BlockKind, Document};
use crate::outline::{Gap, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "table-shape",
    group: Group::Structure,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a table with other rows, columns or filled cells than in the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Rows and columns are counted, and rows are aligned by their code, links and numbers, so that the
finding names the row that is missing. A cell that is filled in the source and empty in the
translation is reported too: a lost `|` shifts a row. An empty cell that the source fills with a
dash or another sign without letters or digits is left alone.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a row was lost",
        source: "| A | B |\n|---|---|\n| `x` | 1 |\n| `y` | 2 |\n",
        translation: "| A | B |\n|---|---|\n| `y` | 2 |\n",
        locale: "",
        expect: Expect::Flagged("table has 1 row, the source's 2: \"| `x` | 1 |\" is missing"),
    },
    Example {
        title: "a column was lost",
        source: "| A | B |\n|---|---|\n| x | 1 |\n",
        translation: "| A |\n|---|\n| x |\n",
        locale: "",
        expect: Expect::Flagged("table has 1 column, the source's 2"),
    },
    Example {
        title: "a cell was lost",
        source: "| A | B |\n|---|---|\n| x | yes |\n",
        translation: "| A | B |\n|---|---|\n| x |\n",
        locale: "",
        expect: Expect::Flagged("cell 2 is empty, the source's says \"yes\""),
    },
    Example {
        title: "the same shape",
        source: "| A | B |\n|---|---|\n| x | yes |\n",
        translation: "|A|B|\n|:-|-:|\n|x|ja|\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (reference, translation) in pair.matches_of(|kinds| &kinds.tables) {
        let (BlockKind::Table { columns: source }, BlockKind::Table { columns: target }) =
            (&pair.reference.block(reference).kind, &pair.translation.block(translation).kind)
        else {
            continue;
        };
        if source != target {
            let noun = if *target == 1 { "column" } else { "columns" };
            let message = format!("table has {target} {noun}, the source's {source}");
            let span = pair.translation.head_of(translation);
            let finding = finding(pair, checker, span, message, reference);
            checker.report(finding.subject(format!("{target}/{source}")));
        } else if !rows(pair, checker, reference, translation) {
            cells(pair, checker, reference);
        }
    }
}

fn finding(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    span: Span,
    message: String,
    reference: BlockId,
) -> Diagnostic {
    checker
        .finding(pair.translation.file, span, message)
        .beside(pair.reference.file, pair.reference.head_of(reference), "in the source")
        .help("bring the table in line with the source")
}

/// Reports rows that are missing or too many, in one finding.
fn rows(pair: &Pair<'_>, checker: &mut Checker<'_>, table: BlockId, translated: BlockId) -> bool {
    let mut parts = Vec::new();
    let mut first: Option<(Span, BlockId)> = None;
    for gap in &pair.alignment.gaps {
        match gap {
            Gap::Omission { reference, place }
                if pair.reference.block(*reference).parent == Some(table) =>
            {
                let row = pair.reference.head_of(*reference);
                parts.push(format!("\"{}\" is missing", pair.reference.excerpt(row)));
                first.get_or_insert((place.span, *reference));
            }
            Gap::Addition { translation, .. }
                if pair.translation.block(*translation).parent == Some(translated) =>
            {
                let row = pair.translation.head_of(*translation);
                let words = pair.translation.excerpt(row);
                parts.push(format!("\"{words}\" is not in the source"));
                first.get_or_insert((row, table));
            }
            _ => {}
        }
    }
    let Some((span, beside)) = first else { return false };
    // As many are missing as are too many: they stand in another order.
    if parts.iter().filter(|part| part.ends_with("is missing")).count() * 2 == parts.len() {
        return true;
    }
    let rest = parts.len().saturating_sub(NAMED);
    parts.truncate(NAMED);
    if rest > 0 {
        parts.push(format!("{rest} more"));
    }
    let here = pair.translation.children(Some(translated)).count().saturating_sub(1);
    let there = pair.reference.children(Some(table)).count().saturating_sub(1);
    let noun = if here == 1 { "row" } else { "rows" };
    let message = format!("table has {here} {noun}, the source's {there}: {}", parts.join(", "));
    let finding = finding(pair, checker, span, message, beside);
    checker.report(finding.subject(format!("{here}/{there}")));
    true
}

/// Reports rows with an empty cell where the source has text.
fn cells(pair: &Pair<'_>, checker: &mut Checker<'_>, table: BlockId) {
    for row in pair.reference.children(Some(table)) {
        let Some(translated) = pair.translation_of(row) else { continue };
        // A row whose cells are as many, only shifted, says all that the source's does.
        if filled(pair.reference, row) <= filled(pair.translation, translated) {
            continue;
        }
        let source = pair.reference.children(Some(row));
        let target = pair.translation.children(Some(translated));
        let emptied = source.zip(target).enumerate().find(|&(_, (source, target))| {
            let says = pair.reference.slice(pair.reference.block(source).span);
            let empty =
                pair.translation.slice(pair.translation.block(target).span).trim().is_empty();
            empty && says.contains(char::is_alphanumeric)
        });
        if let Some((column, (source, _))) = emptied {
            let says = pair.reference.excerpt_of(source);
            let message = format!("cell {} is empty, the source's says \"{says}\"", column + 1);
            let span = pair.translation.head_of(translated);
            let finding = finding(pair, checker, span, message, row);
            checker.report(finding.subject(format!("cell {column}")));
        }
    }
}

/// How many cells of a row say something.
fn filled(document: &Document, row: BlockId) -> usize {
    let says =
        |id: &BlockId| document.slice(document.block(*id).span).contains(char::is_alphanumeric);
    document.children(Some(row)).filter(says).count()
}

/// How many rows a message names.
const NAMED: usize = 3;
