import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Glob } from "bun";
import { RACES } from "./race";

test("runs every race of the list in a test of this folder", () => {
  const sources = [...new Glob("*.test.ts").scanSync(import.meta.dir)]
    .map((file) => readFileSync(join(import.meta.dir, file), "utf8"))
    .join("\n");
  const missing = Object.keys(RACES).filter((name) => !sources.includes(`"${name}",`));
  expect(missing).toEqual([]);
});
