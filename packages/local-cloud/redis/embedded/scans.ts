import type RedisMock from "ioredis-mock";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { globTest } from "./glob";
import { isInteger } from "./number";
import { NOT_AN_INTEGER, SYNTAX } from "./refusal";
import { membersOf, scoreText } from "./sorted-sets";
import { typeOf } from "./value";

type Run = (redis: RedisMock, args: string[]) => Reply;

const COUNT_DEFAULT = 10;
const INVALID_CURSOR = new CommandError("ERR invalid cursor");

interface Options {
  matches: (name: string) => boolean;
  count: number;
  type?: string;
}

/** Reads `MATCH pattern COUNT n`, and `TYPE type` if `typed`. */
const optionsIn = (words: string[], typed: boolean): Options | CommandError => {
  const options: Options = { matches: () => true, count: COUNT_DEFAULT };
  for (let at = 0; at < words.length; at += 2) {
    const [word, value] = [words[at]?.toUpperCase(), words[at + 1]];
    if (value === undefined) return SYNTAX;
    if (word === "MATCH") options.matches = globTest(value);
    else if (word === "TYPE" && typed) options.type = value.toLowerCase();
    else if (word !== "COUNT") return SYNTAX;
    else if (!isInteger(value)) return NOT_AN_INTEGER;
    else if (Number(value) < 1) return SYNTAX;
    else options.count = Number(value);
  }
  return options;
};

const isCursor = (text: string) => /^\d+$/.test(text);

/**
 * Creates a scan command that returns a whole collection at once, whatever the COUNT, as Redis does with small
 * ones.
 */
const scanOf =
  (entriesOf: (redis: RedisMock, key: string) => string[][]): Run =>
  (redis, [key = "", cursor = "", ...words]) => {
    if (!isCursor(cursor)) return INVALID_CURSOR;
    const options = optionsIn(words, false);
    if (options instanceof CommandError) return options;
    const found = entriesOf(redis, key).filter(([name = ""]) => options.matches(name));
    return ["0", found.flat()];
  };

const scanKeys: Run = ({ data }, [cursor = "", ...words]) => {
  if (!isCursor(cursor)) return INVALID_CURSOR;
  const options = optionsIn(words, true);
  if (options instanceof CommandError) return options;
  const { matches, count, type } = options;
  const keys = data.keys();
  const next = Number(cursor) + count;
  const found = keys
    .slice(Number(cursor), next)
    .filter((key) => matches(key) && (type === undefined || typeOf(data.get(key)) === type));
  return [next < keys.length ? String(next) : "0", found];
};

/** The scan commands. ioredis-mock would match the pattern against a field together with its value. */
export const SCANS: Record<string, Run> = {
  HSCAN: scanOf(({ data }, key) => Object.entries((data.get(key) ?? {}) as object)),
  KEYS: ({ data }, [pattern = ""]) => data.keys().filter(globTest(pattern)),
  SCAN: scanKeys,
  SSCAN: scanOf(({ data }, key) =>
    Array.from((data.get(key) ?? []) as Set<string>, (member) => [member]),
  ),
  ZSCAN: scanOf((redis, key) =>
    Array.from(membersOf(redis, key).values(), ({ value, score }) => [value, scoreText(score)]),
  ),
};
