import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reasonOf } from "./reason";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bodega-reason-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (err) {
    return err;
  }
  throw new Error("nothing was thrown");
};

const OUT = "Move it away, or start with --fresh to empty everything.";

test("a file where the state has a folder is named, with the way out", () => {
  const file = join(folder, "cloud");
  writeFileSync(file, "");
  const inside = thrownBy(() => mkdirSync(join(file, "libsql"), { recursive: true }));
  expect(reasonOf(inside, folder)).toContain(`${file}/libsql cannot be used`);
  expect(reasonOf(inside, folder)).toEndWith(OUT);
  const itself = thrownBy(() => mkdirSync(file));
  expect(reasonOf(itself, file)).toEndWith(OUT);
});

test("a folder where the state has a file is named too", () => {
  const err = thrownBy(() => writeFileSync(folder, ""));
  expect(reasonOf(err, folder)).toBe(
    `${folder} cannot be used (EISDIR: illegal operation on a directory, open '${folder}'). ${OUT}`,
  );
});

test("what lies elsewhere is not to be emptied for it", () => {
  const err = thrownBy(() => writeFileSync(folder, ""));
  expect(reasonOf(err, `${folder}-of-another`)).not.toContain("--fresh");
});

test("a package that is missing says how to get it back", async () => {
  const name = "bodega-no-such-package";
  const err = await import(name).catch((thrown: unknown) => thrown);
  expect(reasonOf(err, folder)).toContain(name);
  expect(reasonOf(err, folder)).toEndWith("Delete node_modules and start again.");
});

test("whatever else was thrown says what it says", () => {
  expect(reasonOf(new Error("Port 1 is taken."))).toBe("Port 1 is taken.");
  expect(reasonOf("no error at all")).toBe("no error at all");
  expect(reasonOf(undefined)).toBe("undefined");
});
