import { expect, test } from "bun:test";
import { cleanText, plainText } from "#catalog/descriptions/plain-text.rules";

test("removes markup, and keeps text and line breaks", () => {
  expect(plainText("<p>Classic <b>clay</b> pot</p><ul><li>one</li><li>two</li></ul>")).toBe(
    "Classic clay pot\n\none\n\ntwo",
  );
  expect(plainText("no markup at all, 3 < 4 & 5 > 2")).toBe("no markup at all, 3 < 4 & 5 > 2");
});

test("removes scripts, styles and comments, closed or not", () => {
  expect(plainText("a<script>alert(1)</script>b<style>p{}</style>c<!-- x -->d")).toBe("abcd");
  expect(plainText('a<SCRIPT src="x">alert(1)')).toBe("a");
});

test("decodes character references", () => {
  expect(plainText("Salt &amp; pepper&nbsp;&#8211; &#x201C;fine&rdquo; &unknown; &#xD800;")).toBe(
    "Salt & pepper – “fine” &unknown;",
  );
});

test("removes control characters and lone surrogates", () => {
  expect(cleanText("a\u0000b\u0007c\ud800 d\r\ne")).toBe("a b c\ufffd d\ne");
});

test.each([
  ["Gr&ouml;&szlig;e &Auml;pfel &Eacute;clair &euro;", "Größe Äpfel Éclair €"],
  ["&frac12; &laquo;ja&raquo; &rsquo;s", "½ «ja» ’s"],
  ["AT&T &copy 2020", "AT&T © 2020"],
])("decodes all named entities of HTML case-sensitively: %s", (html, text) => {
  expect(plainText(html)).toBe(text);
});

test.each([
  [
    "<p><![if !supportLists]>•<![endif]> Point<o:p></o:p></p><?xml:namespace prefix = o />",
    "• Point",
  ],
  ["<!--[if gte mso 9]><xml>hidden</xml><![endif]-->shown", "shown"],
  ["<!DOCTYPE html><html><head><title>T</title></head><body>Hello</body></html>", "Hello"],
  ["<head><p>a document whose head is not closed", "a document whose head is not closed"],
  ['<a title="a > b" href="x">link</a>', "link"],
  ["a<svg><title>b</title><svg></svg>c</svg>d<svg/>e", "ade"],
])("leaves out invisible content: %s", (html, text) => {
  expect(plainText(html)).toBe(text);
});

test("handles hostile input within a second", () => {
  const startedAt = performance.now();
  plainText("<".repeat(200_000));
  plainText("<script>".repeat(20_000));
  plainText("<script ".repeat(20_000));
  plainText("<p ".repeat(50_000));
  plainText("<!--".repeat(50_000));
  plainText(`<p ${"a".repeat(200_000)}`);
  plainText("<b>".repeat(100_000) + "</i>".repeat(100_000));
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
