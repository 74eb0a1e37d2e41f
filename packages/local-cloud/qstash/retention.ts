import type { Cloud } from "./cloud";
import { DAY_MS } from "./duration";

/** The number of finished messages to keep for the books. */
const MESSAGES_MAX = 2_000;
const DEAD_LETTER_TTL_MS = 7 * DAY_MS;

type Stores = Pick<Cloud, "db" | "messages" | "attempts" | "deduplication" | "clock">;

/** Deletes old finished messages, old dead letters and expired deduplication ids. */
export const prune = (
  { db, messages, attempts, deduplication, clock }: Stores,
  keep = MESSAGES_MAX,
) =>
  db.transaction(() => {
    attempts.remove(messages.prune(keep, clock() - DEAD_LETTER_TTL_MS));
    deduplication.prune(clock());
  })();
