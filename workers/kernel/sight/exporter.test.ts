import { afterAll, beforeAll, beforeEach, expect, spyOn, test } from "bun:test";
import { otlpExporter } from "#kernel/sight/exporter";
import type { Span } from "#kernel/sight/span";

interface Received {
  authorization: string | null;
  body: { resourceSpans: { scopeSpans: { spans: { name: string; status?: object }[] }[] }[] };
}

let received: Received[] = [];
let answer: () => Response | Promise<Response>;
let server: ReturnType<typeof Bun.serve>;
let logged: ReturnType<typeof spyOn>;
beforeAll(() => {
  logged = spyOn(console, "error").mockImplementation(() => undefined);
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = (await request.json()) as Received["body"];
      if (new URL(request.url).pathname !== "/v1/traces")
        return new Response(null, { status: 404 });
      received.push({ authorization: request.headers.get("authorization"), body });
      return answer();
    },
  });
});
afterAll(() => {
  logged.mockRestore();
  return server.stop(true);
});
beforeEach(() => {
  received = [];
  logged.mockClear();
  answer = () => Response.json({});
});

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const span = (changes: Partial<Span> = {}): Span => ({
  name: "GET /v1/products",
  kind: "server",
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  parent: `00-${TRACE}-a7ad6b7169203331-01`,
  startedAtMs: 1_764_000_000_000.25,
  durationMs: 1.5,
  attributes: { "http.route": "/v1/products", "http.response.status_code": 200 },
  ...changes,
});
const UNSAMPLED = `00-1${TRACE.slice(1)}-b7ad6b7169203331-00`;

const exporter = (endpoint = `http://127.0.0.1:${server.port}/`) =>
  otlpExporter({
    endpoint,
    headers: { authorization: "Bearer key" },
    service: { name: "catalog", version: "1", environment: "test" },
  });
const lines = () => logged.mock.calls.map(([line]: unknown[]) => JSON.parse(String(line)).event);

test("sends spans in the JSON of OTLP, with the configured headers", async () => {
  await exporter()([span(), span({ kind: "client", failure: "503", attributes: {}, parent: "" })]);
  expect(received).toHaveLength(1);
  expect(received[0]?.authorization).toBe("Bearer key");
  expect(received[0]?.body.resourceSpans[0]?.scopeSpans[0]?.spans).toEqual([
    {
      traceId: TRACE,
      spanId: "b7ad6b7169203331",
      parentSpanId: "a7ad6b7169203331",
      name: "GET /v1/products",
      kind: 2,
      startTimeUnixNano: "1764000000000250000",
      endTimeUnixNano: "1764000000001750000",
      attributes: [
        { key: "http.route", value: { stringValue: "/v1/products" } },
        { key: "http.response.status_code", value: { intValue: "200" } },
      ],
    },
    {
      traceId: TRACE,
      spanId: "b7ad6b7169203331",
      name: "GET /v1/products",
      kind: 3,
      startTimeUnixNano: "1764000000000250000",
      endTimeUnixNano: "1764000000001750000",
      attributes: [{ key: "error.type", value: { stringValue: "503" } }],
      status: { code: 2 },
    },
  ] as never);
});

test("sends an unsampled trace only when a span of it failed", async () => {
  await exporter()([span({ traceparent: UNSAMPLED })]);
  expect(received).toHaveLength(0);
  await exporter()([
    span({ traceparent: UNSAMPLED }),
    span({ traceparent: UNSAMPLED, failure: "x" }),
  ]);
  expect(received[0]?.body.resourceSpans[0]?.scopeSpans[0]?.spans).toHaveLength(2);
});

test("never fails, and logs a loss at most once a minute", async () => {
  answer = () => new Response("no", { status: 500 });
  const send = exporter();
  await send([span()]);
  await send([span()]);
  expect(lines()).toEqual(["traces.not_sent"]);
  await exporter("http://127.0.0.1:1")([span()]);
  expect(lines()).toEqual(["traces.not_sent", "traces.not_sent"]);
});

test("drops batches while 32 are on their way to a receiver that hangs", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  answer = () => promise.then(() => Response.json({}));
  const send = exporter();
  const sending = Array.from({ length: 34 }, () => send([span()]));
  await Promise.all(sending.slice(32));
  expect(lines()).toEqual(["traces.not_sent"]);
  resolve();
  await Promise.all(sending);
  expect(received.length).toBeLessThanOrEqual(32);
});
