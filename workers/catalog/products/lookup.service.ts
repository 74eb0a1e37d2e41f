import {
  LOOKUP_KEYS,
  type Lookup,
  type LookupKey,
  type LookupQuery,
} from "#catalog/lookup.contract";
import type { LookupStore } from "#catalog/products/lookup.store";
import type { Product } from "#contract/catalog";
import type { Clock } from "#kernel/clock";

interface Dependencies {
  store: LookupStore;
  /** The shop's default currency. */
  currency: string;
  clock: Clock;
}

/** What a shown product is looked up by. */
const VALUES: Record<LookupKey, (product: Product) => (string | null)[]> = {
  ids: ({ id }) => [id],
  skus: ({ variants }) => variants.map(({ sku }) => sku),
  barcodes: ({ variants }) => variants.map(({ barcode }) => barcode),
};

/** Finds products by their ids, or by SKUs or barcodes of their variants. */
export const lookupService = ({ store, currency: shopCurrency, clock }: Dependencies) => ({
  async lookUp(
    query: LookupQuery,
    userId: string | null,
  ): Promise<Lookup & { isPricedForMembers: boolean }> {
    const key = LOOKUP_KEYS.find((name) => query[name] !== undefined) ?? "ids";
    const asked = new Set(query[key]);
    const rows = await store.found(key, [...asked], {
      currency: query.currency ?? shopCurrency,
      isDefault: query.currency === undefined,
      country: query.country ?? null,
      ...{ userId, nowMs: clock.now() },
    });
    const shown = rows.filter(({ product }) =>
      VALUES[key](product).some((value) => asked.has(value ?? "")),
    );
    for (const { product } of shown)
      for (const value of VALUES[key](product)) asked.delete(value ?? "");
    return {
      data: shown.map(({ product }) => product),
      missing: [...asked],
      isPricedForMembers: rows.some((row) => row.isPricedForMembers),
    };
  },
});
export type LookupService = ReturnType<typeof lookupService>;
