import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerVariables } from "./variables";

const NAMES = ["STOREFRONT_URL", "STOREFRONT_ORIGINS", "MONITOR_SECRET"] as const;
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
  r2: URL,
  twilio: URL,
};

const allWith = async (environment: Partial<Record<(typeof NAMES)[number], string>>) => {
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, environment);
  const folder = mkdtempSync(join(tmpdir(), "bodega-variables-"));
  try {
    return await workerVariables({ publicUrl: URL, clouds: CLOUDS, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const variablesWith = async (environment: Parameters<typeof allWith>[0]) => {
  const { STOREFRONT_URL, STOREFRONT_ORIGINS } = await allWith(environment);
  return [STOREFRONT_URL, STOREFRONT_ORIGINS];
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

test("takes an optional variable of a Worker from the environment, and has none without it", async () => {
  const secret = "a secret of 32 characters or more";
  expect(await allWith({ MONITOR_SECRET: secret })).toMatchObject({ MONITOR_SECRET: secret });
  expect(await allWith({})).not.toHaveProperty("MONITOR_SECRET");
});
