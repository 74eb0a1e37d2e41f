import { expect, test } from "bun:test";
import { highlighted, snippetOf } from "#catalog/search-index/highlights.rules";

test("marks matched words without adjacent punctuation", () => {
  expect(highlighted("Mug, a mug & a “Mug”.", ["mug"])).toBe(
    "<mark>Mug</mark>, a <mark>mug</mark> &amp; a “<mark>Mug</mark>”.",
  );
  expect(highlighted("Mug", ["cup"])).toBeUndefined();
  expect(highlighted("", ["cup"])).toBeUndefined();
});

test("marks a whole word when the engine returns only its beginning", () => {
  expect(highlighted("Seville Orange Marmalade", ["marmal"])).toBe(
    "Seville Orange <mark>Marmalade</mark>",
  );
  expect(highlighted("A mug of mugwort", ["mug"])).toBe("A <mark>mug</mark> of mugwort");
  expect(highlighted("T-Shirt", ["t-shir"])).toBe("<mark>T-Shirt</mark>");
});

test("merges the marks of adjacent pairs of letters", () => {
  expect(highlighted("无线蓝牙耳机", ["无线", "线蓝", "耳机"])).toBe(
    "<mark>无线蓝</mark>牙<mark>耳机</mark>",
  );
});

test("escapes the text of a product", () => {
  expect(highlighted('<b> "mug" </b>', ["mug"])).toBe(
    "&lt;b&gt; &quot;<mark>mug</mark>&quot; &lt;/b&gt;",
  );
});

test("cuts a long text between words around its first match", () => {
  const text = `${"one two three ".repeat(30)}mug ${"four five six ".repeat(30)}`;
  const snippet = snippetOf(text, ["mug"]) ?? "";
  expect(snippet).toContain("three <mark>mug</mark> four");
  expect(snippet.length).toBeLessThan(230);
  expect(snippet).toMatch(/^(one|two|three) .* (four|five|six)$/);
});

test("does not cut within a letter when a text has no spaces", () => {
  for (const letter of ["👩🏽", "สื้", "漢", "हि", "e\u0301"]) {
    for (let before = 35; before < 45; before += 1) {
      const text = `${letter.repeat(before)} mug ${letter.repeat(200)}`;
      const snippet = snippetOf(text, ["mug"]) ?? "";
      expect(snippet.isWellFormed()).toBe(true);
      expect(snippet.replaceAll(letter, "").trim()).toBe("<mark>mug</mark>");
    }
  }
});
