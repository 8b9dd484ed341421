//! Which writing a text of unknown locale is in: where all its letters would be strangers, each of
//! them were a suspect.

use crate::locale::Locale;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4096;
/// Fewer letters than this say nothing.
const FEW: usize = 8;

/// A language whose letters to expect in `text`, when `locale` does not say it and the text starts
/// in an East Asian writing, in Cyrillic or in Greek letters.
pub(super) fn writing_of(text: &str, locale: &Locale) -> Option<Locale> {
    if locale.is_known() {
        return None;
    }
    let bytes = text.as_bytes();
    let first = bytes.iter().position(|byte| *byte >= 0x80)?;
    let sample = &bytes[first..bytes.len().min(first + SAMPLE)];
    let (mut kana, mut han, mut hangul, mut cyrillic, mut greek, mut others) = (0, 0, 0, 0, 0, 0);
    for pair in sample.windows(2) {
        match pair {
            [0xe3, 0x81..=0x83] => kana += 1,
            [0xe4..=0xe9, _] => han += 1,
            [0xea..=0xed, _] => hangul += 1,
            [0xd0 | 0xd1, _] => cyrillic += 1,
            [0xce | 0xcf, _] => greek += 1,
            // Punctuation that many writings share.
            [0xe2 | 0xe3 | 0xef, _] => {}
            [0xc2..=0xf4, _] => others += 1,
            _ => {}
        }
    }
    let east_asian = kana + han + hangul;
    // Damage sprinkles such letters over a text, too, but does not fill it with them.
    let fills =
        |letters: usize| letters >= FEW && letters > 2 * others && letters * 16 > sample.len();
    let tag = if fills(cyrillic) && cyrillic > 2 * (east_asian + greek) {
        "ru"
    } else if fills(greek) && greek > 2 * (east_asian + cyrillic) {
        "el"
    } else if !fills(east_asian) || east_asian < 2 * (cyrillic + greek) {
        return None;
    } else if kana > han.max(hangul) / 4 {
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
    fn writings_are_told_apart() {
        let guessed = |text: &str| {
            writing_of(text, &Locale::unknown()).map(|locale| locale.language().to_owned())
        };
        assert_eq!(guessed("この設定はファイルに保存されます。").as_deref(), Some("ja"));
        assert_eq!(guessed("이 설정은 프로젝트의 파일에 저장됩니다.").as_deref(), Some("ko"));
        assert_eq!(guessed("此设置保存在项目的文件中。").as_deref(), Some("zh"));
        assert_eq!(guessed("Этот параметр сохраняется.").as_deref(), Some("ru"));
        assert_eq!(guessed("Η ρύθμιση αποθηκεύεται.").as_deref(), Some("el"));
        assert_eq!(guessed("L’élève a déjà été reçu à l’école."), None);
        assert_eq!(
            guessed("La rГ©gion de l'Г©lГЁve Г©tait lГ  oГ№ l'Г©tГ© est arrivГ© aprГЁs."),
            None
        );
        assert_eq!(guessed("The languages of these pages: 日本語, 中文."), None);
        assert_eq!(writing_of("此设置保存在项目的文件中。", &Locale::parse("ja").unwrap()), None);
    }
}
