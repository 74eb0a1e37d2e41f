import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { MailedOrder } from "#contract/orders";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { PLACED_AT, shipmentOf } from "#workers/notifications/order.testing";
import { type TestNotifications, testNotifications } from "#workers/notifications/testing";

const PHONE = "+491701234567";
const ADDRESS = {
  name: "Ada Lovelace",
  line1: "Unter den Linden 1",
  city: "Berlin",
  postalCode: "10117",
  country: "DE",
  phone: "0170 1234567",
};
/** Longer than an attempt without a known outcome excludes the next one. */
const SETTLED_MS = 31_000;

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

const place = (changes: Partial<MailedOrder> = {}) =>
  worker.place({ sms: true, shippingAddress: ADDRESS, ...changes });
const confirm = (orderId: string, eventId = newId("event")) =>
  inCall(() => worker.messages.orderConfirmed(orderId, eventId));
/** Returns the error code of a handler that fails; undefined if it does not. */
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (err: unknown) => (err instanceof AppError ? err.code : String(err)),
  );
const texts = async () => (await worker.twilio.sent()).map(({ to, body }) => `${to}: ${body}`);
const smsRows = async () => (await worker.rows()).filter(({ kind }) => kind.endsWith("-sms"));
/** The provider sends no report, which would end the doubt as well. */
const UNREPORTED = { kind: "forget", rate: 1 } as const;
const MARKER = /\nRef [BCDFGHJKLMNPQRSTVWXZ]{8}$/;

describe("a consent", () => {
  test("of an order sends an SMS beside the mail to the phone of its address", async () => {
    const { id } = place();
    await confirm(id);
    expect(await worker.mails()).toHaveLength(1);
    const [sent = ""] = await texts();
    expect(sent).toMatch(MARKER);
    expect(sent.replace(MARKER, "")).toBe(
      `${PHONE}: Corner Shop: your order ORD-0000000042 is confirmed. Total €99.60.`,
    );
  });

  test("of an account sends the SMS of its orders to the account's phone", async () => {
    const customerId = worker.register("Ada", "ada@example.test", "+14155552671");
    const { id } = place({ sms: false, customerId });
    await confirm(id);
    expect((await worker.twilio.sent()).map(({ to }) => to)).toEqual(["+14155552671"]);
  });

  test.each([
    ["the buyer has not agreed", { sms: false }],
    ["the address has no valid phone", { shippingAddress: { ...ADDRESS, phone: "none" } }],
    ["the account is erased", { email: "", shippingAddress: { ...ADDRESS, phone: "" } }],
  ])("is missing when %s: no SMS, and no row", async (_, changes) => {
    const { id } = place(changes);
    await confirm(id);
    expect(await texts()).toEqual([]);
    expect(await smsRows()).toEqual([]);
  });
});

test("sends each of the six kinds, without a link or a name", async () => {
  const userId = worker.register("Ada", "ada@example.test", PHONE);
  const challenge = (purpose: "sign_in" | "reset_password") => {
    const challengeId = newId("challenge");
    const secret = purpose === "sign_in" ? "042137" : "secret-of-the-link";
    worker.challenges.set(challengeId, {
      ...{ purpose, email: "ada@example.test", name: "Ada", formerEmail: null, secret },
      ...{ smsPhone: PHONE, expiresAt: "2026-11-22T10:30:00.000Z" },
    });
    return { challengeId, userId, eventId: newId("event") };
  };
  const shipment = shipmentOf([], { deliveredAt: PLACED_AT });
  const { id } = place({ shipments: [shipment] });
  const { messages } = worker;
  await inCall(async () => {
    await messages.smsChanged({ userId, agreed: true, eventId: newId("event") });
    await messages.challenge({ kind: "sign-in-code", ...challenge("sign_in") });
    await messages.challenge({ kind: "reset-password", ...challenge("reset_password") });
    await messages.orderConfirmed(id, newId("event"));
    await messages.orderDelivered(id, shipment.id, newId("event"));
    await messages.orderCancelled(
      { orderId: id, reason: "out_of_stock", wasConfirmed: true },
      newId("event"),
    );
  });
  const sent = (await texts()).map((text) => text.replace(MARKER, "").replace(`${PHONE}: `, ""));
  expect(sent).toEqual([
    "Corner Shop: you get SMS about your orders and sign-ins from now on. Reply STOP to end them.",
    "042137 is your sign-in code for Corner Shop. Share it with no one.",
    "Corner Shop: a new password was requested for your account. The link is in your mail. If it was not you, do nothing.",
    "Corner Shop: your order ORD-0000000042 is confirmed. Total €99.60.",
    "Corner Shop: a parcel of your order ORD-0000000042 was delivered.",
    "Corner Shop: your order ORD-0000000042 was cancelled. More is in your mail.",
  ]);
  expect(sent.join()).not.toMatch(/http|secret-of-the-link|Ada/);
  const kinds = (await smsRows()).map(({ kind, state }) => `${kind} ${state}`);
  expect(new Set(kinds).size).toBe(6);
});

describe("exactly one SMS is sent", () => {
  test("when the event arrives twice", async () => {
    const { id } = place();
    const eventId = newId("event");
    await confirm(id, eventId);
    await confirm(id, eventId);
    await confirm(id);
    expect(await texts()).toHaveLength(1);
    expect(await worker.mails()).toHaveLength(1);
    const sent = (await worker.events()).map(({ type }) => type);
    expect(sent).toEqual(["notification.sent", "notification.sent"]);
  });

  test("when the answer is lost: the next attempt waits, and then finds the SMS", async () => {
    const { id } = place();
    worker.twilio.faults.set({
      seed: 1,
      rules: [
        { kind: "apply-then-drop", rate: 1, times: 1, match: { method: "POST" } },
        UNREPORTED,
      ],
    });
    expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
    expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
    worker.clock.advance(SETTLED_MS);
    expect(await codeOf(confirm(id))).toBeUndefined();
    const [sent] = await worker.twilio.sent();
    expect(await worker.twilio.sent()).toHaveLength(1);
    expect(await smsRows()).toMatchObject([{ state: "sent", providerRef: sent?.id }]);
  });

  test.each(["drop-before", "error-before"] as const)(
    "when the provider is unreachable at first (%s)",
    async (kind) => {
      const { id } = place();
      worker.twilio.faults.set({
        seed: 1,
        rules: [{ kind, rate: 1, times: 1, match: { method: "POST" } }],
      });
      expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
      expect(await worker.mails()).toHaveLength(1);
      worker.clock.advance(SETTLED_MS);
      await confirm(id);
      expect(await texts()).toHaveLength(1);
    },
  );

  test("when the provider does not say what it has sent", async () => {
    const { id } = place();
    const lost = { kind: "apply-then-drop", rate: 1, times: 1, match: { method: "POST" } } as const;
    const blind = { kind: "error-before", rate: 1, match: { method: "GET" } } as const;
    worker.twilio.faults.set({ seed: 1, rules: [lost, blind, UNREPORTED] });
    await codeOf(confirm(id));
    worker.clock.advance(SETTLED_MS);
    expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
    worker.twilio.faults.set({ seed: 1, rules: [UNREPORTED] });
    worker.clock.advance(SETTLED_MS);
    await confirm(id);
    expect(await texts()).toHaveLength(1);
  });

  test("when the process dies before the call", async () => {
    const { id } = place();
    await worker.begin("order-confirmed-sms", id);
    expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
    worker.clock.advance(SETTLED_MS);
    await confirm(id);
    expect(await texts()).toHaveLength(1);
  });

  test("when deliveries compete, also after an unknown outcome", async () => {
    const { id } = place();
    const compete = () =>
      Promise.all(Array.from({ length: 8 }, () => codeOf(confirm(id, newId("event")))));
    await worker.begin("order-confirmed-sms", id);
    worker.clock.advance(SETTLED_MS);
    await compete();
    worker.clock.advance(SETTLED_MS);
    await compete();
    expect(await texts()).toHaveLength(1);
  });

  test("at once after the provider has refused it for now", async () => {
    const { id } = place();
    worker.twilio.faults.set({ seed: 1, rules: [{ kind: "rate-limit", rate: 1, times: 1 }] });
    expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
    await confirm(id);
    expect(await texts()).toHaveLength(1);
  });

  test("of two parcels and of two orders to one phone each", async () => {
    const shipments = [shipmentOf(), shipmentOf()].map((one) => ({
      ...one,
      deliveredAt: PLACED_AT,
    }));
    const { id } = place({ shipments });
    await inCall(async () => {
      for (const shipment of shipments)
        await worker.messages.orderDelivered(id, shipment.id, newId("event"));
    });
    await confirm(id);
    await confirm(place().id);
    expect(await texts()).toHaveLength(4);
  });
});

describe("a refusal for good", () => {
  test.each([
    ["+15005550001", "twilio_21211"],
    ["+15005550009", "twilio_21614"],
  ])("of %s parks the SMS as %s, and announces it once", async (phone, reason) => {
    const { id } = place({ sms: false, customerId: worker.register("A", "a@b.test", phone) });
    const eventId = newId("event");
    await confirm(id, eventId);
    await confirm(id, eventId);
    expect(await smsRows()).toMatchObject([{ state: "parked", reason }]);
    const failed = (await worker.events()).filter(({ type }) => type === "notification.failed");
    expect(failed.map(({ envelope }) => envelope.data)).toMatchObject([{ channel: "sms", reason }]);
    expect(JSON.stringify(failed)).not.toContain(phone);
  });

  test("after STOP ends the consents of the phone and every later SMS", async () => {
    const phone = "+15005550004";
    const { id } = place({ sms: false, customerId: worker.register("A", "a@b.test", phone) });
    await confirm(id);
    expect(await smsRows()).toMatchObject([{ state: "parked", reason: "stopped" }]);
    expect(worker.stoppedPhones).toEqual([phone]);
    await confirm(place({ sms: false, customerId: worker.register("A", "a@b.test", phone) }).id);
    expect(await smsRows()).toHaveLength(1);
    expect(await worker.events()).not.toContainEqual(
      expect.objectContaining({ type: "notification.failed" }),
    );
  });
});

describe("an SMS whose attempt had no known outcome", () => {
  const stop = async () => {
    await worker.twilio.write(PHONE, "STOP");
    await worker.webhooks.accepted(1);
  };

  test("is parked when its buyer has written STOP since, once no attempt can be running", async () => {
    const { id } = place();
    await worker.begin("order-confirmed-sms", id);
    await stop();
    expect(await codeOf(confirm(id))).toBe("dependency_unavailable");
    worker.clock.advance(SETTLED_MS);
    await confirm(id);
    expect(await smsRows()).toMatchObject([{ state: "parked", reason: "stopped" }]);
    expect(await texts()).toEqual([]);
  });

  test("is sent when that attempt sent it before its buyer wrote STOP", async () => {
    const { id } = place();
    const lost = { kind: "apply-then-drop", rate: 1, times: 1, match: { method: "POST" } } as const;
    worker.twilio.faults.set({ seed: 1, rules: [lost, UNREPORTED] });
    await codeOf(confirm(id));
    const [sent] = await worker.twilio.sent();
    worker.twilio.faults.clear();
    await stop();
    worker.clock.advance(SETTLED_MS);
    await confirm(id);
    expect(await smsRows()).toMatchObject([{ state: "sent", providerRef: sent?.id }]);
  });

  test("is parked when its order has no consent any more", async () => {
    const order = place();
    await worker.begin("order-confirmed-sms", order.id);
    order.sms = false;
    worker.clock.advance(SETTLED_MS);
    await confirm(order.id);
    expect(await smsRows()).toMatchObject([{ state: "parked", reason: "no_recipient" }]);
  });
});
