import { expect, spyOn, test } from "bun:test";
import { WorkerEntrypoint } from "cloudflare:workers";
import * as z from "zod";
import { currentTrace } from "#kernel/call";
import { type Composed, entrypoint } from "#kernel/entrypoint";
import { EnvironmentError } from "#kernel/env";
import { AppError, appErrorIn, DependencyError } from "#kernel/errors";
import { defineEvent, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newApp } from "#kernel/routes/app";
import { testTrace } from "#kernel/testing";

const happened = newEvent(defineEvent("thing.happened", z.object({}), ["things"]), {
  source: "things",
  subject: "s",
  sequence: 1,
  data: {},
  nowMs: Date.now(),
});

const worker = (compose: () => Partial<Composed>, env: object = {}) => {
  const composed = () => ({ app: newApp(), version: "1", checks: [], ...compose() });
  const Thing = class extends entrypoint(WorkerEntrypoint<object>, "things", composed) {};
  return new Thing({ waitUntil: () => undefined } as unknown as ExecutionContext, env);
};
const failing = (failure: unknown) =>
  worker(() => ({ handlers: [{ type: happened.type, handle: () => Promise.reject(failure) }] }));

/** Returns the error that a caller receives over a binding, and what was logged. */
const seenOf = async (failure: unknown) => {
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const seen = await failing(failure)
    .receive(happened, testTrace())
    .catch((err) => err);
  const lines = logged.mock.calls.map(([line]) => String(line));
  logged.mockRestore();
  return { seen, lines };
};

test("keeps all members of an AppError except its cause over a binding", async () => {
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
    // The runtime clones own properties, and drops all of them if one cannot be cloned.
    expect(seen.cause).toBeUndefined();
  }
});

test("keeps the parameters of an SQL statement out of the error and the log", async () => {
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

test("names missing variables to other Workers, and answers HTTP requests with 503", async () => {
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

test("handles a list of events when one of them fails, and reports which one", async () => {
  const second = { ...happened, id: "evt_second" };
  const handled: string[] = [];
  const things = worker(() => ({
    handlers: [
      {
        type: happened.type,
        handle: async ({ id }) => {
          if (id === second.id) throw new DependencyError("vendor");
          handled.push(id);
        },
      },
    ],
  }));
  const unknown = { ...happened, id: "evt_unknown", type: "thing.unknown" };
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const report = await things.receiveAll([happened, second, unknown], 1000, testTrace());
  logged.mockRestore();
  expect(handled).toEqual([happened.id]);
  const code = "dependency_unavailable";
  expect(report.unreached).toEqual([]);
  expect(report.failed.toSorted((a, b) => a.eventId.localeCompare(b.eventId))).toEqual([
    { eventId: second.id, code },
    { eventId: unknown.id, code },
  ]);
});

test("continues the trace of an event in each delivery, and the caller's without one", async () => {
  const eventTraceparent = `00-${"e".repeat(32)}-${"1".repeat(16)}-01`;
  const seen: (string | undefined)[][] = [];
  const things = worker(() => ({
    handlers: [
      {
        type: happened.type,
        handle: async () => {
          const trace = currentTrace();
          seen.push([trace.traceparent.slice(3, 35), trace.eventTraceparent]);
        },
      },
    ],
  }));
  const traced = { ...happened, traceparent: eventTraceparent };
  await things.receive(traced, testTrace());
  await things.receiveAll([traced], 1000, { ...testTrace(), traceparent: "" });
  await things.receive(happened, testTrace());
  expect(seen).toEqual([
    ["e".repeat(32), eventTraceparent],
    ["e".repeat(32), eventTraceparent],
    [testTrace().traceparent.slice(3, 35), undefined],
  ]);
});

test("fails when it receives an event that it does not handle", async () => {
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const seen = await worker(() => ({}))
    .receive(happened, testTrace())
    .catch((err) => err);
  logged.mockRestore();
  expect(appErrorIn(seen)?.code).toBe("dependency_unavailable");
});

test("reports the age of its outbox's oldest event in the health of a Worker", async () => {
  const outbox = { oldestSeconds: async () => 301 } as unknown as Outbox;
  expect(await worker(() => ({ outbox })).health(testTrace())).toMatchObject({
    oldestEventSeconds: 301,
  });
  const broken = { oldestSeconds: () => Promise.reject(new Error("down")) } as unknown as Outbox;
  expect(await worker(() => ({ outbox: broken })).health(testTrace())).toEqual({
    service: "things",
    version: "1",
    dependencies: [],
  });
});

test("exposes only the methods for other Workers over a binding", () => {
  const reachable = (at: object): string[] => {
    const own = Object.getOwnPropertyNames(at).filter((name) => name !== "constructor");
    const above = Object.getPrototypeOf(at);
    return above && above !== Object.prototype ? [...own, ...reachable(above)] : own;
  };
  expect(reachable(Object.getPrototypeOf(worker(() => ({})))).toSorted()).toEqual([
    "acknowledge",
    "claimOverdue",
    "describe",
    "fetch",
    "giveBack",
    "health",
    "listEvents",
    "metrics",
    "personalData",
    "receive",
    "receiveAll",
    "replayEvent",
    "sweep",
  ]);
});

test("answers from memory before the app is asked, unless spans are recorded", async () => {
  const app = newApp();
  app.get("/", (c) => c.text("from the app"));
  const compose = () => ({
    app,
    answerFromMemory: ({ url }: Request) =>
      url.endsWith("?kept") ? new Response("from memory") : undefined,
  });
  const textOf = async (service: { fetch(request: Request): Promise<Response> }, query: string) =>
    (await service.fetch(new Request(`https://shop.test/${query}`))).text();
  expect(await textOf(worker(compose), "?kept")).toBe("from memory");
  expect(await textOf(worker(compose), "")).toBe("from the app");
  const traced = { ENVIRONMENT: "test", ANALYTICS: { writeDataPoint: () => undefined } };
  expect(await textOf(worker(compose, traced), "?kept")).toBe("from the app");
});
