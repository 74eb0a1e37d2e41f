import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { ReceiptDocument } from "#contract/receipts";
import { GUEST } from "#kernel/actor";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, newRefundId, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import { stockedVariant, type TestOrders, testOrders } from "#orders/testing";
import { inCurrency, manualOrder, record, sumsOf, UNIT_MINOR } from "./received-money.testing";

const ROUNDS = 10;

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const recordIn = (...args: [string, number?, ReturnType<typeof newRequest>?]) =>
  record(shop, ...args);
const codeOfRecording = (...args: Parameters<typeof recordIn>) => codeOf(recordIn(...args));
const keyless = (orderId: string, amountMinor?: number) =>
  inCall(() =>
    shop.captureOrder(
      orderId,
      amountMinor === undefined ? undefined : money(amountMinor, "EUR"),
      undefined,
    ),
  );
/** Adds one unit to an order, for an amount more. */
const addUnit = async (orderId: string, unitMinor = 1000, options = {}) => {
  const variantId = await stockedVariant(shop.stock, 5);
  await edited(shop, orderId, { add: [{ variantId, quantity: 1, unitMinor }] }, options);
};
const takenOf = async (orderId: string) => {
  const all = await shop.payments.rpc.ofOrders([orderId], { requestId: "test", traceparent: "" });
  return all.reduce((sum, { capturedMinor }) => sum + capturedMinor, 0);
};
const receiptOf = async (orderId: string): Promise<ReceiptDocument> => {
  const accessToken = await shop.access.tokenOf(orderId);
  const wanted = {
    orderId,
    actor: GUEST,
    accessToken,
    refundId: undefined,
    creditedId: undefined,
    format: "html",
  } as const;
  return JSON.parse(String((await inCall(() => shop.readReceipt(wanted))).body));
};
const cancel = (orderId: string) =>
  inCall(() =>
    shop.cancel(orderId, { reason: "cancelled_by_buyer", refundId: newRefundId() }, newRequest()),
  );

describe("an order whose money staff record", () => {
  test("is confirmed without money", async () => {
    expect(await rowOf(shop, await manualOrder(shop))).toMatchObject({
      status: "confirmed",
      paymentStatus: "pending",
      capturedMinor: 0,
    });
  });

  test("is paid when staff record the money, also after the delivery", async () => {
    const orderId = await manualOrder(shop);
    const parcel = {
      shipmentId: "shp_manual0001",
      carrier: null,
      trackingNumber: null,
      trackingUrl: null,
    };
    await inCall(() => shop.shipments.ship(orderId, parcel, newRequest()));
    await inCall(() => shop.shipments.deliver(orderId, undefined, newRequest()));
    await Promise.all([keyless(orderId), keyless(orderId)]);
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "delivered",
      paymentStatus: "paid",
      capturedMinor: UNIT_MINOR,
      payment: { status: "succeeded", method: "manual" },
    });
  });

  test("is partially paid by each part, and paid by the last, which need keys", async () => {
    const orderId = await manualOrder(shop);
    expect((await recordIn(orderId, 500)).body).toMatchObject({
      paymentStatus: "partially_paid",
      amountDue: money(1499, "EUR"),
    });
    const request = newRequest();
    await recordIn(orderId, 700, request);
    expect(await recordIn(orderId, 700, request)).toMatchObject({
      replayed: true,
      body: { amountDue: money(799, "EUR") },
    });
    expect(await codeOf(keyless(orderId, 700))).toBe("idempotency_key_required");
    expect(await codeOfRecording(orderId, 800)).toBe("amount_not_chargeable");
    expect(await sumsOf(shop, orderId)).toEqual([1200, 799, "partially_paid"]);
    expect((await recordIn(orderId)).body.paymentStatus).toBe("paid");
    expect(await codeOfRecording(orderId, 1)).toBe("amount_not_chargeable");
    expect((await recordIn(orderId)).body.paymentStatus).toBe("paid");
    expect((await keyless(orderId, 500)).status).toBe(200);
    expect(await takenOf(orderId)).toBe(UNIT_MINOR);
    expect((await receiptOf(orderId)).payments).toMatchObject(
      [500, 700, 799].map((amount) => ({ method: "manual", amount: money(amount, "EUR") })),
    );
  });

  test("takes money above its first payment after an edit before it, or after it", async () => {
    const before = await manualOrder(shop);
    await addUnit(before);
    expect(await sumsOf(shop, before)).toEqual([0, 2999, "pending"]);
    expect(await codeOfRecording(before, 3000)).toBe("amount_not_chargeable");
    await recordIn(before, 2999);
    const after = await manualOrder(shop);
    await recordIn(after);
    await addUnit(after);
    expect(await sumsOf(shop, after)).toEqual([1999, 1000, "partially_paid"]);
    await recordIn(after, 400);
    await recordIn(after, 600);
    for (const orderId of [before, after]) {
      expect(await sumsOf(shop, orderId)).toEqual([2999, 0, "paid"]);
      expect(await takenOf(orderId)).toBe(2999);
      const { payments, balance } = await receiptOf(orderId);
      expect(payments.reduce((sum, { amount }) => sum + amount.amount, 0)).toBe(2999);
      expect(balance).toEqual(money(0, "EUR"));
    }
  });

  test.each([
    ["JPY", [1, 1997, 1]],
    ["KWD", [3, 1993, 3]],
  ])("adds up in %s, and pays each part back when it is cancelled", async (currency, parts) => {
    const orderId = await manualOrder(shop, currency);
    for (const part of parts) await record(shop, orderId, money(part, currency));
    expect(await sumsOf(shop, orderId)).toEqual([UNIT_MINOR, 0, "paid"]);
    expect(await receiptOf(orderId)).toMatchObject({
      payments: parts.map((part) => ({ amount: money(part, currency) })),
      totals: inCurrency({ total: money(UNIT_MINOR, "EUR") }, currency),
      balance: money(0, currency),
    });
    await cancel(orderId);
    await inCall(() => shop.settlement.settle(orderId));
    const row = await rowOf(shop, orderId);
    expect([row.refundedMinor, row.paymentStatus]).toEqual([UNIT_MINOR, "refunded"]);
    expect(row.afterSale?.refunds.map(({ amount }) => amount.amount)).toEqual(parts);
  });

  test("takes the difference of an order by card when its buyer transfers the money", async () => {
    const { orderId } = await paidOrder(shop);
    await addUnit(orderId);
    expect(await codeOfRecording(orderId)).toBe("order_not_capturable");
    shop.payments.answerWith("awaiting_money");
    const input = { method: "manual", token: null } as const;
    await inCall(() => shop.attempts.pay(orderId, input, newRequest()));
    await recordIn(orderId, 300);
    expect(await sumsOf(shop, orderId)).toEqual([6787, 700, "partially_paid"]);
    await recordIn(orderId, 700);
    expect(await sumsOf(shop, orderId)).toEqual([7487, 0, "paid"]);
    expect(await takenOf(orderId)).toBe(7487);
  });

  test("is voided when it is cancelled before the money arrives, and then takes none", async () => {
    const orderId = await manualOrder(shop);
    await cancel(orderId);
    expect(await codeOfRecording(orderId)).toBe("order_not_capturable");
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
      capturedMinor: 0,
    });
  });
});

/** Repeats a request that lost against others, as `conflict` asks for, with its key. */
const finalCodeOfRecording = async (orderId: string, amountMinor: number) => {
  const request = newRequest();
  for (;;) {
    const code = await codeOfRecording(orderId, amountMinor, request);
    if (code !== "conflict") return code;
  }
};

describe("members of staff at the same time", () => {
  test("record one amount each, and no more than is due", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = await manualOrder(shop);
      const codes = await Promise.all([1, 2, 3].map(() => finalCodeOfRecording(orderId, 900)));
      expect(codes.toSorted()).toEqual(["amount_not_chargeable", "no error", "no error"]);
      expect(await sumsOf(shop, orderId)).toEqual([1800, 199, "partially_paid"]);
      expect(await takenOf(orderId)).toBe(1800);
    }
  });

  test("record it once when they repeat one request", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = await manualOrder(shop);
      const request = newRequest();
      const codes = await Promise.all(
        [1, 2, 3, 4].map(() => codeOfRecording(orderId, UNIT_MINOR, request)),
      );
      const isExpected = (code: unknown) => code === "no error" || code === "idempotency_in_flight";
      expect(codes.filter((code) => !isExpected(code))).toEqual([]);
      expect((await recordIn(orderId, UNIT_MINOR, request)).replayed).toBe(true);
      expect(await takenOf(orderId)).toBe(UNIT_MINOR);
    }
  });

  test("record and cancel, and keep no money", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = await manualOrder(shop);
      const [code] = await Promise.all([codeOfRecording(orderId, 900), codeOf(cancel(orderId))]);
      expect(["no error", "order_not_capturable"]).toContain(code as string);
      await inCall(() => shop.settlement.settle(orderId));
      const row = await rowOf(shop, orderId);
      expect([row.status, row.openCharge, row.capturedMinor - row.refundedMinor]).toEqual([
        "cancelled",
        null,
        0,
      ]);
      expect(row.capturedMinor).toBe(await takenOf(orderId));
    }
  });

  test("record and edit, and the balance is what is due", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = await manualOrder(shop);
      await Promise.all([recordIn(orderId, 900), addUnit(orderId)]);
      expect(await sumsOf(shop, orderId)).toEqual([900, 2099, "partially_paid"]);
      expect(await takenOf(orderId)).toBe(900);
    }
  });
});
