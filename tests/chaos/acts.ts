import { oneOf, type Random } from "#cloud/random";
import type { Json } from "#tests/system";
import { EDIT_ACTS } from "./edit.acts";
import { asBuyer, asStaff, newKey, oneUnit, partOf, payBy, read, type Sale } from "./sale";
import { STOCK_ACTS } from "./stock.acts";

const CONFIRM_MAX_MS = 4_000;
const WAIT_MS = 2_500;

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
    await bank.authenticate(order.payment, "success");
  },
  failsChallenge: ({ bank, order }) => bank.authenticate(order.payment, "failure"),
  confirmsAndCancels: (sale) =>
    Promise.all([
      sale.bank.authenticate(sale.order.payment, "success"),
      asBuyer(sale, "/cancel", {}),
    ]),
  cancels: (sale) => asBuyer(sale, "/cancel", {}),
  cancelsUnit: (sale) => asBuyer(sale, "/cancel", { lines: oneUnit(sale) }),
  paysAgain: (sale) => payBy(sale, "pm_card_mastercard"),
  paysDeclined: (sale) => payBy(sale, "pm_card_visa_chargeDeclinedLostCard"),
  paysChallenged: (sale) => payBy(sale, "pm_card_threeDSecure2Required"),
  paysTwice: (sale) =>
    Promise.all([payBy(sale, "pm_card_mastercard"), payBy(sale, "pm_card_amex")]),
  confirmsAndPays: (sale) =>
    Promise.all([
      sale.bank.authenticate(sale.order.payment, "success"),
      payBy(sale, "pm_card_mastercard"),
    ]),
  paysAndCancels: (sale) =>
    Promise.all([payBy(sale, "pm_card_mastercard"), asBuyer(sale, "/cancel", {})]),
  captures: (sale) => asStaff(sale, 0, "/capture", {}),
  capturesPart: (sale) => asStaff(sale, 1, "/capture", { amount: partOf(sale) }),
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
  refundsInConsole: (sale) => sale.bank.refund(sale.order, partOf(sale).amount),
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
      lines: oneUnit(sale).map((line) => ({ ...line, reason: "damaged" })),
      resolution: "exchange",
      exchangeFor: [{ variantId: oneOf(sale.variants, sale.random), quantity: 1 }],
    }),
  approvesReturn: (sale) => decide(sale, 0, "approve"),
  rejectsReturn: (sale) => decide(sale, 1, "reject", {}),
  receivesReturn: (sale) => receive(sale, 0),
  stopsSms: ({ bank, order }) => bank.stopSms(order),
  twoCapture: (sale) =>
    Promise.all([asStaff(sale, 0, "/capture", {}), asStaff(sale, 1, "/capture", {})]),
  ...EDIT_ACTS,
  ...STOCK_ACTS,
  twoReceive: (sale) => Promise.all([receive(sale, 0), receive(sale, 1)]),
} satisfies Record<string, (sale: Sale) => Promise<unknown>>;
export type ActName = keyof typeof ACTS;
