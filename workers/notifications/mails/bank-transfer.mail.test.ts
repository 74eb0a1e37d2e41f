import { describe, expect, test } from "bun:test";
import type { PlacedOrder } from "#contract/orders";
import { money } from "#kernel/money";
import { orderOf, shopAt } from "#workers/notifications/order.testing";
import { STOREFRONT_URL } from "#workers/notifications/testing";
import { orderConfirmedMail } from "./order-confirmed.mail";

const ACCOUNT = {
  holder: "Lantern & Loom GmbH",
  accountNumber: "DE89370400440532013000",
  bankCode: "COBADEFFXXX",
  bankName: "Commerzbank",
};
const order = orderOf({ paymentStatus: "pending", amountDue: money(9960, "EUR") });
const unpaid: PlacedOrder = { ...order, payment: { ...order.payment, method: "manual" } };

const confirmed = (
  changes: Partial<PlacedOrder> = {},
  bankTransfer: typeof ACCOUNT | null = ACCOUNT,
) =>
  orderConfirmedMail({
    order: { ...unpaid, ...changes },
    shop: { ...shopAt(STOREFRONT_URL), bankTransfer },
  });

describe("the confirmation of an order that is paid by bank transfer", () => {
  test("says how much to pay, to which account, and with which reference", () => {
    const { html, text } = confirmed();
    for (const form of [html.replaceAll("&amp;", "&"), text])
      for (const fact of [
        "How to pay",
        "€99.60",
        "Lantern & Loom GmbH",
        "DE89 3704 0044 0532 0130 00",
        "COBADEFFXXX",
        "Commerzbank",
      ])
        expect(form).toContain(fact);
    expect(text).toContain("Reference: ORD-0000000042");
    expect(text).toContain("IBAN: DE89");
  });

  test("names account number and bank code when the account has no IBAN", () => {
    const { text } = confirmed(
      {},
      { ...ACCOUNT, accountNumber: "000123456789", bankCode: "HDFC0000001" },
    );
    expect(text).toContain("Account number: 000123456789\nBank code: HDFC0000001\n");
    expect(text).not.toMatch(/IBAN|BIC/);
  });

  test.each([
    ["the shop has no bank account in its settings", {}, null],
    ["nothing is due any more", { amountDue: money(0, "EUR") }, ACCOUNT],
    ["the order is paid by card", { payment: order.payment }, ACCOUNT],
  ] satisfies [string, Partial<PlacedOrder>, typeof ACCOUNT | null][])(
    "names no account when %s",
    (_, changes, account) => {
      const { html, text } = confirmed(changes, account);
      expect(html + text).not.toMatch(/How to pay|DE89|Reference/);
    },
  );

  test("keeps the text of the settings from becoming markup", () =>
    expect(confirmed({}, { ...ACCOUNT, holder: "<script>alert(1)</script>" }).html).not.toContain(
      "<script",
    ));
});
