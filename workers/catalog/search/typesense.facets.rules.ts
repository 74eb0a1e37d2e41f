import type { SearchResponse } from "typesense";
import type { Facet } from "#catalog/search/search.contract";
import {
  optionIn,
  type ProductDocument,
  shownField,
} from "#catalog/search/typesense.documents.rules";
import { foldCase } from "#kernel/fold";

/** The largest number of values that one facet shows. */
const VALUES_MAX = 100;

/**
 * Requests every facet field, including those that options add. Typesense leaves out fields without a
 * value among the hits. Requests more values than are shown, because a value may have several spellings.
 * https://github.com/typesense/typesense/pull/850
 */
export const FACET_PARAMS = { facet_by: "facet_*,shown_*", max_facet_values: 2 * VALUES_MAX };

type Counts = NonNullable<SearchResponse<ProductDocument>["facet_counts"]>;
type Values = readonly { value: string; count: number }[];

/** Returns the most frequent spelling of each value; Typesense returns it first. */
const spellings = (shown: Values) => {
  const byKey = new Map<string, string>();
  for (const { value } of shown) {
    const key = foldCase(value);
    if (!byKey.has(key)) byKey.set(key, value);
  }
  return byKey;
};

/**
 * Returns the facets of a response: always `brand` and `category`, and each `option.…`. A value with
 * several spellings appears once, in the most frequent one, with the count of its filter.
 */
export const facetsOf = (counts: Counts): Facet[] => {
  const valuesOf = new Map(
    counts.map(({ field_name, counts: values }) => [field_name as string, values]),
  );
  const facet = (field: string, name: string): Facet => {
    const shown = spellings(valuesOf.get(shownField(name)) ?? []);
    const values = (valuesOf.get(name) ?? []).slice(0, VALUES_MAX);
    return {
      field,
      values: values.map(({ value, count }) => ({ value: shown.get(value) ?? value, count })),
    };
  };
  const options = [...valuesOf.keys()].flatMap((name) => {
    const option = optionIn(name);
    return option === undefined ? [] : [facet(`option.${option}`, name)];
  });
  return [facet("brand", "facet_brand"), facet("category", "facet_category"), ...options];
};
