import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { OrderRow } from "#orders/order/order.rules";
import type { DueOrdersStore } from "./due-orders.store";
import type { Stuck } from "./match-orders.service";
import type { PaymentProgressService } from "./payment-progress.service";

/** The maximum number of waiting orders, and of uncaptured orders, that one run of the sweep reads. */
const SWEEP_ORDERS = 50;
/** The maximum number of expired orders in one call to the payments Worker. */
const CALL_ORDERS = 100;
const CALLS_AT_ONCE = 4;
/**
 * The maximum number of rounds of one run. They end 2,000 orders in 20 calls. Cloudflare allows 32 Worker
 * invocations for a request, and the cron that runs the sweep itself uses seven.
 */
const ROUNDS_MAX = 5;
/**
 * No round begins when a run has taken this long. A claim of an order lasts longer, so one run never takes
 * an order twice.
 */
const SWEEP_EXPIRED_MS = 30_000;
/** How long an order has to wait before the sweep reads its payment. */
const WAITING_MS = 60_000;
/**
 * How long an order has to be confirmed before the sweep captures its payment. Normally the event of the
 * confirmation captures the payment earlier.
 */
const UNCAPTURED_MS = 2 * 60_000;

interface Dependencies {
  store: DueOrdersStore;
  progress: PaymentProgressService;
  clock: Clock;
}

/** Splits expired orders into the fewest possible calls to the payments Worker. */
const callsFor = (rows: readonly OrderRow[]) => {
  const calls: OrderRow[][] = [];
  for (let at = 0; at < rows.length; at += CALL_ORDERS)
    calls.push(rows.slice(at, at + CALL_ORDERS));
  return calls;
};

/**
 * Runs a step of the sweep. Only logs a failure, so that the other steps run. The orders of a failed step
 * are taken again by the next run.
 */
const orLog = (event: string, step: Promise<Stuck[]>) =>
  step.catch((err) => {
    log.warn(event, { error: err });
  });

/**
 * Ends expired orders, moves waiting orders and captures the payments of confirmed orders, so that all
 * orders end even if no event arrives.
 */
export const sweepService = ({ store, progress, clock }: Dependencies) => {
  /** Ends expired reservations round by round. Returns the number of claimed orders. */
  const endExpired = async () => {
    const untilMs = clock.now() + SWEEP_EXPIRED_MS;
    let ended = 0;
    for (let round = 0; round < ROUNDS_MAX && clock.now() < untilMs; round += 1) {
      const due = await store.claimExpired(CALL_ORDERS * CALLS_AT_ONCE);
      await Promise.all(
        callsFor(due).map((rows) => orLog("sweep.expire_failed", progress.end(rows, "expired"))),
      );
      ended += due.length;
      if (due.length < CALL_ORDERS * CALLS_AT_ONCE) break;
    }
    return ended;
  };

  return async () => {
    const expired = await endExpired();
    const waiting = await store.waiting(WAITING_MS, SWEEP_ORDERS);
    await orLog("sweep.advance_failed", progress.advance(waiting));
    const uncaptured = await store.uncaptured(UNCAPTURED_MS, SWEEP_ORDERS);
    await orLog("sweep.capture_failed", progress.capture(uncaptured));
    const unvoided = await store.unvoided(UNCAPTURED_MS, SWEEP_ORDERS);
    await orLog("sweep.void_failed", progress.reconcile(unvoided));
    return {
      expired,
      asked: waiting.length,
      captured: uncaptured.length,
      unvoided: unvoided.length,
    };
  };
};
