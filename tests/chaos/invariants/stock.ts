import type { LineUnits } from "#orders/after-sale.contract";
import { demandOf } from "#orders/order/demand.rules";
import { unitDifference } from "#orders/stock/unit-take.rules";
import { asPlaced } from "#orders/timeline/fold.rules";
import { sumUnits } from "#orders/timeline/units.rules";
import type { Evidence } from "#tests/chaos/evidence";
import { byOrder, confirmedIds, invariant, sumBy } from "./invariant";

const ACCOUNTS = ["available", "reserved", "sold"] as const;

/** Returns the units of each variant that moved into an account, minus those that left it. */
const folded = ({ transfers }: Evidence, account: string) =>
  sumBy(
    transfers,
    ({ variantId }) => variantId,
    ({ quantity, fromAccount, toAccount }) =>
      (toAccount === account ? quantity : 0) - (fromAccount === account ? quantity : 0),
  );

/** Returns the units that an edit took from stock, because the order needed more of a variant. */
const takenUnits = ({ type, data }: Evidence["entries"][number]) =>
  type === "edited"
    ? unitDifference(demandOf(data.before.lines), demandOf(data.after.lines)).taken
    : [];

/** Returns the units of each variant that an order ever reserved: those of its sale, and those of its edits. */
const reservedUnits = (
  order: Evidence["orders"][number],
  entries: readonly Evidence["entries"][number][],
) => {
  const placed = Array.from(demandOf(asPlaced(order, entries).snapshot.lines), (unit) => ({
    variantId: unit[0],
    quantity: unit[1],
  }));
  return sumBy(
    [...placed, ...entries.flatMap(takenUnits)],
    ({ variantId }) => variantId,
    ({ quantity }) => quantity,
  );
};

/** Returns the units that an entry of a timeline takes out of the account `sold`. */
const unitsLeaving = ({ type, data }: Evidence["entries"][number]): readonly LineUnits[] => {
  if (type === "refund_requested") return [...data.removed, ...data.back];
  return type === "return_received" ? data.lines : [];
};

/** Returns the units of an order that stay sold: not cancelled, refunded with restock or returned. */
const keptUnits = (
  order: Evidence["orders"][number],
  entries: readonly Evidence["entries"][number][],
) => {
  if (order.status === "cancelled") return new Map<string, number>();
  const left = sumUnits(entries.flatMap(unitsLeaving));
  return sumBy(
    order.snapshot.lines,
    ({ variantId }) => variantId,
    ({ id, quantity }) => quantity - (left.get(id) ?? 0),
  );
};

/** Returns the units of each variant that the confirmed orders keep. */
const soldByOrders = (evidence: Evidence) => {
  const confirmed = confirmedIds(evidence);
  const entriesOf = Map.groupBy(evidence.entries, ({ orderId }) => orderId);
  const kept = evidence.orders
    .filter(({ id }) => confirmed.has(id))
    .flatMap((order) => [...keptUnits(order, entriesOf.get(order.id) ?? [])]);
  return sumBy(
    kept,
    ([variantId]) => variantId,
    ([, quantity]) => quantity,
  );
};

export const STOCK = [
  invariant("I1", "No balance of units is negative", ({ stock }) =>
    stock
      .filter((row) => ACCOUNTS.some((account) => row[account] < 0))
      .map(({ variantId }) => variantId),
  ),
  invariant("I2", "The balances of a variant add up to what was received", (evidence) => {
    const received = folded(evidence, "world");
    return evidence.stock.flatMap((row) => {
      const { variantId, available, reserved, sold, inTransit, backordered } = row;
      const expected = -(received.get(variantId) ?? 0);
      // Units that orders wait for are reserved or sold, and were not received.
      const found = available + reserved + sold + inTransit - backordered;
      return found === expected ? [] : [`${variantId}: ${found} units, received ${expected}`];
    });
  }),
  invariant("I3", "Each balance is the fold of the stock ledger", (evidence) =>
    ACCOUNTS.flatMap((account) => {
      const sums = folded(evidence, account);
      return evidence.stock
        .filter((row) => row[account] !== (sums.get(row.variantId) ?? 0))
        .map(
          (row) => `${row.variantId}: ${account} ${row[account]}, not ${sums.get(row.variantId)}`,
        );
    }),
  ),
  invariant(
    "I4",
    "An order reserves exactly the units of its lines, as it was placed and edited",
    ({ orders, entries, reservations }) => {
      const timelines = byOrder(entries);
      const rowsOf = Map.groupBy(reservations, ({ orderId }) => orderId);
      return orders.flatMap((order) => {
        const found = new Map(
          rowsOf.get(order.id)?.map(({ variantId, quantity }) => [variantId, quantity]),
        );
        return Bun.deepEquals(found, reservedUnits(order, timelines.get(order.id) ?? []))
          ? []
          : [order.id];
      });
    },
  ),
  invariant("I5", "A confirmed order has committed its reservation", (evidence) => {
    const confirmed = confirmedIds(evidence);
    const stateOf = new Map(evidence.orders.map(({ id, status }) => [id, status]));
    return evidence.reservations
      .filter(({ orderId }) => confirmed.has(orderId))
      .filter(
        ({ orderId, state }) =>
          state !== (stateOf.get(orderId) === "cancelled" ? "released" : "committed"),
      )
      .map(({ orderId, variantId, state }) => `${orderId} ${variantId}: ${state}`);
  }),
  invariant("Q5", "No reservation is left", ({ reservations, stock }) => [
    ...reservations.filter(({ state }) => state === "held").map(({ orderId }) => orderId),
    ...stock
      .filter(({ reserved }) => reserved !== 0)
      .map(({ variantId, reserved }) => `${variantId}: ${reserved} reserved`),
  ]),
  invariant("Q12", "The units sold are those that confirmed orders keep", (evidence) => {
    const sold = soldByOrders(evidence);
    return evidence.stock.flatMap(({ variantId, sold: found }) => {
      const expected = sold.get(variantId) ?? 0;
      return found === expected ? [] : [`${variantId}: ${found} sold, orders keep ${expected}`];
    });
  }),
];
