import * as z from "zod";
import { InLocale } from "#catalog/parameters.contract";
import { Product } from "#contract/catalog";
import { CountryCode } from "#kernel/address/countries";
import { Currency } from "#kernel/money";

/** The most products that one request looks up. */
export const LOOKUP_MAX = 100;
const CHARS_MAX = 255;

/** What products are looked up by. */
export const LOOKUP_KEYS = ["ids", "skus", "barcodes"] as const;
export type LookupKey = (typeof LOOKUP_KEYS)[number];

const listOf = (what: string) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(",").map((value) => value.trim()))])
    .pipe(z.array(z.string().min(1).max(CHARS_MAX)).max(LOOKUP_MAX))
    .optional()
    .describe(`${what}, separated by commas, at most ${LOOKUP_MAX}.`);

export const LookupQuery = z
  .strictObject({
    ids: listOf("Ids of products"),
    skus: listOf("SKUs of variants"),
    barcodes: listOf("Barcodes of variants"),
    currency: Currency.optional().describe(
      "The currency of prices, by default the one of the market of `country`, else the shop's.",
    ),
    country: CountryCode.optional().describe("Chooses the market."),
    locale: InLocale,
  })
  .refine((query) => LOOKUP_KEYS.filter((key) => query[key] !== undefined).length === 1, {
    error: "must have exactly one of ids, skus and barcodes",
    params: { code: "one_of" },
  });
export type LookupQuery = z.infer<typeof LookupQuery>;

export const Lookup = z
  .strictObject({
    data: z.array(Product).describe("Each found product once, in the order asked."),
    missing: z.array(z.string()).describe("What no product that is for sale has."),
  })
  .meta({ id: "Lookup" });
export type Lookup = z.infer<typeof Lookup>;
