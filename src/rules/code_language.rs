//! `code-language`: a fenced code block with another language than in the source.

use crate::diagnostic::Severity;
use crate::fix::Fix;
use crate::markdown::BlockKind;
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "code-language",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Warning,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a fenced code block with another language than in the source",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
The word after the fence chooses the highlighting, and in many generators the behaviour: `mermaid`
draws, `bash` gets a copy button. A language that only the translation names is left alone.

The fix copies the source's word.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the language was translated",
        source: "```bash\nls\n```\n",
        translation: "```slaan\nls\n```\n",
        locale: "",
        expect: Expect::Fixed("```bash\nls\n```\n"),
    },
    Example {
        title: "the language was lost",
        source: "```bash\nls\n```\n",
        translation: "```\nls\n```\n",
        locale: "",
        expect: Expect::Fixed("```bash\nls\n```\n"),
    },
    Example {
        title: "a translated title",
        source: "```js title=\"Example\"\nx()\n```\n",
        translation: "```js title=\"Voorbeeld\"\nx()\n```\n",
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
        let wanted = pair.reference.slice(source.language);
        let actual = pair.translation.slice(target.language);
        let same = wanted.is_empty() || usual_name(wanted) == usual_name(actual);
        if same || !source.fenced || !target.fenced {
            continue;
        }
        // On a page that was written anew, another block may have been laid beside this one.
        if !actual.is_empty() && !outline::has_same_sections(pair) {
            continue;
        }
        let message = if actual.is_empty() {
            format!("code block has no language, the source's is `{wanted}`")
        } else {
            format!("code block is `{actual}`, the source's `{wanted}`")
        };
        let span =
            if actual.is_empty() { pair.translation.head_of(translation) } else { target.language };
        let file = pair.translation.file;
        let finding = checker
            .finding(file, span, message)
            .beside(pair.reference.file, source.language, "the source's language")
            .subject(wanted)
            .help(format!("write `{wanted}` after the fence"))
            .fix(Some(Fix::safe("restore the language", file, target.language, wanted)));
        checker.report(finding);
    }
}

/// The name of a language by which its other names are known: highlighters take them for the same.
fn usual_name(language: &str) -> String {
    let name = language.to_ascii_lowercase();
    let usual = match name.as_str() {
        "js" | "mjs" | "cjs" => "javascript",
        "ts" => "typescript",
        "py" | "python3" => "python",
        "rb" => "ruby",
        "rs" => "rust",
        "yml" => "yaml",
        "md" => "markdown",
        "bash" | "sh" | "shell" | "zsh" | "console" | "terminal" | "shellsession" => "shell",
        "ps1" | "pwsh" => "powershell",
        "docker" => "dockerfile",
        "c++" => "cpp",
        "cs" | "c#" => "csharp",
        "kt" => "kotlin",
        "golang" => "go",
        "text" | "txt" | "plain" | "plaintext" => "text",
        _ => return name,
    };
    usual.to_owned()
}
