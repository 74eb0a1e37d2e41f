import { describe, expect, test } from "bun:test";
import type { PlacedOrder } from "#contract/orders";
import { money } from "#kernel/money";
import type { Return } from "#orders/after-sale.contract";
import {
  orderOf,
  refundOf,
  returnOf,
  shipmentOf,
  shopAt,
} from "#workers/notifications/order.testing";
import { STOREFRONT_URL } from "#workers/notifications/testing";
import { orderCancelledMail } from "./order-cancelled.mail";
import { orderConfirmedMail } from "./order-confirmed.mail";
import { orderDeliveredMail } from "./order-delivered.mail";
import { orderRefundedMail } from "./order-refunded.mail";
import {
  returnApprovedMail,
  returnReceivedMail,
  returnRejectedMail,
  returnRequestedMail,
} from "./order-return.mail";
import { orderShippedMail } from "./order-shipped.mail";

const shop = shopAt(STOREFRONT_URL);
const eur = (amount: number) => money(amount, "EUR");
const order = orderOf();
const [shirt, soap] = order.lines;
if (!shirt || !soap) throw new Error("the order has two lines");
const ALL = [
  { lineId: shirt.id, quantity: 2 },
  { lineId: soap.id, quantity: 1 },
];
const ONE_SHIRT = [{ lineId: shirt.id, quantity: 1 }];

const shipped = (shipment = shipmentOf(ALL), changes: Partial<PlacedOrder> = {}) =>
  orderShippedMail({ order: { ...order, ...changes }, shop, shipment });
const cancelled = (reason: string, changes: Partial<PlacedOrder> = {}) =>
  orderCancelledMail({ order: { ...order, ...changes }, shop, reason });

describe("the mail of a cancellation", () => {
  test.each([
    ["cancelled_by_buyer", "You cancelled your order."],
    ["customer_request", "We cancelled your order, as you asked."],
    ["out_of_stock", "not everything is in stock"],
    ["fraud", "We had to cancel your order. We are sorry."],
    ["other", "We had to cancel your order. We are sorry."],
    ["a reason of a later release", "We had to cancel your order. We are sorry."],
  ])("says why when the reason is %s", (reason, sentence) => {
    const { subject, html, text } = cancelled(reason);
    expect(subject).toBe("Your order was cancelled: ORD-0000000042");
    for (const form of [html, text]) expect(form).toContain(sentence);
    expect(html + text).not.toContain(reason === "fraud" ? "fraud" : "a reason of");
  });

  test.each([
    ["payment_declined", "Your bank refused the payment when we collected it."],
    ["payment_cancelled", "The payment ended before we could collect it."],
  ])("says that the payment failed when the reason is %s", (reason, sentence) => {
    const { subject, text } = cancelled(reason, { paymentStatus: "failed" });
    expect(subject).toBe("Your payment failed, and your order was cancelled: ORD-0000000042");
    expect(text).toContain(sentence);
    expect(text).toContain("You were not charged.");
  });

  const pending = refundOf({ amount: eur(9960), status: "pending" });
  const money = (changes: Partial<PlacedOrder>) => cancelled("other", changes).text;

  test.each([
    [
      "is reserved",
      { paymentStatus: "authorized" },
      "We release the amount that your bank reserved. If it was already collected, we refund all of it.",
    ],
    ["was released", { paymentStatus: "voided" }, "You were not charged."],
    [
      "is being refunded",
      { paymentStatus: "paid", refunds: [pending] },
      "We refund €99.60 to the card you paid with, and write to you when that is done.",
    ],
    [
      "was refunded",
      { paymentStatus: "refunded", refunds: [{ ...pending, status: "succeeded" }] },
      "We refunded €99.60 to the card you paid with. Banks need up to ten working days to show it.",
    ],
    [
      "could not be refunded",
      { paymentStatus: "paid", refunds: [{ ...pending, status: "failed" }] },
      "The refund did not succeed. Reply to this mail, so that we can refund you another way.",
    ],
  ] satisfies [string, Partial<PlacedOrder>, string][])(
    "says what happens with money that %s",
    (_, changes, sentence) => expect(money(changes)).toContain(sentence),
  );

  test("asks not to pay any more when the buyer pays by bank transfer", () => {
    const payment = { ...order.payment, method: "manual" };
    const text = money({ paymentStatus: "voided", payment });
    expect(text).toContain("Please do not pay for it any more.");
    expect(text).not.toContain("You were not charged");
  });

  test("says nothing about money when the order was free", () => {
    const free = { totals: { ...order.totals, total: eur(0) }, paymentStatus: "paid" } as const;
    expect(money(free)).not.toMatch(/refund|charged|release/);
  });
});

describe("the mail of a refund", () => {
  const refunded = (refund: Parameters<typeof refundOf>[0], method = "card") =>
    orderRefundedMail({
      order: { ...order, payment: { ...order.payment, method } },
      shop,
      refund: refundOf(refund),
    });

  test("shows amount, shipping and lines", () => {
    const lines = ONE_SHIRT.map((units) => ({ ...units, restock: true }));
    const { subject, html, text } = refunded({ amount: eur(4900), lines, shipping: eur(490) });
    expect(subject).toBe("We refunded €49.00: ORD-0000000042");
    for (const form of [html, text]) {
      expect(form).toContain("We sent €49.00 to the card you paid with.");
      expect(form).toContain("€4.90");
      expect(form).toContain("Linen shirt");
      expect(form).not.toContain("Olive soap");
    }
  });

  test.each([
    ["upi", "the UPI account you paid with"],
    ["netbanking", "the bank account you paid with"],
    ["razorpay", "the account you paid with"],
    ["manual", "We sent €10.00 to you."],
  ])("names where the money goes when the order was paid by %s", (method, target) =>
    expect(refunded({}, method).text).toContain(target),
  );

  test("leaves out lines and shipping when only an amount was refunded", () =>
    expect(refunded({}).text).not.toMatch(/Refunded\n|shipping/));
});

describe("the mails of a return", () => {
  const asked = ALL.map((units) => ({ ...units, reason: "other" as const }));
  const of = (changes: Partial<Return>, refunds: PlacedOrder["refunds"] = []) => ({
    order: { ...order, refunds },
    shop,
    returned: returnOf(asked, changes),
  });

  test("acknowledge the request with its lines, and say to wait only while it is undecided", () => {
    const { subject, text } = returnRequestedMail(of({}));
    expect(subject).toBe("We received your return request: ORD-0000000042");
    for (const fact of ["November 23, 2026", "Linen shirt", "Quantity: 2", "Please keep the items"])
      expect(text).toContain(fact);
    expect(returnRequestedMail(of({ status: "approved" })).text).not.toContain("keep the items");
  });

  test("invite the buyer to send the units only until they arrive, and not after a rejection", () => {
    const invitation = "You can send these items back now.";
    expect(returnApprovedMail(of({ status: "approved" }))?.text).toContain(invitation);
    expect(returnApprovedMail(of({ status: "refunded" }))?.text).not.toContain(invitation);
    expect(returnApprovedMail(of({ status: "rejected" }))).toBeNull();
  });

  test("ask for a reply only when a return was rejected without a reason", () => {
    const { text } = returnRejectedMail(of({ status: "rejected" }));
    expect(text).toContain("We cannot take these items back. To ask for the reason, reply");
  });

  test("show the reason when a return was rejected for one", () => {
    const rejectionReason = "The seal is <broken>.";
    const { html, text } = returnRejectedMail(of({ status: "rejected", rejectionReason }));
    expect(text).toContain("We cannot take these items back.");
    expect(text).toContain("The reason: The seal is <broken>.");
    expect(html).toContain("The seal is &lt;broken&gt;.");
    expect(text).not.toContain("To ask for the reason");
  });

  test("list the units that arrived, and what happens with their money", () => {
    const refund = refundOf({ status: "pending" });
    const received = ONE_SHIRT.map((units) => ({ ...units, disposition: "restock" as const }));
    const { text } = returnReceivedMail(
      of({ status: "refunded", received, refundId: refund.id }, [refundOf(), refund]),
    );
    expect(text).toContain("We received a part of the items.");
    expect(text).toContain("We refund €10.00 to the card you paid with");
    expect(text).not.toContain("Olive soap");
  });

  test("say nothing about money when nothing was left to refund", () => {
    const received = ALL.map((units) => ({ ...units, disposition: "restock" as const }));
    const { text } = returnReceivedMail(of({ status: "received", received }, [refundOf()]));
    expect(text).toContain("We received all the items.");
    expect(text).not.toMatch(/refund/i);
  });
});

const RENDERED = (changes: Partial<PlacedOrder>) => {
  const about = { order: { ...order, ...changes }, shop };
  return [
    orderConfirmedMail(about),
    orderShippedMail({ ...about, shipment: shipmentOf(ALL) }),
    orderDeliveredMail({ ...about, deliveredAt: order.placedAt, units: ALL }),
    orderCancelledMail({ ...about, reason: "other" }),
    orderRefundedMail({ ...about, refund: refundOf() }),
    returnRequestedMail({ ...about, returned: returnOf() }),
  ];
};

test("links to the order, with the access token only when a guest placed it", () => {
  const page = `https://shop.test/orders/${order.id}`;
  for (const { html, text } of RENDERED({})) {
    expect(html).toContain(`href="${page}"`);
    expect(text).toContain(`View your order: ${page}\n`);
    expect(html + text).not.toContain("accessToken");
  }
  for (const { html, text } of RENDERED({ accessToken: "a_b-c" }))
    for (const form of [html, text]) expect(form).toContain(`${page}?accessToken=a_b-c`);
});

test("keeps text from buyers and staff from becoming markup or a header", () => {
  const nasty = `</td><script>alert(1)</script>\r\nBcc: all@example.test`;
  const lines = [{ ...shirt, title: nasty, options: { [nasty]: nasty } }];
  const { subject, html } = shipped(shipmentOf(ALL, { carrier: nasty, trackingNumber: nasty }), {
    lines,
    number: nasty,
  });
  expect(html).not.toContain("<script");
  expect(subject).not.toMatch(/[\r\n]/);
});

test("announces the shipment only after the payment when the order awaits a bank transfer", () => {
  const { html, text } = orderConfirmedMail({
    order: { ...order, paymentStatus: "pending" },
    shop,
  });
  for (const form of [html, text]) {
    expect(form).toContain("We will ship your order when your payment has arrived.");
    expect(form).not.toContain("soon");
  }
});

test.each(["shipped", "delivered", "cancelled"] as const)(
  "announces no shipment when the confirmation is sent to an order that is %s",
  (status) => {
    const { html, text } = orderConfirmedMail({ order: { ...order, status }, shop });
    expect(html + text).not.toContain("We will ship");
  },
);
