import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { MessageEvents } from "./message-events.rules";
import type { MessageRow, MessagesStore } from "./messages.store";

/** The reasons of parked messages that need no operator. */
const NOTHING_TO_DO: readonly string[] = ["no_recipient", "suppressed", "stopped"];

interface Dependencies {
  store: Pick<MessagesStore, "end">;
  events: MessageEvents;
  clock: Clock;
}

/** Ends messages: sent, or parked, so that no further attempt is made. */
export const endingsService = ({ store, events, clock }: Dependencies) => {
  /**
   * Logs an error for a parked message, because an operator must look at it, unless there is nothing to do:
   * without a recipient, for a suppressed address, and after STOP.
   */
  const announce = (row: MessageRow, reason: string) => {
    if (NOTHING_TO_DO.includes(reason)) return [];
    log.error("message.parked", { messageId: row.id, reason });
    return [events.failed(row, reason)];
  };

  return {
    sent: (row: MessageRow, providerRef: string | null, eventId: string) =>
      store.end({
        messageId: row.id,
        ending: { state: "sent", providerRef },
        eventId,
        events: [events.sent(row)],
        nowMs: clock.now(),
      }),

    park: (row: MessageRow, reason: string, eventId: string) =>
      store.end({
        messageId: row.id,
        ending: { state: "parked", reason },
        eventId,
        events: announce(row, reason),
        nowMs: clock.now(),
      }),
  };
};
export type EndingsService = ReturnType<typeof endingsService>;
