import type RedisMock from "ioredis-mock";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { NO_SUCH_KEY } from "./refusal";

type Run = (redis: RedisMock, args: string[]) => Reply;

const expire =
  (unitMs: number, absolute: boolean): Run =>
  ({ data, expires }, [key = "", amount = "0", ...flags]) => {
    const words = flags.map((flag) => flag.toUpperCase());
    const unknown = words.find((word) => !["NX", "XX", "GT", "LT"].includes(word));
    if (unknown) return new CommandError(`ERR Unsupported option ${flags[words.indexOf(unknown)]}`);
    if (!data.has(key)) return 0;
    const atMs = Number(amount) * unitMs + (absolute ? 0 : Date.now());
    const current = expires.has(key) ? Number(expires.get(key)) : undefined;
    if (words.includes("NX") && current !== undefined) return 0;
    if (words.includes("XX") && current === undefined) return 0;
    if (words.includes("GT") && atMs <= (current ?? Number.POSITIVE_INFINITY)) return 0;
    if (words.includes("LT") && atMs >= (current ?? Number.POSITIVE_INFINITY)) return 0;
    if (atMs <= Date.now()) data.delete(key);
    else expires.set(key, atMs);
    return 1;
  };

const remainingTime =
  (unitMs: number, absolute: boolean): Run =>
  ({ data, expires }, [key = ""]) => {
    if (!data.has(key)) return -2;
    if (!expires.has(key)) return -1;
    const atMs = Number(expires.get(key));
    return Math.round((absolute ? atMs : atMs - Date.now()) / unitMs);
  };

const rename =
  (onlyToNew: boolean): Run =>
  ({ data, expires }, [from = "", to = ""]) => {
    const value = data.get(from);
    if (value === undefined) return NO_SUCH_KEY;
    if (onlyToNew && data.has(to)) return 0;
    const atMs = expires.has(from) ? expires.get(from) : undefined;
    data.delete(from);
    data.delete(to);
    data.set(to, value);
    if (atMs !== undefined) expires.set(to, atMs);
    return onlyToNew ? 1 : "OK";
  };

const copy: Run = ({ data, expires }, [from = "", to = "", ...flags]) => {
  const value = data.get(from);
  const replaces = flags.some((flag) => flag.toUpperCase() === "REPLACE");
  if (value === undefined || (data.has(to) && !replaces)) return 0;
  data.delete(to);
  data.set(to, value);
  if (expires.has(from)) expires.set(to, Number(expires.get(from)));
  return 1;
};

const flush: Run = ({ data }) => {
  for (const key of data.keys()) data.delete(key);
  return "OK";
};

const time: Run = () => {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  return [String(Math.floor(microseconds / 1e6)), String(microseconds % 1e6)];
};

export const KEYS: Record<string, Run> = {
  COPY: copy,
  EXPIRE: expire(1000, false),
  EXPIREAT: expire(1000, true),
  EXPIRETIME: remainingTime(1000, true),
  FLUSHALL: flush,
  FLUSHDB: flush,
  PEXPIRE: expire(1, false),
  PEXPIREAT: expire(1, true),
  PEXPIRETIME: remainingTime(1, true),
  PTTL: remainingTime(1, false),
  RENAME: rename(false),
  RENAMENX: rename(true),
  TIME: time,
  TOUCH: ({ data }, keys) => keys.filter((key) => data.has(key)).length,
  TTL: remainingTime(1000, false),
};
