//! The list of fault kinds, and the scene that each of them is planted in.

use crate::fault::Fault;
use crate::page::Page;
use crate::rng::Rng;
use crate::site::CleanPair;
use crate::{encoding, front_matter, language, lists, markup, sections, text, tokens, words};

/// A clean pair about to be damaged.
pub(crate) struct Scene<'a> {
    /// The pair.
    pub(crate) pair: &'a CleanPair,
    /// The translation as lines.
    pub(crate) page: Page,
    /// The source as lines.
    pub(crate) source: Page,
}

impl<'a> Scene<'a> {
    /// The scene of `pair`.
    pub(crate) fn new(pair: &'a CleanPair) -> Self {
        Self { pair, page: Page::new(&pair.translation), source: Page::new(&pair.source) }
    }

    /// A heading, a paragraph and an item in the language of the translation that belong to no
    /// page of the site.
    pub(crate) fn extra_words(&self) -> [&'static str; 3] {
        match self.pair.locale {
            "de" => [
                "Was bisher fehlt",
                "Für den Herbst ist eine Ausgabe in Brailleschrift geplant. Wer helfen will, ist willkommen.",
                "eine Tasse Kaffee für die Pause",
            ],
            "es" => [
                "Lo que aún falta",
                "Para el otoño está prevista una edición en braille. Quien quiera ayudar es bienvenido.",
                "una taza de café para el descanso",
            ],
            "fr" => [
                "Ce qui manque encore",
                "Une édition en braille est prévue pour l’automne. Toute aide est la bienvenue.",
                "une tasse de café pour la pause",
            ],
            "ja" => [
                "まだ足りないもの",
                "秋には点字版を出す予定です。手伝ってくださる方を歓迎します。",
                "休憩のためのコーヒーを一杯",
            ],
            "nl" => [
                "Wat nog ontbreekt",
                "Voor het najaar staat een uitgave in braille gepland. Wie wil helpen, is welkom.",
                "een kop koffie voor de pauze",
            ],
            _ => [
                "O que ainda falta",
                "Uma edição em braille está prevista para o outono. Quem quiser ajudar é bem-vindo.",
                "uma xícara de café para a pausa",
            ],
        }
    }
}

/// A kind of fault: its name and every place where it can be planted on a page.
pub(crate) struct FaultKind {
    /// What is done to the page.
    pub(crate) name: &'static str,
    /// All faults of this kind that the page has room for.
    pub(crate) plant: fn(&Scene) -> Vec<Fault>,
}

/// Every kind.
pub(crate) const KINDS: &[FaultKind] = &[
    FaultKind { name: "drop a section", plant: sections::drop_section },
    FaultKind { name: "add a section", plant: sections::add_section },
    FaultKind { name: "move a section", plant: sections::move_section },
    FaultKind { name: "relevel a section", plant: sections::relevel_section },
    FaultKind { name: "drop a paragraph", plant: sections::drop_paragraph },
    FaultKind { name: "add a paragraph", plant: sections::add_paragraph },
    FaultKind { name: "drop a code block", plant: sections::drop_code_block },
    FaultKind { name: "drop an image", plant: sections::drop_image },
    FaultKind { name: "drop an item", plant: lists::drop_item },
    FaultKind { name: "add an item", plant: lists::add_item },
    FaultKind { name: "number a bullet list", plant: lists::number_list },
    FaultKind { name: "unnest an item", plant: lists::unnest_item },
    FaultKind { name: "drop a row", plant: lists::drop_row },
    FaultKind { name: "drop a cell", plant: lists::drop_cell },
    FaultKind { name: "drop a column", plant: lists::drop_column },
    FaultKind { name: "drop a link", plant: markup::drop_link },
    FaultKind { name: "swap links of two blocks", plant: markup::swap_links },
    FaultKind { name: "swap links in a line", plant: markup::swap_links_in_line },
    FaultKind { name: "change a link target", plant: markup::change_link_target },
    FaultKind { name: "change an image target", plant: markup::change_image_target },
    FaultKind { name: "change a reference target", plant: markup::change_definition },
    FaultKind { name: "drop an HTML tag", plant: markup::drop_tag },
    FaultKind { name: "drop emphasis", plant: markup::drop_emphasis },
    FaultKind { name: "drop a footnote reference", plant: markup::drop_footnote_reference },
    FaultKind { name: "drop a footnote", plant: markup::drop_footnote },
    FaultKind { name: "change code in a block", plant: tokens::change_code },
    FaultKind { name: "change a code span", plant: tokens::change_code_span },
    FaultKind { name: "change a fence language", plant: tokens::change_language },
    FaultKind { name: "drop a fence language", plant: tokens::drop_language },
    FaultKind { name: "change a heading id", plant: tokens::change_id },
    FaultKind { name: "drop a heading id", plant: tokens::drop_id },
    FaultKind { name: "change an alert kind", plant: tokens::change_alert_kind },
    FaultKind { name: "change a directive", plant: tokens::change_directive },
    FaultKind { name: "drop a directive", plant: tokens::drop_directive },
    FaultKind { name: "drop a key", plant: front_matter::drop_key },
    FaultKind { name: "translate a key", plant: front_matter::translate_key },
    FaultKind { name: "change a value", plant: front_matter::change_value },
    FaultKind { name: "leave a value untranslated", plant: front_matter::leave_untranslated },
    FaultKind { name: "break the front matter", plant: front_matter::break_syntax },
    FaultKind { name: "drop the front matter", plant: front_matter::drop_front_matter },
    FaultKind { name: "damage a word", plant: encoding::damage_word },
    FaultKind { name: "write an entity", plant: encoding::write_entity },
    FaultKind { name: "change an identifier", plant: text::change_identifier },
    FaultKind { name: "change a version", plant: text::change_version },
    FaultKind { name: "translate a placeholder", plant: text::change_placeholder },
    FaultKind { name: "change a visible address", plant: text::change_address },
    FaultKind { name: "change a mail address", plant: text::change_mail_address },
    FaultKind { name: "put spaces inside bold", plant: text::pad_strong },
    FaultKind { name: "drop a backtick", plant: text::drop_backtick },
    FaultKind { name: "split a link", plant: text::split_link },
    FaultKind { name: "lose a link's text", plant: text::empty_link },
    FaultKind { name: "put a space inside a link", plant: text::pad_link },
    FaultKind { name: "break a comment", plant: text::break_comment },
    FaultKind { name: "hide list markers", plant: text::hide_markers },
    FaultKind { name: "strand a marker", plant: text::strand_marker },
    FaultKind { name: "leave a paragraph untranslated", plant: language::leave_paragraph },
    FaultKind { name: "mix the languages", plant: language::mix_languages },
    FaultKind { name: "leak a placeholder", plant: language::leak_placeholder },
    FaultKind { name: "leave a model's words", plant: language::leave_model_words },
    FaultKind { name: "double a word", plant: language::double_word },
    FaultKind { name: "drop an inverted mark", plant: language::drop_inverted },
    FaultKind { name: "put a space before a mark", plant: language::space_before_mark },
    FaultKind { name: "double a brand", plant: words::double_brand },
    FaultKind { name: "translate a kept term", plant: words::translate_term },
    FaultKind { name: "split a delimiter", plant: words::split_delimiter },
    FaultKind { name: "break MDX", plant: words::break_mdx },
    FaultKind { name: "lower a lead-in", plant: words::lower_lead_in },
    FaultKind { name: "drop a full stop", plant: words::drop_full_stop },
    FaultKind { name: "put a plain space", plant: words::widen_space },
    FaultKind { name: "open a quotation", plant: words::open_quotation },
    FaultKind { name: "shorten a number", plant: words::shorten_number },
    FaultKind { name: "cut a paragraph down", plant: words::cut_paragraph },
    FaultKind { name: "fence a page", plant: words::fence_page },
    FaultKind { name: "introduce a page", plant: words::introduce_page },
    FaultKind { name: "change a token in a title", plant: words::change_title_token },
];

/// Up to `count` faults of `kind`, chosen by `seed`.
pub(crate) fn choose(kind: &FaultKind, pair: &CleanPair, seed: u64, count: usize) -> Vec<Fault> {
    let about = format!("{} {} {}", kind.name, pair.page, pair.locale);
    Rng::new(seed, &about).take((kind.plant)(&Scene::new(pair)), count)
}
