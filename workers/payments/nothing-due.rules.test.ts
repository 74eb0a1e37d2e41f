import { afterAll, afterEach, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

describe("a payment of zero", () => {
  const freeOrder = () => ({ ...orderOf(null), amount: money(0, "EUR") });

  test("succeeds and is announced without a vendor or a token", async () => {
    const request = freeOrder();
    const callsBefore = (await worker.journal()).length;
    const payment = await worker.authorise(request);
    expect(payment).toMatchObject({ state: "succeeded", method: "none", capturedMinor: 0 });
    expect(await worker.authorise(request)).toEqual(payment);
    expect(await worker.capture(request.orderId)).toEqual(payment);
    expect(await worker.refresh(request.orderId)).toEqual(payment);
    expect(await worker.cancel(request.orderId)).toEqual(payment);
    expect((await worker.journal()).length).toBe(callsBefore);
    expect(await worker.events(request.orderId)).toEqual(["payment.succeeded"]);
  });

  test.each(["authorise", "refresh", "cancel", "sweep"] as const)(
    "is completed by %s when the process died after the insert",
    async (step) => {
      const request = freeOrder();
      const dying = spyOn(worker.store, "move").mockRejectedValueOnce(new Error("died"));
      expect(await codeOf(worker.authorise(request))).toContain("died");
      dying.mockRestore();
      expect(await worker.rowOf(request.orderId)).toMatchObject({ state: "pending" });
      const callsBefore = (await worker.journal()).length;
      await worker.makeDue(request.orderId);
      await inCall(async () => {
        if (step === "authorise") return worker.payments.authorise(request);
        return step === "sweep" ? worker.refreshDue() : worker.payments[step](request);
      });
      expect(await worker.rowOf(request.orderId)).toMatchObject({ state: "succeeded" });
      expect((await worker.journal()).length).toBe(callsBefore);
    },
  );
});
