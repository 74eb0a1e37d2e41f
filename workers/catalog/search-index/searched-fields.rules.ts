/**
 * How words are searched, in one table for the search engine and the database: in which fields, how much a match
 * counts, how many typing errors are forgiven, and whether the beginning of a word is enough. There is one
 * document for each product, with the codes and options of all its variants, so that results need no grouping.
 */
export const SEARCHED_FIELDS = [
  { field: "title_words", weight: 8, typosMax: 2, prefix: true },
  { field: "code_words", weight: 8, typosMax: 0, prefix: true },
  { field: "brand_words", weight: 4, typosMax: 2, prefix: true },
  { field: "category_words", weight: 3, typosMax: 2, prefix: true },
  { field: "tag_words", weight: 3, typosMax: 2, prefix: true },
  { field: "option_words", weight: 2, typosMax: 2, prefix: true },
  { field: "attribute_words", weight: 2, typosMax: 2, prefix: true },
  { field: "description_words", weight: 1, typosMax: 2, prefix: true },
] as const;

/** The fields in which matches are marked. */
export const HIGHLIGHTED_FIELDS = ["title_words", "description_words"] as const;

/** The fields that suggestions are looked for in. */
export const SUGGESTED_FIELDS = SEARCHED_FIELDS.filter(
  ({ field }) => field === "title_words" || field === "category_words",
);
