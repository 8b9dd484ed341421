"""Links and pages of a built book; .ci/book.sh calls this.

book.py SOURCES BOOK
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

sources, book = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
# The page for what is not found has links from the root, the one for printing repeats all others.
LEFT_OUT = {"404.html", "print.html"}


class Page(HTMLParser):
    """The places in a page that can be linked, and what it links."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.add(value)
            elif name in ("href", "src") and tag in ("a", "img", "link", "script"):
                self.links.append(value)


pages = {path: Page(path) for path in book.rglob("*.html") if path.name not in LEFT_OUT}
dead, count = [], 0
for path, page in pages.items():
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        count += 1
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.is_file():
            dead.append(f"{path.relative_to(book)}: no file for {link}")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
            dead.append(f"{path.relative_to(book)}: no such place as {link}")
for source in sources.rglob("*.md"):
    if source.name != "SUMMARY.md" and not (book / source.relative_to(sources)).with_suffix(".html").is_file():
        dead.append(f"{source} is not in SUMMARY.md")
if dead:
    sys.exit("\n".join(dead))
assert count > 1000, count
print(f"{len(pages)} pages of the book, {count} links in them, none dead")
