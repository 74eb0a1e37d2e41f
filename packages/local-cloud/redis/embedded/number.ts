import { CommandError } from "#cloud/redis/reply";
import { NOT_A_FLOAT } from "./refusal";

const INT64 = 2n ** 63n;
/** The format of Redis' string2ll(): no leading zero, no plus, no whitespace. */
const INTEGER = /^(0|-?[1-9]\d{0,18})$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export const isInteger = (text: string) =>
  INTEGER.test(text) && BigInt(text) >= -INT64 && BigInt(text) < INT64;

/** Reads a number in Redis' format, which includes infinity. */
export const floatIn = (text: string) => {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return FLOAT.test(text) ? Number(text) : undefined;
};

/** Returns the sum as text, or the refusal if the value is not an integer. */
export const integerSum = (value: string, by: string, refusal: CommandError) => {
  if (!isInteger(value)) return refusal;
  const sum = BigInt(value) + BigInt(by);
  if (sum < INT64 && sum >= -INT64) return String(sum);
  return new CommandError("ERR increment or decrement would overflow");
};

/** Returns the sum as text, or the refusal if the value is not a number. */
export const floatSum = (value: string, by: string, refusal: CommandError) => {
  const [base, added] = [floatIn(value), floatIn(by)];
  if (added === undefined) return NOT_A_FLOAT;
  return base === undefined ? refusal : String(base + added);
};
