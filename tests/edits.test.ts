import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;
const RACE_ROUNDS = 10;

let system: System;
let staff: string;
let shop: Buying;
let variants: Json[];
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
  shop = buying(system, staff);
  variants = (await shop.variants()).slice(0, 2);
  for (const { id } of variants) await shop.setStock(id, 500);
}, BOOT_MS);
afterAll(() => system?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const asGuest = ({ accessToken }: Json) => ({ ...key(), "bodega-order-token": accessToken });
const read = async (order: Json): Promise<Json> =>
  (await system.ask("GET", `/v1/orders/${order.id}`, { headers: asGuest(order) })).body;
const until = (order: Json, what: string, isSo: (seen: Json) => boolean) =>
  eventually(what, () => read(order), isSo);
const placed = async (): Promise<Json> => {
  const cart = await shop.readyCart(variants[0]?.id, "edits@example.com");
  const lineId = cart.lines[0].id;
  await system.ask("PATCH", `/v1/carts/${cart.id}/lines/${lineId}`, { body: { quantity: 3 } });
  const { status, body } = await shop.place(cart);
  expect(status).toBe(201);
  return body;
};
const act = (order: Json, action: string, body: Json, headers = key()) =>
  system.ask("POST", `/v1/admin/orders/${order.id}/${action}`, { body, headers, token: staff });
const pay = (order: Json, token: string) =>
  system.ask("POST", `/v1/orders/${order.id}/payments`, {
    body: { method: "card", token },
    headers: asGuest(order),
  });
const receiptOf = async (order: Json): Promise<string> => {
  const answer = await fetch(`${system.url}/v1/orders/${order.id}/receipt`, {
    headers: { "bodega-order-token": order.accessToken },
  });
  expect(answer.status).toBe(200);
  return answer.text();
};
/** Returns what the provider has taken and paid back for an order. */
const booksOf = async (order: Json) => {
  const intents: Json[] = await system.intentsOf([order.id]);
  const sum = (part: string) => intents.reduce((total, intent) => total + intent[part], 0);
  return [sum("amountCaptured"), sum("amountRefunded")];
};
const partsOf = ({ lines, totals }: Json) => {
  const sum = (part: string) =>
    lines.reduce((all: number, line: Json) => all + line[part].amount, 0);
  return {
    subtotal: totals.subtotal.amount - sum("subtotal"),
    tax: totals.tax.amount - sum("tax") - totals.shippingTax.amount,
    total: totals.total.amount - sum("total") - totals.shipping.amount,
  };
};
const WHOLE = { subtotal: 0, tax: 0, total: 0 };

describe("an edit", () => {
  test("refunds what the order costs less, and its parts sum to the whole", async () => {
    const before = await shop.stockOf(variants[0]?.id);
    const order = await placed();
    const body = { set: [{ lineId: order.lines[0].id, quantity: 1 }], reason: "Two broke" };
    const preview = await act(order, "edits", { ...body, preview: true });
    expect(preview.status).toBe(200);
    const { body: edited, status } = await act(order, "edits", body);
    expect([status, partsOf(edited)]).toEqual([201, WHOLE]);
    expect(edited.totals).toEqual(preview.body.totals);
    const refundMinor = order.totals.total.amount - edited.totals.total.amount;
    expect(preview.body.refund.amount).toBe(refundMinor);
    await until(order, "the refund", ({ refunds }) => refunds[0]?.status === "succeeded");
    expect(await booksOf(order)).toEqual([order.totals.total.amount, refundMinor]);
    expect(await shop.stockOf(variants[0]?.id)).toMatchObject({
      available: before.available - 1,
      sold: before.sold + 1,
    });
  });

  test("is paid by the buyer through the page of the order, after a decline", async () => {
    const order = await placed();
    const { body: edited } = await act(order, "edits", {
      add: [{ variantId: variants[1]?.id, quantity: 2 }],
    });
    const dueMinor = edited.totals.total.amount - order.totals.total.amount;
    expect([edited.amountDue.amount, edited.paymentStatus]).toEqual([dueMinor, "partially_paid"]);
    expect(partsOf(edited)).toEqual(WHOLE);
    const declined = await pay(order, "pm_card_chargeDeclined");
    expect([declined.status, declined.body.code]).toEqual([402, "payment_declined"]);
    expect(await read(order)).toMatchObject({
      status: "confirmed",
      amountDue: { amount: dueMinor },
    });
    const paid = await pay(order, "pm_card_visa");
    expect(paid).toMatchObject({
      status: 201,
      body: { paymentStatus: "paid", amountDue: { amount: 0 } },
    });
    expect(await booksOf(order)).toEqual([edited.totals.total.amount, 0]);
    expect((await pay(order, "pm_card_visa")).body.code).toBe("order_not_payable");
    const total = (edited.totals.total.amount / 100).toFixed(2);
    expect(await receiptOf(order)).toContain(total);
  });

  test("is paid after 3-D Secure, and each payment is paid back when the order is cancelled", async () => {
    const order = await placed();
    await act(order, "edits", { add: [{ variantId: variants[1]?.id, quantity: 1 }] });
    const waiting = await pay(order, "pm_card_threeDSecure2Required");
    expect(waiting.body.payment.nextAction).toMatchObject({ type: "redirect" });
    const intents: Json[] = await system.intentsOf([order.id]);
    const open = intents.find(({ status }) => status === "requires_action");
    await system.authenticate(open?.id, "success");
    const paid = await until(order, "the payment", ({ amountDue }) => amountDue.amount === 0);
    expect(paid.paymentStatus).toBe("paid");
    await system.ask("POST", `/v1/orders/${order.id}/cancel`, {
      body: {},
      headers: asGuest(order),
    });
    await until(order, "the refunds", ({ paymentStatus }) => paymentStatus === "refunded");
    const total = paid.totals.total.amount;
    expect(await booksOf(order)).toEqual([total, total]);
  });

  test("leaves no open payment when the order is cancelled while its buyer is on the bank's page", async () => {
    const order = await placed();
    await act(order, "edits", { add: [{ variantId: variants[1]?.id, quantity: 1 }] });
    await pay(order, "pm_card_threeDSecure2Required");
    await system.ask("POST", `/v1/orders/${order.id}/cancel`, {
      body: {},
      headers: asGuest(order),
    });
    await until(order, "the refund", ({ paymentStatus }) => paymentStatus === "refunded");
    const intents: Json[] = await eventually(
      "the end of the charge",
      () => system.intentsOf([order.id]),
      (all: Json[]) => all.every(({ status }) => ["succeeded", "canceled"].includes(status)),
    );
    expect(intents.map(({ status }) => status).toSorted()).toEqual(["canceled", "succeeded"]);
    const total = order.totals.total.amount;
    expect(await booksOf(order)).toEqual([total, total]);
    await until(order, "the charge", ({ payment }) => payment.status === "refunded");
  });

  test("of a unit and its shipment at the same time ship no unit that left", async () => {
    for (let round = 0; round < RACE_ROUNDS; round += 1) {
      const order = await placed();
      const lineId = order.lines[0].id;
      const [edit, ship] = await Promise.all([
        act(order, "edits", { set: [{ lineId, quantity: 1 }] }),
        act(order, "shipments", {}),
      ]);
      expect(ship.status).toBe(201);
      const shipped = ship.body.lines[0].quantity;
      const seen = await read(order);
      if (edit.status === 201) expect([shipped, seen.lines[0].quantity]).toEqual([1, 1]);
      else expect([edit.body.code, shipped]).toEqual(["order_not_editable", 3]);
      expect(seen.status).toBe("shipped");
    }
  });

  test("is for staff only", async () => {
    const order = await placed();
    const body = { set: [{ lineId: order.lines[0].id, quantity: 1 }] };
    const answer = await system.ask("POST", `/v1/admin/orders/${order.id}/edits`, {
      body,
      headers: asGuest(order),
    });
    expect(answer.status).toBe(401);
  });
});
