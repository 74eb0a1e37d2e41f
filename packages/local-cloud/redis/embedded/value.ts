import type { Stored } from "ioredis-mock";
import type { KeyType } from "./rules";

/** What TYPE says of a value as ioredis-mock keeps it; "none" where there is none. */
export const typeOf = (value: Stored | undefined): KeyType | "none" => {
  if (value === undefined) return "none";
  if (typeof value === "string" || Buffer.isBuffer(value)) return "string";
  if (Array.isArray(value)) return "list";
  if (value instanceof Set) return "set";
  return value instanceof Map ? "zset" : "hash";
};
