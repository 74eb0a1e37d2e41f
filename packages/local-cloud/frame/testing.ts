import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StandIn, serveStandIn } from "./stand-in";

const ends: (() => unknown)[] = [];

/** Registers a function to run after the test. The last registered runs first. */
export const atEnd = (end: () => unknown) => {
  ends.push(end);
};

/** Runs the registered functions. Call it after each test. */
export const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

/** Creates a folder that is deleted after the test. */
export const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "stand-in-test-"));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** Serves a stand-in on a free port and stops it after the test. */
export const serveForTest = (standIn: StandIn) => {
  const server = serveStandIn(standIn, 0);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  atEnd(stop);
  return { url: server.url, stop };
};

/** Returns the answer's JSON without a type; the assertions check its shape. */
export const bodyOf = async (answer: Response | Promise<Response>) =>
  JSON.parse(await (await answer).text());
