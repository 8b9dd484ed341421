//! Link targets across locales. Documentation localizes parts of them (a `/es/` segment, a
//! `?lang=` parameter, the other Wikipedia, another video); what is left must be the same.

use crate::locale::{Locale, names};

/// Query parameters that choose a language.
const LANGUAGE_PARAMETERS: &[&str] =
    &["lang", "language", "locale", "hl", "gl", "l", "captions", "loc", "wt.mc_id", "view"];

/// Hosts of videos, whose ids differ from language to language.
const VIDEO_HOSTS: &[&str] = &["video.tv.adobe.com", "youtube.com", "youtu.be", "vimeo.com"];

/// Countries that stand for a language in addresses.
const COUNTRIES: &[(&str, &str)] = &[
    ("ja", "jp"),
    ("zh", "cn"),
    ("zh", "tw"),
    ("zh", "hk"),
    ("ko", "kr"),
    ("cs", "cz"),
    ("da", "dk"),
    ("el", "gr"),
    ("uk", "ua"),
    ("vi", "vn"),
    ("pt", "br"),
];

/// What remains of `target` when everything that localization may change is taken away. Two
/// targets with equal keys answer each other. A fragment counts only as being there: headings are
/// translated, and with them the anchors made from them.
pub fn target_key(target: &str, locales: [&Locale; 2]) -> String {
    let (rest, fragment) = match target.split_once('#') {
        Some((rest, fragment)) => (rest, !fragment.is_empty()),
        None => (target, false),
    };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (scheme, path) = match rest.split_once("://") {
        Some((scheme, path)) => (scheme, path),
        None => ("", rest.strip_prefix("//").unwrap_or(rest)),
    };
    let mut key = String::with_capacity(target.len());
    let path = if scheme.is_empty() && path.len() == rest.len() {
        path
    } else {
        let (host, path) = path.split_once('/').unwrap_or((path, ""));
        let host = host_key(host, locales);
        if host == "wikipedia.org" {
            return host;
        }
        if VIDEO_HOSTS.contains(&host.as_str()) {
            return "a video".to_owned();
        }
        key.push_str(&host);
        key.push('/');
        path
    };
    push_path(&mut key, path, locales);
    push_query(&mut key, query);
    if fragment {
        key.push('#');
    }
    key
}

/// Whether two targets name the same page, one from nearer by than the other: a file from its own
/// folder and from one above, a page of the site by its path and by its address. Queries and
/// fragments are left aside.
pub fn same_page(one: &str, other: &str, locales: [&Locale; 2]) -> bool {
    let is_address = |target: &str| target.contains("://");
    let path = |target: &str| {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let key = target_key(path, locales);
        let stem = ["index.md", "index.mdx", ".md", ".mdx", ".html"]
            .iter()
            .find_map(|ending| key.strip_suffix(ending));
        stem.unwrap_or(&key).trim_end_matches('/').to_owned()
    };
    let local = |target: &str| target.split(['?', '#']).next().is_some_and(|it| it.contains(".md"));
    let comparable =
        is_address(one) != is_address(other) || (!is_address(one) && (local(one) || local(other)));
    let ends = |long: &str, short: &str| {
        !short.is_empty() && long.strip_suffix(short).is_some_and(|above| above.ends_with('/'))
    };
    let (one, other) = (path(one), path(other));
    comparable && (ends(&one, &other) || ends(&other, &one))
}

fn host_key(host: &str, locales: [&Locale; 2]) -> String {
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let bare = match host.split_once('.') {
        Some((label, rest)) if rest.contains('.') && names_locale(label, locales) => rest,
        _ => host,
    };
    bare.to_owned()
}

fn push_path(key: &mut String, path: &str, locales: [&Locale; 2]) {
    let mut first = true;
    for segment in path.split('/') {
        if segment.is_empty() || matches!(segment, "." | "..") || names_locale(segment, locales) {
            continue;
        }
        if !first {
            key.push('/');
        }
        first = false;
        push_segment(key, segment, locales);
    }
}

/// A segment without a locale in its file name: `page.es.md`, `README_es.md`, `home-es.png`.
fn push_segment(key: &mut String, segment: &str, locales: [&Locale; 2]) {
    let Some((stem, extension)) = segment.rsplit_once('.') else {
        // `/components/icon-cn`
        let named = segment
            .rsplit_once('-')
            .filter(|(stem, tag)| !stem.is_empty() && tag.len() == 2 && names_locale(tag, locales));
        key.push_str(named.map_or(segment, |(stem, _)| stem));
        return;
    };
    let suffix = stem.rfind(['.', '_', '-']);
    // A tag may itself hold a hyphen: `page.pt-BR.md`.
    let wide = stem.rfind(['.', '_']).or_else(|| stem.find('-'));
    let stem = [wide, suffix]
        .into_iter()
        .flatten()
        .find(|&at| {
            let piece = &stem[at + 1..];
            names_locale(piece, locales)
                || piece.len() > 4
                    && names::from_name(piece).is_some_and(|named| {
                        locales.iter().any(|own| own.language() == named.language())
                    })
        })
        .map_or(stem, |at| &stem[..at]);
    key.push_str(stem);
    key.push('.');
    key.push_str(extension);
}

fn push_query(key: &mut String, query: &str) {
    let mut separator = '?';
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let name = parameter.split('=').next().unwrap_or(parameter);
        if !LANGUAGE_PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            key.push(separator);
            key.push_str(parameter);
            separator = '&';
        }
    }
}

/// Whether a piece of a target is one of the two locales: its tag in any form, or its language.
fn names_locale(piece: &str, locales: [&Locale; 2]) -> bool {
    if !(2..=11).contains(&piece.len()) || !piece.is_ascii() {
        return false;
    }
    locales.iter().any(|locale| {
        let tag = locale.tag();
        let same = |tag: &str| {
            tag.len() == piece.len()
                && tag
                    .bytes()
                    .zip(piece.bytes())
                    .all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a == b'-' && b == b'_'))
        };
        // `en-us` of an `en` source and `es` of an `es-MX` translation.
        let language = locale.language();
        same(tag)
            || same(language)
            || (piece.len() == 2 && COUNTRIES.contains(&(language, piece)))
            || (piece.len() == 5
                && matches!(piece.as_bytes()[2], b'-' | b'_')
                && piece[..2].eq_ignore_ascii_case(language)
                && piece[3..].bytes().all(|byte| byte.is_ascii_alphabetic()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(target: &str) -> String {
        let locale = |tag| Locale::parse(tag).expect("a tag");
        target_key(target, [&locale("en"), &locale("es")])
    }

    #[test]
    fn localized_parts_are_taken_away() {
        for (source, translation) in [
            ("/en/guide/", "/es/guide/"),
            ("guide.md", "../guide.md"),
            ("https://example.com/en-us/a?b=1", "https://example.com/es-es/a?b=1&lang=es"),
            ("https://en.wikipedia.org/wiki/House", "https://es.wikipedia.org/wiki/Casa"),
            ("https://docs.example.com/a#top", "https://docs.example.com/a#arriba"),
            ("img/home.png", "img/home.es.png"),
            ("img/home.png", "img/home-es.png"),
            ("https://youtu.be/abc", "https://www.youtube.com/watch?v=def"),
        ] {
            assert_eq!(key(source), key(translation), "{source} {translation}");
        }
        let [en, ja] = ["en", "ja"].map(|tag| Locale::parse(tag).expect("a tag"));
        let key = |target| target_key(target, [&en, &ja]);
        assert_eq!(key("/en/a.png"), key("/jp/a.png"), "a country for a language");
        assert_ne!(key("/en/a.png"), key("/kr/a.png"), "another country");
        assert_eq!(key("/guide/icon"), key("/guide/icon-jp"), "at the end of an address");
    }

    #[test]
    fn pages_have_names_from_near_and_from_afar() {
        let locale = |tag| Locale::parse(tag).expect("a tag");
        let same = |one, other| same_page(one, other, [&locale("en"), &locale("es")]);
        assert!(same("../plugins/redis.md", "https://example.org/docs/plugins/redis"));
        assert!(same("https://example.org/blog/one/", "/es/blog/one/"));
        assert!(same("guide/setup.md#first", "setup.md"));
        assert!(!same("setup.md", "https://example.org/docs/setup-again"));
        assert!(!same("https://example.org/a", "https://example.org/b/a"), "two addresses");
        assert!(!same("setup.md#one", "setup.md#two"), "two places of one page");
        assert!(!same("#top", "https://example.org/a"));
        assert!(!same("/", "https://example.org/a"));
        assert!(!same("/guides/one/", "/two/guides/one/"), "two pages of one site");
    }

    #[test]
    fn the_rest_must_be_the_same() {
        for (source, translation) in [
            ("/guide/", "/guides/"),
            ("https://example.com/a", "https://example.org/a"),
            ("a.md", "b.md"),
            ("a.md#x", "a.md"),
            ("repo.en/issues", "repo.es/issue"),
            ("a?b=1", "a?b=2"),
        ] {
            assert_ne!(key(source), key(translation), "{source} {translation}");
        }
    }
}
