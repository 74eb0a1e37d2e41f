import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest, rowOf } from "#orders/after-sale.testing";
import {
  endReservation,
  placementOf,
  placeWaitingOrder,
  stockedVariant,
  type TestOrders,
  testOrders,
} from "#orders/testing";
import type { AttemptInput } from "./attempt-input.rules";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const CARD: AttemptInput = { method: "card", token: "pm_card_visa" };
const pay = (orderId: string, input = CARD, request = newRequest()) =>
  inCall(() => shop.attempts.pay(orderId, input, request));
const livingOf = async (orderId: string) => {
  const payments = await shop.payments.rpc.ofOrders([orderId], {
    requestId: "test",
    traceparent: "",
  });
  return payments.filter(({ state }) => state !== "cancelled" && state !== "failed");
};

describe("paying a waiting order in another attempt", () => {
  test("ends the earlier attempt and confirms the order by the new one", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith("authorized");
    const answer = await pay(orderId);
    expect([answer.status, JSON.parse(answer.body).status]).toEqual([201, "confirmed"]);
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 2, status: "confirmed" });
    expect(await livingOf(orderId)).toMatchObject([{ attempt: 2, state: "authorized" }]);
  });

  test("answers with the redirect of the new attempt when the bank asks again", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith("requires_action");
    const { body } = await pay(orderId);
    expect(JSON.parse(body)).toMatchObject({
      status: "payment_requested",
      payment: { nextAction: { type: "redirect" } },
    });
  });

  test("cancels the order when the new card is declined", async () => {
    const { orderId, variantId } = await placeWaitingOrder(shop);
    shop.payments.answerWith("failed");
    const answer = await pay(orderId);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([402, "payment_declined"]);
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "cancelled" });
    expect((await shop.stock.levels([variantId]))[0]).toMatchObject({ available: 1, reserved: 0 });
  });

  test.each(["authorized", "succeeded"] as const)(
    "charges nothing new when the earlier attempt is %s by then",
    async (state) => {
      const { orderId } = await placeWaitingOrder(shop);
      shop.payments.set(orderId, state);
      const answer = await pay(orderId);
      expect(JSON.parse(answer.body)).toMatchObject({ status: "confirmed" });
      expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 1, status: "confirmed" });
      expect(await livingOf(orderId)).toHaveLength(1);
    },
  );

  test("refuses an unsuitable method before anything changes", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    const before = await rowOf(shop, orderId);
    expect(await codeOf(pay(orderId, { method: "upi", token: null }))).toBe(
      "payment_method_unknown",
    );
    const eur = (amount: number) => money(amount, "EUR");
    shop.payments.limitedTo({ minimum: eur(5000), maximum: eur(9999) });
    const refused = await pay(orderId).catch((err) => err);
    shop.payments.limitedTo(null);
    expect([refused.code, refused.extensions?.minimum]).toEqual([
      "amount_not_chargeable",
      eur(5000),
    ]);
    expect(await rowOf(shop, orderId)).toEqual(before);
    expect(await livingOf(orderId)).toMatchObject([{ attempt: 1, state: "requires_action" }]);
  });

  test("goes back to an earlier attempt that the provider is processing", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.keep(orderId, "processing");
    await pay(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 1, status: "payment_requested" });
    expect(await livingOf(orderId)).toHaveLength(1);
  });

  test("confirms by one payment when eight attempts compete", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { orderId } = await placeWaitingOrder(shop);
      shop.payments.decide(() => "authorized");
      const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(pay(orderId))));
      expect(codes).toContain("no error");
      await inCall(() => shop.progress.advance([orderId]));
      expect(await rowOf(shop, orderId)).toMatchObject({ status: "confirmed" });
      expect(await livingOf(orderId)).toHaveLength(1);
    }
  });

  test("starts one attempt when a request is repeated, and repeats its answer", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith("requires_action");
    const request = newRequest();
    const first = await pay(orderId, CARD, request);
    const again = await pay(orderId, CARD, request);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 2 });
  });

  test("continues the attempt of a repeated request at once when its earlier tries failed", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    const request = newRequest();
    for (let tries = 0; tries < 2; tries += 1) {
      shop.payments.answerWith(new DependencyError("stripe"));
      expect(await codeOf(pay(orderId, CARD, request))).toBe("dependency_unavailable");
    }
    shop.payments.answerWith("authorized");
    expect(JSON.parse((await pay(orderId, CARD, request)).body)).toMatchObject({
      status: "confirmed",
    });
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 2 });
    expect(await livingOf(orderId)).toHaveLength(1);
  });

  test("resumes the attempt in the sweep when its process died", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith(new DependencyError("stripe"));
    expect(await codeOf(pay(orderId))).toBe("dependency_unavailable");
    shop.payments.answerWith("authorized");
    await shop.db.write.update(orders).set({ updatedAt: 1 }).where(eq(orders.id, orderId));
    await inCall(() => shop.sweep());
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 2, status: "confirmed" });
    expect(await livingOf(orderId)).toHaveLength(1);
  });

  test("ends both attempts before an expired order is cancelled", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith(new DependencyError("stripe"));
    await pay(orderId).catch(() => undefined);
    await endReservation(shop, orderId);
    await inCall(() => shop.sweep());
    expect(await rowOf(shop, orderId)).toMatchObject({ status: "cancelled" });
    expect(await livingOf(orderId)).toEqual([]);
  });

  test("confirms by the earlier attempt when the bank approves it while the next one begins", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId } = await placeWaitingOrder(shop);
      shop.payments.decide(() => "authorized");
      const approves = async () => {
        shop.payments.set(orderId, "authorized");
        await inCall(() => shop.progress.advance([orderId]));
      };
      await Promise.all([codeOf(pay(orderId)), codeOf(pay(orderId)), approves()]);
      await inCall(() => shop.progress.advance([orderId]));
      const row = await rowOf(shop, orderId);
      const [living, ...others] = await livingOf(orderId);
      expect(others).toEqual([]);
      expect(row).toMatchObject({ status: "confirmed", attempt: living?.attempt });
      await inCall(() => shop.progress.capture([orderId]));
      expect(await rowOf(shop, orderId)).toMatchObject({ paymentStatus: "paid" });
    }
  });

  test("ignores an ended attempt when the order moved to the next one after it was read", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    const before = await rowOf(shop, orderId);
    shop.payments.answerWith("requires_action");
    await pay(orderId);
    await inCall(() => shop.progress.end([before], "expired"));
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 2, status: "payment_requested" });
  });

  test("answers with the first attempt when equal requests arrive at once", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.decide(() => "requires_action");
    const request = newRequest();
    const codes = await Promise.all(
      Array.from({ length: 5 }, () => codeOf(pay(orderId, CARD, request))),
    );
    expect(
      codes.filter((code) => !["no error", "idempotency_in_flight"].includes(code ?? "")),
    ).toEqual([]);
    expect(await rowOf(shop, orderId)).toMatchObject({ attempt: 2 });
  });

  test("continues an attempt whose provider did not answer when its request is repeated", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith(new DependencyError("stripe"));
    const request = newRequest();
    expect(await codeOf(pay(orderId, CARD, request))).toBe("dependency_unavailable");
    shop.payments.answerWith("authorized");
    const answer = await pay(orderId, CARD, request);
    expect([answer.status, JSON.parse(answer.body).status]).toEqual([201, "confirmed"]);
  });

  test("does not prolong the reservation", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    const { reservedUntil } = await rowOf(shop, orderId);
    shop.payments.answerWith("requires_action");
    await pay(orderId);
    expect((await rowOf(shop, orderId)).reservedUntil).toBe(reservedUntil);
  });

  test.each([
    ["an unknown order", async () => newId("order"), CARD, "not_found"],
    ["a card without token", waiting, { method: "card", token: null }, "validation_failed"],
    [
      "a page of another origin",
      waiting,
      { ...CARD, returnUrl: "https://evil.test/" },
      "validation_failed",
    ],
  ] as const)("refuses %s", async (_, prepare, input, code) => {
    expect(await codeOf(pay(await prepare(), input))).toBe(code);
  });

  test("refuses an order that is confirmed", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith("authorized");
    const { orderId } = await inCall(() => shop.placing.place(placementOf(variantId)));
    expect(await codeOf(pay(orderId ?? ""))).toBe("order_not_payable");
  });
});

describe("saving the card of an attempt", () => {
  const owned = async () => {
    const userId = newId("user");
    shop.payments.answerWith("requires_action");
    const placement = placementOf(await stockedVariant(shop.stock, 1), 1, { customerId: userId });
    const { orderId } = await inCall(() => shop.placing.place(placement));
    return { orderId: orderId ?? "", userId };
  };

  test("asks the provider to save the card when its owner wants it", async () => {
    const { orderId, userId } = await owned();
    expect(shop.payments.asked.at(-1)?.customer).toEqual({ userId, save: false });
    shop.payments.answerWith("authorized");
    await pay(orderId, { ...CARD, save: true, userId });
    expect(shop.payments.asked.at(-1)?.customer).toEqual({ userId, save: true });
  });

  test("asks the provider to save the card when the order was placed so", async () => {
    const userId = newId("user");
    const variantId = await stockedVariant(shop.stock, 1);
    const payment = { method: "card", token: "pm_card_visa", returnUrl: null, save: true } as const;
    shop.payments.answerWith("authorized");
    await inCall(() =>
      shop.placing.place(placementOf(variantId, 1, { customerId: userId, payment })),
    );
    expect(shop.payments.asked.at(-1)?.customer).toEqual({ userId, save: true });
  });

  test("refuses guests, other accounts and methods other than cards", async () => {
    shop.payments.offer("card", "upi");
    const { orderId, userId } = await owned();
    const before = await rowOf(shop, orderId);
    const inputs: AttemptInput[] = [
      { ...CARD, save: true, userId: null },
      { ...CARD, save: true, userId: newId("user") },
      { method: "upi", token: null, save: true, userId },
    ];
    for (const input of inputs)
      expect(await codeOf(pay(orderId, input))).toBe("payment_method_not_savable");
    const guests = (await placeWaitingOrder(shop)).orderId;
    expect(await codeOf(pay(guests, { ...CARD, save: true, userId: null }))).toBe(
      "payment_method_not_savable",
    );
    expect(await rowOf(shop, orderId)).toEqual(before);
  });
});

async function waiting() {
  return (await placeWaitingOrder(shop)).orderId;
}
