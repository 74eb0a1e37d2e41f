import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "#db/client";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { peopleService } from "./people.service";
import { peopleStore } from "./people.store";
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
  shop.clock.advance(1000);
  for (const { id } of [order, others])
    await inCall(() => shop.messages.orderConfirmed(id, newId("event")));
  const { messages } = await exported(userId, [order.id]);
  expect(messages.map(({ kind, subject, state }) => [kind, subject, state])).toEqual([
    ["welcome", userId, "sent"],
    ["order-confirmed", order.id, "sent"],
  ]);
  expect(messages[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("however many orders there are", async () => {
  const userId = shop.register("Cleo");
  await inCall(() => shop.messages.welcome(userId, newId("event")));
  const orderIds = Array.from({ length: 1200 }, () => newId("order"));
  expect((await exported(userId, orderIds)).messages).toHaveLength(1);
});
