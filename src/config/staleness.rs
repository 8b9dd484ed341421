//! The table `[staleness]`.

use toml::de::{DeTable, DeValue};

use super::keys::STALENESS;
use super::read::{Reader, quoted};
use super::select;
use super::settings::{StaleBy, Staleness};

impl Reader<'_> {
    /// Reads `[staleness]`.
    pub(super) fn staleness(&mut self, table: &DeTable<'_>) -> Staleness {
        self.only(table, STALENESS);
        let mut staleness = Staleness { by: self.stale_by(table), ..Staleness::default() };
        if let Some(value) = table.get("key") {
            let texts = match value.get_ref() {
                DeValue::Array(_) => self.as_texts("key", value),
                _ => self.as_text("key", value).into_iter().collect(),
            };
            staleness.keys = texts.into_iter().map(|text| text.text.to_owned()).collect();
        }
        for text in self.texts(table, "ignore-commits") {
            if text.text.trim().is_empty() {
                let help = "write words that stand in the first line of a commit's message";
                self.error(text.span, "`ignore-commits` has an empty text", "", help);
            } else {
                staleness.ignore_commits.push(text.text.to_owned());
            }
        }
        staleness
    }

    fn stale_by(&mut self, table: &DeTable<'_>) -> StaleBy {
        let Some(text) = self.text(table, "by") else { return StaleBy::default() };
        if let Some(by) = StaleBy::ALL.into_iter().find(|by| by.name() == text.text) {
            return by;
        }
        let names = StaleBy::ALL.map(StaleBy::name);
        let help = match select::suggest(text.text, names.into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", quoted(&names)),
        };
        self.error(text.span, format!("`by` cannot be `{}`", text.text), "", help);
        StaleBy::default()
    }
}
