import type { Clock } from "#kernel/clock";
import type { RetentionStore } from "./retention.store";

/**
 * The maximum number of orders that one database batch deletes. An order has up to 200 lines, so a batch
 * deletes about ten thousand rows at most.
 */
const BATCH_ORDERS = 50;
const ANSWERS_MAX = 500;
/** No batch begins when a run has taken this long. */
const RUN_MS = 10_000;

interface Dependencies {
  store: RetentionStore;
  clock: Clock;
}

/**
 * Deletes unpaid orders and old stored answers, batch by batch. A batch is one transaction, so a run that
 * dies has only deleted whole orders, and concurrent runs never delete the same order.
 */
export const retentionService =
  ({ store, clock }: Dependencies) =>
  async () => {
    const untilMs = clock.now() + RUN_MS;
    let unpaidDeleted = 0;
    for (let deleted = BATCH_ORDERS; deleted === BATCH_ORDERS && clock.now() < untilMs; ) {
      deleted = await store.deleteUnpaid(clock.now(), BATCH_ORDERS);
      unpaidDeleted += deleted;
    }
    return { unpaidDeleted, answersPruned: await store.deleteAnswers(clock.now(), ANSWERS_MAX) };
  };
