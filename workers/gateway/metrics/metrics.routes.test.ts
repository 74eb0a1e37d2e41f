import { expect, test } from "bun:test";
import { compose } from "#gateway/index";
import { countingLimiters, platformBindings, quietServices, TEST_VARS } from "#gateway/testing";
import type { Gauge } from "#kernel/sight/gauges";
import { inCall, movableClock, userActor } from "#kernel/testing";

const MONITOR_SECRET = "a monitor's secret of more than 32 characters";
const GAUGES: Gauge[] = [
  { name: "bodega_orders", labels: { status: 'paid "twice"\n' }, value: 3 },
  { name: "bodega_reservations_held", value: 7 },
];

const gateway = () => {
  let reads = 0;
  const clock = movableClock();
  const services = quietServices({
    USERS: {
      admit: async () => ({ auditId: null, roles: ["staff"] }),
      metrics: () => Promise.reject(new Error("down")),
      fetch: async () => new Response(null, { status: 404 }),
    },
    ORDERS: {
      metrics: async () => {
        reads += 1;
        return GAUGES;
      },
    },
  });
  const session = async (authorization: string | null) => {
    if (authorization === null) return { kind: "guest" } as const;
    return userActor(authorization === "Bearer staff" ? "staff" : "customer");
  };
  const env = {
    ...TEST_VARS,
    MONITOR_SECRET,
    ...services,
    ...platformBindings(countingLimiters()),
  };
  const { app } = compose(env, { clock, session });
  const read = (authorization?: string, method = "GET") =>
    inCall(async () =>
      app.request("https://shop.test/v1/admin/metrics", {
        method,
        headers: authorization ? { authorization } : {},
      }),
    );
  return { read, clock, reads: () => reads };
};

test("answers in the format of Prometheus, also when a Worker is down", async () => {
  const answer = await gateway().read(`Bearer ${MONITOR_SECRET}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(
    await answer.text(),
  ).toBe(`# HELP bodega_up 1 if the Worker gave its metrics, 0 if it or its database did not answer
# TYPE bodega_up gauge
bodega_up{worker="users"} 0
bodega_up{worker="catalog"} 1
bodega_up{worker="cart"} 1
bodega_up{worker="orders"} 1
bodega_up{worker="payments"} 1
bodega_up{worker="notifications"} 1
bodega_up{worker="settings"} 1
bodega_up{worker="receipts"} 1
# HELP bodega_orders Orders by status, counted up to 10000
# TYPE bodega_orders gauge
bodega_orders{status="paid \\"twice\\"\\n"} 3
# HELP bodega_reservations_held Reserved variants of unpaid orders, counted up to 10000
# TYPE bodega_reservations_held gauge
bodega_reservations_held 7
`);
});

test("reads the Workers at most once in ten seconds", async () => {
  const { read, clock, reads } = gateway();
  await read("Bearer staff");
  await read(`Bearer ${MONITOR_SECRET}`);
  expect(reads()).toBe(1);
  clock.advance(10_000);
  await read("Bearer staff");
  expect(reads()).toBe(2);
});

test.each([
  [undefined, 401],
  ["Bearer customer", 200],
  ["Bearer staff", 200],
  [`Bearer ${MONITOR_SECRET}!`, 200],
])("admits callers that the users Worker admits as staff: %p", async (authorization, status) => {
  expect((await gateway().read(authorization)).status).toBe(status);
});

test("answers HEAD of a monitor as GET, without the body", async () => {
  const answer = await gateway().read(`Bearer ${MONITOR_SECRET}`, "HEAD");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await answer.text()).toBe("");
});

test("refuses another method of a monitor", async () => {
  expect((await gateway().read(`Bearer ${MONITOR_SECRET}`, "DELETE")).status).toBe(405);
});
