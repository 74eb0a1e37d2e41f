import * as z from "zod";
import { type Offer, pricesOf } from "#catalog/products/offers.rules";
import { WISHLIST_MAX, type WishlistItem, type WishlistQuery } from "#catalog/wishlist.contract";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { Id } from "#kernel/ids";
import { decodeCursor, type Page, pageOf } from "#kernel/routes/page";
import type { SavedRow, WishlistStore } from "./wishlist.store";

interface Dependencies {
  store: WishlistStore;
  clock: Clock;
  /** The shop's default currency. */
  currency: string;
}

const Cursor = z.tuple([z.int(), Id("variant")]);
const iso = (epochMs: number) => new Date(epochMs).toISOString();

const itemOf =
  (currency: string) =>
  ({ baseMinor, offers, available, options, addedAt, ...row }: SavedRow): WishlistItem => {
    const { unitPriceMinor } = pricesOf(baseMinor, JSON.parse(offers) as Offer[]);
    return {
      ...row,
      options: JSON.parse(options) as Record<string, string>,
      price: unitPriceMinor === null ? null : { amount: unitPriceMinor, currency },
      available: available === 1,
      addedAt: iso(addedAt),
    };
  };

const REFUSED = {
  erased: () => new AppError("unauthenticated"),
  unknown: () => new AppError("variant_unknown", "The shop has no variant of this id."),
  full: () => new AppError("wishlist_full", `A wish list has at most ${WISHLIST_MAX} variants.`),
};

/** The variants that accounts have saved for later. */
export const wishlistService = ({ store, clock, currency: shopCurrency }: Dependencies) => ({
  async list(
    customerId: string,
    { limit, cursor, currency = shopCurrency }: WishlistQuery,
  ): Promise<Page<WishlistItem>> {
    const after = decodeCursor(cursor, Cursor);
    const pricing = { currency, country: null, userId: customerId, nowMs: clock.now() };
    const rows = await store.list({ pricing, after, limit: limit + 1 });
    return pageOf(rows, limit, ({ addedAt, variantId }) => [addedAt, variantId], itemOf(currency));
  },

  /** @throws 422 `variant_unknown`, `wishlist_full`, 401 for an erased account */
  async add(customerId: string, variantId: string) {
    const added = await store.add({ customerId, variantId }, clock.now());
    if (!added.ok) throw REFUSED[added.refusal]();
  },

  /** @throws 404 `not_found` */
  async remove(customerId: string, variantId: string) {
    if (!(await store.remove({ customerId, variantId })))
      throw new AppError("not_found", "The wish list does not have this variant.");
  },

  personalData: async (customerId: string) => ({
    wishlist: (await store.all(customerId)).map(({ variantId, addedAt }) => ({
      variantId,
      addedAt: iso(addedAt),
    })),
  }),

  /** Deletes the wish list of an account. */
  erase: (customerId: string) => store.erase(customerId),
});
export type WishlistService = ReturnType<typeof wishlistService>;
