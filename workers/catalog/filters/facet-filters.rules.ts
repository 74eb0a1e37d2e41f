import { foldCase } from "#kernel/fold";

/** The values of a facet of which a product needs one, in the form of `search_values`. */
export interface FacetFilter {
  field: string;
  keys: string[];
}

interface Facets {
  brand?: readonly string[] | undefined;
  option: ReadonlyMap<string, readonly string[]>;
  attribute: ReadonlyMap<string, readonly string[]>;
}

const filterOf = (field: string, values: readonly string[]): FacetFilter => ({
  field,
  keys: [...new Set(values.map(foldCase))],
});

/** Returns the filters of a list or a search by values that facets count. All must match. */
export const facetFiltersOf = ({ brand, option, attribute }: Facets): FacetFilter[] => [
  ...(brand === undefined ? [] : [filterOf("brand", brand)]),
  ...Array.from(option, ([name, values]) => filterOf(`option.${foldCase(name)}`, values)),
  ...Array.from(attribute, ([key, values]) => filterOf(`attribute.${key}`, values)),
];
