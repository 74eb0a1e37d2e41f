import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerVariables } from "./variables";

const NAMES = ["STOREFRONT_URL", "STOREFRONT_ORIGINS"] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const URL = "http://localhost:8787";
const CLOUDS = {
  libsql: URL,
  redis: URL,
  qstash: URL,
  typesense: URL,
  resend: URL,
  stripe: URL,
  razorpay: URL,
};

const variablesWith = async (environment: Partial<Record<(typeof NAMES)[number], string>>) => {
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, environment);
  const folder = mkdtempSync(join(tmpdir(), "bodega-variables-"));
  try {
    const all = await workerVariables({ publicUrl: URL, clouds: CLOUDS, folder });
    return NAMES.map((name) => all[name]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test("points links to the first allowed storefront when none is configured", async () => {
  const origins = "http://localhost:3000,http://localhost:5173";
  expect(await variablesWith({})).toEqual(["http://localhost:3000", origins]);
  const own = " https://shop.test ,https://other.test";
  expect(await variablesWith({ STOREFRONT_ORIGINS: own })).toEqual(["https://shop.test", own]);
  expect(await variablesWith({ STOREFRONT_ORIGINS: "" })).toEqual([URL, ""]);
  const named = { STOREFRONT_URL: "http://localhost:4321" };
  expect(await variablesWith(named)).toEqual(["http://localhost:4321", origins]);
});
