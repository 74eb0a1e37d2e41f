import type { AfterSale, Charge } from "#orders/after-sale.contract";
import { type Balanced, overpaidMinor } from "#orders/order/balance.rules";
import type { EntryData } from "./entries.rules";

interface Booking {
  order: Balanced;
  afterSale: AfterSale;
  data: EntryData["refund_requested"];
}

/** Returns what is recorded with a new refund: its payment, and whether it pays back an overpayment. */
export const withBookedRefund = ({ order, afterSale, data }: Booking): AfterSale => {
  const { refundId, amountMinor, shippingMinor, lines, attempt } = data;
  // A refund of units or of the shipping leaves the total as it is.
  const isAmount = lines.length === 0 && shippingMinor === 0;
  const overMinor = isAmount ? Math.min(amountMinor, overpaidMinor(order)) : 0;
  return {
    ...afterSale,
    ...(attempt === undefined
      ? {}
      : { refundAttempts: { ...afterSale.refundAttempts, [refundId]: attempt } }),
    ...(overMinor === 0 ? {} : { overpaid: { ...afterSale.overpaid, [refundId]: overMinor } }),
  };
};

/** Returns what happened after the sale, with a change of one charge. */
export const withCharge = (
  afterSale: AfterSale,
  attempt: number,
  change: Partial<Charge>,
): AfterSale => ({
  ...afterSale,
  charges: (afterSale.charges ?? []).map((charge) =>
    charge.attempt === attempt ? { ...charge, ...change } : charge,
  ),
});
