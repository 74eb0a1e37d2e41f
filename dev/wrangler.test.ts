import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WORKER_CONFIGS, workerSchemas } from "#dev/workers";
import { freePorts } from "#tests/free-ports";
import { startWorkers } from "./wrangler";

const BOOT_MS = 120_000;

/** Answers with the variables of its Worker, or of the one whose binding the path names. */
const PROBE = `export default {
  fetch(request, env) {
    const binding = new URL(request.url).pathname.slice(1);
    if (binding in env) return env[binding].fetch("http://worker/");
    return Response.json(Object.fromEntries(
      Object.entries(env).filter(([, value]) => typeof value === "string"),
    ));
  },
};
`;

const folder = mkdtempSync(join(tmpdir(), "bodega-wrangler-"));
const main = join(folder, "probe.js");
const schemas = await workerSchemas();
/** A value for each variable, with characters that files of variables may misread. */
const variables = Object.fromEntries(
  schemas.flatMap((shape) => Object.keys(shape)).map((name) => [name, `it's "${name}" $HOME #1`]),
);

let workers: Awaited<ReturnType<typeof startWorkers>>;
beforeAll(async () => {
  writeFileSync(main, PROBE);
  const { shop: port } = freePorts();
  workers = await startWorkers({ port, variables, folder, main, print: () => undefined });
}, BOOT_MS);
afterAll(async () => {
  await workers?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const [nth, path] of WORKER_CONFIGS.entries())
  test(`gives the Worker of ${path} every variable of its env.ts, and no other`, async () => {
    const [, noun = ""] = path.match(/workers\/(\w+)\//) ?? [];
    const answer = await fetch(`${workers.url}/${noun.toUpperCase()}`);
    const names = Object.keys(schemas[nth] ?? {});
    expect(names).toContain("OTEL_TRACES_SAMPLER_ARG");
    const expected = Object.fromEntries(names.map((name) => [name, variables[name]]));
    expect(await answer.json()).toEqual(expected);
  });
