import { type Envelope, type EventDefinition, newEvent } from "#kernel/events/events";

/**
 * Returns an event about an account. Its sequence number is its time, because accounts have no counter of
 * events.
 */
export const aboutUser = <Data extends { userId: string }>(
  definition: EventDefinition<Data>,
  data: Data,
  nowMs: number,
): Envelope =>
  newEvent(definition, { source: "users", subject: data.userId, sequence: nowMs, data, nowMs });
