import { describe, expect, test } from "bun:test";
import { money } from "#kernel/money";
import type { Return } from "#orders/after-sale.contract";
import { orderOf, refundOf, returnOf, shopAt } from "#workers/notifications/order.testing";
import { STOREFRONT_URL } from "#workers/notifications/testing";
import { paymentLinkMail } from "./order-edited.mail";
import { returnApprovedMail, returnReceivedMail, returnRequestedMail } from "./order-return.mail";

const shop = shopAt(STOREFRONT_URL);
const eur = (amount: number) => money(amount, "EUR");
const order = orderOf();
const [shirt] = order.lines;
if (!shirt) throw new Error("the order has lines");
const asked = [{ lineId: shirt.id, quantity: 2, reason: "no_longer_wanted" as const }];
const received = [{ lineId: shirt.id, quantity: 2, disposition: "restock" as const }];
const large = { ...shirt, id: "lin_large", options: { Size: "L", Colour: "<Red>" } };

const exchangeOf = (differenceMinor: number, changes: Partial<Return> = {}) =>
  returnOf(asked, {
    resolution: "exchange",
    exchangeFor: [{ variantId: large.variantId, quantity: 2 }],
    exchange: { lines: [large], credit: eur(9800), difference: eur(differenceMinor) },
    ...changes,
  });
const ITEMS = "In exchange, you get 2 × Linen shirt (L, <Red>).";

describe("the mails of an exchange", () => {
  test.each([
    [500, "The exchange costs €5.00 more. You can pay that when we have received your items."],
    [0, "The exchange costs nothing more."],
    [-500, "We refund €5.00 when we have received your items."],
  ])("say what it costs before the items are sent when the difference is %i", (minor, price) => {
    const [requested, approved] = [
      returnRequestedMail({ order, shop, returned: exchangeOf(minor) }),
      returnApprovedMail({ order, shop, returned: exchangeOf(minor, { status: "approved" }) }),
    ];
    for (const mail of [requested, approved]) {
      expect(mail?.text).toContain(`${ITEMS} ${price}`);
      expect(mail?.html).toContain("(L, &lt;Red&gt;)");
    }
  });

  test("say what is left to pay when the items have arrived", () => {
    const returned = exchangeOf(500, { status: "exchanged", received });
    const due = { ...order, amountDue: eur(500) };
    const { text } = returnReceivedMail({ order: due, shop, returned });
    expect(text).toContain(`We received all the items.\n\n${ITEMS}\n\n€5.00 is left to pay.`);
    expect(text).not.toMatch(/refund/i);
  });

  test("announce the refund of the difference when the items have arrived", () => {
    const refund = refundOf({ status: "pending", amount: eur(500), reason: "exchange" });
    const returned = exchangeOf(-500, { status: "exchanged", received, refundId: refund.id });
    const { text } = returnReceivedMail({
      order: { ...order, refunds: [refund] },
      shop,
      returned,
    });
    expect(text).toContain(ITEMS);
    expect(text).toContain("We refund €5.00 to the card you paid with");
    expect(text).not.toContain("left to pay");
  });

  test("say that the items are refunded when they cannot be exchanged", () => {
    const { exchange: _, ...returned } = exchangeOf(0, {
      status: "refunded",
      resolution: "refund",
      received,
    });
    const { text } = returnReceivedMail({ order, shop, returned });
    expect(text).toContain("We could not exchange them, so we refund their price.");
    expect(text).not.toContain("In exchange");
  });
});

test("shows the price of the returned items beside the total when a link asks to pay", () => {
  const exchanged = exchangeOf(500, { status: "exchanged", received });
  const owing = { ...order, returns: [exchanged, exchangeOf(0)], amountDue: eur(500) };
  const { text } = paymentLinkMail({ order: owing, shop });
  expect(text).toContain("New total: €99.60\nCredit for returned items: €98.00");
});
