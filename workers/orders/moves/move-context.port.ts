import { currentTrace, currentTraceparent } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { newId } from "#kernel/ids";
import type { MoveContext } from "./moves.rules";

/**
 * Reads the clock and the trace, and creates the event ids, so that the rules of moves are pure functions.
 */
export const moveContext = (clock: Clock): MoveContext => {
  const nowMs = clock.now();
  const { requestId, correlationId } = currentTrace();
  return {
    nowMs,
    eventIds: [newId("event", nowMs), newId("event", nowMs), newId("event", nowMs)],
    requestId,
    traceparent: currentTraceparent(),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
};
