import type { Cart } from "#contract/cart";
import { entityTag } from "#kernel/routes/etag";

/** An answer as it is sent and stored for replay, with its exact body. */
export interface CartAnswer {
  status: 200 | 201 | 204;
  /** Empty for 204. */
  body: string;
  headers: Record<string, string>;
}

/** An answer with the request that it belongs to. */
export interface StoredAnswer extends CartAnswer {
  fingerprint: string;
  /** The account that received it. Answers that were stored by earlier releases lack it. */
  userId?: string | null;
}

/** An answer, and whether it is a replay. */
export interface ReplayableCartAnswer extends CartAnswer {
  replayed: boolean;
}

export const REMOVED: CartAnswer = { status: 204, body: "", headers: {} };

export const cartAnswer = async (cart: Cart, status: 200 | 201): Promise<CartAnswer> => {
  const body = JSON.stringify(cart);
  const tag = { "Content-Type": "application/json", ETag: await entityTag(body, cart.version) };
  const headers = status === 201 ? { ...tag, Location: `/v1/carts/${cart.id}` } : tag;
  return { status, body, headers };
};
