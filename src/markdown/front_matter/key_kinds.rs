//! The three kinds of front matter keys: what a translation copies, what it translates, and what
//! pipelines write. The built-in table covers the ecosystems whose conventions are documented;
//! the configuration adds to it and wins over it.

use crate::markdown::FrontMatter;

/// What a translation does with the value of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Copied: a program reads it.
    Identical,
    /// Translated: a reader reads it.
    Translated,
    /// Written by pipelines or people for one version only; never compared.
    Bookkeeping,
    /// Not known.
    Other,
}

/// The configured kinds of keys: patterns such as `slug`, `hero.*`, `ms.*`. They are matched
/// against paths without item numbers: `hero.actions[0].text` is `hero.actions.text`. A pattern
/// that names a mapping or sequence covers all that stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyKinds {
    /// Keys whose value must equal the reference's.
    pub identical: Vec<String>,
    /// Keys whose value is text for readers.
    pub translated: Vec<String>,
    /// Keys that pipelines write into translations; never compared.
    pub bookkeeping: Vec<String>,
}

impl KeyKinds {
    /// The configured kind of the entry at `path`, if there is one.
    fn declared(&self, path: &str) -> Option<KeyKind> {
        let lists = [
            (KeyKind::Identical, &self.identical),
            (KeyKind::Translated, &self.translated),
            (KeyKind::Bookkeeping, &self.bookkeeping),
        ];
        if lists.iter().all(|(_, list)| list.is_empty()) {
            return None;
        }
        levels(path).find_map(|path| {
            let named = |list: &&(_, &Vec<String>)| list.1.iter().any(|key| matches(key, path));
            lists.iter().find(named).map(|(kind, _)| *kind)
        })
    }
}

/// The kinds that hold for one page: the configured ones, then the built-in ones, some of which
/// need a sign of the ecosystem because other sites use the same word for text (`topic`, `slug`).
#[derive(Debug, Clone, Copy)]
pub struct PageKinds<'k> {
    configured: &'k KeyKinds,
    experience_league: bool,
    mdn: bool,
    docusaurus: bool,
}

impl<'k> PageKinds<'k> {
    /// The kinds for a page whose reference has these front matter entries.
    pub fn new(configured: &'k KeyKinds, reference: &FrontMatter) -> Self {
        let mut kinds =
            Self { configured, experience_league: false, mdn: false, docusaurus: false };
        let (mut feature, mut role) = (false, false);
        for entry in reference.entries.iter().filter(|entry| entry.parent.is_none()) {
            match entry.path.as_str() {
                "exl-id" | "TQID" | "source-git-commit" => kinds.experience_league = true,
                "feature" => feature = true,
                "role" => role = true,
                "page-type" | "browser-compat" => kinds.mdn = true,
                "sidebar_position" | "sidebar_label" | "displayed_sidebar" => {
                    kinds.docusaurus = true;
                }
                _ => {}
            }
        }
        kinds.experience_league |= feature && role;
        kinds
    }

    /// The kind of the entry at `path`: configured, else built in, else that of what holds it.
    pub fn kind(&self, path: &str) -> KeyKind {
        self.configured.declared(path).unwrap_or_else(|| {
            levels(path).find_map(|path| self.built_in(path)).unwrap_or(KeyKind::Other)
        })
    }

    /// Whether a translation may leave the key out: pages of MDN take all but the title and the
    /// slug from the English page, and a banner announces news to one audience.
    pub fn optional(&self, path: &str) -> bool {
        path == "banner" || self.mdn && !matches!(path, "title" | "slug")
    }

    fn built_in(&self, path: &str) -> Option<KeyKind> {
        // Most keys of a list start with another letter.
        let first = path.bytes().next();
        let may = |key: &str| {
            let letter = key.bytes().next();
            letter == first || letter == Some(b'*') || first == Some(b'[')
        };
        let listed = |keys: &[&str]| keys.iter().any(|key| may(key) && matches(key, path));
        if listed(BOOKKEEPING) {
            Some(KeyKind::Bookkeeping)
        } else if listed(TRANSLATED) {
            Some(KeyKind::Translated)
        } else if listed(IDENTICAL)
            || self.experience_league && listed(EXPERIENCE_LEAGUE)
            || (self.mdn || self.docusaurus) && path == "slug"
            || self.docusaurus && path == "id"
        {
            Some(KeyKind::Identical)
        } else {
            None
        }
    }
}

/// `path` and the paths of what holds it, innermost first: `a.b[0].c`, `a.b[0]`, `a.b`, `a`.
fn levels(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rfind(['.', '[']).map(|at| &path[..at]))
}

/// Whether `path`, item numbers left out, matches `pattern`, in which `*` stands for any text.
fn matches(pattern: &str, path: &str) -> bool {
    fn plain(path: &[u8]) -> &[u8] {
        match path {
            [b'[', rest @ ..] => {
                let close = rest.iter().position(|&b| b == b']');
                close.map_or(path, |at| plain(&rest[at + 1..]))
            }
            _ => path,
        }
    }
    let (mut pattern, mut path) = (pattern.as_bytes(), path.as_bytes());
    let mut retry: Option<(&[u8], &[u8])> = None;
    loop {
        path = plain(path);
        match (pattern.split_first(), path.split_first()) {
            (Some((b'*', rest)), _) => {
                retry = Some((rest, path));
                pattern = rest;
            }
            (Some((a, rest)), Some((b, left))) if a == b => {
                pattern = rest;
                path = left;
            }
            (None, None) => return true,
            _ => {
                let Some((rest, [_, left @ ..])) = retry else { return false };
                retry = Some((rest, left));
                pattern = rest;
                path = left;
            }
        }
    }
}

// The built-in kinds. Where ecosystems disagree about a key (`url` is copied by some generators
// and translated in Hugo, `category` and `tags` differ likewise), it is left out.

/// Words that only Adobe Experience League is known to copy.
const EXPERIENCE_LEAGUE: &[&str] = &[
    "feature",
    "role",
    "topic",
    "level",
    "index",
    "solution",
    "product",
    "feature-set",
    "recommendations",
    "*_v2",
];

const IDENTICAL: &[&str] = &[
    // Adobe Experience League
    "exl-id",
    "TQID",
    "type",
    "hide",
    "hidefromtoc",
    "mini-toc-levels",
    // Astro docs and Starlight
    "template",
    "logo",
    "supports",
    "stub",
    "framework",
    "githubURL",
    "githubIntegrationURL",
    "sidebar.order",
    "sidebar.hidden",
    "sidebar.badge.variant",
    "tableOfContents",
    "pagefind",
    "hero.image.file",
    "hero.image.dark",
    "hero.image.light",
    "hero.actions.icon",
    "hero.actions.variant",
    // Docusaurus
    "sidebar_position",
    "sidebar_class_name",
    "displayed_sidebar",
    "hide_title",
    "hide_table_of_contents",
    "toc_min_heading_level",
    "toc_max_heading_level",
    "unlisted",
    // Hugo, Kubernetes, CNCF
    "weight",
    "content_type",
    "toc_hide",
    "no_list",
    "exclude_search",
    "translationKey",
    // Jekyll and Polyglot
    "layout",
    "page_id",
    "redirect_from",
    // MDN
    "page-type",
    "browser-compat",
    "spec-urls",
    // Microsoft Learn
    "ms.topic",
    "ms.service",
    "ms.subservice",
    "ms.prod",
    "ms.technology",
    "ms.devlang",
    "ms.author",
    "ms.assetid",
    "uid",
    "zone_pivot_groups",
    // GitHub Docs
    "versions",
    "children",
    // VitePress
    "outline",
    "aside",
    "navbar",
    "pageClass",
    "home",
];

const TRANSLATED: &[&str] = &[
    "title",
    "description",
    "summary",
    "subtitle",
    "short-title",
    "shortTitle",
    "short_title",
    "linkTitle",
    "linktitle",
    "sidebar_label",
    "sidebar.label",
    "sidebar.badge",
    "sidebar.badge.text",
    "hero.title",
    "hero.tagline",
    "hero.text",
    "hero.actions.text",
    "hero.image.alt",
    "banner",
    "banner.content",
    "features.title",
    "features.details",
    "features.linkText",
    "excerpt",
    "intro",
    "tagline",
    "headline",
    "heading",
    "abstract",
    "keywords",
    "badge*",
    "user-guide-title",
    "user-guide-description",
    "solution-title",
    "landing-page-breadcrumb-title",
    "unitTitle",
    "seoTitle",
    "seo_title",
    "meta_title",
    "meta_description",
    "titleSuffix",
    "titleTemplate",
    "card.title",
    "card.description",
    "prev.text",
    "next.text",
    "prev.label",
    "next.label",
    "permissions",
    "caption",
];

const BOOKKEEPING: &[&str] = &[
    // Adobe
    "source-git-commit",
    "workflow-type",
    "source-wordcount",
    "ht-degree",
    "*_v2*.internal-label",
    "autotag-review",
    "last-update",
    "last-substantial-update",
    // Microsoft
    "ms.date",
    "ms.openlocfilehash",
    "ms.sourcegitcommit",
    "ms.translationtype",
    "ms.contentlocale",
    "ms.lasthandoff",
    "ms.locfileid",
    "ms.lastreviewed",
    "ms.reviewer",
    // MDN, Astro, Hugo, Kubernetes and what people write
    "l10n",
    "l10n.*",
    "translation_of",
    "translation_of_original",
    "original_slug",
    "i18nReady",
    "lang",
    "language",
    "locale",
    "languages",
    "langs",
    "translators",
    "translator",
    "translated_by",
    "translated-by",
    "translatedBy",
    "translated_from",
    "translation",
    "translations",
    "translated",
    "untranslated",
    "machine_translated",
    "machine-translated",
    "original_hash",
    "source_hash",
    "sourceCommit",
    "source_commit",
    "sourceHash",
    "source-commit",
    "default_lang_commit",
    "drifted_from_default",
    "cSpell:ignore",
    "reviewers",
    "approvers",
    "contributors",
    "maintainers",
    "date",
    "lastmod",
    "modified",
    "updated",
    "created",
    "lastUpdated",
    "last_updated",
    "last_update",
    "publishDate",
    "aliases",
    "editUrl",
    "edit_url",
    "custom_edit_url",
    "<<",
    // What switches our own rules off
    "hexapla",
];
