import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { PlacedOrder } from "#contract/orders";
import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderEdited,
  orderReadyForPickup,
  orderRefunded,
  orderShipped,
  paymentLinkRequested,
  returnApproved,
  returnReceived,
  returnRejected,
  returnRequested,
} from "#events/orders";
import { type EventDefinition, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall, testTrace } from "#kernel/testing";
import Notifications from "./index";
import { refundOf, returnOf, shipmentOf } from "./order.testing";
import { type TestNotifications, testNotifications } from "./testing";

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

const isolate = () =>
  new Notifications({ waitUntil: () => undefined } as unknown as ExecutionContext, worker.env);

/** Returns an event of an order. */
const eventOf = <Data>(definition: EventDefinition<Data>, order: PlacedOrder, rest: object = {}) =>
  newEvent(definition, {
    source: "orders",
    subject: order.id,
    sequence: 1,
    nowMs: worker.clock.now(),
    data: { orderId: order.id, cartId: newId("cart"), ...rest } as Data,
  });
type Event = ReturnType<typeof eventOf>;

const receive = async (...events: Event[]) => {
  for (const event of events) await isolate().receive(event, testTrace());
};

/** Returns an order with two delivered parcels and a refund, and its five events. */
const finishedOrder = () => {
  const delivered = { deliveredAt: "2026-11-25T10:00:00.000Z" };
  const parcels = [shipmentOf([], delivered), shipmentOf([], delivered)];
  const refund = refundOf();
  const order = worker.place({ status: "delivered", shipments: parcels, refunds: [refund] });
  const [shipmentId, other] = parcels.map(({ id }) => id);
  return {
    order,
    refund,
    events: [
      eventOf(orderConfirmed, order),
      eventOf(orderShipped, order, { shipmentId }),
      eventOf(orderShipped, order, { shipmentId: other }),
      eventOf(orderDelivered, order, { shipmentId }),
      eventOf(orderRefunded, order, { refundId: refund.id }),
    ],
  };
};

const kinds = async () =>
  (await worker.rows()).map(({ kind, state }) => `${kind}: ${state}`).toSorted();
const EACH_ONCE = [
  "order-confirmed: sent",
  "order-delivered: sent",
  "order-refunded: sent",
  "order-shipped: sent",
  "order-shipped: sent",
];

describe("sends one mail for each shipment, delivery and refund", () => {
  test("when every event arrives twice and in the wrong order", async () => {
    const { events } = finishedOrder();
    await receive(...events.toReversed(), ...events);
    expect(await kinds()).toEqual(EACH_ONCE);
    expect(await worker.mails()).toHaveLength(5);
  });

  test("when the answer of every first attempt is lost", async () => {
    const { events } = finishedOrder();
    worker.faults.set({
      seed: 1,
      rules: [{ match: { method: "POST" }, kind: "apply-then-drop", rate: 1 }],
    });
    for (const event of events) await receive(event).catch(() => undefined);
    expect(new Set(await kinds())).toEqual(
      new Set(EACH_ONCE.map((line) => line.replace("sent", "pending"))),
    );
    worker.faults.clear();
    await receive(...events);
    expect(await kinds()).toEqual(EACH_ONCE);
    expect(await worker.mails()).toHaveLength(5);
  });
});

test("lists all parcels that one event recorded as delivered", async () => {
  const order = worker.place();
  const [shirt, soap] = order.lines;
  const at = { deliveredAt: "2026-11-25T10:00:00.000Z" };
  const first = shipmentOf([{ lineId: shirt?.id ?? "", quantity: 2 }], at);
  const second = shipmentOf([{ lineId: soap?.id ?? "", quantity: 1 }], at);
  worker.orders.set(order.id, { ...order, shipments: [first, second] });
  await receive(eventOf(orderDelivered, order, { shipmentId: first.id }));
  const [mail] = await worker.mails();
  expect(mail?.subject).toStartWith("Your order was delivered");
  expect(mail?.text).toContain("Olive soap");
});

describe("the mail of a cancellation", () => {
  const cancel = (rest: object) =>
    receive(eventOf(orderCancelled, worker.place({ status: "cancelled" }), rest));

  test("is sent when the order was confirmed", async () => {
    await cancel({ reason: "payment_declined", wasConfirmed: true });
    expect((await worker.mails()).map(({ subject }) => subject)).toEqual([
      "Your payment failed, and your order was cancelled: ORD-0000000042",
    ]);
  });

  test("is not sent when the order was never confirmed", async () => {
    await cancel({ reason: "expired" });
    await cancel({ reason: "payment_declined", wasConfirmed: false });
    expect(await worker.rows()).toEqual([]);
  });
});

test("sends one mail for each step of each return, through repeated and late events", async () => {
  const returns = [returnOf([], { status: "refunded" }), returnOf([], { status: "rejected" })];
  const order = worker.place({ returns });
  const [refunded, rejected] = returns.map(({ id }) => ({ returnId: id }));
  const events = [
    eventOf(returnRequested, order, refunded),
    eventOf(returnApproved, order, refunded),
    eventOf(returnReceived, order, refunded),
    eventOf(returnRequested, order, rejected),
    eventOf(returnRejected, order, rejected),
  ];
  await receive(...events.toReversed(), ...events);
  expect(await kinds()).toEqual([
    "return-approved: sent",
    "return-received: sent",
    "return-rejected: sent",
    "return-requested: sent",
    "return-requested: sent",
  ]);
  expect(await worker.mails()).toHaveLength(5);
});

describe("the mails of an edit", () => {
  const due = { currency: "EUR", amount: 1250 };
  const edit = async (order: PlacedOrder) => {
    const change = eventOf(orderEdited, order, { editId: newId("edit") });
    const link = eventOf(paymentLinkRequested, order);
    await receive(link, change, change, link);
    return kinds();
  };

  test("are sent once each when the events arrive twice", async () => {
    const order = worker.place({ amountDue: due });
    expect(await edit(order)).toEqual(["order-edited: sent", "payment-link: sent"]);
    expect(await worker.mails()).toHaveLength(2);
    // The next edit has its own mails.
    await edit(order);
    expect(await worker.mails()).toHaveLength(4);
  });

  test("do not ask for money that was paid since", async () => {
    await edit(worker.place());
    expect((await worker.mails()).map(({ subject }) => subject)).toEqual([
      "Your order was changed: ORD-0000000042",
    ]);
  });

  test("are not sent when the order was cancelled since", async () => {
    await edit(worker.place({ status: "cancelled" }));
    expect(await worker.mails()).toEqual([]);
  });
});

describe("the mail of units that are ready to be collected", () => {
  const WAITING = { readyAt: "2026-11-24T10:00:00.000Z", shippedAt: null };
  const ready = async (changes: object, status: PlacedOrder["status"] = "confirmed") => {
    const shipment = { ...shipmentOf(), ...WAITING, ...changes };
    const order = worker.place({ status, shipments: [shipment] });
    const event = eventOf(orderReadyForPickup, order, { shipmentId: shipment.id });
    await receive(event, event);
    return (await worker.mails()).map(({ subject }) => subject);
  };

  test("is sent once when the event arrives twice", async () =>
    expect(await ready({})).toEqual([
      expect.stringContaining("is ready to be collected: ORD-0000000042"),
    ]));

  test("is not sent when the buyer has collected the units since", async () =>
    expect(await ready({ deliveredAt: "2026-11-25T10:00:00.000Z" })).toEqual([]));

  test("is not sent when the order was cancelled since", async () =>
    expect(await ready({}, "cancelled")).toEqual([]));
});

test("sends no mail about a refund that has failed since", async () => {
  const refund = refundOf({ status: "failed" });
  const order = worker.place({ refunds: [refund] });
  await receive(eventOf(orderRefunded, order, { refundId: refund.id }));
  expect(await worker.mails()).toEqual([]);
});

test("puts a guest's access token into the mail, and into no row", async () => {
  const order = worker.place({ accessToken: "token-of-the-guest" });
  await receive(eventOf(orderConfirmed, order));
  const [mail] = await worker.mails();
  expect(mail?.text).toContain("?accessToken=token-of-the-guest");
  expect(JSON.stringify(await worker.rows())).not.toContain("token-of-the-guest");
});

test("exports the mails about shipments and refunds of an account's orders", async () => {
  const { order, events } = finishedOrder();
  await receive(...events);
  await receive(eventOf(orderConfirmed, worker.place()));
  const userId = worker.register();
  worker.orderIds.set(userId, [order.id]);
  const { messages } = await inCall(() => worker.personalData(userId));
  expect(messages.map(({ kind }) => `${kind}: sent`).toSorted()).toEqual(EACH_ONCE);
});
