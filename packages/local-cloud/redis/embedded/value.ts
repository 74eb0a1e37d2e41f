import type { Stored } from "ioredis-mock";
import type { KeyType } from "./rules";

/** Returns the type of a value in ioredis-mock's form, or "none" if there is no value. */
export const typeOf = (value: Stored | undefined): KeyType | "none" => {
  if (value === undefined) return "none";
  if (typeof value === "string" || Buffer.isBuffer(value)) return "string";
  if (Array.isArray(value)) return "list";
  if (value instanceof Set) return "set";
  return value instanceof Map ? "zset" : "hash";
};
