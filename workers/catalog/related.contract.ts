import * as z from "zod";
import { InLocale } from "#catalog/parameters.contract";
import { CountryCode } from "#kernel/address/countries";
import { Id } from "#kernel/ids";
import { Currency } from "#kernel/money";

/** The most products that are shown beside a product. */
export const RELATED_MAX = 12;

const PickedIds = z
  .array(Id("product"))
  .max(RELATED_MAX)
  .refine((ids) => new Set(ids).size === ids.length, {
    error: "must not repeat a product",
    params: { code: "repeated" },
  })
  .describe("All picked products, in their order.");

/** The products that staff picked to be shown first beside a product. */
export const RelatedPicks = z
  .strictObject({
    productIds: PickedIds,
    version: z.int().describe("Of the product, as in its `ETag`."),
  })
  .meta({ id: "RelatedPicks" });
export type RelatedPicks = z.infer<typeof RelatedPicks>;

export const RelatedInput = z.strictObject({ productIds: PickedIds });

export const RelatedQuery = z.strictObject({
  currency: Currency.optional().describe(
    "The currency of prices, by default the one of the market of `country`, else the shop's.",
  ),
  country: CountryCode.optional().describe("Chooses the market."),
  locale: InLocale,
});
export type RelatedQuery = z.infer<typeof RelatedQuery>;
