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

type Searched = (typeof SEARCHED_FIELDS)[number];
/** A field of the words in one locale has the name of the one in the shop's own language, and the locale. */
export type Localized = Omit<Searched, "field"> & { field: Searched["field"] | LocalizedField };
export type LocalizedField = `${(typeof LOCALIZED)[number]}_${string}`;

/** The fields that have one for each locale besides the shop's own. */
export const LOCALIZED = [
  ...(["title_words", "category_words", "option_words", "description_words"] as const),
] as const;

/** Returns the field of the words in a locale. */
export const localizedField = (field: (typeof LOCALIZED)[number], locale: string): LocalizedField =>
  `${field}_${locale.toLowerCase().replaceAll("-", "_")}`;

const isLocalized = (field: string): field is (typeof LOCALIZED)[number] =>
  (LOCALIZED as readonly string[]).includes(field);

/** Returns fields with those of some locales, which count as much. */
export const inLocales = (fields: readonly Searched[], locales: readonly string[]): Localized[] => [
  ...fields,
  ...locales.flatMap((locale) =>
    fields.flatMap(({ field, ...how }) =>
      isLocalized(field) ? [{ ...how, field: localizedField(field, locale) }] : [],
    ),
  ),
];

/** The fields in which matches are marked. */
export const HIGHLIGHTED_FIELDS = ["title_words", "description_words"] as const;

/** The fields that suggestions are looked for in. */
export const SUGGESTED_FIELDS = SEARCHED_FIELDS.filter(
  ({ field }) => field === "title_words" || field === "category_words",
);
