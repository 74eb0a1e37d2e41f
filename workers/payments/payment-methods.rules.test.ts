import { afterAll, beforeAll, expect, test } from "bun:test";
import { money } from "#kernel/money";
import { testRazorpay } from "./razorpay/testing";
import { type TestPayments, testPayments } from "./testing";

let razorpay: ReturnType<typeof testRazorpay>;
let worker: TestPayments;
let withoutRazorpay: TestPayments;
beforeAll(async () => {
  razorpay = testRazorpay();
  worker = await testPayments(razorpay.env);
  withoutRazorpay = await testPayments();
});
afterAll(async () => {
  await Promise.all([worker.stop(), withoutRazorpay.stop()]);
  await razorpay.stop();
});

test.each([
  ["card", money(2500, "EUR")],
  ["upi", money(2500, "INR")],
  ["manual", money(1, "EUR")],
  ["card", money(0, "EUR")],
])("refuses no charge by %s of %j", (method, amount) => {
  expect(worker.refusedCharge({ method, amount })).toBeNull();
});

test.each([
  ["upi", money(2500, "EUR")],
  ["netbanking", money(2500, "USD")],
  ["cheque", money(2500, "EUR")],
])("refuses the method %s for %j", (method, amount) => {
  const refusal = { code: "payment_method_unknown", limits: null } as const;
  expect(worker.refusedCharge({ method, amount })).toEqual(refusal);
});

test("refuses a method whose provider has no keys", () => {
  const charge = { method: "upi", amount: money(2500, "INR") };
  expect(withoutRazorpay.refusedCharge(charge)?.code).toBe("payment_method_unknown");
});

test("names the limits when the amount is below them", () => {
  expect(worker.refusedCharge({ method: "card", amount: money(1, "EUR") })).toMatchObject({
    code: "amount_not_chargeable",
    limits: { minimum: money(50, "EUR") },
  });
});
