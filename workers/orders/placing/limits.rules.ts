import type { Placement } from "#contract/orders";
import { AppError } from "#kernel/errors";
import { type Quota, rateHeaders, rateRefusal } from "#kernel/routes/rate-headers";
import { demandOf } from "#orders/order/demand.rules";

/** How long an unpaid order counts toward the limit of orders, from its placement, even if it is cancelled. */
export const UNPAID_WINDOW_MS = 60 * 60_000;

/** Whose unpaid orders are counted together. A guest has no account, and the network may be unknown. */
export const OWNERS = ["network", "account"] as const;
export type Owner = (typeof OWNERS)[number];

export interface OrderLimits {
  /** The maximum number of an owner's unpaid orders in the last hour. */
  unpaidMax: Record<Owner, number>;
  /** The maximum number of units that an owner's unpaid orders may reserve, including the new order. */
  unitsMax: Record<Owner, number>;
}

/** The number of an owner's unpaid orders and reserved units before a new order is placed. */
export interface Tally {
  owner: Owner;
  orders: number;
  /** The time until the oldest of these orders no longer counts; the whole window if there are none. */
  ordersEndInMs: number;
  units: number;
  /** The time until the first reservation of these units expires. */
  unitsEndInMs: number;
}

/** Returns the units of an order that take stock from other buyers. Backorderable variants take none. */
export const unitsOf = ({ lines, policies }: Pick<Placement, "lines" | "policies">) =>
  Array.from(demandOf(lines))
    .filter(([variantId]) => (policies[variantId] ?? "deny") === "deny")
    .reduce((sum, [, quantity]) => sum + quantity, 0);

/**
 * Refuses an order whose units alone exceed the limits, regardless of the buyer's other orders.
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

/**
 * Returns the 429 error of the limit with the longest wait; undefined if the order is within all limits.
 */
export const refusalBy = (tallies: readonly Tally[], units: number, limits: OrderLimits) => {
  const full = tallies.flatMap((tally) => {
    const [orders, reserved] = [ordersQuota(tally.owner, limits), unitsQuota(tally.owner, limits)];
    return [
      ...(tally.orders >= orders.max ? [{ quota: orders, waitMs: tally.ordersEndInMs }] : []),
      ...(tally.units + units > reserved.max
        ? [{ quota: reserved, waitMs: tally.unitsEndInMs }]
        : []),
    ];
  });
  const [longest] = full.sort((a, b) => b.waitMs - a.waitMs);
  return (
    longest &&
    rateRefusal(longest.quota, longest.waitMs, "Too much waits for its payment. Please try later.")
  );
};

/**
 * Returns the rate-limit headers of the owner that may place the fewest further orders. A confirmed order
 * does not count.
 */
export const headersBy = (tallies: readonly Tally[], isConfirmed: boolean, limits: OrderLimits) => {
  const [nearest] = tallies
    .map((tally) => {
      const quota = ordersQuota(tally.owner, limits);
      return { quota, left: quota.max - tally.orders - (isConfirmed ? 0 : 1), tally };
    })
    .sort((a, b) => a.left - b.left);
  return nearest && rateHeaders(nearest.quota, nearest.left, nearest.tally.ordersEndInMs);
};
