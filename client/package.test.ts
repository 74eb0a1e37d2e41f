import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { bundle } from "./build";
import { generated } from "./generate";

const GZIP_BYTES_MAX = 8 * 1024;

test("has the types of docs/openapi.json when the document has changed", async () => {
  for (const [file, text] of Object.entries(await generated()))
    expect(await Bun.file(resolve(import.meta.dir, file)).text(), "run `bun run api`").toBe(text);
});

test("stays within 8 KiB when bundled and compressed", async () => {
  const source = await bundle();
  expect(source).toContain("/v1/orders");
  expect(Bun.gzipSync(source).length).toBeLessThanOrEqual(GZIP_BYTES_MAX);
});

test("imports no other module when bundled, so that it runs everywhere", async () => {
  expect(new Bun.Transpiler().scanImports(await bundle())).toEqual([]);
});
