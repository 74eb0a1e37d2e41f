import { afterEach, beforeEach, expect, test } from "bun:test";
import { validatePaymentVerification } from "razorpay/dist/utils/razorpay-utils";
import { KEY_ID, type Running, SECRET, startRazorpay } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startRazorpay();
});
afterEach(() => shop.stop());

const CALLBACK = "https://shop.test/thanks";

/** Returns the hidden fields of a page's form. */
const fieldsOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"')],
    ),
  );

const checkoutFields = (orderId: string, method: string) => ({
  key_id: KEY_ID,
  order_id: orderId,
  name: "Corner Shop",
  amount: "2500",
  currency: "INR",
  method,
  callback_url: CALLBACK,
  cancel_url: "https://shop.test/cart",
  "notes[order_id]": "ord_1",
});

/** Goes from the checkout to the bank's page. Returns the address of that page. */
const toBank = async (orderId: string, method: string) => {
  const query = new URLSearchParams(checkoutFields(orderId, method));
  const checkout = await (await fetch(`${shop.url}/v1/checkout/embedded?${query}`)).text();
  const begun = await shop.submit("/v1/payments/create/checkout", {
    ...fieldsOf(checkout),
    "upi[vpa]": "success@razorpay",
    bank: "ICIC",
  });
  expect(begun.status).toBe(303);
  return begun.headers.get("location") ?? "";
};

test.each(["card", "upi", "netbanking"])(
  "takes a payment by %s and signs its return",
  async (method) => {
    const { id } = await shop.order();
    const bank = await toBank(id, method);
    expect(await (await fetch(new URL(bank, shop.url))).text()).toContain("needs your approval");
    const answer = await shop.submit(bank, { outcome: "success" });
    const html = await answer.text();
    expect(html).toContain(`action="${CALLBACK}"`);
    const fields = fieldsOf(html);
    const payment = await shop.client.payments.fetch(fields.razorpay_payment_id ?? "");
    expect(payment).toMatchObject({ status: "authorized", method, notes: { order_id: "ord_1" } });
    expect(
      validatePaymentVerification(
        { order_id: id, payment_id: payment.id },
        fields.razorpay_signature ?? "",
        SECRET,
      ),
    ).toBe(true);
  },
);

test("returns the error of a failed payment, and the order takes another one", async () => {
  const { id } = await shop.order();
  const bank = await toBank(id, "netbanking");
  const fields = fieldsOf(await (await shop.submit(bank, { outcome: "failure" })).text());
  expect(fields).toMatchObject({
    "error[code]": "BAD_REQUEST_ERROR",
    "error[reason]": "payment_failed",
  });
  expect(fields.razorpay_signature).toBeUndefined();
  const again = await toBank(id, "netbanking");
  await shop.submit(again, { outcome: "success" });
  const { items } = await shop.client.orders.fetchPayments(id);
  expect(items.map(({ status }) => status)).toEqual(["authorized", "failed"]);
});

test("leaves the payment waiting when the buyer closes the bank's page", async () => {
  const { id } = await shop.order();
  await toBank(id, "upi");
  expect((await shop.client.orders.fetchPayments(id)).items).toMatchObject([{ status: "created" }]);
});

test("answers a second submission with the same result", async () => {
  const { id } = await shop.order();
  const bank = await toBank(id, "card");
  const first = await (await shop.submit(bank, { outcome: "success" })).text();
  expect(await (await shop.submit(bank, { outcome: "failure" })).text()).toBe(first);
});

test("shows the same checkout for the documented form as for a link", async () => {
  const { id } = await shop.order();
  const answer = await shop.submit("/v1/checkout/embedded", checkoutFields(id, "card"));
  expect(await answer.text()).toContain("INR 25.00");
});

test("offers only cards in other currencies", async () => {
  const { id } = await shop.order({ currency: "USD" });
  const { method: _, currency: _currency, ...fields } = checkoutFields(id, "card");
  const html = await (await shop.submit("/v1/checkout/embedded", fields)).text();
  expect(html).toContain("Pay by card");
  expect(html).not.toContain("UPI");
});

test("refuses a paid order, another amount, and another key", async () => {
  const { id } = await shop.order();
  const fields = checkoutFields(id, "card");
  const otherAmount = await shop.submit("/v1/checkout/embedded", { ...fields, amount: "1" });
  const otherKey = await shop.submit("/v1/checkout/embedded", { ...fields, key_id: "rzp_test_x" });
  const payment = await shop.pay(id);
  await shop.client.payments.capture(payment.id, 2500, "INR");
  const paid = await shop.submit("/v1/checkout/embedded", fields);
  expect([otherAmount.status, otherKey.status, paid.status]).toEqual([400, 401, 400]);
  expect(await paid.json()).toMatchObject({ error: { reason: "order_already_paid" } });
});
