import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestCheckout, testCheckout } from "#cart/checkout/checkout.testing";
import type { Order } from "#contract/orders";
import { orderConfirmed } from "#events/orders";
import { AppError, DependencyError } from "#kernel/errors";

let worker: TestCheckout;
beforeAll(async () => {
  worker = await testCheckout();
});
afterAll(() => worker.stop());

describe("failures while an order is placed", () => {
  test("thaws the cart when pricing fails", async () => {
    const cart = await worker.readyCart();
    worker.orders.next.whilePricing = () => {
      throw new DependencyError("libsql");
    };
    expect((await worker.place(cart)).status).toBe(503);
    expect(await worker.currentCart(cart)).toEqual(cart);
  });

  test("keeps the cart frozen for the same idempotency key when the outcome of the order is unknown", async () => {
    const cart = await worker.readyCart();
    const key = crypto.randomUUID();
    worker.orders.setOutcomes(new DependencyError("stripe"));
    expect((await worker.place(cart, key)).status).toBe(503);
    expect((await worker.currentCart(cart)).status).toBe("placing");
    expect(await worker.place(cart)).toMatchObject({ status: 409, body: { code: "cart_busy" } });
    const { status, body } = await worker.place(cart, key);
    expect(status).toBe(201);
    await worker.deliverConfirmed(cart, body);
    expect((await worker.currentCart(cart)).status).toBe("completed");
  });

  test("keeps the cart frozen when an earlier request under the same key still runs", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes(new AppError("idempotency_in_flight"));
    expect((await worker.place(cart)).status).toBe(409);
    expect((await worker.currentCart(cart)).status).toBe("placing");
  });

  test("thaws the cart when the orders Worker refuses the placement", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes(new AppError("cart_busy"));
    expect((await worker.place(cart)).status).toBe(409);
    expect((await worker.currentCart(cart)).status).toBe("open");
  });

  test("thaws the cart after a minute when the request that froze it did not finish", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes(new DependencyError("stripe"));
    await worker.place(cart);
    await worker.age(cart.id, 120);
    expect(await worker.addTea(cart)).toMatchObject({ status: 200, body: { status: "open" } });
    expect((await worker.place(cart)).status).toBe(201);
  });

  test("answers 201 when Redis fails after the order, and completes the cart on the order's event", async () => {
    const cart = await worker.readyCart();
    worker.orders.next.whilePricing = () =>
      worker.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const { status, body } = await worker.place(cart);
    worker.faults.clear();
    expect(status).toBe(201);
    expect((await worker.currentCart(cart)).status).toBe("placing");
    const orderId = (body as Order).id;
    await worker.deliver(orderConfirmed, { orderId, cartId: cart.id });
    expect(await worker.currentCart(cart)).toMatchObject({
      status: "completed",
      orderId,
      lines: [],
    });
  });

  test("answers 402 when Redis fails after a decline, and thaws the cart after a minute", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("declined");
    worker.orders.next.whilePricing = () =>
      worker.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1 }] });
    const { status } = await worker.place(cart);
    worker.faults.clear();
    expect(status).toBe(402);
    await worker.age(cart.id, 120);
    expect((await worker.currentCart(cart)).status).toBe("open");
  });
});
