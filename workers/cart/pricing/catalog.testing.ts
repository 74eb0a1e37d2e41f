import {
  ANONYMOUS_BUYER,
  type Buyer,
  type CatalogRpc,
  type SellableVariant,
} from "#contract/catalog";
import { newId } from "#kernel/ids";
import { stubRpc } from "#kernel/testing";

export const variantNamed = (
  title: string,
  overrides: Partial<SellableVariant> = {},
): SellableVariant => ({
  variantId: newId("variant"),
  productId: newId("product"),
  slug: title.toLowerCase(),
  title,
  variantTitle: title,
  sku: null,
  image: null,
  options: {},
  unitPriceMinor: 1999,
  tiers: [],
  market: null,
  pricedByCountry: false,
  published: true,
  inventoryPolicy: "deny",
  tracked: true,
  requiresShipping: true,
  returnPolicy: { returnable: true, windowDays: null },
  parts: [],
  ...overrides,
});

/** The catalog Worker in memory. Prices are in EUR; `prices` holds prices in other currencies. */
export const inMemoryCatalog = () => {
  const variants = new Map<string, SellableVariant>();
  const prices = new Map<string, number>();
  const byBuyer = new Map<string, (buyer: Buyer) => number>();
  const calls: string[][] = [];
  const rpc = stubRpc<CatalogRpc>("catalog", {
    async variants(ids, currency, _trace, buyer = ANONYMOUS_BUYER) {
      calls.push(ids);
      return ids.flatMap((id) => {
        const variant = variants.get(id);
        if (!variant) return [];
        const elsewhere = prices.get(`${currency} ${id}`) ?? null;
        const inEuro = byBuyer.get(id)?.(buyer) ?? variant.unitPriceMinor;
        return [{ ...variant, unitPriceMinor: currency === "EUR" ? inEuro : elsewhere }];
      });
    },
  });
  return {
    rpc,
    calls,
    prices,
    has(title: string, overrides: Partial<SellableVariant> = {}) {
      const variant = variantNamed(title, overrides);
      variants.set(variant.variantId, variant);
      return variant.variantId;
    },
    change(id: string, overrides: Partial<SellableVariant>) {
      variants.set(id, { ...(variants.get(id) ?? variantNamed("")), ...overrides });
    },
    /** Makes the price of a variant in EUR depend on the buyer. */
    priceBy: (id: string, minorOf: (buyer: Buyer) => number) => byBuyer.set(id, minorOf),
    forget: (id: string) => variants.delete(id),
  };
};
