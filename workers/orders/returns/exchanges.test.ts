import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox } from "#db/orders/schema";
import { appErrorIn } from "#kernel/errors";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import type { ReceivedLine } from "#orders/after-sale.contract";
import { codeOf, expectStock, newRequest, rowOf } from "#orders/after-sale.testing";
import { amountDueMinor } from "#orders/order/balance.rules";
import { receiveUnits } from "#orders/stock.testing";
import { type TestOrders, testOrders } from "#orders/testing";
import { unitsOfOrder } from "#orders/timeline/units.rules";
import { approvedExchange, type Returning, returning } from "./returns.testing";

/** The tests of drift between rows, timelines, money and stock run when the shop stops. */
let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders();
  act = returning(shop);
});
afterAll(() => shop.stop());

const UNIT_MINOR = 1999;
const TOTAL_MINOR = 6487;
const received = (
  lineId: string,
  quantity: number,
  disposition: ReceivedLine["disposition"] = "restock",
): ReceivedLine => ({ lineId, quantity, disposition });
const levelOf = async (variantId = "") => (await shop.stock.levels([variantId]))[0];
const announced = async (orderId: string) =>
  (await shop.db.write.select().from(outbox).where(eq(outbox.subject, orderId))).map(
    ({ type }) => type,
  );

const exchanging = (quantity: number, ...offered: Parameters<typeof approvedExchange>[2][]) =>
  approvedExchange(shop, quantity, ...offered);

describe("receiving an exchange", () => {
  test("adds the lines to the order, which is shipped and delivered again, when they cost the same", async () => {
    const { orderId, lineId, variantId, returnId, offeredId } = await exchanging(1, {
      unitMinor: UNIT_MINOR,
    });
    const found = await act.receive(returnId, [received(lineId, 1)]);
    expect(found).toMatchObject({
      status: "exchanged",
      refundId: null,
      received: [received(lineId, 1)],
      exchange: { credit: { amount: UNIT_MINOR }, difference: { amount: 0 } },
    });
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({
      status: "confirmed",
      paymentStatus: "paid",
      fulfillmentStatus: "partially_fulfilled",
      totalMinor: TOTAL_MINOR + UNIT_MINOR,
      capturedMinor: TOTAL_MINOR,
      refundedMinor: 0,
    });
    expect(amountDueMinor(row)).toBe(0);
    await expectStock(shop, variantId, 2);
    expect(await levelOf(offeredId)).toMatchObject({ available: 4, sold: 1 });
    expect(await announced(orderId)).not.toContain("payment.link_requested");

    await act.ship(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "shipped",
      fulfillmentStatus: "fulfilled",
    });
    await act.deliver(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "delivered" });
  });

  test("asks the buyer to pay the difference when the lines cost more", async () => {
    const { orderId, lineId, returnId } = await exchanging(1, { unitMinor: 2500 });
    const found = await act.receive(returnId, [received(lineId, 1)]);
    expect(found).toMatchObject({ status: "exchanged", exchange: { difference: { amount: 501 } } });
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ paymentStatus: "partially_paid", refundedMinor: 0 });
    expect(amountDueMinor(row)).toBe(501);
    expect(await announced(orderId)).toContain("payment.link_requested");
  });

  test("refunds the difference once when the lines cost less", async () => {
    const { orderId, lineId, returnId } = await exchanging(2, { unitMinor: 1500 });
    const found = await act.receive(returnId, [
      received(lineId, 1),
      received(lineId, 1, "write_off"),
    ]);
    const differenceMinor = 1500 - 2 * UNIT_MINOR;
    expect(found).toMatchObject({ exchange: { difference: { amount: differenceMinor } } });
    await inCall(() => shop.settlement.settle(orderId));
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({
      paymentStatus: "partially_refunded",
      refundedMinor: -differenceMinor,
      totalMinor: TOTAL_MINOR + 1500,
    });
    expect(row.afterSale?.refunds).toMatchObject([
      { id: found.refundId, reason: "exchange", lines: [], status: "succeeded" },
    ]);
  });

  test("owes the buyer the difference still when its refund failed", async () => {
    const { orderId, lineId, returnId } = await exchanging(1, { unitMinor: 999 });
    shop.payments.refundWith("failed");
    await act.receive(returnId, [received(lineId, 1)]);
    await inCall(() => shop.settlement.settle(orderId));
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 0 });
    // Its units were exchanged, so that only the rest can go back.
    expect(await codeOf(act.refund(orderId, [{ lineId, quantity: 3, restock: false }]))).toBe(
      "units_unavailable",
    );
    const refund = { refundId: "ref_00000000exchange", lines: [], shipping: false, reason: null };
    await inCall(() =>
      shop.refunds.refund(orderId, { ...refund, amount: money(1000, "EUR") }, newRequest()),
    );
    const { afterSale } = await rowOf(shop, orderId);
    expect(afterSale?.overpaid).toMatchObject({ ref_00000000exchange: 1000 });
  });

  test("changes nothing when a unit is out of stock, and refunds the units when staff say so", async () => {
    const { orderId, lineId, variantId, returnId, offeredId } = await exchanging(1, {
      unitMinor: UNIT_MINOR,
      units: 1,
    });
    await receiveUnits(shop, offeredId, -1);
    const before = await rowOf(shop, orderId);
    const refused = await act.receive(returnId, [received(lineId, 1)]).catch(appErrorIn);
    expect(refused).toMatchObject({
      code: "insufficient_stock",
      extensions: { lines: [{ variantId: offeredId, quantity: 1, available: 0 }] },
    });
    expect(await rowOf(shop, orderId)).toEqual(before);
    await expectStock(shop, variantId, 3);

    const refund = { resolution: "refund" as const };
    const found = await act.receive(returnId, [received(lineId, 1)], newRequest(), refund);
    expect(found).toMatchObject({ status: "refunded", resolution: "refund" });
    expect(found).not.toHaveProperty("exchange");
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "delivered",
      refundedMinor: UNIT_MINOR,
      totalMinor: TOTAL_MINOR,
    });
    await expectStock(shop, variantId, 2);
  });

  test("exchanges as many units as arrived, at the agreed prices", async () => {
    const { orderId, lineId, returnId, offeredId } = await exchanging(3, {
      unitMinor: 2100,
      quantity: 3,
    });
    const found = await act.receive(returnId, [received(lineId, 2)]);
    expect(found.exchange).toMatchObject({
      lines: [{ quantity: 2, total: { amount: 4200 } }],
      credit: { amount: 2 * UNIT_MINOR },
      difference: { amount: 4200 - 2 * UNIT_MINOR },
    });
    expect(await levelOf(offeredId)).toMatchObject({ sold: 2 });
    const units = unitsOfOrder(await rowOf(shop, orderId));
    expect(units).toMatchObject([{ returned: 2, refunded: 2 }, { open: 2 }]);
  });

  test("refunds the units when fewer arrived than one unit of the exchange costs", async () => {
    const { orderId, lineId, returnId } = await exchanging(2, { unitMinor: 4000 });
    const found = await act.receive(returnId, [received(lineId, 1)]);
    expect(found).toMatchObject({ status: "refunded", resolution: "refund" });
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: UNIT_MINOR });
  });

  test("is refused when the units that arrived would make the buyer pay more than was agreed", async () => {
    const { lineId, returnId, asked } = await exchanging(
      2,
      { unitMinor: 4000 },
      { unitMinor: 1000 },
    );
    expect(asked.exchange?.difference.amount).toBe(5000 - 2 * UNIT_MINOR);
    expect(await codeOf(act.receive(returnId, [received(lineId, 1)]))).toBe("not_exchangeable");
    expect(await act.receive(returnId, [received(lineId, 2)])).toMatchObject({
      status: "exchanged",
    });
  });

  test.each(["continue", "untracked"] as const)(
    "sells units that are not in stock when the policy of the variant is %s",
    async (policy) => {
      const { orderId, lineId, returnId, offeredId } = await exchanging(1, {
        ...{ unitMinor: UNIT_MINOR, units: 0, policy },
      });
      await act.receive(returnId, [received(lineId, 1)]);
      expect(await levelOf(offeredId)).toMatchObject({
        sold: 1,
        backordered: policy === "continue" ? 1 : 0,
      });
      expect((await rowOf(shop, orderId)).status).toBe("confirmed");
    },
  );

  test("refuses an exchange when money of the order went back meanwhile", async () => {
    const { orderId, lineId, returnId } = await exchanging(1, { unitMinor: UNIT_MINOR });
    const refund = { refundId: "ref_00000000goodwill", lines: [], shipping: false, reason: null };
    const amount = money(TOTAL_MINOR - 100, "EUR");
    await inCall(() => shop.refunds.refund(orderId, { ...refund, amount }, newRequest()));
    expect(await codeOf(act.receive(returnId, [received(lineId, 1)]))).toBe("not_exchangeable");
  });

  test("books the units once when two staff receive an exchange at the same time", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { orderId, lineId, variantId, returnId, offeredId } = await exchanging(1, {
        unitMinor: UNIT_MINOR,
      });
      const receive = () => codeOf(act.receive(returnId, [received(lineId, 1)]));
      const codes = await Promise.all([receive(), receive()]);
      expect(codes.toSorted()).toEqual(["no error", "return_status_conflict"]);
      await expectStock(shop, variantId, 2);
      expect(await levelOf(offeredId)).toMatchObject({ available: 4, sold: 1 });
      expect(await rowOf(shop, orderId)).toMatchObject({ totalMinor: TOTAL_MINOR + UNIT_MINOR });
    }
  }, 60_000);

  test("pays the units back once when a refund of an amount competes", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { orderId, lineId, returnId } = await exchanging(1, { unitMinor: UNIT_MINOR });
      const refund = { lines: [], shipping: false, reason: null };
      const amount = money(TOTAL_MINOR, "EUR");
      const refundId = `ref_0000000000${round}`;
      const [exchanged, refunded] = await Promise.all([
        codeOf(act.receive(returnId, [received(lineId, 1)])),
        codeOf(
          inCall(() => shop.refunds.refund(orderId, { ...refund, refundId, amount }, newRequest())),
        ),
      ]);
      expect(refunded).toBe("no error");
      expect(["no error", "not_exchangeable"]).toContain(exchanged ?? "");
      expect((await rowOf(shop, orderId)).refundedMinor).toBe(TOTAL_MINOR);
    }
  }, 60_000);
});
