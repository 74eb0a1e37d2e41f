import type { PriceTier } from "#contract/catalog";
import type { Address } from "#kernel/address/address";
import type { Money } from "#kernel/money";

/**
 * The keys, and with them the schema.
 *
 * | key                   | type   | lives                      | value                                             |
 * |-----------------------|--------|----------------------------|---------------------------------------------------|
 * | `cart:<id>`           | hash   | 30 d after its last change | one cart, see below                               |
 * | `cart:<id>:a:<digest>`| string | 7 d                        | StoredAnswer as JSON, by Idempotency-Key          |
 * | `cart:<id>:answers`   | zset   | 7 d after its last change  | digests of the stored answers, by their second    |
 * | `carts:<user>`        | zset   | 30 d after its last change | ids of carts, by the second of their last change  |
 * | `gone:<user>`         | string | 1 h                        | marks an erased account, see privacy.store.ts     |
 *
 * | field of a cart                   | value                                                            |
 * |-----------------------------------|------------------------------------------------------------------|
 * | `version`                         | grows with each change that the shopper sees                     |
 * | `status`                          | `open`, `placing`, `completed`                                   |
 * | `currency` `country`              | country only if the shopper has set it                           |
 * | `user`                            | the owner; absent while only guests have changed the cart        |
 * | `email` `note` `shippingOptionId` | text; absent when not given                                      |
 * | `sms`                             | `true` if the buyer agrees to SMS; else absent or `false`        |
 * | `shippingAddress` `billingAddress`| JSON of an Address; absent when not given                        |
 * | `q:<lineId>`                      | quantity                                                         |
 * | `l:<lineId>`                      | JSON of LineContent, which no script reads                       |
 * | `lines`                           | number of lines                                                  |
 * | `touched`                         | second of the last change, by the clock of Redis                 |
 * | `mutations`                       | `<id>:<fingerprint prefix> ` of the last 64 mutations            |
 * | `placingKey` `placingSince`       | while placing: digest of the order's key, second of the freeze   |
 * | `orderId`                         | the order that the cart waits for or has become                  |
 * | `tried`                           | `<digest> ` of the last 8 keys under which orders were placed    |
 * | `declines` `pausedUntil`          | declined payments, and the second at which the pause ends        |
 */

/** The prefix of every cart's Redis key. */
export const CART_PREFIX = "cart:";

export const cartKey = (cartId: string) => `${CART_PREFIX}${cartId}`;
/** Returns the Redis key of the stored answer to one mutation. */
export const answerKey = (cartId: string, mutationId: string) =>
  `${cartKey(cartId)}:a:${mutationId}`;
/** Returns the Redis key of the list of a cart's stored answers. */
export const answersKey = (cartId: string) => `${cartKey(cartId)}:answers`;
/** Returns the Redis key of the list of an account's carts. */
export const accountKey = (userId: string) => `carts:${userId}`;
/** Returns the Redis key that marks an erased account. */
export const erasedKey = (userId: string) => `gone:${userId}`;

/** How long a cart is stored after its last change. */
export const CART_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * How long a cart is stored that was created and never changed. This is shorter, because floods of requests
 * mostly create such carts.
 */
export const NEW_CART_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * How long a cart stays frozen if the request that froze it does not finish: a minute without an order.
 * With an order the cart stays frozen until the order's outcome; the order's reservations expire within
 * half an hour.
 */
export const PLACING_LAPSES_SECONDS = 60;
export const PLACING_LAPSES_WITH_ORDER_SECONDS = 60 * 60;

/** A variant as the shopper saw it when adding its line. */
export interface SeenVariant {
  productId: string;
  slug: string;
  title: string;
  /** The variant's options; missing in lines that earlier releases stored. */
  options?: Record<string, string>;
  price: Money;
  /** Lower prices of more units; missing if there were none. */
  tiers?: PriceTier[];
  /** What the bundle contained; missing for all others. */
  parts?: { variantId: string; quantity: number }[];
}

export interface LineContent {
  variantId: string;
  properties: Record<string, string>;
  /** When the line was added, by which the lines are sorted. */
  addedAtMs: number;
  seen: SeenVariant;
}

export interface StoredLine extends LineContent {
  id: string;
  quantity: number;
}

/** A new line as Redis stores it. */
export type NewStoredLine = { id: string; quantity: number } & LineContent;

/**
 * A cart as the shopper made it. Its prices are only for messages about price changes; totals use current
 * prices.
 */
export interface StoredCart {
  id: string;
  version: number;
  status: "open" | "placing" | "completed";
  /** The account that owns the cart; null while only guests have changed it. */
  userId: string | null;
  currency: string;
  country: string | null;
  email: string | null;
  note: string | null;
  /** Whether the buyer agrees to SMS to the phone of the shipping address. */
  sms: boolean;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingOptionId: string | null;
  lines: StoredLine[];
  touchedAtSeconds: number;
  placingSinceSeconds: number;
  orderId: string | null;
}

const byAge = (a: StoredLine, b: StoredLine) => a.addedAtMs - b.addedAtMs || (a.id < b.id ? -1 : 1);

const linesIn = (fields: Map<string, string>): StoredLine[] => {
  const lines: StoredLine[] = [];
  for (const [field, text] of fields) {
    if (!field.startsWith("l:")) continue;
    const id = field.slice(2);
    const content = JSON.parse(text) as LineContent;
    lines.push({ id, quantity: Number(fields.get(`q:${id}`)), ...content });
  }
  return lines.sort(byAge);
};

/** Decodes the fields and values of a cart's Redis hash. */
export const decodeCart = (id: string, flat: readonly string[]): StoredCart => {
  const fields = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) fields.set(String(flat[i]), String(flat[i + 1]));
  const text = (field: string) => fields.get(field) ?? null;
  const address = (field: string) => {
    const json = fields.get(field);
    return json === undefined ? null : (JSON.parse(json) as Address);
  };
  return {
    id,
    version: Number(text("version")),
    status: text("status") as StoredCart["status"],
    userId: text("user"),
    currency: text("currency") ?? "",
    country: text("country"),
    email: text("email"),
    note: text("note"),
    sms: text("sms") === "true",
    shippingAddress: address("shippingAddress"),
    billingAddress: address("billingAddress"),
    shippingOptionId: text("shippingOptionId"),
    lines: linesIn(fields),
    touchedAtSeconds: Number(text("touched")),
    placingSinceSeconds: Number(text("placingSince") ?? 0),
    orderId: text("orderId"),
  };
};

/** Returns the current status of a cart. A freeze that has lapsed counts as open. */
export const statusAt = (cart: StoredCart, nowMs: number): StoredCart["status"] => {
  if (cart.status !== "placing") return cart.status;
  const lapsesAfter = cart.orderId ? PLACING_LAPSES_WITH_ORDER_SECONDS : PLACING_LAPSES_SECONDS;
  const frozenSeconds = Math.floor(nowMs / 1000) - cart.placingSinceSeconds;
  return frozenSeconds > lapsesAfter ? "open" : "placing";
};
