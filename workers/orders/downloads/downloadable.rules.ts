import type { OrderPaymentStatus, OrderStatus } from "#contract/orders";
import type { DownloadLine } from "#orders/downloads.contract";
import type { OrderRow } from "#orders/order/order.rules";
import { type UnitsOfLine, unitsOfOrder } from "#orders/timeline/units.rules";

const SOLD: readonly OrderStatus[] = ["confirmed", "shipped", "delivered"];
/** Money that was taken. An authorisation may still end without any. */
const PAID: readonly OrderPaymentStatus[] = ["paid", "partially_refunded"];

/** Returns whether the buyer has paid for the whole order. */
export const isPaid = ({ status, paymentStatus }: Pick<OrderRow, "status" | "paymentStatus">) =>
  SOLD.includes(status) && PAID.includes(paymentStatus);

/** Returns the lines of digital goods. Lines of earlier releases do not say what they are, and are shipped. */
const digitalLines = ({ snapshot }: Pick<OrderRow, "snapshot">) =>
  snapshot.lines.filter(({ requiresShipping }) => requiresShipping === false);

/** Returns the ids of the lines of digital goods. */
export const digitalLineIds = (row: Pick<OrderRow, "snapshot">) =>
  new Set(digitalLines(row).map(({ id }) => id));

/** Returns the units that neither left the order, nor came back, nor were refunded. */
const keptOf = ({ ordered, removed, back, returned, refunded }: UnitsOfLine) =>
  ordered - Math.max(removed + back + returned, refunded);

/** Returns the digital lines of a paid order whose files its buyer may download; none of any other order. */
export const downloadableLines = (row: OrderRow): Omit<DownloadLine, "taken">[] => {
  if (!isPaid(row)) return [];
  const kept = new Map(unitsOfOrder(row).map((line) => [line.lineId, keptOf(line)]));
  return digitalLines(row)
    .map(({ id, variantId, title }) => ({
      ...{ lineId: id, variantId, title },
      units: kept.get(id) ?? 0,
    }))
    .filter(({ units }) => units > 0);
};
