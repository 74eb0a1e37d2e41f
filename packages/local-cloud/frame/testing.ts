import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StandIn, serveStandIn } from "./stand-in";

const ends: (() => unknown)[] = [];

/** Leaves something to be done when the test is over, what was left last first. */
export const atEnd = (end: () => unknown) => {
  ends.push(end);
};

/** To be called after each test: ends what it started. */
export const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

/** A folder that is gone after the test. */
export const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "stand-in-test-"));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** A stand-in on a free port, ended after the test if not by it. */
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

/** The answer's JSON, whose shape the assertions check. */
export const bodyOf = async (answer: Response | Promise<Response>) =>
  JSON.parse(await (await answer).text());
