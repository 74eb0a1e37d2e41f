import { afterAll, beforeAll, expect } from "bun:test";
import { eventually, type Json } from "#tests/system";
import { race, times } from "./race";
import { BOOT_MS, type RaceTrack, startRaceTrack } from "./shop";
import { webhooksTo } from "./webhook";

let shop: RaceTrack;
let send: ReturnType<typeof webhooksTo>;
let variantId: string;
beforeAll(async () => {
  shop = await startRaceTrack();
  send = webhooksTo(shop.url, shop.variables.STRIPE_WEBHOOK_SECRET ?? "");
  [{ id: variantId }] = (await shop.variants()) as [Json];
  await shop.setStock(variantId, 5_000);
}, BOOT_MS);
afterAll(() => shop?.stop());

const edit = (order: Json, body: Json, token = shop.staff) => shop.act(order, "edits", body, token);

/** Waits until nothing of an order is open, and what was paid and kept, with what is due, is its total. */
const expectBalance = async (order: Json) => {
  const { seen } = await eventually(
    `the end of ${order.id}`,
    async () => ({ seen: await shop.read(order), money: await shop.moneyOf(order) }),
    ({ seen, money }) => {
      const isDone = seen.refunds.every(({ status }: Json) => status !== "pending");
      const keptMinor = money.captured - money.refunded;
      return (
        isDone && !money.isOpen && keptMinor + seen.amountDue.amount === seen.totals.total.amount
      );
    },
  );
  return seen;
};

/** Sends webhooks about the payments of an order, several times. */
const report = async (order: Json, type: string) => {
  const intents: Json[] = await shop.intentsOf([order.id]);
  await Promise.all(
    intents.flatMap(({ id, metadata }) => [
      times(2, () => send(type, { id, object: "payment_intent", metadata })),
      times(2, () =>
        send("charge.refunded", { id: `ch_${id}`, object: "charge", payment_intent: id }),
      ),
    ]),
  );
};

race("edit ∥ webhook", "keeps the price of the order when the bank approves a charge", async () => {
  const before = await shop.balances(variantId);
  const order = await shop.paid(variantId, 2);
  const { body: dearer } = await edit(order, { add: [{ variantId, quantity: 1 }] });
  const card = { method: "card", token: "pm_card_threeDSecure2Required" };
  expect((await shop.asBuyer(order, "payments", card)).status).toBe(201);
  const intents: Json[] = await shop.intentsOf([order.id]);
  const open = intents.find(({ status }) => status === "requires_action");
  const [, edited] = await Promise.all([
    shop.authenticate(open?.id, "success").then(() => report(order, "payment_intent.succeeded")),
    edit(order, { remove: [{ lineId: dearer.lines[1].id }] }),
    shop.sweep(),
  ]);
  expect([201, 409]).toContain(edited.status);
  const seen = await expectBalance(order);
  expect(seen.amountDue.amount).toBe(0);
  const units = edited.status === 201 ? 2 : 3;
  const after = await shop.balances(variantId);
  expect([after.all, after.sold - before.sold]).toEqual([before.all, units]);
});

race(
  "edit ∥ webhook",
  "keeps the price of the order when it is captured and refunded",
  async () => {
    const before = await shop.balances(variantId);
    // The edit takes the money itself unless the event of the confirmation was first.
    const order = await shop.placed(variantId, { quantity: 3 });
    const lineId = order.lines[0].id;
    const unitMinor = order.lines[0].total.amount / 3;
    const amount = { amount: Math.floor(unitMinor / 2), currency: order.currency };
    const [edited, refunded] = await Promise.all([
      edit(order, { set: [{ lineId, quantity: 1 }] }),
      shop.act(order, "refunds", { amount }, shop.admin),
      report(order, "payment_intent.succeeded"),
      shop.sweep(),
    ]);
    expect([edited.status, refunded.status]).toEqual([201, 201]);
    await report(order, "payment_intent.succeeded");
    const seen = await eventually(
      "both refunds",
      () => shop.read(order),
      ({ refunds }) =>
        refunds.length === 2 && refunds.every(({ status }: Json) => status === "succeeded"),
    );
    const back = seen.refunds.reduce((sum: number, refund: Json) => sum + refund.amount.amount, 0);
    expect(back).toBe(2 * unitMinor + amount.amount);
    expect(await shop.moneyOf(order)).toMatchObject({
      captured: order.totals.total.amount,
      refunded: back,
      captures: 1,
      isOpen: false,
    });
    const after = await shop.balances(variantId);
    expect([after.all, after.sold - before.sold]).toEqual([before.all, 1]);
  },
);
