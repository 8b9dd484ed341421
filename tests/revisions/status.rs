//! `hexapla status` over repositories made for it.

use super::repository::Site;
use super::{EN, ES, grown, second_pages, stale_site, stamped};

/// One page stale, one with changed links, one missing, one current, one without a source.
fn mixed_site() -> (Site, String) {
    let (site, first) = stale_site();
    let linked = "# Links\n\nSee [this](a.md).\n";
    let commit = site.write_on("2026-02-02", "docs/en/links.md", linked);
    let spanish = "# Enlaces\n\nVea [esto](a.md).\n";
    site.write("docs/es/links.md", stamped(&commit, spanish));
    site.write_on("2026-03-02", "docs/en/links.md", "# Links\n\nSee [this](guide.md).\n");
    site.write("docs/en/new,page.md", "# New\n\nText.\n");
    site.write("docs/es/old.md", "# Vieja\n\nTexto.\n");
    site.commit("2026-03-03", "More pages");
    (site, first)
}

#[test]
fn languages_are_counted() {
    let (site, _) = mixed_site();
    let seen = site.run(&["status"]);
    let lines: Vec<&str> = seen.stdout.lines().collect();
    assert_eq!(
        lines,
        [
            "locale  translated        current  minor  stale  missing  no source  oldest stale",
            "es          3 of 4  75 %        1      1      1        1          1  2026-01-05",
        ]
    );
    assert_eq!(seen.code, 0);
    let seen = site.run(&["status", "--format", "csv"]);
    let csv = "locale,sources,translated,current,minor,stale,missing,unknown,no_source,oldest_stale\r\n\
               es,4,3,1,1,1,1,0,1,2026-01-05\r\n";
    assert_eq!(seen.stdout, csv);
    let seen = site.run(&["status", "--format", "markdown"]);
    assert!(seen.stdout.ends_with("| es | 3 of 4 (75 %) | 1 | 1 | 1 | 1 | 1 | 2026-01-05 |\n"));
    let seen = site.run(&["status", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&seen.stdout).expect("JSON");
    assert_eq!(json["sources"], 4);
    assert_eq!(json["locales"][0]["stale"], 1);
}

#[test]
fn pages_of_a_language_are_listed() {
    let (site, first) = mixed_site();
    let seen = site.run(&["status", "es"]);
    let pages: Vec<Vec<&str>> =
        seen.stdout.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    let short = &first[..7];
    let stale = ["stale", "2026-01-05", short, "2", "1", "of", "4", "sections", "docs/es/a.md"];
    assert_eq!(pages[0], stale, "{}", seen.stdout);
    assert_eq!((pages[1][0], pages[1][3]), ("minor", "links"), "{}", seen.stdout);
    assert_eq!(pages[2], ["missing", "docs/en/new,page.md"]);
    assert_eq!(pages[3], ["no", "source", "docs/es/old.md"]);
    assert!(seen.stderr.contains("1 page of es is current"), "{}", seen.stderr);
    let seen = site.run(&["status", "es", "--format", "csv"]);
    assert!(seen.stdout.contains("missing,,,,,,,\"docs/en/new,page.md\"\r\n"), "{}", seen.stdout);
    let seen = site.run(&["status", "es", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&seen.stdout).expect("JSON");
    assert_eq!(json["pages"][0]["grade"], "text");
    assert_eq!(json["pages"].as_array().map(Vec::len), Some(4));
    let seen = site.run(&["status", "es", "--format", "markdown"]);
    assert_eq!(seen.stdout.lines().count(), 6);
    let seen = site.run(&["status", "fr"]);
    assert_eq!(seen.code, 2);
    assert!(seen.stderr.contains("its languages: es"), "{}", seen.stderr);
}

#[test]
fn pages_that_record_nothing_are_dated_by_history() {
    let site = Site::new("site");
    site.write("docs/en/a.md", EN);
    site.write("docs/es/a.md", ES);
    second_pages(&site);
    site.commit("2026-01-05", "Begin");
    site.write_on("2026-02-01", "docs/en/a.md", EN.replace("every day", "each day"));
    let es = |seen: &super::Seen| seen.stdout.lines().nth(1).map(str::to_owned).unwrap();
    let seen = site.run(&["status"]);
    assert!(es(&seen).contains("1      0      1        0  2026-01-05"), "{}", seen.stdout);
    site.write_on("2026-02-02", "docs/en/a.md", EN);
    let seen = site.run(&["status", "es"]);
    assert_eq!(seen.stdout, "", "nothing is left to do");
    assert!(seen.stderr.contains("2 pages of es are current"), "{}", seen.stderr);
    // Without a history nothing is known, and nothing is claimed.
    std::fs::remove_dir_all(site.home().join(".git")).unwrap();
    let seen = site.run(&["status"]);
    assert!(
        seen.stdout
            .starts_with("locale  translated         current  minor  stale  missing  unknown\n")
    );
    for why in ["docs/es is in no git repository", "2 pages are unknown: they record"] {
        assert!(seen.stderr.contains(why), "{}", seen.stderr);
    }
    assert_eq!(seen.code, 0);
    site.write("docs/en/a.md", grown());
    let seen = site.run(&["status", "--basis", "history"]);
    assert_eq!(seen.code, 2, "{}", seen.stderr);
}
