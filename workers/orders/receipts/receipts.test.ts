import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Placement } from "#contract/orders";
import type { ReceiptDocument } from "#contract/receipts";
import { receipts } from "#db/orders/receipts.schema";
import { GUEST } from "#kernel/actor";
import { type Money, money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import {
  codeOf,
  confirmedOrder,
  newRefundId,
  newRequest,
  paidOrder,
  rowOf,
} from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import type { RefundInput } from "#orders/refunds/refund-move.rules";
import { offerOf, returning } from "#orders/returns/returns.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const read = async (orderId: string, creditedId?: string): Promise<ReceiptDocument> => {
  const accessToken = await shop.access.tokenOf(orderId);
  const wanted = { orderId, actor: GUEST, accessToken, creditedId, format: "html" } as const;
  const { body } = await inCall(() => shop.readReceipt(wanted));
  return JSON.parse(String(body));
};
const refund = async (orderId: string, input: Partial<RefundInput>) => {
  const refundId = newRefundId();
  const whole = { lines: [], shipping: false, reason: null, ...input, refundId };
  await inCall(() => shop.refunds.refund(orderId, whole, newRequest()));
  await inCall(() => shop.settlement.settle(orderId));
  return refundId;
};
const sum = (amounts: readonly { amount: number }[]) =>
  amounts.reduce((total, { amount }) => total + amount, 0);
const numbersOf = async (kind: "receipt" | "credit_note") => {
  const rows = await shop.db.read.select().from(receipts).where(eq(receipts.kind, kind));
  return rows.map(({ number }) => number).toSorted((a, b) => a - b);
};

describe("the receipt of an order", () => {
  test("has the amounts of the order, and the payment", async () => {
    const { orderId, placement } = await paidOrder(shop);
    const receipt = await read(orderId);
    const { totals } = placement;
    expect(receipt).toMatchObject({
      kind: "receipt",
      number: expect.stringMatching(/^R-\d{6}$/),
      totals,
      payments: [{ method: "card", amount: totals.total }],
      balance: money(0, "EUR"),
      buyer: { name: "Ada", email: "ada@example.com" },
    });
    expect(sum(receipt.lines.map(({ total }) => total)) + totals.shipping.amount).toBe(
      totals.total.amount,
    );
  });

  test("has the method of each payment", async () => {
    const { orderId } = await paidOrder(shop);
    const variantId = await stockedVariant(shop.stock, 1);
    await edited(shop, orderId, { add: [{ variantId, quantity: 1, unitMinor: 1000 }] });
    shop.payments.offer("card", "upi");
    shop.payments.answerWith("authorized");
    const input = { method: "upi", token: null } as const;
    await inCall(() => shop.attempts.pay(orderId, input, newRequest()));
    expect((await read(orderId)).payments).toMatchObject([
      { method: "card", amount: money(6487, "EUR") },
      { method: "upi", amount: money(1000, "EUR") },
    ]);
  });

  test("answers 404 before the money is taken, and to a stranger", async () => {
    const { orderId } = await confirmedOrder(shop);
    expect(await codeOf(read(orderId))).toBe("not_found");
    const paid = await paidOrder(shop);
    const wanted = {
      actor: GUEST,
      accessToken: "x",
      creditedId: undefined,
      format: "pdf",
    } as const;
    const stranger = inCall(() => shop.readReceipt({ orderId: paid.orderId, ...wanted }));
    expect(await codeOf(stranger)).toBe("not_found");
  });

  test("has the next number without a gap when many orders are paid at once", async () => {
    const orders = [];
    for (let i = 0; i < 20; i += 1) orders.push(await confirmedOrder(shop));
    const captures = orders.flatMap(({ orderId }) =>
      Array.from({ length: 3 }, () => inCall(() => shop.progress.capture([orderId]))),
    );
    await Promise.all(captures);
    const numbers = await numbersOf("receipt");
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const printed = await Promise.all(
      orders.map(async ({ orderId }) => (await read(orderId)).number),
    );
    expect(new Set(printed).size).toBe(20);
  });

  test.each(["JPY", "KWD"])("has the amounts of an order in %s", async (currency) => {
    const inCurrency = (amount: number) => money(amount, currency);
    const base = placementOf("var_x", 3);
    const [line] = base.lines;
    const total = inCurrency(1999 * 3);
    const overrides: Partial<Placement> = {
      currency,
      totals: {
        ...base.totals,
        subtotal: total,
        discount: inCurrency(0),
        shipping: inCurrency(0),
        tax: inCurrency(0),
        total,
      },
    };
    expect(line).toBeDefined();
    const { orderId, placement } = await paidOrder(shop, overrides);
    expect((await read(orderId)).totals.total).toEqual(placement.totals.total);
    expect((await rowOf(shop, orderId)).capturedMinor).toBe(placement.totals.total.amount);
  });
});

describe("the credit note of a refund", () => {
  test("has the refunded amount, its lines and the receipt's number", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const refundId = await refund(orderId, {
      lines: [{ lineId, quantity: 2, restock: true }],
      shipping: true,
      reason: "Damaged",
    });
    const [receipt, note] = [await read(orderId), await read(orderId, refundId)];
    expect(note).toMatchObject({
      kind: "credit_note",
      number: expect.stringMatching(/^C-\d{6}$/),
      receiptNumber: receipt.number,
      lines: [{ quantity: 2, total: money(3998, "EUR") }],
      shipping: { amount: money(490, "EUR") },
      totals: { total: money(4488, "EUR") },
      refunds: [{ reason: "Damaged" }],
    });
    expect(receipt.refunds).toMatchObject([{ amount: money(4488, "EUR") }]);
  });

  test("adds up to the order when every part of it is refunded", async () => {
    const { orderId, lineId, placement } = await paidOrder(shop);
    const ids = [
      await refund(orderId, { lines: [{ lineId, quantity: 1, restock: false }] }),
      await refund(orderId, { amount: money(1000, "EUR") }),
      await refund(orderId, { amount: money(placement.totals.total.amount - 2999, "EUR") }),
    ];
    const notes = await Promise.all(ids.map((id) => read(orderId, id)));
    expect(sum(notes.map(({ totals }) => totals.total))).toBe(placement.totals.total.amount);
    const numbers = await numbersOf("credit_note");
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test("answers 404 for a refund that has not succeeded", async () => {
    const { orderId } = await paidOrder(shop);
    shop.payments.refundWith("pending");
    const refundId = await refund(orderId, { shipping: true });
    expect(await codeOf(read(orderId, refundId))).toBe("not_found");
  });
});

describe("the documents of an exchange", () => {
  /** Exchanges two units of 19.99 for one of another price, and returns the documents. */
  const exchangedFor = async (unitMinor: number) => {
    const { orderId, lineId } = await paidOrder(shop);
    const act = returning(shop);
    await act.ship(orderId);
    const offer = await offerOf(shop, orderId, { unitMinor });
    const { id } = await act.ask(orderId, [{ lineId, quantity: 2 }], offer);
    await act.approve(id);
    const lines = [{ lineId, quantity: 2, disposition: "restock" as const }];
    const { refundId } = await act.receive(id, lines);
    await inCall(() => shop.settlement.settle(orderId));
    return { orderId, returnId: id, refundId, receipt: await read(orderId) };
  };
  const expectSettled = ({ totals, payments, refunds, credits = [], balance }: ReceiptDocument) => {
    const of = (parts: readonly { amount: Money }[]) => sum(parts.map(({ amount }) => amount));
    const left = totals.total.amount - of(payments) - of(credits) + of(refunds);
    expect(left).toBe(balance?.amount ?? Number.NaN);
  };

  test("credit the returned units in the receipt and in a credit note when they cost the same", async () => {
    const { orderId, returnId, receipt } = await exchangedFor(3998);
    expect(receipt).toMatchObject({
      totals: { total: money(6487 + 3998, "EUR") },
      credits: [{ amount: money(3998, "EUR"), reason: "exchange" }],
      refunds: [],
      balance: money(0, "EUR"),
    });
    expectSettled(receipt);
    expect(await read(orderId, returnId)).toMatchObject({
      kind: "credit_note",
      receiptNumber: receipt.number,
      lines: [{ quantity: 2, total: money(3998, "EUR") }],
      totals: { total: money(3998, "EUR") },
      refunds: [],
    });
  });

  test("show what is left to pay when the new units cost more", async () => {
    const { receipt } = await exchangedFor(4500);
    expect(receipt.balance).toEqual(money(502, "EUR"));
    expectSettled(receipt);
  });

  test("sum to the price of the returned units when the new ones cost less", async () => {
    const { orderId, returnId, refundId, receipt } = await exchangedFor(1500);
    expectSettled(receipt);
    const notes = [await read(orderId, returnId), await read(orderId, refundId ?? "")];
    expect(notes.map(({ totals }) => totals.total.amount)).toEqual([1500, 2498]);
    expect(notes[1]?.refunds).toMatchObject([{ amount: money(2498, "EUR"), reason: "exchange" }]);
  });

  test("are a refund's alone when the new units cost nothing", async () => {
    const { orderId, returnId, refundId } = await exchangedFor(0);
    expect(await codeOf(read(orderId, returnId))).toBe("not_found");
    expect((await read(orderId, refundId ?? "")).totals.total).toEqual(money(3998, "EUR"));
  });
});
