import { connect } from "#db/client";
import { seedShop } from "#dev/seed";
import { openStock } from "#orders/stock/opening.store";
import { reindexCatalog } from "#workers/catalog/search/indexing.compose";
import {
  generatedProducts,
  openingStock,
  type SeedProduct,
  seedCatalog,
} from "#workers/catalog/seed/seed.store";

/** More of each variant than any bench sells. */
const PLENTY = 1_000_000;
const BATCH_PRODUCTS = 200;

const withPlenty = (product: SeedProduct): SeedProduct => ({
  ...product,
  variants: product.variants.map((variant) => ({ ...variant, quantity: PLENTY })),
});

type Variables = Record<string, string>;
const addressOf = (variables: Variables, name: string) => ({
  url: variables[`${name}_DB_URL`] ?? "",
  token: variables[`${name}_DB_TOKEN`] ?? "",
});

/** Fills the shop with the small shop, its accounts, and generated products that never sell out. */
export const fillShelves = async (
  variables: Variables,
  products: number,
  onProgress: (written: number) => void,
) => {
  await seedShop(variables, () => undefined);
  const catalog = connect(addressOf(variables, "CATALOG"));
  const orders = connect(addressOf(variables, "ORDERS"));
  const nowMs = Date.now();
  for (let from = 0; from < products; from += BATCH_PRODUCTS) {
    onProgress(from);
    const count = Math.min(BATCH_PRODUCTS, products - from);
    const batch = [...generatedProducts(from, count)].map(withPlenty);
    await seedCatalog({ db: catalog, products: batch, nowMs, currency: "EUR" });
    await openStock(orders, batch.flatMap(openingStock), nowMs);
  }
  await reindexCatalog(catalog, variables);
};
