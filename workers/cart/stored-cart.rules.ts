import type { Address } from "#kernel/address";
import type { Money } from "#kernel/money";

/** How long a cart lives after its last change. */
export const CART_TTL_MS = 30 * 24 * 60 * 60 * 1000;

/** How long a cart lives that was made and never changed: most of what a flood makes is that. */
export const NEW_CART_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * A placement that died before an order came of it holds its cart only so long. Once an order is
 * known, the cart waits for what becomes of it: its reservation ends within half an hour.
 */
export const PLACING_LAPSES_SECONDS = 60;
export const PLACING_LAPSES_WITH_ORDER_SECONDS = 60 * 60;

/** A variant as it was when its line was put in. */
export interface SeenVariant {
  productId: string;
  slug: string;
  title: string;
  /** Absent in lines stored before options were remembered. */
  options?: Record<string, string>;
  price: Money;
}

/** What the shopper put in, and how it looked then. */
export interface LineContent {
  variantId: string;
  properties: Record<string, string>;
  /** Orders the lines. */
  addedAtMs: number;
  seen: SeenVariant;
}

export interface StoredLine extends LineContent {
  id: string;
  quantity: number;
}

/** A cart as its shopper made it. It holds no price that counts: those are read afresh each time. */
export interface StoredCart {
  id: string;
  version: number;
  status: "open" | "placing" | "completed";
  /** The account whose it is; null while only guests have changed it. */
  userId: string | null;
  currency: string;
  country: string | null;
  email: string | null;
  note: string | null;
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

/** A cart out of the fields of its hash; see the table in store.ts. */
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
    shippingAddress: address("shippingAddress"),
    billingAddress: address("billingAddress"),
    shippingOptionId: text("shippingOptionId"),
    lines: linesIn(fields),
    touchedAtSeconds: Number(text("touched")),
    placingSinceSeconds: Number(text("placingSince") ?? 0),
    orderId: text("orderId"),
  };
};

/** Its status by now: a placement that has lapsed holds it no longer, whoever comes next. */
export const statusAt = (cart: StoredCart, nowMs: number): StoredCart["status"] => {
  if (cart.status !== "placing") return cart.status;
  const lapsesAfter = cart.orderId ? PLACING_LAPSES_WITH_ORDER_SECONDS : PLACING_LAPSES_SECONDS;
  const heldSeconds = Math.floor(nowMs / 1000) - cart.placingSinceSeconds;
  return heldSeconds > lapsesAfter ? "open" : "placing";
};
