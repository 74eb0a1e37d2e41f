import type { OrderRow } from "#orders/order/order.rules";
import type { EntryData, EntryOf } from "#orders/timeline/entries.rules";

type Paid = Pick<OrderRow, "attempt" | "capturedMinor" | "afterSale">;

interface PaymentLeft {
  attempt: number;
  /** What is captured and neither refunded nor reserved by a refund. */
  leftMinor: number;
}

/** Returns the attempt whose payment a refund pays back. */
export const attemptOfRefund = ({ attempt, afterSale }: Paid, refundId: string) =>
  afterSale?.refundAttempts?.[refundId] ?? attempt;

/** Returns what is left of each captured payment of an order, oldest first. */
const paymentsLeft = (row: Paid): PaymentLeft[] => {
  const later = (row.afterSale?.charges ?? []).filter(({ status }) => status === "paid");
  const laterMinor = later.reduce((sum, { capturedMinor }) => sum + capturedMinor, 0);
  const live = (row.afterSale?.refunds ?? []).filter(({ status }) => status !== "failed");
  const backMinor = (attempt: number) =>
    live
      .filter(({ id }) => attemptOfRefund(row, id) === attempt)
      .reduce((sum, { amount }) => sum + amount.amount, 0);
  return [{ attempt: row.attempt, capturedMinor: row.capturedMinor - laterMinor }, ...later].map(
    ({ attempt, capturedMinor }) => ({ attempt, leftMinor: capturedMinor - backMinor(attempt) }),
  );
};

/** Returns the id of a part of a refund. It is derived, so that a repeated refund has the same parts. */
const partId = (refundId: string, index: number) =>
  index === 0 ? refundId : `${refundId}p${index}`;

/**
 * Splits a refund over the captured payments of an order, oldest first: each part goes back by its own payment,
 * as a refund of its own. The first one names the units.
 */
export const splitRefund = (
  row: Paid,
  data: EntryData["refund_requested"],
): EntryOf<"refund_requested">[] => {
  const parts: EntryOf<"refund_requested">[] = [];
  let restMinor = data.amountMinor;
  for (const { attempt, leftMinor } of paymentsLeft(row)) {
    const amountMinor = Math.min(restMinor, leftMinor);
    if (amountMinor <= 0) continue;
    const refundId = partId(data.refundId, parts.length);
    const shippingMinor = Math.min(data.shippingMinor, amountMinor);
    const units = parts.length === 0 ? {} : { shippingMinor: 0, lines: [], removed: [], back: [] };
    parts.push({
      type: "refund_requested",
      data: {
        ...data,
        shippingMinor,
        ...units,
        refundId,
        amountMinor,
        ...(attempt === row.attempt ? {} : { attempt }),
      },
    });
    restMinor -= amountMinor;
  }
  return parts;
};
