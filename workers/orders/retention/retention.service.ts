import type { Clock } from "#kernel/clock";
import type { RetentionStore } from "./retention.store";

/** Orders of a batch. An order has up to 200 lines, so a batch deletes some ten thousand rows at most. */
const BATCH_ORDERS = 50;
const ANSWERS_MAX = 500;
/** No batch begins after this time. */
const RUN_MS = 10_000;

interface Dependencies {
  store: RetentionStore;
  clock: Clock;
}

/**
 * Deletes unpaid orders and old answers, batch by batch. A batch is one transaction, so a run that dies has
 * deleted whole orders, and two concurrent runs share them.
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
