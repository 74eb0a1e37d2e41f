import type { Random } from "#cloud/random";
import { roundToStep, stepMinor } from "#kernel/money";
import type { Json } from "#tests/system";
import type { Answered, Asking } from "./client";

/** An order that its buyer knows, and the actors around it. */
export interface Sale {
  order: Json;
  /** The request that placed the order, which the buyer may send again. */
  place(): Promise<Answered | null>;
  buyer: Asking;
  /** Two members of staff. */
  staff: readonly [Asking, Asking];
  random: Random;
  /** What buyers do at their bank, and staff in the console of a provider. */
  bank: {
    /** Completes or fails the step that a payment waits for: 3-D Secure, or a hosted checkout. */
    authenticate(payment: Json, outcome: "success" | "failure"): Promise<void>;
    refund(order: Json, amount: number): Promise<void>;
    /** Answers STOP to the SMS about an order. */
    stopSms(order: Json): Promise<void>;
  };
  /** The ids of the variants on sale; the first ones are scarce. */
  variants: readonly string[];
  /** The units of each other variant at a location when the run begins. */
  shelfUnits: number;
}

export const newKey = (random: Random) =>
  Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join("-");

/** A guest reads an order by its token; an account reads its own. */
const guestHeaders = ({ accessToken }: Json): Record<string, string> =>
  accessToken ? { "bodega-order-token": accessToken } : {};

/** Sends a buyer's keyed request about the order. */
export const asBuyer = ({ buyer, order, random }: Sale, path: string, body: object) =>
  buyer("POST", `/v1/orders/${order.id}${path}`, {
    body,
    key: newKey(random),
    headers: guestHeaders(order),
  });

export const read = ({ buyer, order }: Sale) =>
  buyer("GET", `/v1/orders/${order.id}`, { headers: guestHeaders(order) });

export const asStaff = (sale: Sale, who: 0 | 1, path: string, body: object) =>
  sale.staff[who]("POST", `/v1/admin/orders/${sale.order.id}${path}`, {
    body,
    key: newKey(sale.random),
  });

export const oneUnit = ({ order }: Sale) => [{ lineId: order.lines[0].id, quantity: 1 }];

/** Returns a part of the order's total that can be charged in its currency. */
export const partOf = ({ order: { totals, currency }, random }: Sale) => {
  const part = roundToStep(random() * totals.total.amount * 0.6, currency);
  return { amount: Math.max(stepMinor(currency), part), currency };
};

/** Pays the order, or what is due after an edit, by a card. */
export const payBy = (sale: Sale, token: string) =>
  asBuyer(sale, "/payments", { method: "card", token });
