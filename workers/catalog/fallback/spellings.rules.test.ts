import { expect, test } from "bun:test";
import { spellingsOf, trigramsOf, typosBetween } from "#catalog/fallback/spellings.rules";

test.each([
  ["mug", "mug", 0],
  ["stonewear", "stoneware", 2],
  ["mgu", "mug", 1],
  ["lam", "lamp", 1],
  ["ёлка", "елка", 1],
] as const)("counts the typing errors between %s and %s", (one, other, typos) =>
  expect(typosBetween(one, other)).toBe(typos),
);

test("takes the nearest words, and none for a short word", () => {
  expect(spellingsOf("stonewear", ["stoneware mug", "stone wall"])).toEqual(["stoneware"]);
  expect(spellingsOf("lanp", ["lamp", "land", "lantern"])).toEqual(["lamp", "land"]);
  expect(spellingsOf("mgu", ["mug"])).toEqual([]);
});

test("splits a word into three letters in a row", () => {
  expect(trigramsOf("lamp")).toEqual(['"lam"', '"amp"']);
  expect(trigramsOf("la")).toEqual([]);
});
