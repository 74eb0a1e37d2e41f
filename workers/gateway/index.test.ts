import { beforeAll, describe, expect, spyOn, test } from "bun:test";
import { orderCancelled } from "#events/orders";
import { AppError, type ProblemCode } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import type { Directory, Readiness } from "./contract";
import Gateway, { compose } from "./index";
import { opened } from "./opened.testing";
import { platformBindings, quietServices, TEST_VARS } from "./testing";

const ORIGIN = "https://storefront.test";

const AS_MONITOR = { headers: { authorization: "Bearer bodega-dev" } };

const testEvent = () =>
  newEvent(orderCancelled, {
    source: "orders",
    subject: "ord_1",
    sequence: 1,
    data: { orderId: newId("order"), cartId: newId("cart"), reason: "expired" },
    nowMs: Date.now(),
  });

let ask: ReturnType<typeof opened>;
beforeAll(() => {
  ask = opened();
});
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("a path with other methods", () => {
  test.each([
    ["PUT", "/health", "GET, HEAD"],
    ["GET", "/events", "POST"],
    ["DELETE", "/v1/services", "GET, HEAD"],
  ])("answers 405 with the allowed methods: %s %s", async (method, path, allow) => {
    const answer = await ask(path, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
    expect(await codeOf(answer)).toBe("method_not_allowed");
  });
});

test.each(["/nowhere", "/v1", "/v1/me%2forders", "/v1/products/%5c..", "/v1//me"])(
  "answers 404 with a problem document for a path without a route: %s",
  async (path) => {
    const answer = await ask(path);
    expect([answer.status, await codeOf(answer)]).toEqual([404, "not_found"]);
    expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
  },
);

test("refuses an unknown parameter of the registry", async () => {
  expect((await ask("/v1/services")).status).toBe(200);
  const answer = await ask("/v1/services?service=users");
  expect([answer.status, await codeOf(answer)]).toEqual([400, "validation_failed"]);
});

test("answers 503 with Retry-After when the shop is not ready", async () => {
  const libsql = { name: "libsql", status: "down", latencyMs: 1, optional: false };
  const down = { health: async () => ({ service: "users", version: "1", dependencies: [libsql] }) };
  const answer = await opened({ USERS: down })("/health/ready");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  expect((await ask("/health/ready")).headers.get("retry-after")).toBeNull();
});

test("answers with the status alone when the caller is neither staff nor a monitor", async () => {
  for (const headers of [{}, { authorization: "Bearer guessed" }, { authorization: "bodega-dev" }])
    for (const path of ["/health/ready", "/v1/services"])
      expect(await (await ask(path, { headers })).json()).toEqual({ status: "ok" });
  expect(await (await ask("/v1/services", AS_MONITOR)).json()).toHaveProperty("data");
});

test("names the shop in the list of places", async () => {
  const settings = async () => ({ shopName: "Lantern & Loom" });
  const { name } = (await (await opened({ SETTINGS: { settings } })("/")).json()) as Directory;
  expect(name).toBe("Lantern & Loom");
});

test("names the version, and where the documentation and the health are", async () => {
  expect(await (await ask("/")).json()).toEqual({
    version: "0.1.0",
    documentation: "/docs",
    openapi: "/openapi.json",
    health: "/health",
  });
  expect(await (await ask("/health?at=1")).json()).toEqual({ status: "ok", version: "0.1.0" });
});

test("reads the health of each Worker once when many requests arrive at once", async () => {
  let reads = 0;
  const health = async () => {
    reads += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { service: "payments", version: "1", dependencies: [] };
  };
  const crowd = opened({ PAYMENTS: { health } });
  const paths = Array.from({ length: 30 }, (_, nth) =>
    nth % 2 ? "/health/ready" : "/v1/services",
  );
  const answers = await Promise.all(paths.map((path) => crowd(path)));
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
  expect(reads).toBe(1);
});

test("reports degraded when an event stays unacknowledged for more than five minutes", async () => {
  const statusAt = async (oldestEventSeconds: number) => {
    const health = async () => ({
      service: "orders",
      version: "1",
      dependencies: [],
      oldestEventSeconds,
    });
    const answer = await opened({ ORDERS: { health } })("/health/ready", AS_MONITOR);
    const { status, services } = (await answer.json()) as Readiness;
    const shown = services.find(({ service }) => service === "orders")?.oldestEventSeconds;
    return [answer.status, status, shown];
  };
  expect(await statusAt(300)).toEqual([200, "ok", 300]);
  expect(await statusAt(301)).toEqual([200, "degraded", 301]);
});

test("hands over overdue events when a sweep fails", async () => {
  const acknowledged: string[][] = [];
  const event = { ...testEvent(), handlers: "cart" };
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const services = quietServices({
    ORDERS: {
      sweep: () => Promise.reject(new Error("broken")),
      claimOverdue: async () => [event],
      acknowledge: async (ids: string[]) => void acknowledged.push(ids),
    },
  });
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  await new Gateway(ctx, { ...services, ...platformBindings(), ...TEST_VARS }).scheduled({
    cron: "",
  });
  logged.mockRestore();
  expect(acknowledged).toEqual([[event.id]]);
});

test("sweeps by one cron and hands over by the other", async () => {
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const calls: string[] = [];
  const services = quietServices({
    ORDERS: {
      sweep: async () => {
        calls.push("sweep");
        return {};
      },
      claimOverdue: async () => {
        calls.push("claim");
        return [];
      },
    },
  });
  for (const cron of ["* * * * *", "*/1 * * * *"])
    await new Gateway(ctx, { ...services, ...platformBindings(), ...TEST_VARS }).scheduled({
      cron,
    });
  expect(calls).toEqual(["sweep", "claim"]);
});

test("refuses strangers at the back office before their body is read", async () => {
  const body = new ReadableStream({ start: (rest) => rest.enqueue(new Uint8Array(1)) });
  for (const headers of [{ "content-length": "20000000" }, {}] as HeadersInit[]) {
    const answer = await ask("/v1/admin/products/import", { method: "POST", body, headers });
    expect([answer.status, await codeOf(answer)]).toEqual([401, "unauthenticated"]);
  }
});

describe("a rejected token", () => {
  const answerOf = async (path: string, code: ProblemCode) => {
    const session = () => Promise.reject(new AppError(code));
    const { app } = compose(
      { ...quietServices(), ...platformBindings(), ...TEST_VARS },
      { session },
    );
    return app.request(`https://shop.test${path}`, { headers: { authorization: "Bearer abc" } });
  };

  test("is ignored by an open route, which ignores no other failure", async () => {
    const codes = ["unauthenticated", "token_expired", "dependency_unavailable"] as const;
    const statusesOf = async (path: string) =>
      (await Promise.all(codes.map((code) => answerOf(path, code)))).map(({ status }) => status);
    expect(await statusesOf("/v1/auth/login")).toEqual([200, 200, 503]);
    expect(await statusesOf("/v1/me")).toEqual([401, 401, 503]);
  });

  test("is named as the reason of a 401, unlike a missing one", async () => {
    const challengeOf = async (headers: HeadersInit) =>
      (await ask("/v1/me/export", { headers })).headers.get("www-authenticate");
    expect(await challengeOf({ authorization: "Bearer abc" })).toBe(
      'Bearer error="invalid_token", error_description="The access token is invalid"',
    );
    expect(await challengeOf({})).toBe("Bearer");
  });
});

test("removes the internal headers of a Worker's answer", async () => {
  const names = ["bodega-tags", "bodega-purge", "bodega-changed", "bodega-route"];
  const headers = Object.fromEntries(names.map((name) => [name, "x"]));
  const fetched = opened({ CART: { fetch: async () => Response.json({}, { headers }) } });
  const answer = await fetched("/v1/carts/crt_1");
  expect(names.filter((name) => answer.headers.has(name))).toEqual([]);
});

describe("a browser", () => {
  test("may read answers and refusals with credentials when its page is a storefront", async () => {
    for (const path of ["/v1/products", "/nowhere"]) {
      const answer = await ask(path, { headers: { origin: ORIGIN } });
      expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
      expect(answer.headers.get("vary")).toContain("Origin");
    }
  });

  test("may read why its access token is rejected when its page is a storefront", async () => {
    const headers = { origin: ORIGIN, authorization: "Bearer abc" };
    const answer = await ask("/v1/me", { headers });
    expect(answer.headers.get("www-authenticate")).toStartWith('Bearer error="invalid_token"');
    expect(answer.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
  });

  test("may not read answers when its page is another site", async () => {
    for (const method of ["GET", "OPTIONS"]) {
      const answer = await ask("/v1/products", {
        method,
        headers: { origin: "https://evil.test" },
      });
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});
