import { afterAll, beforeAll, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { type TestNotifications, testNotifications } from "./testing";

let worker: TestNotifications;
beforeAll(async () => {
  worker = await testNotifications();
});
afterAll(() => worker.stop());

const exportOf = (userId: string, orderIds: string[]) => {
  worker.orderIds.set(userId, orderIds);
  return inCall(() => worker.personalData(userId));
};

test("exports only the messages about the account and its orders", async () => {
  const [userId, other] = [worker.register("Ada"), worker.register("Bea")];
  const [order, others] = [worker.place(), worker.place()];
  for (const person of [userId, other])
    await inCall(() => worker.messages.welcome(person, newId("event")));
  for (const person of [userId, other]) {
    const about = { userId: person, challengeId: newId("challenge") };
    await inCall(() =>
      worker.messages.challenge({ kind: "verify-email", ...about, eventId: newId("event") }),
    );
    await inCall(() =>
      worker.messages.security({
        kind: "password-changed",
        userId: person,
        eventId: newId("event"),
      }),
    );
  }
  for (const { id } of [order, others])
    await inCall(() => worker.messages.orderConfirmed(id, newId("event")));
  const { messages } = await exportOf(userId, [order.id]);
  expect(messages.map(({ kind, state }) => [kind, state]).toSorted()).toEqual([
    ["order-confirmed", "sent"],
    ["password-changed", "sent"],
    ["verify-email", "parked"],
    ["welcome", "sent"],
  ]);
  expect(messages.at(-1)?.subject).toBe(order.id);
  expect(messages[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("exports messages of more orders than one statement can bind", async () => {
  const userId = worker.register("Cleo");
  await inCall(() => worker.messages.welcome(userId, newId("event")));
  const order = worker.place();
  await inCall(() => worker.messages.orderConfirmed(order.id, newId("event")));
  const orderIds = Array.from({ length: 1200 }, () => newId("order"));
  expect((await exportOf(userId, [...orderIds, order.id])).messages).toHaveLength(2);
});
