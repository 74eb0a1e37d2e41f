import type { Cloud } from "./cloud";
import { DAY_MS } from "./duration";

/** Finished messages kept for the books. */
const KEPT = 2_000;
const DEAD_LETTERS_KEPT_MS = 7 * DAY_MS;

type Stores = Pick<Cloud, "db" | "messages" | "attempts" | "deduplication" | "clock">;

/** Makes room: delivered messages, old dead letters and closed deduplication windows go. */
export const prune = ({ db, messages, attempts, deduplication, clock }: Stores, kept = KEPT) =>
  db.transaction(() => {
    attempts.forget(messages.prune(kept, clock() - DEAD_LETTERS_KEPT_MS));
    deduplication.prune(clock());
  })();
