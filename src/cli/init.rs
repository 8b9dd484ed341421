//! `hexapla init`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::failure::{self, Failure};
use super::plan::working_directory;
use crate::config;
use crate::locale::Locale;
use crate::output;
use crate::project::{self, Detected};
use crate::text::refusal;

/// The languages that are counted one by one.
const MOST_LANGUAGES: usize = 12;

/// The arguments of `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder of the project.
    #[arg(default_value = ".")]
    folder: PathBuf,

    /// Print the file instead of writing it.
    #[arg(long)]
    stdout: bool,
}

/// Detects the layout and writes it down. A configuration that is there is never overwritten.
pub(crate) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let folder = working_directory()?.join(&args.folder);
    let folder = fs::canonicalize(&folder).map_err(|error| {
        Failure::new(format!("{}: cannot be read: {}", args.folder.display(), refusal(&error)))
    })?;
    let Some(detected) = project::detect(&folder).or_else(|| by_page(&folder)) else {
        let folder = args.folder.display();
        let message =
            format!("{folder}: no layout was recognised: no page lies beside its translations");
        return Err(Failure::with_help(message, failure::BY_HAND));
    };
    let remarks = remarks(&detected, &folder);
    let text = config::init_text(&detected, &folder, &remarks);
    let _ = writeln!(io::stderr(), "note: {}", output::logged(&detected.line));
    for remark in &remarks {
        let _ = writeln!(io::stderr(), "note: {}", output::logged(remark));
    }
    if args.stdout {
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(Outcome::Clean);
    }
    write_new(&folder.join(config::FILE_NAME), &text)?;
    let path = args.folder.join(config::FILE_NAME);
    let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let _ = writeln!(io::stderr(), "wrote {}; next: hexapla check", output::logged(&shown));
    Ok(Outcome::Clean)
}

/// The layout that single pages show where there are too few for a whole tree.
fn by_page(folder: &Path) -> Option<Detected> {
    let found = project::find(None, &[], folder).ok()?;
    let layout = found.layout.filter(|layout| layout.root.starts_with(folder))?;
    Some(Detected { layout, line: found.detected? })
}

/// Why it is this layout: what it was recognised by, and how many pages it puts beside each other.
fn remarks(detected: &Detected, folder: &Path) -> Vec<String> {
    let mut remarks = vec![match detected.line.strip_prefix("detected by ") {
        Some(rest) => {
            let by = rest.split(':').next().unwrap_or_default();
            format!("recognised by {by}, which states it, and by pages that lie there")
        }
        None => "recognised by its folders and names: the same pages lie there in each language"
            .to_owned(),
    }];
    let Ok(found) = project::find(Some(detected.layout.clone()), &[], folder) else {
        return remarks;
    };
    let mut locales: BTreeMap<&Locale, usize> = BTreeMap::new();
    let (mut sources, mut source_locale) = (0, None);
    for article in &found.catalog.articles {
        if let Some(source) = article.source {
            sources += 1;
            source_locale = Some(&found.catalog.file(source).locale);
        }
        for &translation in &article.translations {
            *locales.entry(&found.catalog.file(translation).locale).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = locales.iter().collect();
    counts.sort_by_key(|(locale, count)| (std::cmp::Reverse(**count), locale.tag()));
    let more = counts.len().saturating_sub(MOST_LANGUAGES);
    let counts =
        counts.iter().take(MOST_LANGUAGES).map(|(locale, count)| format!("{locale} {count}"));
    let mut counts = counts.collect::<Vec<_>>().join(", ");
    if more > 0 {
        counts.push_str(&format!(" and {more} more languages"));
    }
    remarks.push(match source_locale {
        Some(locale) => {
            format!("pages: {sources} in the source ({locale}); translations: {counts}")
        }
        None => format!("pages: {counts}; no source, so that they are compared with each other"),
    });
    if source_locale.is_none() {
        let roots = "{ en = \"../docs.en\" }";
        remarks.push(format!(
            "a source that lies elsewhere is stated with `source` and a folder in `roots`: {roots}"
        ));
    }
    remarks
}

fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::with_help(
            format!("{} is already there", config::FILE_NAME),
            "hexapla init --stdout prints what would be written",
        ),
        _ => Failure::new(format!("{}: cannot be written: {}", path.display(), refusal(&error))),
    })
}
