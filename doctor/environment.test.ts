import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, sourceIn } from "./environment";

const folder = mkdtempSync(join(tmpdir(), "doctor-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test("gives all Workers the lines of a file", async () => {
  const source = await sourceIn(file("shop.env", "PUBLIC_URL='https://shop.example/'\n# no\n"));
  expect(source).toEqual({ worker: undefined, values: { PUBLIC_URL: "https://shop.example/" } });
  const { workers, url } = await environmentOf([source]);
  expect(workers).toHaveLength(9);
  for (const { values } of workers) expect(values.PUBLIC_URL).toBe("https://shop.example/");
  expect(url).toBe("https://shop.example");
});

test("gives a Worker alone the JSON of a file with its name", async () => {
  const source = await sourceIn(file("users.json", '{ "REFRESH_SECRET": "only for users" }'));
  const { workers } = await environmentOf([source]);
  const having = workers.filter(({ values }) => values.REFRESH_SECRET !== undefined);
  expect(having.map(({ worker }) => worker)).toEqual(["users"]);
});

test("overrides the committed vars of wrangler.toml", async () => {
  const committed = await environmentOf([]);
  expect(committed.values.ENVIRONMENT).toBe("production");
  const source = { worker: undefined, values: { ENVIRONMENT: "staging" } };
  expect((await environmentOf([source])).values.ENVIRONMENT).toBe("staging");
});

test("names a file that is missing or damaged", async () => {
  await expect(sourceIn("/nowhere/users.json")).rejects.toThrow("/nowhere/users.json");
  const damaged = file("gateway.json", "{ damaged");
  await expect(sourceIn(damaged)).rejects.toThrow("gateway.json is not a JSON object of texts.");
});
