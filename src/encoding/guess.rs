//! Which East Asian language a text of unknown locale is written in: its thousands of letters
//! would otherwise all be strangers, each of them a suspect.

use crate::locale::Locale;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4096;
/// Fewer letters than this say nothing.
const FEW: usize = 8;

/// The language whose letters to expect in `text`, when `locale` does not say it and the first
/// pages are written in Chinese, Japanese or Korean.
pub(super) fn writing_of(text: &str, locale: &Locale) -> Option<Locale> {
    if locale.is_known() {
        return None;
    }
    let bytes = text.as_bytes();
    let first = bytes.iter().position(|byte| *byte >= 0xe3)?;
    let sample = &bytes[first..bytes.len().min(first + SAMPLE)];
    let (mut kana, mut han, mut hangul, mut others) = (0, 0, 0, 0);
    for pair in sample.windows(2) {
        match pair {
            [0xe3, 0x81..=0x83] => kana += 1,
            [0xe4..=0xe9, _] => han += 1,
            [0xea..=0xed, _] => hangul += 1,
            // Punctuation that all three share.
            [0xe3 | 0xef, _] => {}
            [0xc2..=0xf4, _] => others += 1,
            _ => {}
        }
    }
    let east_asian = kana + han + hangul;
    if east_asian < FEW || east_asian < 2 * others {
        return None;
    }
    let tag = if kana > han.max(hangul) / 4 {
        "ja"
    } else if hangul > han {
        "ko"
    } else {
        "zh"
    };
    Locale::parse(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn east_asian_texts_are_told_apart() {
        let guessed = |text: &str| {
            writing_of(text, &Locale::unknown()).map(|locale| locale.language().to_owned())
        };
        assert_eq!(guessed("この設定はファイルに保存されます。").as_deref(), Some("ja"));
        assert_eq!(guessed("이 설정은 프로젝트의 파일에 저장됩니다.").as_deref(), Some("ko"));
        assert_eq!(guessed("此设置保存在项目的文件中。").as_deref(), Some("zh"));
        assert_eq!(guessed("Этот параметр сохраняется."), None);
        assert_eq!(guessed("Languages: 日本語, 中文."), None);
        assert_eq!(writing_of("此设置保存在项目的文件中。", &Locale::parse("ja").unwrap()), None);
    }
}
