//! A seeded corpus of translated pages, pieced together from the sections of `fixtures/site`.
//!
//! Sizes follow a log-normal distribution: English pages have a median of 4.1 kB and a mean of
//! 8.0 kB, cut at 120 kB, as large documentation sites show (6,900 pages of 60 MB). Every page has
//! the same sections in all locales. In about one translation in twenty a paragraph is
//! missing, and in one in fifty an apostrophe is an entity or a word is damaged, so that not only
//! the fast path of equal pages is measured.

use std::fs;
use std::path::{Path, PathBuf};

/// The locales of the corpus; the first is the source.
pub(crate) const LOCALES: [&str; 5] = ["en", "de", "es", "ja", "nl"];

/// Pages whose sections stand on their own.
const PAGES: [&str; 4] =
    ["guide/install.md", "guide/first-letter.md", "about/privacy.md", "release-notes.md"];

/// A page of the corpus: its path below a locale's folder, and its text in every locale.
pub(crate) struct Page {
    /// For instance `area-07/page-0123.md`.
    pub(crate) path: PathBuf,
    /// In the order of [`LOCALES`].
    pub(crate) texts: Vec<String>,
}

/// The corpus of `count` pages that `seed` gives.
pub(crate) fn pages(count: usize, seed: u64) -> Vec<Page> {
    let sections = sections();
    let mut random = Random(seed);
    (0..count).map(|number| page(number, &sections, &mut random)).collect()
}

/// Writes `pages` and their configuration below `root`.
pub(crate) fn write(pages: &[Page], root: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for page in pages {
        for (locale, text) in LOCALES.iter().zip(&page.texts) {
            let path = root.join(locale).join(&page.path);
            fs::create_dir_all(path.parent().unwrap_or(root))?;
            fs::write(path, text)?;
            bytes += text.len() as u64;
        }
    }
    let config = "[[documents]]\nsource = \"en/{path}\"\ntranslations = \"{lang}/{path}\"\n";
    fs::write(root.join("lint-rules.toml"), config)?;
    Ok(bytes)
}

/// One section in all locales.
type Section = Vec<String>;

/// All sections of level 2 of the site's pages, in all locales.
fn sections() -> Vec<Section> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/site");
    let mut all = Vec::new();
    for page in PAGES {
        let texts: Vec<Vec<String>> = LOCALES
            .iter()
            .map(|locale| {
                let path = site.join(locale).join(page);
                let text = fs::read_to_string(&path)
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                split(&text)
            })
            .collect();
        for index in 0..texts[0].len() {
            all.push(texts.iter().map(|sections| sections[index].clone()).collect());
        }
    }
    all
}

fn split(text: &str) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if line.starts_with("## ") && !fenced {
            sections.push(String::new());
        }
        if let Some(section) = sections.last_mut() {
            section.push_str(line);
            section.push('\n');
        }
    }
    sections
}

fn page(number: usize, sections: &[Section], random: &mut Random) -> Page {
    let wanted = (3_900.0 * (1.148 * random.normal()).exp()).clamp(400.0, 120_000.0) as usize;
    let mut texts: Vec<String> = LOCALES.iter().map(|locale| head(number, locale)).collect();
    let mut part = 0;
    while part == 0 || texts[0].len() < wanted {
        let section = &sections[random.below(sections.len())];
        for (text, own) in texts.iter_mut().zip(section) {
            // An id stands once on a page.
            let own = elsewhere(&own.replace("{#", &format!("{{#s{part}-")));
            text.push_str(&own.replace("{ #", &format!("{{ #s{part}-")));
            text.push('\n');
        }
        part += 1;
    }
    for text in texts.iter_mut().skip(1) {
        damage(text, random);
    }
    let area = number % 40;
    Page { path: format!("area-{area:02}/page-{number:05}.md").into(), texts }
}

/// The text with its relative targets made absolute: a page shuffled together from others stands
/// where they would lead nowhere.
fn elsewhere(text: &str) -> String {
    const SITE: &str = "https://larkpost.example.org/";
    let mut text = text.to_owned();
    for before in ["](", "]: ", "=\""] {
        for start in ["../", "/en/", "/nl/", "/de/", "/es/", "/ja/"] {
            text = text.replace(&format!("{before}{start}"), &format!("{before}{SITE}"));
        }
        text = text.replace(&format!("{before}troubleshooting"), &format!("{before}{SITE}t"));
    }
    text
}

fn head(number: usize, locale: &str) -> String {
    let (title, description) = match locale {
        "de" => {
            ("Seite", "Eine Seite, die es nur zum Messen gibt, mit Abschnitten anderer Seiten.")
        }
        "es" => {
            ("Página", "Una página que solo existe para medir, con secciones de otras páginas.")
        }
        "ja" => ("ページ", "計測のためだけにあるページです。ほかのページの節を使っています。"),
        "nl" => {
            ("Pagina", "Een pagina die alleen bestaat om te meten, met delen van andere pagina's.")
        }
        _ => ("Page", "A page that exists only to be measured, with sections of other pages."),
    };
    format!(
        "---\ntitle: {title} {number}\ndescription: {description}\nweight: {number}\n---\n\n\
         # {title} {number} {{#page-{number}}}\n\n"
    )
}

/// Damages one text in fourteen.
fn damage(text: &mut String, random: &mut Random) {
    match random.below(100) {
        0..5 => {
            let blocks: Vec<&str> = text.split("\n\n").collect();
            let plain = |block: &&str| block.starts_with(char::is_alphabetic);
            let candidates: Vec<usize> =
                (1..blocks.len()).filter(|&index| plain(&blocks[index])).collect();
            if !candidates.is_empty() {
                let gone = candidates[random.below(candidates.len())];
                let mut kept = blocks;
                kept.remove(gone);
                *text = kept.join("\n\n");
            }
        }
        5 => *text = text.replacen('’', "&#39;", 1),
        6 => *text = text.replacen('é', "Ã©", 1),
        _ => {}
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A number between 0 and 1, 0 excluded.
    fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 1.0) / 9_007_199_254_740_993.0
    }

    /// A normally distributed number (Box and Muller).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}
