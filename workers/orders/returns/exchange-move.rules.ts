import { inventoryLow } from "#events/orders";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import type { Return } from "#orders/after-sale.contract";
import { linkEvent } from "#orders/charges/charge-move.rules";
import { skuTerms } from "#orders/edits/edit-move.rules";
import type { PricedLine } from "#orders/edits.contract";
import { type Move, rowAfter } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import { amountDueMinor } from "#orders/order/balance.rules";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { overpaidRefund, refundEvent } from "#orders/refunds/refund-move.rules";
import type { UnitTake } from "#orders/stock/unit-take.rules";
import type { EntryData, EntryOf } from "#orders/timeline/entries.rules";
import { pricedTermsOf } from "#orders/timeline/terms.rules";
import { type Arrival, arrived, refundIdOf } from "./arrival.rules";
import { exchangeTerms, requireAgreed, shareOf, termsWith } from "./exchange.rules";
import { returnIn } from "./return-moves.rules";

/** The reason of a refund that pays back what an exchange made the order cheaper. */
const EXCHANGED = "exchange";
const NO_REFUND = { refundId: null, refundedMinor: 0 };

/** Returns the lines that the buyer gets for the units which arrived; none if they are refunded. */
export const exchangedLines = (
  { exchange, lines: asked }: Return,
  { lines: received, resolution }: Arrival,
): PricedLine[] => {
  if (!exchange || resolution === "refund") return [];
  const offered = exchange.lines.map(({ properties: _, ...line }): PricedLine => line);
  return shareOf(offered, { asked, received });
};

/** Returns how each variant of an exchange is sold beyond its stock. */
export const policiesOf = ({ afterSale }: OrderRow, returnId: string) =>
  afterSale?.exchanges?.[returnId]?.policies ?? {};

/** Returns the units that the order gets from stock. Ids are derived, because a return is exchanged once. */
const takenUnits = (
  row: OrderRow,
  { returnId, lines }: { returnId: string; lines: readonly PricedLine[] },
  context: MoveContext,
): UnitTake => {
  const policies = policiesOf(row, returnId);
  const units = Array.from(demandOf(lines), ([variantId, quantity]) => ({
    variantId,
    quantity,
    policy: policies[variantId] ?? ("deny" as const),
  }));
  const variantIds = units.map(({ variantId }) => variantId);
  const low = moveEvent(row, { definition: inventoryLow, data: { variantIds }, nth: 2 }, context);
  return { key: returnId, units, lowStock: { ...low, id: returnId.replace(/^ret_/, "evt_") } };
};

/** Returns the entries and the event that settle the difference: a refund, or a link for the buyer. */
const difference = (row: OrderRow, returnId: string, move: Move, context: MoveContext) => {
  const after = rowAfter(row, move, context.nowMs);
  const refundId = refundIdOf(returnId);
  const entries = overpaidRefund(after, refundId, EXCHANGED);
  const refundedMinor = entries.reduce((sum, { data }) => sum + data.amountMinor, 0);
  if (refundedMinor > 0) {
    const events = [refundEvent(row, refundId, context)];
    return { refund: { refundId, refundedMinor }, entries, events };
  }
  const isDue = amountDueMinor(after) > 0;
  return { refund: NO_REFUND, entries, events: isDue ? [linkEvent(row, context, 3)] : [] };
};

interface Exchanged {
  arrival: Arrival;
  lines: readonly PricedLine[];
}

/**
 * Returns the move that records the units which came back, and adds the lines of the exchange to the order. The price
 * of the units pays for them; the difference is refunded, or due.
 * @throws 409 `not_exchangeable`, `conflict` while a payment of the order is open
 */
export const exchangeMove = (
  row: OrderRow,
  { arrival, lines: wanted }: Exchanged,
  context: MoveContext,
): Move => {
  if (row.openCharge) throw conflict("A payment of the order has not ended.");
  const { returnId } = arrival;
  const { entry, returned, events, after } = arrived(row, arrival, context);
  const terms = exchangeTerms(after, arrival.lines, wanted);
  requireAgreed(returnIn(row, returnId), arrival.lines, terms);
  const { lines, creditMinor } = terms;
  const policies = policiesOf(row, returnId);
  const edited: EntryOf<"edited"> = {
    type: "edited",
    data: {
      editId: returnId.replace(/^ret_/, "edt_"),
      reason: null,
      returnId,
      before: pricedTermsOf(row.snapshot),
      after: termsWith(row, { lines, policies }),
    },
  };
  const exchanged = (
    refund: Pick<EntryData["return_exchanged"], "refundId" | "refundedMinor">,
  ): EntryOf<"return_exchanged"> => ({
    type: "return_exchanged",
    data: { returnId, lines, creditMinor, ...refund },
  });
  const move: Move = {
    set: {},
    entries: [entry, edited, exchanged(NO_REFUND)],
    events,
    returned,
    taken: takenUnits(row, { returnId, lines }, context),
    terms: skuTerms(lines),
  };
  const settled = difference(row, returnId, move, context);
  return {
    ...move,
    entries: [entry, edited, exchanged(settled.refund), ...settled.entries],
    events: [...events, ...settled.events],
  };
};
