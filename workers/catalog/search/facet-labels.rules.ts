import type { FilterNames } from "#catalog/filters/filter-names.store";
import type { Facet, FacetValue } from "#catalog/search.contract";
import type { SearchLanguage } from "#catalog/search-index/search-index.port";

/** The order of facets; options and attributes follow these. */
const FIRST = ["category", "brand", "price", "inStock", "ratingMin"];

const ATTRIBUTE = /^attribute\.(.+)$/s;

const labelled = (
  value: FacetValue,
  names: ReadonlyMap<string, string>,
  language: SearchLanguage | undefined,
): FacetValue => ({
  ...value,
  label: language?.category(value.value).title ?? names.get(value.value) ?? value.label,
});

/**
 * Names facets as the shop does, and puts them in order: options by name, then attributes by their position. Leaves
 * out attributes without a definition.
 */
export const shownFacets = (
  facets: readonly Facet[],
  names: FilterNames | null,
  language?: SearchLanguage,
): Facet[] => {
  const attributeOf = ({ field }: Facet) => names?.attributes.get(ATTRIBUTE.exec(field)?.[1] ?? "");
  const rank = (facet: Facet) => {
    const first = FIRST.indexOf(facet.field);
    if (first >= 0) return first;
    return FIRST.length + 1 + (attributeOf(facet)?.position ?? -1);
  };
  return facets
    .filter((facet) => !names || !ATTRIBUTE.test(facet.field) || attributeOf(facet))
    .map((facet) => {
      if (facet.field !== "category")
        return { ...facet, label: attributeOf(facet)?.name ?? facet.label };
      const categories = names?.categories ?? new Map<string, string>();
      return {
        ...facet,
        values: facet.values.map((value) => labelled(value, categories, language)),
      };
    })
    .toSorted((a, b) => rank(a) - rank(b) || (a.field < b.field ? -1 : 1));
};
