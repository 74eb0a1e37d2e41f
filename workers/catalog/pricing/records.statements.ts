import type { Statement } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";

/** What commits with each change of a record. */
export interface Effects {
  events: readonly Envelope[];
  /** Stores the answer under its Idempotency-Key. */
  finished: Statement | undefined;
}

/** Returns the statements that commit with a change. */
export const effectStatements = (outbox: Outbox, { events, finished }: Effects): Statement[] => [
  ...(finished ? [finished] : []),
  ...(events.length > 0 ? [outbox.announce(events)] : []),
];
