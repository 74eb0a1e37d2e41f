import { expect, test } from "bun:test";
import fc from "fast-check";
import { Parser } from "htmlparser2";
import { plainText } from "#catalog/descriptions/plain-text.rules";
import { safeHtml } from "#catalog/descriptions/safe-html.rules";

test.each([
  ["<p>Tea, <strong>loose</strong><br>and bagged</p>"],
  ["<ul><li>one</li><li>two</li></ul>"],
  ['<p><a href="https://example.com/?a=1&amp;b=2">more</a></p>'],
  ['<img src="https://example.com/a.webp" alt="A lamp" />'],
  ['<table><tr><td colspan="2">1 &lt; 2</td></tr></table>'],
  ['<p dir="rtl" lang="he">תה</p>'],
])("keeps %s", (html) => {
  expect(safeHtml(html).replace("<br />", "<br>")).toBe(html);
});

test.each([
  ["a script", "<p>a</p><script>alert(1)</script>", "<p>a</p>"],
  [
    "a script in a script",
    "<scr<script>x</script>ipt>alert(1)</scr</script>ipt>",
    "xipt&gt;alert(1)ipt&gt;",
  ],
  ["a handler", '<p onclick="alert(1)">a</p>', "<p>a</p>"],
  ["an address that runs a script", '<a href="javascript:alert(1)">a</a>', "<a>a</a>"],
  ["one in disguise", '<a href=" java&#10;script:alert(1)">a</a>', "<a>a</a>"],
  ["data in a picture", '<img src="data:image/svg+xml,<svg onload=alert(1)>">', "<img />"],
  ["a drawing", '<svg onload="alert(1)"><text>a</text></svg>b', "b"],
  ["a frame", '<iframe src="https://example.com"></iframe>a', "a"],
  ["a form", '<form action="https://example.com"><input name="a">b</form>', "b"],
  ["a style", '<p style="position:fixed" class="total">a</p><style>p{}</style>', "<p>a</p>"],
  ["a comment", "a<!-- b -->c", "ac"],
  ["an address of another host", '<a href="//example.com">a</a>', "<a>a</a>"],
])("removes %s", (_, html, safe) => {
  expect(safeHtml(html)).toBe(safe);
});

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        "<p>",
        "</p>",
        "<script>",
        "</script>",
        "<a href='",
        "javascript:",
        "'>",
        "<img onerror=",
        "<svg>",
      ],
      ...[
        "<!--",
        "-->",
        "<![CDATA[",
        "&lt;",
        "&#x3c;",
        "<",
        ">",
        '"',
        "<style>",
        "<noscript>",
        "<math>",
        "<title>",
      ],
    ),
    fc.string({ maxLength: 8 }),
  ),
  { maxLength: 30 },
);

/** Returns what could do harm in HTML, as a browser reads it. */
const harmIn = (html: string) => {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (/^(script|svg|style|math|noscript|title|iframe)$/.test(name)) found.push(name);
      for (const [attribute, value] of Object.entries(attributes)) {
        const scheme = URL.parse(value, "https://shop.example")?.protocol ?? "none";
        const isAddress = /^(href|src)$/.test(attribute);
        if (
          /^on|^style$/.test(attribute) ||
          (isAddress && !/^(https?|mailto|tel|none):?$/.test(scheme))
        )
          found.push(`${attribute}=${value}`);
      }
    },
  });
  parser.end(html);
  return found;
};

test("leaves no harmful markup and changes its own answer no more, for any text", () => {
  expect(harmIn("<svg><a href=' javascript:x' onclick=y>")).toHaveLength(3);
  fc.assert(
    fc.property(pieces, (parts) => {
      const safe = safeHtml(parts.join(""));
      expect(harmIn(safe)).toEqual([]);
      expect(safeHtml(safe)).toBe(safe);
    }),
    { numRuns: 2000 },
  );
});

test("keeps the text that is shown, and no other", () => {
  expect(plainText(safeHtml("<p>Tea &amp; milk</p><script>x</script><p>hot</p>"))).toBe(
    "Tea & milk\n\nhot",
  );
});

test.each(["<b>", "<svg>", "<b></i>", "<table><tr><td>", "<p>"])(
  "takes little time for markup that is nested deeply or never closed: %s",
  (piece) => {
    const beganAt = performance.now();
    safeHtml(piece.repeat((512 * 1024) / piece.length));
    expect(performance.now() - beganAt).toBeLessThan(2000);
  },
);
