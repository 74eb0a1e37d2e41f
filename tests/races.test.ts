import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createClient } from "@libsql/client/web";
import { type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;
const LONG_MS = 180_000;

let system: System;
let buy: Buying;
beforeAll(async () => {
  system = await startSystem();
  buy = buying(system, await system.signIn("staff@bodega.test"));
}, BOOT_MS);
afterAll(() => system?.stop());

/** Requests in flight, as many as two cores serve well. */
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

describe("two hundred buyers of twenty units", () => {
  test(
    "receive exactly twenty confirmed orders and twenty captures, and never take stock below zero",
    async () => {
      const variantId = (await buy.variants())[0]?.id;
      await buy.setStock(variantId, 20);
      const before = await buy.stockOf(variantId);
      const carts = await crowd(200, 20, (index) =>
        buy.readyCart(variantId, `buyer${index}@example.com`),
      );
      const answers = await Promise.all(carts.map((cart) => buy.place(cart)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(20);
      expect(statuses.filter((status) => status === 409)).toHaveLength(180);
      const orders = answers.filter(({ status }) => status === 201).map(({ body }) => body);
      expect(orders.every((order) => order.status === "confirmed")).toBe(true);
      expect(await buy.stockOf(variantId)).toMatchObject({
        available: 0,
        reserved: 0,
        sold: before.sold + 20,
      });
      await eventually(
        "twenty captures",
        () => system.intentsOf(orders.map(({ id }) => id)),
        (intents) =>
          intents.length === 20 &&
          intents.every((one) => one.amountCaptured === one.amount && one.status === "succeeded"),
      );
      const { paymentIntents } = await system.books("stripe");
      const captured = paymentIntents.filter((intent: Json) => intent.amountCaptured > 0);
      expect(captured).toHaveLength(20);
    },
    LONG_MS,
  );
});

describe("one order sent twenty times at once", () => {
  test(
    "creates one order with one answer when the key is the same",
    async () => {
      const variantId = (await buy.variants())[1]?.id;
      await buy.setStock(variantId, 50);
      const cart = await buy.readyCart(variantId, "twenty@example.com");
      const key = crypto.randomUUID();
      const until = async (): Promise<Json> => {
        const answer = await buy.place(cart, key);
        if (answer.status !== 409) return answer;
        expect(answer.body.code).toBe("idempotency_in_flight");
        expect(answer.headers.get("retry-after")).toBe("1");
        return eventually(
          "the answer",
          () => buy.place(cart, key),
          ({ status }) => status !== 409,
        );
      };
      const answers = await Promise.all(Array.from({ length: 20 }, until));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 201, body: { status: "confirmed" } });
      expect(
        answers.filter(({ headers }) => headers.get("idempotent-replayed") !== "true").length,
      ).toBeLessThanOrEqual(1);
      expect(await buy.stockOf(variantId)).toMatchObject({ available: 49 });
      expect(await system.intentsOf([answers[0].body.id])).toHaveLength(1);
    },
    LONG_MS,
  );

  test("refuses the key for another request", async () => {
    const variantId = (await buy.variants())[1]?.id;
    const cart = await buy.readyCart(variantId, "other@example.com");
    const key = crypto.randomUUID();
    expect((await buy.place(cart, key)).status).toBe(201);
    const other = await system.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment: { method: "card", token: "pm_card_mastercard" } },
      headers: { "idempotency-key": key },
    });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
    const without = await system.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
    });
    expect([without.status, without.body.code]).toEqual([400, "idempotency_key_required"]);
  });
});

describe("a cloud that fails", () => {
  const faulty = async (vendor: "stripe" | "libsql" | "redis", rules: object[]) => {
    const variantId = (await buy.variants())[2]?.id;
    await buy.setStock(variantId, 5);
    const before = await buy.stockOf(variantId);
    const cart = await buy.readyCart(variantId, "unlucky@example.com");
    const key = crypto.randomUUID();
    await system.faults(vendor, rules);
    const first = await buy.place(cart, key);
    await system.heal(vendor);
    const last = await eventually(
      "a definite answer",
      () => buy.place(cart, key),
      ({ status }) => status === 201,
    );
    expect(await buy.stockOf(variantId)).toMatchObject({
      available: before.available - 1,
      reserved: 0,
      sold: before.sold + 1,
    });
    await eventually(
      "one capture",
      () => system.intentsOf([last.body.id]),
      (all) => all.length === 1 && all[0].amountCaptured > 0,
    );
    return first;
  };

  test(
    "makes a payment once when its answer is lost",
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
    "finds an order by its key when the answer to its commit is lost",
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
    "captures and mails by the sweep when every message is lost",
    async () => {
      await system.faults("qstash", [{ kind: "forget", rate: 1 }]);
      const variantId = (await buy.variants())[3]?.id;
      const cart = await buy.readyCart(variantId, "forgotten@example.com");
      const { body: order } = await buy.place(cart);
      expect(order.status).toBe("confirmed");
      await system.heal("qstash");
      const orders = createClient({
        url: `${system.clouds.urls.libsql}/orders/`,
        authToken: "bodega-dev",
      });
      await orders.execute("update outbox set due_at = 0 where acknowledged_at is null");
      await system.sweep();
      await eventually(
        "the capture",
        () => system.intentsOf([order.id]),
        (all) => all[0]?.amountCaptured > 0,
      );
      await eventually(
        "the mail",
        () => system.mailsTo("forgotten@example.com"),
        (mails) => mails.length === 1,
      );
    },
    LONG_MS,
  );
});
