//! `code-block`: a code block whose code differs from the source's.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::code::{self, Line, Syntax};
use crate::markdown::code_words;
use crate::markdown::{BlockKind, CodeBlock};
use crate::outline::Pair;
use crate::rule::{
    Check, Checker, Example, Expect, FixAvailability, Group, OptionDefault, OptionSpec, Rule, Tier,
};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "code-block",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a code block whose code differs from the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[OptionSpec {
        name: "prose",
        docs: "fence languages whose blocks are text for people and are not compared",
        default: OptionDefault::Strings(&[
            "text",
            "txt",
            "plain",
            "plaintext",
            "markdown",
            "md",
            "mdx",
            "mermaid",
            "quote",
            "prompt",
            "tree",
            "ascii",
            "console-output",
            "output",
            "diff-text",
            "gettext",
            "po",
        ]),
    }],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Code is not translated. What may be translated in it is taken away before it is compared: comments
of the block's language, strings, text between tags, white space and blank lines. Blocks in a
language for people (`text`, `markdown`, `mermaid` and what the option `prose` adds) are not compared,
and in blocks without a language only lines that look like code are. Left alone are sentences,
descriptions in a configuration, labels before a value in a block without a language, lines that
differ in words of another script only, names that all code of the page writes in the new way, and
lines that are as in today's source where the page is compared with an older one. Blocks that have
fewer than half of their lines in common are not the same block, and not compared.

The fix copies the lines that differ, where the blocks have as many lines and no comment or string
stands in them.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a translated comment after a colon",
        source: "```python\nfor bird in birds:  # the last five\n    feed(bird)\n```\n",
        translation: "```python\nfor bird in birds:  # de laatste vijf\n    feed(bird)\n```\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "a command was changed",
        source: "```bash\nnpm install\nnpm start\n```\n",
        translation: "```bash\nnpm installeren\nnpm start\n```\n",
        locale: "",
        expect: Expect::Fixed("```bash\nnpm install\nnpm start\n```\n"),
    },
    Example {
        title: "a line was lost",
        source: "```js\nlet a = 1;\nlet b = 2;\n```\n",
        translation: "```js\nlet a = 1;\n```\n",
        locale: "",
        expect: Expect::Flagged("code block lacks the line `let b = 2;`"),
    },
    Example {
        title: "a translated comment",
        source: "```py\nx = 1  # the size\n```\n",
        translation: "```py\nx = 1  # de grootte\n```\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "labels before values",
        source: "```\nSIZE: {{ size.gz }}\nSHA1: {{ sha.gz }}\n```\n",
        translation: "```\nTAMANHO: {{ size.gz }}\nSHA1: {{ sha.gz }}\n```\n",
        locale: "pt",
        expect: Expect::Clean,
    },
    Example {
        title: "a class whose name is translated throughout the page",
        source: "```ruby\nbird = MyBird.new\nMyBird.fly(bird)\n```\n",
        translation: "```ruby\nbird = MiPajaro.new\nMiPajaro.fly(bird)\n```\n",
        locale: "es",
        expect: Expect::Clean,
    },
    Example {
        title: "a description in a configuration",
        source: "```yaml\nname: server\ndescription: A small server for tests\n```\n",
        translation: "```yaml\nname: server\ndescription: Een kleine server voor tests\n```\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a diagram",
        source: "```mermaid\nA[Start] --> B\n```\n",
        translation: "```mermaid\nA[Begin] --> B\n```\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for (reference, translation) in pair.matches_of(|kinds| &kinds.codes) {
        let (BlockKind::Code(source), BlockKind::Code(target)) =
            (&pair.reference.block(reference).kind, &pair.translation.block(translation).kind)
        else {
            continue;
        };
        let (left, right) =
            (pair.reference.slice(source.body), pair.translation.slice(target.body));
        if left == right {
            continue;
        }
        let language = pair.reference.slice(source.language);
        if checker.listed("prose", language) {
            continue;
        }
        let syntax = Syntax::of(language);
        if code::same_line_by_line(left, right, syntax) {
            continue;
        }
        let wanted = decoded(code::lines(left, source.body, syntax));
        let actual = decoded(code::lines(right, target.body, syntax));
        if wanted.iter().map(|line| &line.kept).eq(actual.iter().map(|line| &line.kept)) {
            continue;
        }
        let (mut missing, mut extra) = subtract(&wanted, &actual);
        let compared = Compared { pair, body: right, is_unnamed: language.is_empty() };
        compared.without_words(&mut missing, &mut extra);
        // Code that has little in common is another block, on a page that is older or newer.
        let most = wanted.len().max(actual.len());
        if most >= LEAST_LINES && missing.len().max(extra.len()) * 2 > most {
            continue;
        }
        if missing.is_empty() && extra.is_empty() {
            continue;
        }
        checker.report(finding(
            pair,
            checker,
            [source, target],
            [&wanted, &actual],
            &missing,
            &extra,
        ));
    }
}

/// The lines with entities read as what they stand for: in code they are damage that
/// `entity-in-code` tells of.
/// Lines from which on two blocks can be told to have little in common.
const LEAST_LINES: usize = 4;

/// A block beside the source's, whose lines differ.
struct Compared<'a> {
    pair: &'a Pair<'a>,
    /// The code of the translation.
    body: &'a str,
    is_unnamed: bool,
}

impl Compared<'_> {
    /// Takes away the lines that differ as translations may: in words for people, in names that the
    /// page writes otherwise throughout, and those that today's source has as the translation has
    /// them.
    fn without_words(&self, missing: &mut Vec<&Line>, extra: &mut Vec<&Line>) {
        let source = |line: &Line| self.pair.reference.slice(line.span);
        let target = |line: &Line| self.pair.translation.slice(line.span);
        if missing.len() == extra.len() {
            let pairs = missing.drain(..).zip(extra.drain(..));
            let differ = |(one, other): &(&Line, &Line)| {
                let kept = &*other.kept;
                let (one, other) = (source(one), target(other));
                !code_words::is_translated(one, (other, kept), self.is_unnamed)
                    && !self.is_todays(other)
                    && !self.is_renamed(one, other)
            };
            (*missing, *extra) = pairs.filter(differ).unzip();
            return;
        }
        let has_value = |line: &Line| {
            let mut lines = self.body.lines().map(str::trim);
            lines.any(|other| code_words::same_value(source(line), other))
        };
        missing.retain(|line| {
            let is_gone = self.pair.today.is_some() && !self.is_todays(source(line));
            !(is_gone || self.is_unnamed && has_value(line))
        });
        extra.retain(|line| !self.is_todays(target(line)));
    }

    /// Whether the source as it is today has the line.
    fn is_todays(&self, line: &str) -> bool {
        let today = self.pair.today.filter(|_| line.len() > 3);
        today.is_some_and(|today| today.text.lines().any(|other| other.trim() == line))
    }

    /// Whether the lines differ in names only that the code of the page has under the new name more
    /// than once, and never under the source's.
    fn is_renamed(&self, source: &str, target: &str) -> bool {
        let names = |line: &'_ str| -> Vec<String> {
            let parts = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let (ours, theirs) = (names(source), names(target));
        if ours.len() != theirs.len() {
            return false;
        }
        let document = self.pair.translation;
        let bodies =
            document.kinds().codes.iter().filter_map(|&id| match &document.block(id).kind {
                BlockKind::Code(block) => Some(document.slice(block.body)),
                _ => None,
            });
        let code: Vec<String> = bodies.flat_map(names).collect();
        let count = |name: &String| code.iter().filter(|other| *other == name).count();
        let mut other = ours.iter().zip(&theirs).filter(|(one, two)| one != two).peekable();
        other.peek().is_some() && other.all(|(one, two)| count(one) == 0 && count(two) > 1)
    }
}

fn decoded(mut lines: Vec<Line>) -> Vec<Line> {
    for line in lines.iter_mut().filter(|line| line.kept.contains('&')) {
        line.kept = html_escape::decode_html_entities(&line.kept).into_owned();
    }
    lines
}

/// The lines of either side that the other lacks, as multisets of what must be the same.
fn subtract<'l>(left: &'l [Line], right: &'l [Line]) -> (Vec<&'l Line>, Vec<&'l Line>) {
    let count = |lines: &'l [Line]| {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        lines.iter().for_each(|line| *counts.entry(&line.kept).or_default() += 1);
        counts
    };
    let lacking = |lines: &'l [Line], mut others: HashMap<&str, usize>| {
        let mut found = Vec::new();
        for line in lines {
            match others.get_mut(line.kept.as_str()) {
                Some(count) if *count > 0 => *count -= 1,
                _ => found.push(line),
            }
        }
        found
    };
    (lacking(left, count(right)), lacking(right, count(left)))
}

fn finding(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    [source, target]: [&CodeBlock; 2],
    [wanted, actual]: [&[Line]; 2],
    missing: &[&Line],
    extra: &[&Line],
) -> Diagnostic {
    let file = pair.translation.file;
    let left = |line: &Line| pair.reference.excerpt(line.span);
    let right = |line: &Line| pair.translation.excerpt(line.span);
    let more = match missing.len().max(extra.len()) {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let (message, span) = match (missing.first(), extra.first()) {
        (Some(source), Some(target)) => (
            format!("code is `{}`, the source's `{}`{more}", right(target), left(source)),
            target.span,
        ),
        (Some(source), None) => {
            let place = place(wanted, actual, source).unwrap_or(Span::at(target.body.end as usize));
            (format!("code block lacks the line `{}`{more}", left(source)), place)
        }
        (None, Some(target)) => {
            (format!("code line `{}` is not in the source{more}", right(target)), target.span)
        }
        (None, None) => (String::new(), target.body),
    };
    let beside = missing.first().map_or(source.body, |line| line.span);
    let head = Span { start: beside.start, end: beside.end };
    checker
        .finding(file, span, message)
        .beside(pair.reference.file, head, "the source's code")
        .subject(missing.first().map_or_else(|| "extra".to_owned(), |line| line.kept.clone()))
        .help("copy the code from the source")
        .fix(repair(pair, wanted, actual, missing.len() == extra.len()))
}

/// The end of the line before which a missing line stood.
fn place(wanted: &[Line], actual: &[Line], missing: &Line) -> Option<Span> {
    let at = wanted.iter().position(|line| line.span == missing.span)?;
    let mut before = wanted[..at].iter().rev();
    let found = before.find_map(|line| actual.iter().find(|other| other.kept == line.kept));
    found.map(|line| Span::at(line.span.end as usize))
}

/// Copies the lines that differ, when line answers line and none of them holds words.
fn repair(pair: &Pair<'_>, wanted: &[Line], actual: &[Line], balanced: bool) -> Option<Fix> {
    if !balanced || wanted.len() != actual.len() {
        return None;
    }
    let file = pair.translation.file;
    let mut edits = Vec::new();
    for (source, target) in wanted.iter().zip(actual) {
        if source.kept == target.kept {
            continue;
        }
        if source.holds_text || target.holds_text {
            return None;
        }
        let replacement = pair.reference.slice(source.span).to_owned();
        edits.push(Edit { location: Location { file, span: target.span }, replacement });
    }
    let title = "restore the code".to_owned();
    Some(Fix { title, applicability: Applicability::Safe, edits })
}
