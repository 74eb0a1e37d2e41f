import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { shippingRates, taxRates } from "#db/orders/schema";
import type { Clock } from "#kernel/clock";
import { sellableJson, sourcesJson } from "#orders/stock/levels.statements";
import type { SellableStock, SourceLocation } from "#orders/stock.contract";
import type { PricingTerms, ShippingRate } from "#orders/terms.contract";

interface TermsQuery {
  variantIds: readonly string[];
  country: string;
  currency: string;
}

const ratesFor = ({ country, currency }: TermsQuery) => sql`
  select json_group_array(json_object('id', id, 'title', title, 'country', country,
    'amountMinor', amount_minor, 'minSubtotalMinor', min_subtotal_minor,
    'maxSubtotalMinor', max_subtotal_minor, 'pickup', json(pickup)))
  from (select * from ${shippingRates}
    where ${shippingRates.country} in (${country}, '*') and ${shippingRates.currency} = ${currency}
    order by ${shippingRates.position})`;

const taxOf = (country: string) =>
  sql`select ${taxRates.ratePpm} from ${taxRates} where ${taxRates.country} = ${country}`;

interface TermsRow {
  stock: string;
  locations: string;
  rates: string;
  taxRatePpm: number;
}

/** Reads the stock, shipping rates and tax that a cart needs for its prices. */
export const termsStore = ({ db, clock }: { db: Database; clock: Clock }) => ({
  /**
   * Returns stock, shipping rates and tax. One statement reads all of them, because every cart needs them and
   * several statements in a transaction take twice as long. The country's own shipping rates replace the
   * general rates.
   */
  async terms(query: TermsQuery): Promise<PricingTerms> {
    const [row] = await db.read.all<TermsRow>(sql`
      select (${sellableJson(query.variantIds, clock.now())}) as stock, (${sourcesJson}) as locations,
        (${ratesFor(query)}) as rates,
        coalesce((${taxOf(query.country)}), 0) as taxRatePpm`);
    const all: (ShippingRate & { country: string })[] = JSON.parse(row?.rates ?? "[]");
    const own = all.filter(({ country }) => country === query.country);
    return {
      stock: JSON.parse(row?.stock ?? "[]") as SellableStock[],
      locations: JSON.parse(row?.locations ?? "[]") as SourceLocation[],
      shippingRates: (own.length > 0 ? own : all).map(({ country: _, ...rate }) => rate),
      taxRatePpm: row?.taxRatePpm ?? 0,
    };
  },
});
