import type { SearchHit } from "#catalog/search.contract";
import { attributeTexts } from "#catalog/search-index/attribute-values.rules";
import type { SearchQuery } from "#catalog/search-query.contract";
import type { Product } from "#contract/catalog";
import { foldCase } from "#kernel/fold";

/** Returns a product as a search hit without highlights. */
export const hitOf = (product: Product): SearchHit => {
  const { id, slug, title, brand, media, variants, categories } = product;
  const byPrice = variants.toSorted((a, b) => a.price.amount - b.price.amount);
  const [cheapest, dearest] = [byPrice[0], byPrice.at(-1)];
  const quick = byPrice.find(({ available }) => available) ?? cheapest;
  return {
    id,
    slug,
    title,
    brand,
    image: media[0] ?? null,
    price: cheapest?.price ?? null,
    priceMax: dearest?.price ?? null,
    priceVaries: cheapest?.price.amount !== dearest?.price.amount,
    compareAtPrice: cheapest?.compareAtPrice ?? null,
    available: variants.some(({ available }) => available),
    variantId: quick?.id ?? null,
    categories: categories.map((category) => category.slug),
    highlights: {},
  };
};

const includesAny = (values: readonly string[], allowed: readonly string[]) => {
  const keys = new Set(values.map(foldCase));
  return allowed.some((value) => keys.has(foldCase(value)));
};

/** Checks brand, options and attributes, which the database has no index for. */
export const fits = ({ brand, option, attribute }: SearchQuery, product: Product) =>
  [...attribute].every(([key, allowed]) => {
    const value = product.attributes[key];
    return value !== undefined && includesAny(attributeTexts(value), allowed);
  }) &&
  (brand === undefined || includesAny([product.brand ?? ""], brand)) &&
  [...option].every(([name, allowed]) => {
    const named = product.options.filter((option) => foldCase(option.name) === foldCase(name));
    return includesAny(
      named.flatMap(({ values }) => values),
      allowed,
    );
  });
