//! Which words name a language: BCP 47 tags of languages that exist, and the names that people
//! give to directories and files instead of tags (`espanol`, `cn`, `日本語`).

use super::Locale;

/// ISO 639-1 codes, without the withdrawn ones.
const TWO_LETTERS: &str = " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch \
co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho \
hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko ks ku kv kw ky la lb lg \
li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi \
pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk \
tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// ISO 639-2/3 codes of languages without a two-letter code that documentation is written in.
const THREE_LETTERS: &str = " ast arz azb bar ber bho ceb chr ckb cmn csb dsb fil frp fur gsw haw hak \
hil hmn hsb ilo jbo kab kok ksh lij lmo lzh mai mni mwl nah nan nap nds nso pap pcd pms prs rmy rue \
sat scn sco shi skr sma sme smj szl tok tpi tzm vec vro war wuu yue zgh ";

/// ISO 15924 scripts that occur in language tags.
const SCRIPTS: &str =
    " arab beng cans cyrl deva ethi guru hans hant hebr jpan kore latn mong olck telu thai tfng ";

/// ISO 3166-1 codes, with the reserved `UK` that many sites use.
const REGIONS: &str = " ad ae af ag ai al am ao ar at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo \
br bs bt bw by bz ca cd cf cg ch ci ck cl cm cn co cr cu cv cw cy cz de dj dk dm do dz ec ee eg er es et \
fi fj fm fo fr ga gb gd ge gg gh gi gl gm gn gp gq gr gt gu gw gy hk hn hr ht hu id ie il im in iq ir is \
it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml \
mm mn mo mq mr ms mt mu mv mw mx my mz na nc ne ng ni nl no np nr nz om pa pe pf pg ph pk pl pr ps pt pw \
py qa ro rs ru rw sa sb sc sd se sg si sk sl sm sn so sr ss st sv sy sz tc td tg th tj tl tm tn to tr tt \
tv tw tz ua ug uk us uy uz va vc ve vn vu ws xk ye za zm zw 001 150 419 ";

/// Names in use for languages, in lower case, sorted for reading, with their tags. A country code
/// stands here only where it is no language code, or one that no documentation uses (`kr` is
/// Kanuri).
const ALIASES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("brazilian-portuguese", "pt-BR"),
    ("bulgarian", "bg"),
    ("catalan", "ca"),
    ("català", "ca"),
    ("chinese", "zh"),
    ("chinese-simplified", "zh-Hans"),
    ("chinese-traditional", "zh-Hant"),
    ("cn", "zh-Hans"),
    ("croatian", "hr"),
    ("cz", "cs"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dansk", "da"),
    ("deutsch", "de"),
    ("dk", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("espanol", "es"),
    ("español", "es"),
    ("farsi", "fa"),
    ("finnish", "fi"),
    ("français", "fr"),
    ("francais", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("gr", "el"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("italiano", "it"),
    ("iw", "he"),
    ("japanese", "ja"),
    ("jp", "ja"),
    ("korean", "ko"),
    ("kr", "ko"),
    ("magyar", "hu"),
    ("nederlands", "nl"),
    ("norsk", "no"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("portugues", "pt"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("simplified-chinese", "zh-Hans"),
    ("spanish", "es"),
    ("suomi", "fi"),
    ("svenska", "sv"),
    ("swedish", "sv"),
    ("thai", "th"),
    ("traditional-chinese", "zh-Hant"),
    ("turkish", "tr"),
    ("türkçe", "tr"),
    ("ua", "uk"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
    ("vn", "vi"),
    ("русский", "ru"),
    ("українська", "uk"),
    ("العربية", "ar"),
    ("中文", "zh"),
    ("日本語", "ja"),
    ("简体中文", "zh-Hans"),
    ("繁體中文", "zh-Hant"),
    ("한국어", "ko"),
];

/// Languages that documentation is often translated into. A name that is one of these is hardly
/// ever anything else.
const WIDESPREAD: &str = " ar bn cs da de el es fa fi fr he hi hu it ja ko nb nl pl pt ro ru sv th tr uk \
vi zh ";

/// The locale that `name` is the tag of: a language that exists, with at most a script and a
/// region (`zh-hans`, `pt_BR`, `es-419`). Unlike [`Locale::parse`] it does not take `docs`,
/// `guide` or `en-api`, which are well-formed but name nothing.
pub fn from_tag(name: &str) -> Option<Locale> {
    if !name.is_ascii() || name.len() < 2 || name.len() > 12 {
        return None;
    }
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let mut parts = lower.split('-');
    let language = parts.next()?;
    let known = match language.len() {
        2 => listed(TWO_LETTERS, language),
        3 => listed(THREE_LETTERS, language),
        _ => false,
    };
    let mut rest: Vec<&str> = parts.collect();
    if rest.first().is_some_and(|part| part.len() == 4 && listed(SCRIPTS, part)) {
        rest.remove(0);
    }
    let region = match rest[..] {
        [] => true,
        [region] => listed(REGIONS, region),
        _ => false,
    };
    if known && region { Locale::parse(&lower) } else { None }
}

/// The locale that `name` stands for: a tag as in [`from_tag`], or a name of a language in
/// English or in itself, in any case.
pub fn from_name(name: &str) -> Option<Locale> {
    from_tag(name).or_else(|| {
        let lower = name.to_lowercase().replace('_', "-");
        let alias = ALIASES.iter().find(|(alias, _)| *alias == lower)?;
        Locale::parse(alias.1)
    })
}

/// Whether documentation is often translated into the language of `locale`.
pub fn is_widespread(locale: &Locale) -> bool {
    listed(WIDESPREAD, locale.language())
}

/// The two-letter code for a three-letter one that language identification yields; the code
/// itself when there is none.
pub(crate) fn shortened(code: &str) -> &str {
    const CODES: &str = "eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de ukr uk kat ka \
ara ar hin hi jpn ja heb he yid yi pol pl amh am jav jv kor ko nob nb dan da swe sv fin fi tur tr nld nl \
hun hu ces cs ell el bul bg bel be mar mr kan kn ron ro slv sl hrv hr srp sr mkd mk lit lt lav lv est et \
tam ta vie vi urd ur tha th guj gu uzb uz pan pa aze az ind id tel te pes fa mal ml ori or mya my nep ne \
sin si khm km tuk tk aka ak zul zu sna sn afr af lat la slk sk cat ca tgl tl hye hy epo eo cym cy";
    let mut words = CODES.split_ascii_whitespace();
    while let (Some(long), Some(short)) = (words.next(), words.next()) {
        if long == code {
            return short;
        }
    }
    code
}

fn listed(list: &str, word: &str) -> bool {
    !word.contains(' ')
        && list
            .match_indices(word)
            .any(|(at, _)| list[..at].ends_with(' ') && list[at + word.len()..].starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str) -> String {
        from_name(name).map(|locale| locale.tag().to_owned()).unwrap_or_default()
    }

    #[test]
    fn tags_are_normalised_whatever_their_form() {
        for (name, expected) in [
            ("pt_BR", "pt-BR"),
            ("zh-hans", "zh-Hans"),
            ("nl-NL", "nl-NL"),
            ("zh-cn", "zh-CN"),
            ("EN", "en"),
            ("es-419", "es-419"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("fil", "fil"),
            ("espanol", "es"),
            ("cn", "zh-Hans"),
            ("jp", "ja"),
            ("日本語", "ja"),
        ] {
            assert_eq!(tag(name), expected, "{name}");
        }
    }

    #[test]
    fn words_that_only_look_like_tags_are_none() {
        for name in
            ["docs", "guide", "api", "src", "git-am", "en-docs", "en-api", "js", "md", "v2", ""]
        {
            assert_eq!(tag(name), "", "{name}");
        }
    }
}
