import {
  LOOKUP_KEYS,
  type Lookup,
  type LookupKey,
  type LookupQuery,
} from "#catalog/lookup.contract";
import type { LookupStore } from "#catalog/products/lookup.store";
import type { Pricing } from "#catalog/products/offers.statements";
import type { FoundProduct } from "#catalog/products/products.store";
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
    asked: Pick<Pricing, "userId" | "languages">,
  ): Promise<{ found: Lookup } & Pick<FoundProduct, "isPricedForMembers" | "spoken">> {
    const key = LOOKUP_KEYS.find((name) => query[name] !== undefined) ?? "ids";
    const missing = new Set(query[key]);
    const rows = await store.found(key, [...missing], {
      currency: query.currency ?? shopCurrency,
      isDefault: query.currency === undefined,
      country: query.country ?? null,
      ...{ ...asked, nowMs: clock.now() },
    });
    const shown = rows.filter(({ product }) =>
      VALUES[key](product).some((value) => missing.has(value ?? "")),
    );
    for (const { product } of shown)
      for (const value of VALUES[key](product)) missing.delete(value ?? "");
    return {
      found: { data: shown.map(({ product }) => product), missing: [...missing] },
      spoken: rows[0]?.spoken ?? null,
      isPricedForMembers: rows.some((row) => row.isPricedForMembers),
    };
  },
});
export type LookupService = ReturnType<typeof lookupService>;
