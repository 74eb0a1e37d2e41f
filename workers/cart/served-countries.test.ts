import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { keyHeader, type TestCarts, testCarts } from "#cart/carts.testing";
import { ADDRESS } from "#cart/testing";
import { COPY_MS_MAX } from "#kernel/isolate-copy";
import { DEFAULTS } from "#workers/settings/testing";

let worker: TestCarts;
beforeAll(async () => {
  worker = await testCarts();
});
afterAll(() => worker.stop());

/** Changes the settings, and waits until every copy is old. */
const shopWith = (changes: Partial<typeof DEFAULTS>) => {
  worker.settings.current = { ...DEFAULTS, ...changes };
  worker.clock.advance(COPY_MS_MAX);
};
beforeEach(() => {
  worker.settings.isDown = false;
  shopWith({});
});

const newCart = (body: object = {}, headers = {}) => worker.post("/v1/carts", body, headers);

test("gives a new cart the currency and country of the settings", async () => {
  shopWith({ defaultCurrency: "CHF", defaultCountry: "CH" });
  expect((await newCart()).body).toMatchObject({ currency: "CHF", country: "CH" });
  const chosen = { currency: "EUR", country: "FR" };
  expect((await newCart(chosen)).body).toMatchObject(chosen);
});

describe("a country where the shop does not deliver", () => {
  const REFUSED = { status: 422, body: { code: "country_not_served" } };
  const at = (pointer: string) => ({ pointer, code: "country_not_served", allowed: ["DE", "AT"] });

  test("is refused for a new cart", async () => {
    shopWith({ countries: ["DE", "AT"] });
    const answer = await newCart({ country: "FR" });
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body).toMatchObject({ errors: [at("/country")] });
    expect((await newCart({ country: "AT" })).status).toBe(201);
  });

  test("is refused for a cart and its address, and changes nothing", async () => {
    shopWith({ countries: ["DE", "AT"] });
    const { body: cart } = await newCart();
    const path = `/v1/carts/${(cart as { id: string }).id}`;
    const shippingAddress = { ...ADDRESS, country: "FR", postalCode: "75001" };
    const answer = await worker.patch(path, { country: "FR", shippingAddress });
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body).toMatchObject({ errors: [at("/country"), at("/shippingAddress/country")] });
    expect((await worker.requestJson(path)).body).toEqual(cart);
    expect((await worker.patch(path, { billingAddress: shippingAddress })).status).toBe(200);
  });

  test("does not hide the answers of earlier requests", async () => {
    const [created, patched] = [keyHeader(), keyHeader()];
    const { body: cart } = await newCart({ country: "FR" }, created);
    const path = `/v1/carts/${(cart as { id: string }).id}`;
    await worker.patch(path, { country: "IT" }, patched);
    shopWith({ countries: ["DE"] });
    const again = await newCart({ country: "FR" }, created);
    expect([again.status, again.body]).toEqual([201, cart]);
    expect(await worker.patch(path, { country: "IT" }, patched)).toMatchObject({
      status: 200,
      body: { country: "IT" },
    });
  });

  test("is a message in a cart that has it already, and blocks its order", async () => {
    const { body } = await newCart({ lines: [{ variantId: worker.tea, quantity: 1 }] });
    const { id } = body as { id: string };
    await worker.patch(`/v1/carts/${id}`, {
      email: "ada@example.test",
      shippingAddress: ADDRESS,
      shippingOptionId: "sho_standard",
    });
    shopWith({ countries: ["FR"], defaultCountry: "FR" });
    expect((await worker.requestJson(`/v1/carts/${id}`)).body).toMatchObject({
      messages: [{ code: "country_not_served", severity: "error", path: "/country" }],
    });
    const order = { cartId: id, payment: { method: "card", token: "pm_card_visa" } };
    const refused = await worker.post("/v1/orders", order, keyHeader());
    expect(refused).toMatchObject(REFUSED);
    expect(refused.body).toMatchObject({ errors: [{ pointer: "/cartId" }] });
    expect((await worker.requestJson(`/v1/carts/${id}`)).body).toMatchObject({ status: "open" });
  });
});

test("uses the last settings while their Worker is down", async () => {
  shopWith({ defaultCountry: "AT" });
  await newCart();
  worker.settings.isDown = true;
  worker.clock.advance(COPY_MS_MAX);
  expect(await newCart()).toMatchObject({ status: 201, body: { country: "AT" } });
});

test("answers 503 when the settings were never read", async () => {
  const cold = await testCarts();
  cold.settings.isDown = true;
  const answer = await cold.post("/v1/carts", {});
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  await cold.stop();
});
