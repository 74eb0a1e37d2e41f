import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import { DOUBT_MS } from "./doubt.rules";
import type { MessageEvents } from "./message-events.rules";
import type { UpkeepStore } from "./upkeep.store";

/**
 * How long the row of a message is stored after it was sent or parked: longer than its event can be
 * delivered again, so that no message is sent twice.
 */
const ENDED_KEPT_MS = 35 * 24 * 60 * 60 * 1000;

interface Dependencies {
  store: UpkeepStore;
  events: MessageEvents;
  clock: Clock;
}

/**
 * Parks messages that have been in doubt for most of a day, since they may have been sent and an operator
 * must decide. Deletes old messages, answers and records of handled events.
 */
export const upkeepService =
  ({ store, events, clock }: Dependencies) =>
  async () => {
    const nowMs = clock.now();
    const reason = "in_doubt";
    let parked = 0;
    for (const row of await store.doubted(nowMs - DOUBT_MS)) {
      const failed = [events.failed(row, reason)];
      if (!(await store.park(row, { reason, events: failed, nowMs }))) continue;
      log.error("message.parked", { messageId: row.id, reason });
      parked += 1;
    }
    return {
      parked,
      messagesPruned: await store.pruneEnded(nowMs - ENDED_KEPT_MS),
      answersPruned: await store.pruneAnswers(nowMs),
      receiptsPruned: await store.pruneReceipts(nowMs),
    };
  };
