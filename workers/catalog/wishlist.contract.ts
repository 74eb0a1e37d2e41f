import * as z from "zod";
import { Id } from "#kernel/ids";
import { Currency, Money } from "#kernel/money";
import { PageQuery } from "#kernel/routes/page";

/** The most variants that an account saves. */
export const WISHLIST_MAX = 500;

/** A saved variant, as the shop sells it now. */
export const WishlistItem = z
  .strictObject({
    variantId: Id("variant"),
    productId: Id("product"),
    slug: z.string(),
    title: z.string(),
    variantTitle: z.string(),
    options: z.record(z.string(), z.string()),
    image: z.string().nullable(),
    price: Money.nullable().describe("Null without a price in the currency."),
    available: z.boolean().describe("As of the last stock event."),
    addedAt: z.iso.datetime(),
  })
  .meta({ id: "WishlistItem" });
export type WishlistItem = z.infer<typeof WishlistItem>;

export const WishlistInput = z.strictObject({ variantId: Id("variant") });

export const WishlistQuery = z.strictObject({
  currency: Currency.optional().describe("The currency of prices, by default the shop's."),
  ...PageQuery,
});
export type WishlistQuery = z.infer<typeof WishlistQuery>;
