import { appErrorIn } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";

/** How fast a Worker handles a list of events. */
export interface Pace {
  atOnce: number;
  /** The minimum time per event, for a vendor with a rate limit. */
  everyMs?: number;
}

/** How one Worker handled a list of events. An event in neither list was handled. */
export interface HandlingReport {
  failed: { eventId: string; code: string }[];
  /** Ids of the events for which there was no time left. */
  unreached: string[];
}

const PACE: Pace = { atOnce: 5 };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Handles a list of events, several at the same time, until all are handled or `budgetMs` is over. An
 * event that fails does not stop the others.
 */
export const handleAll = async (
  events: readonly Envelope[],
  handle: (event: Envelope) => Promise<void>,
  budgetMs: number,
  { atOnce, everyMs = 0 }: Pace = PACE,
): Promise<HandlingReport> => {
  const endsAt = Date.now() + budgetMs;
  const waiting = [...events];
  const failed: HandlingReport["failed"] = [];

  const handleOne = async (event: Envelope) => {
    try {
      await handle(event);
    } catch (err) {
      failed.push({ eventId: event.id, code: appErrorIn(err)?.code ?? "internal" });
    }
  };
  const worker = async () => {
    for (;;) {
      const event = Date.now() < endsAt ? waiting.shift() : undefined;
      if (!event) return;
      await Promise.all([handleOne(event), everyMs > 0 ? pause(everyMs) : undefined]);
    }
  };

  await Promise.all(Array.from({ length: atOnce }, worker));
  return { failed, unreached: waiting.map(({ id }) => id) };
};
