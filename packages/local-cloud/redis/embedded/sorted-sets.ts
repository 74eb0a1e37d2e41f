import type RedisMock from "ioredis-mock";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { floatIn, isInteger } from "./number";
import { NOT_A_FLOAT, NOT_AN_INTEGER, SYNTAX } from "./refusal";

type Run = (redis: RedisMock, args: string[]) => Reply;
interface Member {
  score: number;
  value: string;
}

export const scoreText = (score: number) =>
  Number.isFinite(score) ? String(score) : score < 0 ? "-inf" : "inf";

export const membersOf = ({ data }: RedisMock, key: string) =>
  new Map((data.get(key) ?? new Map()) as Map<string, Member>);

const inOrder = (members: Map<string, Member>) =>
  Array.from(members.values()).sort(
    (a, b) => a.score - b.score || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)),
  );

const store = ({ data }: RedisMock, key: string, members: Map<string, Member>) => {
  if (members.size === 0) data.delete(key);
  else data.set(key, members);
};

const ADD_FLAGS = ["NX", "XX", "GT", "LT", "CH", "INCR"];

const flagClash = (flags: Set<string>, pairs: number) => {
  if (flags.has("NX") && flags.has("XX")) {
    return "ERR XX and NX options at the same time are not compatible";
  }
  if (["GT", "LT", "NX"].filter((flag) => flags.has(flag)).length > 1) {
    return "ERR GT, LT, and/or NX options at the same time are not compatible";
  }
  if (flags.has("INCR") && pairs > 1)
    return "ERR INCR option supports a single increment-element pair";
  return undefined;
};

/** Returns the new score of a member, or undefined if the flags keep the old one. */
const nextScore = (flags: Set<string>, old: Member | undefined, given: number) => {
  if (old ? flags.has("NX") : flags.has("XX")) return undefined;
  const score = flags.has("INCR") ? (old?.score ?? 0) + given : given;
  if (old && flags.has("GT") && score <= old.score) return undefined;
  if (old && flags.has("LT") && score >= old.score) return undefined;
  return score;
};

const add: Run = (redis, [key = "", ...rest]) => {
  const flags = new Set<string>();
  while (ADD_FLAGS.includes(rest[0]?.toUpperCase() ?? "")) {
    flags.add(rest.shift()?.toUpperCase() ?? "");
  }
  if (rest.length === 0 || rest.length % 2 !== 0) return SYNTAX;
  const clash = flagClash(flags, rest.length / 2);
  if (clash) return new CommandError(clash);
  const members = membersOf(redis, key);
  let [added, changed, last] = [0, 0, null as string | null];
  for (let at = 0; at < rest.length; at += 2) {
    const [given, value = ""] = [floatIn(rest[at] ?? ""), rest[at + 1]];
    if (given === undefined) return NOT_A_FLOAT;
    const old = members.get(value);
    const score = nextScore(flags, old, given);
    if (score === undefined) continue;
    members.set(value, { score, value });
    if (!old) added += 1;
    else if (old.score !== score) changed += 1;
    last = scoreText(score);
  }
  store(redis, key, members);
  if (flags.has("INCR")) return last;
  return flags.has("CH") ? added + changed : added;
};

const pop =
  (end: "shift" | "pop"): Run =>
  (redis, [key = "", count = "1"]) => {
    if (!isInteger(count) || Number(count) < 0) return NOT_AN_INTEGER;
    const members = membersOf(redis, key);
    const ordered = inOrder(members);
    const popped: string[] = [];
    for (let left = Number(count); left > 0; left -= 1) {
      const member = ordered[end]();
      if (!member) break;
      members.delete(member.value);
      popped.push(member.value, scoreText(member.score));
    }
    store(redis, key, members);
    return popped;
  };

const boundIn = (text: string) => {
  const exclusive = text.startsWith("(");
  const at = floatIn(exclusive ? text.slice(1) : text);
  return at === undefined ? undefined : { at, exclusive };
};

const withinScores = (members: Member[], min: string, max: string) => {
  const [low, high] = [boundIn(min), boundIn(max)];
  if (!low || !high) return new CommandError("ERR min or max is not a float");
  return members.filter(
    ({ score }) =>
      (low.exclusive ? score > low.at : score >= low.at) &&
      (high.exclusive ? score < high.at : score <= high.at),
  );
};

const withinRanks = (members: Member[], from: string, to: string) => {
  if (!isInteger(from) || !isInteger(to)) return NOT_AN_INTEGER;
  const [start, stop] = [Number(from), Number(to)];
  const first = start < 0 ? Math.max(0, members.length + start) : start;
  return members.slice(first, stop < 0 ? Math.max(0, members.length + stop + 1) : stop + 1);
};

const LIMIT_WITHOUT_SCORES = new CommandError(
  "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
);

interface RangeOptions {
  byScore: boolean;
  reverse: boolean;
  withScores: boolean;
  limit?: { offset: number; count: number };
}

const rangeOptions = (words: string[], options: RangeOptions): RangeOptions | CommandError => {
  const [word, ...rest] = words;
  if (word === undefined) return options;
  switch (word.toUpperCase()) {
    case "BYSCORE":
      return rangeOptions(rest, { ...options, byScore: true });
    case "REV":
      return rangeOptions(rest, { ...options, reverse: true });
    case "WITHSCORES":
      return rangeOptions(rest, { ...options, withScores: true });
    case "LIMIT": {
      const [offset = "", count = "", ...more] = rest;
      if (!isInteger(offset) || !isInteger(count)) return NOT_AN_INTEGER;
      const limit = { offset: Number(offset), count: Number(count) };
      return rangeOptions(more, { ...options, limit });
    }
    default:
      return SYNTAX;
  }
};

const range =
  (byScore: boolean, reverse: boolean): Run =>
  (redis, [key = "", from = "", to = "", ...words]) => {
    const options = rangeOptions(words, { byScore, reverse, withScores: false });
    if (options instanceof CommandError) return options;
    if (options.limit && !options.byScore) return LIMIT_WITHOUT_SCORES;
    const ordered = inOrder(membersOf(redis, key));
    if (options.reverse) ordered.reverse();
    const scores = options.reverse ? ([to, from] as const) : ([from, to] as const);
    const found = options.byScore
      ? withinScores(ordered, ...scores)
      : withinRanks(ordered, from, to);
    if (found instanceof CommandError) return found;
    const { offset, count } = options.limit ?? { offset: 0, count: -1 };
    return found
      .slice(offset, count < 0 ? undefined : offset + count)
      .flatMap(({ value, score }) => (options.withScores ? [value, scoreText(score)] : [value]));
  };

const count: Run = (redis, [key = "", min = "", max = ""]) => {
  const found = withinScores(inOrder(membersOf(redis, key)), min, max);
  return found instanceof CommandError ? found : found.length;
};

const removeRange =
  (within: typeof withinScores): Run =>
  (redis, [key = "", from = "", to = ""]) => {
    const members = membersOf(redis, key);
    const found = within(inOrder(members), from, to);
    if (found instanceof CommandError) return found;
    for (const { value } of found) members.delete(value);
    store(redis, key, members);
    return found.length;
  };

const scoreOf = (redis: RedisMock, key: string, value: string) => {
  const member = membersOf(redis, key).get(value);
  return member ? scoreText(member.score) : null;
};

const rank =
  (reverse: boolean): Run =>
  (redis, [key = "", value = ""]) => {
    const ordered = inOrder(membersOf(redis, key));
    const at = (reverse ? ordered.reverse() : ordered).findIndex(
      (member) => member.value === value,
    );
    return at < 0 ? null : at;
  };

/** The commands on sorted sets. ioredis-mock sorts and limits them differently from Redis. */
export const SORTED_SETS: Record<string, Run> = {
  ZADD: add,
  ZCOUNT: count,
  ZINCRBY: (redis, [key = "", by = "", value = ""]) => add(redis, [key, "INCR", by, value]),
  ZMSCORE: (redis, [key = "", ...values]) => values.map((value) => scoreOf(redis, key, value)),
  ZPOPMAX: pop("pop"),
  ZPOPMIN: pop("shift"),
  ZRANGE: range(false, false),
  ZRANGEBYSCORE: range(true, false),
  ZRANK: rank(false),
  ZREMRANGEBYRANK: removeRange(withinRanks),
  ZREMRANGEBYSCORE: removeRange(withinScores),
  ZREVRANGE: range(false, true),
  ZREVRANGEBYSCORE: range(true, true),
  ZREVRANK: rank(true),
  ZSCORE: (redis, [key = "", value = ""]) => scoreOf(redis, key, value),
};
