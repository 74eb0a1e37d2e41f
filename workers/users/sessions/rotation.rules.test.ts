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
  ["one whose answer was lost", usedAgo(1, { usedAt: null }), "repeat"],
  [
    "one presented again just within the minute",
    usedAgo(REPEATS.windowMs - 1, { usedAt: null }),
    "repeat",
  ],
  ["one presented again after a minute", usedAgo(REPEATS.windowMs, { usedAt: null }), "reused"],
  ["a second one of a day", { ...usedAgo(1, { usedAt: null }), repeats: 1 }, "repeat"],
  ["a third one of a day", { ...usedAgo(1, { usedAt: null }), repeats: 2 }, "reused"],
  [
    "the second one of a day, presented once more",
    { ...usedAgo(1, { usedAt: null }), repeats: 2, repeatedAt: NOW_MS - 1 },
    "repeat",
  ],
  ["one whose successor was used", usedAgo(1, { usedAt: NOW_MS - 1 }), "reused"],
  ["one whose successor is not known", usedAgo(1, null), "reused"],
  ["any of a session that a reuse ended", { session: { endReason: "refresh_reused" } }, "reused"],
  ["any of a session that was signed out", { session: { endReason: "logout" } }, "invalid"],
  [
    "one unused for almost 14 days",
    { session: { lastUsedAt: NOW_MS - 14 * DAY_MS + 1 } },
    "rotate",
  ],
  ["one unused for 14 days", { session: { lastUsedAt: NOW_MS - 14 * DAY_MS } }, "invalid"],
  ["one of a session at its absolute end", { session: { expiresAt: NOW_MS } }, "invalid"],
  [
    "an admin's after almost 8 hours",
    { ...admin, session: { lastUsedAt: NOW_MS - 8 * HOUR_MS + 1 } },
    "rotate",
  ],
  [
    "an admin's after 8 hours",
    { ...admin, session: { lastUsedAt: NOW_MS - 8 * HOUR_MS } },
    "invalid",
  ],
];

for (const [what, change, verdict] of CASES) {
  test(`judges ${what}: ${verdict}`, () => expect(judge(lineage(change), NOW_MS)).toBe(verdict));
}

test("judges an unknown token: invalid", () => expect(judge(undefined, NOW_MS)).toBe("invalid"));
