//! Files that are not UTF-8: which encoding they are in, and their text.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_7, KOI8_R,
    KOI8_U, MACINTOSH, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};

use unicode_script::UnicodeScript;

use crate::locale::{Class, Locale, Repertoire, is_east_asian};

use super::score::cost;

/// The text of a file that is not UTF-8. Every byte of the file is accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The encoding's name in the WHATWG Encoding Standard.
    pub encoding: &'static str,
    /// Whether the rest of the file is UTF-8 and only some bytes are in that encoding.
    pub mixed: bool,
    /// Whether every character belongs to the language, no other encoding reads as well, and the
    /// whole file is in the encoding.
    pub certain: bool,
}

/// Reads `bytes`, which are not UTF-8, as a text in `locale`. UTF-16 is recognised by its byte
/// order mark, which the text does not keep. `None` when no encoding of the language accounts
/// for every byte.
pub fn decode(bytes: &[u8], locale: &Locale) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && [UTF_16LE, UTF_16BE].contains(&encoding)
    {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])?;
        let even = bytes.len().is_multiple_of(2);
        let name = encoding.name();
        return even.then(|| Decoded {
            text: text.into_owned(),
            encoding: name,
            mixed: false,
            certain: true,
        });
    }
    let repertoire = Repertoire::of(locale);
    if let Some(decoded) = mixed(bytes, locale, &repertoire) {
        return Some(decoded);
    }
    let mut readings: Vec<(i32, &'static Encoding, String)> = code_pages(locale)
        .into_iter()
        .filter_map(|encoding| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
            Some((strangeness(&text, &repertoire), encoding, text.into_owned()))
        })
        .collect();
    readings.sort_by_key(|reading| reading.0);
    let mut readings = readings.into_iter();
    let (best, encoding, text) = readings.next()?;
    let rival = readings.find(|(_, _, other)| *other != text);
    let belongs = text.chars().all(|letter| match repertoire.class(letter) {
        Class::Ascii => !is_control(letter),
        // CLDR lists only the most frequent ideographs.
        Class::Kin => is_east_asian(letter.script()),
        _ => repertoire.traits(letter).belongs(),
    });
    let certain = belongs && repertoire.is_known() && rival.is_none_or(|(score, ..)| score > best);
    let encoding = encoding.name();
    let usable = !text.chars().any(is_control);
    usable.then_some(Decoded { text, encoding, mixed: false, certain })
}

fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{c}')
}

/// A file that is UTF-8 but for some bytes of the language's code page.
fn mixed(bytes: &[u8], locale: &Locale, repertoire: &Repertoire) -> Option<Decoded> {
    let has_utf8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let encoding = *code_pages(locale).first().filter(|encoding| encoding.is_single_byte())?;
    if !has_utf8 {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let invalid = chunk.invalid();
        text.push_str(&encoding.decode_without_bom_handling_and_without_replacement(invalid)?);
    }
    // A few accidental sequences in a legacy file look like UTF-8: then the other way of reading
    // the file fits the language better.
    let whole = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    if whole.is_some_and(|whole| strangeness(&whole, repertoire) < strangeness(&text, repertoire)) {
        return None;
    }
    let encoding = encoding.name();
    Some(Decoded { text, encoding, mixed: true, certain: false })
}

/// How little the characters beyond ASCII look like the language.
fn strangeness(text: &str, repertoire: &Repertoire) -> i32 {
    let mut sum = 0i32;
    let mut before = None;
    let mut rest = text.chars().peekable();
    let mut buffer = [0; 4];
    while let Some(letter) = rest.next() {
        if !letter.is_ascii() {
            let letter = letter.encode_utf8(&mut buffer);
            sum = sum.saturating_add(cost(repertoire, before, letter, rest.peek().copied()));
        }
        before = Some(letter);
    }
    sum
}

/// The legacy encodings that texts of the language were written in, the likeliest first.
fn code_pages(locale: &Locale) -> Vec<&'static Encoding> {
    match locale.language() {
        "cs" | "sk" | "pl" | "hu" | "sl" | "hr" | "bs" | "ro" | "sq" => {
            vec![WINDOWS_1250, ISO_8859_2, MACINTOSH, WINDOWS_1252]
        }
        "uk" | "be" => vec![WINDOWS_1251, KOI8_U, ISO_8859_5, IBM866],
        "sr" | "bg" | "ru" | "mk" | "kk" | "ky" | "mn" | "tg" => {
            vec![WINDOWS_1251, KOI8_R, ISO_8859_5, IBM866]
        }
        "el" => vec![WINDOWS_1253, ISO_8859_7],
        "tr" | "az" => vec![WINDOWS_1254, WINDOWS_1252],
        "he" | "yi" => vec![WINDOWS_1255],
        "ar" | "fa" | "ur" => vec![WINDOWS_1256],
        "et" | "lv" | "lt" => vec![WINDOWS_1257, WINDOWS_1252],
        "vi" => vec![WINDOWS_1258, WINDOWS_1252],
        "th" => vec![WINDOWS_874],
        "ja" => vec![SHIFT_JIS, EUC_JP],
        "ko" => vec![EUC_KR],
        "zh" | "yue" if is_traditional(locale) => vec![BIG5, GB18030],
        "zh" | "yue" => vec![GB18030, BIG5],
        _ => vec![WINDOWS_1252, MACINTOSH],
    }
}

fn is_traditional(locale: &Locale) -> bool {
    let mut subtags = locale.tag().split('-');
    subtags.any(|subtag| matches!(subtag, "Hant" | "TW" | "HK" | "MO"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(locale: &str, bytes: &[u8]) -> Option<Decoded> {
        decode(bytes, &Locale::parse(locale).expect("a locale"))
    }

    #[test]
    fn the_language_tells_the_code_page() {
        let cases = [
            ("fr", WINDOWS_1252, "Voilà l’été déjà passé."),
            ("pl", WINDOWS_1250, "Zażółć gęślą jaźń."),
            ("ru", WINDOWS_1251, "Съешь ещё этих мягких булок."),
            ("ru", KOI8_R, "Съешь ещё этих мягких булок."),
            ("ja", SHIFT_JIS, "設定を保存します。"),
            ("ja", EUC_JP, "設定を保存します。"),
            ("ko", EUC_KR, "설정을 저장합니다."),
            ("zh-TW", BIG5, "儲存設定。"),
            ("zh-CN", GB18030, "保存设置。"),
        ];
        for (locale, encoding, text) in cases {
            let (bytes, ..) = encoding.encode(text);
            let decoded = read(locale, &bytes).expect(text);
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding.name()), "{locale}");
            assert!(decoded.certain && !decoded.mixed, "{locale} {text}");
        }
    }

    #[test]
    fn utf_16_is_told_by_its_mark() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("Été 🙂".encode_utf16().flat_map(u16::to_le_bytes));
        let decoded = read("und", &bytes).expect("it is UTF-16");
        assert_eq!((&*decoded.text, decoded.encoding), ("Été 🙂", "UTF-16LE"));
        assert!(decoded.certain);
        bytes.pop();
        assert_eq!(read("und", &bytes), None, "half a character is left over");
    }

    #[test]
    fn a_mixture_is_never_certain() {
        let decoded = read("nl", b"idee\xc3\xabn en idee\xebn").expect("a mixture");
        assert_eq!(decoded.text, "ideeën en ideeën");
        assert!(decoded.mixed && !decoded.certain);
    }

    #[test]
    fn a_language_that_does_not_fit_is_not_certain() {
        let (bytes, ..) = WINDOWS_1251.encode("Съешь ещё этих мягких булок.");
        assert!(read("nl", &bytes).is_none_or(|decoded| !decoded.certain));
        assert!(read("und", &bytes).is_none_or(|decoded| !decoded.certain));
    }
}
