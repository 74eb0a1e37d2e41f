import { expect, spyOn, test } from "bun:test";
import { withinSpan } from "#kernel/sight/client-span";
import { httpOperation, nameRoute, nameStatus } from "#kernel/sight/operations";
import { serveCall } from "#kernel/sight/served-call";
import { tracerOf } from "#kernel/sight/tracer";
import { testTrace } from "#kernel/testing";

const VARS = { ENVIRONMENT: "production" };

/** Serves a request to Analytics Engine and a receiver, and returns what each got. */
const served = async (env: object, write: () => void = () => undefined) => {
  const points: AnalyticsEngineDataPoint[] = [];
  const dataset = {
    writeDataPoint: (point: AnalyticsEngineDataPoint) => {
      points.push(point);
      write();
    },
  };
  const sent = spyOn(globalThis, "fetch").mockImplementation((async () =>
    Response.json({})) as unknown as typeof fetch);
  const later: Promise<unknown>[] = [];
  const tracer = tracerOf("orders", { ...VARS, ANALYTICS: dataset, ...env } as never);
  const describe = httpOperation(new Request("https://shop.test/v1/orders/ord_1"));
  await serveCall(
    { tracer, describe, trace: testTrace(), waitUntil: (work) => void later.push(work) },
    async () => {
      nameRoute("/v1/orders/:id");
      nameStatus(404);
      await withinSpan(
        () => ({ name: "POST libsql", kind: "client", attributes: {} }),
        async () => undefined,
      );
    },
  );
  await Promise.all(later);
  const requests = sent.mock.calls.map(([url]) => String(url));
  sent.mockRestore();
  return { points, requests };
};

test("writes a point with route, status class, duration and upstream calls", async () => {
  const { points, requests } = await served({});
  expect(points).toEqual([
    {
      indexes: ["GET /v1/orders/:id"],
      blobs: ["orders", "GET /v1/orders/:id", "4xx"],
      doubles: [expect.any(Number), 1],
    },
  ]);
  expect(requests).toEqual([]);
});

test("sends spans when the point cannot be written", async () => {
  const { requests } = await served({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://traces.test" }, () => {
    throw new Error("no dataset");
  });
  expect(requests).toEqual(["https://traces.test/v1/traces"]);
});

test("takes no spans without a receiver and a dataset", () => {
  expect(tracerOf("orders", VARS as never)).toBeUndefined();
});
