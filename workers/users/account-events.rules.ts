import { type Envelope, type EventDefinition, newEvent } from "#kernel/events";

/** An event about an account. Their order is that of their times. */
export const aboutUser = <Data extends { userId: string }>(
  definition: EventDefinition<Data>,
  data: Data,
  nowMs: number,
): Envelope =>
  newEvent(definition, { source: "users", subject: data.userId, sequence: nowMs, data, nowMs });
