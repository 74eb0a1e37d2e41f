import { expect, test } from "bun:test";
import { highlighted, snippetOf } from "#catalog/search/highlights.rules";

test("marks each word that was matched, and no sign beside it", () => {
  expect(highlighted("Mug, a mug & a “Mug”.", ["mug"])).toBe(
    "<mark>Mug</mark>, a <mark>mug</mark> &amp; a “<mark>Mug</mark>”.",
  );
  expect(highlighted("Mug", ["cup"])).toBeUndefined();
  expect(highlighted("", ["cup"])).toBeUndefined();
});

test("marks a word by its beginning when the engine names only that", () => {
  expect(highlighted("Seville Orange Marmalade", ["marmal"])).toBe(
    "Seville Orange <mark>Marmalade</mark>",
  );
  expect(highlighted("A mug of mugwort", ["mug"])).toBe("A <mark>mug</mark> of mugwort");
  expect(highlighted("T-Shirt", ["t-shir"])).toBe("<mark>T-Shirt</mark>");
});

test("marks pairs of letters that touch as one", () => {
  expect(highlighted("无线蓝牙耳机", ["无线", "线蓝", "耳机"])).toBe(
    "<mark>无线蓝</mark>牙<mark>耳机</mark>",
  );
});

test("keeps text of a product from becoming markup", () => {
  expect(highlighted('<b> "mug" </b>', ["mug"])).toBe(
    "&lt;b&gt; &quot;<mark>mug</mark>&quot; &lt;/b&gt;",
  );
});

test("shows a long text around its first match, cut between words", () => {
  const text = `${"one two three ".repeat(30)}mug ${"four five six ".repeat(30)}`;
  const snippet = snippetOf(text, ["mug"]) ?? "";
  expect(snippet).toContain("three <mark>mug</mark> four");
  expect(snippet.length).toBeLessThan(230);
  expect(snippet).toMatch(/^(one|two|three) .* (four|five|six)$/);
});

test("never cuts a letter in two where a text has no blanks", () => {
  for (const letter of ["👩🏽", "สื้", "漢", "हि", "e\u0301"]) {
    for (let before = 35; before < 45; before += 1) {
      const text = `${letter.repeat(before)} mug ${letter.repeat(200)}`;
      const snippet = snippetOf(text, ["mug"]) ?? "";
      expect(snippet.isWellFormed()).toBe(true);
      expect(snippet.replaceAll(letter, "").trim()).toBe("<mark>mug</mark>");
    }
  }
});
