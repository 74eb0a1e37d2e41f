import type { SearchHit, SearchQuery } from "#catalog/search/search.contract";
import type { Product } from "#contract/catalog";
import { foldCase } from "#kernel/fold";

/** Returns a product as a search hit without highlights. */
export const hitOf = (product: Product): SearchHit => {
  const { id, slug, title, brand, media, variants, categories } = product;
  const [cheapest] = variants.toSorted((a, b) => a.price.amount - b.price.amount);
  return {
    id,
    slug,
    title,
    brand,
    image: media[0] ?? null,
    price: cheapest?.price ?? null,
    compareAtPrice: cheapest?.compareAtPrice ?? null,
    available: variants.some(({ available }) => available),
    categories: categories.map((category) => category.slug),
    highlights: {},
  };
};

const includesAny = (values: readonly string[], allowed: readonly string[]) => {
  const keys = new Set(values.map(foldCase));
  return allowed.some((value) => keys.has(foldCase(value)));
};

/** Checks brand and options, which the database has no index for. */
export const fits = ({ brand, option }: SearchQuery, product: Product) =>
  (brand === undefined || includesAny([product.brand ?? ""], brand)) &&
  [...option].every(([name, allowed]) => {
    const named = product.options.filter((option) => foldCase(option.name) === foldCase(name));
    return includesAny(
      named.flatMap(({ values }) => values),
      allowed,
    );
  });
