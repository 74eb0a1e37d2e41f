import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { typesenseStandIn } from "./typesense";

const TOKEN = "bodega-dev";
const standIn = typesenseStandIn({ dataDir: ":memory:", token: TOKEN });

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await standIn.app.request(path, {
    method,
    headers: { "x-typesense-api-key": TOKEN },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Answer;
};

interface Hit {
  document: { id: string };
  highlights: { field: string; snippet?: string; snippets?: string[] }[];
}
interface Answer {
  message?: string;
  found: number;
  hits: Hit[];
  grouped_hits: { found: number; group_key: unknown[]; hits: Hit[] }[];
  facet_counts: {
    counts: { value: string; count: number; highlighted: string }[];
    stats: Record<string, number>;
  }[];
}

const search = (collection: string, parameters: Record<string, string | number>) => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
  return call("GET", `/collections/${collection}/documents/search?${query}`);
};
const ids = async (collection: string, parameters: Record<string, string | number>) => {
  const { hits, message } = await search(collection, parameters);
  return message ?? hits.map(({ document }) => document.id).join(" ");
};

const create = async (name: string, fields: object[], documents: object[], sorting?: string) => {
  const sorted = sorting ? { default_sorting_field: sorting } : {};
  await call("POST", "/collections", { name, fields, ...sorted });
  for (const [at, document] of documents.entries()) {
    await call("POST", `/collections/${name}/documents`, {
      id: String(at),
      points: at,
      ...document,
    });
  }
};

const title = { name: "title", type: "string" };
const points = { name: "points", type: "int32", facet: true };

afterAll(() => standIn.close());

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
});

describe("filters", () => {
  beforeAll(() =>
    create(
      "people",
      [
        { name: "age", type: "int32" },
        { name: "years", type: "int32[]" },
        { name: "rating", type: "float" },
        { name: "tags", type: "string[]", facet: true },
        { name: "city", type: "string", facet: true, optional: true },
      ],
      [
        { age: 24, years: [2014, 2015], rating: 1.09, tags: ["gold", "silver"], city: "New York" },
        { age: 44, years: [2015, 2016], rating: 9.999, tags: ["FINE PLATINUM"], city: "York" },
        { age: 21, years: [2016], rating: 7.812, tags: ["bronze", "gold"] },
        { age: 63, years: [1981], rating: 0, tags: ["silver"], city: "Berlin, Mitte" },
      ],
      "age",
    ),
  );

  test.each([
    ["age:>24", "1 3"],
    ["age:>=24", "0 1 3"],
    ["age: [21, 63]", "2 3"],
    ["age: 24..44", "0 1"],
    ["age: [21..24, 60..70]", "0 2 3"],
    ["age:!=[21,24]", "1 3"],
    ["years:2015", "0 1"],
    ["years:!=2016", "0 3"],
    ["rating:<=7.812", "0 2 3"],
    ["tags: gold", "0 2"],
    ["tags: platinum", "1"],
    ["tags:= platinum", ""],
    ["tags:= fine platinum", "1"],
    ["tags:!= gold", "1 3"],
    ["tags: [bronze, silver]", "0 2 3"],
    ["city: york", "0 1"],
    ["city:= york", "1"],
    ["city:!= york", "0 2 3"],
    ["city:= `Berlin, Mitte`", "3"],
    ["city:=[`Berlin, Mitte`, York]", "1 3"],
    ["city: ne*", "0"],
    ["id:=[1,3,nope]", "1 3"],
    // Both operators bind equally, from the left.
    ["age:63 || age:21 && years:2016", "2"],
    ["age:63 || (age:21 && years:2016)", "2 3"],
    ["age:>=cheap", "Error with filter field `age`: Not an int32."],
    ["tags:=", "Error with filter field `tags`: Filter value cannot be empty."],
    ["size:>3", "Could not find a filter field named `size` in the schema."],
    ["age:>3 &&", "Could not parse the filter query: unbalanced `&&` operands."],
    ["(age:>3", "Could not parse the filter query: unbalanced parentheses."],
  ])("%s", async (filter, expected) => {
    const found = await ids("people", { q: "*", filter_by: filter, sort_by: "_seq_id:asc" });
    expect(found).toBe(expected);
  });
});

describe("marked texts", () => {
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

  test("a text that is not long is shown whole", async () => {
    expect(await snippets({ q: "lazy", query_by: "title" })).toBe(
      "The quick brown fox jumped over the <mark>lazy</mark> dog and ran straight to the forest to sleep.",
    );
  });

  test("a long text is cut to the words around the match", async () => {
    const short = { q: "lazy", query_by: "title", snippet_threshold: 5 };
    expect(await snippets(short)).toBe(
      "fox jumped over the <mark>lazy</mark> dog and ran straight",
    );
    expect(await snippets({ ...short, highlight_affix_num_tokens: 0 })).toBe("<mark>lazy</mark>");
  });

  test("of a word found by its beginning only that is marked", async () => {
    const parameters = { q: "str", query_by: "title", snippet_threshold: 3 };
    expect(await snippets(parameters)).toBe(
      "lazy dog and ran <mark>str</mark>aight to the forest to",
    );
  });

  test("of a list the best elements come first", async () => {
    expect(await snippets({ q: "truth about", query_by: "lines" })).toEqual([
      "<mark>truth</mark> <mark>about</mark>",
      "the <mark>truth</mark>",
      "<mark>about</mark> forever",
    ]);
  });
});

describe("facets and groups", () => {
  const COLORS = ["red", "red", "red", "blue", "blue", "green"];
  beforeAll(() =>
    create(
      "shirts",
      [points, { name: "color", type: "string", facet: true }],
      COLORS.map((color) => ({ color })),
      "points",
    ),
  );
  const counts = async (parameters: Record<string, string | number>) => {
    const { facet_counts, message } = await search("shirts", { q: "*", ...parameters });
    return message ?? facet_counts[0]?.counts.map(({ value, count }) => `${value} ${count}`);
  };

  test.each([
    ["values are counted", { facet_by: "color" }, ["red 3", "blue 2", "green 1"]],
    ["only in the result", { facet_by: "color", filter_by: "points:>2" }, ["blue 2", "green 1"]],
    ["as many as are asked for", { facet_by: "color", max_facet_values: 1 }, ["red 3"]],
    [
      "in the order of the alphabet",
      { facet_by: "color(sort_by:_alpha:asc)" },
      ["blue 2", "green 1", "red 3"],
    ],
    [
      "those that a facet query finds",
      { facet_by: "color", facet_query: "color:gre" },
      ["green 1"],
    ],
    [
      "numbers in ranges without their upper end",
      { facet_by: "points(low:[0,2],high:[2,10])", filter_by: "points:>0" },
      ["high 4", "low 1"],
    ],
  ] as const)("%s", async (_promise, parameters, expected) => {
    expect(await counts(parameters)).toEqual([...expected]);
  });

  test("numbers have statistics", async () => {
    const { facet_counts } = await search("shirts", {
      q: "*",
      facet_by: "points",
      filter_by: "color:=blue",
    });
    expect(facet_counts[0]?.stats).toEqual({ avg: 3.5, max: 4, min: 3, sum: 7, total_values: 2 });
  });

  test("a field without facets refuses", async () => {
    expect(await counts({ facet_by: "size" })).toBe(
      "Could not find a facet field named `size` in the schema.",
    );
  });

  test("groups hold their best documents and know how many there are", async () => {
    const { grouped_hits, found } = await search("shirts", {
      q: "*",
      group_by: "color",
      group_limit: 2,
      sort_by: "points:asc",
    });
    expect(found).toBe(3);
    expect(
      grouped_hits.map(({ found: size, group_key, hits }) => [
        size,
        group_key,
        hits.map(({ document }) => document.id),
      ]),
    ).toEqual([
      [3, ["red"], ["0", "1"]],
      [2, ["blue"], ["3", "4"]],
      [1, ["green"], ["5"]],
    ]);
  });
});
