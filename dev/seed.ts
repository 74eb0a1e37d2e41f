import { connect, type Database } from "#db/client";
import { addressIn, type DatabaseName } from "#db/databases";
import { shippingRates } from "#db/orders/schema";
import { openStock } from "#orders/stock/opening.store";
import { seedTerms } from "#orders/terms/seed.store";
import { reindexCatalog } from "#workers/catalog/search/indexing.compose";
import {
  batchesOf,
  generatedProducts,
  openingStock,
  type SeedProduct,
  seedAttributes,
  seedCatalog,
  showcase,
  smallShop,
} from "#workers/catalog/seed/seed.store";
import { passwordsWith } from "#workers/users/passwords/passwords.service";
import { seedUsers } from "#workers/users/seed/seed.store";

export interface Seeding {
  /** The number of generated products besides the small shop. */
  products?: number;
  /** Adds goods that are sold out, low, on backorder, digital or unpublished, for who builds a storefront. */
  showcase?: boolean;
}

type Variables = Record<string, string>;

const databaseOf = (variables: Variables, name: DatabaseName): Database =>
  connect(addressIn(variables, name));

const seedProducts = async (
  variables: Variables,
  products: Iterable<SeedProduct>,
  onBatch: (count: number) => void = () => undefined,
) => {
  const catalog = databaseOf(variables, "catalog");
  const orders = databaseOf(variables, "orders");
  const nowMs = Date.now();
  const currency = variables.SHOP_CURRENCY ?? "EUR";
  const imagesUrl = variables.SHOP_IMAGES_URL;
  for (const batch of batchesOf(products)) {
    await seedCatalog({ db: catalog, products: batch, nowMs, currency, imagesUrl });
    await openStock(orders, batch.flatMap(openingStock), nowMs);
    onBatch(batch.length);
  }
};

/** Shipping rates are written last, so their presence shows that the small shop is complete. */
const isSeeded = async (variables: Variables) => {
  const rates = await databaseOf(variables, "orders").read.select().from(shippingRates).limit(1);
  return rates.length > 0;
};

const seedShowcase = async (variables: Variables) => {
  await seedAttributes({ db: databaseOf(variables, "catalog"), nowMs: Date.now() });
  await seedProducts(variables, showcase());
};

const seedSmallShop = async (variables: Variables, withShowcase: boolean) => {
  const { hash } = passwordsWith(variables.PASSWORD_PEPPER ?? "");
  await seedUsers({ db: databaseOf(variables, "users"), hash, nowMs: Date.now() });
  await seedProducts(variables, smallShop());
  if (withShowcase) await seedShowcase(variables);
  await reindexCatalog(databaseOf(variables, "catalog"), variables);
  await seedTerms(databaseOf(variables, "orders"), variables.SHOP_CURRENCY ?? "EUR");
};

/**
 * Fills an empty shop with products, accounts and rates of the small shop. Keeps existing data.
 * With `products`, adds this many generated products; the same number always generates the same
 * ones.
 */
export const seedShop = async (
  variables: Variables,
  print: (line: string) => void,
  { products = 0, showcase: withShowcase = false }: Seeding = {},
) => {
  if (!(await isSeeded(variables))) {
    print("Seeding the small shop …");
    await seedSmallShop(variables, withShowcase);
  }
  if (products === 0) return;
  let written = 0;
  await seedProducts(variables, generatedProducts(0, products), (count) => {
    written += count;
    print(`${written} of ${products} products written`);
  });
  print("Indexing products for the search …");
  await reindexCatalog(databaseOf(variables, "catalog"), variables);
};
