import * as z from "zod";
import { PaymentCurrency } from "#contract/payments";
import { CountryCode } from "#kernel/address/countries";
import { Id } from "#kernel/ids";
import { Locale } from "#kernel/routes/languages";
import { Line } from "#kernel/text";

const NAME_CHARS_MAX = 255;
const COUNTRIES_MAX = 300;
const LOCALES_MAX = 50;
const LISTS_MAX = 100;

const distinct = (values: readonly string[]) => new Set(values).size === values.length;
const DISTINCT = { error: "must not repeat an entry", params: { code: "repeated" } };

const FIELDS = {
  name: Line(NAME_CHARS_MAX),
  countries: z
    .array(CountryCode)
    .min(1)
    .max(COUNTRIES_MAX)
    .refine(distinct, DISTINCT)
    .describe("A country belongs to one market at most."),
  currency: PaymentCurrency,
  locales: z.array(Locale).max(LOCALES_MAX).refine(distinct, DISTINCT),
  taxIncluded: z
    .boolean()
    .describe(
      "Whether the market's prices include tax, for a storefront to say so. It changes no amount: totals of carts and orders include tax.",
    ),
};

/** A market as shoppers see it. */
export const Market = z.strictObject({ id: Id("market"), ...FIELDS }).meta({ id: "Market" });
export type Market = z.infer<typeof Market>;

/** A market as staff see it. */
export const AdminMarket = z
  .strictObject({
    ...Market.shape,
    priceListIds: z
      .array(Id("priceList"))
      .describe("Lists that apply in the markets that name them, and in no other."),
    version: z.int().describe("Grows with each change of the market; the `ETag` begins with it."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminMarket" });
export type AdminMarket = z.infer<typeof AdminMarket>;

const ListIds = z.array(Id("priceList")).max(LISTS_MAX).refine(distinct, DISTINCT);

export const MarketCreation = z.strictObject({
  ...FIELDS,
  locales: FIELDS.locales.default([]),
  taxIncluded: FIELDS.taxIncluded.default(true),
  priceListIds: ListIds.default([]),
});
export type MarketCreation = z.infer<typeof MarketCreation>;

/** A JSON merge patch (RFC 7396). A list of it replaces the stored one. */
export const MarketPatch = z.strictObject({ ...FIELDS, priceListIds: ListIds }).partial();
export type MarketPatch = z.infer<typeof MarketPatch>;
