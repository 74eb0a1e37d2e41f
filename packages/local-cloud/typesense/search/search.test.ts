import { beforeAll, describe, expect, test } from "bun:test";
import { collectionsForAllTests } from "#cloud/typesense/testing";

const { create, ids, search } = collectionsForAllTests();
const title = { name: "title", type: "string" };
const points = { name: "points", type: "int32", facet: true };

describe("matching", () => {
  const TITLES = [
    "Rotini Puttanesca",
    "Poulet Roti Tout Simple",
    "Chapatis (Roti)",
    "School Days Rotini Pasta Salad",
    "Crème brûlée for one",
    "Non-stick pan",
    "Sunflower oil",
  ];
  beforeAll(() =>
    create(
      "dishes",
      [title, points],
      TITLES.map((each) => ({ title: each })),
      "points",
    ),
  );

  test.each([
    ["sorts exact words before words with the prefix", { q: "roti" }, "2 1 3 0"],
    ["finds whole words only when prefix search is off", { q: "roti", prefix: "false" }, "2 1"],
    ["allows one typo in four letters", { q: "rotj", prefix: "false" }, "2 1"],
    ["allows no typo in three letters", { q: "oyl" }, ""],
    ["allows two typos in seven letters", { q: "sunfloowre", prefix: "false" }, "6"],
    ["allows no typo when num_typos is 0", { q: "rotj", num_typos: 0 }, ""],
    ["counts swapped letters as one typo", { q: "putatnesca", num_typos: 1 }, "0"],
    ["ignores accents", { q: "creme brulee" }, "4"],
    ["ignores punctuation inside a word", { q: "nonstick" }, "5"],
    ["finds one word when the query splits it in two", { q: "sun flower" }, "6"],
    ["finds two words when the query joins them", { q: "rotinipasta" }, "3"],
    ["drops a word that no document contains", { q: "roti xylophone" }, "2 1"],
    [
      "drops no word when the threshold is 0",
      { q: "roti xylophone", drop_tokens_threshold: 0 },
      "",
    ],
    ["excludes a word with a minus", { q: "roti -simple" }, "2 3 0"],
    ["finds a phrase", { q: '"pasta salad"' }, "3"],
    ["does not find a phrase in another order", { q: '"salad pasta"' }, ""],
  ] as const)("%s", async (_promise, parameters, expected) => {
    expect(await ids("dishes", { query_by: "title", ...parameters })).toBe(expected);
  });
});

describe("sorting", () => {
  beforeAll(() =>
    create(
      "songs",
      [title, { name: "artist", type: "string" }, points],
      [
        { title: "Down There by the Train", artist: "Dustin Kensrue" },
        { title: "Down There by the Train", artist: "Gord Downie" },
        { title: "State Trooper", artist: "Dustin Kensrue" },
        { title: "Train", artist: "Brick" },
      ],
      "points",
    ),
  );
  const fields = { query_by: "title,artist" };

  test.each([
    [
      "documents with more of the words, in any field,",
      { q: "dustin kensrue down there by the train", drop_tokens_threshold: 10 },
      "0 1 2 3",
    ],
    ["values that equal the word", { q: "train" }, "3 1 0"],
    [
      "the highest default sorting value of equal matches",
      { q: "train", prioritize_exact_match: "false" },
      "3 1 0",
    ],
    ["the lowest value of the requested field", { q: "train", sort_by: "points:asc" }, "0 1 3"],
    ["later documents of equal matches", { q: "*", sort_by: "_eval(points:>=0):desc" }, "3 2 1 0"],
    [
      "documents that meet a condition",
      { q: "*", sort_by: "_eval(artist:dustin):desc,points:asc" },
      "0 2 1 3",
    ],
  ] as const)("sorts %s first", async (_promise, parameters, expected) => {
    expect(await ids("songs", { ...fields, ...parameters })).toBe(expected);
  });

  test("returns pages by page number or by offset", async () => {
    const all = { q: "*", sort_by: "points:asc" };
    expect(await ids("songs", { ...all, per_page: 3, page: 2 })).toBe("3");
    expect(await ids("songs", { ...all, limit: 2, offset: 1 })).toBe("1 2");
  });

  test("places pinned hits at their positions and leaves out hidden ones", async () => {
    const all = { q: "*", sort_by: "points:asc", pinned_hits: "3:1,2:3", hidden_hits: "0" };
    expect(await ids("songs", all)).toBe("3 1 2");
  });

  test("refuses a search whose query string is longer than Typesense reads", async () => {
    const long = "x".repeat(4000);
    const { message } = await search("songs", { ...fields, q: long });
    expect(message).toContain("Query string exceeds max allowed length of 4000.");
  });
});
