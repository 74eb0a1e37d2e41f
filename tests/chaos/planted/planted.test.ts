import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Glob } from "bun";
import { ROOT } from "#dev/install";
import { PROMISES } from "#tests/chaos/invariants/all";
import { hunksIn } from "./patch";
import { misfit, plantedBugs } from "./planted";

const BUGS = plantedBugs();

/** Returns whether a path is a file or folder of tests. */
const hasTests = (path: string) =>
  path.endsWith(".test.ts")
    ? existsSync(resolve(ROOT, path))
    : new Glob(`${path}/**/*.test.ts`).scanSync(ROOT).next().done === false;

test("has at least thirty planted bugs", () => {
  expect(BUGS.length).toBeGreaterThanOrEqual(30);
});

test.each(BUGS)("applies the patch $name, whose tests exist", (planted) => {
  expect(misfit(planted)).toBeUndefined();
  expect(planted.tests.filter((path) => !hasTests(path))).toEqual([]);
  expect(planted.breaks.filter((id) => !PROMISES.has(id))).toEqual([]);
});

test("finds bugs by their names", () => {
  const [first] = BUGS;
  expect(plantedBugs([first?.name ?? ""])).toEqual([...BUGS.slice(0, 1)]);
});

describe("the place of a patch", () => {
  const [first] = BUGS;
  const diff = (lines: string[]) => ({
    ...(first as (typeof BUGS)[number]),
    diff: ["--- a/package.json", "+++ b/package.json", "@@ -1 +1 @@", ...lines].join("\n"),
  });

  test("is found by its lines when the line numbers and the lines around it have changed", () => {
    expect(misfit(diff([" gone", '-"type": "module",', "+", " gone"]))).toBeUndefined();
  });

  test("is refused when there is none, or more than one", () => {
    expect(misfit(diff(['-"type": "script",', "+"]))).toContain("no single place");
    expect(misfit(diff(["-},", "+"]))).toContain("no single place");
  });

  test("is read with the signs of its lines", () => {
    const [hunk] = hunksIn(diff([" a", "-b", "+c"]).diff);
    expect(hunk?.lines.map(({ sign, text }) => sign + text)).toEqual([" a", "-b", "+c"]);
  });
});
