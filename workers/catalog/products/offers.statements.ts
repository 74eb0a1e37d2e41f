import { type SQL, sql } from "drizzle-orm";
import type { Languages } from "#catalog/texts/text.rules";
import type { Buyer } from "#contract/catalog";
import { customerGroupMembers } from "#db/catalog/customer-group.schema";
import { marketCountries, marketPriceLists, markets } from "#db/catalog/market.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import { variants } from "#db/catalog/product.schema";

/** In what, for whom, when and in which languages products are shown. */
export interface Pricing extends Buyer {
  currency: string;
  /** Whether the currency is only the shop's default, which the market of the country replaces. */
  isDefault?: boolean;
  nowMs: number;
  /** Undefined for the texts of the shop's own language. */
  languages?: Languages;
}

/** A pricing whose currency may be a column. */
export interface PricedBy extends Buyer {
  currency: string | SQL;
  nowMs: number;
}

/** Builds the currency of the prices. */
export const currencyOf = ({ currency, isDefault, country }: Pricing): SQL =>
  isDefault && country !== null
    ? sql`coalesce((select m.currency from ${marketCountries} c
        cross join ${markets} m on m.id = c.market_id where c.country = ${country}), ${currency})`
    : sql`${currency}`;

/** Selects the market of a country; without a country the oldest market of the currency. */
export const marketId = ({ country, currency }: Pick<PricedBy, "country" | "currency">): SQL =>
  country === null
    ? sql`(select m.id from ${markets} m where m.currency = ${currency} order by m.id limit 1)`
    : sql`(select c.market_id from ${marketCountries} c where c.country = ${country})`;

/** Builds the market whose prices apply; null without one. */
export const marketJson = (pricing: Pricing): SQL => sql`(
  select json_object('id', m.id, 'name', m.name, 'currency', m.currency)
  from ${markets} m where m.id = ${marketId(pricing)})`;

/** Selects the first locale of a market that is chosen by its country or currency; null if none is chosen. */
export const marketLocale = (pricing: Pricing): SQL | null =>
  pricing.isDefault && pricing.country === null
    ? null
    : sql`(select m.locales ->> '$[0]' from ${markets} m where m.id = ${marketId(pricing)})`;

/** Whether a row `v` of variants has prices of lists that apply in some markets only. */
export const isPricedByCountry = sql`exists (
  select 1 from ${listPrices} o cross join ${marketPriceLists} b on b.list_id = o.list_id
  where o.variant_id = v.id)`;

export const isInTime = (nowMs: number) => sql`(l.starts_at is null or l.starts_at <= ${nowMs})
  and (l.ends_at is null or l.ends_at > ${nowMs})`;

export const isForBuyer = ({ userId }: Buyer) =>
  userId === null
    ? sql`l.customer_group_id is null`
    : sql`(l.customer_group_id is null or exists (select 1 from ${customerGroupMembers} g
        where g.group_id = l.customer_group_id and g.user_id = ${userId}))`;

export const isInMarket = (pricing: PricedBy) => sql`(
  not exists (select 1 from ${marketPriceLists} b where b.list_id = l.id)
  or exists (select 1 from ${marketPriceLists} b
    where b.list_id = l.id and b.market_id = ${marketId(pricing)}))`;

/**
 * Builds the prices of lists that apply to a row `v` of variants now, as `Offer`s. Lists begin and end by the time
 * that is given, so that no job decides a price.
 */
export const offersJson = (pricing: Pricing): SQL => sql`(
  select json_group_array(json_array(o.min_quantity, o.amount_minor,
    coalesce(l.starts_at, l.created_at), l.ends_at))
  from ${listPrices} o
  cross join ${priceLists} l on l.id = o.list_id
  where o.variant_id = v.id and l.currency = ${currencyOf(pricing)} and ${isInTime(pricing.nowMs)}
    and ${isForBuyer(pricing)} and ${isInMarket(pricing)})`;

/** Whether members of some group have prices of their own for a row `p` of products, now or later. */
export const isPricedForMembers = sql`exists (
  select 1 from ${variants} v
  cross join ${listPrices} o on o.variant_id = v.id
  cross join ${priceLists} l on l.id = o.list_id and l.customer_group_id is not null
  where v.product_id = p.id and v.removed_at is null)`;
