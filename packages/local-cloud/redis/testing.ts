import { describe } from "bun:test";
import { Redis } from "@upstash/redis";
import { bodyOf, serveForTest } from "#cloud/frame/testing";
import { redisStandIn } from "./index";

type EngineName = "embedded" | "server";

export const token = "bodega-dev";
export const readOnlyToken = "bodega-dev-read-only";

/** Starts the stand-in on a free port and stops it after the test. */
export const serve = async (engine: EngineName, dataDir = ":memory:") => {
  const standIn = await redisStandIn({ dataDir, token, readOnlyToken, engine });
  const { url, stop } = serveForTest(standIn);
  const client = (more: { token?: string; automaticDeserialization?: boolean } = {}) =>
    new Redis({ url, token, retry: false, enableTelemetry: false, ...more });
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
  const command = (...parts: unknown[]) =>
    bodyOf(send("/", { method: "POST", body: JSON.stringify(parts) }));
  return {
    url,
    engine: standIn.engine,
    faults: standIn.faults,
    client,
    send,
    command,
    stop,
  };
};

/** Runs the tests once on each engine. */
export const describeOnEachEngine = (what: string, tests: (engine: EngineName) => void) => {
  describe(`${what} on the embedded engine`, () => tests("embedded"));
  const program = Bun.which("redis-server");
  describe.skipIf(!program)(
    `${what} on redis-server${program ? "" : ": NOT RUN, there is none on PATH"}`,
    () => tests("server"),
  );
};
