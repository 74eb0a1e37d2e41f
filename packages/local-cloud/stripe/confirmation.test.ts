import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { manualPayment, type Running, refusal, startStripe } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startStripe();
});
afterEach(() => shop.stop());

describe("declines", () => {
  const CASES: [card: string, code: string, declineCode: string | undefined][] = [
    ["pm_card_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", undefined],
  ];
  test.each(CASES)("declines %s with %s", async (payment_method, code, declineCode) => {
    const error = await refusal(
      shop.client.paymentIntents.create({ ...manualPayment(1000), payment_method }),
    );
    expect(error).toMatchObject({
      type: "StripeCardError",
      statusCode: 402,
      code,
      doc_url: expect.stringContaining("error-codes"),
      payment_intent: { status: "requires_payment_method", payment_method: null },
    });
    expect(error.decline_code || undefined).toBe(declineCode as string);

    const intent = await shop.client.paymentIntents.retrieve(error.payment_intent?.id ?? "");
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      amount_received: 0,
      last_payment_error: {
        code,
        type: "card_error",
        payment_method: { object: "payment_method" },
      },
    });
    expect(await shop.client.charges.retrieve(error.charge ?? "")).toMatchObject({
      status: "failed",
      paid: false,
      failure_code: code,
    });
  });

  test("accepts another card for the same intent after a decline", async () => {
    const error = await refusal(
      shop.client.paymentIntents.create({
        ...manualPayment(),
        payment_method: "pm_card_chargeDeclined",
      }),
    );
    const paid = await shop.client.paymentIntents.confirm(error.payment_intent?.id ?? "", {
      payment_method: "pm_card_visa",
    });
    expect(paid).toMatchObject({ status: "requires_capture", last_payment_error: null });
  });
});

describe("3-D Secure", () => {
  const challenged = (return_url?: string) =>
    shop.client.paymentIntents.create({
      ...manualPayment(3300),
      payment_method: "pm_card_threeDSecure2Required",
      ...(return_url && { return_url }),
    });

  test("redirects the buyer to the bank's page and back to the shop after approval", async () => {
    const intent = await challenged("https://shop.example/return?order=o1");
    expect(intent).toMatchObject({
      status: "requires_action",
      latest_charge: null,
      next_action: { type: "redirect_to_url" },
    });
    const url = intent.next_action?.redirect_to_url?.url ?? "";
    const page = await fetch(url);
    expect(await page.text()).toContain("€33.00");

    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ outcome: "success" }),
      redirect: "manual",
    });
    const back = new URL(answer.headers.get("location") ?? "");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      order: "o1",
      payment_intent: intent.id,
      payment_intent_client_secret: String(intent.client_secret),
      redirect_status: "succeeded",
    });
    expect(await shop.client.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_capture",
      next_action: null,
    });
  });

  test("keeps the fragment of the shop's page, and names an icon so that no browser asks for one", async () => {
    const intent = await challenged("https://shop.example/return#token=t1");
    const url = intent.next_action?.redirect_to_url?.url ?? "";
    expect(await (await fetch(url)).text()).toContain('<link rel="icon" href="data:,"');
    const body = new URLSearchParams({ outcome: "success" });
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    expect(new URL(answer.headers.get("location") ?? "").hash).toBe("#token=t1");
  });

  test("lets the buyer use another card after a failed challenge", async () => {
    const intent = await challenged("https://shop.example/return");
    const url = intent.next_action?.redirect_to_url?.url ?? "";
    const body = new URLSearchParams({ outcome: "failure" });
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    expect(answer.headers.get("location")).toContain("redirect_status=failed");
    expect(await shop.client.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_authentication_failure" },
    });
  });

  test("changes nothing and redirects to the same page when the form is submitted twice", async () => {
    const intent = await challenged("https://shop.example/return");
    const url = intent.next_action?.redirect_to_url?.url ?? "";
    const press = async (outcome: string) => {
      const body = new URLSearchParams({ outcome });
      const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
      return answer.headers.get("location");
    };
    expect(await press("failure")).toBe((await press("success")) ?? "");
  });

  test("leaves the challenge to Stripe.js when there is no return_url", async () => {
    expect((await challenged()).next_action).toMatchObject({
      type: "use_stripe_sdk",
      use_stripe_sdk: { type: "three_d_secure_redirect" },
    });
  });

  test("completes the challenge without a browser through the control route", async () => {
    const { id } = await challenged();
    const answer = await shop.dev(`/intents/${id}/authenticate`, { outcome: "success" });
    expect(await answer.json()).toMatchObject({ id, status: "requires_capture" });
    expect((await shop.dev(`/intents/${id}/authenticate`, { outcome: "maybe" })).status).toBe(400);
    expect((await shop.dev("/intents/pi_none/authenticate", { outcome: "success" })).status).toBe(
      404,
    );
  });

  test("declines a card after a passed challenge", async () => {
    const { id } = await shop.client.paymentIntents.create({
      ...manualPayment(),
      payment_method: "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
    });
    await shop.dev(`/intents/${id}/authenticate`, { outcome: "success" });
    expect(await shop.client.paymentIntents.retrieve(id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { decline_code: "insufficient_funds" },
    });
  });

  test("declines an off-session payment with authentication_required", async () => {
    const error = await refusal(
      shop.client.paymentIntents.create({
        ...manualPayment(),
        payment_method: "pm_card_authenticationRequired",
        off_session: true,
      }),
    );
    expect(error).toMatchObject({ statusCode: 402, code: "authentication_required" });
  });
});
