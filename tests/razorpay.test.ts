import { afterAll, beforeAll, expect, test } from "bun:test";
import { hmacHex } from "#kernel/encoding";
import { type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;
const RETURN_URL = "http://localhost:3000/thanks";

let system: System;
let buy: Buying;
beforeAll(async () => {
  // UPI and netbanking take rupees only.
  system = await startSystem({ SHOP_CURRENCY: "INR" });
  buy = buying(system, await system.signIn("staff@bodega.test"));
}, BOOT_MS);
afterAll(() => system?.stop());

const place = async (method: string) => {
  const [variant] = await buy.variants();
  const cart = await buy.readyCart(variant.id, `${method}@example.com`);
  return system.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment: { method, returnUrl: RETURN_URL } },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
};

/** Returns the hidden fields of a page's form. */
const fieldsIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = "", value = ""]) => [name, value.replaceAll("&amp;", "&")],
    ),
  );

/** Pays at the hosted checkout as a browser does. Returns the fields that it posts to the shop's page. */
const payAt = async (checkoutUrl: string, outcome: "success" | "failure") => {
  const checkout = await fetch(checkoutUrl);
  expect(checkout.status).toBe(200);
  const bank = await fetch(new URL("/v1/payments/create/checkout", checkoutUrl), {
    method: "POST",
    body: new URLSearchParams({ ...fieldsIn(await checkout.text()), bank: "HDFC" }),
  });
  expect(await bank.text()).toContain("needs your approval");
  const done = await fetch(bank.url, { method: "POST", body: new URLSearchParams({ outcome }) });
  const html = await done.text();
  expect(html).toContain(`action="${RETURN_URL}`);
  return fieldsIn(html);
};

const orderOf = async ({ id, accessToken }: Json): Promise<Json> =>
  (await system.ask("GET", `/v1/orders/${id}?accessToken=${accessToken}`)).body;

test.each(["upi", "netbanking"])(
  "confirms and captures an order that is paid by %s",
  async (method) => {
    const placed = await place(method);
    expect(placed.body).toMatchObject({
      status: "payment_requested",
      currency: "INR",
      payment: { method, nextAction: { type: "redirect" } },
    });
    const returned = await payAt(placed.body.payment.nextAction.url, "success");
    const { razorpay_order_id: ref, razorpay_payment_id: paymentId } = returned;
    expect(returned.razorpay_signature).toBe(
      await hmacHex(system.variables.RAZORPAY_KEY_SECRET ?? "", `${ref}|${paymentId}`),
    );
    const order = await eventually(
      "the paid order",
      () => orderOf(placed.body),
      ({ status, paymentStatus }) => status === "confirmed" && paymentStatus === "paid",
    );
    const { captures } = await system.books("razorpay");
    expect(captures.filter(({ payment }: Json) => payment === paymentId)).toMatchObject([
      { amount: order.totals.total.amount },
    ]);
  },
);

test("ends the attempt when the buyer's bank refuses, and keeps no money", async () => {
  const placed = await place("netbanking");
  const returned = await payAt(placed.body.payment.nextAction.url, "failure");
  expect(returned).toMatchObject({ "error[reason]": "payment_failed" });
  await eventually(
    "the failed payment",
    () => orderOf(placed.body),
    ({ payment }) => payment.status === "failed",
  );
  const { orders, captures, payments } = await system.books("razorpay");
  const own = orders.find(({ notes }: Json) => notes.order_id === placed.body.id);
  const ids = payments.filter(({ orderId }: Json) => orderId === own.id).map(({ id }: Json) => id);
  expect(captures.filter(({ payment }: Json) => ids.includes(payment))).toEqual([]);
});

test("refuses a webhook without a valid signature", async () => {
  const body = { event: "payment.captured", payload: {} };
  const answer = await system.ask("POST", "/webhooks/razorpay", { body });
  expect([answer.status, answer.body.code]).toEqual([400, "signature_invalid"]);
});
