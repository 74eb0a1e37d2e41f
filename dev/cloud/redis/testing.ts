import { describe } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "@upstash/redis";
import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";

type EngineName = "embedded" | "server";

export const token = "bodega-dev";
const ends: (() => unknown)[] = [];

/** To be called after each test: ends what it started. */
export const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

/** A folder that is gone after the test. */
export const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "redis-test-"));
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** The answer's JSON, whose shape the assertions check. */
export const bodyOf = async (answer: Response | Promise<Response>) =>
  JSON.parse(await (await answer).text());

/** The stand-in on a free port, ended after the test. */
export const serve = async (engine: EngineName, dataDir = ":memory:") => {
  const standIn = await redisStandIn({ dataDir, token, engine });
  const server = serveStandIn(standIn, 0);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  ends.push(stop);
  const client = (more: { token?: string; automaticDeserialization?: boolean } = {}) =>
    new Redis({ url: server.url, token, retry: false, enableTelemetry: false, ...more });
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
  const command = (...parts: unknown[]) =>
    bodyOf(send("/", { method: "POST", body: JSON.stringify(parts) }));
  return {
    url: server.url,
    engine: standIn.engine,
    faults: standIn.faults,
    client,
    send,
    command,
    stop,
  };
};

/** Every promise holds on both engines. */
export const onEachEngine = (what: string, promises: (engine: EngineName) => void) => {
  describe(`${what}, on the embedded engine`, () => promises("embedded"));
  const program = Bun.which("redis-server");
  describe.skipIf(!program)(
    `${what}, on redis-server${program ? "" : ": NOT RUN, there is none on PATH"}`,
    () => promises("server"),
  );
};
