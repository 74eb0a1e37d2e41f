import { CommandError } from "#cloud/redis/reply";

export const SYNTAX = new CommandError("ERR syntax error");
export const NOT_AN_INTEGER = new CommandError("ERR value is not an integer or out of range");
export const NOT_A_FLOAT = new CommandError("ERR value is not a valid float");
export const NO_SUCH_KEY = new CommandError("ERR no such key");
export const WRONG_TYPE = new CommandError(
  "WRONGTYPE Operation against a key holding the wrong kind of value",
);
