//! `front-matter-key`: keys of the source that the translation lacks or has renamed.

use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::markdown::front_matter::{EntryMatches, KeyKind, PageKinds, comparable, same_value};
use crate::markdown::{Document, FrontMatter, FrontMatterEntry, FrontMatterFormat, ValueShape};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "front-matter-key",
    group: Group::FrontMatter,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a front matter key that is missing or translated",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Keys are read by programs. A translation must keep them as they are: `titulo` is no title, and
the page is shown without one.

Every key of the source, at any depth, is looked for in the translation. Where it is missing and
an unknown key stands in its place, the finding names the two; the fix writes the source's key.
Where it is plainly missing, the fix copies key and value, provided that the key is one whose
value is the same in all languages (`weight`, `exl-id`, `layout`, or what
`[front-matter] identical` adds). Keys that are missing in one place are one finding.

Left alone are keys that belong to one version only: what pipelines write
(`source-git-commit`, `ms.locfileid`), dates, reviewers, `i18nReady`, `lang`, and what
`[front-matter] bookkeeping` adds. Keys that the translation has beyond the source's are no
finding. A key that differs only in the case of its letters is an info, as some generators
take either; where it is the source that capitalises, nothing is said.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a translated key",
        source: "---\ntitle: Scaling\nstatus: Completed\n---\n",
        translation: "---\ntítulo: Escalado\nstatus: Completed\n---\n",
        locale: "es",
        expect: Expect::Fixed("---\ntitle: Escalado\nstatus: Completed\n---\n"),
    },
    Example {
        title: "a key whose value is the same in all languages",
        source: "---\ntitle: A\nweight: 20\nlayout: wide\n---\n",
        translation: "---\ntitle: B\nlayout: wide\n---\n",
        locale: "",
        expect: Expect::Fixed("---\ntitle: B\nweight: 20\nlayout: wide\n---\n"),
    },
    Example {
        title: "a key whose value has to be translated",
        source: "---\ntitle: A\ndescription: About A.\n---\n",
        translation: "---\ntitle: B\n---\n",
        locale: "",
        expect: Expect::Flagged("the key `description` is missing"),
    },
    Example {
        title: "several keys in one place",
        source: "---\ntitle: A\ndescription: About A.\nimage: a.png\n---\n",
        translation: "---\ntitle: B\n---\n",
        locale: "",
        expect: Expect::Flagged("the keys `description`, `image` are missing"),
    },
    Example {
        title: "a nested key",
        source: "---\nhero:\n  tagline: Fast.\n  image:\n    file: a.svg\n---\n",
        translation: "---\nhero:\n  tagline: Snel.\n  image:\n    bestand: a.svg\n---\n",
        locale: "",
        expect: Expect::Flagged("the key `bestand` stands where the source has `file`"),
    },
    Example {
        title: "the source alone capitalises a key",
        source: "---\nTitle: A\n---\n",
        translation: "---\ntitle: B\n---\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "keys for one version alone",
        source: "---\ntitle: A\ni18nReady: true\nreviewers: [x]\n---\n",
        translation: "---\ntitle: B\nlang: nl\ntranslators: [y]\n---\n",
        locale: "",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let Some((ours, theirs)) = comparable(pair.reference, pair.translation) else { return };
    let matches = EntryMatches::new(ours, theirs);
    if matches.to_translation.iter().all(Option::is_some) {
        return;
    }
    let kinds = PageKinds::new(checker.key_kinds(), ours);
    let (reference, translation, today) = (pair.reference, pair.translation, pair.today);
    let lines = OnceCell::new();
    let sizes = [sizes(ours), sizes(theirs)];
    let compare = Compare { reference, translation, ours, theirs, kinds, lines, sizes, today };
    let mut found = Vec::new();
    compare.level(None, None, &matches, checker, &mut found);
    for (index, other) in matches.to_translation.iter().enumerate() {
        let Some(other) = *other else { continue };
        let mapping = |front_matter: &FrontMatter, index: u32| {
            front_matter.entries[index as usize].shape == ValueShape::Mapping
        };
        let index = index as u32;
        if mapping(ours, index) && mapping(theirs, other) && compare.sound(index, other) {
            compare.level(Some(index), Some(other), &matches, checker, &mut found);
        }
    }
    for finding in found {
        checker.report(finding);
    }
}

struct Compare<'a> {
    reference: &'a Document,
    translation: &'a Document,
    ours: &'a FrontMatter,
    theirs: &'a FrontMatter,
    kinds: PageKinds<'a>,
    /// Whether both pages end their lines alike.
    lines: OnceCell<bool>,
    /// How many entries stand directly in each, of the reference and the translation.
    sizes: [Vec<u32>; 2],
    /// The source as it is today, where the reference is an older one.
    today: Option<&'a Document>,
}

fn sizes(front_matter: &FrontMatter) -> Vec<u32> {
    let mut sizes = vec![0; front_matter.entries.len()];
    let parents = front_matter.entries.iter().filter_map(|entry| entry.parent);
    parents.for_each(|parent| sizes[parent as usize] += 1);
    sizes
}

/// Up to how many pairs keys are compared by what they say. Of thousands that differ, which is no
/// slip of a translator, those are found that have the same name or value.
const MOST_PAIRS: usize = 1 << 16;

/// Whether an unmatched key of the translation stands for a lost one.
type Test = fn(&Compare<'_>, &Lost, u32) -> bool;

/// A key of the source without a counterpart, and the sibling before it that has one, as an
/// index into the translation's entries.
struct Lost {
    index: u32,
    after: Option<u32>,
    found: Option<u32>,
}

impl Compare<'_> {
    /// Compares the keys of one mapping.
    fn level(
        &self,
        parent: Option<u32>,
        other: Option<u32>,
        matches: &EntryMatches,
        checker: &Checker<'_>,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut after = None;
        let mut lost = Vec::new();
        for index in self.ours.children(parent) {
            match matches.to_translation[index as usize] {
                Some(counterpart) => after = Some(counterpart),
                None if self.expected(index) => lost.push(Lost { index, after, found: None }),
                None => {}
            }
        }
        if lost.is_empty() {
            return;
        }
        let mut before = None;
        let mut extra = Vec::new();
        for index in self.theirs.children(other) {
            match matches.to_reference[index as usize] {
                Some(_) => before = Some(index),
                None if self.kinds.kind(&self.theirs.entries[index as usize].path)
                    != KeyKind::Bookkeeping =>
                {
                    extra.push((index, before));
                }
                None => {}
            }
        }
        self.renamed(&mut lost, &extra);
        for key in &lost {
            // Where the source alone capitalises a key, the translation is hardly at fault.
            let odd = |extra: u32| {
                let (name, other) = (self.name(key.index), self.other(extra));
                name.eq_ignore_ascii_case(other) && name.starts_with(|c: char| c.is_uppercase())
            };
            if let Some(extra) = key.found.filter(|&extra| !odd(extra)) {
                found.push(self.rename(key.index, extra, checker));
            }
        }
        // Keys that belong in one place are one finding, apart from those that can be copied.
        lost.retain(|key| key.found.is_none());
        for place in lost.chunk_by(|one, two| one.after == two.after) {
            let copied = |key: &&Lost| self.insertion(key).is_some();
            let (copied, rest): (Vec<_>, Vec<_>) = place.iter().partition(copied);
            for keys in [copied, rest].into_iter().filter(|keys| !keys.is_empty()) {
                found.push(self.missing(&keys, other, checker));
            }
        }
    }

    /// Whether a translation has to have the key.
    fn expected(&self, index: u32) -> bool {
        let path = &self.ours.entries[index as usize].path;
        // Keys are often renamed in all languages at once, before the text is brought up to date.
        let is_gone = self.today.is_some_and(|today| today.front_matter_entry(path).is_none());
        self.kinds.kind(path) != KeyKind::Bookkeeping && !self.kinds.optional(path) && !is_gone
    }

    /// Whether two entries may be compared inside: sequences of unequal length shift their items.
    fn sound(&self, index: u32, other: u32) -> bool {
        let parents = |front_matter: &FrontMatter, counts: &[u32], index: u32| {
            let mut sizes = Vec::new();
            let mut at = Some(index);
            while let Some(index) = at {
                let entry = &front_matter.entries[index as usize];
                if entry.shape == ValueShape::Sequence {
                    sizes.push(counts[index as usize]);
                }
                at = entry.parent;
            }
            sizes
        };
        let [ours, theirs] = &self.sizes;
        parents(self.ours, ours, index) == parents(self.theirs, theirs, other)
    }

    /// Finds for each lost key the key that stands for it: the same but for letter case, one
    /// with an equal value, a similar one, or else the only unknown keys in the same place.
    fn renamed(&self, lost: &mut [Lost], extra: &[(u32, Option<u32>)]) {
        let mut taken = vec![false; extra.len()];
        answer(
            (lost, |key| Some(self.name(key.index).to_ascii_lowercase())),
            (extra, |index| Some(self.other(index).to_ascii_lowercase())),
            &mut taken,
        );
        if lost.len().saturating_mul(extra.len()) <= MOST_PAIRS {
            self.compared(lost, extra, &mut taken);
        } else {
            let telling = |raw: &str| is_telling(raw).then(|| raw.to_owned());
            answer(
                (lost, |key| telling(self.value(key.index))),
                (extra, |index| telling(self.other_value(index)).filter(|_| self.unknown(index))),
                &mut taken,
            );
        }
        self.by_place(lost, extra, &taken);
    }

    /// Lays each lost key beside each unknown one.
    fn compared(&self, lost: &mut [Lost], extra: &[(u32, Option<u32>)], taken: &mut [bool]) {
        let tests: [Test; 2] = [
            |this, key, index| this.unknown(index) && this.equal_value(key.index, index),
            |this, key, index| {
                let (name, other) = (this.name(key.index), this.other(index));
                let similar = strsim::normalized_damerau_levenshtein(name, other) >= 0.6;
                this.unknown(index) && similar && this.same_shape(key.index, index)
            },
        ];
        for test in tests {
            for key in lost.iter_mut().filter(|key| key.found.is_none()) {
                let mut open = extra.iter().enumerate().filter(|(at, _)| !taken[*at]);
                let hit = open.find(|(_, entry)| test(self, key, entry.0));
                if let Some((at, &(index, _))) = hit {
                    taken[at] = true;
                    key.found = Some(index);
                }
            }
        }
    }

    /// Pairs what is left between the same two neighbours, where both sides have equally many.
    fn by_place(&self, lost: &mut [Lost], extra: &[(u32, Option<u32>)], taken: &[bool]) {
        let mut places: HashMap<Option<u32>, Vec<u32>> = HashMap::new();
        let open =
            extra.iter().zip(taken).filter(|((index, _), taken)| !**taken && self.unknown(*index));
        open.for_each(|((index, place), _)| places.entry(*place).or_default().push(*index));
        for run in lost.chunk_by_mut(|one, two| one.after == two.after) {
            let open = places.get(&run[0].after).map_or(&[][..], Vec::as_slice);
            let mut run: Vec<_> = run.iter_mut().filter(|key| key.found.is_none()).collect();
            let fits = run.len() == open.len()
                && run.iter().zip(open).all(|(key, &index)| self.same_shape(key.index, index));
            if fits {
                for (key, &index) in run.iter_mut().zip(open) {
                    key.found = Some(index);
                }
            }
        }
    }

    fn name(&self, index: u32) -> &str {
        self.reference.slice(self.ours.entries[index as usize].key)
    }

    fn other(&self, index: u32) -> &str {
        self.translation.slice(self.theirs.entries[index as usize].key)
    }

    /// Whether a key of the translation is none that is known to stand for something of its own.
    fn unknown(&self, index: u32) -> bool {
        self.kinds.kind(&self.theirs.entries[index as usize].path) == KeyKind::Other
    }

    fn same_shape(&self, index: u32, other: u32) -> bool {
        self.ours.entries[index as usize].shape == self.theirs.entries[other as usize].shape
    }

    fn equal_value(&self, index: u32, other: u32) -> bool {
        let (one, two) = (self.value(index), self.other_value(other));
        is_telling(one) && same_value((one, self.ours.format), (two, self.theirs.format))
    }

    fn value(&self, index: u32) -> &str {
        self.reference.slice(self.ours.entries[index as usize].value)
    }

    fn other_value(&self, index: u32) -> &str {
        self.translation.slice(self.theirs.entries[index as usize].value)
    }

    fn rename(&self, index: u32, extra: u32, checker: &Checker<'_>) -> Diagnostic {
        let (entry, other) =
            (&self.ours.entries[index as usize], &self.theirs.entries[extra as usize]);
        let (key, written) = (self.name(index), self.other(extra));
        let message = format!("the key `{written}` stands where the source has `{key}`");
        let fix = Fix::safe(format!("write `{key}`"), self.translation.file, other.key, key);
        let finding = checker
            .finding(self.translation.file, other.key, message)
            .label("no program reads this key")
            .beside(self.reference.file, entry.key, "the key of the source")
            .help(format!("keys are not translated: write `{key}`"))
            .subject(entry.path.clone())
            .fix(Some(fix));
        if key.eq_ignore_ascii_case(written) {
            return finding
                .severity(Severity::Info)
                .label("not every program takes this key for the source's");
        }
        finding
    }

    /// The finding about keys that are missing in one place.
    fn missing(&self, lost: &[&Lost], parent: Option<u32>, checker: &Checker<'_>) -> Diagnostic {
        let entries = || lost.iter().map(|key| &self.ours.entries[key.index as usize]);
        let names: Vec<_> = lost.iter().map(|key| format!("`{}`", self.name(key.index))).collect();
        let (keys, are, belong, it) = match &names[..] {
            [one] => (format!("key {one}"), "is", "belongs", "it"),
            _ => (format!("keys {}", names.join(", ")), "are", "belong", "them"),
        };
        let after = lost.first().and_then(|key| key.after);
        let (at, place) = if let Some(index) = after.or(parent) {
            let entry = &self.theirs.entries[index as usize];
            let place = if after.is_some() { "after this key" } else { "in here" };
            (if after.is_some() { self.last_line(entry) } else { entry.key }, place)
        } else {
            let start = self.theirs.span.range().start;
            (Span::new(start, start + 3), "here, at the top")
        };
        let kinds = || entries().map(|entry| self.kinds.kind(&entry.path));
        let help = if kinds().all(|kind| kind == KeyKind::Identical) {
            format!("copy {it} from the source; the value is the same in all languages")
        } else if kinds().all(|kind| kind == KeyKind::Translated) {
            format!("add {it} with a text in the language of the page")
        } else {
            format!(
                "add {it}; what translations do not need can be listed under \
                 `[front-matter] bookkeeping`"
            )
        };
        let subject: Vec<_> = entries().map(|entry| entry.path.as_str()).collect();
        let finding = checker
            .finding(self.translation.file, at, format!("the {keys} {are} missing"))
            .label(format!("{} {belong} {place}", names.join(", ")))
            .help(help)
            .subject(subject.join(", "))
            .fix(self.insert(lost, &names.join(", ")));
        entries().fold(finding, |finding, entry| {
            finding.beside(self.reference.file, entry.key, "the source has it")
        })
    }

    /// Where a reader looks for what follows an entry: its key, or the last line of a value that
    /// has several.
    fn last_line(&self, entry: &FrontMatterEntry) -> Span {
        let text = self.translation.slice(entry.key.to(entry.value));
        match text.rfind(['\n', '\r']) {
            Some(at) => {
                let blanks = text[at + 1..].len() - text[at + 1..].trim_start().len();
                let start = entry.key.range().start + at + 1 + blanks;
                Span::new(start, entry.value.range().end)
            }
            None => entry.key,
        }
    }

    /// Copies the keys in one edit, if each of them can be copied.
    fn insert(&self, lost: &[&Lost], names: &str) -> Option<Fix> {
        let added: Option<Vec<_>> = lost.iter().map(|key| self.insertion(key)).collect();
        let added = added?;
        let place = added.first()?.0;
        let text: String = added.into_iter().map(|(_, text)| text).collect();
        Some(Fix::safe(format!("add {names}"), self.translation.file, place, text))
    }

    fn same_lines(&self) -> bool {
        let has_returns = |document: &Document| document.text.contains('\r');
        *self.lines.get_or_init(|| has_returns(self.reference) == has_returns(self.translation))
    }

    /// An entry that is the same in all languages, as the source writes it, on lines of its own
    /// behind the sibling before it. Only where keys open their lines, and in TOML only before
    /// the tables, because other places have no lines of their own.
    fn insertion(&self, lost: &Lost) -> Option<(Span, String)> {
        let entry = &self.ours.entries[lost.index as usize];
        if self.kinds.kind(&entry.path) != KeyKind::Identical
            || self.ours.format != self.theirs.format
        {
            return None;
        }
        let raw = self.reference.slice(entry.key.to(entry.value));
        let blanks = indent(self.reference, entry.key)?;
        let toml = self.ours.format == FrontMatterFormat::Toml;
        let lines = raw.contains(['\n', '\r']);
        if toml && (entry.parent.is_some() || entry.shape == ValueShape::Mapping)
            || lines && !self.same_lines()
        {
            return None;
        }
        let body = self.theirs.body.range();
        let text = &self.translation.text;
        let line_break = if text[..body.start].ends_with("\r\n") { "\r\n" } else { "\n" };
        let Some(after) = lost.after else {
            let top = entry.parent.is_none() && blanks.is_empty();
            return top.then(|| (Span::at(body.start), format!("{raw}{line_break}")));
        };
        let sibling = &self.theirs.entries[after as usize];
        if indent(self.translation, sibling.key)? != blanks
            || toml && sibling.shape == ValueShape::Mapping
        {
            return None;
        }
        let end = sibling.value.range().end;
        let line = text[end..body.end].find(['\n', '\r']).map_or(body.end, |at| end + at);
        Some((Span::at(line), format!("{line_break}{blanks}{raw}")))
    }
}

/// Whether few values are like this one, as written.
fn is_telling(value: &str) -> bool {
    value.len() > 1 && !matches!(value, "true" | "false" | "null")
}

/// Finds for each lost key the first that is not taken among `extra` with the same name, as the two
/// functions tell names.
fn answer(
    (lost, name): (&mut [Lost], impl Fn(&Lost) -> Option<String>),
    (extra, other): (&[(u32, Option<u32>)], impl Fn(u32) -> Option<String>),
    taken: &mut [bool],
) {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, &(index, _)) in extra.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        if let Some(name) = other(index) {
            places.entry(name).or_default().push_back(at);
        }
    }
    for key in lost.iter_mut().filter(|key| key.found.is_none()) {
        let place = name(key).and_then(|name| places.get_mut(&name)?.pop_front());
        if let Some(at) = place {
            taken[at] = true;
            key.found = Some(extra[at].0);
        }
    }
}

/// The blanks before a key that opens its line.
fn indent(document: &Document, key: Span) -> Option<&str> {
    let before = &document.text[..key.range().start];
    let line = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    line.bytes().all(|byte| byte == b' ').then_some(line)
}
