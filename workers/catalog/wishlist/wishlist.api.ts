import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { WishlistInput, WishlistItem, WishlistQuery } from "#catalog/wishlist.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

const OF_WISHLIST = { tag: "account", access: "user", rate: "account" } as const;
const PATH = "/v1/me/wishlist";
const ITEM: WishlistItem = {
  variantId: "var_01kb0c6w3mexample00000000000000000000",
  productId: PRODUCT_EXAMPLE.id,
  slug: PRODUCT_EXAMPLE.slug,
  title: PRODUCT_EXAMPLE.title,
  variantTitle: "Small",
  options: { Size: "Small" },
  image: null,
  price: { amount: 1250, currency: "EUR" },
  available: true,
  addedAt: "2026-11-20T14:15:00.000Z",
};

export const listWishlist = defineRoute({
  ...OF_WISHLIST,
  method: "GET",
  path: PATH,
  operation: "listWishlist",
  summary: "List the variants that are saved for later, the last added first",
  description: "Leaves out variants that are not in the shop any more.",
  idempotency: "safe",
  body: null,
  query: WishlistQuery,
  answers: { 200: pageSchema(WishlistItem) },
  problems: [],
  example: { answer: { data: [ITEM], nextCursor: null } },
});

export const addToWishlist = defineRoute({
  ...OF_WISHLIST,
  method: "POST",
  path: PATH,
  operation: "addToWishlist",
  summary: "Save a variant for later",
  description: "At most 500 (else 422 `wishlist_full`). One that is saved stays as it is.",
  idempotency: "repeatable",
  body: WishlistInput,
  query: null,
  answers: { 204: { description: "The variant is saved." } },
  problems: ["variant_unknown", "wishlist_full"],
  example: { body: { variantId: ITEM.variantId }, answer: null },
});

export const removeFromWishlist = defineRoute({
  ...OF_WISHLIST,
  method: "DELETE",
  path: `${PATH}/:variantId`,
  operation: "removeFromWishlist",
  summary: "Remove a saved variant",
  idempotency: "repeatable",
  body: null,
  query: null,
  answers: { 204: { description: "The variant is removed." } },
  problems: [],
  example: { params: { variantId: ITEM.variantId }, answer: null },
});
