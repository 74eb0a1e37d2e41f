import type { Evidence, Intent } from "#tests/chaos/evidence";
import { invariant, sumBy } from "./invariant";

type Order = Evidence["orders"][number];

const HOLDS_MONEY = new Set(["requires_capture", "processing", "succeeded", "requires_action"]);

const intentsByOrder = ({ stripe }: Evidence) =>
  Map.groupBy(stripe.paymentIntents, ({ metadata }) => metadata.order_id ?? "");

const sum = (intents: readonly Intent[], part: "amountCaptured" | "amountRefunded") =>
  intents.reduce((total, intent) => total + intent[part], 0);

/** Returns what is wrong with the totals of an order, recomputed from its lines. */
const wrongTotals = ({ snapshot, totalMinor }: Order, { shippingRates }: Evidence) => {
  const { lines, totals, discounts, shippingOption } = snapshot;
  const add = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
  const subtotal = add(lines.map(({ subtotal: { amount } }) => amount));
  const discount = add(discounts.map(({ amount: { amount } }) => amount));
  const taxOnTop = totals.taxIncluded ? 0 : totals.tax.amount;
  const tax = add(lines.map((line) => line.tax.amount)) + (totals.shippingTax?.amount ?? 0);
  const rate = shippingRates.find(({ id }) => id === shippingOption.id);
  const checks: Record<string, [found: number, expected: number]> = {
    subtotal: [totals.subtotal.amount, subtotal],
    discount: [totals.discount.amount, discount],
    tax: [totals.tax.amount, tax],
    shipping: [totals.shipping.amount, rate?.amountMinor ?? totals.shipping.amount],
    total: [totals.total.amount, subtotal - discount + totals.shipping.amount + taxOnTop],
    "total of the row": [totalMinor, totals.total.amount],
  };
  return Object.entries(checks)
    .filter(([, [found, expected]]) => found !== expected)
    .map(([what, [found, expected]]) => `${what} ${found}, not ${expected}`);
};

const wrongPrices = ({ snapshot, currency }: Order, { ofCatalog }: Evidence) =>
  snapshot.lines
    .filter(({ variantId, unitPrice, quantity, subtotal, discount, total }) => {
      const price = ofCatalog.prices.find(
        (row) => row.variantId === variantId && row.currency === currency,
      );
      return (
        unitPrice.amount !== price?.amountMinor ||
        subtotal.amount !== unitPrice.amount * quantity ||
        total.amount !== subtotal.amount - discount.amount
      );
    })
    .map(({ id }) => `price of ${id}`);

const overTaken = (order: Order, intents: readonly Intent[]) => {
  const captured = sum(intents, "amountCaptured");
  const refunded = sum(intents, "amountRefunded");
  const foreign = intents.some(({ currency }) => currency.toUpperCase() !== order.currency);
  return [
    ...(captured > order.totalMinor
      ? [`${order.id}: ${captured} taken of ${order.totalMinor}`]
      : []),
    ...(refunded > captured ? [`${order.id}: ${refunded} refunded of ${captured}`] : []),
    ...(foreign ? [`${order.id}: another currency`] : []),
  ];
};

export const MONEY = [
  invariant("I6", "Money is captured after the stock is committed", ({ transfers, stripe }) => {
    const orderOf = new Map(
      stripe.paymentIntents.map(({ id, metadata }) => [id, metadata.order_id ?? ""]),
    );
    const committedAt = new Map(
      transfers
        .filter(({ reason }) => reason === "commit")
        .map(({ reference, createdAt }) => [reference, createdAt]),
    );
    return stripe.captures.flatMap(({ paymentIntent, createdAt }) => {
      const orderId = orderOf.get(paymentIntent) ?? "";
      const at = committedAt.get(orderId) ?? Number.POSITIVE_INFINITY;
      return at <= Date.parse(createdAt) ? [] : [`${orderId} ${paymentIntent}`];
    });
  }),
  invariant(
    "I7",
    "No order is charged above its total, or refunded above its charge",
    (evidence) => {
      const intents = intentsByOrder(evidence);
      return evidence.orders.flatMap((order) => overTaken(order, intents.get(order.id) ?? []));
    },
  ),
  invariant("I8", "At most one payment of an order holds or has taken money", (evidence) =>
    [...intentsByOrder(evidence)]
      .filter(([, all]) => all.filter(({ status }) => HOLDS_MONEY.has(status)).length > 1)
      .map(([orderId]) => orderId),
  ),
  invariant("I9", "Every total follows from its lines at the catalog's prices", (evidence) =>
    evidence.orders.flatMap((order) =>
      [...wrongTotals(order, evidence), ...wrongPrices(order, evidence)].map(
        (what) => `${order.id}: ${what}`,
      ),
    ),
  ),
  invariant("Q6", "The provider's books agree with each order, to the cent", (evidence) => {
    const intents = intentsByOrder(evidence);
    return evidence.orders.flatMap(({ id, capturedMinor, refundedMinor }) => {
      const all = intents.get(id) ?? [];
      const [captured, refunded] = [sum(all, "amountCaptured"), sum(all, "amountRefunded")];
      return captured === capturedMinor && refunded === refundedMinor
        ? []
        : [`${id}: provider ${captured} − ${refunded}, order ${capturedMinor} − ${refundedMinor}`];
    });
  }),
  invariant("Q6p", "The shop's payments and refunds agree with the provider's", (evidence) => {
    const { ofPayments, stripe } = evidence;
    const live = ofPayments.refunds.filter(({ state }) => state !== "failed");
    const refunded = sumBy(
      live,
      ({ paymentId }) => paymentId,
      ({ amountMinor }) => amountMinor,
    );
    const intents = new Map(stripe.paymentIntents.map((intent) => [intent.id, intent]));
    return ofPayments.payments.flatMap(({ id, providerRef, capturedMinor, refundedMinor }) => {
      const intent = intents.get(providerRef ?? "");
      const books = [intent?.amountCaptured ?? 0, intent?.amountRefunded ?? 0];
      const own = [capturedMinor, refundedMinor];
      const isSame = Bun.deepEquals(books, own) && refundedMinor === (refunded.get(id) ?? 0);
      return isSame
        ? []
        : [`${id}: provider ${books}, payment ${own}, refunds ${refunded.get(id)}`];
    });
  }),
  invariant("Q7", "No money is held, and none was taken without a sale", (evidence) => {
    const captured = new Map(evidence.orders.map((order) => [order.id, order.capturedMinor]));
    return evidence.stripe.paymentIntents
      .filter(
        ({ status, metadata }) =>
          status === "requires_capture" ||
          (status === "succeeded" && !captured.get(metadata.order_id ?? "")),
      )
      .map(({ id, status, metadata }) => `${id} ${status}: ${metadata.order_id}`);
  }),
];
