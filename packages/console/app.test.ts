import { expect, test } from "bun:test";
import { consoleApp } from "./app";
import { page } from "./page";
import { tracesOf } from "./snapshot";
import { requestsIn, spanStore, Traces, waterfall } from "./spans";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

interface Given {
  id: string;
  parent?: string;
  name?: string;
  attributes?: object[];
  traceId?: string;
  atMs?: number;
}
/** Spans of a Worker in the JSON of OTLP. */
const batch = (service: string, ...spans: Given[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [text("service.name", service)] },
      scopeSpans: [
        {
          spans: spans.map(({ id, parent, name, attributes, traceId = TRACE, atMs = 1000 }) => ({
            traceId,
            spanId: id,
            parentSpanId: parent ?? "",
            name: name ?? id,
            kind: 2,
            startTimeUnixNano: `${atMs}000000`,
            endTimeUnixNano: `${atMs + 5}000000`,
            attributes: attributes ?? [],
          })),
        },
      ],
    },
  ],
});
const REQUEST = {
  id: "request",
  parent: "storefront",
  attributes: [
    text("http.request.method", "POST"),
    text("url.path", "/v1/orders"),
    text("bodega.request.id", "req_1"),
    { key: "http.response.status_code", value: { intValue: "201" } },
  ],
};
const PLACE = { id: "place", parent: "request", attributes: [text("bodega.saga.id", "ord_1")] };

const stored = (...batches: object[]) => {
  const store = spanStore();
  for (const one of batches) store.add(Traces.parse(one));
  return store.all();
};

test("names a request with its method, path, status and order, also without upstream calls", () => {
  const requests = requestsIn(stored(batch("orders", PLACE), batch("gateway", REQUEST)));
  expect(requests).toMatchObject([
    {
      requestId: "req_1",
      method: "POST",
      path: "/v1/orders",
      status: "201",
      orderId: "ord_1",
      startedAt: 1000,
      durationMs: 5,
    },
  ]);
  expect(requests[0]?.spans.map(({ name }) => name)).toEqual(["request", "place"]);
});

test("keeps the spans of another request of the trace apart", () => {
  const other = { ...REQUEST, id: "other", attributes: REQUEST.attributes.slice(0, 2) };
  const [, second] = requestsIn(stored(batch("gateway", REQUEST, other), batch("orders", PLACE)));
  expect(second?.spans.map(({ name }) => name)).toEqual(["other"]);
});

test("shows each span below its caller, in the order of their start", () => {
  const late = { id: "late", parent: "request", atMs: 1004 };
  const early = { id: "early", parent: "request", atMs: 1001 };
  const [spans = []] = stored(
    batch("gateway", late, early, { id: "call", parent: "early" }, REQUEST),
  );
  expect(waterfall(spans).map(({ span, depth }) => `${depth} ${span.name}`)).toEqual([
    "0 request",
    "1 early",
    "2 call",
    "1 late",
  ]);
});

test("lists a request once, with the calls that the clouds recorded", () => {
  const calls = { requestId: "req_1", startedAt: 1001, durationMs: 1, calls: [] };
  const untraced = { ...calls, requestId: "req_2", startedAt: 900 };
  const lines = tracesOf([calls, untraced], requestsIn(stored(batch("gateway", REQUEST))));
  expect(lines.map(({ requestId, request }) => [requestId, request?.path])).toEqual([
    ["req_1", "/v1/orders"],
    ["req_2", undefined],
  ]);
  const shown = String(
    page({
      services: [],
      routes: [],
      events: [],
      mails: [],
      payments: [],
      deadLetters: 0,
      traces: lines,
      inboxUrl: "",
    }),
  );
  expect(shown).toContain("POST /v1/orders");
  expect(shown).toContain("width: 100.00%");
});

test("forgets the oldest of many traces", () => {
  const batches = Array.from({ length: 510 }, (_, nth) =>
    batch("gateway", { id: "request", traceId: String(nth) }),
  );
  const traces = stored(...batches);
  expect([traces.length, traces[0]?.[0]?.traceId]).toEqual([500, "10"]);
});

test("takes spans before the shop has started, and refuses anything else", async () => {
  const app = consoleApp({
    databases: [],
    token: "bodega-dev",
    routes: [],
    pictureOf: () => "<svg/>",
  });
  const post = async (body: object) => {
    const request = new Request("http://localhost/v1/traces", {
      method: "POST",
      body: JSON.stringify(body),
    });
    return (await app.fetch(request)).status;
  };
  expect(await post(batch("gateway", REQUEST))).toBe(200);
  expect(await post({ resourceSpans: 1 })).toBe(400);
  expect((await app.fetch(new Request("http://localhost/"))).status).toBe(503);
});
