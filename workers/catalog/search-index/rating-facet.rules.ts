import type { FacetValue } from "#catalog/search.contract";
import type { Rating } from "#contract/catalog";

/** The parameter that filters by the average of reviews. */
export const RATING_FACET = { field: "ratingMin", label: "Rating" } as const;

const LABELS: Record<string, string> = {
  1: "1 star or more",
  2: "2 stars or more",
  3: "3 stars or more",
  4: "4 stars or more",
  5: "5 stars",
};

/** Returns the numbers of stars that an average reaches: “3” also belongs to a product with 4.5. */
export const starsOf = ({ average }: Rating): string[] =>
  ["1", "2", "3", "4", "5"].filter((stars) => average !== null && average >= Number(stars));

/** Names the values of the facet, most stars first. */
export const ratingValues = (values: readonly FacetValue[]): FacetValue[] =>
  values
    .map(({ value, count }) => ({
      value,
      label: LABELS[value] ?? value,
      count,
    }))
    .toSorted((a, b) => Number(b.value) - Number(a.value));
