import type { Cart } from "#contract/cart";
import { entityTag } from "#kernel/etag";

/** An answer as it is sent, and as it is kept for whoever repeats the request: body to the byte. */
export interface CartAnswer {
  status: 200 | 201 | 204;
  /** Empty for 204. */
  body: string;
  headers: Record<string, string>;
}

/** A kept answer, with the request it answered. */
export interface KeptAnswer extends CartAnswer {
  fingerprint: string;
  /** The account that it was given to; absent in answers of before that was kept. */
  userId?: string | null;
}

export const REMOVED: CartAnswer = { status: 204, body: "", headers: {} };

export const cartAnswer = async (cart: Cart, status: 200 | 201): Promise<CartAnswer> => {
  const body = JSON.stringify(cart);
  const tag = { "Content-Type": "application/json", ETag: await entityTag(body, cart.version) };
  const headers = status === 201 ? { ...tag, Location: `/v1/carts/${cart.id}` } : tag;
  return { status, body, headers };
};
