import { mayMove } from "#orders/order/status.rules";
import { asPlaced, foldTimeline } from "#orders/timeline/fold.rules";
import { CURRENCIES } from "#tests/chaos/currencies";
import type { Evidence } from "#tests/chaos/evidence";
import { byOrder, confirmedIds, invariant, repeated } from "./invariant";

/** Entries that an order has at most once. */
const ONCE = new Set(["placed", "confirmed", "cancelled", "payment_voided"]);

/** Returns what identifies an entry that must not occur twice; undefined for other entries. */
const onceKey = ({ type, data }: Evidence["entries"][number]) => {
  if (ONCE.has(type)) return type;
  const id = ["refundId", "shipmentId", "returnId", "paymentId", "editId", "attempt"]
    .map((name) => Object(data)[name])
    .find(Boolean);
  return id && type !== "tracking_changed" ? `${type} ${id}` : undefined;
};

/** Returns the statuses of an order after each entry, with the number of edits before, without repetitions. */
const statusPath = (
  order: Evidence["orders"][number],
  timeline: readonly Evidence["entries"][number][],
) => {
  const placed = { ...order, ...asPlaced(order, timeline) };
  const statuses = timeline.map((_, index) => {
    const entries = timeline.slice(0, index + 1);
    const { status } = foldTimeline(placed, entries);
    return { status, edits: entries.filter(({ type }) => type === "edited").length };
  });
  return statuses.filter(({ status }, index) => status !== statuses[index - 1]?.status);
};

/** The share of orders that a run must confirm; otherwise its other findings mean little. */
const CONFIRMED_SHARE = 0.4;

/** The number of planned orders from which on every currency must occur. */
const CURRENCY_ORDERS_MIN = 30;

/** The number of planned orders from which on every story occurs. */
const ACTS_ORDERS_MIN = 200;

/** Returns what no actor of a run has done, although a story says so. */
const unused = ({ entries, ofProviders, ofPayments, relocations, sms, transfers }: Evidence) => {
  const has = (type: Evidence["entries"][number]["type"]) =>
    entries.some((entry) => entry.type === type);
  const taken = ofPayments.payments.filter(({ capturedMinor }) => capturedMinor > 0);
  const used: Record<string, boolean> = {
    "edits of orders": has("edited"),
    "differences of edits that were paid": taken.some(({ charge }) => charge > 1),
    "differences by a saved card": taken.some(({ offSession }) => offSession),
    "orders that were collected": has("picked_up"),
    "returns that were refunded": has("return_refunded"),
    "returns that were exchanged": has("return_exchanged"),
    "payments at Razorpay": ofProviders.takings.some(
      ({ provider, isTaken }) => provider === "razorpay" && isTaken,
    ),
    "payments that staff recorded": taken.some(({ provider }) => provider === "manual"),
    SMS: sms.length > 0,
    relocations: relocations.length > 0,
    "counts of stock": transfers.some(({ id }) => id.startsWith("cnt_")),
  };
  return Object.keys(used).filter((name) => !used[name]);
};

export const ORDERS = [
  invariant("load", "Enough buyers bought", (evidence) => {
    const { size } = confirmedIds(evidence);
    return size >= evidence.planned * CONFIRMED_SHARE
      ? []
      : [`${size} of ${evidence.planned} orders were confirmed`];
  }),
  invariant("cur", "Buyers paid in every currency", ({ orders, planned }) => {
    const paid = new Set(orders.filter((row) => row.capturedMinor > 0).map((row) => row.currency));
    const missing = Object.keys(CURRENCIES).filter((currency) => !paid.has(currency));
    return planned < CURRENCY_ORDERS_MIN ? [] : missing;
  }),
  invariant("acts", "Buyers and staff used every part of the shop", (evidence) =>
    evidence.planned < ACTS_ORDERS_MIN ? [] : unused(evidence),
  ),
  invariant("rest", "The shop is at rest a minute after the faults", ({ rest: { left, open } }) =>
    [...Object.entries(left), ...Object.entries(open)].map(([what, count]) => `${count} ${what}`),
  ),
  invariant(
    "I11",
    "Each order went a way that its statuses allow, and left none twice",
    (evidence) => {
      const timelines = byOrder(evidence.entries);
      return evidence.orders.flatMap((order) => {
        const timeline = timelines.get(order.id) ?? [];
        const path = statusPath(order, timeline);
        const isAllowed = path.every(({ status }, index) => {
          const from = path[index - 1];
          return from === undefined || mayMove(from.status, status);
        });
        // The edit of an exchange lets an order be confirmed, shipped and delivered again.
        const names = path.map(({ status, edits }) => `${status} ${edits}`);
        const isNumbered = timeline.every(({ sequence }, index) => sequence === index + 1);
        return isAllowed && isNumbered && repeated(names).length === 0
          ? []
          : [`${order.id}: ${names.join(" → ")}`];
      });
    },
  ),
  invariant("I11f", "Each order's row is the fold of its timeline", (evidence) => {
    const timelines = byOrder(evidence.entries);
    return evidence.orders.flatMap((order) => {
      const timeline = timelines.get(order.id) ?? [];
      const computed = foldTimeline(order, timeline);
      const names = Object.keys(computed) as (keyof typeof computed)[];
      const wrong = names.filter((name) => !Bun.deepEquals(computed[name], order[name]));
      if (order.sequence !== timeline.length) return [`${order.id}: sequence`];
      return wrong.map((name) => `${order.id}: ${name}`);
    });
  }),
  invariant("Q4", "Every order has ended or waits for its shipment", ({ orders }) =>
    orders
      .filter(
        ({ status, paymentStatus, openCharge }) =>
          ["pending", "payment_requested"].includes(status) ||
          paymentStatus === "authorized" ||
          openCharge !== null,
      )
      .map(({ id, status, paymentStatus }) => `${id}: ${status}, ${paymentStatus}`),
  ),
  invariant("Q10", "Each event had its effect once", ({ entries }) =>
    [...byOrder(entries)].flatMap(([orderId, timeline]) =>
      repeated(timeline.map(onceKey).filter((key) => key !== undefined)).map(
        (key) => `${orderId}: ${key}`,
      ),
    ),
  ),
];
