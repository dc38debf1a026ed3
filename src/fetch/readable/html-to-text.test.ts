import { describe, expect, test } from "vitest";
import { FetchError } from "../../core/errors.ts";
import { htmlToText, wholeHtmlToText } from "./html-to-text.ts";

const URL_OF_PAGE = "https://example.org/lakes/north.html";
const PROSE = "This paragraph tells about lakes, and it is long enough to be what the page is there for. "
  .repeat(4)
  .trim();

async function textOf(body: string): Promise<string> {
  return (await htmlToText(`<html><head><title>T</title></head><body>${body}</body></html>`, URL_OF_PAGE))
    .text;
}

describe("blocks", () => {
  test("headings, paragraphs and lists are lines", async () => {
    const text = await textOf(
      "<h1>Lakes</h1><p>One\n two.</p><h2>Which</h2><ul><li>Ladoga<ul><li>north</li></ul></li><li>Onega</li></ul><ol start=3><li>three</li><li>four</li></ol>",
    );
    expect(text).toBe("# Lakes\n\nOne two.\n\n## Which\n\n- Ladoga\n  - north\n- Onega\n\n3. three\n4. four");
  });

  test("definitions stand behind their terms", async () => {
    expect(
      await textOf(
        "<dl><dt>Area</dt><dd>17 km²</dd><div><dt>Depth:</dt><dd>2 m</dd></div><dt>Alone</dt></dl>",
      ),
    ).toBe("- Area: 17 km²\n- Depth: 2 m\n- Alone");
  });

  test("line breaks and preformatted lines are kept", async () => {
    expect(await textOf("<p>One<br>two</p><pre>\n  a\n    b\n</pre>")).toBe("One\ntwo\n\n  a\n    b");
  });

  test("an exponent is no digit of its number, and the mark of a note is told from the words", async () => {
    expect(await textOf('<p>10<sup>6</sup> m<sup>2</sup> of water<sup><a href="#n1">1</a></sup></p>')).toBe(
      "10⁶ m² of water[1]",
    );
  });

  test("the sign by which a heading links to itself is no part of it", async () => {
    expect(await textOf('<h2>Lakes<a href="#lakes">¶</a></h2>')).toBe("## Lakes");
  });

  test("text without any markup, and elements nobody closed, are read", async () => {
    expect((await htmlToText("just text & <b>more", URL_OF_PAGE)).text).toBe("just text & more");
    expect(await textOf("<p>one<p>two<ul><li>a<li>b</ul>")).toBe("one\n\ntwo\n\n- a\n- b");
  });
});

describe("links", () => {
  test("they have absolute addresses", async () => {
    expect(
      await textOf(
        '<p>See <a href="../rivers.html?x=(1)">the rivers </a>of <a href="#top">this page</a>.</p>',
      ),
    ).toBe("See [the rivers](https://example.org/rivers.html?x=%281%29) of this page.");
  });

  test("they start from the page's base", async () => {
    const { text } = await htmlToText('<base href="/a/"><p>To <a href="b">b</a></p>', URL_OF_PAGE);
    expect(text).toBe("To [b](https://example.org/a/b)");
  });

  test("a link around blocks is one link", async () => {
    expect(await textOf('<a href="/x"><div><h3>Title</h3><p>Words</p></div></a>')).toBe(
      "[Title Words](https://example.org/x)",
    );
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.c", "http://[bad"])(
    "%s is no link that leads anywhere",
    async (href) => {
      expect(await textOf(`<p>A <a href="${href}">word</a></p>`)).toBe("A word");
    },
  );
});

describe("tables", () => {
  test("a table is Markdown, with what spans rows and columns in each of them", async () => {
    const text = await textOf(`<table><caption>Lakes</caption>
      <tr><th rowspan=2>Lake</th><th colspan=2>Area</th></tr><tr><th>2000</th><th>2010</th></tr>
      <tr><td rowspan=2>Lad|oga</td><td>17<br>km</td><td colspan=1>18</td></tr><tr><td colspan=2>n/a</td></tr></table>`);
    expect(text).toBe(
      "Lakes\n\n| Lake | Area 2000 | Area 2010 |\n| --- | --- | --- |\n| Lad\\|oga | 17 km | 18 |\n| Lad\\|oga | n/a | n/a |",
    );
  });

  test("marks of notes are no part of a value, and a picture says what it shows", async () => {
    const text = await textOf(
      '<table><tr><th>A</th><th>B</th></tr><tr><td>5<sup><a href="#n">[3]</a></sup></td><td><img alt="Yes" src=x></td></tr></table>',
    );
    expect(text).toContain("| 5 | Yes |");
  });

  test("a table that only lays out the page is read as its blocks", async () => {
    expect(await textOf(`<table><tr><td><p>${PROSE}</p></td></tr></table>`)).toBe(PROSE);
    expect(
      await textOf(
        "<table><tr><td>a<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table></td><td>b</td></tr></table>",
      ),
    ).toBe("a\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n\nb");
  });

  test("data tables outside of the main part follow it", async () => {
    const table = "<table><tr><th>Lake</th><th>Area</th></tr><tr><td>Onega</td><td>9890</td></tr></table>";
    const text = await textOf(`<div><article><p>${PROSE}</p></article><section>${table}</section></div>`);
    expect(text).toBe(`${PROSE}\n\n| Lake | Area |\n| --- | --- |\n| Onega | 9890 |`);
  });

  test("spans without end make no table without end", async () => {
    const rows = `<tr><td colspan=1000000 rowspan=1000000>a</td><td>b</td></tr>`.repeat(2000);
    expect((await textOf(`<table>${rows}</table>`)).length).toBeLessThan(100_000);
  });
});

describe("what readers do not see", () => {
  test.each([
    "<script>seen</script>",
    "<style>.seen{}</style>",
    "<!-- seen -->",
    "<noscript>seen</noscript>",
    "<template><p>seen</p></template>",
    "<p hidden>seen</p>",
    '<div aria-hidden="true"><p>seen</p></div>',
    '<p style="color:red; DISPLAY : none">seen</p>',
    '<p style="visibility:hidden">seen</p>',
    '<p style="font-size:0px">seen</p>',
    '<p style="font:1px/1 serif">seen</p>',
    "<svg><title>seen</title><text>seen</text></svg>",
    "<select><option>seen</option></select>",
    "<dialog>seen</dialog>",
    '<style>.x, #y { display: none }</style><p class="a x">seen</p><p id=y>seen</p>',
    "<style>p.z{font-size:0}</style><p class=z><b>seen</b></p>",
    "<p>\u{E0073}\u{E0065}\u200B\u202E</p>",
    `${"<div>".repeat(400)}<p hidden>seen</p>`,
  ])("%s", async (html) => {
    expect(await textOf(`<p>${PROSE}</p>${html}`)).toBe(PROSE);
  });

  test.each([
    '<p hidden="until-found">seen</p>',
    '<p style="font-size:0"><b style="font-size:12px">seen</b></p>',
    "<style>.x{display:none} .x.active{display:block}</style><p class='x active'>seen</p>",
    "<style>@media print { .x{display:none} }</style><p class=x>seen</p>",
    "<style>.x{display:none}</style><p class=x style='display:block'>seen</p>",
    "<dialog open>seen</dialog>",
  ])("but this is seen: %s", async (html) => {
    expect(await textOf(`<p>${PROSE}</p>${html}`)).toBe(`${PROSE}\n\nseen`);
  });
});

describe("the main part", () => {
  test("menus, bars and footers are left out", async () => {
    const text = await textOf(
      `<header><a href="/">Home</a></header><nav><ul><li><a href="/a">A</a></li></ul></nav>
       <div class="layout"><div class="sidebar-left">Popular now</div><div class="content"><h1>Lakes</h1><p>${PROSE}</p></div></div>
       <div class="cookie-banner">We use cookies</div><footer>Imprint</footer>`,
    );
    expect(text).toBe(`# Lakes\n\n${PROSE}`);
  });

  test("a page that would lose half of its text to names keeps it", async () => {
    expect(await textOf(`<div class="menu"><p>Soup of the day, ${PROSE}</p></div>`)).toContain(
      "Soup of the day",
    );
  });

  test("a page without much of a main part is read whole", async () => {
    const links = Array.from(
      { length: 60 },
      (_, index) => `<li><a href="/${index}">Lake number ${index}</a></li>`,
    ).join("");
    const text = await textOf(`<main><p>All lakes</p></main><nav><ul>${links}</ul></nav>`);
    expect(text).toContain("All lakes");
    expect(text).toContain("[Lake number 59](https://example.org/59)");
  });

  test("of a document everything is read", async () => {
    const { text } = await wholeHtmlToText("<nav>Menu</nav><p>Words</p><footer>Foot</footer>", URL_OF_PAGE);
    expect(text).toBe("Menu\n\nWords\n\nFoot");
  });
});

describe("the title", () => {
  test.each([
    ["<title>Lakes &amp; rivers</title>", "Lakes & rivers"],
    ["<title>Lakes - Example Site</title><h1>Lakes</h1>", "Lakes"],
    ["<title>Lakes of the north</title><h1>Lakes</h1>", "Lakes of the north"],
    ["<h1>Lakes</h1>", "Lakes"],
    ['<meta property="og:title" content="Lakes"><p>x</p>', "Lakes"],
    ["<p>x</p>", undefined],
  ])("of %s is %s", async (html, title) => {
    expect((await htmlToText(html, URL_OF_PAGE)).title).toBe(title);
  });
});

describe("pages made to do harm", () => {
  test("deep nesting is read", async () => {
    const text = await textOf(`${"<div>".repeat(5_000)}<p>deep</p>${"</div>".repeat(5_000)}`);
    expect(text).toBe("deep");
  });

  test("nesting without end is refused", async () => {
    await expect(textOf("<b>".repeat(50_000))).rejects.toThrow(FetchError);
  });

  test("megabytes take no more than their share of time", async () => {
    const row = '<tr><td><a href="/x">Name</a></td><td>1234</td></tr>';
    const text = await textOf(
      `<table>${row.repeat(20_000)}</table>${"<p>Words of the page.</p>".repeat(20_000)}`,
    );
    expect(text.length).toBeGreaterThan(1_000_000);
  });

  test.each([
    "<".repeat(50_000),
    `<p style="${" font:".repeat(20_000)}">x</p>`,
    `<style>${"a{".repeat(20_000)}</style>`,
    `<style>${"/*".repeat(20_000)}</style>`,
    `<p class="${"a ".repeat(50_000)}">x</p>`,
    `<p>${" ".repeat(200_000)}x</p>`,
    `<table>${"<table><tr><td>".repeat(500)}`,
    `<ul>${"<li><ul>".repeat(500)}`,
    `<p>${"&".repeat(50_000)}`,
  ])("markup case %#", async (html) => {
    expect(typeof (await textOf(html))).toBe("string");
  });

  test("any heap of tags is read", async () => {
    const pieces = [
      "<div>",
      "</div>",
      "<table>",
      "<tr>",
      "<td colspan=3>",
      "</table>",
      "<ul>",
      "<li>",
      "text ",
      "<a href=x>",
      "</a>",
    ];
    const more = [
      "<h1>",
      "</p>",
      "<p>",
      "<!--",
      "-->",
      "<script>",
      "</script>",
      "<dl>",
      "<dt>",
      "<dd>",
      "&amp;",
      "<b hidden>",
      "<pre>",
    ];
    const all = [...pieces, ...more];
    let seed = 11;
    for (let trial = 0; trial < 200; trial++) {
      let html = "";
      for (let count = 0; count < 40; count++) {
        seed = (seed * 48271) % 2147483647;
        html += all[seed % all.length];
      }
      expect(typeof (await htmlToText(html, "not a url")).text).toBe("string");
    }
  });
});
