import { money } from "#kernel/money";
import type { AfterSale, Exchange, Return } from "#orders/after-sale.contract";
import type { PricedLine } from "#orders/edits.contract";
import type { EntryData } from "./entries.rules";

interface Priced {
  lines: readonly PricedLine[];
  creditMinor: number;
}

/** Returns an exchange as buyer and staff see it. */
const exchangeOf = ({ lines, creditMinor }: Priced, currency: string): Exchange => {
  const costMinor = lines.reduce((sum, { total }) => sum + total.amount, 0);
  return {
    lines: lines.map((line) => ({ ...line, properties: {} })),
    credit: money(creditMinor, currency),
    difference: money(costMinor - creditMinor, currency),
  };
};

/** Returns what happened after the sale, with a new return. */
export const withNewReturn = (
  afterSale: AfterSale,
  { returnId, exchange, ...asked }: EntryData["return_requested"],
  { at, currency }: { at: string; currency: string },
): AfterSale => {
  const requested: Return = {
    id: returnId,
    status: "requested",
    ...asked,
    ...(exchange ? { exchange: exchangeOf(exchange, currency) } : {}),
    received: [],
    refundId: null,
    requestedAt: at,
  };
  const books = exchange && { [returnId]: { policies: exchange.policies } };
  return {
    ...afterSale,
    returns: [...afterSale.returns, requested],
    ...(books ? { exchanges: { ...afterSale.exchanges, ...books } } : {}),
  };
};

const withChanged = (
  afterSale: AfterSale,
  returnId: string,
  change: (found: Return) => Return,
): AfterSale => ({
  ...afterSale,
  returns: afterSale.returns.map((one) => (one.id === returnId ? change(one) : one)),
});

/** Returns what happened after the sale, with the units of a return that arrived. */
export const withReceived = (
  afterSale: AfterSale,
  { returnId, lines, resolution }: EntryData["return_received"],
): AfterSale =>
  withChanged(afterSale, returnId, ({ exchange, ...found }) => ({
    ...found,
    ...(resolution ? { resolution } : {}),
    ...(exchange && !resolution ? { exchange } : {}),
    status: "received",
    received: lines,
  }));

/** Returns what happened after the sale, with an exchange of the units that arrived. */
export const withExchange = (
  afterSale: AfterSale,
  { returnId, lines, creditMinor, refundId, refundedMinor }: EntryData["return_exchanged"],
  currency: string,
): AfterSale => {
  const asked = afterSale.exchanges?.[returnId];
  const books = { policies: {}, ...asked, creditMinor, refundedMinor };
  const exchange = exchangeOf({ lines, creditMinor }, currency);
  return {
    ...withChanged(afterSale, returnId, (found) => ({
      ...found,
      status: "exchanged",
      exchange,
      refundId,
    })),
    exchanges: { ...afterSale.exchanges, [returnId]: books },
  };
};

/** Returns the change of a return that staff rejected. */
export const rejectedBy = ({ reason }: EntryData["return_rejected"]): Partial<Return> => ({
  status: "rejected",
  ...(reason === null ? {} : { rejectionReason: reason }),
});
