//! The tables `[rules]`, `[rules.NAME]` and `[front-matter]`.

use toml::de::{DeTable, DeValue};

use super::keys::{self, FRONT_MATTER, RULE_KEYS};
use super::read::{Reader, Text, Value, type_name};
use super::select::{self, UnknownName};
use super::settings::Settings;
use crate::diagnostic::Severity;
use crate::rule::{KeyKinds, OptionDefault, OptionValue, Rule};
use crate::rules::RULES;

impl Reader<'_> {
    /// Reads `[front-matter]`.
    pub(super) fn front_matter(&mut self, table: &DeTable<'_>) -> KeyKinds {
        self.only(table, FRONT_MATTER);
        let mut list = |name: &str| -> Vec<String> {
            self.texts(table, name).into_iter().map(|text| text.text.to_owned()).collect()
        };
        KeyKinds {
            identical: list("identical"),
            translated: list("translated"),
            bookkeeping: list("bookkeeping"),
        }
    }

    /// Reads `[rules]` with its tables into `settings`, the selection not yet resolved.
    pub(super) fn rules(&mut self, table: &DeTable<'_>, settings: &mut Settings) {
        settings.select = self.selection(table, "select");
        settings.ignore = self.selection(table, "ignore");
        if let Some(severities) = self.table(table, "severity") {
            for (name, value) in severities {
                if let Some(unknown) = select::check_rule(name.get_ref()) {
                    self.unknown_rule(&unknown, name.span(), "rule");
                }
                if let Some(text) = self.as_text(name.get_ref(), value)
                    && let Some(severity) = self.severity(&text)
                {
                    settings.severity.insert(name.get_ref().to_string(), severity);
                }
            }
        }
        let known = keys::names(RULE_KEYS);
        for (name, value) in
            table.iter().filter(|(name, _)| !known.contains(&name.get_ref().as_ref()))
        {
            let rule = RULES.iter().find(|rule| rule.name == name.get_ref().as_ref());
            match (rule, value.get_ref()) {
                (Some(rule), _) => {
                    if let Some(options) = self.as_table(rule.name, value) {
                        self.options(rule, options, settings);
                    }
                }
                (None, DeValue::Table(_)) => {
                    if let Some(unknown) = select::check_rule(name.get_ref()) {
                        self.unknown_rule(&unknown, name.span(), "rule");
                    }
                }
                (None, _) => self.unknown_key(name.get_ref(), name.span(), &known),
            }
        }
    }

    /// The names of rules and groups in the list `key`.
    pub(super) fn selection(&mut self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        let mut names = Vec::new();
        for text in self.texts(table, key) {
            match select::check(text.text) {
                Some(unknown) => self.unknown_rule(&unknown, text.span, "rule or group"),
                None => names.push(text.text.to_owned()),
            }
        }
        names
    }

    fn unknown_rule(&mut self, unknown: &UnknownName, span: std::ops::Range<usize>, what: &str) {
        let help = match &unknown.suggestion {
            Some(suggestion) => format!("did you mean `{suggestion}`?"),
            None if what == "rule" => "`hexapla rules` lists the rules".to_owned(),
            None => "`hexapla rules` lists the rules and groups; `default`, `advisory` and `all` \
                     stand for many"
                .to_owned(),
        };
        self.error(span, format!("unknown {what} `{}`", unknown.name), "", help);
    }

    /// `text` as a severity.
    pub(super) fn severity(&mut self, text: &Text<'_>) -> Option<Severity> {
        let severity = Severity::from_name(text.text);
        if severity.is_none() {
            let message = format!("`{}` is no severity", text.text);
            let help =
                "severities are `error`, `warning` and `info`; a rule is switched off in `ignore`";
            self.error(text.span.clone(), message, "", help);
        }
        severity
    }

    fn options(&mut self, rule: &'static Rule, table: &DeTable<'_>, settings: &mut Settings) {
        for (name, value) in table {
            let Some(spec) = rule.options.iter().find(|spec| spec.name == name.get_ref().as_ref())
            else {
                self.unknown_option(rule, name.get_ref(), name.span());
                continue;
            };
            if let Some(value) = self.option(spec.name, spec.default, value) {
                settings.options.insert((rule.name.to_owned(), spec.name.to_owned()), value);
            }
        }
    }

    fn unknown_option(&mut self, rule: &Rule, name: &str, span: std::ops::Range<usize>) {
        let known: Vec<&str> = rule.options.iter().map(|spec| spec.name).collect();
        let help = match (select::suggest(name, known.iter().copied()), known.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => {
                format!("`{}` has no options; severities stand in `[rules.severity]`", rule.name)
            }
            (None, false) => format!("its options are {}", super::read::quoted(&known)),
        };
        self.error(span, format!("`{}` has no option `{name}`", rule.name), "", help);
    }

    fn option(
        &mut self,
        name: &str,
        default: OptionDefault,
        value: &Value<'_>,
    ) -> Option<OptionValue> {
        let expected = match (default, value.get_ref()) {
            (OptionDefault::Bool(_), DeValue::Boolean(value)) => {
                return Some(OptionValue::Bool(*value));
            }
            (OptionDefault::Bool(_), _) => "`true` or `false`",
            (OptionDefault::Integer(_), DeValue::Integer(number)) => {
                let digits = number.as_str().replace('_', "");
                if let Ok(number) = i64::from_str_radix(&digits, number.radix()) {
                    return Some(OptionValue::Integer(number));
                }
                "a whole number that fits 64 bits"
            }
            (OptionDefault::Integer(_), _) => "a whole number",
            (OptionDefault::Strings(_), DeValue::Array(_)) => {
                let texts = self.as_texts(name, value).into_iter();
                return Some(OptionValue::Strings(
                    texts.map(|text| text.text.to_owned()).collect(),
                ));
            }
            (OptionDefault::Strings(_), _) => "a list of texts",
        };
        let found = type_name(value.get_ref());
        let message = format!("`{name}` expects {expected}, not {found}");
        self.error(value.span(), message, format!("{found} here"), "");
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Check, FixAvailability, Group, OptionSpec, Tier};

    static RULE: Rule = Rule {
        name: "code-block",
        group: Group::Markup,
        tier: Tier::Default,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        summary: "",
        docs: "",
        examples: &[],
        options: &[
            OptionSpec { name: "prose", docs: "", default: OptionDefault::Strings(&["text"]) },
            OptionSpec { name: "comments", docs: "", default: OptionDefault::Bool(true) },
            OptionSpec { name: "least", docs: "", default: OptionDefault::Integer(2) },
        ],
        check: Check::Project(|_, _| {}),
    };

    fn read(text: &str) -> (Settings, Vec<(usize, String, Option<String>)>) {
        let tree = DeTable::parse(text).expect("TOML");
        let mut reader = Reader { source: text, errors: Vec::new() };
        let mut settings = Settings::default();
        reader.options(&RULE, tree.get_ref(), &mut settings);
        let errors = reader.errors.into_iter().map(|error| {
            (error.span.map_or(0, |span| span.range().start), error.message, error.help)
        });
        (settings, errors.collect())
    }

    #[test]
    fn options_have_the_type_of_their_default() {
        let (settings, errors) =
            read("prose = [\"text\", \"md\"]\ncomments = false\nleast = 0x1_0\n");
        assert_eq!(errors, []);
        let value =
            |name: &str| settings.options[&("code-block".to_owned(), name.to_owned())].clone();
        assert_eq!(value("prose"), OptionValue::Strings(vec!["text".into(), "md".into()]));
        assert_eq!(value("comments"), OptionValue::Bool(false));
        assert_eq!(value("least"), OptionValue::Integer(16));
    }

    #[test]
    fn wrong_options_are_named_at_their_place() {
        let (_, mut errors) = read("pros = []\ncomments = \"no\"\nleast = 1.5\n");
        errors.sort();
        let said: Vec<_> = errors.iter().map(|(at, message, _)| (*at, message.as_str())).collect();
        assert_eq!(
            said,
            [
                (0, "`code-block` has no option `pros`"),
                (21, "`comments` expects `true` or `false`, not a text"),
                (34, "`least` expects a whole number, not a number with a point"),
            ]
        );
        assert_eq!(errors[0].2.as_deref(), Some("did you mean `prose`?"));
    }
}
