import { asPlaced } from "#orders/timeline/fold.rules";
import type { Evidence } from "#tests/chaos/evidence";
import type { Taking } from "#tests/chaos/provider-books";
import { byOrder, invariant, sumBy } from "./invariant";

type Order = Evidence["orders"][number];
type Entry = Evidence["entries"][number];
type Payment = Evidence["ofPayments"]["payments"][number];

const takingsByOrder = ({ ofProviders }: Evidence) => byOrder(ofProviders.takings);

const sum = (takings: readonly Taking[], part: "amountCaptured" | "amountRefunded") =>
  takings.reduce((total, taking) => total + taking[part], 0);

const isManual = ({ provider }: Payment) => provider === "manual";

/** Returns what providers have taken and paid back for an order, and what staff have recorded. */
const booksOf = ({ ofPayments, ...evidence }: Evidence) => {
  const takings = takingsByOrder({ ofPayments, ...evidence });
  const recorded = byOrder(ofPayments.payments.filter(isManual));
  const add = (rows: readonly Payment[], part: "capturedMinor" | "refundedMinor") =>
    rows.reduce((total, row) => total + row[part], 0);
  return (orderId: string) => {
    const [own, manual] = [takings.get(orderId) ?? [], recorded.get(orderId) ?? []];
    return {
      captured: sum(own, "amountCaptured") + add(manual, "capturedMinor"),
      refunded: sum(own, "amountRefunded") + add(manual, "refundedMinor"),
    };
  };
};

/** Returns the sum of an order's refunds that failed. Their money stays with the shop. */
const failedMinor = (timeline: readonly Entry[]) =>
  timeline.reduce(
    (total, { type, data }) => total + (type === "refund_failed" ? data.amountMinor : 0),
    0,
  );

/** Returns the price of returned units that paid for others. Their lines stay in the total. */
const creditMinor = (timeline: readonly Entry[]) =>
  timeline.reduce(
    (total, { type, data }) => total + (type === "return_exchanged" ? data.creditMinor : 0),
    0,
  );

/** Returns what is kept of an order beyond its price, and what was paid back beyond its payments. */
const overTaken = (order: Order, timeline: readonly Entry[], books: ReturnType<typeof booksOf>) => {
  const { captured, refunded } = books(order.id);
  const price = order.status === "cancelled" ? 0 : order.totalMinor - creditMinor(timeline);
  const kept = captured - refunded - failedMinor(timeline);
  return [
    ...(kept > price ? [`${order.id}: ${kept} kept of ${price}`] : []),
    ...(refunded > captured ? [`${order.id}: ${refunded} refunded of ${captured}`] : []),
  ];
};

/** Returns the amount that each attempt of an order may take: that of its charge, or the price at the sale. */
const amountsOf = (order: Order, timeline: readonly Entry[]) => {
  const charges = new Map(
    timeline.flatMap(({ type, data }) =>
      type === "charge_requested" ? [[data.attempt, data.amountMinor] as const] : [],
    ),
  );
  const placedMinor = asPlaced(order, timeline).totalMinor;
  return (attempt: number) => charges.get(attempt) ?? placedMinor;
};

/** Returns the payments of an order that took more than their charge, or in another currency. */
const overCharged = (order: Order, timeline: readonly Entry[], payments: readonly Payment[]) => {
  const amountOf = amountsOf(order, timeline);
  return payments
    .filter(({ capturedMinor }) => capturedMinor > 0)
    .filter(
      ({ attempt, capturedMinor, currency }) =>
        capturedMinor > amountOf(attempt) || currency !== order.currency,
    )
    .map(({ id, capturedMinor }) => `${order.id}: ${capturedMinor} by ${id}`);
};

/** Returns the charge of each payment. */
const chargesByPayment = ({ ofPayments }: Evidence) =>
  new Map(ofPayments.payments.map(({ id, charge }) => [id, charge]));

const isOwed = ({ isOpen, isTaken, provider }: Taking) =>
  // Razorpay returns what a bank has approved and the shop never takes.
  isTaken || (isOpen && provider === "stripe");

/** Returns what the shop has recorded of a payment, without the provider's books. */
const ownSums = ({ ofPayments }: Evidence) => {
  const live = ofPayments.refunds.filter(({ state }) => state !== "failed");
  return sumBy(
    live,
    ({ paymentId }) => paymentId,
    ({ amountMinor }) => amountMinor,
  );
};

/** Returns the orders whose money staff wanted to record, and those for which the answer says that they did. */
const recordedByStaff = ({ exchanges }: Evidence) => {
  const orderIn = ({ path }: { path: string }) =>
    path.split("/").find((part) => part.startsWith("ord_")) ?? "";
  const asked = exchanges.filter(({ path }) => path.endsWith("/capture"));
  const done = asked.filter(({ answer }) => answer?.status === 200);
  return { asked: new Set(asked.map(orderIn)), done: new Set(done.map(orderIn)) };
};

export const MONEY = [
  invariant("I6", "Money is captured after the stock is committed", (evidence) => {
    const committedAt = new Map(
      evidence.transfers
        .filter(({ reason }) => reason === "commit")
        .map(({ reference, createdAt }) => [reference, createdAt]),
    );
    return evidence.ofProviders.captures.flatMap(({ orderId, ref, createdAt }) => {
      const at = committedAt.get(orderId) ?? Number.POSITIVE_INFINITY;
      return at <= Date.parse(createdAt) ? [] : [`${orderId} ${ref}`];
    });
  }),
  invariant(
    "I7",
    "No order keeps more than its price, and no payment takes more than its charge",
    (evidence) => {
      const timelines = byOrder(evidence.entries);
      const payments = byOrder(evidence.ofPayments.payments);
      const books = booksOf(evidence);
      return evidence.orders.flatMap((order) => {
        const timeline = timelines.get(order.id) ?? [];
        return [
          ...overTaken(order, timeline, books),
          ...overCharged(order, timeline, payments.get(order.id) ?? []),
        ];
      });
    },
  ),
  invariant("I8", "At most one payment of each charge holds or has taken money", (evidence) => {
    const chargeOf = chargesByPayment(evidence);
    const chargeIn = ({ orderId, paymentId }: Taking) =>
      `${orderId} charge ${chargeOf.get(paymentId) ?? "unknown"}`;
    return [...Map.groupBy(evidence.ofProviders.takings.filter(isOwed), chargeIn)]
      .filter(([charge, all]) => all.length > 1 || charge.endsWith("unknown"))
      .map(([charge]) => charge);
  }),
  invariant("Q6", "The providers' books agree with each order, to the cent", (evidence) => {
    const books = booksOf(evidence);
    return evidence.orders.flatMap(({ id, capturedMinor, refundedMinor }) => {
      const { captured, refunded } = books(id);
      return captured === capturedMinor && refunded === refundedMinor
        ? []
        : [`${id}: provider ${captured} − ${refunded}, order ${capturedMinor} − ${refundedMinor}`];
    });
  }),
  invariant("Q6p", "The shop's payments and refunds agree with the providers'", (evidence) => {
    const refunded = ownSums(evidence);
    const takings = new Map(evidence.ofProviders.takings.map((taking) => [taking.ref, taking]));
    return evidence.ofPayments.payments.flatMap((payment) => {
      const { id, providerRef, capturedMinor, refundedMinor } = payment;
      const taking = takings.get(providerRef ?? "");
      const own = [capturedMinor, refundedMinor];
      const books = isManual(payment)
        ? own
        : [taking?.amountCaptured ?? 0, taking?.amountRefunded ?? 0];
      const isSame = Bun.deepEquals(books, own) && refundedMinor === (refunded.get(id) ?? 0);
      return isSame
        ? []
        : [`${id}: provider ${books}, payment ${own}, refunds ${refunded.get(id)}`];
    });
  }),
  invariant("Q6m", "Money without a provider is what staff have recorded", (evidence) => {
    const { asked, done } = recordedByStaff(evidence);
    // A cancellation at the same time is answered 409, and pays the money back.
    return evidence.ofPayments.payments
      .filter((payment) => isManual(payment) && payment.charge === 1)
      .filter(({ orderId, capturedMinor }) =>
        capturedMinor > 0 ? !asked.has(orderId) : done.has(orderId),
      )
      .map(({ orderId, capturedMinor }) => `${orderId}: ${capturedMinor}`);
  }),
  invariant("Q7", "No money is held, and none was taken without a sale", (evidence) => {
    const captured = new Map(evidence.orders.map((order) => [order.id, order.capturedMinor]));
    const ended = new Set(
      evidence.ofPayments.payments
        .filter(({ state }) => state === "cancelled" || state === "failed")
        .map(({ id }) => id),
    );
    // Razorpay cannot release money: it returns what was not taken of a payment that has ended.
    const isStuck = ({ provider, isHeld, paymentId }: Taking) =>
      isHeld && !(provider === "razorpay" && ended.has(paymentId));
    return evidence.ofProviders.takings
      .filter((taking) => isStuck(taking) || (taking.isTaken && !captured.get(taking.orderId)))
      .map(({ ref, orderId }) => `${ref}: ${orderId}`);
  }),
];
