import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { manualPayment, type Running, refusal, startStripe } from "./testing";

let shop: Running;
beforeAll(() => {
  shop = startStripe();
});
afterAll(() => shop.stop());

const create = (amount: number, currency: string) =>
  shop.client.paymentIntents.create({ ...manualPayment(amount), currency });
const refused = (amount: number, currency: string) => refusal(create(amount, currency));

describe("creating an intent", () => {
  test("refuses an amount of zero", async () => {
    expect(await refused(0, "eur")).toMatchObject({
      statusCode: 400,
      code: "parameter_invalid_integer",
      param: "amount",
      message: expect.stringContaining("greater than or equal to the minimum charge amount"),
    });
  });

  test.each([
    ["eur", 49, "Amount must be at least €0.50 eur"],
    ["usd", 49, "Amount must be at least $0.50 usd"],
    ["gbp", 29, "Amount must be at least £0.30 gbp"],
    ["huf", 17_499, "Amount must be at least HUF 175.00 huf"],
    ["jpy", 49, "Amount must be at least ¥50 jpy"],
    ["mxn", 999, "Amount must be at least MX$10.00 mxn"],
  ])("refuses an amount below the minimum of %s", async (currency, amount, message) => {
    const error = await refused(amount, currency);
    expect(error).toMatchObject({ statusCode: 400, code: "amount_too_small", param: "amount" });
    expect(error.message.replace("\u00a0", " ")).toBe(message);
    expect(await create(amount + 1, currency)).toMatchObject({ amount: amount + 1 });
  });

  test.each([
    ["usd", 100_000_000],
    ["inr", 1_000_000_000],
    ["cop", 10_000_000_000],
    ["idr", 1_000_000_000_000],
  ])("refuses an amount with more digits than %s allows", async (currency, amount) => {
    expect(await refused(amount, currency)).toMatchObject({
      code: "amount_too_large",
      param: "amount",
    });
    expect(await create(amount - 1, currency)).toMatchObject({ amount: amount - 1 });
  });

  test.each([
    ["kwd", 11_001, 11_010],
    ["bhd", 105, 100],
    ["isk", 550, 500],
    ["ugx", 50_001, 50_000],
  ])(
    "refuses an amount that is not a multiple of the chargeable unit of %s",
    async (currency, fraction, whole) => {
      expect(await refused(fraction, currency)).toMatchObject({
        code: "parameter_invalid_integer",
        param: "amount",
      });
      expect(await create(whole, currency)).toMatchObject({ amount: whole, currency });
    },
  );

  test.each(["iqd", "hrk", "stn", "xxx"])(
    "refuses the unsupported currency %s",
    async (currency) => {
      expect(await refused(5000, currency)).toMatchObject({
        code: "invalid_currency",
        param: "currency",
      });
    },
  );
});

test("refuses to change an intent's currency when its amount cannot be charged in it", async () => {
  const { id } = await shop.client.paymentIntents.create({ amount: 11_001, currency: "eur" });
  const changed = shop.client.paymentIntents.update(id, { currency: "kwd" });
  expect(await refusal(changed)).toMatchObject({ code: "parameter_invalid_integer" });
});

test("refuses a capture or refund when the amount is not a multiple of the chargeable unit", async () => {
  const { id } = await create(11_010, "kwd");
  const { paymentIntents, refunds } = shop.client;
  expect(await refusal(paymentIntents.capture(id, { amount_to_capture: 11_005 }))).toMatchObject({
    code: "parameter_invalid_integer",
    param: "amount_to_capture",
  });
  await paymentIntents.capture(id);
  expect(await refusal(refunds.create({ payment_intent: id, amount: 5 }))).toMatchObject({
    code: "parameter_invalid_integer",
    param: "amount",
  });
});
