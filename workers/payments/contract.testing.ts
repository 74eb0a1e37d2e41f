import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { PaymentRef, PaymentRequest, PaymentsRpc, RefundRequest } from "#contract/payments";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { testTrace } from "#kernel/testing";

export type ScriptedState = "authorized" | "requires_action" | "failed" | "awaiting_money";

export interface PaymentsSubject {
  rpc: PaymentsRpc;
  /** Returns a request whose payment reaches this state. Tests authorise requests in the order of the calls. */
  requestFor(state: ScriptedState): PaymentRequest;
  stop(): Promise<unknown>;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err: { code?: string }) => err.code,
  );

/** Tests what `recordMoney` guarantees. */
const testReceivedMoney = (subject: () => PaymentsSubject) => {
  const opened = async (state: ScriptedState) => {
    const request = subject().requestFor(state);
    await subject().rpc.authorise(request, testTrace());
    return { orderId: request.orderId, attempt: request.attempt };
  };

  test("records received money once, also above the amount of the payment, and of no other payment", async () => {
    const ref = await opened("awaiting_money");
    for (let times = 0; times < 2; times += 1)
      expect(
        await subject().rpc.recordMoney({ ...ref, amountMinor: 2600 }, testTrace()),
      ).toMatchObject({ state: "succeeded", amount: money(2600, "EUR"), capturedMinor: 2600 });
    const ended = await opened("awaiting_money");
    await subject().rpc.endAll([ended], testTrace());
    for (const other of [await opened("authorized"), ended])
      expect(
        await codeOf(subject().rpc.recordMoney({ ...other, amountMinor: 1 }, testTrace())),
      ).toBe("conflict");
  });
};

/**
 * Tests the guarantees of `PaymentsRpc` for orders. Runs against the real Worker and against the fake
 * in the tests of orders, so that both behave the same.
 */
export const testPaymentsContract = (name: string, start: () => Promise<PaymentsSubject>) =>
  describe(`payments contract of ${name}`, () => {
    let subject: PaymentsSubject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.stop());

    const refOf = ({ orderId, attempt }: PaymentRef): PaymentRef => ({ orderId, attempt });
    const unknown = (): PaymentRef => ({ orderId: newId("order"), attempt: 1 });
    const authorised = async (state: ScriptedState) => {
      const request = subject.requestFor(state);
      await subject.rpc.authorise(request, testTrace());
      return refOf(request);
    };
    const state = (value: string) => ({ ok: true, value: { state: value } });
    const NONE = { ok: true, value: null } as const;

    test("authorises a payment once when the call is repeated", async () => {
      const request = subject.requestFor("authorized");
      const { orderId, amount, method } = request;
      const first = await subject.rpc.authorise(request, testTrace());
      expect(first).toMatchObject({
        orderId,
        amount,
        method,
        state: "authorized",
        capturedMinor: 0,
        nextAction: null,
        failureCode: null,
        limits: null,
        retryAfterSeconds: null,
      });
      expect(await subject.rpc.authorise(request, testTrace())).toEqual(first);
    });

    test("names the failure when the card is declined, and the redirect when the buyer must act", async () => {
      const declined = await subject.rpc.authorise(subject.requestFor("failed"), testTrace());
      expect(declined).toMatchObject({ state: "failed", nextAction: null, capturedMinor: 0 });
      expect(declined.failureCode).toBeString();
      const waiting = await subject.rpc.authorise(
        subject.requestFor("requires_action"),
        testTrace(),
      );
      expect(waiting).toMatchObject({ state: "requires_action", failureCode: null });
      expect(waiting.nextAction).toMatchObject({ type: "redirect", url: expect.any(String) });
    });

    test("authorises and refreshes many orders in the order of the arguments", async () => {
      const states = ["failed", "authorized", "requires_action"] as const;
      const requests = states.map((name) => subject.requestFor(name));
      const expected = states.map(state);
      expect(await subject.rpc.authoriseAll(requests, testTrace())).toMatchObject(expected);
      const refs = requests.map(refOf);
      const refreshed = await subject.rpc.refreshAll([unknown(), ...refs], testTrace());
      expect(refreshed).toMatchObject([NONE, ...expected]);
    });

    test("captures authorised payments once, and refuses the others", async () => {
      const held = await authorised("authorized");
      const waiting = await authorised("requires_action");
      const declined = await authorised("failed");
      const refs = [held, waiting, declined, unknown()];
      for (let times = 0; times < 2; times += 1)
        expect(await subject.rpc.captureAll(refs, testTrace())).toMatchObject([
          { ok: true, value: { ...held, state: "succeeded", capturedMinor: 2500 } },
          { ok: false, refusal: "conflict" },
          { ok: true, value: { ...declined, state: "failed", capturedMinor: 0 } },
          { ok: false, refusal: "not_found" },
        ]);
    });

    test("ends payments that hold no money, and others if held money is released", async () => {
      const taken = await authorised("authorized");
      await subject.rpc.captureAll([taken], testTrace());
      const held = await authorised("authorized");
      const refs = [await authorised("requires_action"), held, await authorised("failed"), taken];
      const ended = ["cancelled", "authorized", "failed", "succeeded"].map(state);
      for (let times = 0; times < 2; times += 1)
        expect(await subject.rpc.endAll(refs, testTrace())).toMatchObject(ended);
      const released = [{ ...held, voidsHeld: true }];
      expect(await subject.rpc.endAll(released, testTrace())).toMatchObject([state("cancelled")]);
    });

    testReceivedMoney(() => subject);

    test("offers payments by card", async () => {
      expect(await subject.rpc.methods(testTrace())).toContain("card");
    });

    test("authorises another attempt after a decline, and no attempt while an earlier one lives", async () => {
      const declined = subject.requestFor("failed");
      await subject.rpc.authorise(declined, testTrace());
      const next = { ...subject.requestFor("authorized"), orderId: declined.orderId, attempt: 2 };
      const payment = await subject.rpc.authorise(next, testTrace());
      expect(payment).toMatchObject({ ...refOf(next), state: "authorized" });
      const third = { ...next, attempt: 3 };
      const refused = subject.rpc.authorise(third, testTrace());
      expect(await refused.catch((err: unknown) => err)).toMatchObject({ code: "conflict" });
      expect(
        await subject.rpc.refreshAll([declined, next, third].map(refOf), testTrace()),
      ).toMatchObject([state("failed"), state("authorized"), NONE]);
      const records = await subject.rpc.ofOrders([declined.orderId], testTrace());
      expect(records.map(({ attempt }) => attempt)).toEqual([1, 2]);
    });

    test("authorises a difference while the order as placed is paid", async () => {
      const placed = await authorised("authorized");
      await subject.rpc.captureAll([placed], testTrace());
      const difference = {
        ...subject.requestFor("authorized"),
        orderId: placed.orderId,
        attempt: 2,
        charge: 2,
      };
      const payment = await subject.rpc.authorise(difference, testTrace());
      expect(payment).toMatchObject({ attempt: 2, state: "authorized" });
    });

    test("blocks one attempt of an order, and authorises the next", async () => {
      const request = subject.requestFor("authorized");
      await subject.rpc.endAll([refOf(request)], testTrace());
      const late = await subject.rpc.authorise(request, testTrace());
      expect(late.state).toBe("cancelled");
      const next = await subject.rpc.authorise({ ...request, attempt: 2 }, testTrace());
      expect(next.state).toBe("authorized");
    });

    test("blocks later payments of an order that is ended without one", async () => {
      const request = subject.requestFor("authorized");
      const { orderId, amount, method } = request;
      expect(await subject.rpc.endAll([refOf(request)], testTrace())).toEqual([NONE]);
      const late = await subject.rpc.authorise(request, testTrace());
      expect(late).toMatchObject({ orderId, amount, method, state: "cancelled" });
      expect(await subject.rpc.refreshAll([refOf(request)], testTrace())).toEqual([NONE]);
      expect(await subject.rpc.ofOrders([orderId], testTrace())).toEqual([]);
    });

    const refundFor = (ref: PaymentRef, amountMinor: number): RefundRequest => ({
      ...ref,
      refundId: newId("refund"),
      amount: money(amountMinor, "EUR"),
      reason: null,
    });
    test("refunds a captured payment in parts, and no more than was captured", async () => {
      const ref = await authorised("authorized");
      const early = refundFor(ref, 500);
      expect(await codeOf(subject.rpc.refund(early, testTrace()))).toBe("conflict");
      await subject.rpc.captureAll([{ ...ref, amountMinor: 2000 }], testTrace());
      const request = refundFor(ref, 1500);
      const refund = await subject.rpc.refund(request, testTrace());
      expect(refund).toMatchObject({
        ...ref,
        id: request.refundId,
        amount: money(1500, "EUR"),
        state: "succeeded",
        failureCode: null,
        origin: "shop",
      });
      expect(await subject.rpc.refund(request, testTrace())).toEqual(refund);
      const changed = { ...request, amount: money(1400, "EUR") };
      expect(await codeOf(subject.rpc.refund(changed, testTrace()))).toBe("idempotency_key_reused");
      const beyond = subject.rpc.refund(refundFor(ref, 501), testTrace());
      expect(await codeOf(beyond)).toBe("refund_exceeds_captured");
      expect(await codeOf(subject.rpc.refund(refundFor(unknown(), 1), testTrace()))).toBe(
        "not_found",
      );
      expect(await subject.rpc.refundsOf([ref.orderId], testTrace())).toEqual([refund]);
      const ids = [request.refundId, "ref_unknown0"];
      expect(await subject.rpc.refreshRefunds(ids, testTrace())).toEqual([
        { ok: true, value: refund },
        NONE,
      ]);
    });

    test("returns the stored payments of orders, and nothing for orders without one", async () => {
      const { orderId } = await authorised("authorized");
      const records = await subject.rpc.ofOrders([newId("order"), orderId], testTrace());
      expect(records).toMatchObject([
        { orderId, state: "authorized", provider: "stripe", createdAt: expect.any(String) },
      ]);
      expect(await subject.rpc.ofOrders([], testTrace())).toEqual([]);
    });
  });
