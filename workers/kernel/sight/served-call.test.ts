import { expect, test } from "bun:test";
import { afterAnswer, currentTrace } from "#kernel/call";
import { AppError, DependencyError } from "#kernel/errors";
import { withinSpan } from "#kernel/sight/client-span";
import { httpOperation, nameRoute, nameStatus, rpcOperation } from "#kernel/sight/operations";
import { serveCall, type Tracer } from "#kernel/sight/served-call";
import type { Span } from "#kernel/sight/span";
import { testTrace } from "#kernel/testing";

const CALL = { name: "POST vendor", kind: "client", attributes: {} } as const;
const callVendor = () =>
  withinSpan(
    () => CALL,
    async ({ traceparent }) => traceparent,
  );

/** Serves one call, and returns the spans that were reported once all its work had ended. */
const served = async (
  work: () => Promise<unknown>,
  { describe = rpcOperation("things", "make"), trace = testTrace(), ratio = 1 } = {},
) => {
  const reports: { call: Span; spans: Span[]; upstreamCalls: number }[] = [];
  const later: Promise<unknown>[] = [];
  const tracer: Tracer = {
    service: "things",
    ratio,
    report: async (call, { spans, upstreamCalls }) => {
      reports.push({ call, spans: [...spans], upstreamCalls: upstreamCalls() });
    },
  };
  const waitUntil = (rest: Promise<unknown>) => void later.push(rest);
  const outcome = await serveCall({ tracer, describe, trace, waitUntil }, work).catch((err) => err);
  for (const rest of later) await rest;
  const [report] = reports;
  if (!report || reports.length > 1) throw new Error(`${reports.length} reports`);
  return { outcome, ...report };
};

test("records upstream calls below the call, in the trace of the caller", async () => {
  const trace = testTrace();
  const { call, spans, upstreamCalls, outcome } = await served(callVendor, { trace });
  const [vendor] = spans;
  expect(call.parent).toBe(trace.traceparent);
  expect(call.traceparent.slice(0, 36)).toBe(trace.traceparent.slice(0, 36));
  expect(vendor?.parent).toBe(call.traceparent);
  expect(vendor?.traceparent).toBe(String(outcome));
  expect(upstreamCalls).toBe(1);
});

test("begins a trace when the caller sends none, sampled with the given probability", async () => {
  const trace = { requestId: "req_1", traceparent: "" };
  for (const [ratio, flags] of [
    [1, "-01"],
    [0, "-00"],
  ] as const) {
    const { call } = await served(callVendor, { trace, ratio });
    expect(call.parent).toBe("");
    expect(call.traceparent).toEndWith(flags);
  }
});

test("reports once, after the work that continues after the answer", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { spans } = await served(async () => {
    afterAnswer(
      promise.then(async () => {
        await callVendor();
        afterAnswer(callVendor());
      }),
    );
    queueMicrotask(resolve);
  });
  expect(spans.map(({ kind }) => kind)).toEqual(["server", "client", "client"]);
});

test("adds a call of the same Worker to the recording of the outer one", async () => {
  const { spans } = await served(async () => {
    const tracer: Tracer = { service: "things", ratio: 1, report: () => Promise.reject("inner") };
    const inner = { describe: rpcOperation("things", "inner"), waitUntil: () => undefined };
    await serveCall({ ...inner, tracer, trace: currentTrace() }, callVendor);
  });
  expect(spans.map(({ name }) => name)).toEqual(["POST vendor", "things/inner", "things/make"]);
});

test.each([
  ["a refusal", new AppError("insufficient_stock"), undefined],
  ["a vendor that is down", new DependencyError("stripe"), "dependency_unavailable"],
  ["a defect", new TypeError("broken"), "TypeError"],
])("marks a call as failed unless it refuses as expected: %s", async (_, error, failure) => {
  const { call, outcome } = await served(() => Promise.reject(error));
  expect(outcome).toBe(error);
  expect(call.failure).toBe(failure as string);
});

test("bounds the spans of one call, and counts all its upstream calls", async () => {
  const { spans, upstreamCalls } = await served(async () => {
    for (let nth = 0; nth < 300; nth += 1) await callVendor();
  });
  expect([spans.length, upstreamCalls]).toEqual([256, 300]);
});

test("names a request by its route, without secrets, personal data and query", async () => {
  const path = "/v1/carts/crt_0123456789/ada%40example.com?q=ada";
  const { call } = await served(
    async () => {
      nameRoute("/v1/carts/:id");
      nameStatus(503);
    },
    { describe: httpOperation(new Request(`https://shop.test${path}`)) },
  );
  expect(call).toMatchObject({
    name: "GET /v1/carts/:id",
    failure: "503",
    attributes: {
      "http.request.method": "GET",
      "http.route": "/v1/carts/:id",
      "http.response.status_code": 503,
      "url.path": "/v1/carts/[cart]/[email]",
    },
  });
});
