//! `number`: numbers of the source that the translation does not have.

use crate::diagnostic::Severity;
use crate::markdown::{BlockId, Token, TokenKind};
use crate::outline::{self, Pair};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "number",
    group: Group::Language,
    tier: Tier::Advisory,
    severity: Severity::Warning,
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a number of the source that the translation does not have",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Numbers are compared by value within aligned blocks: separators (`10,000`, `10.000`, `10 000`), digit
systems (`١٢`, `१२`, `１２`) and counting in ten thousands (`4 million`, `400万`) make no difference.

Left alone are whole numbers up to twelve, which languages write as words, numbers that a letter
follows (`10K`, `1st`), times, and numbers that stand elsewhere in the block or whose sentence moved.
Months in figures, converted units and other calendars cannot be told from errors: the rule is
advisory.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a digit was lost",
        source: "Letters wait up to 250 days.\n",
        translation: "Brieven wachten hoogstens 25 dagen.\n",
        locale: "",
        expect: Expect::Flagged("number `250` is missing"),
    },
    Example {
        title: "separators of another language",
        source: "It holds 10,000 letters of 2.5 grams.\n",
        translation: "Er passen 10.000 brieven van 2,5 gram in.\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "ten thousands",
        source: "It carries 4 million letters in 365 days.\n",
        translation: "３６５日で400万通の手紙を運びます。\n",
        locale: "ja",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    for difference in outline::missing_tokens(pair, TokenKind::Number, bare_digits) {
        let mut values: Option<Vec<String>> = None;
        for token in &difference.missing {
            let wanted = pair.reference.slice(token.span);
            if is_small(wanted) || is_list(wanted) || is_no_plain_number(pair, token) {
                continue;
            }
            let values = values.get_or_insert_with(|| all_values(pair, difference.translation));
            let scaled = scale_after(&pair.reference.text[token.span.end as usize..]);
            let value = with_zeros(wanted, scaled);
            if !values.contains(&value) && !values.contains(&bare_digits(wanted)) {
                let lost = checker.lost_token(pair, "number", token.span, difference.translation);
                checker.report(lost);
            }
        }
    }
}

/// Whether languages write the number as a word.
fn is_small(number: &str) -> bool {
    number.parse::<u32>().is_ok_and(|number| number <= 12)
}

/// Whether it is several numbers: `0,1` in a source that writes decimals with a dot.
fn is_list(number: &str) -> bool {
    number.split(',').skip(1).any(|group| group.split('.').next().is_some_and(|g| g.len() != 3))
}

/// Whether a letter, another number or a colon touches the token: `10K`, `1st`, `3:20`.
fn is_no_plain_number(pair: &Pair<'_>, token: &Token) -> bool {
    let text = &pair.reference.text;
    let after = text[token.span.end as usize..].chars().next();
    let before = text[..token.span.start as usize].chars().next_back();
    after.is_some_and(|c| c.is_alphanumeric() || c == ':')
        || before.is_some_and(|c| c.is_alphanumeric() || c == ':')
}

/// The digits of a number in ASCII, without separators and the zeros of a fraction.
fn bare_digits(number: &str) -> String {
    let fraction = number.rfind(['.', ',']).filter(|&at| number.len() - at != 4);
    let number = match fraction {
        Some(_) => number.trim_end_matches('0').trim_end_matches(['.', ',']),
        None => number,
    };
    number.chars().filter_map(digit).collect()
}

/// The value of a digit of any system as an ASCII digit.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    // The zeros of the digit systems that documentation is written in (Unicode, category Nd).
    let zeros = [
        0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0xff10,
    ];
    let zero = zeros.iter().find(|&&zero| (zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// By how many zeros the word after a number scales it.
fn scale_after(text: &str) -> usize {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    match word.to_lowercase().as_str() {
        "thousand" => 3,
        "million" => 6,
        "billion" => 9,
        _ => match text.chars().next() {
            Some('千' | '천') => 3,
            Some('万' | '萬' | '만') => 4,
            Some('億' | '亿' | '억') => 8,
            _ => 0,
        },
    }
}

/// A number with the zeros of its scale, a fraction taken into them.
fn with_zeros(number: &str, zeros: usize) -> String {
    let mut digits = bare_digits(number);
    let fraction = number.rfind(['.', ',']).map_or(0, |at| number.len() - at - 1);
    let fraction = if fraction == 3 { 0 } else { fraction };
    digits.extend(std::iter::repeat_n('0', zeros.saturating_sub(fraction)));
    digits
}

/// All numbers that the block has, by value: as they stand, scaled, and with spaces between
/// groups read as separators.
fn all_values(pair: &Pair<'_>, block: BlockId) -> Vec<String> {
    let text = pair.translation.slice(pair.translation.block(block).span);
    let mut values = Vec::new();
    let mut run = String::new();
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (index, &(at, c)) in letters.iter().enumerate() {
        let next = letters.get(index + 1).map(|&(_, c)| c);
        if let Some(digit) = digit(c) {
            run.push(digit);
            if next.is_some_and(|next| continues(next, letters.get(index + 2).map(|&(_, c)| c))) {
                continue;
            }
            let scale = scale_after(&text[at + c.len_utf8()..]);
            values.push(with_zeros(&run, scale));
            values.push(run.replace([',', '.'], ""));
            values.extend(run.split([',', '.']).map(str::to_owned));
            run.clear();
        } else if !run.is_empty() {
            run.push(if matches!(c, '.' | '٫') { '.' } else { ',' });
        }
    }
    values
}

/// Whether a number goes on with `next`: a digit, or a separator before a digit.
fn continues(next: char, after: Option<char>) -> bool {
    let separator = matches!(
        next,
        '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '٬' | '٫' | '，' | '．'
    );
    digit(next).is_some() || (separator && after.and_then(digit).is_some())
}
