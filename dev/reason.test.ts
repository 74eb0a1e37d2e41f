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

test("names a file in the place of a folder of the state, and the solution", () => {
  const file = join(folder, "cloud");
  writeFileSync(file, "");
  const inside = thrownBy(() => mkdirSync(join(file, "libsql"), { recursive: true }));
  expect(reasonOf(inside, folder)).toContain(`${file}/libsql cannot be used`);
  expect(reasonOf(inside, folder)).toEndWith(OUT);
  const itself = thrownBy(() => mkdirSync(file));
  expect(reasonOf(itself, file)).toEndWith(OUT);
});

test("names a folder in the place of a file of the state", () => {
  const err = thrownBy(() => writeFileSync(folder, ""));
  expect(reasonOf(err, folder)).toBe(
    `${folder} cannot be used (EISDIR: illegal operation on a directory, open '${folder}'). ${OUT}`,
  );
});

test("does not suggest to empty files outside the state", () => {
  const err = thrownBy(() => writeFileSync(folder, ""));
  expect(reasonOf(err, `${folder}-of-another`)).not.toContain("--fresh");
});

test("says how to install a missing package", async () => {
  const name = "bodega-no-such-package";
  const err = await import(name).catch((thrown: unknown) => thrown);
  expect(reasonOf(err, folder)).toContain(name);
  expect(reasonOf(err, folder)).toEndWith("Delete node_modules and start again.");
});

test("returns the message of any other error", () => {
  expect(reasonOf(new Error("Port 1 is taken."))).toBe("Port 1 is taken.");
  expect(reasonOf("no error at all")).toBe("no error at all");
  expect(reasonOf(undefined)).toBe("undefined");
});
