import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { r2StandIn } from "#cloud/r2";
import { r2Binding } from "#cloud/r2/binding";
import { serveStandIn } from "#cloud/stand-in";
import { startWorkerd, type Workerd } from "#dev/workerd";

const STARTING_MS = 60_000;
const BUCKET = "pictures";
const TOKEN = "bodega-dev";

/** A call of the binding: its method and arguments, with the bytes of a value as an array. */
type Call = [method: "head" | "get" | "put" | "delete", ...args: unknown[]];

/** Calls the binding in sequence, and tells what came back. */
const CALLING = `async (binding, calls) => {
  const seen = [];
  for (const [method, key, ...args] of calls) {
    if (method === "put") args[0] = new Uint8Array(args[0]);
    try {
      const found = await binding[method](key, ...args);
      if (!found) { seen.push(found === undefined ? "done" : null); continue; }
      const { size, httpEtag, httpMetadata, customMetadata, range } = found;
      const value = found.body && [...new Uint8Array(await new Response(found.body).arrayBuffer())];
      seen.push({ key: found.key, size, httpEtag, httpMetadata, customMetadata, value,
        ...(method === "get" && { range }) });
    } catch (err) { seen.push("refused"); }
  }
  return seen;
}`;
const PROBE = `const call = ${CALLING};
export default {
  async fetch(request, env) {
    if (request.method === "GET") return new Response("ready");
    return Response.json(await call(env.BUCKET, await request.json()));
  },
};`;

const folder = mkdtempSync(join(tmpdir(), "bodega-r2-"));
const cloud = serveStandIn(r2StandIn({ dataDir: ":memory:", token: TOKEN }), 0);
const address = { url: cloud.url, bucket: BUCKET };
let workers: Workerd;
beforeAll(async () => {
  const config = join(folder, "wrangler.toml");
  writeFileSync(join(folder, "probe.js"), PROBE);
  writeFileSync(
    config,
    `name = "probe"\nmain = "probe.js"\ncompatibility_date = "2026-11-01"\n
[[r2_buckets]]\nbinding = "BUCKET"\nbucket_name = "${BUCKET}"\n`,
  );
  const variables = { R2_URL: cloud.url, R2_TOKEN: TOKEN };
  const options = { folder, variables, configs: [config], healthPath: "/" };
  workers = await startWorkerd({ ...options, port: 0, print: () => undefined });
}, STARTING_MS);
afterAll(async () => {
  await workers?.stop();
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

const inWorkerd = async (calls: readonly Call[]): Promise<unknown[]> => {
  const answer = await fetch(workers.url, { method: "POST", body: JSON.stringify(calls) });
  return (await answer.json()) as unknown[];
};
const call = new Function(`return ${CALLING}`)() as (
  binding: R2Bucket,
  calls: readonly Call[],
) => Promise<unknown[]>;
const withoutRuntime = (calls: readonly Call[], token = TOKEN) =>
  call(r2Binding({ ...address, token }), calls);

const PICTURE = {
  httpMetadata: { contentType: "image/png" },
  customMetadata: { width: "7" },
};
const CALLS: readonly Call[] = [
  ["head", "a.png"],
  ["get", "a.png"],
  ["put", "a.png", [1, 2, 3, 4, 5], PICTURE],
  ["head", "a.png"],
  ["get", "a.png"],
  ["get", "a.png", { range: { offset: 1, length: 2 } }],
  ["get", "a.png", { range: { offset: 3, length: 9 } }],
  ["get", "a.png", { range: { suffix: 2 } }],
  ["get", "a.png", { range: { offset: 5, length: 1 } }],
  ["put", "a.png", [], {}],
  ["get", "a.png"],
  ["put", "a.png/160", [6], PICTURE],
  ["delete", ["a.png", "a.png/160", "none"]],
  ["get", "a.png/160"],
  ["get", "x".repeat(1025)],
];

test("answers workerd's binding and the one for tests alike", async () => {
  const seen = await withoutRuntime(CALLS);
  expect(await inWorkerd(CALLS)).toEqual(JSON.parse(JSON.stringify(seen)));
  expect(seen.filter((one) => one === "refused")).toHaveLength(2);
  expect(seen[5]).toMatchObject({ size: 5, value: [2, 3], range: { offset: 1, length: 2 } });
  expect(seen[4]).toMatchObject({ ...PICTURE, value: [1, 2, 3, 4, 5] });
});

test("keeps the objects of each bucket apart, and refuses a wrong token", async () => {
  await withoutRuntime([["put", "shared", [1], {}]]);
  const other = r2Binding({ ...address, token: TOKEN, bucket: "other" });
  expect(await other.head("shared")).toBeNull();
  expect(await withoutRuntime([["head", "shared"]], "another")).toEqual(["refused"]);
});
