import type { Cloud } from "./cloud";
import { DAY_MS } from "./duration";

/** Finished messages kept for the books and the logs. */
const KEPT = 2_000;
const DEAD_LETTERS_KEPT_MS = 7 * DAY_MS;

type Stores = Pick<Cloud, "db" | "messages" | "logs" | "deduplication" | "clock">;

/** Makes room: delivered messages, old dead letters and closed deduplication windows go. */
export const prune = ({ db, messages, logs, deduplication, clock }: Stores, kept = KEPT) =>
  db.transaction(() => {
    logs.forget(messages.prune(kept, clock() - DEAD_LETTERS_KEPT_MS));
    deduplication.prune(clock());
  })();
