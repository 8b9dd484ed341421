//! `invalid-utf8`: files in a legacy encoding. The linter asks here when it reads a file whose
//! bytes are not UTF-8.

use crate::diagnostic::{Diagnostic, Severity};
use crate::encoding::legacy::Decoded;
use crate::fix::{Applicability, Fix};
use crate::markdown::Document;
use crate::outline::Pair;
use crate::rule::{Check, Checker, Example, Expect, FixAvailability, Group, Rule, Tier};
use crate::text::{FileId, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "invalid-utf8",
    group: Group::Encoding,
    tier: Tier::Default,
    severity: Severity::Error,
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the file is not UTF-8",
    docs: "\
Site generators read UTF-8. A file in a legacy encoding shows `\u{fffd}` in the place of every \
letter beyond ASCII, or stops the build.

hexapla reads such a file with the code pages of its locale (windows-1252 for Dutch, windows-1251 \
or KOI8-R for Russian, Shift_JIS or EUC-JP for Japanese), and UTF-16 by its byte order mark, names \
the encoding, and judges the text as it would any other. The fix converts the file to UTF-8. It is \
safe when every character belongs to the language and no other encoding reads as well. A file that \
mixes UTF-8 with a code page is converted by an unsafe fix only. No byte is ever dropped or \
replaced: what no encoding of the language accounts for is left as it is.",
    examples: &[Example {
        title: "UTF-8 is what it should be",
        source: "Ideas.\n",
        translation: "Ideeën.\n",
        locale: "nl",
        expect: Expect::Clean,
    }],
    options: &[],
    check: Check::Document(check),
};

/// A document is made of text: what its file's bytes were is told when the file is read.
fn check(_: &Document, _: Option<&Pair<'_>>, _: &mut Checker<'_>) {}

/// The finding for a file whose bytes are not UTF-8. `decoded` is its text as far as an encoding
/// could be told, `at` the byte offset of the first invalid byte. The fix has no edits: reading
/// the file as `decoded` and writing it as UTF-8 is all it does.
pub fn finding(file: FileId, decoded: Option<&Decoded>, at: usize) -> Diagnostic {
    let Some(decoded) = decoded else {
        let message = format!("the file is not UTF-8: the byte at offset {at} is invalid");
        return Diagnostic::new(RULE.name, RULE.severity, file, Span::at(0), message)
            .help("convert the file to UTF-8");
    };
    let name = decoded.encoding;
    let message = if decoded.mixed {
        format!("the file mixes UTF-8 with {name}")
    } else {
        format!("the file is {name}, not UTF-8")
    };
    let applicability = if decoded.certain { Applicability::Safe } else { Applicability::Unsafe };
    let title = "convert the file to UTF-8";
    Diagnostic::new(RULE.name, RULE.severity, file, Span::at(0), message)
        .subject(name)
        .help(title)
        .fix(Some(Fix { title: title.to_owned(), applicability, edits: Vec::new() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::legacy::decode;
    use crate::locale::Locale;

    #[test]
    fn the_encoding_is_named() {
        let locale = Locale::parse("nl").expect("a locale");
        let bytes = b"idee\xebn";
        let decoded = decode(bytes, &locale).expect("a code page");
        let found = finding(FileId(0), Some(&decoded), 4);
        assert_eq!(found.message, "the file is windows-1252, not UTF-8");
        assert_eq!(found.fix.map(|fix| fix.applicability), Some(Applicability::Safe));
        assert!(finding(FileId(0), None, 4).fix.is_none());
    }
}
