//! `front-matter-value`: values that programs read and that differ from the source.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Fix;
use crate::locale::Locale;
use crate::markdown::front_matter::{
    EntryMatches, KeyKind, PageKinds, comparable, decode, same_value,
};
use crate::markdown::{Document, FrontMatter, FrontMatterEntry, FrontMatterFormat, ValueShape};
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};

/// The rule.
pub const RULE: Rule = Rule {
    name: "front-matter-value",
    group: Group::FrontMatter,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a front matter value that has to equal the source's",
    docs: DOCS,
    examples: EXAMPLES,
    options: &[],
    check: Check::Pair(check),
};

const DOCS: &str = "\
Some values are read by programs: the page's id, its layout, its weight in the navigation, the
features it is filed under. They must be the same in all languages. A value that is the same as in
today's source is right, also where the page was made from an older one. The keys known to hold such
values in Experience League, Astro, Starlight, Docusaurus, Hugo, Jekyll, MDN, Microsoft Learn,
GitHub Docs and VitePress are built in; `[front-matter] identical` adds others, by patterns such
as `card.*`. Of keys that are not known, only numbers and booleans are compared.

Values are compared by what they mean, not by how they are written: quotes, `1.0` and `1`, `yes`
and `true`, `2026-08-19` and `2026-08-19T00:00:00Z`, the order of keys and of plain list items,
and a leading language segment in a path make no difference, nor do `left` and `right` where the
page is read from right to left.

The fix copies the value from the source.";

const EXAMPLES: &[Example] = &[
    Example {
        title: "a translated machine word",
        source: "---\ntitle: A\nlayout: home\n---\n",
        translation: "---\ntitle: B\nlayout: inicio\n---\n",
        locale: "es",
        expect: Expect::Fixed("---\ntitle: B\nlayout: home\n---\n"),
    },
    Example {
        title: "a number under a key that is not known",
        source: "---\ntitle: A\ncolumns: 3\n---\n",
        translation: "---\ntitle: B\ncolumns: 2\n---\n",
        locale: "",
        expect: Expect::Flagged("the value of `columns` is `2`, in the source `3`"),
    },
    Example {
        title: "an item of a list",
        source: "---\ntitle: A\nsupports: ['base', 'assets']\n---\n",
        translation: "---\ntitle: B\nsupports: ['base', 'activos']\n---\n",
        locale: "es",
        expect: Expect::Fixed("---\ntitle: B\nsupports: ['base', 'assets']\n---\n"),
    },
    Example {
        title: "written otherwise, meant alike",
        source: "---\ntitle: A\nhide: yes\nweight: 1\nlayout: \"home\"\n---\n",
        translation: "---\ntitle: B\nhide: true\nweight: 1.0\nlayout: home\n---\n",
        locale: "",
        expect: Expect::Clean,
    },
    Example {
        title: "an icon that points the other way, in a page that is read from right to left",
        source: "---\ntitle: A\nhero:\n  actions:\n    - icon: right-arrow\n---\n",
        translation: "---\ntitle: ب\nhero:\n  actions:\n    - icon: left-arrow\n---\n",
        locale: "fa",
        expect: Expect::Clean,
    },
    Example {
        title: "an unknown word may be translated",
        source: "---\ntitle: A\ncategory: Concept\n---\n",
        translation: "---\ntitle: B\ncategory: Konzept\n---\n",
        locale: "de",
        expect: Expect::Clean,
    },
];

fn check(pair: &Pair<'_>, checker: &mut Checker<'_>) {
    let Some((ours, theirs)) = comparable(pair.reference, pair.translation) else { return };
    let kinds = PageKinds::new(checker.key_kinds(), ours);
    let compare =
        Compare { reference: pair.reference, translation: pair.translation, ours, theirs };
    let matches = EntryMatches::new(ours, theirs);
    // Entries stand in pre-order: what lies before `covered` belongs to a judged sequence.
    let mut covered = 0;
    for (index, other) in matches.to_translation.iter().enumerate() {
        let Some(other) = *other else { continue };
        let (entry, other_entry) = (&ours.entries[index], &theirs.entries[other as usize]);
        if index < covered || compare.raw(entry) == compare.other_raw(other_entry) {
            continue;
        }
        // Values are often brought up to date in all languages at once, before the text is.
        if pair.today.is_some_and(|today| compare.is_of(today, entry, other_entry)) {
            covered = compare.end(index as u32);
            continue;
        }
        let finding = if entry.shape == ValueShape::Scalar && other_entry.shape == entry.shape {
            compare.scalar(entry, other_entry, kinds, checker)
        } else if entry.shape == other_entry.shape {
            if entry.shape == ValueShape::Mapping || kinds.kind(&entry.path) != KeyKind::Identical {
                continue;
            }
            let items = compare.items(index as u32, other, checker);
            let Some((finding, end)) = items else { continue };
            covered = end;
            finding
        } else {
            compare.shape(entry, other_entry, kinds, checker)
        };
        if let Some(finding) = finding {
            checker.report(finding);
        }
    }
}

struct Compare<'a> {
    reference: &'a Document,
    translation: &'a Document,
    ours: &'a FrontMatter,
    theirs: &'a FrontMatter,
}

impl<'a> Compare<'a> {
    fn raw(&self, entry: &FrontMatterEntry) -> &'a str {
        self.reference.slice(entry.value)
    }

    fn other_raw(&self, entry: &FrontMatterEntry) -> &'a str {
        self.translation.slice(entry.value)
    }

    fn equal(&self, entry: &FrontMatterEntry, other: &FrontMatterEntry) -> bool {
        let (one, two) = (self.raw(entry), self.other_raw(other));
        if same_value((one, self.ours.format), (two, self.theirs.format)) {
            return true;
        }
        let (one, two) = (decode(one, self.ours.format), decode(two, self.theirs.format));
        if is_nothing(&one) && is_nothing(&two) {
            return true;
        }
        if self.translation.locale.is_right_to_left() && mirrored(&one) == two {
            return true;
        }
        one.contains('/')
            && neutral(&one, &self.reference.locale) == neutral(&two, &self.translation.locale)
    }

    /// Whether `document`, another state of the source, has the translation's value.
    fn is_of(
        &self,
        document: &Document,
        entry: &FrontMatterEntry,
        other: &FrontMatterEntry,
    ) -> bool {
        document.front_matter_entry(&entry.path).is_some_and(|entry| {
            let value = document.slice(entry.value);
            let format = document.front_matter.as_ref().map_or(self.ours.format, |own| own.format);
            value == self.other_raw(other)
                || same_value((value, format), (self.other_raw(other), self.theirs.format))
        })
    }

    fn scalar(
        &self,
        entry: &FrontMatterEntry,
        other: &FrontMatterEntry,
        kinds: PageKinds<'_>,
        checker: &Checker<'_>,
    ) -> Option<Diagnostic> {
        let judged = match kinds.kind(&entry.path) {
            KeyKind::Identical => true,
            KeyKind::Other => machine(self.raw(entry)) && machine(self.other_raw(other)),
            KeyKind::Translated | KeyKind::Bookkeeping => false,
        };
        // Hugo's types are machine words; elsewhere the key tells readers what something is.
        let is_word = entry.path == "type" && self.raw(entry).contains(|c: char| c.is_uppercase());
        if !judged || is_word || self.equal(entry, other) {
            return None;
        }
        let finding = self.finding(entry, other, checker);
        // Of a key that is not known, all that is sure is that the values differ.
        let is_known = kinds.kind(&entry.path) == KeyKind::Identical;
        Some(if is_known {
            finding
        } else {
            finding
                .severity(Severity::Info)
                .label("another number or switch than in the source")
                .help("copy the value from the source, if it is the same in all languages")
        })
    }

    /// Judges a list of machine words as a whole: which words are in it, not their order. Returns
    /// the finding and the index just past the list's entries; `None` where the items are
    /// mappings and are judged one by one.
    fn items(
        &self,
        index: u32,
        other: u32,
        checker: &Checker<'_>,
    ) -> Option<(Option<Diagnostic>, usize)> {
        let list = |front_matter: &'a FrontMatter, index: u32| -> Vec<&'a FrontMatterEntry> {
            let children = front_matter.children(Some(index));
            children.map(|child| &front_matter.entries[child as usize]).collect()
        };
        let (ours, mut theirs) = (list(self.ours, index), list(self.theirs, other));
        let (count, other_count) = (ours.len(), theirs.len());
        let scalar = |entry: &&FrontMatterEntry| entry.shape == ValueShape::Scalar;
        let (entry, whole) =
            (&self.ours.entries[index as usize], &self.theirs.entries[other as usize]);
        if !ours.iter().all(scalar) || !theirs.iter().all(scalar) {
            // Items of unequal lists do not answer each other.
            let end = self.end(index);
            return (count != other_count)
                .then(|| (Some(self.finding(entry, whole, checker)), end));
        }
        let end = index as usize + 1 + count;
        let mut lost = Vec::new();
        for item in ours {
            match theirs.iter().position(|other| self.equal(item, other)) {
                Some(at) => drop(theirs.remove(at)),
                None => lost.push(item),
            }
        }
        Some(match (&lost[..], &theirs[..]) {
            ([], []) => (None, end),
            ([one], [two]) => (Some(self.finding(one, two, checker)), end),
            _ => (Some(self.finding(entry, whole, checker)), end),
        })
    }

    /// Index just past the last entry in the entry `index` of the reference.
    fn end(&self, index: u32) -> usize {
        let after = &self.ours.entries[index as usize + 1..];
        let inside = after.iter().take_while(|entry| entry.parent >= Some(index)).count();
        index as usize + 1 + inside
    }

    /// A scalar where the source has keys or a list, or the reverse.
    fn shape(
        &self,
        entry: &FrontMatterEntry,
        other: &FrontMatterEntry,
        kinds: PageKinds<'_>,
        checker: &Checker<'_>,
    ) -> Option<Diagnostic> {
        let null = self.raw(entry).is_empty() || self.other_raw(other).is_empty();
        let mapping = [entry.shape, other.shape].contains(&ValueShape::Mapping);
        let judged = match kinds.kind(&entry.path) {
            KeyKind::Identical => true,
            KeyKind::Other | KeyKind::Translated => mapping && !null,
            KeyKind::Bookkeeping => false,
        };
        judged.then(|| self.finding(entry, other, checker))
    }

    fn finding(
        &self,
        entry: &FrontMatterEntry,
        other: &FrontMatterEntry,
        checker: &Checker<'_>,
    ) -> Diagnostic {
        let (one, two) = (self.raw(entry), self.other_raw(other));
        let path = &entry.path;
        let message = match (shown(one), shown(two)) {
            (Some(one), Some(two)) => {
                format!("the value of `{path}` is {two}, in the source {one}")
            }
            _ => format!("the value of `{path}` differs from the source's"),
        };
        let span = if two.is_empty() { other.key } else { other.value };
        let place = if one.is_empty() { entry.key } else { entry.value };
        checker
            .finding(self.translation.file, span, message)
            .label("programs read this value")
            .beside(self.reference.file, place, "the value of the source")
            .help("copy the value from the source; it is the same in all languages")
            .subject(path.clone())
            .fix(self.copy(entry, other))
    }

    /// Replaces the value by the source's as it is written, where both stand on one line, or
    /// both on lines that start in the same column.
    fn copy(&self, entry: &FrontMatterEntry, other: &FrontMatterEntry) -> Option<Fix> {
        let (one, two) = (self.raw(entry), self.other_raw(other));
        let lines = |text: &str| text.contains(['\n', '\r']);
        let column = |document: &Document, at: u32| {
            let before = &document.text[..at as usize];
            before.len() - before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
        };
        let aligned = column(self.reference, entry.value.start)
            == column(self.translation, other.value.start)
            && self.reference.text.contains('\r') == self.translation.text.contains('\r');
        let table = self.theirs.format == FrontMatterFormat::Toml
            && [entry.shape, other.shape].contains(&ValueShape::Mapping);
        if self.ours.format != self.theirs.format
            || table
            || one.is_empty()
            || one.starts_with(['&', '*'])
            || (lines(one) || lines(two)) && !(lines(one) && lines(two) && aligned)
        {
            return None;
        }
        let raw = if two.is_empty() { format!(" {one}") } else { one.to_owned() };
        let title =
            shown(one).map_or("copy the source's value".to_owned(), |one| format!("write {one}"));
        Some(Fix::safe(title, self.translation.file, other.value, raw))
    }
}

/// A value as it is quoted in messages; `None` for one of several lines or of more than 60
/// characters.
fn shown(raw: &str) -> Option<String> {
    match raw {
        "" => Some("empty".to_owned()),
        _ if raw.contains(['\n', '\r']) || raw.chars().count() > 60 => None,
        _ => Some(format!("`{raw}`")),
    }
}

/// Whether a value is a number or a boolean beyond doubt, as it is written.
fn machine(raw: &str) -> bool {
    matches!(raw, "true" | "false")
        || raw.len() < 16
            && raw.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            && raw.parse::<f64>().is_ok()
}

/// Whether a word stands for no value: `layout: nil` and `layout: null` are the same to a site.
fn is_nothing(value: &str) -> bool {
    matches!(value, "" | "~" | "null" | "nil" | "none")
}

/// A machine word with left and right exchanged: icons point the other way in a page that is
/// read from right to left.
fn mirrored(word: &str) -> String {
    let sides = word.split("left").map(|part| part.replace("right", "left"));
    sides.collect::<Vec<_>>().join("right")
}

/// A path or address without the segment that names the language.
fn neutral<'t>(target: &'t str, locale: &Locale) -> (&'t str, &'t str) {
    let (tag, language) = (locale.tag(), locale.language());
    let is_locale = |segment: &str| {
        let segment = segment.replace('_', "-");
        segment.eq_ignore_ascii_case(tag) || segment.eq_ignore_ascii_case(language)
    };
    let mut at = 0;
    for segment in target.split('/') {
        let next = (at + segment.len() + 1).min(target.len());
        if is_locale(segment) {
            return (&target[..at], &target[next..]);
        }
        at = next;
    }
    // Without such a segment a path is the source language's: `/guide` answers `/nl/guide`.
    if target.starts_with('/') { target.split_at(1) } else { ("", target) }
}
