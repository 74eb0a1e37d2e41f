import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
let shop: Buying;
let variantId: string;
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
  shop = buying(system, staff);
  const [variant] = await shop.variants();
  variantId = variant?.id;
  await shop.setStock(variantId, 500);
}, BOOT_MS);
afterAll(() => system?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const read = async ({ id, accessToken }: Json): Promise<Json> =>
  (await system.ask("GET", `/v1/orders/${id}`, { headers: { "bodega-order-token": accessToken } }))
    .body;
const until = (order: Json, what: string, isSo: (seen: Json) => boolean) =>
  eventually(what, () => read(order), isSo);
const isPaid = ({ paymentStatus }: Json) => paymentStatus === "paid";

/** Buys `quantity` units as a guest, and waits until the payment is captured. */
const paidOrder = async (quantity = 3): Promise<Json> => {
  const order = await placed("pm_card_visa", quantity);
  await until(order, "the capture", isPaid);
  return order;
};
const placed = async (token: string, quantity = 3): Promise<Json> => {
  const cart = await shop.readyCart(variantId, "after@example.com");
  const lineId = cart.lines[0].id;
  await system.ask("PATCH", `/v1/carts/${cart.id}/lines/${lineId}`, { body: { quantity } });
  const { status, body } = await system.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment: { method: "card", token } },
    headers: key(),
  });
  expect(status).toBe(201);
  return body;
};
const cancel = ({ id, accessToken }: Json, body: Json = {}) =>
  system.ask("POST", `/v1/orders/${id}/cancel`, {
    body,
    headers: { ...key(), "bodega-order-token": accessToken },
  });
const act = (order: Json, action: string, body: Json, headers = key()) =>
  system.ask("POST", `/v1/admin/orders/${order.id}/${action}`, { body, headers, token: staff });
/** Returns what the provider has paid back for an order. */
const refundedAt = async (order: Json): Promise<number> =>
  (await system.intentsOf([order.id]))[0]?.amountRefunded ?? 0;

describe("after the sale", () => {
  test("pays a cancelled order back in full and returns its units", async () => {
    const before = await shop.stockOf(variantId);
    const order = await paidOrder();
    const answer = await cancel(order);
    expect([answer.status, answer.body.status]).toEqual([200, "cancelled"]);
    const seen = await until(
      order,
      "the refund",
      ({ paymentStatus }) => paymentStatus === "refunded",
    );
    expect(seen.refunds).toMatchObject([{ status: "succeeded", amount: order.totals.total }]);
    expect(await refundedAt(order)).toBe(order.totals.total.amount);
    expect(await shop.stockOf(variantId)).toMatchObject({
      available: before.available,
      sold: before.sold,
    });
  });

  test("releases the money of an order that is cancelled before its capture, or pays it back", async () => {
    const order = await placed("pm_card_visa");
    expect((await cancel(order)).body.status).toBe("cancelled");
    const seen = await until(order, "the end of the payment", ({ paymentStatus }) =>
      ["voided", "refunded"].includes(paymentStatus),
    );
    const [intent] = await system.intentsOf([order.id]);
    const paid = (intent?.amountCaptured ?? 0) - (await refundedAt(order));
    expect([seen.paymentStatus, paid]).toEqual([seen.paymentStatus, 0]);
  });

  test("ends the payment of a waiting order and opens its cart, when its buyer gives up", async () => {
    const order = await placed("pm_card_threeDSecure2Required");
    expect(order).toMatchObject({ status: "payment_requested" });
    expect((await cancel(order)).body).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
    });
    const [intent] = await system.intentsOf([order.id]);
    expect(intent.status).toBe("canceled");
  });

  test("ships in two parcels, delivers both and shows the buyer each step", async () => {
    const order = await paidOrder();
    const lineId = order.lines[0].id;
    const first = await act(order, "shipments", {
      lines: [{ lineId, quantity: 1 }],
      carrier: "ups",
      trackingNumber: "1Z999AA10123456784",
    });
    expect(first).toMatchObject({
      status: 201,
      body: { trackingUrl: "https://www.ups.com/track?tracknum=1Z999AA10123456784" },
    });
    expect(await read(order)).toMatchObject({ fulfillmentStatus: "partially_fulfilled" });
    await act(order, "shipments", {});
    expect((await act(order, "deliver", {})).body).toMatchObject({ status: "delivered" });
    const { body } = await system.ask("GET", `/v1/orders/${order.id}/timeline`, {
      headers: { "bodega-order-token": order.accessToken },
    });
    expect(body.data.map(({ type }: Json) => type)).toEqual(
      ["placed", "payment_requested", "confirmed", "paid", "shipped", "shipped"].concat([
        "delivered",
        "delivered",
      ]),
    );
    expect((await cancel(order)).body.code).toBe("order_not_cancellable");
  });

  test("never pays back more than was captured when ten staff refund at once", async () => {
    const order = await paidOrder();
    const part = { amount: Math.ceil(order.totals.total.amount / 2.5), currency: "EUR" };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => act(order, "refunds", { amount: part })),
    );
    const codes = answers.map(({ status, body }) => (status === 201 ? "refunded" : body.code));
    expect(codes.filter((code) => code === "refunded")).toHaveLength(2);
    expect(new Set(codes)).toEqual(new Set(["refunded", "refund_exceeds_captured"]));
    await until(order, "both refunds", ({ refunds }) =>
      refunds.every(({ status }: Json) => status === "succeeded"),
    );
    expect(await refundedAt(order)).toBe(2 * part.amount);
  });

  test("refunds once when a request is repeated at the same time", async () => {
    const order = await paidOrder();
    const headers = key();
    const line = { lineId: order.lines[0].id, quantity: 1, restock: true };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => act(order, "refunds", { lines: [line] }, headers)),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const seen = await until(
      order,
      "the refund",
      ({ paymentStatus }) => paymentStatus === "partially_refunded",
    );
    expect(seen.refunds).toHaveLength(1);
    expect(await refundedAt(order)).toBe(seen.refunds[0].amount.amount);
  });

  test("ships or cancels, never both, when buyer and staff act at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const order = await paidOrder(1);
      const [cancelled, shipped] = await Promise.all([cancel(order), act(order, "shipments", {})]);
      expect([cancelled.status, shipped.status].toSorted()).toEqual(
        cancelled.status === 200 ? [200, 409] : [201, 409],
      );
    }
  });

  test("pays a waiting order by another card, and charges it once", async () => {
    const order = await placed("pm_card_threeDSecure2Required");
    const pay = (token: string, headers = key()) =>
      system.ask("POST", `/v1/orders/${order.id}/payments`, {
        body: { method: "card", token },
        headers: { ...headers, "bodega-order-token": order.accessToken },
      });
    const headers = key();
    const [first, again] = await Promise.all([
      pay("pm_card_visa", headers),
      pay("pm_card_visa", headers),
    ]);
    const statuses = [first.status, again.status];
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => ![201, 409].includes(status))).toEqual([]);
    await until(order, "the capture", isPaid);
    const intents = await system.intentsOf([order.id]);
    expect(intents.map(({ status }) => status).toSorted()).toEqual(["canceled", "succeeded"]);
    expect((await pay("pm_card_visa")).body.code).toBe("order_not_payable");
  });

  test("keeps no money beside the order when the bank approves while the buyer pays by another card", async () => {
    for (let round = 0; round < 10; round += 1) {
      const order = await placed("pm_card_threeDSecure2Required", 1);
      const [challenged] = await system.intentsOf([order.id]);
      const pay = () =>
        system.ask("POST", `/v1/orders/${order.id}/payments`, {
          body: { method: "card", token: "pm_card_visa" },
          headers: { ...key(), "bodega-order-token": order.accessToken },
        });
      await Promise.all([system.authenticate(challenged.id, "success"), pay(), pay(), pay()]);
      await until(order, "the capture", isPaid);
      const captured = (await system.intentsOf([order.id])).map((intent) => intent.amountCaptured);
      expect(captured.toSorted((a, b) => b - a).slice(0, 2)).toEqual(
        [order.totals.total.amount, 0].slice(0, captured.length),
      );
      expect((await act(order, "refunds", { shipping: true })).status).toBe(201);
    }
  });

  test("confirms an order by bank transfer, ships it and records the money that arrived", async () => {
    const cart = await shop.readyCart(variantId, "transfer@example.com");
    const { body: order } = await system.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment: { method: "manual" } },
      headers: key(),
    });
    expect(order).toMatchObject({ status: "confirmed", paymentStatus: "pending" });
    expect((await act(order, "shipments", {})).status).toBe(201);
    const recorded = await act(order, "capture", {}, {} as ReturnType<typeof key>);
    expect(recorded.body).toMatchObject({ status: "shipped", paymentStatus: "paid" });
    expect((await act(order, "refunds", { shipping: true })).status).toBe(201);
    await until(order, "the refund", ({ paymentStatus }) => paymentStatus === "partially_refunded");
  });

  test("gives the buyer a numbered receipt as a page and as a PDF, and a credit note for a refund", async () => {
    const order = await paidOrder(1);
    const headers = { "bodega-order-token": order.accessToken };
    const page = await system.ask("GET", `/v1/orders/${order.id}/receipt`, { headers });
    expect(page.text).toContain(order.number);
    expect(page.headers.get("content-disposition")).toMatch(/filename="R-\d{6}\.html"/);
    const pdf = await fetch(`${system.url}/v1/orders/${order.id}/receipt`, {
      headers: { ...headers, accept: "application/pdf" },
    });
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect((await pdf.text()).slice(0, 5)).toBe("%PDF-");

    const { body: refund } = await act(order, "refunds", { shipping: true });
    await until(order, "the refund", ({ paymentStatus }) => paymentStatus === "partially_refunded");
    const note = await system.ask("GET", `/v1/orders/${order.id}/receipt?refundId=${refund.id}`, {
      headers,
    });
    expect(note.headers.get("content-disposition")).toMatch(/filename="C-\d{6}\.html"/);
  });
});
