import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { manualPayment, type Running, refusal, startStripe, TOKEN } from "./testing";

let shop: Running;
beforeAll(() => {
  shop = startStripe();
});
afterAll(() => shop.stop());

/** Sends a form that the official client would not send. */
const post = async (path: string, body: string, type = "application/x-www-form-urlencoded") => {
  const answer = await fetch(`${shop.url}${path}`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": type },
  });
  const { error } = (await answer.json()) as { error?: Record<string, unknown> };
  return { status: answer.status, ...error };
};

const BAD: [what: string, form: string, error: Record<string, unknown>][] = [
  ["a missing amount", "currency=eur", { code: "parameter_missing", param: "amount" }],
  ["an amount of zero", "amount=0&currency=eur", { code: "parameter_invalid_integer" }],
  ["a fractional amount", "amount=1.5&currency=eur", { message: "Invalid integer: 1.5" }],
  [
    "an amount that is too large",
    "amount=100000000&currency=eur",
    { code: "amount_too_large", param: "amount" },
  ],
  [
    "an unknown currency",
    "amount=5&currency=abc",
    {
      code: "invalid_currency",
      param: "currency",
      message: expect.stringContaining("Invalid currency: abc. Stripe"),
    },
  ],
  ["an empty currency", "amount=5&currency=", { code: "parameter_invalid_empty" }],
  [
    "an unknown parameter",
    "amount=500&currency=eur&shipping[address][x]=1&shipping[name]=a",
    { code: "parameter_unknown", param: "shipping[address][x]" },
  ],
  [
    "an unknown enum value",
    "amount=500&currency=eur&capture_method=later",
    { message: "Invalid capture_method: must be one of automatic, automatic_async, or manual" },
  ],
  ["a string instead of an object", "amount=500&currency=eur&shipping=x", { param: "shipping" }],
  ["an object instead of a string", "amount[a]=5&currency=eur", { param: "amount" }],
  ["a string and an object under one name", "amount=5&amount[a]=5", { message: "Invalid object" }],
  [
    "a string instead of a list",
    "amount=500&currency=eur&payment_method_types=card",
    { param: "payment_method_types" },
  ],
  ["very deep nesting", `amount${"[a]".repeat(5000)}=5`, { type: "invalid_request_error" }],
  ["an empty name", "[]=1&amount=500&currency=eur", { code: "parameter_unknown" }],
  [
    "invalid percent encoding",
    "amount=%E0%A4%A&currency=eur",
    { code: "parameter_invalid_integer" },
  ],
  [
    "an invalid mail address",
    "amount=500&currency=eur&receipt_email=x",
    { code: "email_invalid", param: "receipt_email" },
  ],
  [
    "a metadata value that is too long",
    `amount=500&currency=eur&metadata[k]=${"x".repeat(501)}`,
    { param: "metadata[k]", message: expect.stringContaining("up to 500 characters") },
  ],
  [
    "a return_url without confirm",
    "amount=500&currency=eur&return_url=https://shop.example",
    { param: "return_url" },
  ],
  [
    "a return_url that is not a web address",
    "amount=500&currency=eur&confirm=true&payment_method=pm_card_visa&return_url=javascript:alert(1)",
    { param: "return_url", code: "url_invalid" },
  ],
  [
    "an unknown payment method",
    "amount=500&currency=eur&payment_method=pm_none",
    {
      code: "resource_missing",
      param: "payment_method",
      message: "No such PaymentMethod: 'pm_none'",
    },
  ],
  [
    "a payment method named like a property of every object",
    "amount=500&currency=eur&payment_method=constructor",
    { code: "resource_missing" },
  ],
  [
    "a confirmation without a card",
    "amount=500&currency=eur&confirm=true&payment_method_types[]=card",
    {
      code: "payment_intent_unexpected_state",
      message: expect.stringContaining("missing a payment method"),
    },
  ],
  [
    "a confirmation that may redirect, without a return_url",
    "amount=500&currency=eur&confirm=true&payment_method=pm_card_visa",
    { message: expect.stringContaining("you must provide a `return_url`") },
  ],
];

describe("invalid input", () => {
  test.each(BAD)("refuses %s and changes nothing", async (_what, form, error) => {
    expect(await post("/v1/payment_intents", form)).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      ...error,
    });
    expect((await shop.client.paymentIntents.list()).data).toHaveLength(0);
  });

  test("refuses a JSON body", async () => {
    expect(await post("/v1/payment_intents", '{"amount":5}', "application/json")).toMatchObject({
      status: 400,
      message: expect.stringContaining("application/x-www-form-urlencoded"),
    });
  });

  test("answers 404 when an object does not exist", async () => {
    const { paymentIntents, charges, refunds, events } = shop.client;
    const calls = [
      [() => paymentIntents.retrieve("pi_none"), "payment_intent: 'pi_none'", "intent"],
      [() => paymentIntents.capture("pi_none"), "payment_intent: 'pi_none'", "intent"],
      [() => charges.retrieve("ch_none"), "charge: 'ch_none'", "charge"],
      [() => refunds.retrieve("re_none"), "refund: 're_none'", "refund"],
      [() => events.retrieve("evt_none"), "event: 'evt_none'", "id"],
    ] as const;
    for (const [call, what, param] of calls) {
      expect(await refusal(call())).toMatchObject({
        statusCode: 404,
        code: "resource_missing",
        message: `No such ${what}`,
        param,
      });
    }
  });

  test("answers 404 when the URL does not exist", async () => {
    expect(await post("/v1/teapots", "")).toMatchObject({
      status: 404,
      message: expect.stringContaining("Unrecognized request URL (POST: /v1/teapots)"),
    });
  });
});

test("accepts any name as a metadata key", async () => {
  const form = "amount=500&currency=eur&metadata[__proto__]=a&metadata[0]=b&metadata[order]=c";
  expect((await post("/v1/payment_intents", form)).status).toBe(200);
  const [intent] = (await shop.client.paymentIntents.list()).data;
  expect(intent?.metadata).toMatchObject({ 0: "b", order: "c" });
  await shop.client.paymentIntents.cancel(intent?.id ?? "");
});

test("refuses a client secret that belongs to another intent", async () => {
  const { id } = await shop.client.paymentIntents.create(manualPayment());
  expect(
    (await refusal(shop.client.paymentIntents.retrieve(id, { client_secret: "pi_x_secret_y" })))
      .code,
  ).toBe("payment_intent_invalid_parameter");
});
