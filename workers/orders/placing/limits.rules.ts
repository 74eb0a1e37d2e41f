import type { Placement } from "#contract/orders";
import { AppError } from "#kernel/errors";
import { type Quota, rateHeaders, rateRefusal } from "#kernel/routes/rate-headers";
import { demandOf } from "#orders/order/demand.rules";

/** Unpaid orders are counted for this long after they were placed, and so are the units that they hold. */
export const UNPAID_WINDOW_MS = 60 * 60_000;

/** Whose orders count together. A guest has no account, and a network may be unknown. */
export const OWNERS = ["network", "account"] as const;
export type Owner = (typeof OWNERS)[number];

export interface OrderLimits {
  /** Orders of the last hour that are not paid. */
  unpaidMax: Record<Owner, number>;
  /** Units that orders hold while they wait for their payment, together with the new one. */
  unitsMax: Record<Owner, number>;
}

/** What an owner had of either when an order was placed, that order left out. */
export interface Tally {
  owner: Owner;
  orders: number;
  /** Until the oldest of these orders is no longer counted; the whole window when there is none. */
  ordersEndInMs: number;
  units: number;
  /** Until the first hold of these units ends. */
  unitsEndInMs: number;
}

/** Returns the units of an order that can run out: what is sold without stock is held from no other buyer. */
export const unitsOf = ({ lines, policies }: Pick<Placement, "lines" | "policies">) =>
  Array.from(demandOf(lines))
    .filter(([variantId]) => policies[variantId] !== "continue")
    .reduce((sum, [, quantity]) => sum + quantity, 0);

/**
 * Refuses an order that could never be placed, whatever else its buyer holds.
 * @throws 422 `order_too_large`
 */
export const requireOrderSize = (units: number, { unitsMax }: OrderLimits) => {
  const max = Math.min(unitsMax.account, unitsMax.network);
  if (units <= max) return;
  const detail = `An order holds at most ${max} units until it is paid.`;
  throw new AppError("order_too_large", detail, { extensions: { unitsMax: max } });
};

const ordersQuota = (owner: Owner, { unpaidMax }: OrderLimits): Quota => ({
  name: `orders_${owner}`,
  max: unpaidMax[owner],
  windowMs: UNPAID_WINDOW_MS,
});

const unitsQuota = (owner: Owner, { unitsMax }: OrderLimits): Quota => ({
  name: `units_${owner}`,
  max: unitsMax[owner],
});

/** Returns the refusal that the tallies ask for, the longest one; undefined when the order has a place. */
export const refusalBy = (tallies: readonly Tally[], units: number, limits: OrderLimits) => {
  const full = tallies.flatMap((tally) => {
    const [orders, held] = [ordersQuota(tally.owner, limits), unitsQuota(tally.owner, limits)];
    return [
      ...(tally.orders >= orders.max ? [{ quota: orders, waitMs: tally.ordersEndInMs }] : []),
      ...(tally.units + units > held.max ? [{ quota: held, waitMs: tally.unitsEndInMs }] : []),
    ];
  });
  const [longest] = full.sort((a, b) => b.waitMs - a.waitMs);
  return (
    longest &&
    rateRefusal(longest.quota, longest.waitMs, "Too much waits for its payment. Please try later.")
  );
};

/** Returns the headers of the owner with the fewest orders left. A paid order gives its own back. */
export const headersBy = (tallies: readonly Tally[], isPaid: boolean, limits: OrderLimits) => {
  const [nearest] = tallies
    .map((tally) => {
      const quota = ordersQuota(tally.owner, limits);
      return { quota, left: quota.max - tally.orders - (isPaid ? 0 : 1), tally };
    })
    .sort((a, b) => a.left - b.left);
  return nearest && rateHeaders(nearest.quota, nearest.left, nearest.tally.ordersEndInMs);
};
