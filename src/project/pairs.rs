//! The catalog in words, for `--show-pairs`.

use std::fmt::Write as _;

use super::catalog::Catalog;
use crate::text::FileId;

/// Lists every article: its source first, then one line per translation, with its locale. A
/// version that is not judged stands in parentheses; the last line counts.
pub fn show_pairs(catalog: &Catalog) -> String {
    let mut text = String::new();
    let mut versions = 0;
    for article in &catalog.articles {
        let line = |id: FileId| {
            let file = catalog.file(id);
            let path = file.path.display();
            let judged = article.selected.contains(&id);
            if judged {
                format!("{path} [{}]", file.locale)
            } else {
                format!("({path} [{}])", file.locale)
            }
        };
        match article.source {
            Some(source) => {
                let _ = writeln!(text, "{}", line(source));
                for &translation in &article.translations {
                    let _ = writeln!(text, "  → {}", line(translation));
                }
            }
            None => {
                for (index, &sibling) in article.translations.iter().enumerate() {
                    let mark = if index == 0 { "" } else { "  ~ " };
                    let _ = writeln!(text, "{mark}{}", line(sibling));
                }
            }
        }
        versions += article.translations.len() + usize::from(article.source.is_some());
    }
    let alone = catalog
        .articles
        .iter()
        .filter(|article| article.translations.len() + usize::from(article.source.is_some()) < 2)
        .count();
    let articles = catalog.articles.len();
    let _ = writeln!(text, "{articles} articles, {versions} files, {alone} without a counterpart");
    text
}
