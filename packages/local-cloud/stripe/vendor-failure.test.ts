import { afterEach, beforeEach, expect, test } from "bun:test";
import type { FaultKind } from "#cloud/frame/faults";
import { type Running, refusal, startStripe } from "./testing";

let shop: Running;
beforeEach(() => {
  shop = startStripe();
});
afterEach(() => shop.stop());

const fault = (kind: FaultKind) => shop.faults.set({ seed: 1, rules: [{ kind, rate: 1 }] });

test("answers an injected failure in Stripe's format", async () => {
  for (const kind of ["error-before", "error-after"] as const) {
    fault(kind);
    expect(await refusal(shop.client.balance.retrieve())).toMatchObject({
      type: "StripeAPIError",
      statusCode: 500,
      rawType: "api_error",
    });
  }
});

test("answers an injected rate limit in Stripe's format", async () => {
  fault("rate-limit");
  expect(await refusal(shop.client.balance.retrieve())).toMatchObject({
    type: "StripeRateLimitError",
    code: "rate_limit",
  });
});

test("causes a connection error in the client when the connection is cut", async () => {
  for (const kind of ["drop-before", "truncate"] as const) {
    fault(kind);
    expect((await refusal(shop.client.balance.retrieve())).type).toMatch(
      /StripeConnectionError|StripeAPIError/,
    );
  }
});

test("describes each call in the journal, without secrets", async () => {
  const { id } = await shop.client.customers.create({ email: "ada@example.com" });
  await refusal(shop.client.paymentIntents.retrieve("pi_none"));
  const { entries } = (await (await shop.dev("/journal")).json()) as {
    entries: { method: string; path: string; summary: string; status: number }[];
  };
  expect(entries).toMatchObject([
    { method: "POST", path: "/v1/customers", summary: `customer ${id}`, status: 200 },
    { path: "/v1/payment_intents/pi_none", summary: "resource_missing", status: 404 },
  ]);
});
