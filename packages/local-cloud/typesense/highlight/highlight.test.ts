import { beforeAll, describe, expect, test } from "bun:test";
import { collectionsForAllTests } from "#cloud/typesense/testing";

const { create, search } = collectionsForAllTests();
const title = { name: "title", type: "string" };
const points = { name: "points", type: "int32", facet: true };

describe("highlighting", () => {
  beforeAll(() =>
    create(
      "texts",
      [title, points, { name: "lines", type: "string[]" }],
      [
        {
          title:
            "The quick brown fox jumped over the lazy dog and ran straight to the forest to sleep.",
          lines: ["the truth", "about forever", "truth about"],
        },
      ],
      "points",
    ),
  );
  const snippets = async (parameters: Record<string, string | number>) => {
    const { hits } = await search("texts", parameters);
    const [first] = hits[0]?.highlights ?? [];
    return first?.snippet ?? first?.snippets;
  };

  test("returns a short text whole", async () => {
    expect(await snippets({ q: "lazy", query_by: "title" })).toBe(
      "The quick brown fox jumped over the <mark>lazy</mark> dog and ran straight to the forest to sleep.",
    );
  });

  test("cuts a long text to the words around the match", async () => {
    const short = { q: "lazy", query_by: "title", snippet_threshold: 5 };
    expect(await snippets(short)).toBe(
      "fox jumped over the <mark>lazy</mark> dog and ran straight",
    );
    expect(await snippets({ ...short, highlight_affix_num_tokens: 0 })).toBe("<mark>lazy</mark>");
  });

  test("marks only the matched beginning of a word", async () => {
    const parameters = { q: "str", query_by: "title", snippet_threshold: 3 };
    expect(await snippets(parameters)).toBe(
      "lazy dog and ran <mark>str</mark>aight to the forest to",
    );
  });

  test("lists the best elements of an array first", async () => {
    expect(await snippets({ q: "truth about", query_by: "lines" })).toEqual([
      "<mark>truth</mark> <mark>about</mark>",
      "the <mark>truth</mark>",
      "<mark>about</mark> forever",
    ]);
  });
});
