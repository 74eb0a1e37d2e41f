import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerVariables } from "#dev/variables";
import { startWorkerd, type Workerd } from "#dev/workerd";
import { bundleWorkers } from "#dev/workerd/bundle";

/** No server listens there: these tests need no cloud. */
const NOWHERE = "http://127.0.0.1:9";
const STARTING_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), "bodega-workerd-"));
const lines: string[] = [];
let variables: Record<string, string>;
let workers: Workerd;

beforeAll(async () => {
  variables = await workerVariables({
    publicUrl: NOWHERE,
    clouds: {
      libsql: NOWHERE,
      redis: NOWHERE,
      qstash: NOWHERE,
      typesense: NOWHERE,
      resend: NOWHERE,
      stripe: NOWHERE,
      razorpay: NOWHERE,
      r2: NOWHERE,
      twilio: NOWHERE,
    },
    folder,
  });
  const print = (line: string) => void lines.push(line);
  workers = await startWorkerd({ port: 0, variables, folder, print });
}, STARTING_MS);
afterAll(async () => {
  await workers?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("reaches every Worker over its own binding on the production runtime", async () => {
  const answer = await fetch(`${workers.url}/v1/services`, {
    headers: { authorization: "Bearer bodega-dev" },
  });
  const { data } = (await answer.json()) as { data: { name: string; routes: string[] }[] };
  expect(data.map(({ name }) => name).toSorted()).toEqual([
    "cart",
    "catalog",
    "notifications",
    "orders",
    "payments",
    "receipts",
    "settings",
    "users",
  ]);
  expect(data.find(({ name }) => name === "cart")?.routes).toContain("POST /v1/carts");
});

test("reaches the sweeps of the Workers from the cron", async () => {
  await workers.fireCron();
  expect(lines.some((line) => line.includes("sweep.failed"))).toBe(true);
});

test("writes no secret into the configuration file", () => {
  const config = readFileSync(join(folder, "workerd/config.capnp"), "utf8");
  expect(config).toContain("JWT_SIGNING_KEY");
  const secrets = Object.values(variables).filter((value) => value.includes("bodega-dev"));
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter((secret) => config.includes(secret))).toEqual([]);
});

test(
  "bundles a Worker outside the repository again when its source changes",
  async () => {
    const outside = join(folder, "outside");
    mkdirSync(outside);
    const config = join(outside, "wrangler.toml");
    writeFileSync(
      config,
      'name = "outside"\nmain = "worker.js"\ncompatibility_date = "2026-11-01"\n',
    );
    const bundledText = async (answer: string) => {
      const code = `export default { fetch: () => new Response("${answer}") };\n`;
      writeFileSync(join(outside, "worker.js"), code);
      const [bundle] = await bundleWorkers([config]);
      return readFileSync(join(bundle?.folder ?? "", "worker.js"), "utf8");
    };
    expect(await bundledText("first")).toContain("first");
    expect(await bundledText("second")).toContain("second");
  },
  STARTING_MS,
);
