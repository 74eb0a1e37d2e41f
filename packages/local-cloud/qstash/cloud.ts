import type { Database } from "bun:sqlite";
import type { AttemptStore } from "./attempt.store";
import type { Deduplication } from "./deduplication";
import type { Dispatcher } from "./dispatcher";
import type { MessageStore } from "./message.store";
import type { Publisher } from "./publisher";
import type { SigningKeys } from "./signature";

/** The dependencies of all routes. */
export interface Cloud {
  db: Database;
  messages: MessageStore;
  attempts: AttemptStore;
  deduplication: Deduplication;
  keys: SigningKeys;
  publisher: Publisher;
  dispatcher: Dispatcher;
  clock: () => number;
}
