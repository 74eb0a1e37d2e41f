import { beforeAll, describe, expect, test } from "bun:test";
import { collectionsForAllTests } from "./testing";

const { create, ids, search } = collectionsForAllTests();
const title = { name: "title", type: "string" };
const points = { name: "points", type: "int32", facet: true };

describe("which words are found", () => {
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
    ["an exact word comes before the beginning of a longer one", { q: "roti" }, "2 1 3 0"],
    ["only whole words without prefix search", { q: "roti", prefix: "false" }, "2 1"],
    ["one typo in four letters", { q: "rotj", prefix: "false" }, "2 1"],
    ["no typo in three letters", { q: "oyl" }, ""],
    ["two typos in seven letters", { q: "sunfloowre", prefix: "false" }, "6"],
    ["no typo when none is allowed", { q: "rotj", num_typos: 0 }, ""],
    ["swapped letters are one typo", { q: "putatnesca", num_typos: 1 }, "0"],
    ["accents do not matter", { q: "creme brulee" }, "4"],
    ["punctuation inside a word vanishes", { q: "nonstick" }, "5"],
    ["two words written as one", { q: "sun flower" }, "6"],
    ["one word written as two", { q: "rotinipasta" }, "3"],
    ["a word that is nowhere is dropped", { q: "roti xylophone" }, "2 1"],
    [
      "no word is dropped when that is not allowed",
      { q: "roti xylophone", drop_tokens_threshold: 0 },
      "",
    ],
    ["a word with a minus excludes", { q: "roti -simple" }, "2 3 0"],
    ["a phrase must be in a row", { q: '"pasta salad"' }, "3"],
    ["a phrase in another order is not found", { q: '"salad pasta"' }, ""],
  ] as const)("%s", async (_promise, parameters, expected) => {
    expect(await ids("dishes", { query_by: "title", ...parameters })).toBe(expected);
  });
});

describe("what comes first", () => {
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
      "more of the words, in any field",
      { q: "dustin kensrue down there by the train", drop_tokens_threshold: 10 },
      "0 1 2 3",
    ],
    ["a value that is nothing but the word", { q: "train" }, "3 1 0"],
    [
      "the default sorting field among equals",
      { q: "train", prioritize_exact_match: "false" },
      "3 1 0",
    ],
    ["the given order", { q: "train", sort_by: "points:asc" }, "0 1 3"],
    ["later documents among equals", { q: "*", sort_by: "_eval(points:>=0):desc" }, "3 2 1 0"],
    [
      "documents that meet a condition",
      { q: "*", sort_by: "_eval(artist:dustin):desc,points:asc" },
      "0 2 1 3",
    ],
  ] as const)("%s", async (_promise, parameters, expected) => {
    expect(await ids("songs", { ...fields, ...parameters })).toBe(expected);
  });

  test("pages are cut by page or by offset", async () => {
    const all = { q: "*", sort_by: "points:asc" };
    expect(await ids("songs", { ...all, per_page: 3, page: 2 })).toBe("3");
    expect(await ids("songs", { ...all, limit: 2, offset: 1 })).toBe("1 2");
  });

  test("pinned hits stand at their place and hidden ones nowhere", async () => {
    const all = { q: "*", sort_by: "points:asc", pinned_hits: "3:1,2:3", hidden_hits: "0" };
    expect(await ids("songs", all)).toBe("3 1 2");
  });

  test("refuses a search whose query string is longer than Typesense reads", async () => {
    const long = "x".repeat(4000);
    const { message } = await search("songs", { ...fields, q: long });
    expect(message).toContain("Query string exceeds max allowed length of 4000.");
  });
});
