import { type Envelope, type EventDefinition, newEvent } from "#kernel/events/events";

/** Returns an event about an account, ordered by its time. */
export const aboutUser = <Data extends { userId: string }>(
  definition: EventDefinition<Data>,
  data: Data,
  nowMs: number,
): Envelope =>
  newEvent(definition, { source: "users", subject: data.userId, sequence: nowMs, data, nowMs });
