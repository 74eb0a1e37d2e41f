import type { Facet } from "#catalog/search.contract";

/** Returns the facet of what can be bought, from the number of such products. */
export const stockFacet = (count: number): Facet => ({
  field: "inStock",
  label: "Availability",
  values: count === 0 ? [] : [{ value: "true", label: "In stock", count }],
});
