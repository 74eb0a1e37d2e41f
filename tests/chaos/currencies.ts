import { inArray, sql } from "drizzle-orm";
import { variantPrices } from "#db/catalog/price.schema";
import { connect } from "#db/client";
import { shippingRates } from "#db/orders/schema";
import { DEV_TOKEN } from "#dev/clouds";

/**
 * The currencies of a run: with two decimals, none and three, and that of UPI and netbanking. Prices are multiples of the shop's prices in
 * minor units.
 */
export const CURRENCIES = {
  EUR: { factor: 1 },
  JPY: { factor: 2 },
  KWD: { factor: 10 },
  INR: { factor: 1 },
} as const;
export type Currency = keyof typeof CURRENCIES;

/** The currency in which the shop is seeded. */
const OWN = "EUR";

/** Returns the id of the express rate to Germany. */
export const expressTo = (currency: Currency) =>
  currency === OWN ? "sho_de_express" : `sho_de_express_${currency.toLowerCase()}`;

/** Offers variants and shipping in the other currencies too. */
export const offerInAll = async (libsqlUrl: string, variantIds: readonly string[]) => {
  const databaseOf = (name: string) => connect({ url: `${libsqlUrl}/${name}/`, token: DEV_TOKEN });
  const [catalog, orders] = [databaseOf("catalog"), databaseOf("orders")];
  const own = inArray(variantPrices.variantId, [...variantIds]);
  const prices = await catalog.write.select().from(variantPrices).where(own);
  const [express] = (await orders.write.select().from(shippingRates)).filter(
    ({ id }) => id === expressTo(OWN),
  );
  if (!express) throw new Error("The seeded shop has no express rate.");
  for (const [name, { factor }] of Object.entries(CURRENCIES)) {
    const currency = name as Currency;
    if (currency === OWN) continue;
    const scaled = prices
      .filter((price) => price.currency === OWN)
      .map((price) => ({ ...price, currency, amountMinor: price.amountMinor * factor }));
    await catalog.write
      .insert(variantPrices)
      .values(scaled.map((price) => ({ ...price, compareAtMinor: null })))
      .onConflictDoUpdate({
        target: [variantPrices.variantId, variantPrices.currency],
        set: { amountMinor: sql`excluded.amount_minor` },
      });
    const amountMinor = express.amountMinor * factor;
    await orders.write
      .insert(shippingRates)
      .values({ ...express, id: expressTo(currency), currency, amountMinor });
  }
};
