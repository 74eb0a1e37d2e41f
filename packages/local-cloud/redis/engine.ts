import type { Command } from "./command";
import type { CommandError, Reply } from "./reply";

/** A key as it was: what it held and when it ends, or that it was not there. */
export interface KeyImage {
  key: string;
  /** In the engine's own form. */
  value: unknown;
  expiresAtMs?: number;
}

/** Whatever keeps the keys: a Redis server or the embedded one. */
export interface Engine {
  /** A description for the developer who starts the shop. */
  engine: string;
  run(command: Command): Promise<Reply>;
  /** All or nothing as far as Redis goes: a refused command discards all, a failing one does not. */
  transaction(commands: Command[]): Promise<Reply[] | CommandError>;
  allKeys(): Promise<string[]>;
  imageOf(keys: string[]): Promise<KeyImage[]>;
  restore(images: KeyImage[]): Promise<void>;
  close(): Promise<void>;
}
