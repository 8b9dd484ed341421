//! The history of the Markdown files of one repository, as one run of `git log` tells it.

use std::collections::HashMap;
use std::path::Path;

use crate::project::paths;

/// Commits and what each of them did to each path, newest first.
#[derive(Debug, Default)]
pub(crate) struct History {
    commits: Vec<Commit>,
    paths: HashMap<Box<str>, Vec<Change>>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    /// Its id in hexadecimal.
    pub(crate) id: Box<str>,
    /// Seconds since 1970, by the committer's clock.
    pub(crate) time: i64,
    /// The day in the committer's time zone: `2026-03-02`.
    pub(crate) date: Box<str>,
    /// The first line of its message.
    pub(crate) subject: Box<str>,
}

/// What a commit did to a path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    commit: u32,
    /// The text after it; `None` when the file went.
    blob: Option<Box<str>>,
    /// The path the file had before, when it was renamed.
    from: Option<Box<str>>,
}

/// A state of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State<'h> {
    /// The commit that brought it.
    pub(crate) commit: &'h Commit,
    /// Its text, by blob id.
    pub(crate) blob: &'h str,
    /// Where it lay then.
    pub(crate) path: &'h str,
}

impl History {
    /// Reads what `git log --raw -z` printed: commits open with the byte 1, changes with a colon.
    /// A Markdown file that went while another with the same text came was renamed, also where
    /// git was not asked to look for that.
    pub(super) fn read(log: &[u8]) -> Self {
        let mut history = Self::default();
        let mut moves = Moves::default();
        let mut tokens = log.split(|&byte| byte == 0);
        while let Some(token) = tokens.next() {
            let token = token.strip_prefix(b"\n").unwrap_or(token);
            if let Some(header) = token.strip_prefix(b"\x01") {
                moves.settle(&mut history);
                history.commits.extend(commit(&String::from_utf8_lossy(header)));
            } else if let Some(change) = token.strip_prefix(b":")
                && history.take(change, &mut tokens, &mut moves).is_none()
            {
                break;
            }
        }
        moves.settle(&mut history);
        history
    }

    /// Takes a change: `MODE MODE BLOB BLOB STATUS`, then one path, or two for a rename or copy.
    fn take<'l>(
        &mut self,
        change: &[u8],
        tokens: &mut impl Iterator<Item = &'l [u8]>,
        moves: &mut Moves,
    ) -> Option<()> {
        let change = std::str::from_utf8(change).ok()?;
        let mut parts = change.split(' ').skip(2);
        let (before, after, status) = (parts.next()?, parts.next()?, parts.next()?.chars().next()?);
        let first = tokens.next()?;
        let (path, from) = match status {
            'R' => (tokens.next()?, Some(first)),
            'C' => (tokens.next()?, None),
            _ => (first, None),
        };
        let path = String::from_utf8_lossy(path);
        if !paths::is_markdown(Path::new(&*path)) {
            return Some(());
        }
        let commit = (self.commits.len() as u32).checked_sub(1)?;
        match status {
            'A' => moves.came.push((after.into(), (*path).into())),
            'D' => moves.went.push((before.into(), (*path).into())),
            _ => {}
        }
        let from = from.map(|from| Box::from(&*String::from_utf8_lossy(from)));
        let blob = (status != 'D').then(|| Box::from(after));
        let changes = self.paths.entry((*path).into()).or_default();
        changes.push(Change { commit, blob, from });
        Some(())
    }

    /// The states of the page that lies at `path` today, newest first, renames followed.
    pub(crate) fn states<'h>(&'h self, path: &'h str) -> Vec<State<'h>> {
        let mut states = Vec::new();
        let (mut path, mut since) = (path, 0);
        loop {
            let changes = self.paths.get(path).map_or(&[][..], Vec::as_slice);
            let mut renamed = None;
            for change in changes.iter().filter(|change| change.commit >= since) {
                // What lay at this path before it was removed was another page.
                let Some(blob) = &change.blob else { break };
                let commit = &self.commits[change.commit as usize];
                states.push(State { commit, blob, path });
                if let Some(from) = &change.from {
                    renamed = Some((&**from, change.commit + 1));
                    break;
                }
            }
            match renamed {
                Some((from, commit)) => (path, since) = (from, commit),
                None => break,
            }
        }
        states
    }

    /// The commit that took the page away from `path`, where it is not there any more.
    pub(super) fn removal(&self, path: &str) -> Option<&Commit> {
        let newest = self.paths.get(path)?.first()?;
        newest.blob.is_none().then(|| &self.commits[newest.commit as usize])
    }

    /// The path that the page at `path` was renamed to in the commit `id`.
    pub(super) fn renamed_to(&self, path: &str, id: &str) -> Option<&str> {
        let is_it = |change: &Change| {
            change.from.as_deref() == Some(path) && *self.commits[change.commit as usize].id == *id
        };
        // The least of several, whatever the order of the map.
        let to = self.paths.iter().filter(|(_, changes)| changes.iter().any(is_it));
        to.map(|(to, _)| &**to).min()
    }

    /// The paths that the page at `path` had before, the latest first.
    pub(crate) fn former_paths(&self, path: &str) -> Vec<String> {
        let mut former: Vec<String> = Vec::new();
        for state in self.states(path) {
            if state.path != path && former.last().is_none_or(|last| last != state.path) {
                former.push(state.path.to_owned());
            }
        }
        // The rename itself is a state at the new path; the file lay at the old one before it.
        let last = former.last().map_or(path, String::as_str).to_owned();
        let renamed = self
            .paths
            .get(last.as_str())
            .and_then(|changes| changes.iter().find_map(|change| change.from.as_deref()));
        if let Some(from) = renamed
            && from != path
            && !former.iter().any(|known| known == from)
        {
            former.push(from.to_owned());
        }
        former
    }
}

/// What one commit added and removed, as blob and path.
#[derive(Debug, Default)]
struct Moves {
    came: Vec<(Box<str>, Box<str>)>,
    went: Vec<(Box<str>, Box<str>)>,
}

impl Moves {
    /// Notes in `history` which of the files that came are files that went: those with the same
    /// text, of several the one with the same name. By blob, because one commit may move a tree.
    fn settle(&mut self, history: &mut History) {
        let came = std::mem::take(&mut self.came);
        let went = std::mem::take(&mut self.went);
        if came.is_empty() || went.is_empty() {
            return;
        }
        let mut by_blob: HashMap<&str, Vec<&str>> = HashMap::new();
        for (blob, path) in &went {
            by_blob.entry(blob).or_default().push(path);
        }
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        for (blob, path) in came {
            let Some(candidates) = by_blob.get(&*blob) else { continue };
            let named = candidates.iter().find(|other| name(other) == name(&path));
            let Some(from) = named.or(candidates.first()) else { continue };
            let change = history.paths.get_mut(&path).and_then(|changes| changes.last_mut());
            if let Some(change) = change {
                change.from = Some(Box::from(*from));
            }
        }
    }
}

/// `ID TIME DATE SUBJECT`.
fn commit(header: &str) -> Option<Commit> {
    let mut parts = header.trim_end_matches('\n').splitn(4, ' ');
    let (id, time, date) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let subject = Box::from(parts.next().unwrap_or_default());
    Some(Commit { id: id.into(), time, date: date.into(), subject })
}

/// Whether `subject` holds one of `phrases` as whole words, letter case aside: `typo` is in
/// "fix typo" and not in "typography".
pub(crate) fn has_phrase(subject: &str, phrases: &[String]) -> bool {
    let subject = subject.to_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    phrases.iter().map(|phrase| phrase.trim().to_lowercase()).filter(|p| !p.is_empty()).any(
        |phrase| {
            subject.match_indices(&phrase).any(|(at, _)| {
                let before = subject[..at].chars().next_back();
                let after = subject[at + phrase.len()..].chars().next();
                !before.is_some_and(is_word) && !after.is_some_and(is_word)
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_match_whole_words() {
        let typo = ["typo".to_owned(), "[skip i18n]".to_owned()];
        assert!(has_phrase("Fix Typo in guide", &typo));
        assert!(has_phrase("typo: a letter", &typo));
        assert!(has_phrase("Move pages [skip i18n]", &typo));
        assert!(!has_phrase("New typography", &typo));
        assert!(!has_phrase("anything", &["  ".to_owned()]));
    }

    #[test]
    fn a_log_is_read_with_renames_and_removals() {
        let (a, b, c) = ("a".repeat(40), "b".repeat(40), "c".repeat(40));
        let zero = "0".repeat(40);
        let log = format!(
            "\u{1}{c} 300 2026-03-02 Rename\0\n:100644 100644 {a} {b} R090\0old.md\0new.md\0\
             \u{1}{b} 200 2026-02-01 Merge things\0\
             \u{1}{a} 100 2026-01-01 Add a page\0\n:000000 100644 {zero} {a} A\0old.md\0\
             :100644 000000 {c} {zero} D\0gone.md\0"
        );
        let history = History::read(log.as_bytes());
        let states = history.states("new.md");
        let seen: Vec<_> = states.iter().map(|s| (s.path, &*s.commit.date)).collect();
        assert_eq!(seen, [("new.md", "2026-03-02"), ("old.md", "2026-01-01")]);
        assert_eq!(history.former_paths("new.md"), ["old.md"]);
        assert_eq!(history.states("gone.md"), []);
    }

    #[test]
    fn equal_texts_tell_a_rename() {
        let (a, b) = ("a".repeat(40), "b".repeat(40));
        let zero = "0".repeat(40);
        let log = format!(
            "\u{1}{b} 200 2026-02-01 Move\0\n:100644 000000 {a} {zero} D\0x/one.md\0\
             :100644 000000 {a} {zero} D\0x/two.md\0:000000 100644 {zero} {a} A\0y/two.md\0\
             :000000 100644 {zero} {a} A\0y/one.md\0:000000 100644 {zero} {a} A\0y/a.png\0\
             \u{1}{a} 100 2026-01-01 Add\0\n:000000 100644 {zero} {a} A\0x/one.md\0\
             :000000 100644 {zero} {a} A\0x/two.md\0"
        );
        let history = History::read(log.as_bytes());
        assert_eq!(history.former_paths("y/one.md"), ["x/one.md"]);
        assert_eq!(history.former_paths("y/two.md"), ["x/two.md"]);
        assert_eq!(history.states("y/a.png"), []);
    }

    #[test]
    fn a_damaged_log_gives_what_it_holds() {
        assert!(History::read(b"\0:\0:1 2 3 4\0\x01x").states("x").is_empty());
        assert!(History::read("\u{1}abc 1 2026-01-01 x\0:1 2 3".as_bytes()).states("a").is_empty());
    }
}
