import * as z from "zod";
import { Currency } from "#kernel/money";

/** The parameters of a feed. */
export const FeedQuery = z.strictObject({
  currency: Currency.optional().describe("The currency of prices, by default the shop's."),
});
