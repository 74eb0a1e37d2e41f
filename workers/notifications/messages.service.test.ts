import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { newId } from "#kernel/ids";
import { inCall, testTrace } from "#kernel/testing";
import { type TestMessages, testMessages } from "./testing";

const HOUR_MS = 60 * 60 * 1000;

let shop: TestMessages;
beforeEach(async () => {
  shop = await testMessages();
});
afterEach(() => shop.stop());

const confirmed = (orderId: string, eventId = newId("event")) =>
  inCall(() => shop.messages.orderConfirmed(orderId, eventId));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err: { code?: string }) => err.code ?? String(err),
  );
const always = (
  kind: "apply-then-drop" | "rate-limit" | "error-before" | "drop-before" | "truncate",
) => shop.faults.set({ seed: 1, rules: [{ match: { method: "POST" }, kind, rate: 1 }] });

test("a confirmed order is confirmed to the address of the order", async () => {
  const order = shop.place();
  await confirmed(order.id);
  const [row] = await shop.rows();
  expect(await shop.mails()).toMatchObject([
    {
      from: "Bodega <hello@bodega.test>",
      to: ["ada@example.test"],
      subject: "Your order ORD-0000000042",
      idempotencyKey: `mail:${row?.id}`,
    },
  ]);
  expect(row).toMatchObject({ kind: "order-confirmed", subject: order.id, state: "sent" });
  expect(row?.providerRef).toBe((await shop.mails())[0]?.id ?? "");
});

test("a new account is welcomed, and nobody by a name that is not proved to be theirs", async () => {
  const userId = shop.register("Grace", "grace@example.test");
  await inCall(() => shop.messages.welcome(userId, newId("event")));
  const [mail] = await shop.mails();
  expect(mail).toMatchObject({ to: ["grace@example.test"], subject: "Welcome to Bodega" });
  expect(mail?.text).toContain("Welcome.");
  expect(mail?.text).not.toContain("Grace");
});

test("the mail provider's call bears the id of the request", async () => {
  const order = shop.place();
  const trace = testTrace();
  await inCall(() => shop.messages.orderConfirmed(order.id, newId("event")), trace);
  expect((await shop.tries()).map(({ requestId }) => requestId)).toEqual([trace.requestId]);
});

describe("one mail", () => {
  test("for an event delivered five times in a row", async () => {
    const order = shop.place();
    const eventId = newId("event");
    for (let time = 0; time < 5; time += 1) await confirmed(order.id, eventId);
    expect(await shop.mails()).toHaveLength(1);
    expect(await shop.receipts()).toEqual([eventId]);
    expect(await shop.tries()).toHaveLength(1);
  });

  test("for an event delivered five times at once", async () => {
    const order = shop.place();
    const eventId = newId("event");
    await Promise.allSettled(Array.from({ length: 5 }, () => confirmed(order.id, eventId)));
    await confirmed(order.id, eventId);
    expect(await shop.mails()).toHaveLength(1);
    expect(await shop.rows()).toMatchObject([{ state: "sent" }]);
  });

  test("for two events about the same order", async () => {
    const order = shop.place();
    await confirmed(order.id);
    await confirmed(order.id);
    expect(await shop.mails()).toHaveLength(1);
  });

  test.each(["apply-then-drop", "truncate"] as const)(
    "when the provider took it and its answer was lost (%s)",
    async (kind) => {
      const order = shop.place();
      const eventId = newId("event");
      always(kind);
      expect(await codeOf(confirmed(order.id, eventId))).toBe("dependency_unavailable");
      expect(await shop.rows()).toMatchObject([{ state: "pending" }]);
      expect(await shop.receipts()).toEqual([]);
      shop.faults.clear();
      await confirmed(order.id, eventId);
      expect(await shop.mails()).toHaveLength(1);
      expect(await shop.rows()).toMatchObject([{ state: "sent" }]);
    },
  );

  test("when what it says has changed between a lost answer and the next try", async () => {
    const userId = shop.register("Ada");
    always("apply-then-drop");
    const eventId = newId("event");
    const tell = () => inCall(() => shop.messages.security("password-changed", userId, eventId));
    await codeOf(tell());
    shop.faults.clear();
    shop.contacts.set(userId, { userId, name: "Ada King", email: "ada@example.test" });
    await tell();
    expect(await shop.mails()).toHaveLength(1);
    expect(await shop.rows()).toMatchObject([{ state: "sent", providerRef: null }]);
  });
});

describe("the queue tries again", () => {
  test.each(["rate-limit", "error-before", "drop-before"] as const)("after %s", async (kind) => {
    const order = shop.place();
    always(kind);
    expect(await codeOf(confirmed(order.id))).toBe("dependency_unavailable");
    expect(await shop.mails()).toEqual([]);
    shop.faults.clear();
    await confirmed(order.id);
    expect(await shop.mails()).toHaveLength(1);
  });
});

describe("the doubt about a mail", () => {
  const doubtOf = async () => (await shop.rows())[0]?.doubtSince ?? null;

  test("does not begin when the provider refuses it for its rate limit", async () => {
    const order = shop.place();
    always("rate-limit");
    await codeOf(confirmed(order.id));
    expect(await doubtOf()).toBeNull();
    shop.clock.advance(3 * 24 * HOUR_MS);
    await codeOf(confirmed(order.id));
    expect(await inCall(() => shop.messages.sweep())).toMatchObject({ parked: 0 });
    shop.faults.clear();
    await confirmed(order.id);
    expect(await shop.mails()).toHaveLength(1);
    expect(await shop.rows()).toMatchObject([{ state: "sent" }]);
  });

  test("begins with the first unknown answer, whatever is refused before and after it", async () => {
    const order = shop.place();
    always("rate-limit");
    await codeOf(confirmed(order.id));
    shop.clock.advance(10 * HOUR_MS);
    const doubtedMs = shop.clock.now();
    always("apply-then-drop");
    await codeOf(confirmed(order.id));
    shop.clock.advance(HOUR_MS);
    always("rate-limit");
    await codeOf(confirmed(order.id));
    expect(await doubtOf()).toBe(doubtedMs);
    shop.clock.advance(18 * HOUR_MS);
    expect(await inCall(() => shop.messages.sweep())).toMatchObject({ parked: 0 });
    shop.clock.advance(HOUR_MS);
    expect(await inCall(() => shop.messages.sweep())).toMatchObject({ parked: 1 });
  });

  test("stays while another try is under way when the provider refuses this one", async () => {
    const order = shop.place();
    always("rate-limit");
    const outcomes = await Promise.all([
      codeOf(confirmed(order.id)),
      shop.begin("order-confirmed", order.id),
    ]);
    expect(outcomes[0]).toBe("dependency_unavailable");
    expect(await doubtOf()).not.toBeNull();
  });

  test("does not begin when the provider refuses the key of the account", async () => {
    const order = shop.place();
    shop.faults.set({
      seed: 1,
      rules: [{ match: { method: "POST" }, kind: "error-before", rate: 1, status: 403 }],
    });
    const logged = spyOn(console, "error").mockImplementation(() => undefined);
    await codeOf(confirmed(order.id));
    expect(logged.mock.calls.join()).toContain('"event":"resend.refused"');
    logged.mockRestore();
    expect(await doubtOf()).toBeNull();
    expect(await shop.rows()).toMatchObject([{ state: "pending" }]);
  });
});

test("deletes messages and receipts when their events cannot come any more", async () => {
  await confirmed(shop.place().id, "evt_old");
  shop.clock.advance(34 * 24 * HOUR_MS);
  await confirmed(shop.place().id, "evt_new");
  expect(await inCall(() => shop.messages.sweep())).toMatchObject({
    messagesPruned: 0,
    receiptsPruned: 0,
  });
  shop.clock.advance(2 * 24 * HOUR_MS);
  expect(await inCall(() => shop.messages.sweep())).toMatchObject({
    messagesPruned: 1,
    receiptsPruned: 1,
  });
  expect(await shop.receipts()).toEqual(["evt_new"]);
});

describe("a message is parked for a person", () => {
  test("when a first try is nearly a day old: it may have gone out, and the provider forgets", async () => {
    const order = shop.place();
    always("apply-then-drop");
    await codeOf(confirmed(order.id));
    shop.faults.clear();
    shop.clock.advance(20 * HOUR_MS);
    await confirmed(order.id);
    await confirmed(order.id);
    expect(await shop.mails()).toHaveLength(1);
    expect(await shop.rows()).toMatchObject([{ state: "parked", reason: "in_doubt" }]);
  });

  test("by the sweep, if nothing ever came back to it", async () => {
    const order = shop.place();
    always("drop-before");
    await codeOf(confirmed(order.id));
    shop.clock.advance(19 * HOUR_MS);
    expect(await inCall(() => shop.messages.sweep())).toMatchObject({ parked: 0 });
    shop.clock.advance(HOUR_MS);
    expect(await inCall(() => shop.messages.sweep())).toMatchObject({ parked: 1 });
    expect(await inCall(() => shop.messages.sweep())).toMatchObject({ parked: 0 });
  });

  test("when there is nobody to write to any more", async () => {
    await inCall(() => shop.messages.welcome(newId("user"), newId("event")));
    expect(await shop.rows()).toMatchObject([{ state: "parked", reason: "no_recipient" }]);
    expect(await shop.tries()).toEqual([]);
  });

  test("when whoever placed the order was erased before it was confirmed to them", async () => {
    await confirmed(shop.place({ email: "" }).id);
    expect(await shop.rows()).toMatchObject([{ state: "parked", reason: "no_recipient" }]);
  });

  test.each([
    "ada@example.test\r\nBcc: everyone@example.test",
    "ada@example.test, everyone@example.test",
    "Everyone <everyone@example.test>",
    "no address",
  ])("when its recipient is not one plain address: %p", async (email) => {
    const order = shop.place({ email });
    await confirmed(order.id);
    expect(await shop.rows()).toMatchObject([{ state: "parked", reason: "invalid_recipient" }]);
    expect(await shop.tries()).toEqual([]);
  });
});

test("neither the database nor the log learns who it is for", async () => {
  const written: string[] = [];
  const spies = (["info", "warn", "error"] as const).map((level) =>
    spyOn(console, level).mockImplementation((line: string) => void written.push(line)),
  );
  const order = shop.place({ email: "canary@example.test" });
  always("apply-then-drop");
  await codeOf(confirmed(order.id));
  shop.clock.advance(24 * HOUR_MS);
  await confirmed(order.id);
  for (const spy of spies) spy.mockRestore();
  expect(written).not.toBeEmpty();
  const everything = JSON.stringify([written, await shop.rows()]);
  for (const canary of ["canary", "Ada", "Lovelace", "James"])
    expect(everything).not.toContain(canary);
});
