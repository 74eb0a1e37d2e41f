import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Claim, Order } from "#contract/orders";
import { idempotencyKeys } from "#db/orders/schema";
import { userErased } from "#events/users";
import { appErrorIn } from "#kernel/errors";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { confirmedOrder, paidOrder, rowOf } from "#orders/after-sale.testing";
import { orderHandlers } from "#orders/events";
import { type TestOrders, testOrders } from "#orders/testing";

const ROUNDS = 20;

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const NO_PROOF = { verifiedEmail: null, accessToken: null };
const claim = (orderId: string, userId: string, proof: Partial<Claim> = {}) =>
  inCall(() => shop.claim({ orderId, userId, ...NO_PROOF, ...proof }));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (err) => appErrorIn(err)?.code,
  );
const tokenOf = (orderId: string) => shop.access.tokenOf(orderId);
const read = (path: string, headers: Record<string, string>) =>
  inCall(async () => shop.app.request(path, { headers }));

describe("claiming an order", () => {
  test("gives a guest's order to an account with the guest's token", async () => {
    const buyer = userActor();
    const { orderId } = await paidOrder(shop);
    const order = await claim(orderId, buyer.userId, { accessToken: await tokenOf(orderId) });
    expect(order).toMatchObject({ id: orderId, status: "confirmed", paymentStatus: "paid" });
    expect((await read(`/v1/orders/${orderId}`, as(buyer))).status).toBe(200);
    const own = (await (await read("/v1/me/orders", as(buyer))).json()) as { data: Order[] };
    expect(own.data.map(({ id }) => id)).toEqual([orderId]);
    const timeline = await inCall(() => shop.orders.timeline(orderId, buyer, undefined));
    expect(timeline.at(-1)).toMatchObject({
      type: "claimed",
      data: { customerId: buyer.userId },
    });
  });

  test("gives it to an account whose verified address is the order's, ignoring case", async () => {
    const { orderId } = await paidOrder(shop, { email: "Grace@Example.com" });
    const userId = newId("user");
    await claim(orderId, userId, { verifiedEmail: "grace@example.com" });
    expect((await rowOf(shop, orderId)).customerId).toBe(userId);
  });

  test.each([
    ["no proof", {}],
    ["a wrong token", { accessToken: "wrong" }],
    ["another address", { verifiedEmail: "other@example.com" }],
  ])("answers 404 with %s, as for an unknown order", async (_, proof) => {
    const { orderId } = await paidOrder(shop);
    expect(await codeOf(claim(orderId, newId("user"), proof))).toBe("not_found");
    expect(await codeOf(claim(newId("order"), newId("user"), proof))).toBe("not_found");
  });

  test("ends the access by the guest's token, and deletes the guest's stored answers", async () => {
    const { orderId, placement } = await confirmedOrder(shop);
    const accessToken = await tokenOf(orderId);
    const guest = { "Bodega-Order-Token": accessToken };
    expect((await read(`/v1/orders/${orderId}`, guest)).status).toBe(200);
    await claim(orderId, newId("user"), { accessToken });
    expect((await read(`/v1/orders/${orderId}`, guest)).status).toBe(404);
    expect(await inCall(() => shop.placing.replay(placement.request))).toBeNull();
    const answers = shop.db.read
      .select()
      .from(idempotencyKeys)
      .where(eq(idempotencyKeys.resourceId, orderId));
    expect(await answers).toEqual([]);
  });

  test("adds no entry when an account claims its own order again", async () => {
    const userId = newId("user");
    const { orderId } = await paidOrder(shop);
    const accessToken = await tokenOf(orderId);
    await claim(orderId, userId, { accessToken });
    const { sequence } = await rowOf(shop, orderId);
    expect((await claim(orderId, userId)).id).toBe(orderId);
    expect((await rowOf(shop, orderId)).sequence).toBe(sequence);
  });

  test("gives the order to one of two accounts that claim it at the same time", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId } = await paidOrder(shop);
      const accessToken = await tokenOf(orderId);
      const accounts = [newId("user"), newId("user")];
      const codes = await Promise.all(
        accounts.map((userId) => codeOf(claim(orderId, userId, { accessToken }))),
      );
      expect(codes.toSorted()).toEqual(["done", "not_found"]);
      const winner = accounts[codes.indexOf("done")] ?? "";
      expect((await rowOf(shop, orderId)).customerId).toBe(winner);
    }
  });

  test("leaves no order with its buyer's data to an account that is erased at the same time", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const userId = newId("user");
      const { orderId } = await paidOrder(shop);
      const accessToken = await tokenOf(orderId);
      const about = { source: "users", subject: userId, sequence: 2, nowMs: Date.now() };
      const event = newEvent(userErased, { ...about, data: { userId } });
      const [code] = await Promise.all([
        codeOf(claim(orderId, userId, { accessToken })),
        inCall(() => dispatch(orderHandlers(shop), event)),
      ]);
      const { customerId, email } = await rowOf(shop, orderId);
      expect([code, customerId, email]).toEqual(
        code === "done" ? ["done", userId, ""] : ["unauthenticated", null, "ada@example.com"],
      );
    }
  });

  test("lets staff find the order by the account", async () => {
    const userId = newId("user");
    const { orderId } = await paidOrder(shop);
    await claim(orderId, userId, { accessToken: await tokenOf(orderId) });
    const answer = await read(`/v1/admin/orders?q=${userId}`, as(userActor("staff")));
    const { data } = (await answer.json()) as { data: Order[] };
    expect(data.map(({ id }) => id)).toEqual([orderId]);
  });
});
