import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox } from "#db/orders/schema";
import { inCall } from "#kernel/testing";
import { paidOrder, rowOf } from "#orders/after-sale.testing";
import { type TestOrders, testOrders } from "#orders/testing";
import { MAILS_PER_HOUR } from "./lookup.store";

const ROUNDS = 20;
const TYPE = "order.lookup_requested";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const ask = (number: string, email: string) =>
  inCall(async () => {
    const answer = await shop.app.request("/v1/orders/lookup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ number, email }),
    });
    return {
      status: answer.status,
      text: await answer.text(),
      headers: [...answer.headers.keys()],
    };
  });
const announced = async () =>
  (await shop.db.read.select().from(outbox).where(eq(outbox.type, TYPE))).map(
    ({ subject }) => subject,
  );
const mailsTo = async (orderId: string) =>
  (await announced()).filter((id) => id === orderId).length;
const newOrder = async (email = `${crypto.randomUUID()}@example.com`) => {
  const { orderId } = await paidOrder(shop, { email });
  const { number } = await rowOf(shop, orderId);
  return { orderId, number, email };
};

describe("looking up an order", () => {
  test("announces a mail, ignoring case, and publishes it", async () => {
    const { orderId, number, email } = await newOrder();
    await ask(number.toLowerCase(), email.toUpperCase());
    expect(await mailsTo(orderId)).toBe(1);
    const published = shop.queue.published.filter(({ subject }) => subject === orderId);
    expect(published.at(-1)).toMatchObject({ type: TYPE, data: { orderId } });
    expect(JSON.stringify(published.at(-1))).not.toContain(email);
  });

  test("answers the same for another address and an unknown number, and announces nothing", async () => {
    const { orderId, number, email } = await newOrder();
    const before = (await announced()).length;
    const wrong = [await ask(number, "other@example.com"), await ask("ORD-0000000000", email)];
    expect((await announced()).length).toBe(before);
    const right = await ask(number, email);
    expect(await mailsTo(orderId)).toBe(1);
    expect(right.status).toBe(202);
    for (const answer of wrong) expect(answer).toEqual(right);
  });

  test("announces one mail in 15 minutes, also when requests compete", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { orderId, number, email } = await newOrder();
      await Promise.all([1, 2, 3].map(() => ask(number, email)));
      expect(await mailsTo(orderId)).toBe(1);
    }
  });

  test("announces five mails to a mailbox in an hour, whichever of its orders are asked for", async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    const asked: Awaited<ReturnType<typeof newOrder>>[] = [];
    for (let i = 0; i < MAILS_PER_HOUR + 2; i += 1) asked.push(await newOrder(email));
    const answers = await Promise.all(asked.map(({ number }) => ask(number, email.toUpperCase())));
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 202));
    const sent = async () =>
      (await announced()).filter((id) => asked.some(({ orderId }) => orderId === id));
    expect(await sent()).toHaveLength(MAILS_PER_HOUR);
    const earlier = Date.now() - 60 * 60 * 1000 - 1000;
    await shop.db.write
      .update(outbox)
      .set({ createdAt: earlier })
      .where(eq(outbox.subject, (await sent())[0] ?? ""));
    for (const { number } of asked) await ask(number, email);
    expect(await sent()).toHaveLength(MAILS_PER_HOUR + 1);
  });

  test("announces another mail after 15 minutes", async () => {
    const { orderId, number, email } = await newOrder();
    await ask(number, email);
    const earlier = Date.now() - 15 * 60 * 1000 - 1000;
    await shop.db.write
      .update(outbox)
      .set({ createdAt: earlier })
      .where(eq(outbox.subject, orderId));
    await ask(number, email);
    expect(await mailsTo(orderId)).toBe(2);
  });
});
