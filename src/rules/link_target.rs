//! `link-target`: a link that leads elsewhere than in the source, is missing or is too many.

use std::cell::{LazyCell, OnceCell};
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Edit, Fix};
use crate::markdown::{BlockId, BlockKind, Document, Inline, InlineId, InlineKind, Link};
use crate::outline::{self, Difference, Marker, Pair, target_key};
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{Location, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "link-target",
    group: Group::Markup,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a link that leads elsewhere than in the source, is missing or is too many",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Links are compared within aligned blocks, by target first and position second, because word order
differs between languages: reordered links are no finding. What localization may change is taken
away before: a locale segment, subdomain or ending (`/guide-cn`), a language parameter, the other
Wikipedia, another video, and the anchors of a page that does not keep its source's. Two targets that
changed places are found where the link texts show it (a name, code or number that stays the same).

Left alone are links that only the translation has, another site in the translation's language, the
same page named from another folder, and targets that today's source has where the page is compared
with an older one. On a page most of whose sections are others than the source's, a target is told of
only where it is the source's with a mistake or a word translated.

The fix copies the source's target where one link of a block was changed and the page does not
localize its targets.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "the target was changed",
        source: "See [the guide](guide.md).\n",
        translation: "Zie [de gids](gids.md).\n",
        locale: "",
        expect: Expect::Fixed("Zie [de gids](guide.md).\n"),
    },
    Example {
        title: "the link was lost",
        source: "See [the guide](guide.md) for more.\n",
        translation: "Zie de gids voor meer.\n",
        locale: "",
        expect: Expect::Flagged("link to `guide.md` is missing"),
    },
    Example {
        title: "two targets changed places",
        source: "Use [Redis](redis.md) or [Valkey](valkey.md).\n",
        translation: "Gebruik [Redis](valkey.md) of [Valkey](redis.md).\n",
        locale: "",
        expect: Expect::Flagged(
            "the targets of two links changed places: `valkey.md` and `redis.md`",
        ),
    },
    Example {
        title: "the other word order",
        source: "Use [Redis](redis.md) with [the cache](cache.md).\n",
        translation: "Gebruik [de cache](cache.md) met [Redis](redis.md).\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "a link that the translation adds",
        source: "Use the cache.\n",
        translation: "Gebruik [de cache](cache.md).\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "a site in the page's language, and a page named from its folder",
        source: "See [it](https://example.io/docs/guide) and [that](/helm/test.md).\n",
        translation: "Zie [dit](https://example.net/nl/docs/gids) en [dat](./test.md).\n",
        locale: "nl",
        expect: Expect::Clean,
    },
    Example {
        title: "localized targets",
        source: "See [it](/en/guide/#steps) and [that](https://en.wikipedia.org/wiki/House).\n",
        translation: "Zie [dit](/nl/guide/#stappen) en [dat](https://nl.wikipedia.org/wiki/Huis).\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let mut differing: Vec<(BlockId, BlockId)> = pair
        .alignment
        .differing
        .iter()
        .copied()
        .filter(|&blocks| !is_alike(pair, blocks))
        .collect();
    if differing.is_empty() {
        return;
    }
    let keys = Keys::new(pair);
    let key = |_: &Document, inline: &Inline, _: bool| link(inline).map(|link| keys.of(link));
    // What only stands in another order differs in nothing.
    let others: Vec<(BlockId, BlockId)> =
        differing.iter().copied().filter(|&blocks| !is_reordered(pair, blocks)).collect();
    let mut differences = outline::differences_in(pair, &others, key);
    outline::cancel_moved(pair, &mut differences, key);
    without_todays(pair, &mut differences, &keys);
    let localized = LazyCell::new(|| localizes(pair));
    // Items of a list are often ordered anew, by name: each still leads where it did.
    let named: LazyCell<HashSet<(String, &str)>, _> = LazyCell::new(|| {
        let links = pair.reference.links().map(|(_, _, link)| link);
        links.map(|link| (keys.of(link), pair.reference.slice(link.text))).collect()
    });
    let text = |id| pair.translation.slice(target_of(pair.translation, id).text);
    let mut seen: HashSet<Span> = HashSet::new();
    for difference in &differences {
        let changed = difference.missing.len().min(difference.extra.len());
        for (&missing, &extra) in difference.missing.iter().zip(&difference.extra) {
            let span = target_of(pair.translation, extra).target_span;
            // A definition that several links use is one cause.
            let legal = is_same_page(pair, missing, extra)
                || is_localized(pair, extra)
                || named.contains(&(keys.of(target_of(pair.translation, extra)), text(extra)));
            if !legal && is_damaged(pair, missing, extra) && seen.insert(span) {
                let only = difference.missing.len() == 1 && difference.extra.len() == 1;
                let copies = only && !*localized;
                checker.report(changed_target(pair, checker, missing, extra, copies));
            }
        }
        // A link whose brackets readers see is broken, not missing.
        let (reference, translation) = (difference.reference, difference.translation);
        let broken = [Marker::Link, Marker::Backtick];
        if outline::shows_beyond(pair, reference, translation, &broken) {
            continue;
        }
        // On a page with other sections, nothing tells what a paragraph should link to.
        if !outline::has_same_sections(pair) {
            continue;
        }
        for &missing in &difference.missing[changed..] {
            checker.report(missing_link(pair, checker, difference, missing));
        }
    }
    let differ: HashSet<BlockId> = differences.iter().map(|found| found.translation).collect();
    differing.retain(|(_, translation)| !differ.contains(translation));
    for blocks in differing {
        swapped(pair, checker, blocks, &keys);
    }
}

/// Takes away the links that are right beside today's source, where the page is compared with an older
/// one: addresses are often changed in all languages at once.
fn without_todays(pair: &Pair<'_>, differences: &mut Vec<Difference>, keys: &Keys<'_>) {
    let Some(today) = pair.today.filter(|_| !differences.is_empty()) else { return };
    let todays: HashSet<String> = today.links().map(|(_, _, link)| keys.of(link)).collect();
    let has =
        |document: &Document, id: InlineId| todays.contains(&keys.of(target_of(document, id)));
    for difference in &mut *differences {
        let is_new = difference.extra.iter().any(|&id| has(pair.translation, id));
        difference.extra.retain(|&id| !has(pair.translation, id));
        difference.missing.retain(|&id| has(pair.reference, id) && !is_new);
    }
    differences.retain(|difference| !difference.missing.is_empty() || !difference.extra.is_empty());
}

/// How alike two targets must be for the one to be the other with a mistake.
const ALIKE: f64 = 0.6;

/// Whether a target is empty, the source's with a mistake or a word translated, or another one on a
/// page where blocks surely answer each other. An anchor more is none.
fn is_damaged(pair: &Pair<'_>, missing: InlineId, extra: InlineId) -> bool {
    let (source, target) = (target_of(pair.reference, missing), target_of(pair.translation, extra));
    let alike = strsim::normalized_damerau_levenshtein(&source.target, &target.target) >= ALIKE;
    let deeper = target.target.starts_with(&*source.target) && target.target.contains('#');
    target.target.is_empty() || !deeper && (alike || outline::has_same_sections(pair))
}

/// Whether a link leads to another site in the translation's language: `https://example.net/zh/guide`,
/// `https://pt-br.example.org`.
fn is_localized(pair: &Pair<'_>, extra: InlineId) -> bool {
    let Some((_, address)) = target_of(pair.translation, extra).target.split_once("://") else {
        return false;
    };
    let locale = &pair.translation.locale;
    let is_own = |part: &str| {
        let part = part.replace('_', "-");
        part.eq_ignore_ascii_case(locale.tag()) || part.eq_ignore_ascii_case(locale.language())
    };
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    host.split('.').next().is_some_and(is_own) || path.split('/').any(is_own)
}

/// Whether two links name the same page in other words.
fn is_same_page(pair: &Pair<'_>, missing: InlineId, extra: InlineId) -> bool {
    let (ours, theirs) = (target_of(pair.reference, missing), target_of(pair.translation, extra));
    let locales = [&pair.reference.locale, &pair.translation.locale];
    outline::same_page(&ours.target, &theirs.target, locales)
}

/// Whether the links that stand directly in two blocks lead to the same targets as they are
/// written: other markup differs there.
fn is_alike(pair: &Pair<'_>, (reference, translation): (BlockId, BlockId)) -> bool {
    targets(pair.reference, reference).eq(targets(pair.translation, translation))
}

/// The same in any order.
fn is_reordered(pair: &Pair<'_>, (reference, translation): (BlockId, BlockId)) -> bool {
    let sorted = |document, block| {
        let mut targets: Vec<&str> = targets(document, block).collect();
        targets.sort_unstable();
        targets
    };
    sorted(pair.reference, reference) == sorted(pair.translation, translation)
}

/// The targets of the links that stand directly in `block`, as they are written.
fn targets(document: &Document, block: BlockId) -> impl Iterator<Item = &str> {
    let own = document.inlines_in(block).iter().filter(move |inline| inline.block == block);
    own.filter_map(link).map(|link| &*link.target)
}

fn link(inline: &Inline) -> Option<&Link> {
    match &inline.kind {
        InlineKind::Link(link) => Some(link),
        _ => None,
    }
}

fn target_of(document: &Document, id: InlineId) -> &Link {
    match &document.inline(id).kind {
        InlineKind::Link(link) | InlineKind::Image(link) => link,
        _ => unreachable!("only links are compared"),
    }
}

/// What targets must share with their counterparts.
struct Keys<'p> {
    pair: &'p Pair<'p>,
    /// Whether fragments must be the same: in a page that keeps them.
    exact: bool,
    /// The headings with explicit ids, of the source and of the translation.
    ids: OnceCell<[HashMap<&'p str, BlockId>; 2]>,
}

impl<'p> Keys<'p> {
    fn new(pair: &'p Pair<'p>) -> Self {
        Self { pair, exact: keeps_fragments(pair), ids: OnceCell::new() }
    }

    fn of(&self, link: &Link) -> String {
        let pair = self.pair;
        if let Some(fragment) = link.target.strip_prefix('#')
            && let Some(id) = self.own_id(fragment)
        {
            return format!("#{id}");
        }
        let mut key = target_key(&link.target, [&pair.reference.locale, &pair.translation.locale]);
        if self.exact
            && let Some((_, fragment)) = link.target.split_once('#')
        {
            key.push_str(fragment);
        }
        key
    }

    /// The source's explicit id that a fragment of the same page names: directly, or by the id of
    /// the translated heading.
    fn own_id(&self, fragment: &str) -> Option<&'p str> {
        let pair = self.pair;
        let [ours, theirs] =
            self.ids.get_or_init(|| [pair.reference, pair.translation].map(headings_by_id));
        let direct = ours.get(fragment).copied();
        let heading = direct.or_else(|| pair.reference_of(*theirs.get(fragment)?));
        id_of(pair.reference, heading?)
    }
}

/// The first heading with each explicit id.
fn headings_by_id(document: &Document) -> HashMap<&str, BlockId> {
    let headings = document.kinds().headings.iter().rev();
    headings.filter_map(|&block| Some((id_of(document, block)?, block))).collect()
}

fn id_of(document: &Document, block: BlockId) -> Option<&str> {
    match &document.block(block).kind {
        BlockKind::Heading(heading) => heading.id.as_ref().map(|id| document.slice(id.id)),
        _ => None,
    }
}

/// Whether the page keeps all of its source's fragments rather than localizing them.
fn keeps_fragments(pair: &Pair<'_>) -> bool {
    fn fragments(document: &Document) -> Vec<&str> {
        let fragments = document.links().filter_map(|(_, _, link)| {
            let at = memchr::memchr(b'#', link.target.as_bytes())?;
            Some(&link.target[at + 1..])
        });
        fragments.filter(|fragment| !fragment.is_empty()).collect()
    }
    let mut source = fragments(pair.reference);
    let mut target = fragments(pair.translation);
    if source == target {
        return true;
    }
    // A page that localizes one anchor may localize any; two that changed places stay the same.
    source.sort_unstable();
    target.sort_unstable();
    source == target
}

fn changed_target(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    missing: InlineId,
    extra: InlineId,
    copies: bool,
) -> Diagnostic {
    let source = target_of(pair.reference, missing);
    let target = target_of(pair.translation, extra);
    let raw = pair.reference.slice(source.target_span);
    let file = pair.translation.file;
    let fix = (copies && source.form == target.form)
        .then(|| Fix::safe("restore the link target", file, target.target_span, raw));
    let message = if target.target.is_empty() {
        format!("link has no target, the source's leads to `{}`", source.target)
    } else {
        format!("link leads to `{}`, the source's to `{}`", target.target, source.target)
    };
    let span = if target.target_span.is_empty() {
        pair.translation.inline(extra).span
    } else {
        target.target_span
    };
    checker
        .finding(file, span, message)
        .beside(pair.reference.file, source.target_span, "the source's target")
        .subject(&*source.target)
        .help(format!("write `{raw}`"))
        .fix(fix)
}

/// Whether the page writes targets in another way than its source where both mean the same: then
/// the source's target cannot simply be copied.
fn localizes(pair: &Pair<'_>) -> bool {
    fn targets(document: &Document) -> impl Iterator<Item = &str> {
        document.links().map(|(_, _, link)| &*link.target)
    }
    let key = |target| target_key(target, [&pair.reference.locale, &pair.translation.locale]);
    let source: HashSet<&str> = targets(pair.reference).collect();
    let relative = |target: &&str| !target.contains("://") && !target.starts_with('#');
    let own = targets(pair.translation).filter(relative).filter(|target| !source.contains(target));
    let mut own = own.peekable();
    own.peek().is_some() && {
        let keys: HashSet<String> = targets(pair.reference).map(key).collect();
        own.any(|target| keys.contains(&key(target)))
    }
}

fn missing_link(
    pair: &Pair<'_>,
    checker: &Checker<'_>,
    difference: &Difference,
    missing: InlineId,
) -> Diagnostic {
    let source = target_of(pair.reference, missing);
    checker
        .finding(
            pair.translation.file,
            pair.translation.head_of(difference.translation),
            format!("link to `{}` is missing", source.target),
        )
        .beside(pair.reference.file, pair.reference.inline(missing).span, "the link in the source")
        .subject(&*source.target)
        .help("put the link back")
}

/// Finds two links of a block whose targets changed places: each text has more in common with the
/// source's text at its position than with the one of its target.
fn swapped(
    pair: &Pair<'_>,
    checker: &mut Checker<'_>,
    (reference, translation): (BlockId, BlockId),
    keys: &Keys<'_>,
) {
    let source = links_of(pair.reference, reference);
    let target = links_of(pair.translation, translation);
    if source.len() != target.len() || !may_be_swapped(pair, &source, &target) {
        return;
    }
    let keys = |document: &Document, ids: &[InlineId]| -> Vec<String> {
        ids.iter().map(|&id| keys.of(target_of(document, id))).collect()
    };
    let wanted = keys(pair.reference, &source);
    let actual = keys(pair.translation, &target);
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    let elsewhere = (0..source.len()).filter(|&at| wanted[at] != actual[at]);
    elsewhere.for_each(|at| places.entry(&actual[at]).or_default().push(at));
    for first in 0..source.len() {
        // Where its target stands now, if what stands here belongs there.
        let there = places.get(wanted[first].as_str()).into_iter().flatten().copied();
        for second in there.filter(|&at| at > first && wanted[at] == actual[first]) {
            let (ours, theirs) = ([source[first], source[second]], [target[first], target[second]]);
            if texts_stayed(pair, ours, theirs) {
                report_swap(pair, checker, source[first], target[first], target[second]);
            }
        }
    }
}

/// Whether links of `source` lead elsewhere than those of `target` at the same place, two of them
/// at least. Where the targets are written alike they are the same.
fn may_be_swapped(pair: &Pair<'_>, source: &[InlineId], target: &[InlineId]) -> bool {
    let elsewhere = source.iter().zip(target).filter(|&(&source, &target)| {
        target_of(pair.reference, source).target != target_of(pair.translation, target).target
    });
    elsewhere.count() > 1
}

fn links_of(document: &Document, block: BlockId) -> Vec<InlineId> {
    let range = document.block(block).inlines.clone();
    range
        .map(InlineId)
        .filter(|&id| document.inline(id).block == block && link(document.inline(id)).is_some())
        .collect()
}

/// Whether the texts of two links kept their places while the targets crossed.
fn texts_stayed(pair: &Pair<'_>, source: [InlineId; 2], target: [InlineId; 2]) -> bool {
    let alike = |source: InlineId, target: InlineId| {
        let source = pair.reference.slice(target_of(pair.reference, source).text);
        let target = pair.translation.slice(target_of(pair.translation, target).text);
        outline::shared_words(source, target)
    };
    let stayed = [alike(source[0], target[0]), alike(source[1], target[1])];
    let crossed = [alike(source[0], target[1]), alike(source[1], target[0])];
    stayed[0] + stayed[1] > crossed[0] + crossed[1]
        && stayed[0] >= crossed[0]
        && stayed[1] >= crossed[1]
}

fn report_swap(
    pair: &Pair<'_>,
    checker: &mut Checker<'_>,
    source: InlineId,
    first: InlineId,
    second: InlineId,
) {
    let (a, b) = (target_of(pair.translation, first), target_of(pair.translation, second));
    let file = pair.translation.file;
    let edit = |link: &Link, other: &Link| Edit {
        location: Location { file, span: link.target_span },
        replacement: pair.translation.slice(other.target_span).to_owned(),
    };
    let fix = Fix {
        title: "swap the targets back".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![edit(a, b), edit(b, a)],
    };
    let finding = checker
        .finding(
            file,
            a.target_span,
            format!("the targets of two links changed places: `{}` and `{}`", a.target, b.target),
        )
        .beside(
            pair.reference.file,
            target_of(pair.reference, source).target_span,
            "the source's target",
        )
        .beside(file, b.target_span, "the other link")
        .subject("swapped")
        .help("give each link text the target that it has in the source")
        .fix(Some(fix));
    checker.report(finding);
}
