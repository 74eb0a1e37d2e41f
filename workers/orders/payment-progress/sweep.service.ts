import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { OrderRow } from "#orders/order/order.rules";
import type { DueOrdersStore } from "./due-orders.store";
import type { PaymentProgressService, Stuck } from "./payment-progress.service";

/** Orders that wait or are not captured, of which one run asks. */
const SWEEP_ORDERS = 50;
/** Expired orders in one call to the payments. */
const CALL_ORDERS = 100;
const CALLS_AT_ONCE = 4;
/**
 * Rounds of a run: they end two thousand orders in 20 calls. Cloudflare allows a request 32 invocations of
 * Workers, and the cron that sweeps uses seven by itself.
 */
const ROUNDS_MAX = 5;
/** No round begins later in a run. A claim lasts longer, so no order comes twice. */
const SWEEP_EXPIRED_MS = 30_000;
/** A payment is asked about again when its order has waited this long. */
const WAITING_MS = 60_000;
/** The event of a confirmed order has had its money taken long before; if not, the sweep takes it. */
const UNCAPTURED_MS = 2 * 60_000;

interface Dependencies {
  store: DueOrdersStore;
  progress: PaymentProgressService;
  clock: Clock;
}

/** Splits expired orders among as few calls as they need. */
const callsFor = (rows: readonly OrderRow[]) => {
  const calls: OrderRow[][] = [];
  for (let at = 0; at < rows.length; at += CALL_ORDERS)
    calls.push(rows.slice(at, at + CALL_ORDERS));
  return calls;
};

/** The payments do not answer: what is due stays so, and the other steps of the run are tried. */
const patiently = (event: string, step: Promise<Stuck[]>) =>
  step.catch((err) => {
    log.warn(event, { error: err });
  });

/**
 * Ends orders that have expired, asks about those that wait and takes the money of those that are
 * confirmed: the shop converges without any message.
 */
export const sweepService = ({ store, progress, clock }: Dependencies) => {
  /** Ends expired reservations round by round; returns how many it took up. */
  const endExpired = async () => {
    const untilMs = clock.now() + SWEEP_EXPIRED_MS;
    let ended = 0;
    for (let round = 0; round < ROUNDS_MAX && clock.now() < untilMs; round += 1) {
      const due = await store.claimExpired(CALL_ORDERS * CALLS_AT_ONCE);
      await Promise.all(
        callsFor(due).map((rows) => patiently("sweep.expire_failed", progress.expire(rows))),
      );
      ended += due.length;
      if (due.length < CALL_ORDERS * CALLS_AT_ONCE) break;
    }
    return ended;
  };

  return async () => {
    const expired = await endExpired();
    const waiting = await store.waiting(WAITING_MS, SWEEP_ORDERS);
    await patiently("sweep.advance_failed", progress.advance(waiting));
    const uncaptured = await store.uncaptured(UNCAPTURED_MS, SWEEP_ORDERS);
    await patiently("sweep.capture_failed", progress.capture(uncaptured));
    return { expired, asked: waiting.length, captured: uncaptured.length };
  };
};
