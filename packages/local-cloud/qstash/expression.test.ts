import { expect, test } from "bun:test";
import { parseRetryDelay } from "./expression";

const VALUES: [source: string, retried: number, ms: number][] = [
  ["1000", 5, 1000],
  ["1000 * (1 + retried)", 2, 3000],
  ["pow(2, retried) * 1000", 3, 8000],
  ["max(1000, pow(2, retried) * 100)", 1, 1000],
  ["min(pow(2, retried) * 1000, 300000)", 20, 300_000],
  ["10 - 2 - 3", 0, 5],
  ["2 + 3 * 4 % 5", 0, 4],
  ["-3 + 5", 0, 2],
  ["round(sqrt(2) * 100) + floor(1.9) + ceil(0.1) + abs(-4)", 0, 147],
  ["floor(exp(2.5 * retried))", 1, 12],
];
for (const [source, retried, ms] of VALUES)
  test(`${source} is ${ms} after ${retried} retries`, () => {
    expect(parseRetryDelay(source)(retried)).toBe(ms);
  });

for (const source of [
  "",
  "1 +",
  "fib(1)",
  "pow(1)",
  "min(1, 2, 3)",
  "(1",
  "1 2",
  "x",
  "1; 2",
  "constructor(1)",
])
  test(`"${source}" is no formula`, () => {
    expect(() => parseRetryDelay(source)).toThrow(SyntaxError);
  });
