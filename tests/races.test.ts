import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eventually, type Json, type System, sequentialDepth, startSystem } from "./system";

const BOOT_MS = 120_000;
const LONG_MS = 180_000;

let shop: System;
let staff: string;
beforeAll(async () => {
  shop = await startSystem();
  staff = await shop.signIn("staff@bodega.test");
}, BOOT_MS);
afterAll(() => shop?.stop());

const ADDRESS = {
  name: "R. Racer",
  line1: "1 Track",
  city: "Berlin",
  postalCode: "10119",
  country: "DE",
};

const variants = async (): Promise<Json[]> => {
  const { body } = await shop.ask("GET", "/v1/products?limit=100");
  return body.data.flatMap((product: Json) => product.variants);
};
const stockOf = async (variantId: string): Promise<Json> =>
  (await shop.ask("GET", `/v1/admin/inventory?variantId=${variantId}`, { token: staff })).body
    .data[0];

/** Sets a variant's free units, whatever they were. */
const setStock = async (variantId: string, units: number) => {
  const { available } = await stockOf(variantId);
  if (available === units) return;
  const body = { variantId, delta: units - available, reason: "test" };
  const answer = await shop.ask("POST", "/v1/admin/inventory/adjustments", { body, token: staff });
  expect(answer.body).toMatchObject({ available: units });
};

const readyCart = async (variantId: string, email: string): Promise<Json> => {
  const { body } = await shop.ask("POST", "/v1/carts", {
    body: { lines: [{ variantId, quantity: 1 }] },
  });
  const patch = { email, shippingAddress: ADDRESS, shippingOptionId: "sho_de_express" };
  return (await shop.ask("PATCH", `/v1/carts/${body.id}`, { body: patch })).body;
};
const place = (cart: Json, idempotencyKey: string = crypto.randomUUID(), headers = {}) =>
  shop.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": idempotencyKey, ...headers },
  });
const intentsOf = async (orderIds: string[]): Promise<Json[]> => {
  const { paymentIntents } = await shop.books("stripe");
  return paymentIntents.filter((intent: Json) =>
    orderIds.some((id) => JSON.stringify(intent.metadata).includes(id)),
  );
};
/** As many at a time as a browser's crowd would have; the shop on a laptop has two cores. */
const crowd = async <T>(
  size: number,
  atOnce: number,
  each: (index: number) => Promise<T>,
): Promise<T[]> => {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    while (next < size) {
      const index = next++;
      results[index] = await each(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
};

describe("two hundred buyers and twenty units", () => {
  test(
    "make exactly twenty confirmed orders, twenty captures, and no stock below zero",
    async () => {
      const variantId = (await variants())[0]?.id;
      await setStock(variantId, 20);
      const before = await stockOf(variantId);
      const carts = await crowd(200, 20, (index) =>
        readyCart(variantId, `buyer${index}@example.com`),
      );
      const answers = await Promise.all(carts.map((cart) => place(cart)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(20);
      expect(statuses.filter((status) => status === 409)).toHaveLength(180);
      const orders = answers.filter(({ status }) => status === 201).map(({ body }) => body);
      expect(orders.every((order) => order.status === "confirmed")).toBe(true);
      expect(await stockOf(variantId)).toMatchObject({
        available: 0,
        reserved: 0,
        sold: before.sold + 20,
      });
      await eventually(
        "twenty captures",
        () => intentsOf(orders.map(({ id }) => id)),
        (intents) =>
          intents.length === 20 &&
          intents.every((one) => one.amountCaptured === one.amount && one.status === "succeeded"),
      );
      const { paymentIntents } = await shop.books("stripe");
      const captured = paymentIntents.filter((intent: Json) => intent.amountCaptured > 0);
      expect(captured).toHaveLength(20);
    },
    LONG_MS,
  );
});

describe("one order sent twenty times at once", () => {
  test(
    "with one key is one order and one answer",
    async () => {
      const variantId = (await variants())[1]?.id;
      await setStock(variantId, 50);
      const cart = await readyCart(variantId, "twenty@example.com");
      const key = crypto.randomUUID();
      const until = async (): Promise<Json> => {
        const answer = await place(cart, key);
        if (answer.status !== 409) return answer;
        expect(answer.body.code).toBe("idempotency_in_flight");
        expect(answer.headers.get("retry-after")).toBe("1");
        return eventually(
          "the answer",
          () => place(cart, key),
          ({ status }) => status !== 409,
        );
      };
      const answers = await Promise.all(Array.from({ length: 20 }, until));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 201, body: { status: "confirmed" } });
      expect(
        answers.filter(({ headers }) => headers.get("idempotent-replayed") !== "true").length,
      ).toBeLessThanOrEqual(1);
      expect(await stockOf(variantId)).toMatchObject({ available: 49 });
      expect(await intentsOf([answers[0].body.id])).toHaveLength(1);
    },
    LONG_MS,
  );

  test("and the key is refused for another request", async () => {
    const variantId = (await variants())[1]?.id;
    const cart = await readyCart(variantId, "other@example.com");
    const key = crypto.randomUUID();
    expect((await place(cart, key)).status).toBe(201);
    const other = await shop.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment: { method: "card", token: "pm_card_mastercard" } },
      headers: { "idempotency-key": key },
    });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
    const without = await shop.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
    });
    expect([without.status, without.body.code]).toEqual([400, "idempotency_key_required"]);
  });
});

describe("when a cloud fails in the middle", () => {
  const faulty = async (vendor: "stripe" | "libsql" | "redis", rules: object[]) => {
    const variantId = (await variants())[2]?.id;
    await setStock(variantId, 5);
    const before = await stockOf(variantId);
    const cart = await readyCart(variantId, "unlucky@example.com");
    const key = crypto.randomUUID();
    await shop.faults(vendor, rules);
    const first = await place(cart, key);
    await shop.heal(vendor);
    const last = await eventually(
      "a definite answer",
      () => place(cart, key),
      ({ status }) => status === 201,
    );
    expect(await stockOf(variantId)).toMatchObject({
      available: before.available - 1,
      reserved: 0,
      sold: before.sold + 1,
    });
    await eventually(
      "one capture",
      () => intentsOf([last.body.id]),
      (all) => all.length === 1 && all[0].amountCaptured > 0,
    );
    return first;
  };

  test(
    "a payment whose answer was lost is not made twice",
    async () => {
      const first = await faulty("stripe", [
        {
          kind: "apply-then-drop",
          rate: 1,
          times: 2,
          match: { method: "POST", pathPrefix: "/v1/payment_intents" },
        },
      ]);
      expect([first.status, first.headers.get("retry-after")]).toEqual([503, "1"]);
    },
    LONG_MS,
  );

  test(
    "an order whose commit was lost is found again by its key",
    async () => {
      await faulty("libsql", [
        {
          kind: "apply-then-drop",
          rate: 1,
          times: 1,
          match: { pathPrefix: "/orders/v2/pipeline", method: "POST" },
        },
      ]);
    },
    LONG_MS,
  );

  test(
    "with every message lost, the sweep still takes the money and sends the mail",
    async () => {
      await shop.faults("qstash", [{ kind: "forget", rate: 1 }]);
      const variantId = (await variants())[3]?.id;
      const cart = await readyCart(variantId, "forgotten@example.com");
      const { body: order } = await place(cart);
      expect(order.status).toBe("confirmed");
      await shop.heal("qstash");
      const { createClient } = await import("@libsql/client/web");
      const orders = createClient({
        url: `${shop.clouds.urls.libsql}/orders/`,
        authToken: "bodega-dev",
      });
      await orders.execute("update outbox set due_at = 0 where acknowledged_at is null");
      await shop.sweep();
      await eventually(
        "the capture",
        () => intentsOf([order.id]),
        (all) => all[0]?.amountCaptured > 0,
      );
      await eventually(
        "the mail",
        async () =>
          (await shop.books("resend")).mails.filter((mail: Json) =>
            JSON.stringify(mail.to).includes("forgotten@"),
          ),
        (mails) => mails.length === 1,
      );
    },
    LONG_MS,
  );
});

describe("round trips, counted by the clouds", () => {
  const depthOf = async (method: string, path: string, ask: object = {}) => {
    const requestId = `req-${crypto.randomUUID()}`;
    const { headers, ...rest } = ask as { headers?: Record<string, string> };
    const answer = await shop.ask(method, path, {
      ...rest,
      headers: { ...headers, "x-request-id": requestId },
    });
    expect(answer.status).toBeLessThan(300);
    const answeredAt = performance.timeOrigin + performance.now();
    const calls = (await shop.callsOf(requestId)).filter(({ endedAt }) => endedAt <= answeredAt);
    return { depth: sequentialDepth(calls), answer };
  };
  const cold = (path: string) =>
    `${path}${path.includes("?") ? "&" : "?"}limit=${(Math.random() * 90 + 5) | 0}`;

  test("browsing costs one when cold and none when warm", async () => {
    const { body } = await shop.ask("GET", "/v1/products?limit=3");
    const detail = `/v1/products/${body.data[2].slug}`;
    expect((await depthOf("GET", detail)).depth).toBeLessThanOrEqual(1);
    expect((await depthOf("GET", detail)).depth).toBe(0);
    const list = cold("/v1/products?sort=price");
    expect((await depthOf("GET", list)).depth).toBe(1);
    expect((await depthOf("GET", list)).depth).toBe(0);
    expect((await depthOf("GET", cold("/v1/search?q=tea"))).depth).toBe(1);
  });

  test("a page of a hundred costs as much as a page of one", async () => {
    const one = await depthOf("GET", "/v1/products?limit=1&sort=newest");
    const hundred = await depthOf("GET", "/v1/products?limit=100&sort=newest");
    expect([one.depth, hundred.depth]).toEqual([1, 1]);
  });

  test("a cart is read in two, changed in two when warm and three when cold", async () => {
    const variantId = (await variants())[6]?.id;
    const { body: cart } = await shop.ask("POST", "/v1/carts", { body: {} });
    const line = { body: { variantId, quantity: 1 } };
    expect((await depthOf("POST", `/v1/carts/${cart.id}/lines`, line)).depth).toBeLessThanOrEqual(
      3,
    );
    expect((await depthOf("POST", `/v1/carts/${cart.id}/lines`, line)).depth).toBeLessThanOrEqual(
      2,
    );
    expect((await depthOf("GET", `/v1/carts/${cart.id}`)).depth).toBeLessThanOrEqual(2);
  });

  test("signing in costs two, and being signed in nothing", async () => {
    const body = { email: "shopper@bodega.test", password: "corner-shop-2026" };
    const { depth, answer } = await depthOf("POST", "/v1/auth/login", { body });
    expect(depth).toBeLessThanOrEqual(2);
    const { body: cart } = await shop.ask("POST", "/v1/carts", { body: {} });
    const asGuest = await depthOf("GET", `/v1/carts/${cart.id}`);
    const asUser = await depthOf("GET", `/v1/carts/${cart.id}`, { token: answer.body.accessToken });
    expect(asUser.depth).toBe(asGuest.depth);
  });

  test("an order is confirmed in seven", async () => {
    const variantId = (await variants())[7]?.id;
    await setStock(variantId, 20);
    const depths: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      const cart = await readyCart(variantId, "counted@example.com");
      const { depth, answer } = await depthOf("POST", "/v1/orders", {
        body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
        headers: { "idempotency-key": crypto.randomUUID() },
      });
      expect(answer.body.status).toBe("confirmed");
      depths.push(depth);
    }
    expect(Math.max(...depths)).toBeLessThanOrEqual(8);
    expect(Math.min(...depths)).toBeLessThanOrEqual(7);
  });
});
