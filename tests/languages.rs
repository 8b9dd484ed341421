//! Correct pages in languages whose punctuation, scripts and words differ from English: no rule
//! about language may say anything of them, not even an advisory one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hexapla::config::Settings;
use hexapla::linter::{self, Memory};
use hexapla::locale::Locale;
use hexapla::project::{Article, Catalog, CatalogFile};
use hexapla::rule::{Group, Rule};
use hexapla::rules::RULES;
use hexapla::text::FileId;

const SOURCE: &str = "\
# The library

Welcome to the library! Are you looking for a book?

The sign says: “Please be quiet.” Opening hours: 9 to 5.

* **Borrowing**: You can take three books; bring them back within a month.
* **Reading**: There is a large table by the window.

Do you have any questions? Ask at the desk, or call us when we are open.
";

/// Languages with a correct translation of the page.
const PAGES: &[(&str, &str)] = &[
    (
        "fr",
        "# La bibliothèque\n\nBienvenue à la bibliothèque\u{202f}! Cherchez-vous un livre\u{202f}?\n\nLe panneau dit\u{a0}: «\u{a0}Silence, s’il vous plaît.\u{a0}» Heures d’ouverture\u{a0}: de 9 à 17\u{a0}h.\n\n* **Prêt**\u{a0}: vous pouvez emprunter trois livres\u{202f}; rapportez-les dans le mois.\n* **Lecture**\u{a0}: il y a une grande table près de la fenêtre.\n\nAvez-vous des questions\u{202f}? Si vous vous demandez quelque chose, adressez-vous au guichet ou appelez-nous aux heures d’ouverture.\n",
    ),
    (
        "ja",
        "# 図書館\n\n図書館へようこそ！　本をお探しですか？\n\n看板には「お静かにお願いします。」と書いてあります。開館時間：9時～17時。\n\n* **貸出**：本は三冊まで借りられます。一か月以内に返してください。\n* **閲覧**：窓のそばに大きな机があります。\n\n質問はありますか。受付で尋ねるか、開館時間中にお電話ください。\n",
    ),
    (
        "ar",
        "# المكتبة\n\nمرحبًا بكم في المكتبة! هل تبحثون عن كتاب؟\n\nتقول اللافتة: «الرجاء التزام الهدوء.» ساعات العمل: من ٩ إلى ٥.\n\n* **الإعارة**: يمكنكم استعارة ثلاثة كتب؛ أعيدوها خلال شهر.\n* **القراءة**: توجد طاولة كبيرة بجانب النافذة.\n\nهل لديكم أسئلة؟ اسألوا في مكتب الاستقبال، أو اتصلوا بنا في ساعات العمل.\n",
    ),
    (
        "th",
        "# ห้องสมุด\n\nยินดีต้อนรับสู่ห้องสมุด! คุณกำลังมองหาหนังสืออยู่หรือเปล่า?\n\nป้ายเขียนว่า “กรุณาเงียบ” เวลาทำการ: 9 ถึง 5\n\n* **การยืม**: คุณยืมหนังสือได้สามเล่ม โปรดคืนภายในหนึ่งเดือน\n* **การอ่าน**: มีโต๊ะตัวใหญ่อยู่ริมหน้าต่าง\n\nมีคำถามไหม? ถามที่โต๊ะประชาสัมพันธ์ หรือโทรหาเราในเวลาทำการ\n",
    ),
    (
        "hi",
        "# पुस्तकालय\n\nपुस्तकालय में आपका स्वागत है! क्या आप कोई पुस्तक खोज रहे हैं?\n\nबोर्ड पर लिखा है: “कृपया शांत रहें।” खुलने का समय: ९ से ५।\n\n* **उधार**: आप तीन पुस्तकें ले सकते हैं; उन्हें एक महीने में लौटा दें।\n* **पढ़ना**: खिड़की के पास एक बड़ी मेज़ है।\n\nक्या आपके कोई प्रश्न हैं? धीरे धीरे पूछिए, या जब हम खुले हों तब हमें फ़ोन कीजिए।\n",
    ),
    (
        "el",
        "# Η βιβλιοθήκη\n\nΚαλώς ήρθατε στη βιβλιοθήκη! Ψάχνετε κάποιο βιβλίο;\n\nΗ πινακίδα γράφει: «Παρακαλώ, ησυχία.» Ώρες λειτουργίας: 9 με 5.\n\n* **Δανεισμός**: Μπορείτε να πάρετε τρία βιβλία· επιστρέψτε τα μέσα σε έναν μήνα.\n* **Ανάγνωση**: Υπάρχει ένα μεγάλο τραπέζι δίπλα στο παράθυρο.\n\nΈχετε ερωτήσεις; Ρωτήστε στο γραφείο ή τηλεφωνήστε μας τις ώρες λειτουργίας.\n",
    ),
    (
        "es",
        "# La biblioteca\n\n¡Le damos la bienvenida a la biblioteca! ¿Busca algún libro?\n\nEl cartel dice: «Silencio, por favor». Horario: de 9 a 17.\n\n* **Préstamo**: Puede llevarse tres libros; devuélvalos en el plazo de un mes.\n* **Lectura**: Hay una mesa grande junto a la ventana.\n\n¿Tiene alguna pregunta? Pregunte en el mostrador o llámenos cuando esté abierto.\n",
    ),
    (
        "de",
        "# Die Bibliothek\n\nWillkommen in der Bibliothek! Suchen Sie ein Buch?\n\nAuf dem Schild steht: „Bitte leise sein.“ Öffnungszeiten: 9 bis 17 Uhr.\n\n* **Ausleihe**: Sie können drei Bücher mitnehmen; bringen Sie sie binnen eines Monats zurück.\n* **Lesen**: Am Fenster steht ein großer Tisch.\n\nHaben Sie Fragen? Fragen Sie am Schalter, oder rufen Sie uns an, wenn wir geöffnet haben.\n",
    ),
    (
        "zh-CN",
        "# 图书馆\n\n欢迎来到图书馆！您在找书吗？\n\n牌子上写着：“请保持安静。”开放时间：9点至17点。\n\n* **借阅**：您可以借三本书；请在一个月内归还。\n* **阅读**：窗边有一张大桌子。\n\n您有问题吗？请到服务台询问，或在开放时间给我们打电话。\n",
    ),
    (
        "ru",
        "# Библиотека\n\nДобро пожаловать в библиотеку! Вы ищете книгу?\n\nНа табличке написано: «Пожалуйста, соблюдайте тишину.» Часы работы: с 9 до 17.\n\n* **Выдача**: Вы можете взять три книги; верните их в течение месяца.\n* **Чтение**: У окна стоит большой стол.\n\nУ вас есть вопросы? Спросите у стойки или позвоните нам в часы работы.\n",
    ),
    (
        "tr",
        "# Kütüphane\n\nKütüphaneye hoş geldiniz! Bir kitap mı arıyorsunuz?\n\nTabelada şöyle yazıyor: “Lütfen sessiz olun.” Açılış saatleri: 9’dan 5’e.\n\n* **Ödünç alma**: Üç kitap alabilirsiniz; bir ay içinde geri getirin.\n* **Okuma**: Pencerenin yanında büyük bir masa var.\n\nSorunuz mu var? Danışmaya yavaş yavaş sorun ya da açık olduğumuz saatlerde bizi arayın.\n",
    ),
];

/// What the rules say of a page in `tag` beside its source, line by line. `is_on` picks rules beyond
/// those that are on by default.
fn said_of(tag: &str, source: &str, text: &str, is_on: impl Fn(&Rule) -> bool) -> Vec<String> {
    let locale = |tag: &str| Locale::parse(tag).expect("a tag");
    let files = [("en.md", locale("en"), source), ("page.md", locale(tag), text)];
    let file = |(path, locale, _): &(&str, Locale, &str)| CatalogFile {
        path: PathBuf::from(path),
        locale: locale.clone(),
    };
    let catalog = Catalog {
        files: files.iter().map(file).collect(),
        articles: vec![Article {
            key: "page.md".to_owned(),
            source: Some(FileId(0)),
            translations: vec![FileId(1)],
            selected: vec![FileId(0), FileId(1)],
        }],
        ..Catalog::default()
    };
    let texts = files.iter().map(|(path, _, text)| (PathBuf::from(path), (*text).to_owned()));
    let store = Memory(texts.collect::<BTreeMap<_, _>>());
    let mut settings = Settings::default_rules();
    let on: Vec<&str> = settings.rules.iter().map(|(rule, _)| rule.name).collect();
    let more = RULES.iter().filter(|rule| is_on(rule) && !on.contains(&rule.name));
    settings.rules.extend(more.map(|rule| (*rule, rule.severity)).collect::<Vec<_>>());
    let report = linter::lint(&catalog, &settings, &store, &|_| ());
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    let line = |finding: &linter::Finding| {
        let line = finding.spot.range.start.line;
        format!("{tag}:{line}: {}: {}", finding.rule, finding.message)
    };
    report.findings.iter().map(line).collect()
}

#[test]
fn correct_pages_are_silent() {
    let is_language = |rule: &Rule| rule.group == Group::Language;
    let said: Vec<String> =
        PAGES.iter().flat_map(|(tag, text)| said_of(tag, SOURCE, text, is_language)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// Languages with a page of usual size in `fixtures/languages`: tables, lists, code, a quotation,
/// numbers, money, hours, and each language's own marks.
const WHOLE_PAGES: &[&str] = &["ar", "el", "fr", "hi", "ja", "th"];

fn whole_page(tag: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/languages");
    fs::read_to_string(root.join(format!("{tag}.md"))).expect("the page is there")
}

#[test]
fn whole_correct_pages_are_silent_whatever_is_on() {
    let source = whole_page("en");
    let said: Vec<String> = WHOLE_PAGES
        .iter()
        .flat_map(|tag| said_of(tag, &source, &whole_page(tag), |_| true))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// The pages are judged at all: each of them, with one paragraph left in English and the dots of
/// the version turned to commas, has two findings.
#[test]
fn whole_pages_are_judged() {
    let source = whole_page("en");
    let english =
        source.lines().find(|line| line.starts_with("Borrowing is free")).expect("a line");
    for tag in WHOLE_PAGES {
        let page = whole_page(tag).replace("3.2.0", "3,2,0");
        let mut lines: Vec<&str> = page.lines().collect();
        let at =
            lines.iter().position(|line| line.contains("Lindqvist") || line.contains("10,250"));
        lines[at.expect("the line that names the books")] = english;
        let said = said_of(tag, &source, &(lines.join("\n") + "\n"), |_| false);
        let has = |rule: &str| said.iter().any(|line| line.contains(rule));
        assert!(has(": untranslated:") && has(": version:"), "{tag}: {said:#?}");
    }
}
