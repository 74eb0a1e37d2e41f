import type { AttributeValue } from "#catalog/attributes.contract";
import { slugOf } from "#catalog/products/slug.rules";
import type { Goods } from "#catalog/seed/goods.rules";
import { UnitPriceMeasure } from "#catalog/unit-price.contract";
import type { Media, ReturnPolicy } from "#contract/catalog";
import type { ID_PREFIXES } from "#kernel/ids";

/** A seeded product. Its ids are derived from its slug, so that seeding twice changes nothing. */
export interface SeedProduct {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string;
  /** Slug of its category. */
  category: string;
  tags: string[];
  media: Media[];
  options: { name: string; values: string[] }[];
  type: "physical" | "digital";
  status: "published" | "draft";
  attributes: Record<string, AttributeValue>;
  returnPolicy: ReturnPolicy;
  popularity: number;
  /** Its age at the time of seeding. */
  ageMs: number;
  variants: SeedVariant[];
}

export interface SeedVariant {
  id: string;
  sku: string;
  title: string;
  options: Record<string, string>;
  priceMinor: number;
  compareAtMinor: number | null;
  quantity: number;
  inventoryPolicy: "deny" | "continue";
  tracked: boolean;
  /** Its own picture, as the index of the product's media; null for none. */
  picture: number | null;
}

const ID_CHARS_MAX = 36;
const HOUR_MS = 3_600_000;

type Prefix = (typeof ID_PREFIXES)["product" | "variant"];

const idOf = (prefix: Prefix, text: string) =>
  `${prefix}_${text
    .replace(/[^0-9a-z]/g, "")
    .padEnd(8, "0")
    .slice(-ID_CHARS_MAX)}`;

/** Returns the measure of goods whose size is a weight, for their price per kilogram, as JSON; null for others. */
export const unitMeasureOf = ({ Size: size = "" }: Record<string, string>): string | null => {
  const [, value, unit] = /^(\d+) (g|kg)$/.exec(size) ?? [];
  if (!value) return null;
  const measure = { value: Number(value), unit, reference: { value: 1, unit: "kg" } };
  return JSON.stringify(UnitPriceMeasure.parse(measure));
};

/** Returns every combination of option values; the first option changes last. */
const combinations = (options: Record<string, string[]>): Record<string, string>[] =>
  Object.entries(options).reduce<Record<string, string>[]>(
    (partial, [name, values]) =>
      partial.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  );

const variantsOf = (goods: Goods, slug: string): SeedVariant[] => {
  const [steps = []] = Object.values(goods.options ?? {});
  return combinations(goods.options ?? {}).map((options, index) => {
    const values = Object.values(options);
    const step = Math.max(steps.indexOf(values[0] ?? ""), 0) * (goods.stepMinor ?? 0);
    const code = slugOf([slug, ...values].join(" "));
    return {
      id: idOf("var", code),
      sku: code.toUpperCase(),
      title: values.join(" / ") || "Default",
      options,
      priceMinor: goods.priceMinor + step,
      compareAtMinor: goods.compareAtMinor === undefined ? null : goods.compareAtMinor + step,
      quantity: goods.quantities?.[index] ?? goods.quantity ?? 0,
      inventoryPolicy: goods.inventoryPolicy ?? "deny",
      tracked: goods.type !== "digital",
      picture: goods.pictures ? 1 + (index % goods.pictures.length) : null,
    };
  });
};

/** Returns the file name of a product's picture. */
export const pictureName = (slug: string, index: number) =>
  index === 0 ? `${slug}.svg` : `${slug}-${index + 1}.svg`;

/** Expands a short description to a product. A higher `ordinal` makes the product older. */
export const seedProduct = (
  goods: Goods,
  ordinal: number,
  slug = slugOf(goods.title),
): SeedProduct => ({
  id: idOf("prd", slug),
  slug,
  title: goods.title,
  description: goods.description,
  brand: goods.brand,
  category: goods.category,
  tags: goods.tags,
  media: [goods.title, ...(goods.pictures ?? [])].map((alt, index) => ({
    url: `https://images.bodega.test/${pictureName(slug, index)}`,
    alt,
    width: 1200,
    height: 1200,
  })),
  options: Object.entries(goods.options ?? {}).map(([name, values]) => ({ name, values })),
  type: goods.type ?? "physical",
  status: goods.status ?? "published",
  attributes: goods.attributes ?? {},
  returnPolicy: goods.returnPolicy ?? { returnable: true, windowDays: null },
  popularity: goods.tags.includes("bestseller") ? 100 : 0,
  ageMs: goods.tags.includes("new") ? 0 : (ordinal + 1) * HOUR_MS,
  variants: variantsOf(goods, slug),
});
