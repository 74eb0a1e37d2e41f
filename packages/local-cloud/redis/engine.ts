import type { Command } from "./command";
import type { CommandError, Reply } from "./reply";

/** The state of a key at one time: its value and expiry, or its absence. */
export interface KeyImage {
  key: string;
  /** The value in the engine's internal form. */
  value: unknown;
  expiresAtMs?: number;
}

/** The storage behind the REST protocol: a Redis server or the embedded engine. */
export interface Engine {
  /** The engine's description, which is shown to the developer who starts the shop. */
  engine: string;
  run(command: Command): Promise<Reply>;
  /** Runs commands as MULTI and EXEC do: a malformed command discards all of them, one that fails does not. */
  transaction(commands: Command[]): Promise<Reply[] | CommandError>;
  allKeys(): Promise<string[]>;
  imageOf(keys: string[]): Promise<KeyImage[]>;
  restore(images: KeyImage[]): Promise<void>;
  close(): Promise<void>;
}
