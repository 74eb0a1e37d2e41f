import { expect, test } from "bun:test";
import { DAY_MS, durationMs, requestedWaitMs } from "./duration";

const DURATIONS: [text: string, ms: number | undefined][] = [
  ["50s", 50_000],
  ["1d10h30m", DAY_MS + 10 * 3_600_000 + 30 * 60_000],
  ["250ms", 250],
  ["0s", 0],
  ["50", undefined],
  ["s", undefined],
  ["-5s", undefined],
  ["5s later", undefined],
];
for (const [text, ms] of DURATIONS)
  test(`reads "${text}" as ${ms ?? "no duration"}`, () => {
    expect(durationMs(text)).toBe(ms);
  });

const NOW = Date.parse("2030-01-01T00:00:00Z");
const WAITS: [headers: Record<string, string>, ms: number | undefined][] = [
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "10" }, 10_000],
  [{ "retry-after": "6m5s" }, 365_000],
  [{ "retry-after": "Tue, 01 Jan 2030 00:01:00 GMT" }, 60_000],
  [{ "retry-after": "Mon, 31 Dec 2029 00:00:00 GMT" }, 0],
  [{ "retry-after": "86401" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{ "x-ratelimit-reset-tokens": "2" }, 2_000],
  [{}, undefined],
];
for (const [headers, ms] of WAITS)
  test(`reads the wait from ${JSON.stringify(headers)} as ${ms ?? "none"}`, () => {
    expect(requestedWaitMs(new Headers(headers), NOW)).toBe(ms);
  });
