import { expect, test } from "bun:test";
import {
  alternativesOf,
  curationOf,
  matchExpression,
  matchedWords,
} from "#catalog/fallback/fallback-match.rules";

const expressionOf = (q: string, synonyms: string[][] = []) =>
  matchExpression(
    alternativesOf(
      matchedWords(q),
      synonyms.map((texts, at) => ({ id: `s${at}`, root: null, synonyms: texts })),
    ),
  );

test.each([
  ["Oak Lamp", '("oak"*) AND ("lamp"*)'],
  ['a" OR "b', '("a"*) AND ("or"*) AND ("b"*)'],
  ["title:x NEAR(y)", '("titlex"*) AND ("neary"*)'],
  ["t-shirt", '("tshirt"*)'],
  ["蓝牙耳机", '("蓝牙"*) AND ("牙耳"*) AND ("耳机"*)'],
  ["* ^ -", ""],
  ["a\u0000b", '("ab"*)'],
])("searches %p by %s", (q, expression) => expect(expressionOf(q)).toBe(expression));

test("searches a synonym of several words by each wording", () => {
  expect(expressionOf("red sofa bed", [["sofa bed", "daybed"]])).toBe(
    '("red"*) AND ("sofa bed" OR "daybed"*)',
  );
});

test("takes the first curation whose words the query has", () => {
  const curation = (id: string, query: string, match: "exact" | "contains") => ({
    ...{ id, query, match, pinned: [`prd_${id}`], hidden: [] },
  });
  const all = [curation("a", "lamp", "exact"), curation("b", "oak", "contains")];
  expect(curationOf(["lamp"], all).pinned).toEqual(["prd_a"]);
  expect(curationOf(["lamp", "oak"], all).pinned).toEqual(["prd_b"]);
  expect(curationOf(["oaks"], all).pinned).toEqual([]);
});
