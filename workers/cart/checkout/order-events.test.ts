import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestCheckout, testCheckout } from "#cart/checkout/checkout.testing";
import type { Order } from "#contract/orders";
import { orderCancelled, orderConfirmed } from "#events/orders";
import { newId } from "#kernel/ids";

let worker: TestCheckout;
beforeAll(async () => {
  worker = await testCheckout();
});
afterAll(() => worker.stop());

describe("carts after events of their orders", () => {
  test("completes a cart once when the order's confirmation arrives twice or a late cancellation follows", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("action");
    const { id: orderId } = (await worker.place(cart)).body as Order;
    const data = { orderId, cartId: cart.id };
    await worker.deliver(orderConfirmed, data);
    const once = await worker.currentCart(cart);
    expect(once).toMatchObject({ status: "completed", orderId, lines: [] });
    await worker.deliver(orderConfirmed, data);
    await worker.deliver(orderCancelled, { ...data, reason: "late" });
    expect(await worker.currentCart(cart)).toEqual(once);
  });

  test("keeps lines that were added after the order when the order is confirmed", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("action");
    const { id: orderId } = (await worker.place(cart)).body as Order;
    await worker.age(cart.id, 3700);
    expect((await worker.addTea(cart)).status).toBe(200);
    await worker.deliver(orderConfirmed, { orderId, cartId: cart.id });
    expect(await worker.currentCart(cart)).toMatchObject({
      status: "completed",
      lines: [{ quantity: 1 }],
    });
  });

  test("thaws the cart with all its lines when its order is cancelled", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("action");
    const { id: orderId } = (await worker.place(cart)).body as Order;
    const data = { orderId, cartId: cart.id, reason: "expired" };
    await worker.deliver(orderCancelled, data);
    await worker.deliver(orderCancelled, data);
    expect(await worker.currentCart(cart)).toEqual(cart);
  });

  test("keeps the cart frozen when the cancelled order is not the one that it waits for", async () => {
    const cart = await worker.readyCart();
    worker.orders.setOutcomes("action");
    await worker.place(cart);
    await worker.deliver(orderCancelled, {
      orderId: newId("order"),
      cartId: cart.id,
      reason: "late",
    });
    expect((await worker.currentCart(cart)).status).toBe("placing");
  });

  test("ignores events of orders when the cart does not exist", async () => {
    const data = { orderId: newId("order"), cartId: newId("cart") };
    await worker.deliver(orderConfirmed, data);
    await worker.deliver(orderCancelled, { ...data, reason: "expired" });
    expect((await worker.ask(`/v1/carts/${data.cartId}`)).status).toBe(404);
  });
});
