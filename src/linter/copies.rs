//! What is kept of the pages of an article. A page that shares much with its source, but not all, may
//! be a copy of what the source said before: then the history is asked.

use std::path::Path;
use std::sync::Arc;

use crate::config::{Settings, StaleBy};
use crate::markdown::{self, Document};
use crate::project::pages::Older;
use crate::project::{Article, Catalog, PageFacts, paths};
use crate::text::FileId;

use super::article::Outcome;
use super::store::{self, Store};

/// How many older states of a source are looked at.
const MOST_STATES: usize = 12;

/// What is kept of the pages of `article`.
pub(super) fn facts(
    outcome: &Outcome,
    article: &Article,
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
) -> Vec<Arc<PageFacts>> {
    let documents: Vec<&Document> =
        outcome.documents.iter().map(|version| &version.document).collect();
    let olds = outcome.revisions.iter();
    let olds = olds.map(|old| Older { document: &old.version.document, name: name(&old.path) });
    let older: Vec<Older<'_>> = olds.collect();
    let mut facts = PageFacts::of_versions(&documents, &older);
    for page in &mut facts {
        let own = outcome.wordings.iter().find(|(file, _)| *file == page.file);
        page.wording = own.map(|(_, wording)| Arc::clone(wording));
    }
    let wanted = settings.staleness.by != StaleBy::Off
        && settings.rules.iter().any(|(rule, _)| rule.name == "source-copy");
    if wanted && let Some(source) = article.source {
        let suspects: Vec<usize> = (0..facts.len())
            .filter(|at| article.selected.contains(&facts[*at].file) && facts[*at].file != source)
            .filter(|at| is_part_copy(&facts[*at], source))
            .collect();
        if !suspects.is_empty() {
            look_back(&mut facts, &suspects, &documents, source, catalog, store);
        }
    }
    facts.into_iter().map(Arc::new).collect()
}

fn name(path: &Path) -> Box<str> {
    paths::slashed(path).unwrap_or_default().into()
}

/// Whether a page has more than half of its prose from its source, and yet is no copy of any state
/// that is known.
fn is_part_copy(page: &PageFacts, source: FileId) -> bool {
    let most = page.shared_with(source).max(page.older().map_or(0, |(_, letters)| letters));
    most * 2 > page.letters() && !page.is_copy(most)
}

/// Lays the pages with the numbers `suspects` beside older states of their source.
fn look_back(
    facts: &mut [PageFacts],
    suspects: &[usize],
    documents: &[&Document],
    source: FileId,
    catalog: &Catalog,
    store: &dyn Store,
) {
    let file = catalog.file(source);
    let Some(origin) = store.revisions().and_then(|known| known.origin(&file.path, false)) else {
        return;
    };
    if origin.repository.is_shallow() {
        return;
    }
    let history = origin.repository.history(&origin.path);
    for state in history.states(&origin.path).into_iter().take(MOST_STATES) {
        let Ok(bytes) = origin.repository.contents(state.blob) else { continue };
        let Ok(text) = store::text_of(bytes, &file.path, &file.locale) else { continue };
        let document = markdown::parse(source, text, file.locale.clone());
        let short = state.commit.id.get(..7).unwrap_or(&state.commit.id);
        let name = format!("{}@{short}", name(&file.path)).into();
        let older = Older { document: &document, name };
        let mut open = false;
        for &at in suspects {
            let page = &mut facts[at];
            page.meet(documents[at], &older);
            open |= !page.older().is_some_and(|(_, letters)| page.is_copy(letters));
        }
        if !open {
            break;
        }
    }
}
