//! What the parser makes of texts: the tree of blocks and inlines as a snapshot.

use hexapla::locale::Locale;
use hexapla::markdown::{BlockId, BlockKind, Document, InlineKind, parse};
use hexapla::text::{FileId, SourceFile, Span};

fn read(name: &str, text: &str) -> Document {
    parse(FileId(0), SourceFile::new(name, text), Locale::unknown())
}

/// One line per block, with its parts quoted; its own inlines after it.
fn tree(name: &str, text: &str) -> String {
    let document = read(name, text);
    let mut lines = String::new();
    for id in document.block_ids() {
        let block = document.block(id);
        let indent = "  ".repeat(block.depth as usize);
        lines += &format!("{indent}{}\n", describe(&document, &block.kind, block.span));
        for inline in own_inlines(&document, id) {
            lines += &format!("{indent}    . {inline}\n");
        }
    }
    lines
}

fn describe(document: &Document, kind: &BlockKind, span: Span) -> String {
    let at = |span: Span| format!("{:?}", document.slice(span));
    match kind {
        BlockKind::Heading(heading) => {
            let id = heading.id.as_ref().map(|id| format!(" #{}", document.slice(id.id)));
            format!("h{} {}{}", heading.level, at(heading.text), id.unwrap_or_default())
        }
        BlockKind::Code(code) => {
            format!("code {} info {} body {}", at(code.language), at(code.info), at(code.body))
        }
        BlockKind::Alert(alert) => format!(
            "alert {:?} {} title {}{}",
            alert.form,
            at(alert.kind),
            at(alert.title),
            if alert.closed { "" } else { " UNCLOSED" }
        ),
        BlockKind::Directive(directive) => {
            format!("directive {:?} {}", directive.form, at(directive.name))
        }
        BlockKind::Footnote { label } => format!("footnote {}", at(*label)),
        BlockKind::List { .. } | BlockKind::Item { .. } | BlockKind::Table { .. } => {
            format!("{kind:?}")
        }
        BlockKind::Row | BlockKind::Cell | BlockKind::Paragraph => kind.noun().to_owned(),
        other => format!("{} {}", other.noun(), at(span)),
    }
}

fn own_inlines(document: &Document, id: BlockId) -> Vec<String> {
    let at = |span: Span| format!("{:?}", document.slice(span));
    let own = document.inlines_in(id).iter().filter(|inline| inline.block == id);
    own.map(|inline| match &inline.kind {
        InlineKind::Code { body } => format!("code {}", at(*body)),
        InlineKind::Link(link) | InlineKind::Image(link) => format!(
            "{} {:?} text {} target {} = {:?} title {:?}",
            if matches!(inline.kind, InlineKind::Image(_)) { "image" } else { "link" },
            link.form,
            at(link.text),
            at(link.target_span),
            link.target,
            link.title.map(|span| document.slice(span))
        ),
        InlineKind::Tag(tag) => {
            format!("tag {}{}", if tag.closing { "/" } else { "" }, document.slice(tag.name))
        }
        InlineKind::FootnoteReference { label } => format!("footnote {}", at(*label)),
        InlineKind::Directive(directive) => {
            format!("directive {:?} {}", directive.form, at(directive.name))
        }
        other => format!("{other:?} {}", at(inline.span)),
    })
    .collect()
}

macro_rules! trees {
    ($($test:ident, $name:literal, $text:expr;)*) => {
        $(#[test]
        fn $test() {
            insta::assert_snapshot!(tree($name, $text));
        })*
    };
}

trees! {
    headings, "a.md", "# A {#a}\n\n## B { #b }\n\n## C {: #c .x}\n\n## D {/* #d */}\n\nE *x*\nmore\n---\n\n## F `x` ##\n\n### <a name=\"g\"></a>G\n\n## {#only}\n";
    lists, "a.md", "- a\n- b **x**\n  1. c\n  2. d\n- [ ] e\n\n* loose\n\n* items\n\n3) three\n";
    tables, "a.md", "| A | `b` |\n|---|:--|\n| 1 | [x](y) |\n| 2 | |\n";
    code, "a.md", "```rust,ignore\nlet x;\n```\n\n    indented\n    code\n\n- item\n\n  ~~~\n  in item\n  ~~~\n\n``` \nno info\n";
    links, "a.md", "[a](b \"t\") [c](<d e>) ![alt `x`](img.png) [r][ref] [ref] <https://x.y> <a href=\"q\">z</a> <img src='i.png'/> [e]( )\n\n[ref]: /target 'title'\n";
    alerts, "a.md", "> [!NOTE]\n> text\n\n>[!TAB Title one]\n>\n>more **x**\n\n> quote\n\n>[!VIDEO](https://v)\n\n> [!WARNING] inline\n";
    colons, "a.mdx", ":::tip[Did you know]\ntext\n\n- a\n:::\n\n::::note\n:::danger Title\nx\n:::\n::::\n\n- item\n\n  :::note\n  in item\n  :::\n\n:::caution\nopen\n";
    bangs, "a.md", "!!! note \"Title\"\n    text\n\n    - a\n    - b\n\n??? tip\n    hidden\n\n???+ warning \"W\"\n    open\n\npara\n\n!!! a\n    x\n";
    slashes, "a.md", "/// note | Nota\n\ntext {* ../../x.py hl[1] *}\n\n///\n\n{* ../../docs_src/a.py *}\n\n## H { #h }\n";
    directives, "a.md", "{{< note >}}\ntext {{% x %}} more\n{{< /note >}}\n\n{{$include /help/x.md}}\n\nSee {{HTMLElement(\"br\")}} and [x]({{< ref \"a b\" >}}) `{{ code }}`.\n\n{% data variables.x %}\n\n**{{< x >}}** [!DNL Commerce] ![a](b){width=\"300\"}\n\n--8<-- \"inc.md\"\n";
    highlights, "a.md", "Run it:\n\n{% highlight ruby %}\nputs \"#{name} *is* here\"\n{% endhighlight %}\n\n- Or:\n\n  {{< highlight go \"linenos=true\" >}}\n  fmt.Println(\"**x**\")\n  {{< /highlight >}}\n\n{% highlight ruby %} never closed\n";
    over_lines, "a.md", "{{< feature\n    title=\"x\" >}}Words {{< /feature >}}\n\nMore {{< x\n>}} and {{< y\n>}} {{< z >}}\n";
    mdx, "a.mdx", "import X from 'x';\nexport const a = 1;\n\n# T\n\n<Tabs>\n  <TabItem label=\"a {b}\" on={() => { x }}>\n\n  text {props.x} here\n\n  </TabItem>\n</Tabs>\n\n{/* comment */}\n\nA <Badge text=\"x\" /> inline.\n\n<Card\n  title=\"a\"\n  href=\"/x\"\n/>\n";
    components, "a.mdx", "<Grid>\n  <Card title=\"a\">\n    Text with [link](x).\n\n    - item\n      - nested\n\n    ```js\n    let a;\n      let b;\n    ```\n  </Card>\n</Grid>\n\n<Steps>\n1. one\n2. two\n</Steps>\n\nafter\n";
    html, "a.md", "<details>\n<summary>S &amp; <b>x</b></summary>\n\ntext <kbd>K</kbd>\n\n</details>\n\n<!-- comment -->\n\np <!-- c --> q\n";
    footnotes, "a.md", "x[^1] y[^note]\n\n[^1]: one\n[^note]: two\n    more\n";
    line_endings, "a.md", "\u{feff}# A\r\n\r\n- b\r\n- c\r\n\r\n```\r\nx\r\ny\r\n```\r\n\r\nlast **d**";
    nothing, "a.md", "";
    escapes, "a.md", "a \\* b &amp; c [x\\]y](z\\)w) `` ` ``\n\n> a\n> b\n>> c\n";
}
