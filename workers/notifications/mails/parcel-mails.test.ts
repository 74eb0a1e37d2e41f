import { describe, expect, test } from "bun:test";
import type { PlacedOrder } from "#contract/orders";
import { orderOf, shipmentOf, shopAt } from "#workers/notifications/order.testing";
import { STOREFRONT_URL } from "#workers/notifications/testing";
import { orderConfirmedMail } from "./order-confirmed.mail";
import { orderDeliveredMail } from "./order-delivered.mail";
import { ORDER_MAILS } from "./order-mails.mail";
import { orderReadyMail } from "./order-ready.mail";
import { orderShippedMail } from "./order-shipped.mail";

const shop = shopAt(STOREFRONT_URL);
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

describe("the mail of a shipment", () => {
  test("shows lines, carrier and tracking link in HTML and in text", () => {
    const { subject, html, text } = shipped();
    expect(subject).toBe("Your order was shipped: ORD-0000000042");
    for (const form of [html, text]) {
      for (const fact of ["November 23, 2026", "UPS", "1Z5", "Linen shirt", "Quantity: 2"])
        expect(form).toContain(fact);
      expect(form).toContain("https://www.ups.com/track?tracknum=1Z5");
    }
  });

  test("lists only the units of its parcel, and announces the rest", () => {
    const { text } = shipped(shipmentOf(ONE_SHIRT), { fulfillmentStatus: "partially_fulfilled" });
    expect(text).toStartWith("A part of your order was shipped.");
    expect(text).toContain("The rest follows in another parcel.");
    expect(text).toContain("Quantity: 1");
    expect(text).not.toContain("Olive soap");
  });

  test("stays true when it is sent after the delivery", () => {
    const shipment = shipmentOf(ALL, { deliveredAt: "2026-11-25T10:00:00.000Z" });
    const { text } = shipped(shipment, { status: "delivered", fulfillmentStatus: "fulfilled" });
    expect(text).toContain("The parcel left us on November 23, 2026.");
    expect(text).not.toMatch(/on its way|will arrive|rest follows/);
  });

  test("leaves out tracking when there is none", () => {
    const untracked = { carrier: null, trackingNumber: null, trackingUrl: null };
    const { html, text } = shipped(shipmentOf(ALL, untracked));
    expect(html + text).not.toMatch(/Carrier|Track|null/);
  });

  test("says that files are ready when the goods are digital", () => {
    const { shipments: _, ...rest } = order;
    const shipment = shipmentOf(ONE_SHIRT, { digital: true, carrier: null, trackingNumber: null });
    const about = { order: { ...rest, shipments: [shipment] }, shop };
    const mail = ORDER_MAILS["order-shipped"](about, { subject: shipment.id, detail: null });
    expect(mail?.subject).toBe("Your files are ready: ORD-0000000042");
    for (const form of [mail?.html, mail?.text]) {
      expect(form).toContain("Linen shirt");
      expect(form).not.toMatch(/shipped|parcel|Olive soap/);
    }
  });

  test.each(["javascript:alert(1)", "data:text/html,x"])(
    "does not link to the tracking page %s",
    (trackingUrl) =>
      expect(shipped(shipmentOf(ALL, { trackingUrl })).html).not.toContain(trackingUrl),
  );

  test("shows any other carrier by the name that staff gave", () => {
    for (const carrier of ["Bike courier", "constructor"])
      expect(shipped(shipmentOf(ALL, { carrier })).text).toContain(`Carrier: ${carrier}\n`);
  });
});

describe("the mail of a delivery", () => {
  const delivered = (units: typeof ALL) =>
    orderDeliveredMail({ order, shop, deliveredAt: "2026-11-25T10:00:00.000Z", units });

  test("says when the order was delivered", () => {
    const { subject, text } = delivered(ALL);
    expect(subject).toBe("Your order was delivered: ORD-0000000042");
    expect(text).toContain("It was delivered on November 25, 2026.");
  });

  test("lists the units that arrived when others are missing", () => {
    const { subject, text } = delivered(ONE_SHIRT);
    expect(subject).toStartWith("A part of your order was delivered");
    expect(text).not.toContain("Olive soap");
  });
});

describe("the mails of an order that the buyer collects", () => {
  const place = {
    name: "Corner shop",
    line1: "Oranienstraße 25",
    city: "Berlin",
    postalCode: "10999",
    country: "DE",
  };
  const collected: PlacedOrder = {
    ...order,
    shippingAddress: null,
    shippingOption: order.shippingOption && { ...order.shippingOption, pickup: place },
  };

  test("confirm it with the place, and announce no shipment", () => {
    const { html, text } = orderConfirmedMail({ order: collected, shop });
    for (const form of [html, text]) {
      for (const fact of ["Pick-up", "Corner shop", "Oranienstraße 25", "when you can collect it"])
        expect(form).toContain(fact);
      expect(form).not.toMatch(/ship your order|Delivery/);
    }
  });

  const readyMail = (units: typeof ALL) => {
    const readyAt = "2026-11-24T10:00:00.000Z";
    const waiting = { ...shipmentOf(units), shippedAt: null, readyAt };
    return orderReadyMail({ order: collected, shop, ready: waiting });
  };

  test("say that it is ready, where, and what to bring", () => {
    const { subject, html, text } = readyMail(ALL);
    expect(subject).toBe("Your order is ready to be collected: ORD-0000000042");
    for (const form of [html, text]) {
      expect(form).toContain("It has been ready since November 24, 2026.");
      expect(form).toContain("Corner shop, Oranienstraße 25, 10999 Berlin, Germany");
      expect(form).toContain("Please bring this mail or the number of your order.");
      expect(form).toContain("Olive soap");
    }
  });

  test("list only the units that are ready", () => {
    const { subject, text } = readyMail(ONE_SHIRT);
    expect(subject).toStartWith("A part of your order is ready");
    expect(text).toContain("Quantity: 1");
    expect(text).not.toContain("Olive soap");
  });

  test("say when it was collected", () => {
    const { subject, text } = orderDeliveredMail({
      order: collected,
      shop,
      deliveredAt: "2026-11-25T10:00:00.000Z",
      units: ALL,
    });
    expect(subject).toBe("Your order was collected: ORD-0000000042");
    expect(text).toContain("It was collected on November 25, 2026.");
    expect(text).not.toContain("neighbours");
  });
});
