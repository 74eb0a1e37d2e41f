import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "#dev/install";
import { ACTS } from "./acts";
import { type Outcome, runChaos } from "./chaos";
import { NOT_APPLICABLE, PROMISES } from "./invariants/all";
import { optionsFrom } from "./options";
import { planOf } from "./plan";
import { violationLines } from "./report";
import { STORIES } from "./stories";

const RUN_MS = 240_000;
setDefaultTimeout(RUN_MS);
const OPTIONS = optionsFrom(["--orders", "60", "--kills", "4", "--seed", "1"]);

const folder = mkdtempSync(join(tmpdir(), "bodega-chaos-test-"));
let outcome: Outcome;
beforeAll(async () => {
  outcome = await runChaos({ folder, options: OPTIONS, progress: { show: () => undefined } });
}, RUN_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("violates no invariant when dependencies fail and processes are killed", () => {
  expect(violationLines(outcome.findings)).toEqual([]);
});

test("comes to rest within a minute when the faults end", () => {
  expect(outcome.rest.open).toEqual({});
  expect(outcome.rest.seconds).toBeLessThan(60);
});

test("kills as many processes as planned, and injects faults", () => {
  expect(outcome.kills).toBe(OPTIONS.kills);
  expect(outcome.faults).toBeGreaterThan(100);
});

test("plans the same run when the seed is the same", () => {
  expect(planOf(OPTIONS)).toEqual(planOf(OPTIONS));
  expect(planOf(OPTIONS)).not.toEqual(planOf({ ...OPTIONS, seed: 2 }));
});

test("plans every story in a long run, and uses every act in a story", () => {
  const { plans } = planOf({ orders: 1000, kills: 0, seed: 1 });
  expect(new Set(plans.map(({ story }) => story)).size).toBe(Object.keys(STORIES).length);
  const used: Set<string> = new Set(Object.values(STORIES).flatMap(({ acts }) => [...acts]));
  expect(Object.keys(ACTS).filter((act) => !used.has(act) && act !== "reads")).toEqual([]);
});

test("names the invariant of each promise of the failure model, or the tests that hold it", () => {
  const ids = [
    ...Array.from({ length: 17 }, (_, n) => `I${n + 1}`),
    ...Array.from({ length: 18 }, (_, n) => `Q${n + 1}`),
  ];
  expect(ids.filter((id) => !PROMISES.has(id))).toEqual([]);
  expect(NOT_APPLICABLE.filter(({ heldBy }) => !existsSync(join(ROOT, heldBy)))).toEqual([]);
});

test("names an invalid option", () => {
  expect(() => optionsFrom(["--orders", "0"])).toThrow("--orders");
});
