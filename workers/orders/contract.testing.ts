import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Claim, Order, OrdersRpc, Placement, PlacementOutcome } from "#contract/orders";
import { type Actor, GUEST } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { testTrace, userActor } from "#kernel/testing";
import { GERMANY, sellable } from "./terms.testing";

/**
 * The outcome of placing an order. `action` requires the buyer to confirm the payment; `unavailable` means
 * that stock is missing.
 */
export type ScriptedOutcome = "confirmed" | "declined" | "action" | "unavailable";

export interface OrdersSubject {
  rpc: OrdersRpc;
  /**
   * Returns a guest's placement that will have this outcome. Tests place the orders in the sequence of
   * these calls.
   */
  placementFor(outcome: ScriptedOutcome): Promise<Placement>;
  /** Adds a variant with units in stock, and returns the variant's id. */
  stocked(units: number): Promise<string>;
  stop(): Promise<unknown>;
}

const orderIn = ({ answer }: PlacementOutcome) =>
  JSON.parse(answer.body) as Order & { accessToken?: string };
const problemIn = ({ answer }: PlacementOutcome) =>
  JSON.parse(answer.body) as { code: string; orderId?: string };

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err: { code?: string }) => err.code,
  );

/** Returns the same placement under a new idempotency key. */
const withNewKey = (placement: Placement): Placement => ({
  ...placement,
  request: { ...placement.request, key: crypto.randomUUID() },
});

/**
 * Tests the promises of `OrdersRpc` to the cart Worker, against the real orders Worker and against the fake
 * in the cart's tests, so that both keep the same promises.
 */
export const testOrdersContract = (name: string, start: () => Promise<OrdersSubject>) =>
  describe(`orders contract of ${name}`, () => {
    let subject: OrdersSubject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.stop());

    const place = (placement: Placement) => subject.rpc.place(placement, testTrace());
    const replay = ({ request }: Placement) => subject.rpc.replay(request, testTrace());

    test("confirms an order and completes its cart when the payment is authorised", async () => {
      const placement = await subject.placementFor("confirmed");
      const outcome = await place(placement);
      expect(outcome).toMatchObject({
        replayed: false,
        cart: "completed",
        answer: { status: 201 },
      });
      const order = orderIn(outcome);
      expect(order).toMatchObject({
        id: outcome.orderId,
        status: "confirmed",
        email: placement.email,
        lines: placement.lines,
        totals: placement.totals,
        shippingAddress: placement.shippingAddress,
      });
      expect(order.number).toMatch(/^ORD-\d{10}$/);
    });

    test("returns an access token with a guest's order, and none with an account's order", async () => {
      const guest = orderIn(await place(await subject.placementFor("confirmed")));
      expect(guest.accessToken).toBeString();
      const placement = await subject.placementFor("confirmed");
      const owned = await place({ ...placement, customerId: newId("user") });
      expect(orderIn(owned)).not.toHaveProperty("accessToken");
    });

    test("thaws the cart when the payment is declined", async () => {
      const outcome = await place(await subject.placementFor("declined"));
      expect(outcome).toMatchObject({ replayed: false, cart: "open", answer: { status: 402 } });
      expect(outcome.isDeclined).toBe(true);
      expect(problemIn(outcome)).toMatchObject({
        code: "payment_declined",
        orderId: outcome.orderId,
      });
    });

    test("keeps the cart frozen and returns the redirect URL while the buyer has to confirm the payment", async () => {
      const outcome = await place(await subject.placementFor("action"));
      expect(outcome).toMatchObject({ replayed: false, cart: "placing", answer: { status: 201 } });
      expect(orderIn(outcome)).toMatchObject({
        status: "payment_requested",
        payment: { status: "pending", nextAction: { type: "redirect", url: expect.any(String) } },
      });
    });

    test("refuses a placement and stores no order when stock is missing", async () => {
      const outcome = await place(await subject.placementFor("unavailable"));
      expect(outcome).toMatchObject({ orderId: null, cart: "open", answer: { status: 409 } });
      expect(problemIn(outcome).code).toBe("insufficient_stock");
    });

    test.each(["confirmed", "declined", "action", "unavailable"] as const)(
      "repeats the outcome of a key when the placement was %s",
      async (outcome) => {
        const placement = await subject.placementFor(outcome);
        const first = await place(placement);
        const { orderId, cart, isDeclined } = first;
        expect(isDeclined).toBe(outcome === "declined");
        const repeated = { orderId, cart, isDeclined, replayed: true };
        for (const again of [await place(placement), await replay(placement)]) {
          expect(again).toMatchObject(repeated);
          expect(again?.answer.status).toBe(first.answer.status);
          expect(again?.answer.body).toBe(first.answer.body);
        }
      },
    );

    test("refuses an idempotency key that was used for another request", async () => {
      const placement = await subject.placementFor("confirmed");
      await place(placement);
      const other = { ...placement, request: { ...placement.request, fingerprint: "other" } };
      expect(await codeOf(place(other))).toBe("idempotency_key_reused");
      expect(await codeOf(replay(other))).toBe("idempotency_key_reused");
    });

    test("returns null when no request has used the idempotency key", async () => {
      const request = { scope: "cart POST /v1/orders", key: crypto.randomUUID(), fingerprint: "f" };
      expect(await subject.rpc.replay(request, testTrace())).toBeNull();
    });

    test("refuses a second order from a cart, unless the first order was declined", async () => {
      const ordered = await subject.placementFor("confirmed");
      await place(ordered);
      expect(await codeOf(place(withNewKey(ordered)))).toBe("cart_busy");
      const declined = await subject.placementFor("declined");
      await place(declined);
      const retry = await subject.placementFor("confirmed");
      const second = await place({ ...retry, cartId: declined.cartId });
      expect(second).toMatchObject({ replayed: false, cart: "completed" });
    });

    test("returns an order by its id, and null for an unknown id", async () => {
      const { orderId } = await place(await subject.placementFor("confirmed"));
      const order = await subject.rpc.order(orderId ?? "", testTrace());
      expect(order).toMatchObject({ id: orderId, status: "confirmed" });
      expect(await subject.rpc.order(newId("order"), testTrace())).toBeNull();
    });

    const guestOrder = async () => {
      const placement = await subject.placementFor("confirmed");
      const { id, accessToken = "" } = orderIn(await place(placement));
      return { orderId: id, accessToken, email: placement.email };
    };

    test("returns an order to its guest and its account, and null to others", async () => {
      const { orderId, accessToken } = await guestOrder();
      const read = async (actor: Actor, token?: string) =>
        (await subject.rpc.readableOrder({ orderId, actor, accessToken: token }, testTrace()))?.id;
      const buyer = userActor();
      expect(await read(GUEST, accessToken)).toBe(orderId);
      expect(await read(GUEST, "wrong")).toBeUndefined();
      expect(await read(buyer)).toBeUndefined();
      const claim = { orderId, userId: buyer.userId, verifiedEmail: null, accessToken };
      await subject.rpc.claim(claim, testTrace());
      expect(await read(buyer)).toBe(orderId);
      expect(await read(GUEST, accessToken)).toBeUndefined();
    });

    test("begins an exchange and a return for the guest of an order, and answers 404 to others", async () => {
      const { orderId, accessToken } = await guestOrder();
      const request = () => ({ scope: "buyer", key: crypto.randomUUID(), fingerprint: "f" });
      const begin = (actor: Actor, token?: string) =>
        subject.rpc.startExchange({ orderId, actor, accessToken: token }, request(), testTrace());
      const buyer = { country: "DE", userId: null };
      expect(await begin(GUEST, accessToken)).toEqual({ currency: "EUR", buyer, ships: true });
      expect(await codeOf(begin(GUEST, "wrong"))).toBe("not_found");
      expect(await codeOf(begin(userActor()))).toBe("not_found");
      const wanted = { orderId, actor: userActor(), accessToken: undefined };
      const units = { lines: [], notes: [], exchangeFor: [], exchange: null };
      const returnId = newId("return");
      const asked = { ...wanted, ...units, returnId };
      expect(await codeOf(subject.rpc.requestReturn(asked, request(), testTrace()))).toBe(
        "not_found",
      );
    });

    test("gives a guest's order to one account, by its token or its verified address", async () => {
      const { orderId, accessToken, email } = await guestOrder();
      const nothing = { orderId, userId: newId("user"), verifiedEmail: null, accessToken: null };
      const claim = (proof: Partial<Claim>) =>
        subject.rpc.claim({ ...nothing, ...proof }, testTrace());
      expect(await codeOf(claim({}))).toBe("not_found");
      expect(await codeOf(claim({ accessToken: "wrong" }))).toBe("not_found");
      expect((await claim({ verifiedEmail: email })).id).toBe(orderId);
      expect((await claim({})).id).toBe(orderId);
      expect(await codeOf(claim({ userId: newId("user"), accessToken }))).toBe("not_found");
    });

    test("returns the stock of known variants, and the shipping rates and tax of the country", async () => {
      const variantId = await subject.stocked(3);
      const variantIds = [newId("variant"), variantId];
      const terms = (country: string) =>
        subject.rpc.terms({ variantIds, country, currency: "EUR" }, testTrace());
      const stock = [sellable(variantId, 3)];
      expect(await terms("DE")).toEqual({ stock, ...GERMANY });
      expect(await terms("NZ")).toMatchObject({ stock, shippingRates: [] });
    });
  });
