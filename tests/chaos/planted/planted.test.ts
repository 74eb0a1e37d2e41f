import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ROOT } from "#dev/install";
import { applies, plantedBugs } from "./planted";

const BUGS = plantedBugs();

test("has at least ten planted bugs", () => {
  expect(BUGS.length).toBeGreaterThanOrEqual(10);
});

test.each(BUGS)("applies the patch $name, whose tests exist", async (planted) => {
  expect(await applies(planted)).toBe(true);
  expect(planted.tests.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
});

test("finds bugs by their names", () => {
  const [first] = BUGS;
  expect(plantedBugs([first?.name ?? ""])).toEqual([...BUGS.slice(0, 1)]);
});
