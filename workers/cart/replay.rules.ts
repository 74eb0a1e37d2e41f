import type { Cart } from "#contract/cart";
import { entityTag } from "#kernel/routes/etag";

/** An HTTP answer with its exact body, as it is sent and stored for replay. */
export interface CartAnswer {
  status: 200 | 201 | 204;
  /** The exact text of the body; empty for 204. */
  body: string;
  headers: Record<string, string>;
}

/** A stored answer with the fingerprint of its request's body and the account that received it. */
export interface StoredAnswer extends CartAnswer {
  fingerprint: string;
  /**
   * The account that received the answer; null for a guest. Answers that earlier releases stored lack this
   * field.
   */
  userId?: string | null;
}

/** An HTTP answer, and whether it is a replay. */
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
