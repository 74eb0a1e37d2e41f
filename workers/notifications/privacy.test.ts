import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "#db/client";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { peopleService } from "./privacy.service";
import { peopleStore } from "./privacy.store";
import { type TestMessages, testMessages } from "./testing";

let shop: TestMessages;
beforeAll(async () => {
  shop = await testMessages();
});
afterAll(() => shop.stop());

const exported = (userId: string, orderIds: string[]) => {
  const orders = { orderIds: async () => orderIds };
  const people = peopleService({ store: peopleStore({ db: connect(shop.database) }), orders });
  return inCall(() => people.personalData(userId));
};

test("an export holds the messages about a person and about their orders, and no others", async () => {
  const [userId, other] = [shop.register("Ada"), shop.register("Bea")];
  const [order, others] = [shop.place(), shop.place()];
  for (const person of [userId, other])
    await inCall(() => shop.messages.welcome(person, newId("event")));
  for (const person of [userId, other]) {
    const about = { userId: person, challengeId: newId("challenge") };
    await inCall(() => shop.messages.challenge("verify-email", about, newId("event")));
    await inCall(() => shop.messages.security("password-changed", person, newId("event")));
  }
  for (const { id } of [order, others])
    await inCall(() => shop.messages.orderConfirmed(id, newId("event")));
  const { messages } = await exported(userId, [order.id]);
  expect(messages.map(({ kind, state }) => [kind, state]).toSorted()).toEqual([
    ["order-confirmed", "sent"],
    ["password-changed", "sent"],
    ["verify-email", "parked"],
    ["welcome", "sent"],
  ]);
  expect(messages.at(-1)?.subject).toBe(order.id);
  expect(messages[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("however many orders there are", async () => {
  const userId = shop.register("Cleo");
  await inCall(() => shop.messages.welcome(userId, newId("event")));
  const order = shop.place();
  await inCall(() => shop.messages.orderConfirmed(order.id, newId("event")));
  const orderIds = Array.from({ length: 1200 }, () => newId("order"));
  expect((await exported(userId, [...orderIds, order.id])).messages).toHaveLength(2);
});
