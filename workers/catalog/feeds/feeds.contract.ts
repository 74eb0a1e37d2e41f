import * as z from "zod";
import { CountryCode } from "#kernel/address/countries";
import { Currency } from "#kernel/money";

/** The parameters of a feed. */
export const FeedQuery = z.strictObject({
  currency: Currency.optional().describe(
    "The currency of prices, by default the shop's, or that of the market.",
  ),
  country: CountryCode.optional().describe("Chooses the market whose prices the feed shows."),
});
export type FeedQuery = z.infer<typeof FeedQuery>;
