import { describe, expect, test } from "bun:test";
import type { PlacedOrder } from "#contract/orders";
import { money } from "#kernel/money";
import { orderOf, refundOf, shopAt } from "#workers/notifications/order.testing";
import { STOREFRONT_URL } from "#workers/notifications/testing";
import { orderEditedMail, paymentLinkMail } from "./order-edited.mail";

const eur = (amount: number) => money(amount, "EUR");
const shop = shopAt(STOREFRONT_URL);
const order = orderOf({ paymentStatus: "paid" });
const edited = (changes: Partial<PlacedOrder> = {}, bankTransfer = shop.bankTransfer) =>
  orderEditedMail({ order: { ...order, ...changes }, shop: { ...shop, bankTransfer } });

describe("the mail of an edit", () => {
  test("shows the lines and the total as they are now", () => {
    const { subject, html, text } = edited();
    expect(subject).toBe("Your order was changed: ORD-0000000042");
    for (const form of [html, text])
      for (const fact of ["Linen shirt", "2 × €49.00", "Olive soap", "New total", "€99.60"])
        expect(form).toContain(fact);
    expect(text).not.toMatch(/refund|Left to pay/);
  });

  test("says what is left to pay", () =>
    expect(edited({ amountDue: eur(1250) }).text).toContain("Left to pay: €12.50"));

  test("announces the refund of the difference, and no other refund", () => {
    const refunds = [
      refundOf({ status: "pending", reason: "order_edited", amount: eur(700) }),
      refundOf({ status: "pending", reason: "goodwill", amount: eur(300) }),
    ];
    expect(edited({ refunds }).text).toContain("We refund €7.00 to the card you paid with");
  });

  test("names the bank account when the order is paid by transfer", () => {
    const account = { holder: "Loom", accountNumber: "0123456789", bankCode: null, bankName: null };
    const payment = { ...order.payment, method: "manual" };
    const { text } = edited({ payment, paymentStatus: "pending", amountDue: eur(9960) }, account);
    expect(text).toContain("Amount: €99.60\nRecipient: Loom\nAccount number: 0123456789\n");
  });
});

test("asks for what is due, with a button to the page of the order, when a guest has to pay", () => {
  const owing = { ...order, amountDue: eur(1250), accessToken: "a_b-c" };
  const { subject, html, text } = paymentLinkMail({ order: owing, shop });
  expect(subject).toBe("Please pay €12.50 for your order: ORD-0000000042");
  const page = `https://shop.test/orders/${order.id}?accessToken=a_b-c`;
  expect(text).toContain(`Pay €12.50: ${page}\n`);
  expect(html).toContain(`href="${page}" class="button"`);
});
