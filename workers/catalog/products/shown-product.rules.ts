import { type Offer, pricesOf } from "#catalog/products/offers.rules";
import { unitPriceOf } from "#catalog/products/unit-price.rules";
import { type ReadPart, shownPart, translatedProduct } from "#catalog/texts/product-text.rules";
import {
  type Languages,
  type LocaleText,
  type ProductText,
  type Spoken,
  spokenOf,
  textIn,
} from "#catalog/texts/text.rules";
import type { UnitPriceMeasure } from "#catalog/unit-price.contract";
import type { CategoryRef, MarketRef, Product, Variant } from "#contract/catalog";
import { money } from "#kernel/money";

type Optional = "tiers" | "preorder" | "lowestPrice30Days" | "unitPrice" | "parts";
type ReadVariant = Omit<Variant, Optional> & {
  offers: Offer[];
  /** The lowest price of the 30 days before the price of today; null without a reduction or a price before. */
  lowestMinor: number | null;
  unitMeasure: UnitPriceMeasure | null;
  /** In epoch milliseconds. */
  preorderUntil: number | null;
  /** Of a bundle; empty for others. */
  parts: ReadPart[];
};

/**
 * A product as the database builds it: its variants at their own prices, with the prices of lists, and its texts in the
 * shop's own language, with those of others.
 */
export interface ReadProduct extends Omit<Product, "variants" | "market" | "categories"> {
  categories: (CategoryRef & { texts?: LocaleText[] })[];
  texts?: ProductText[];
  /** The locales with a translation. */
  locales?: string[];
  marketLocale?: string | null;
  variants: ReadVariant[];
  market: MarketRef | null;
  /** Whether an answer to a member may differ from one to a guest. */
  isPricedForMembers: boolean;
}

/** A list that reduces a price compares it with the variant's own price, if that names no former one. */
const shownVariant = (
  { offers, lowestMinor, unitMeasure, preorderUntil, parts, ...variant }: ReadVariant,
  spoken: Spoken | null,
): Variant => {
  const { amount, currency } = variant.price;
  const { unitPriceMinor, tiers } = pricesOf(amount, offers);
  const price = money(unitPriceMinor ?? amount, currency);
  const unitPrice = unitMeasure && unitPriceOf(price, unitMeasure);
  const reduced = price.amount < amount;
  const compareAtPrice = variant.compareAtPrice ?? (reduced ? variant.price : null);
  return {
    ...variant,
    price,
    compareAtPrice,
    ...(compareAtPrice === null || lowestMinor === null
      ? {}
      : { lowestPrice30Days: money(lowestMinor, currency) }),
    ...(unitPrice === null ? {} : { unitPrice }),
    ...(preorderUntil === null
      ? {}
      : { preorder: { until: new Date(preorderUntil).toISOString() } }),
    ...(parts.length > 0 ? { parts: parts.map((part) => shownPart(part, spoken)) } : {}),
    ...(tiers.length > 0
      ? {
          tiers: tiers.map(({ minQuantity, amountMinor }) => ({
            minQuantity,
            price: money(amountMinor, currency),
          })),
        }
      : {}),
  };
};

/** Returns the language in which a product is shown; null if its texts were not asked for. */
const spokenFor = ({ locales, marketLocale }: ReadProduct, languages: Languages | undefined) =>
  languages && locales ? spokenOf(languages, locales, marketLocale) : null;

const shownCategory = (
  { texts = [], ...category }: ReadProduct["categories"][number],
  spoken: Spoken,
): CategoryRef => {
  const { slug = category.slug, title: name = category.name } = textIn(texts, spoken);
  return { ...category, slug, name };
};

/** Returns a product as it is shown: at the lowest prices that apply, and in the language of the answer. */
export const shownProduct = (
  read: ReadProduct,
  languages?: Languages,
): { product: Product; spoken: Spoken | null } => {
  const {
    variants,
    market,
    isPricedForMembers: _,
    texts,
    locales,
    marketLocale,
    ...product
  } = read;
  const spoken = spokenFor(read, languages);
  const shown = {
    ...product,
    variants: variants.map((variant) => shownVariant(variant, spoken)),
    ...(market ? { market } : {}),
  };
  if (!spoken) return { product: shown, spoken };
  const categories = shown.categories.map((category) => shownCategory(category, spoken));
  const inLocale = translatedProduct(shown, textIn(texts ?? [], spoken));
  return { product: { ...inLocale, categories }, spoken };
};
