import { expect, test } from "bun:test";
import { Glob } from "bun";
import { CHECKS } from "./registry";

test("lists each check once", () => {
  const names = CHECKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("has a row for each file of a check", async () => {
  const files = [...new Glob("checks/*.check.ts").scanSync(import.meta.dir)];
  const registry = await Bun.file(`${import.meta.dir}/registry.ts`).text();
  const runner = await Bun.file(`${import.meta.dir}/runner.ts`).text();
  const unused = files.filter((file) => !`${registry}${runner}`.includes(file.slice(0, -3)));
  expect(files.length).toBeGreaterThan(15);
  expect(unused).toEqual([]);
});
