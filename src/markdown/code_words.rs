//! Lines of code that differ only in words for people: text that a program prints, a description in
//! a configuration, a label before a value.

/// Whether `target` is `source`, a line of code, with words for people translated. Where a block has
/// no language (`is_unnamed`), a label before a colon is one of them. `kept` is what of the target
/// must be the same in a translation.
pub fn is_translated(source: &str, (target, kept): (&str, &str), is_unnamed: bool) -> bool {
    let letters = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    (letters(kept) && !letters(source) && shape(source) == shape(target))
        || same_key(source, target)
        || (is_unnamed && same_value(source, target))
        || (is_sentence(source) && target.chars().any(char::is_alphabetic))
}

/// Whether the lines differ at most in what stands before the first colon.
pub fn same_value(source: &str, target: &str) -> bool {
    let parts = |line: &'_ str| {
        line.split_once(':').map(|(label, rest)| (label.trim().to_owned(), rest.trim().to_owned()))
    };
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphabetic() || c == ' ');
    match (parts(source), parts(target)) {
        (Some((one, value)), Some((other, answer))) => {
            !value.is_empty() && value == answer && is_label(&one) && is_label(&other)
        }
        _ => false,
    }
}

/// A line with each run of words, and what stands between two of them in a sentence, as one letter.
fn shape(line: &str) -> String {
    let mut shape = String::with_capacity(line.len());
    let mut gap = String::new();
    for c in line.chars() {
        let is_letter = c.is_alphabetic() || (!c.is_ascii() && c.is_alphanumeric()) || is_mark(c);
        if is_letter {
            if !shape.ends_with('w') {
                shape.push_str(gap.trim());
                shape.push('w');
            }
            gap.clear();
        } else if matches!(c, ' ' | ',' | '\'' | '’' | '-' | '、' | '，' | '\u{200c}' | '\u{200d}')
        {
            gap.push(c);
        } else {
            shape.push_str(gap.trim());
            gap.clear();
            // Marks of another script stand for those of the source.
            shape.push(match c {
                '。' | '।' => '.',
                '？' | '؟' => '?',
                '！' => '!',
                '：' => ':',
                '（' => '(',
                '）' => ')',
                _ => c,
            });
        }
    }
    shape.push_str(gap.trim());
    shape
}

/// Whether `c` is a vowel sign or the like, which belongs to a letter before it.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && unicode_normalization::char::is_combining_mark(c)
}

/// Whether both lines give the same key a value that is words in the source.
fn same_key(source: &str, target: &str) -> bool {
    let (Some((key, value)), Some((other, answer))) =
        (source.split_once(": "), target.split_once(": "))
    else {
        return false;
    };
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || ",.!?'-".contains(c));
    let words = value.split_whitespace().filter(is_word).count();
    let all = value.split_whitespace().count();
    key.trim() == other.trim() && words >= 2 && words * 3 >= all * 2 && !answer.trim().is_empty()
}

/// Whether a line is a sentence rather than code: it starts with a capital or ends with a mark, and
/// nearly all of it is words.
fn is_sentence(line: &str) -> bool {
    let line = line.trim();
    let bare = |word: &'_ str| word.trim_matches(|c: char| ",.!?:'\"()".contains(c)).to_owned();
    let words: Vec<String> = line.split_whitespace().map(bare).collect();
    let plain = words
        .iter()
        .filter(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || "'-".contains(c))
        })
        .count();
    let opens = line.starts_with(|c: char| c.is_uppercase());
    let ends = line.ends_with(['.', '!', '?']);
    plain >= 3 && plain * 10 >= words.len() * 8 && opens && (ends || plain >= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_translated() {
        let same = [
            ("SIZE: {{ size.gz }}", "TAMANHO: {{ size.gz }}", true),
            ("description: A small server", "description: Een kleine server", false),
            ("├── build/ - Files that are built", "├── build/ - ビルドされたファイル", false),
            ("A troll comes near.", "Een trol komt dichterbij.", false),
        ];
        for (source, target, is_unnamed) in same {
            assert!(is_translated(source, (target, target), is_unnamed), "{source} / {target}");
        }
    }

    #[test]
    fn code_may_not() {
        let other = [
            ("npm install", "npm installeren"),
            ("SIZE: {{ size.gz }}", "SIZE: {{ maat.gz }}"),
            ("name: server", "name: servidor"),
            ("let size = 3;", "let größe = 4;"),
        ];
        for (source, target) in other {
            assert!(!is_translated(source, (target, target), false), "{source} / {target}");
        }
    }
}
