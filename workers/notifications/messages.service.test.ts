import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { newId } from "#kernel/ids";
import { inCall, testTrace } from "#kernel/testing";
import { type TestNotifications, testNotifications } from "./testing";

const HOUR_MS = 60 * 60 * 1000;

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

const confirmed = (orderId: string, eventId = newId("event")) =>
  inCall(() => worker.messages.orderConfirmed(orderId, eventId));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err: { code?: string }) => err.code ?? String(err),
  );
const always = (
  kind: "apply-then-drop" | "rate-limit" | "error-before" | "drop-before" | "truncate",
) => worker.faults.set({ seed: 1, rules: [{ match: { method: "POST" }, kind, rate: 1 }] });

test("sends the confirmation to the address of the order", async () => {
  const order = worker.place();
  await confirmed(order.id);
  const [row] = await worker.rows();
  expect(await worker.mails()).toMatchObject([
    {
      from: "Corner Shop <hello@shop.test>",
      to: ["ada@example.test"],
      subject: "Your order ORD-0000000042",
      idempotencyKey: `mail:${row?.id}`,
    },
  ]);
  expect(row).toMatchObject({ kind: "order-confirmed", subject: order.id, state: "sent" });
  expect(row?.providerRef).toBe((await worker.mails())[0]?.id ?? "");
});

test("welcomes a new account without the name, which is not verified", async () => {
  const userId = worker.register("Grace", "grace@example.test");
  await inCall(() => worker.messages.welcome(userId, newId("event")));
  const [mail] = await worker.mails();
  expect(mail).toMatchObject({ to: ["grace@example.test"], subject: "Welcome to Corner Shop" });
  expect(mail?.text).toContain("Welcome.");
  expect(mail?.text).not.toContain("Grace");
});

test("passes the request id to the mail provider", async () => {
  const order = worker.place();
  const trace = testTrace();
  await inCall(() => worker.messages.orderConfirmed(order.id, newId("event")), trace);
  expect((await worker.tries()).map(({ requestId }) => requestId)).toEqual([trace.requestId]);
});

describe("sends one mail", () => {
  test("when an event is delivered five times in a row", async () => {
    const order = worker.place();
    const eventId = newId("event");
    for (let time = 0; time < 5; time += 1) await confirmed(order.id, eventId);
    expect(await worker.mails()).toHaveLength(1);
    expect(await worker.receipts()).toEqual([eventId]);
    expect(await worker.tries()).toHaveLength(1);
  });

  test("when an event is delivered five times at once", async () => {
    const order = worker.place();
    const eventId = newId("event");
    await Promise.allSettled(Array.from({ length: 5 }, () => confirmed(order.id, eventId)));
    await confirmed(order.id, eventId);
    expect(await worker.mails()).toHaveLength(1);
    expect(await worker.rows()).toMatchObject([{ state: "sent" }]);
  });

  test("when two events are about the same order", async () => {
    const order = worker.place();
    await confirmed(order.id);
    await confirmed(order.id);
    expect(await worker.mails()).toHaveLength(1);
  });

  test.each(["apply-then-drop", "truncate"] as const)(
    "when the provider accepts it and its answer is lost (%s)",
    async (kind) => {
      const order = worker.place();
      const eventId = newId("event");
      always(kind);
      expect(await codeOf(confirmed(order.id, eventId))).toBe("dependency_unavailable");
      expect(await worker.rows()).toMatchObject([{ state: "pending" }]);
      expect(await worker.receipts()).toEqual([]);
      worker.faults.clear();
      await confirmed(order.id, eventId);
      expect(await worker.mails()).toHaveLength(1);
      expect(await worker.rows()).toMatchObject([{ state: "sent" }]);
    },
  );

  test("when its text changes between a lost answer and the next attempt", async () => {
    const userId = worker.register("Ada");
    always("apply-then-drop");
    const eventId = newId("event");
    const send = () =>
      inCall(() => worker.messages.security({ kind: "password-changed", userId, eventId }));
    await codeOf(send());
    worker.faults.clear();
    worker.contacts.set(userId, {
      ...{ userId, name: "Ada King", email: "ada@example.test" },
      smsPhone: null,
    });
    await send();
    expect(await worker.mails()).toHaveLength(1);
    expect(await worker.rows()).toMatchObject([{ state: "sent", providerRef: null }]);
  });
});

describe("fails the event, so that it is delivered again", () => {
  test.each(["rate-limit", "error-before", "drop-before"] as const)(
    "when the provider answers %s",
    async (kind) => {
      const order = worker.place();
      always(kind);
      expect(await codeOf(confirmed(order.id))).toBe("dependency_unavailable");
      expect(await worker.mails()).toEqual([]);
      worker.faults.clear();
      await confirmed(order.id);
      expect(await worker.mails()).toHaveLength(1);
    },
  );
});

describe("the doubt about a message", () => {
  const doubtOf = async () => (await worker.rows())[0]?.doubtSince ?? null;

  test("does not begin when the provider refuses it because of the rate limit", async () => {
    const order = worker.place();
    always("rate-limit");
    await codeOf(confirmed(order.id));
    expect(await doubtOf()).toBeNull();
    worker.clock.advance(3 * 24 * HOUR_MS);
    await codeOf(confirmed(order.id));
    expect(await inCall(() => worker.sweep())).toMatchObject({ parked: 0 });
    worker.faults.clear();
    await confirmed(order.id);
    expect(await worker.mails()).toHaveLength(1);
    expect(await worker.rows()).toMatchObject([{ state: "sent" }]);
  });

  test("begins with the first unknown outcome when others were refusals", async () => {
    const order = worker.place();
    always("rate-limit");
    await codeOf(confirmed(order.id));
    worker.clock.advance(10 * HOUR_MS);
    const doubtedMs = worker.clock.now();
    always("apply-then-drop");
    await codeOf(confirmed(order.id));
    worker.clock.advance(HOUR_MS);
    always("rate-limit");
    await codeOf(confirmed(order.id));
    expect(await doubtOf()).toBe(doubtedMs);
    worker.clock.advance(18 * HOUR_MS);
    expect(await inCall(() => worker.sweep())).toMatchObject({ parked: 0 });
    worker.clock.advance(HOUR_MS);
    expect(await inCall(() => worker.sweep())).toMatchObject({ parked: 1 });
  });

  test("stays when the provider refuses one attempt while another is running", async () => {
    const order = worker.place();
    always("rate-limit");
    const outcomes = await Promise.all([
      codeOf(confirmed(order.id)),
      worker.begin("order-confirmed", order.id),
    ]);
    expect(outcomes[0]).toBe("dependency_unavailable");
    expect(await doubtOf()).not.toBeNull();
  });

  test("does not begin when the provider refuses the API key", async () => {
    const order = worker.place();
    worker.faults.set({
      seed: 1,
      rules: [{ match: { method: "POST" }, kind: "error-before", rate: 1, status: 403 }],
    });
    const logged = spyOn(console, "error").mockImplementation(() => undefined);
    await codeOf(confirmed(order.id));
    expect(logged.mock.calls.join()).toContain('"event":"resend.refused"');
    logged.mockRestore();
    expect(await doubtOf()).toBeNull();
    expect(await worker.rows()).toMatchObject([{ state: "pending" }]);
  });
});

test("deletes messages and inbox receipts when their events can no longer arrive", async () => {
  await confirmed(worker.place().id, "evt_old");
  worker.clock.advance(34 * 24 * HOUR_MS);
  await confirmed(worker.place().id, "evt_new");
  expect(await inCall(() => worker.sweep())).toMatchObject({
    messagesPruned: 0,
    receiptsPruned: 0,
  });
  worker.clock.advance(2 * 24 * HOUR_MS);
  expect(await inCall(() => worker.sweep())).toMatchObject({
    messagesPruned: 1,
    receiptsPruned: 1,
  });
  expect(await worker.receipts()).toEqual(["evt_new"]);
});

describe("parks a message", () => {
  test("when its first attempt with an unknown outcome is 20 hours old", async () => {
    const order = worker.place();
    always("apply-then-drop");
    await codeOf(confirmed(order.id));
    worker.faults.clear();
    worker.clock.advance(20 * HOUR_MS);
    await confirmed(order.id);
    await confirmed(order.id);
    expect(await worker.mails()).toHaveLength(1);
    expect(await worker.rows()).toMatchObject([{ state: "parked", reason: "in_doubt" }]);
  });

  test("by the sweep when no event is delivered again", async () => {
    const order = worker.place();
    always("drop-before");
    await codeOf(confirmed(order.id));
    worker.clock.advance(19 * HOUR_MS);
    expect(await inCall(() => worker.sweep())).toMatchObject({ parked: 0 });
    worker.clock.advance(HOUR_MS);
    expect(await inCall(() => worker.sweep())).toMatchObject({ parked: 1 });
    expect(await inCall(() => worker.sweep())).toMatchObject({ parked: 0 });
  });

  test("when the account no longer exists", async () => {
    await inCall(() => worker.messages.welcome(newId("user"), newId("event")));
    expect(await worker.rows()).toMatchObject([{ state: "parked", reason: "no_recipient" }]);
    expect(await worker.tries()).toEqual([]);
  });

  test("when the account of the order was erased", async () => {
    await confirmed(worker.place({ email: "" }).id);
    expect(await worker.rows()).toMatchObject([{ state: "parked", reason: "no_recipient" }]);
  });

  test.each([
    "ada@example.test\r\nBcc: everyone@example.test",
    "ada@example.test, everyone@example.test",
    "Everyone <everyone@example.test>",
    "no address",
  ])("when the recipient is not one plain address: %p", async (email) => {
    const order = worker.place({ email });
    await confirmed(order.id);
    expect(await worker.rows()).toMatchObject([{ state: "parked", reason: "invalid_recipient" }]);
    expect(await worker.tries()).toEqual([]);
  });
});

test("keeps personal data out of database and log", async () => {
  const written: string[] = [];
  const spies = (["info", "warn", "error"] as const).map((level) =>
    spyOn(console, level).mockImplementation((line: string) => void written.push(line)),
  );
  const order = worker.place({ email: "canary@example.test" });
  always("apply-then-drop");
  await codeOf(confirmed(order.id));
  worker.clock.advance(24 * HOUR_MS);
  await confirmed(order.id);
  for (const spy of spies) spy.mockRestore();
  expect(written).not.toBeEmpty();
  const everything = JSON.stringify([written, await worker.rows()]);
  for (const canary of ["canary", "Ada", "Lovelace", "James"])
    expect(everything).not.toContain(canary);
});
