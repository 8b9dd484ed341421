//! The tables `[glossary]`, `[glossary.translate]` and `[glossary.forbidden]`.

use toml::de::{DeTable, DeValue};

use super::keys::GLOSSARY;
use super::read::{Reader, Text};
use crate::locale::glossary::Glossary;

impl Reader<'_> {
    /// Reads `[glossary]`.
    pub(super) fn glossary(&mut self, table: &DeTable<'_>) -> Glossary {
        self.only(table, GLOSSARY);
        let mut glossary = Glossary { keep: self.terms(table, "keep"), ..Glossary::default() };
        for (name, value) in self.table(table, "translate").into_iter().flatten() {
            let Some(tag) = self.tag(name.get_ref(), name.span()) else { continue };
            let Some(terms) = self.as_table(name.get_ref(), value) else { continue };
            let mut list = Vec::new();
            for (term, value) in terms {
                let words = match value.get_ref() {
                    DeValue::Array(_) => self.as_texts(term.get_ref(), value),
                    _ => self.as_text(term.get_ref(), value).into_iter().collect(),
                };
                let words = self.filled(words);
                if words.is_empty() {
                    let message = format!("the term `{}` has no translation", term.get_ref());
                    let help = "write it as a text, or as a list of texts that are all right";
                    self.error(term.span(), message, "", help);
                } else {
                    list.push((term.get_ref().to_string(), words));
                }
            }
            glossary.translate.insert(tag, list);
        }
        for (name, value) in self.table(table, "forbidden").into_iter().flatten() {
            let tag = match name.get_ref().as_ref() {
                "*" => Some("*".to_owned()),
                tag => self.tag(tag, name.span()),
            };
            let words = self.as_texts(name.get_ref(), value);
            let words = self.filled(words);
            if let Some(tag) = tag {
                glossary.forbidden.insert(tag, words);
            }
        }
        glossary
    }

    fn tag(&mut self, name: &str, span: std::ops::Range<usize>) -> Option<String> {
        self.locale(&Text { text: name, span }).map(|locale| locale.tag().to_owned())
    }

    fn terms(&mut self, table: &DeTable<'_>, name: &str) -> Vec<String> {
        let texts = self.texts(table, name);
        self.filled(texts)
    }

    /// The texts, an error for each that is empty: it would stand everywhere.
    fn filled(&mut self, texts: Vec<Text<'_>>) -> Vec<String> {
        let mut filled = Vec::new();
        for text in texts {
            if text.text.trim().is_empty() {
                self.error(text.span, "a term is empty", "", "take it out");
            } else {
                filled.push(text.text.trim().to_owned());
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::parse;

    fn errors(text: &str) -> Vec<(usize, String)> {
        let found = parse(text, Path::new("/lint-rules.toml")).expect_err("it is wrong");
        let place = |span: Option<crate::text::Span>| span.map_or(0, |span| span.range().start);
        found.errors.into_iter().map(|error| (place(error.span), error.message)).collect()
    }

    #[test]
    fn terms_are_read_and_mistakes_point_at_their_places() {
        let text = "[glossary]\nkeep = [\"Acme\"]\n[glossary.translate.pt_BR]\ncart = \"carrinho\"\n\
                    order = [\"pedido\", \"ordem\"]\n[glossary.forbidden]\n\"*\" = [\"foo\"]\n";
        let glossary = parse(text, Path::new("/lint-rules.toml")).expect("valid").settings.glossary;
        assert_eq!(glossary.keep, ["Acme"]);
        let terms = &glossary.translate["pt-BR"];
        assert_eq!(terms.iter().map(|(_, words)| words.len()).sum::<usize>(), 3);
        assert_eq!(glossary.forbidden["*"], ["foo"]);

        let text = "[glossary]\nkeep = [\" \"]\n[glossary.translate.english]\na = \"b\"\n";
        let found = errors(text);
        assert_eq!(found[0], (text.find("\" \"").expect("there"), "a term is empty".to_owned()));
        assert_eq!(found[1].0, text.find("english").expect("there"));
        assert_eq!(
            errors("[glossary.translate.nl]\ncart = []\n")[0],
            (24, "the term `cart` has no translation".to_owned())
        );
    }
}
