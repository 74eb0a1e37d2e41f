import type RedisMock from "ioredis-mock";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { floatSum, integerSum } from "./number";

type Run = (redis: RedisMock, args: string[]) => Reply;

type Sum = (value: string, by: string) => string | CommandError;

const addToField =
  (sum: Sum): Run =>
  ({ data }, [key = "", field = "", by = "0"]) => {
    const hash = (data.get(key) ?? {}) as Record<string, string>;
    const value = sum(hash[field] ?? "0", by);
    if (typeof value === "string") data.set(key, { ...hash, [field]: value });
    return value;
  };

const NO_INTEGER = new CommandError("ERR hash value is not an integer");
const NO_FLOAT = new CommandError("ERR hash value is not a float");

const addInteger = addToField((value, by) => integerSum(value, by, NO_INTEGER));

export const HASHES: Record<string, Run> = {
  HINCRBY: (redis, args) => {
    const sum = addInteger(redis, args);
    return typeof sum === "string" ? Number(sum) : sum;
  },
  HSTRLEN: ({ data }, [key = "", field = ""]) =>
    Buffer.byteLength(((data.get(key) ?? {}) as Record<string, string>)[field] ?? ""),
  HINCRBYFLOAT: addToField((value, by) => floatSum(value, by, NO_FLOAT)),
};
