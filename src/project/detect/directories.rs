//! Languages as directories: `content/{lang}/…`, `docs/…` beside `docs/{lang}/…`,
//! `i18n/{lang}/docusaurus-plugin-content-docs/current/…`, `pages.{lang}/…`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Tree, template};
use crate::locale::{Locale, names};
use crate::project::language;
use crate::project::layout::DocumentSet;

/// Directories that hold the same pages in several languages, if the group is one.
#[derive(Debug, Default)]
struct Group<'a> {
    /// What stands in their place in the path, by the language as written.
    rests: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

/// Where a group's languages stand: `{prefix}{head}{lang}/{infix}…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::project) struct Spot<'a> {
    /// The directory that holds the languages, with a slash at its end.
    pub(in crate::project) prefix: &'a str,
    /// What stands before the language in its directory's name.
    pub(in crate::project) head: &'a str,
    /// Directories between language and page.
    pub(in crate::project) infix: &'a str,
}

/// A group that proved to be a layout.
struct Candidate<'a> {
    spot: Spot<'a>,
    /// The source's directory with a slash at its end; `None` for siblings only.
    source: Option<String>,
    /// The source's name among the languages, where it has one.
    source_name: Option<&'a str>,
    /// The translations' languages as written.
    languages: Vec<&'a str>,
    /// How many translated files have a source.
    shared: usize,
}

/// The sets of documents whose languages are directories.
pub(super) fn sets(tree: &Tree<'_>) -> Vec<DocumentSet> {
    let groups = groups(tree);
    let mut candidates: Vec<Candidate<'_>> =
        groups.iter().filter_map(|(spot, group)| judge(tree, spot, group)).collect();
    candidates.sort_by(|a, b| b.shared.cmp(&a.shared).then_with(|| a.spot.cmp(&b.spot)));
    let mut claimed: HashSet<String> = HashSet::new();
    let mut sets = Vec::new();
    for candidate in candidates {
        let files = files_of(&candidate, &groups[&candidate.spot]);
        let new = files.iter().filter(|file| !claimed.contains(*file)).count();
        // A pattern inside another's pages (`en/reference/is/`) is no layout of its own.
        if new * 2 <= files.len() {
            continue;
        }
        if let Some(set) = set(tree, &candidate, &groups[&candidate.spot]) {
            claimed.extend(files);
            sets.push(set);
        }
    }
    sets
}

/// Splits a directory name into what stands before the language and the language as written:
/// `es`, `pages.es`, `docs-zh-CN`.
pub(crate) fn split_segment(segment: &str) -> Option<(&str, &str)> {
    if names::from_name(segment).is_some() {
        return Some(("", segment));
    }
    segment.match_indices(['.', '-', '_']).find_map(|(at, _)| {
        let (head, tag) = segment.split_at(at + 1);
        (at > 0 && names::from_tag(tag).is_some()).then_some((head, tag))
    })
}

fn groups<'a>(tree: &Tree<'a>) -> BTreeMap<Spot<'a>, Group<'a>> {
    let mut known: HashMap<&str, Option<(&str, &str)>> = HashMap::new();
    let mut groups: BTreeMap<Spot<'_>, Group<'_>> = BTreeMap::new();
    for file in tree.files {
        let mut start = 0;
        while let Some(length) = file[start..].find('/') {
            let segment = &file[start..start + length];
            if let Some((head, lang)) =
                *known.entry(segment).or_insert_with(|| split_segment(segment))
            {
                let rest = &file[start + length + 1..];
                let infix = docusaurus(rest);
                let spot = Spot { prefix: &file[..start], head, infix };
                let rests = &mut groups.entry(spot).or_default().rests;
                rests.entry(lang).or_default().insert(&rest[infix.len()..]);
            }
            start += length + 1;
        }
    }
    groups
}

/// The plugin and version directories that Docusaurus puts between language and page.
pub(in crate::project) fn docusaurus(rest: &str) -> &str {
    if !rest.starts_with("docusaurus-plugin-content-") {
        return "";
    }
    let plugin = rest.find('/').map_or(0, |at| at + 1);
    let version = rest[plugin..].find('/').map_or("", |at| &rest[plugin..=plugin + at]);
    if version == "current/" || version.starts_with("version-") {
        &rest[..plugin + version.len()]
    } else {
        &rest[..plugin]
    }
}

/// The directories that may hold the source of a group whose languages do not include it.
pub(in crate::project) fn bases(spot: &Spot<'_>) -> Vec<String> {
    let mut bases = Vec::new();
    if !spot.head.is_empty() {
        bases.push(format!("{}{}/", spot.prefix, spot.head.trim_end_matches(['.', '-', '_'])));
    }
    let ancestors = std::iter::successors(Some(spot.prefix), |prefix| {
        let trimmed = prefix.strip_suffix('/')?;
        Some(&trimmed[..trimmed.rfind('/').map_or(0, |at| at + 1)])
    });
    if let Some(rest) = spot.infix.strip_prefix("docusaurus-plugin-content-") {
        let (plugin, version) = rest.split_once('/').unwrap_or((rest, ""));
        let (kind, id) = plugin.split_once('-').unwrap_or((plugin, ""));
        let dir = match (kind, id, version) {
            ("docs", "", "current/") => "docs/".to_owned(),
            ("docs", "", version) => format!("versioned_docs/{version}"),
            ("pages", ..) => "src/pages/".to_owned(),
            (kind, "", _) => format!("{kind}/"),
            (_, id, "current/" | "") => format!("{id}/"),
            (_, id, version) => format!("{id}_versioned_docs/{version}"),
        };
        bases.extend(ancestors.skip(1).map(|up| format!("{up}{dir}")));
        return bases;
    }
    for up in ancestors {
        bases.push(up.to_owned());
        bases.extend(["docs/", "doc/", "content/"].map(|dir| format!("{up}{dir}")));
    }
    bases
}

/// Whether the group is a layout, and which.
fn judge<'a>(tree: &Tree<'a>, spot: &Spot<'a>, group: &Group<'a>) -> Option<Candidate<'a>> {
    let english = english(group);
    let beside = |base: &str| {
        let has = |rest: &str| tree.all.contains(format!("{base}{rest}").as_str());
        let (languages, shared) = matching(group, None, &has);
        (languages, shared, base.to_owned())
    };
    // Pages in another language at the root, English among the translations.
    let root = beside(spot.prefix);
    let root_is_source = english.is_some_and(|english| root.0.contains(&english));
    if !root_is_source && let Some(english) = english {
        let source = &group.rests[english];
        let (languages, shared) = matching(group, Some(english), &|rest| source.contains(rest));
        if !languages.is_empty() {
            let dir = path(spot, english, "");
            let source = Some(dir);
            return Some(Candidate {
                spot: spot.clone(),
                source,
                source_name: Some(english),
                languages,
                shared,
            });
        }
    }
    let candidates = bases(spot).into_iter().map(|base| beside(&base));
    let best = candidates.rev_max_by_shared();
    if let Some((languages, shared, base)) = best.filter(|best| !best.0.is_empty()) {
        let mut candidate = Candidate {
            spot: spot.clone(),
            source: Some(base),
            source_name: None,
            languages,
            shared,
        };
        return confirmed(tree, &mut candidate, group).then_some(candidate);
    }
    siblings(tree, spot, group)
}

/// A group without a source anywhere: every language must share most of its pages with others.
fn siblings<'a>(tree: &Tree<'a>, spot: &Spot<'a>, group: &Group<'a>) -> Option<Candidate<'a>> {
    let mut times: HashMap<&str, u32> = HashMap::new();
    for rest in group.rests.values().flatten() {
        *times.entry(rest).or_default() += 1;
    }
    let (languages, shared) = matching(group, None, &|rest| times[rest] > 1);
    let mut candidate =
        Candidate { spot: spot.clone(), source: None, source_name: None, languages, shared };
    let sound = confirmed(tree, &mut candidate, group) && candidate.languages.len() > 1;
    sound.then_some(candidate)
}

trait BestShared<'a>: Iterator<Item = (Vec<&'a str>, usize, String)> + Sized {
    /// The item that shares most, the first of equals.
    fn rev_max_by_shared(self) -> Option<(Vec<&'a str>, usize, String)> {
        self.fold(None, |best, item| match best {
            Some(best) if item.1 <= best.1 => Some(best),
            _ => Some(item),
        })
    }
}

impl<'a, I: Iterator<Item = (Vec<&'a str>, usize, String)>> BestShared<'a> for I {}

/// The name that stands for English: `en` itself, or the regional form with most pages.
fn english<'a>(group: &Group<'a>) -> Option<&'a str> {
    let names = group
        .rests
        .iter()
        .filter(|(name, _)| names::from_name(name).is_some_and(|locale| locale.language() == "en"));
    names
        .max_by_key(|(name, rests)| (rests.len(), name.eq_ignore_ascii_case("en")))
        .map(|(name, _)| *name)
}

/// The languages of which at least two pages, and at least half, have a counterpart. Where two
/// languages do, further ones with fewer pages count as well.
fn matching<'a>(
    group: &Group<'a>,
    source: Option<&str>,
    has: &dyn Fn(&str) -> bool,
) -> (Vec<&'a str>, usize) {
    let counts: Vec<(&str, usize, usize)> = group
        .rests
        .iter()
        .filter(|(name, _)| Some(**name) != source)
        .map(|(name, rests)| (*name, rests.iter().filter(|rest| has(rest)).count(), rests.len()))
        .filter(|&(_, shared, all)| shared > 0 && shared * 2 >= all)
        .collect();
    let firm = counts.iter().filter(|(_, shared, _)| *shared >= 2).count();
    let least = if firm >= 2 { 1 } else { 2 };
    let kept = counts.into_iter().filter(|(_, shared, _)| *shared >= least);
    kept.fold((Vec::new(), 0), |(mut languages, sum), (name, shared, _)| {
        languages.push(name);
        (languages, sum + shared)
    })
}

/// Whether the languages are believable: at least one of them. Names that may well be words
/// (`io`, `os`) are left out where their text does not bear them out; beside two languages beyond
/// doubt it need only not be English.
fn confirmed(tree: &Tree<'_>, candidate: &mut Candidate<'_>, group: &Group<'_>) -> bool {
    let spot = candidate.spot.clone();
    let judged: Vec<(&str, Locale, Vec<String>)> = candidate
        .languages
        .iter()
        .filter_map(|name| {
            let paths = group.rests[name].iter().map(|rest| path(&spot, name, rest));
            Some((*name, names::from_name(name)?, paths.collect()))
        })
        .collect();
    let believed: Vec<bool> =
        judged.iter().map(|(_, locale, paths)| tree.believes(locale, paths)).collect();
    let plain = |locale: &Locale| language::is_plain(locale);
    let firm = judged.iter().zip(&believed).filter(|((_, locale, _), yes)| **yes && plain(locale));
    let established = firm.count() >= 2;
    let kept = judged.iter().zip(&believed).filter(|((_, locale, paths), yes)| {
        **yes || plain(locale) || (established && tree.is_foreign(locale, paths))
    });
    candidate.languages = kept.map(|((name, _, _), _)| *name).collect();
    believed.contains(&true)
}

fn path(spot: &Spot<'_>, name: &str, rest: &str) -> String {
    format!("{}{}{name}/{}{rest}", spot.prefix, spot.head, spot.infix)
}

/// The paths a candidate covers: all translations, and the sources that they pair with.
fn files_of(candidate: &Candidate<'_>, group: &Group<'_>) -> Vec<String> {
    let mut files = Vec::new();
    let mut rests: BTreeSet<&str> = BTreeSet::new();
    for name in &candidate.languages {
        for rest in &group.rests[name] {
            files.push(path(&candidate.spot, name, rest));
            rests.insert(rest);
        }
    }
    if let Some(source) = &candidate.source {
        files.extend(rests.iter().map(|rest| format!("{source}{rest}")));
    }
    files
}

fn set(tree: &Tree<'_>, candidate: &Candidate<'_>, group: &Group<'_>) -> Option<DocumentSet> {
    let Spot { prefix, head, infix } = candidate.spot;
    let narrow = narrowed(candidate, group);
    let translations = template(&format!("{prefix}{head}{{lang}}/{infix}{narrow}{{path}}"))?;
    let source = match &candidate.source {
        Some(dir) => Some(template(&format!("{dir}{narrow}{{path}}"))?),
        None => None,
    };
    let locale = match (candidate.source_name, &candidate.source) {
        (Some(name), _) => names::from_name(name)?,
        (None, Some(dir)) => {
            let shared = candidate.languages.iter().flat_map(|name| &group.rests[name]);
            let paths: BTreeSet<String> = shared.map(|rest| format!("{dir}{rest}")).collect();
            let paths: Vec<String> =
                paths.into_iter().filter(|path| tree.all.contains(path.as_str())).collect();
            tree.written_in(&paths)
        }
        (None, None) => Locale::unknown(),
    };
    let mut set = DocumentSet::new(source, vec![translations], locale);
    let languages: BTreeSet<Locale> =
        candidate.languages.iter().filter_map(|name| names::from_name(name)).collect();
    set.languages = Some(languages.into_iter().collect());
    Some(set)
}

/// The directory that all pages of a named source lie in, where two or more translations hold the
/// same page outside of it: such a page (`docs/de/llm-prompt.md`) has no source to compare with.
fn narrowed(candidate: &Candidate<'_>, group: &Group<'_>) -> String {
    let Some(source) = candidate.source_name.map(|name| &group.rests[name]) else {
        return String::new();
    };
    let common = super::files::common_dir(source.iter().copied());
    let mut outside: BTreeMap<&str, u32> = BTreeMap::new();
    for rest in candidate.languages.iter().flat_map(|name| &group.rests[name]) {
        if !rest.starts_with(common) {
            *outside.entry(rest).or_default() += 1;
        }
    }
    if outside.values().any(|&times| times > 1) { common.to_owned() } else { String::new() }
}
