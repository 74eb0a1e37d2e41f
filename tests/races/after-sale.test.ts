import { afterAll, beforeAll, expect } from "bun:test";
import type { Json } from "#tests/system";
import { race, times } from "./race";
import { BOOT_MS, type RaceTrack, startRaceTrack } from "./shop";
import { webhooksTo } from "./webhook";

let shop: RaceTrack;
let variantId: string;
beforeAll(async () => {
  shop = await startRaceTrack();
  [{ id: variantId }] = (await shop.variants()) as [Json];
  await shop.setStock(variantId, 5_000);
}, BOOT_MS);
afterAll(() => shop?.stop());

const unit = (order: Json) => ({ lineId: order.lines[0].id, quantity: 1 });
/** Returns a part of the order's total. */
const part = ({ totals, currency }: Json, share: number) => ({
  amount: Math.floor(totals.total.amount * share),
  currency,
});
const codesOf = (answers: readonly Json[]) =>
  answers.map(({ status, body }) => (status < 300 ? "done" : body.code)).toSorted();

const refund = (order: Json, body: Json, token = shop.staff) =>
  shop.act(order, "refunds", body, token);
const cancel = (order: Json) => shop.asBuyer(order, "cancel", {});
const ship = (order: Json, body: Json = {}, token = shop.staff) =>
  shop.act(order, "shipments", body, token);

/** Expects that no unit is gone: sold units are those that the order keeps. */
const expectUnits = async (before: Json, kept: number) => {
  const after = await shop.balances(variantId);
  expect([after.all, after.sold - before.sold]).toEqual([before.all, kept]);
};

race("R-REFUND", "pays back at most what was captured when six refund at once", async () => {
  const order = await shop.paid(variantId);
  const answers = await times(6, () => refund(order, { amount: part(order, 0.4) }));
  expect(codesOf(answers)).toEqual([
    "done",
    "done",
    ...Array.from({ length: 4 }, () => "refund_exceeds_captured"),
  ]);
  const { money } = await shop.settled(order);
  expect(money.refunded).toBe(2 * part(order, 0.4).amount);
});

race("refund ∥ refund", "refunds a unit once when two members of staff do", async () => {
  const before = await shop.balances(variantId);
  const order = await shop.paid(variantId);
  const lines = [{ ...unit(order), restock: true }];
  const answers = await Promise.all([
    refund(order, { lines }),
    refund(order, { lines }, shop.admin),
  ]);
  const codes = codesOf(answers);
  expect(codes.filter((code) => code === "done")).toHaveLength(1);
  const { seen, money } = await shop.settled(order);
  expect(seen.refunds).toHaveLength(1);
  expect(money.refunded).toBe(order.lines[0].total.amount);
  await expectUnits(before, 0);
});

race("refund ∥ cancel", "pays everything back once when both happen at once", async () => {
  const before = await shop.balances(variantId);
  const order = await shop.paid(variantId, 2);
  const [refunded, cancelled] = await Promise.all([
    refund(order, { amount: part(order, 0.5) }),
    cancel(order),
  ]);
  expect(cancelled.status).toBe(200);
  expect([201, 409, 422]).toContain(refunded.status);
  const { seen, money } = await shop.settled(order);
  expect(seen.status).toBe("cancelled");
  expect(money.refunded).toBe(order.totals.total.amount);
  await expectUnits(before, 0);
});

race("cancel ∥ ship", "ships or cancels, and never both", async () => {
  const before = await shop.balances(variantId);
  const order = await shop.paid(variantId);
  const answers = await Promise.all([cancel(order), ship(order)]);
  expect(codesOf(answers).filter((code) => code === "done")).toHaveLength(1);
  const { seen, money } = await shop.settled(order);
  const isShipped = seen.status === "shipped";
  expect([seen.status, seen.shipments.length]).toEqual(
    isShipped ? ["shipped", 1] : ["cancelled", 0],
  );
  expect(money.refunded).toBe(isShipped ? 0 : order.totals.total.amount);
  await expectUnits(before, isShipped ? 1 : 0);
});

const REFUND = { resolution: "refund" };

/** Returns an order whose unit is on its way back. */
const returning = async (wish: Json = REFUND) => {
  const order = await shop.paid(variantId);
  await ship(order);
  const asked = await shop.asBuyer(order, "returns", {
    lines: [{ ...unit(order), reason: "damaged" }],
    ...wish,
  });
  expect(asked.status).toBe(201);
  const { id } = asked.body;
  const decide = (decision: string, body?: Json, token = shop.staff) =>
    shop.ask("POST", `/v1/admin/returns/${id}/${decision}`, {
      ...(body ? { body } : {}),
      headers: shop.key(),
      token,
    });
  expect((await decide("approve")).status).toBe(200);
  const receive = (token = shop.staff) =>
    decide("receive", { lines: [{ ...unit(order), disposition: "restock" }] }, token);
  return { order, receive };
};

race("return ∥ refund", "pays one unit back once when it is received and refunded", async () => {
  const before = await shop.balances(variantId);
  const { order, receive } = await returning();
  await Promise.all([receive(), refund(order, { lines: [{ ...unit(order), restock: true }] })]);
  const { money } = await shop.settled(order);
  expect(money.refunded).toBe(order.lines[0].total.amount);
  await expectUnits(before, 0);
});

race(
  "exchange ∥ refund",
  "exchanges a unit once when two receive it and one refunds it",
  async () => {
    const before = await shop.balances(variantId);
    const exchangeFor = [{ variantId, quantity: 1 }];
    const { order, receive } = await returning({ resolution: "exchange", exchangeFor });
    const answers = await Promise.all([
      receive(),
      receive(shop.admin),
      refund(order, { lines: [{ ...unit(order), restock: true }] }),
    ]);
    expect(codesOf(answers)).toEqual(["done", "return_status_conflict", "units_unavailable"]);
    const { seen, money } = await shop.settled(order);
    expect(seen).toMatchObject({ status: "confirmed", refunds: [], amountDue: { amount: 0 } });
    expect(seen.lines.map(({ quantity }: Json) => quantity)).toEqual([1, 1]);
    expect(money.refunded).toBe(0);
    await expectUnits(before, 1);
  },
);

race("two staff", "does once what two members of staff do at once", async () => {
  const shippedByTwo = await shop.paid(variantId, 2);
  const before = await shop.balances(variantId);
  const shipped = await Promise.all([ship(shippedByTwo), ship(shippedByTwo, {}, shop.admin)]);
  expect(codesOf(shipped).filter((code) => code === "done")).toHaveLength(1);
  expect((await shop.read(shippedByTwo)).shipments).toHaveLength(1);

  const { order, receive } = await returning();
  const received = await Promise.all([receive(), receive(shop.admin)]);
  expect(received.filter(({ status }) => status >= 500)).toEqual([]);
  const { seen, money } = await shop.settled(order);
  expect(seen.refunds).toHaveLength(1);
  expect(money.refunded).toBe(order.lines[0].total.amount);
  await expectUnits(before, 0);
});

race("webhook ∥ all", "books each refund once when the provider reports it meanwhile", async () => {
  const send = webhooksTo(shop.url, shop.variables.STRIPE_WEBHOOK_SECRET ?? "");
  const before = await shop.balances(variantId);
  const { order: returned, receive } = await returning();
  const orders: Json[] = await times(4, () => shop.paid(variantId, 2));
  const [cancelled, shipped, refunded, byConsole] = orders as [Json, Json, Json, Json];
  const report = async (order: Json) => {
    const [intent] = await shop.intentsOf([order.id]);
    const { id, metadata } = intent;
    const charge = { id: `ch_${id}`, object: "charge", payment_intent: id };
    await times(3, () => send("charge.refunded", charge));
    await send("payment_intent.succeeded", { id, object: "payment_intent", metadata });
  };
  const inConsole = async (order: Json) => {
    const [intent] = await shop.intentsOf([order.id]);
    await fetch(`${shop.cloudUrls.stripe}/_dev/intents/${intent.id}/refund`, {
      method: "POST",
      body: JSON.stringify({ amount: part(order, 0.3).amount }),
    });
  };
  await Promise.all([
    ...[returned, ...orders].map(report),
    receive(),
    cancel(cancelled),
    ship(shipped),
    refund(refunded, { lines: [{ ...unit(refunded), restock: true }] }),
    inConsole(byConsole),
    refund(byConsole, { amount: part(byConsole, 0.3) }),
  ]);
  await times(1, () => report(byConsole));
  const back = await Promise.all(
    [returned, ...orders].map(async (order) => (await shop.settled(order)).money.refunded),
  );
  expect(back).toEqual([
    returned.lines[0].total.amount,
    cancelled.totals.total.amount,
    0,
    refunded.lines[0].total.amount / 2,
    2 * part(byConsole, 0.3).amount,
  ]);
  // Of eight units two are cancelled and one is refunded; that of the return came back.
  await expectUnits(before, 5);
});

race(
  "money ∥ money",
  "records what is due once when two members of staff record all of it",
  async () => {
    const order = await shop.transferred(variantId);
    const amount = part(order, 1);
    const record = (token: string) => shop.act(order, "capture", { amount }, token);
    const answers = await Promise.all([record(shop.staff), record(shop.admin), record(shop.staff)]);
    for (const { status } of answers) expect([200, 409, 422]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await shop.read(order)).toMatchObject({
      paymentStatus: "paid",
      amountDue: { amount: 0 },
    });
    const timeline = await shop.ask("GET", `/v1/orders/${order.id}/timeline`, {
      headers: shop.guest(order),
    });
    const paid = timeline.body.data.filter(({ type }: Json) => type === "paid");
    expect(paid.map(({ data }: Json) => data.amountMinor)).toEqual([amount.amount]);
  },
);

race(
  "money ∥ money",
  "never records above what is due when each records three quarters",
  async () => {
    const order = await shop.transferred(variantId);
    const amount = part(order, 0.75);
    const record = (token: string) => shop.act(order, "capture", { amount }, token);
    const answers = await Promise.all([record(shop.staff), record(shop.admin)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const seen = await shop.read(order);
    expect(seen.paymentStatus).toBe("partially_paid");
    expect(seen.amountDue.amount).toBe(order.totals.total.amount - amount.amount);
  },
);
