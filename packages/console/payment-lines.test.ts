import { expect, test } from "bun:test";
import { paymentLines } from "./payment-lines";

test("lists the payments of both providers, newest first, with the last status at Razorpay", () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 26, 12, minute)).toISOString();
  const intent = { id: "pi_1", amount: 2500, currency: "eur", status: "succeeded" };
  const order = { amount: 2500, currency: "INR", status: "attempted" };
  const lines = paymentLines(
    { paymentIntents: [{ ...intent, createdAt: at(2), metadata: { order_id: "ord_1" } }] },
    {
      orders: [
        { ...order, id: "order_1", notes: { order_id: "ord_2" }, createdAt: at(1) },
        { ...order, id: "order_2", status: "created", notes: [], createdAt: at(3) },
      ],
      payments: [
        { orderId: "order_1", status: "failed" },
        { orderId: "order_1", status: "captured" },
      ],
    },
  );
  expect(lines.map(({ id, status, metadata }) => [id, status, metadata?.order_id])).toEqual([
    ["order_2", "created", undefined],
    ["pi_1", "succeeded", "ord_1"],
    ["order_1", "captured", "ord_2"],
  ]);
});
