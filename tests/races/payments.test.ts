import { afterAll, beforeAll, expect } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { orders } from "#db/orders/schema";
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

const AUTHORISED = "payment_intent.amount_capturable_updated";

const intentOf = async (order: Json): Promise<Json> => (await shop.intentsOf([order.id]))[0];
const approve = async (order: Json) => shop.authenticate((await intentOf(order)).id, "success");
const mailsOf = (order: Json) => shop.mailsTo(order.email);

/** Waits until an order is paid, and expects one capture of its total. */
const expectPaidOnce = async (order: Json) => {
  await eventually(
    "the capture",
    () => shop.read(order),
    ({ paymentStatus }) => paymentStatus === "paid",
  );
  const { seen, money } = await shop.settled(order);
  expect(seen.status).toBe("confirmed");
  expect(money).toMatchObject({ captured: order.totals.total.amount, captures: 1 });
};

/** Waits for the end of an order, and expects its money or its units, and never both or neither. */
const expectSoldOrFree = async (order: Json, before: Json) => {
  const { seen, money } = await shop.settled(order);
  const isSold = seen.status === "confirmed";
  expect([seen.status, money.captured - money.refunded]).toEqual(
    isSold ? ["confirmed", order.totals.total.amount] : ["cancelled", 0],
  );
  const after = await shop.balances(variantId);
  expect([after.all, after.sold - before.sold, after.reserved - before.reserved]).toEqual([
    before.all,
    isSold ? 1 : 0,
    0,
  ]);
};

race("R-WEBHOOKRACE", "confirms once when webhook, sweep and buyer see the payment", async () => {
  const cart = await shop.readyCart(variantId, `hook-${crypto.randomUUID()}@example.com`);
  const headers = shop.key();
  const place = () => shop.placeBy(cart, "pm_card_threeDSecure2Required", headers);
  const { body: order } = await place();
  await Promise.all([approve(order), shop.sweep(), ...Array.from({ length: 3 }, place)]);
  await Promise.all([shop.sweep(), place(), shop.read(order)]);
  await expectPaidOnce(order);
  const mails = await eventually(
    "a mail",
    () => mailsOf(order),
    (all) => all.length > 0,
  );
  expect(mails).toHaveLength(1);
});

race("R-WEBHOOKDUP", "captures once when one webhook arrives fifty times at once", async () => {
  const order = await shop.waiting(variantId);
  await shop.faults("stripe", [{ kind: "forget", rate: 1 }]);
  await approve(order);
  await shop.heal("stripe");
  const { id, metadata } = await intentOf(order);
  const object = { id, object: "payment_intent", metadata };
  const answers = await times(50, () => send(AUTHORISED, object, `evt_${order.id}`));
  expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  await expectPaidOnce(order);
});

race("R-DOUBLEPAY", "charges once when two tabs pay one order", async () => {
  const order = await shop.waiting(variantId);
  const pay = (token: string) => shop.asBuyer(order, "payments", { method: "card", token });
  const answers = await Promise.all([pay("pm_card_visa"), pay("pm_card_mastercard")]);
  expect(answers.map(({ status }) => status)).toContain(201);
  await expectPaidOnce(order);
});

race("R-RETRYNEWCART", "sells once when webhooks fail and the buyer tries again", async () => {
  const cart = await shop.readyCart(variantId, "again@example.com");
  const { body: order } = await shop.placeBy(cart, "pm_card_threeDSecure2Required");
  await shop.faults("libsql", [
    { kind: "error-before", rate: 1, times: 10, match: { pathPrefix: "/payments/" } },
  ]);
  const [, again] = await Promise.all([approve(order), shop.placeBy(cart, "pm_card_visa")]);
  expect([again.status, again.body.code]).toEqual([409, "cart_busy"]);
  await shop.heal("libsql");
  await shop.sweep();
  await expectPaidOnce(order);
  const { body } = await shop.ask("GET", `/v1/admin/orders?q=${order.number}`, {
    token: shop.staff,
  });
  expect(body.data).toHaveLength(1);
});

race(
  "R-DOUBLESUBMIT",
  "creates one order of each cart when each is sent twenty times",
  async () => {
    const carts = await times(5, (n) => shop.readyCart(variantId, `twenty${n}@example.com`));
    const before = await shop.balances(variantId);
    await Promise.all(
      carts.map(async (cart) => {
        const headers = shop.key();
        const answers = await times(20, () =>
          eventually(
            "the answer",
            () => shop.placeBy(cart, "pm_card_visa", headers),
            ({ status }) => status !== 409,
          ),
        );
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
        expect(answers[0]).toMatchObject({ status: 201, body: { status: "confirmed" } });
      }),
    );
    expect((await shop.balances(variantId)).sold).toBe(before.sold + carts.length);
  },
);

race("R-KEYREUSE", "does one of two requests when both have one key", async () => {
  const headers = shop.key();
  const cart = await shop.readyCart(variantId, "key@example.com");
  const answers = await Promise.all(
    ["pm_card_visa", "pm_card_mastercard"].map((card) =>
      eventually(
        "the answer",
        () => shop.placeBy(cart, card, headers),
        ({ status }) => status !== 409,
      ),
    ),
  );
  const codes = answers.map(({ status, body }) => (status === 201 ? "placed" : body.code));
  expect(codes.toSorted()).toEqual(["idempotency_key_reused", "placed"]);
});

race("R-TTL", "sells or frees the unit when the payment arrives as its time ends", async (n) => {
  const before = await shop.balances(variantId);
  const order = await shop.waiting(variantId);
  const write = shop.database("orders").write;
  // One millisecond early, in time and late, by the database's clock.
  const offsetMs = (n % 3) - 1;
  await write
    .update(orders)
    .set({ reservedUntil: sql`cast(unixepoch('subsec') * 1000 as integer) + ${offsetMs}` })
    .where(eq(orders.id, order.id));
  await Promise.all([shop.sweep(), approve(order), shop.sweep()]);
  await shop.sweep();
  await expectSoldOrFree(order, before);
});

race("R-CANCELPAY", "sells or frees the unit when bank and buyer decide at once", async () => {
  const before = await shop.balances(variantId);
  const order = await shop.waiting(variantId);
  const [, cancelled] = await Promise.all([approve(order), shop.asBuyer(order, "cancel", {})]);
  expect([200, 409]).toContain(cancelled.status);
  await expectSoldOrFree(order, before);
});
