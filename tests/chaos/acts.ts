import { oneOf, type Random } from "#cloud/random";
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
  /** Completes or fails 3-D Secure at the bank, and refunds in the provider's console. */
  bank: {
    authenticate(order: Json, outcome: "success" | "failure"): Promise<void>;
    refund(orderId: string, amount: number): Promise<void>;
  };
}

const CONFIRM_MAX_MS = 4_000;
const WAIT_MS = 2_500;

const newKey = (random: Random) =>
  Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join("-");

/** Sends a buyer's keyed request about the order, with the guest's token. */
const asBuyer = ({ buyer, order, random }: Sale, path: string, body: object) =>
  buyer("POST", `/v1/orders/${order.id}${path}`, {
    body,
    key: newKey(random),
    headers: { "bodega-order-token": order.accessToken },
  });

const read = ({ buyer, order }: Sale) =>
  buyer("GET", `/v1/orders/${order.id}`, {
    headers: { "bodega-order-token": order.accessToken },
  });

const asStaff = (sale: Sale, who: 0 | 1, path: string, body: object) =>
  sale.staff[who]("POST", `/v1/admin/orders/${sale.order.id}${path}`, {
    body,
    key: newKey(sale.random),
  });

const oneUnit = ({ order }: Sale) => [{ lineId: order.lines[0].id, quantity: 1 }];
/** Returns a part of the order's total that can be charged in its currency. */
const partOf = ({ order: { totals, currency }, random }: Sale) => {
  const part = roundToStep(random() * totals.total.amount * 0.6, currency);
  return { amount: Math.max(stepMinor(currency), part), currency };
};
const CARRIERS = ["dhl", "ups", "a neighbour"];
/** Returns the tracking of a parcel; nothing if the buyer collects the order. */
const tracking = ({ order, random }: Sale) =>
  order.shippingOption.pickup
    ? {}
    : { carrier: oneOf(CARRIERS, random), trackingNumber: `T${Math.floor(random() * 1e9)}` };
const restocks = (random: Random) => random() < 0.5;

const changeTracking = async (sale: Sale) => {
  const { staff, random } = sale;
  const current = await read(sale);
  const shipment = current?.body?.shipments?.[0];
  if (!shipment) return;
  await staff[1]("PATCH", `/v1/admin/shipments/${shipment.id}`, {
    body: tracking(sale),
    key: newKey(random),
  });
};

const payBy = (sale: Sale, token: string) => asBuyer(sale, "/payments", { method: "card", token });

/** The buyer's latest return, as the buyer reads it. */
const returnOf = async (sale: Sale): Promise<Json | undefined> =>
  (await read(sale))?.body?.returns?.at(-1);

const decide = async (sale: Sale, who: 0 | 1, decision: string, body?: object) => {
  const found = await returnOf(sale);
  if (!found) return;
  await sale.staff[who]("POST", `/v1/admin/returns/${found.id}/${decision}`, {
    ...(body ? { body } : {}),
    key: newKey(sale.random),
  });
};

const receive = (sale: Sale, who: 0 | 1) =>
  decide(sale, who, "receive", {
    lines: oneUnit(sale).map((line) => ({
      ...line,
      disposition: restocks(sale.random) ? "restock" : "write_off",
    })),
  });

/**
 * What actors do with an order. A new endpoint is a new line here, and a place in a story. An act checks
 * nothing: the invariants read the journal and the books afterwards.
 */
export const ACTS = {
  reads: read,
  asksAgain: ({ place }) => place(),
  asksAgainTwice: ({ place }) => Promise.all([place(), place()]),
  waits: async (sale) => {
    await Bun.sleep(WAIT_MS);
    return read(sale);
  },
  confirmsLate: async ({ bank, order, random }) => {
    await Bun.sleep(random() * CONFIRM_MAX_MS);
    await bank.authenticate(order, "success");
  },
  failsChallenge: ({ bank, order }) => bank.authenticate(order, "failure"),
  confirmsAndCancels: (sale) =>
    Promise.all([sale.bank.authenticate(sale.order, "success"), asBuyer(sale, "/cancel", {})]),
  cancels: (sale) => asBuyer(sale, "/cancel", {}),
  cancelsUnit: (sale) => asBuyer(sale, "/cancel", { lines: oneUnit(sale) }),
  paysAgain: (sale) => payBy(sale, "pm_card_mastercard"),
  paysDeclined: (sale) => payBy(sale, "pm_card_visa_chargeDeclinedLostCard"),
  paysChallenged: (sale) => payBy(sale, "pm_card_threeDSecure2Required"),
  paysTwice: (sale) =>
    Promise.all([payBy(sale, "pm_card_mastercard"), payBy(sale, "pm_card_amex")]),
  confirmsAndPays: (sale) =>
    Promise.all([sale.bank.authenticate(sale.order, "success"), payBy(sale, "pm_card_mastercard")]),
  paysAndCancels: (sale) =>
    Promise.all([payBy(sale, "pm_card_mastercard"), asBuyer(sale, "/cancel", {})]),
  captures: (sale) => asStaff(sale, 0, "/capture", {}),
  capturesAndCancels: (sale) =>
    Promise.all([asStaff(sale, 0, "/capture", {}), asBuyer(sale, "/cancel", {})]),
  ships: (sale) => asStaff(sale, 0, "/shipments", tracking(sale)),
  shipsUnit: (sale) => asStaff(sale, 0, "/shipments", { lines: oneUnit(sale) }),
  delivers: (sale) => asStaff(sale, 1, "/deliver", {}),
  changesTracking: changeTracking,
  refundsAmount: (sale) => asStaff(sale, 0, "/refunds", { amount: partOf(sale) }),
  refundsUnit: (sale) =>
    asStaff(sale, 1, "/refunds", {
      lines: oneUnit(sale).map((line) => ({ ...line, restock: restocks(sale.random) })),
    }),
  refundsShipping: (sale) => asStaff(sale, 0, "/refunds", { shipping: true }),
  refundsInConsole: (sale) => sale.bank.refund(sale.order.id, partOf(sale).amount),
  staffCancels: (sale) => asStaff(sale, 0, "/cancel", { reason: "out_of_stock" }),
  twoRefund: (sale) =>
    Promise.all([
      asStaff(sale, 0, "/refunds", { amount: partOf(sale) }),
      asStaff(sale, 1, "/refunds", { amount: partOf(sale) }),
    ]),
  twoShip: (sale) =>
    Promise.all([asStaff(sale, 0, "/shipments", {}), asStaff(sale, 1, "/shipments", {})]),
  shipsAndCancels: (sale) =>
    Promise.all([asStaff(sale, 0, "/shipments", {}), asBuyer(sale, "/cancel", {})]),
  asksReturn: (sale) =>
    asBuyer(sale, "/returns", {
      lines: oneUnit(sale).map((line) => ({ ...line, reason: "damaged" })),
      resolution: "refund",
    }),
  asksExchange: (sale) =>
    asBuyer(sale, "/returns", {
      lines: oneUnit(sale).map((line) => ({ ...line, reason: "wrong_item" })),
      resolution: "exchange",
      exchangeFor: [{ variantId: sale.order.lines[0].variantId, quantity: 1 }],
    }),
  approvesReturn: (sale) => decide(sale, 0, "approve"),
  rejectsReturn: (sale) => decide(sale, 1, "reject", {}),
  receivesReturn: (sale) => receive(sale, 0),
  twoReceive: (sale) => Promise.all([receive(sale, 0), receive(sale, 1)]),
} satisfies Record<string, (sale: Sale) => Promise<unknown>>;
export type ActName = keyof typeof ACTS;
