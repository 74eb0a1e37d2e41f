import { expect, test } from "bun:test";
import { judge, type Lineage, REPEATS, type Verdict } from "./rotation.rules";

const NOW_MS = Date.UTC(2026, 10, 22);
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

type Change = Partial<Omit<Lineage, "session">> & { session?: Partial<Lineage["session"]> };

const lineage = ({ session, ...change }: Change): Lineage => ({
  sessionId: "ses_12345678",
  roles: ["customer"],
  usedAt: null,
  repeatedAt: null,
  repeats: 0,
  successor: null,
  ...change,
  session: { lastUsedAt: NOW_MS, expiresAt: NOW_MS + 60 * DAY_MS, endReason: null, ...session },
});

const admin: Change = { roles: ["admin"] };
const usedAgo = (ms: number, successor: Lineage["successor"]) => ({
  usedAt: NOW_MS - ms,
  successor,
});

const CASES: readonly [string, Change, Verdict][] = [
  ["a token never used", {}, "rotate"],
  ["a token whose answer was lost", usedAgo(1, { usedAt: null }), "repeat"],
  [
    "a used token sent again just within the minute",
    usedAgo(REPEATS.windowMs - 1, { usedAt: null }),
    "repeat",
  ],
  ["a used token sent again after a minute", usedAgo(REPEATS.windowMs, { usedAt: null }), "reused"],
  ["the second repeated token of a day", { ...usedAgo(1, { usedAt: null }), repeats: 1 }, "repeat"],
  ["the third repeated token of a day", { ...usedAgo(1, { usedAt: null }), repeats: 2 }, "reused"],
  [
    "the second repeated token of a day, sent once more",
    { ...usedAgo(1, { usedAt: null }), repeats: 2, repeatedAt: NOW_MS - 1 },
    "repeat",
  ],
  ["a token whose successor was used", usedAgo(1, { usedAt: NOW_MS - 1 }), "reused"],
  ["a token whose successor is not known", usedAgo(1, null), "reused"],
  [
    "any token of a session that a reuse ended",
    { session: { endReason: "refresh_reused" } },
    "reused",
  ],
  ["any token of a session that was signed out", { session: { endReason: "logout" } }, "invalid"],
  [
    "a token unused for almost 14 days",
    { session: { lastUsedAt: NOW_MS - 14 * DAY_MS + 1 } },
    "rotate",
  ],
  ["a token unused for 14 days", { session: { lastUsedAt: NOW_MS - 14 * DAY_MS } }, "invalid"],
  ["a token of a session at its absolute end", { session: { expiresAt: NOW_MS } }, "invalid"],
  [
    "an admin's token unused for almost 8 hours",
    { ...admin, session: { lastUsedAt: NOW_MS - 8 * HOUR_MS + 1 } },
    "rotate",
  ],
  [
    "an admin's token unused for 8 hours",
    { ...admin, session: { lastUsedAt: NOW_MS - 8 * HOUR_MS } },
    "invalid",
  ],
];

for (const [what, change, verdict] of CASES) {
  test(`returns ${verdict} for ${what}`, () =>
    expect(judge(lineage(change), NOW_MS)).toBe(verdict));
}

test("returns invalid for an unknown token", () =>
  expect(judge(undefined, NOW_MS)).toBe("invalid"));
