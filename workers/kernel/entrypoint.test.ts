import { expect, spyOn, test } from "bun:test";
import { WorkerEntrypoint } from "cloudflare:workers";
import { z } from "zod";
import { newApp } from "#kernel/app";
import { type Composed, entrypoint } from "#kernel/entrypoint";
import { EnvironmentError } from "#kernel/env";
import { AppError, appErrorIn, DependencyError } from "#kernel/errors";
import { defineEvent, newEvent } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { testTrace } from "#kernel/testing";

const happened = newEvent(defineEvent("thing.happened", z.object({})), {
  source: "things",
  subject: "s",
  sequence: 1,
  data: {},
  nowMs: Date.now(),
});

const worker = (compose: () => Partial<Composed>) => {
  const composed = () => ({ app: newApp(), version: "1", checks: [], ...compose() });
  const Thing = class extends entrypoint(WorkerEntrypoint<object>, "things", composed) {};
  return new Thing({ waitUntil: () => undefined } as unknown as ExecutionContext, {});
};
const failing = (failure: unknown) =>
  worker(() => ({ hearings: [{ type: happened.type, handle: () => Promise.reject(failure) }] }));

/** What a caller on the other side of a binding gets to see, and what was logged meanwhile. */
const seenOf = async (failure: unknown) => {
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const seen = await failing(failure)
    .receive(happened, testTrace())
    .catch((err) => err);
  const lines = logged.mock.calls.map(([line]) => String(line));
  logged.mockRestore();
  return { seen, lines };
};

test("a refusal crosses a binding whole, whatever caused it", async () => {
  const cause = Object.assign(new Error("vendor"), { answer: new Response("x"), log: () => 1 });
  const refusal = new AppError("insufficient_stock", "Only one.", {
    extensions: { lines: [1] },
    headers: { "Retry-After": "1" },
    cause,
  });
  for (const failure of [refusal, new DependencyError("stripe", cause)]) {
    const { seen } = await seenOf(failure);
    const { code, message, extensions, headers } = failure;
    expect(appErrorIn(seen)).toMatchObject({ code, message });
    expect([seen.extensions, seen.headers]).toEqual([extensions, headers]);
    // The runtime clones own properties, and drops all of them when one cannot be cloned.
    expect(seen.cause).toBeUndefined();
  }
});

test("what a statement bound leaves a Worker neither in its error nor in its log", async () => {
  const failure = Object.assign(new Error("Failed query: insert\nparams: ada@example.com"), {
    params: ["ada@example.com"],
    cause: Object.assign(new Error("SQLITE_CONSTRAINT: integer overflow"), { code: "SQLITE_X" }),
  });
  const { seen, lines } = await seenOf(failure);
  expect(JSON.stringify([seen.message, { ...seen }, seen.stack])).not.toContain("ada@");
  expect(seen.cause).toBeUndefined();
  expect(lines.join()).toContain("Failed query: insert");
  expect(lines.join()).not.toContain("ada@");
});

test("a Worker that lacks its environment tells the shop what is missing, and outsiders to come back", async () => {
  const down = worker(() => {
    throw new EnvironmentError("things refuses to start: TOKEN");
  });
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const seen = await down.health(testTrace()).catch((err) => err);
  const answer = await down.fetch(new Request("https://x.test/"));
  logged.mockRestore();
  expect(seen).toBeInstanceOf(EnvironmentError);
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain("TOKEN");
});

test("a repair that fails does not keep the outbox from being swept", async () => {
  let swept = 0;
  const outbox = { sweep: async () => ++swept } as unknown as Outbox;
  const broken = worker(() => ({ outbox, sweep: () => Promise.reject(new Error("broken")) }));
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  expect(await broken.sweep(testTrace()).catch((err) => err.message)).toContain("broken");
  logged.mockRestore();
  expect(swept).toBe(1);
  const whole = worker(() => ({ outbox, sweep: async () => ({ asked: 3 }) }));
  expect(await whole.sweep(testTrace())).toEqual({ asked: 3, republished: 2 });
});

test("only what is meant for other Workers can be reached over a binding", () => {
  const reachable = (at: object): string[] => {
    const own = Object.getOwnPropertyNames(at).filter((name) => name !== "constructor");
    const above = Object.getPrototypeOf(at);
    return above && above !== Object.prototype ? [...own, ...reachable(above)] : own;
  };
  expect(reachable(Object.getPrototypeOf(worker(() => ({})))).toSorted()).toEqual([
    "acknowledge",
    "describe",
    "fetch",
    "health",
    "personalData",
    "receive",
    "sweep",
  ]);
});
