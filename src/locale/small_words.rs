//! The small words that sentences of a language cannot do without, and telling prose by them.

use std::sync::LazyLock;

use super::Locale;
use super::plain_words::plain_words;

/// The small words of one language: those that its sentences cannot do without.
#[derive(Debug)]
pub struct SmallWords {
    words: &'static [&'static str],
    /// For each key of a word its number in the list plus one, or 0. Where a key is taken, the next
    /// free place follows.
    places: [u8; PLACES],
    /// For each first byte a bit for each length in bytes that a word has: most words are none of
    /// them by that.
    lengths: [u32; 256],
}

/// Twice as many as any list has words, and more: most words that are none are told by their key.
const PLACES: usize = 512;

impl SmallWords {
    /// The small words of `language` (a primary subtag); none where they are not listed or where
    /// words are not divided by spaces.
    pub fn of(language: &str) -> &'static Self {
        static LISTS: LazyLock<Vec<SmallWords>> =
            LazyLock::new(|| WORDS.iter().map(|(_, words)| SmallWords::new(words)).collect());
        static NONE: SmallWords = SmallWords { words: &[], places: [0; PLACES], lengths: [0; 256] };
        let found = WORDS.binary_search_by(|(listed, _)| (*listed).cmp(language));
        found.map_or(&NONE, |at| &LISTS[at])
    }

    fn new(words: &'static [&'static str]) -> Self {
        let mut places = [0; PLACES];
        let mut lengths = [0; 256];
        for (number, word) in (1..).zip(words) {
            lengths[word.as_bytes()[0] as usize] |= Self::bit(word.len());
            let mut place = Self::key(word.as_bytes(), word.as_bytes()[0]);
            while places[place] != 0 {
                place = (place + 1) % PLACES;
            }
            places[place] = number;
        }
        Self { words, places, lengths }
    }

    /// The bit of a length in [`SmallWords::lengths`]; the last one is that of all greater lengths.
    fn bit(length: usize) -> u32 {
        1 << length.min(31)
    }

    /// Whether none are listed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether `word`, which is not empty and has no capital but its first letter, is one of them.
    pub fn has(&self, word: &str) -> bool {
        let bytes = word.as_bytes();
        let (first, rest) = (bytes[0].to_ascii_lowercase(), &bytes[1..]);
        if !first.is_ascii() && word.starts_with(char::is_uppercase) {
            return self.has_lowered(&word.to_lowercase());
        }
        if self.lengths[first as usize] & Self::bit(bytes.len()) == 0 {
            return false;
        }
        let mut place = Self::key(bytes, first);
        while let Some(number) = self.places[place].checked_sub(1) {
            let listed = self.words[number as usize].as_bytes();
            if listed.len() == bytes.len() && listed[0] == first && listed[1..] == *rest {
                return true;
            }
            place = (place + 1) % PLACES;
        }
        false
    }

    fn has_lowered(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
    }

    /// A number below [`PLACES`] for a word with the first byte `first`.
    fn key(bytes: &[u8], first: u8) -> usize {
        let (last, inner) = match bytes {
            [_] => (first, first),
            _ => (bytes[bytes.len() - 1], bytes[bytes.len() / 2]),
        };
        let sum = usize::from(first) * 37 + usize::from(last) * 101 + usize::from(inner) * 7;
        (sum + bytes.len() * 59) % PLACES
    }
}

/// How the words of a text divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Plain words: letters only, none but the first a capital.
    pub plain: usize,
    /// Those that are small words of the one language.
    pub small: usize,
    /// Those of them that are no small words of the other language.
    pub telling: usize,
}

impl Tally {
    /// Counts the words of `text`: small ones of `from`, telling against `to`.
    pub fn of(text: &str, from: &Locale, to: &Locale) -> Self {
        let mut tally = Self::default();
        let (ours, theirs) = (SmallWords::of(from.language()), SmallWords::of(to.language()));
        for word in plain_words(text) {
            tally.plain += 1;
            if ours.has(word) {
                tally.small += 1;
                tally.telling += usize::from(!theirs.has(word));
            }
        }
        tally
    }

    /// Whether the text is plainly prose: at least five plain words, two small ones that make up
    /// 15 % of them, and one that the other language does not have.
    pub fn is_prose(self) -> bool {
        self.plain >= 5
            && self.small >= 2
            && self.small * 100 >= self.plain * 15
            && self.telling >= 1
    }
}

/// Sorted by language, each list sorted by byte order.
const WORDS: &[(&str, &[&str])] = &[
    (
        "cs",
        &[
            "a", "aby", "by", "do", "i", "jak", "jako", "je", "jeho", "jsou", "která", "které",
            "který", "můžete", "na", "nebo", "není", "o", "od", "po", "pokud", "pro", "při", "s",
            "se", "si", "tak", "to", "v", "ve", "z", "za", "že",
        ],
    ),
    (
        "da",
        &[
            "af", "at", "da", "de", "den", "der", "det", "du", "eller", "en", "er", "et", "for",
            "fra", "har", "hvis", "ikke", "kan", "man", "med", "når", "og", "om", "på", "som",
            "til", "ved", "vi",
        ],
    ),
    (
        "de",
        &[
            "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "das", "dass", "dem", "den",
            "der", "des", "die", "diese", "dieser", "durch", "ein", "eine", "einem", "einen",
            "einer", "für", "haben", "hat", "ihre", "im", "in", "ist", "kann", "mit", "nach",
            "nicht", "nur", "oder", "sich", "sie", "sind", "so", "um", "und", "von", "vor", "wenn",
            "werden", "wie", "wird", "zu", "zum", "zur", "über",
        ],
    ),
    (
        "el",
        &[
            "ένα",
            "αν",
            "από",
            "για",
            "δεν",
            "είναι",
            "η",
            "θα",
            "και",
            "κατά",
            "με",
            "μια",
            "να",
            "ο",
            "οι",
            "που",
            "πως",
            "σας",
            "σε",
            "στην",
            "στο",
            "τα",
            "τη",
            "την",
            "της",
            "τις",
            "το",
            "τον",
            "του",
            "των",
            "ως",
        ],
    ),
    (
        "en",
        &[
            "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "between",
            "but", "by", "can", "do", "does", "each", "every", "for", "from", "has", "have", "how",
            "if", "in", "into", "is", "it", "its", "more", "must", "not", "of", "on", "or", "our",
            "should", "so", "than", "that", "the", "their", "them", "then", "there", "these",
            "they", "this", "through", "to", "using", "was", "we", "were", "what", "when", "where",
            "which", "while", "who", "why", "will", "with", "without", "would", "you", "your",
        ],
    ),
    (
        "es",
        &[
            "a", "al", "como", "con", "cuando", "cómo", "de", "del", "el", "en", "es", "esta",
            "este", "está", "ha", "la", "las", "lo", "los", "más", "no", "o", "para", "pero",
            "por", "puede", "que", "se", "si", "sin", "sobre", "son", "su", "sus", "también", "un",
            "una", "y",
        ],
    ),
    (
        "fi",
        &[
            "ei", "että", "ja", "joka", "jos", "kanssa", "kuin", "kun", "mutta", "myös", "niin",
            "on", "ovat", "se", "sen", "tai", "tämä", "voi", "voit",
        ],
    ),
    (
        "fr",
        &[
            "au", "aux", "avec", "ce", "ces", "cette", "comme", "comment", "dans", "de", "des",
            "du", "elle", "en", "est", "et", "il", "la", "le", "les", "leur", "lors", "mais", "ne",
            "nous", "ou", "par", "pas", "peut", "plus", "pour", "qu", "que", "qui", "sa", "se",
            "si", "son", "sont", "sur", "un", "une", "vos", "votre", "vous", "à",
        ],
    ),
    (
        "hu",
        &[
            "a", "az", "azt", "csak", "de", "egy", "ez", "ha", "hogy", "is", "meg", "mint", "nem",
            "vagy", "van", "és",
        ],
    ),
    (
        "id",
        &[
            "ada", "adalah", "akan", "anda", "atau", "bisa", "dalam", "dan", "dapat", "dari",
            "dengan", "di", "ini", "itu", "jika", "ke", "oleh", "pada", "sebagai", "tidak",
            "untuk", "yang",
        ],
    ),
    (
        "it",
        &[
            "a", "ai", "al", "alla", "anche", "che", "come", "con", "da", "dai", "dal", "dalla",
            "degli", "dei", "del", "della", "delle", "di", "e", "gli", "ha", "i", "il", "in", "la",
            "le", "lo", "ma", "nei", "nel", "nella", "non", "o", "per", "più", "può", "quando",
            "questa", "questo", "se", "si", "sono", "su", "sul", "un", "una", "è",
        ],
    ),
    (
        "nb",
        &[
            "at", "av", "de", "den", "der", "det", "du", "eller", "en", "er", "et", "for", "fra",
            "har", "hvis", "ikke", "kan", "med", "når", "og", "om", "på", "som", "til", "ved",
            "vi",
        ],
    ),
    (
        "nl",
        &[
            "aan", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "door", "een", "en",
            "er", "het", "hoe", "in", "is", "kan", "kunnen", "kunt", "maar", "met", "moet", "naar",
            "niet", "of", "om", "ook", "op", "over", "te", "tot", "u", "uit", "uw", "van", "voor",
            "wanneer", "worden", "wordt", "zijn",
        ],
    ),
    (
        "pl",
        &[
            "a", "aby", "by", "co", "czy", "dla", "do", "i", "jak", "jako", "jest", "jeśli",
            "które", "który", "lub", "ma", "może", "możesz", "na", "nie", "o", "od", "oraz", "po",
            "przez", "się", "są", "to", "w", "z", "za", "że",
        ],
    ),
    (
        "pt",
        &[
            "a", "ao", "aos", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "ela",
            "ele", "em", "essa", "esse", "esta", "este", "está", "eu", "isso", "mais", "mas", "na",
            "nas", "no", "nos", "não", "o", "os", "ou", "para", "pela", "pelo", "por", "quando",
            "que", "se", "sem", "ser", "seu", "sua", "são", "também", "um", "uma", "você", "à",
            "é",
        ],
    ),
    (
        "ro",
        &[
            "a", "ale", "care", "cu", "că", "dacă", "de", "din", "este", "fi", "la", "mai", "nu",
            "o", "pe", "pentru", "prin", "sau", "se", "sunt", "să", "un", "în", "și",
        ],
    ),
    (
        "ru",
        &[
            "а",
            "без",
            "бы",
            "в",
            "вы",
            "для",
            "до",
            "его",
            "если",
            "и",
            "из",
            "или",
            "их",
            "к",
            "как",
            "когда",
            "которые",
            "который",
            "мы",
            "на",
            "не",
            "но",
            "о",
            "он",
            "они",
            "от",
            "по",
            "при",
            "с",
            "со",
            "так",
            "то",
            "только",
            "у",
            "что",
            "чтобы",
            "это",
            "этот",
        ],
    ),
    (
        "sv",
        &[
            "att", "av", "de", "den", "det", "du", "eller", "en", "ett", "från", "för", "har",
            "hur", "i", "inte", "kan", "med", "men", "när", "och", "om", "på", "som", "till", "vi",
            "är",
        ],
    ),
    (
        "tr",
        &[
            "bir", "bu", "da", "daha", "de", "değil", "gibi", "göre", "her", "ile", "ise", "için",
            "kadar", "olan", "olarak", "sonra", "ve", "veya", "ya", "çok",
        ],
    ),
    (
        "uk",
        &[
            "а", "або", "але", "без", "в", "ви", "для", "до", "з", "за", "й", "його", "коли", "ми",
            "на", "не", "но", "при", "про", "та", "так", "то", "у", "це", "цей", "ці", "чи", "що",
            "щоб", "як", "який", "якщо", "є", "і", "її",
        ],
    ),
    (
        "vi",
        &[
            "bạn", "bằng", "cho", "chúng", "các", "có", "cũng", "của", "hoặc", "khi", "không",
            "là", "một", "như", "những", "này", "nếu", "sẽ", "thể", "trong", "tôi", "từ", "và",
            "vào", "về", "với", "đã", "đó", "được", "để",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
        for (language, words) in WORDS {
            let unsorted = words.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(unsorted, None, "{language}");
        }
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        for (language, words) in WORDS {
            let small = SmallWords::of(language);
            for word in *words {
                let first = word.chars().next().expect("a letter");
                let capital = format!("{}{}", first.to_uppercase(), &word[first.len_utf8()..]);
                assert!(small.has(word) && small.has(&capital), "{language} {word}");
                assert!(!small.has(&format!("{word}ž")), "{language} {word}");
            }
            assert!(words.len() < usize::from(u8::MAX) && words.len() * 2 < PLACES);
        }
        assert!(SmallWords::of("nl").has("De") && SmallWords::of("ru").has("Что"));
        assert!(SmallWords::of("tlh").is_empty() && !SmallWords::of("tlh").has("a"));
    }

    #[test]
    fn prose_is_told_by_small_words() {
        let locale = |tag| Locale::parse(tag).expect("a tag");
        let is_prose = |text| Tally::of(text, &locale("en"), &locale("nl")).is_prose();
        assert!(is_prose("The installer writes its files to the folder that you name."));
        assert!(!is_prose("Amazon OpenSearch Service on Adobe Commerce Cloud"));
        assert!(!is_prose("SELECT name FROM users WHERE id IS NOT NULL"));
        assert!(!is_prose("data.is_it.the_one() to be run"));
    }
}
