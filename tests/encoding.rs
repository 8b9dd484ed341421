//! Damage of every kind is undone in many languages, and innocent texts are left alone.

use hexapla::encoding::{Confidence, Suspect, SuspectKind, Vocabulary, scan};
use hexapla::locale::Locale;

/// A sentence in each language.
const SENTENCES: &[(&str, &str)] = &[
    ("cs", "Příliš žluťoučký kůň úpěl ďábelské ódy a šel domů."),
    ("da", "Gåsen og ænderne går over åen på en rød bro."),
    ("de", "Die Größe der Datei wird für jede Übung geprüft."),
    ("el", "Η ρύθμιση αποθηκεύεται στον φάκελο του έργου."),
    ("es", "La configuración también se guardará aquí mañana."),
    ("fi", "Älä päivitä tätä ennen kuin työ on päättynyt."),
    ("fr", "L’élève a déjà été reçu à l’école, où il étudie."),
    ("hi", "यह सेटिंग परियोजना की फ़ाइल में सहेजी जाती है।"),
    ("hu", "Az őszi időjárás kedvező volt a szőlőültetvényeknek."),
    ("it", "La velocità è più alta perché c’è più memoria."),
    ("ja", "この設定はプロジェクトのファイルに保存されます。"),
    ("ko", "이 설정은 프로젝트의 파일에 저장됩니다."),
    ("nl", "De geïnstalleerde extensies zijn in één categorie geordend."),
    ("pl", "Zażółć gęślą jaźń i wróć do początku ścieżki."),
    ("pt", "A configuração não é guardada até à próxima versão."),
    ("ro", "Această opțiune se află în fișierul proiectului și așteaptă."),
    ("ru", "Этот параметр сохраняется в файле проекта и ещё где-то."),
    ("sv", "Ändra inställningen på första sidan när du är färdig."),
    ("th", "การตั้งค่านี้จะถูกบันทึกไว้ในไฟล์ของโครงการ"),
    ("tr", "Bu değişiklik kullanıcının dosyasına şimdi yazıldı."),
    ("uk", "Цей параметр зберігається у файлі проєкту й ще десь."),
    ("vi", "Thiết lập này được lưu trong tệp của dự án."),
    ("zh", "此设置保存在项目的文件中，下次启动时生效。"),
];

/// Reads the UTF-8 bytes of `text` as `encoding`; undefined bytes stand for the control
/// character of the same number. `None` where a byte pair has no character.
fn damage(text: &str, encoding: &'static encoding_rs::Encoding) -> Option<String> {
    if !encoding.is_single_byte() {
        let read = encoding.decode_without_bom_handling_and_without_replacement(text.as_bytes());
        return read.map(std::borrow::Cow::into_owned);
    }
    let one = |byte: u8| {
        let bytes = [byte];
        let read = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        read.and_then(|read| read.chars().next()).unwrap_or(char::from(byte))
    };
    Some(text.bytes().map(one).collect())
}

fn locale(tag: &str) -> Locale {
    Locale::parse(tag).expect("a tag")
}

/// The text with all certain repairs made.
fn repaired(text: &str, tag: &str, vocabulary: Option<&Vocabulary>) -> String {
    let mut result = String::new();
    let mut at = 0;
    for suspect in scan(text, &locale(tag), vocabulary) {
        if let SuspectKind::Mojibake(found) = &suspect.kind
            && found.confidence == Confidence::Certain
        {
            result.push_str(&text[at..suspect.span.start as usize]);
            result.push_str(found.repaired.as_deref().expect("certain means known"));
            at = suspect.span.end as usize;
        }
    }
    result.push_str(&text[at..]);
    result
}

fn is_damage(suspect: &Suspect) -> bool {
    matches!(suspect.kind, SuspectKind::Mojibake(_))
}

#[test]
fn sentences_are_clean() {
    for (tag, sentence) in SENTENCES {
        assert_eq!(scan(sentence, &locale(tag), None), [], "{tag}");
    }
}

#[test]
fn damaged_sentences_are_repaired() {
    use encoding_rs::{
        EUC_KR, GBK, ISO_8859_2, KOI8_R, MACINTOSH, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251,
        WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
    };
    let encodings = [
        WINDOWS_1250,
        WINDOWS_1251,
        WINDOWS_1252,
        WINDOWS_1253,
        WINDOWS_1254,
        WINDOWS_1257,
        ISO_8859_2,
        KOI8_R,
        MACINTOSH,
        GBK,
        EUC_KR,
        SHIFT_JIS,
    ];
    let (mut all, mut exact) = (0, 0);
    let mut escaped = Vec::new();
    for (tag, sentence) in SENTENCES {
        for encoding in encodings {
            let once = damage(sentence, encoding);
            let twice = once.as_deref().filter(|_| encoding == WINDOWS_1252);
            let twice = twice.and_then(|once| damage(once, encoding));
            for damaged in once.into_iter().chain(twice) {
                all += 1;
                let result = repaired(&damaged, tag, None);
                if result == *sentence {
                    exact += 1;
                } else {
                    escaped.push(format!("{tag} {}: {damaged}\n  {result}", encoding.name()));
                }
                let found = scan(&damaged, &locale(tag), None);
                assert!(found.iter().any(is_damage), "{tag} {}: {damaged}", encoding.name());
            }
        }
    }
    assert!(exact * 100 >= all * 97, "{exact} of {all}: {escaped:#?}");
}

#[test]
fn without_a_locale_nothing_is_certain() {
    for (_, sentence) in SENTENCES {
        let damaged = damage(sentence, encoding_rs::WINDOWS_1252).expect("a byte is a character");
        assert_eq!(repaired(&damaged, "und", None), damaged);
    }
}

#[test]
fn innocent_texts_stay_as_they_are() {
    let texts = [
        "Een gezicht: `¬´`, en nog een ( ¬´ ).",
        "├┤a┼┐a┼┐b",
        "│   ├── src\n│   └── lib.rs",
        "╔═╗ ║ É ║ ╚═╝",
        "SENSЕ - dit is een Cyrillische letter",
        "VOCÊ… SÓ… MARQUÉ… JOSÉ’s",
        "SELKÄ\u{3000}EDELLÄ",
        "5×£35, √π, 10°–20°, ±½, 4×4",
        "тієї самої, е\u{a0}— это",
        "ĐÃ NHẬN, À LA CARTE, «É», “É”",
        "ŁÓDŹ™ ŻÓŁĆ… PŘÍŠTĚ…",
        "CAFÉ® CITÉ° ESPAÑA© RÉSUMÉ™",
        "és un àlies",
        "路径参数 and 聽 and 漢字",
        "Français — Español — Ελληνικά — Русский — Українська — 中文 — 日本語 — 한국어",
        "/ʃɛˈvʁɔlɛ/ ˈfəʊnɪk",
        "ΑΒΓ΄ Δ£ α–ω",
        "É¿ Ñ¿ Ü¡ ©É",
        "Bekijk Ôôô eens",
        "ÔÔÔ VIDA",
        "There are too many Ã’s here",
        "KRÅ™, the new one",
        "GATĂ™ is ours",
        "BÅØLA NEIN",
        "GATĂ\u{a0}",
        "KATZÂ\u{a0}BURG",
        "Anaë…” was said",
        "the sign “×” here",
        "KÄ£ÄN and SÖÄ£ then",
    ];
    let tags = ["und", "en", "es", "it", "he", "lv"]
        .into_iter()
        .chain(SENTENCES.iter().map(|pair| pair.0));
    for tag in tags {
        for text in texts {
            assert_eq!(repaired(text, tag, None), text, "{tag}");
        }
    }
}

#[test]
fn a_damaged_mark_of_loss_is_found_in_every_language() {
    let tags = ["und", "en", "es", "it", "he", "lv"]
        .into_iter()
        .chain(SENTENCES.iter().map(|pair| pair.0));
    for tag in tags {
        let lost = scan("Some ï¿½ text", &locale(tag), None);
        assert!(lost.iter().any(is_damage), "{tag}");
        assert_eq!(repaired("Some ï¿½ text", tag, None), "Some ï¿½ text", "{tag}");
        assert!(scan("ï»¿# Title", &locale(tag), None).iter().any(is_damage), "{tag}");
    }
    assert_eq!(repaired("ï»¿# Titel", "nl", None), "# Titel");
}

#[test]
fn noncharacters_and_private_characters_are_told_apart() {
    let kinds = |text: &str| -> Vec<SuspectKind> {
        scan(text, &locale("nl"), None).into_iter().map(|suspect| suspect.kind).collect()
    };
    assert_eq!(kinds("a\u{fffe}b"), [SuspectKind::Control('\u{fffe}')]);
    assert_eq!(kinds("a\u{fdd0}b"), [SuspectKind::Control('\u{fdd0}')]);
    assert_eq!(kinds("a\u{1ffff}b"), [SuspectKind::Control('\u{1ffff}')]);
    assert_eq!(kinds("a\u{f0b7}b"), [SuspectKind::Private('\u{f0b7}')]);
    assert_eq!(kinds("a\u{f0000}b"), [SuspectKind::Private('\u{f0000}')]);
    assert_eq!(kinds("a\u{2fe0}b"), [], "not assigned yet");
}

#[test]
fn other_writings_are_clean_without_a_locale() {
    for (tag, sentence) in SENTENCES {
        if ["ja", "ko", "zh", "ru", "uk", "el"].contains(tag) {
            assert_eq!(scan(sentence, &locale("und"), None), [], "{tag}");
        }
    }
}

#[test]
fn the_vocabulary_decides_what_letters_alone_cannot() {
    let damaged = "in base alla societÃ che";
    assert_eq!(repaired(damaged, "it", None), damaged, "join or keep the space?");
    let mut vocabulary = Vocabulary::default();
    vocabulary.add("La società che lo produce.");
    assert_eq!(repaired(damaged, "it", Some(&vocabulary)), "in base alla società che");
}

#[test]
fn lost_characters_are_reported_where_they_cannot_be_restored() {
    let found = scan("Muestra cÃ³mo funciona la versiÃ\u{fffd}n.", &locale("es"), None);
    assert!(found.iter().any(is_damage));
    assert!(found.iter().any(|suspect| suspect.kind == SuspectKind::Replacement));
}

#[test]
fn a_line_of_names_speaks_no_language() {
    let titles = "Lise Holm – RÃ¸dder";
    let found = scan(titles, &locale("da"), None);
    assert!(found.iter().any(is_damage), "it is reported");
    assert_eq!(repaired(titles, "da", None), titles, "but not repaired");
    let sentence = "Lise Holm spiller RÃ¸dder";
    assert_eq!(repaired(sentence, "da", None), "Lise Holm spiller Rødder");
    let known = "Sangen hedder Rødder.\n\nLise Holm – RÃ¸dder";
    assert!(repaired(known, "da", None).ends_with("Holm – Rødder"));
    let proven = "Det er smÃ¥t, siger hun.\n\nLise Holm – RÃ¸dder";
    assert!(repaired(proven, "da", None).ends_with("Holm – Rødder"));
}

/// Characters that damage is made of, innocent letters, and the odd ones.
fn glyphs() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let odd = "aé àÃÂâ€™©¨\u{a0}œ\u{9d}ĂÐÑРСё¬´├┤ΓÇÖ\u{fffd}\u{200b}\u{feff}\u{301}聽鈥檚ﾃｩ한혻\u{f8ff}🔗&#39;&amp;\n`[ ";
    let odd: Vec<char> = odd.chars().collect();
    proptest::collection::vec(
        prop_oneof![4 => proptest::sample::select(odd), 1 => any::<char>()],
        0..60,
    )
    .prop_map(|letters| letters.into_iter().collect())
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_scanned(text in glyphs(), language in 0..SENTENCES.len()) {
        let tag = SENTENCES[language].0;
        let suspects = scan(&text, &locale(tag), None);
        let mut end = 0;
        for suspect in &suspects {
            proptest::prop_assert!(text.get(suspect.span.range()).is_some(), "{suspect:?}");
            proptest::prop_assert!(!suspect.span.is_empty(), "{suspect:?}");
            if is_damage(suspect) {
                proptest::prop_assert!(suspect.span.start >= end, "{suspect:?} overlaps");
                end = suspect.span.end;
            }
        }
    }

    #[test]
    fn any_bytes_can_be_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
        for tag in ["nl", "ru", "ja", "zh-TW", "und"] {
            let Some(decoded) = hexapla::encoding::legacy::decode(&bytes, &locale(tag)) else {
                continue;
            };
            let label = decoded.encoding.as_bytes();
            let encoding = encoding_rs::Encoding::for_label(label).expect("a name it knows");
            if encoding.is_single_byte() && !decoded.mixed {
                let (again, _, lost) = encoding.encode(&decoded.text);
                proptest::prop_assert!(!lost && *again == *bytes, "{tag} {decoded:?}");
            }
        }
    }
}
