import { expect, test } from "bun:test";
import { fail, warn } from "./check";
import { exitCodeOf, jsonOf, redacted, textOf } from "./report";

const FAILURE = fail({
  code: "qstash.key_refused",
  where: "QSTASH_TOKEN",
  problem: "qstash does not accept QSTASH_TOKEN.",
  action: "Set QSTASH_TOKEN.",
});
const WARNING = warn({ ...FAILURE, code: "clock.skew" });

test("prints one line when there is no finding", () => {
  expect(textOf([], 23)).toBe("Nothing found in 23 checks.");
});

test("prints severity, name, place, problem and action of each finding", () => {
  expect(textOf([FAILURE, WARNING], 23).split("\n")).toEqual([
    "fail  qstash.key_refused  QSTASH_TOKEN",
    "      qstash does not accept QSTASH_TOKEN.",
    "      → Set QSTASH_TOKEN.",
    "",
    "warn  clock.skew  QSTASH_TOKEN",
    "      qstash does not accept QSTASH_TOKEN.",
    "      → Set QSTASH_TOKEN.",
    "",
    "1 failure, 1 warning.",
  ]);
});

test("prints JSON that programs can parse", () => {
  expect(JSON.parse(jsonOf([FAILURE]))).toEqual({ findings: [FAILURE] });
});

test("returns 2 after a failure, and 1 after warnings only if they count", () => {
  expect(exitCodeOf([], true)).toBe(0);
  expect(exitCodeOf([WARNING], false)).toBe(0);
  expect(exitCodeOf([WARNING], true)).toBe(1);
  expect(exitCodeOf([WARNING, FAILURE], false)).toBe(2);
});

test("replaces secrets by their first four characters", () => {
  const values = { QSTASH_TOKEN: "secret-of-the-queue", RESEND_API_KEY: "secret-of-the-queue-2" };
  const workers = [{ worker: "users", shape: {}, values }];
  expect(redacted("is secret-of-the-queue-2, not secret-of-the-queue", { workers })).toBe(
    "is secr…, not secr…",
  );
});
