import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { CARD, requestFor, type TestCheckout, testCheckout } from "#cart/checkout/checkout.testing";
import type { Cart } from "#contract/cart";
import type { Order } from "#contract/orders";
import { userActor } from "#kernel/testing";

let worker: TestCheckout;
beforeAll(async () => {
  worker = await testCheckout();
});
afterAll(() => worker.stop());

describe("orders under a repeated idempotency key", () => {
  test("replays the answer to every outcome of an order to the byte", async () => {
    for (const outcome of ["confirmed", "declined", "action"] as const) {
      const cart = await worker.readyCart();
      const request = requestFor(cart);
      worker.orders.setOutcomes(outcome);
      const [status, , text] = await worker.placeForBytes(request);
      expect(await worker.placeForBytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
      const after = { confirmed: "placing", declined: "open", action: "placing" } as const;
      expect((await worker.currentCart(cart)).status).toBe(after[outcome]);
      if (outcome !== "confirmed") continue;
      await worker.deliverConfirmed(cart, JSON.parse(String(text)));
      expect(await worker.placeForBytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
      expect((await worker.currentCart(cart)).status).toBe("completed");
    }
  });

  test("replays a decline and places no order when the cart has changed since", async () => {
    const cart = await worker.readyCart();
    const request = requestFor(cart);
    worker.orders.setOutcomes("declined");
    const [status, , text] = await worker.placeForBytes(request);
    await worker.addTea(cart);
    expect(await worker.placeForBytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
    expect(await worker.currentCart(cart)).toMatchObject({
      status: "open",
      lines: [{ quantity: 3 }],
    });
  });

  test("replays an answer when a later order has frozen the cart", async () => {
    const cart = await worker.readyCart();
    const request = requestFor(cart);
    worker.orders.setOutcomes("declined", "action");
    const [status, , text] = await worker.placeForBytes(request);
    await worker.place(cart);
    expect(await worker.placeForBytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
    expect((await worker.currentCart(cart)).status).toBe("placing");
  });

  test("places one order when 20 requests with one idempotency key arrive at once", async () => {
    const cart = await worker.readyCart();
    const before = worker.orders.placements.length;
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.place(cart, key)));
    const ids = answers.map(({ status, body }) => [status, (body as Order).id]);
    expect(new Set(ids.map(String)).size).toBe(1);
    expect(worker.orders.placements.length - before).toBe(1);
  });

  test("places one order when 20 requests with different idempotency keys arrive at once", async () => {
    const cart = await worker.readyCart();
    const before = worker.orders.placements.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => worker.place(cart)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter((one) => one.status !== 201))
      expect([status, (body as { code: string }).code.replace(/busy|completed/, "…")]).toEqual([
        409,
        "cart_…",
      ]);
    expect(worker.orders.placements.length - before).toBe(1);
    await worker.deliverConfirmed(cart, answers.find(({ status }) => status === 201)?.body);
    expect(await worker.place(cart)).toMatchObject({
      status: 409,
      body: { code: "cart_completed" },
    });
  });

  test("answers 422 and freezes no cart when an idempotency key is reused with a different body", async () => {
    const cart = await worker.readyCart();
    const key = crypto.randomUUID();
    const other = { payment: { ...CARD, token: "pm_card_mastercard" } };
    worker.orders.setOutcomes("declined");
    await worker.place(cart, key);
    expect(await worker.place(cart, key, other)).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
    expect((await worker.currentCart(cart)).status).toBe("open");
    const actor = userActor();
    const used = requestFor(await worker.readyCart());
    await worker.ask("/v1/orders", { ...used, actor });
    const elsewhere = await worker.readyCart();
    const reused = { ...used, body: { ...used.body, cartId: elsewhere.id }, actor };
    expect(await worker.requestJson("/v1/orders", reused)).toMatchObject({ status: 422 });
    const { body } = await worker.requestJson(`/v1/carts/${elsewhere.id}`, { actor });
    expect((body as Cart).status).toBe("open");
  });

  test("replays the answer when the cart no longer exists", async () => {
    const cart = await worker.readyCart();
    const request = requestFor(cart);
    const [status, , text] = await worker.placeForBytes(request);
    await worker.redis.command("DEL", `cart:${cart.id}`);
    expect(await worker.placeForBytes(request)).toEqual([status ?? 0, "true", text ?? ""]);
  });
});
