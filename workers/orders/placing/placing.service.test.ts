import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { idempotencyKeys, outbox } from "#db/orders/schema";
import { AppError, DependencyError } from "#kernel/errors";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { placementOf, stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const place = (placement: Parameters<typeof shop.placing.place>[0]) =>
  inCall(() => shop.placing.place(placement));
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const codeOf = (body: string) => (JSON.parse(body) as { code: string }).code;

describe("placing an order", () => {
  test("sells the units when the payment is authorised", async () => {
    const variantId = await stockedVariant(shop.stock, 6);
    const outcome = await place(placementOf(variantId, 2));
    expect(outcome).toMatchObject({ replayed: false, cart: "completed", answer: { status: 201 } });
    const order = JSON.parse(outcome.answer.body);
    expect(order).toMatchObject({ status: "confirmed", paymentStatus: "authorized" });
    expect(order.number).toMatch(/^ORD-[1-9]\d{9}$/);
    expect(await shop.access.opens(order.id, order.accessToken)).toBe(true);
    expect(await levelOf(variantId)).toMatchObject({ available: 4, reserved: 0, sold: 2 });
    expect(shop.queue.published.map(({ type, handlers }) => [type, handlers])).toEqual([
      ["inventory.low", "catalog"],
      ["order.confirmed", "payments,cart"],
      ["order.confirmed", "notifications"],
    ]);
  });

  test("sums the quantities of several lines with the same variant before it reserves units", async () => {
    const variantId = await stockedVariant(shop.stock, 3);
    const placement = placementOf(variantId, 2);
    const twice = { ...placement, lines: [...placement.lines, ...placementOf(variantId, 2).lines] };
    const outcome = await place(twice);
    expect(outcome.answer.status).toBe(409);
    expect(codeOf(outcome.answer.body)).toBe("insufficient_stock");
    expect(await levelOf(variantId)).toMatchObject({ available: 3, reserved: 0, sold: 0 });
  });

  test("refuses an order of more than the available units, lists its lines, and replays the refusal", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const placement = placementOf(variantId, 2);
    const first = await place(placement);
    expect(JSON.parse(first.answer.body).lines).toMatchObject([
      { variantId, quantity: 2, available: 1 },
    ]);
    const again = await inCall(() => shop.placing.replay(placement.request));
    expect(again).toMatchObject({ replayed: true, answer: first.answer, cart: "open" });
  });

  test("answers 422 with the provider's limits when the amount cannot be charged, and releases the units and the cart", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const limits = { minimum: money(5000, "EUR"), maximum: money(9000, "EUR") };
    shop.payments.limitedTo(limits);
    shop.payments.answerWith("failed");
    const placement = placementOf(variantId);
    const { cart, answer, orderId } = await place(placement);
    shop.payments.limitedTo(null);
    expect({ cart, status: answer.status }).toEqual({ cart: "open", status: 422 });
    expect(JSON.parse(answer.body)).toMatchObject({ code: "amount_not_chargeable", ...limits });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    expect(await shop.store.find(orderId ?? "")).toMatchObject({ status: "cancelled" });
    const again = await inCall(() => shop.placing.replay(placement.request));
    expect(again).toMatchObject({ replayed: true, answer, cart: "open" });
  });

  test("answers 429 with the rest of the pause when the card is paused, and releases the units and the cart", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.pausedFor(90);
    shop.payments.answerWith("failed");
    const placement = placementOf(variantId);
    const { cart, answer, orderId } = await place(placement);
    shop.payments.pausedFor(null);
    expect({ cart, status: answer.status }).toEqual({ cart: "open", status: 429 });
    expect(answer.headers).toEqual({ "Retry-After": "90" });
    expect(JSON.parse(answer.body)).toMatchObject({ code: "rate_limited", orderId });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    const again = await inCall(() => shop.placing.replay(placement.request));
    const { status, body } = answer;
    expect(again).toMatchObject({ replayed: true, answer: { status, body }, cart: "open" });
  });

  test("confirms an order as paid when the first answer of the payment is a success", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith("succeeded");
    const { answer } = await place(placementOf(variantId));
    expect(JSON.parse(answer.body)).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 0, sold: 1 });
  });

  test("refuses an order when a variant has no stock row", async () => {
    const outcome = await place(placementOf(`var_${"0".repeat(36)}`));
    expect(codeOf(outcome.answer.body)).toBe("insufficient_stock");
  });

  test("sells a variant beyond its stock when it may be backordered", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const outcome = await place(
      placementOf(variantId, 4, { policies: { [variantId]: "continue" } }),
    );
    expect(outcome.answer.status).toBe(201);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, sold: 4 });
  });

  test("answers 402 and releases the units and the cart when the card is declined", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith("failed");
    const outcome = await place(placementOf(variantId));
    expect(outcome).toMatchObject({ cart: "open", answer: { status: 402 } });
    expect(JSON.parse(outcome.answer.body)).toMatchObject({
      code: "payment_declined",
      declineCode: "insufficient_funds",
    });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  test("keeps the units reserved when the bank requires the buyer to act", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith("requires_action");
    const outcome = await place(placementOf(variantId));
    expect(outcome).toMatchObject({ cart: "placing", answer: { status: 201 } });
    const order = JSON.parse(outcome.answer.body);
    expect(order.payment.nextAction).toEqual({ type: "redirect", url: "https://bank.test" });
    expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 1 });
    shop.payments.set(order.id, "authorized");
    await inCall(() => shop.progress.advance([order.id]));
    expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 0, sold: 1 });
  });

  test("places one order with one answer when twenty equal requests arrive at once", async () => {
    const variantId = await stockedVariant(shop.stock, 50);
    const placement = placementOf(variantId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => place(placement).catch((err) => err.code as string)),
    );
    const given = answers.filter((answer) => typeof answer !== "string");
    expect(new Set(given.map(({ answer }) => answer.body)).size).toBe(1);
    expect(answers.filter((answer) => typeof answer === "string")).toEqual(
      Array(20 - given.length).fill("idempotency_in_flight"),
    );
    expect(await levelOf(variantId)).toMatchObject({ available: 49, sold: 1 });
  });

  test("refuses a second order from a cart under another idempotency key", async () => {
    const variantId = await stockedVariant(shop.stock, 50);
    const placement = placementOf(variantId);
    await place(placement);
    const other = { ...placement, request: { ...placement.request, key: crypto.randomUUID() } };
    expect(await place(other).catch((err) => err.code)).toBe("cart_busy");
    expect(await levelOf(variantId)).toMatchObject({ sold: 1 });
  });

  test("refuses an idempotency key that was used for another request", async () => {
    const variantId = await stockedVariant(shop.stock, 50);
    const placement = placementOf(variantId);
    await place(placement);
    const other = {
      ...placement,
      cartId: `crt_${"1".repeat(36)}`,
      request: { ...placement.request, fingerprint: "g" },
    };
    expect(await place(other).catch((err) => err.code)).toBe("idempotency_key_reused");
  });

  test("confirms an order in a replay when the first call to the payments Worker was not answered", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const placement = placementOf(variantId);
    shop.payments.answerWith(new DependencyError("stripe"));
    expect(await place(placement).catch((err) => err.code)).toBe("dependency_unavailable");
    expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 1 });
    const outcome = await inCall(() => shop.placing.replay(placement.request));
    expect(outcome).toMatchObject({ cart: "completed", answer: { status: 201 } });
    expect(await levelOf(variantId)).toMatchObject({ reserved: 0, sold: 1 });
  });

  test("answers order_unsettled and not insufficient_stock when the payments Worker fails with a database error", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const placement = placementOf(variantId);
    const broken = Object.assign(new Error("integer overflow"), { code: "SQLITE_CONSTRAINT" });
    shop.payments.answerWith(broken);
    expect(await place(placement).catch((err) => err.code)).toBe("order_unsettled");
    expect((await place(placement)).answer.status).toBe(201);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, reserved: 0, sold: 1 });
  });

  test("answers order_unsettled when the order is stored and the payments Worker refuses the call", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith(new AppError("conflict"));
    const thrown = await place(placementOf(variantId)).catch((err) => err);
    expect(thrown).toMatchObject({ code: "order_unsettled", headers: { "Retry-After": "1" } });
  });

  test("refuses an unknown payment method, and stores nothing", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const payment = { method: "upi", token: null, returnUrl: null } as const;
    const placement = placementOf(variantId, 1, { payment });
    expect(await place(placement).catch((err) => err.code)).toBe("payment_method_unknown");
    expect(await shop.store.findByRequest(placement.request)).toBeUndefined();
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0 });
  });

  test("accepts a method that the payments Worker offers", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.offer("card", "upi");
    const payment = { method: "upi", token: null, returnUrl: null } as const;
    const placed = await place(placementOf(variantId, 1, { payment }));
    expect(placed.answer.status).toBe(201);
    expect(JSON.parse(placed.answer.body)).toMatchObject({ payment: { method: "upi" } });
    shop.payments.offer("card");
  });

  test.each([
    ["authorized", 201, "completed"],
    ["failed", 402, "open"],
  ] as const)(
    "replays the order of an idempotency key after its stored answer is deleted, when the payment is %s",
    async (...expected) => {
      const [payment, status, cart] = expected;
      const variantId = await stockedVariant(shop.stock, 5);
      const placement = placementOf(variantId);
      shop.payments.answerWith(payment);
      const first = await place(placement);
      await shop.db.write
        .delete(idempotencyKeys)
        .where(eq(idempotencyKeys.key, placement.request.key));
      const again = await place(placement);
      expect(again).toMatchObject({ orderId: first.orderId, replayed: true, cart });
      expect(again.answer.status).toBe(status);
    },
  );

  test("reserves units by the database's clock when the Worker's clock is wrong", async () => {
    const late = await testOrders({ clock: { now: () => Date.now() - 3_600_000 } });
    const variantId = await stockedVariant(late.stock, 1);
    late.payments.answerWith("requires_action");
    const outcome = await inCall(() => late.placing.place(placementOf(variantId)));
    const row = await late.store.find(outcome.orderId ?? "");
    const minutes = Math.round(((row?.reservedUntil ?? 0) - Date.now()) / 60_000);
    await late.stop();
    expect(minutes).toBe(25);
  });

  test("numbers the events of an order in the sequence of their occurrence", async () => {
    const variantId = await stockedVariant(shop.stock, 50);
    const { orderId } = await place(placementOf(variantId));
    const rows = await shop.db.read
      .select()
      .from(outbox)
      .where(eq(outbox.subject, orderId ?? ""));
    const sequences = rows.map(({ type, envelope }) => [type, envelope.sequence]);
    expect(Object.fromEntries(sequences)).toEqual({
      "order.created": 1,
      "payment.requested": 2,
      "order.confirmed": 3,
    });
  });
});
