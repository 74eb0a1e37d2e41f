import { afterEach, expect, test } from "bun:test";
import {
  clientFor,
  manualPayment,
  type Running,
  refusal,
  startStripe,
  webhookReceiver,
} from "#cloud/stripe/testing";

let shop: Running;
afterEach(() => shop.stop());

const URL_OF_SHOP = "https://shop.example/webhooks/stripe";

test("lists the configured endpoint without its secret", async () => {
  shop = startStripe({ webhookUrl: URL_OF_SHOP, enabledEvents: ["payment_intent.succeeded"] });
  const { data } = await shop.client.webhookEndpoints.list({ limit: 100 });
  expect(data).toMatchObject([
    { url: URL_OF_SHOP, status: "enabled", enabled_events: ["payment_intent.succeeded"] },
  ]);
  expect(data[0]).not.toHaveProperty("secret");
  const next = await shop.client.webhookEndpoints.list({ starting_after: data[0]?.id ?? "" });
  expect(next.data).toEqual([]);
});

test("sends nothing to a disabled endpoint", async () => {
  const receiver = webhookReceiver();
  shop = startStripe({ webhookUrl: receiver.url, webhookStatus: "disabled" });
  await shop.client.paymentIntents.create(manualPayment());
  const books = (await (await shop.dev("/books")).json()) as { webhookDeliveries: object[] };
  expect(books.webhookDeliveries).toEqual([]);
  await receiver.close();
});

test("reports whether the account may charge", async () => {
  shop = startStripe({ chargesEnabled: false });
  expect(await shop.client.accounts.retrieveCurrent()).toMatchObject({
    object: "account",
    charges_enabled: false,
  });
});

test("lets a restricted key do only what its permissions allow", async () => {
  const key = "rk_test_restricted_key";
  shop = startStripe({ restrictedKeys: { [key]: ["rak_payment_intent_write"] } });
  const client = clientFor(shop.url, key);
  const { id } = await client.paymentIntents.create(manualPayment());
  expect((await client.paymentIntents.retrieve(id)).id).toBe(id);
  expect(await refusal(client.webhookEndpoints.list())).toMatchObject({
    statusCode: 403,
    message: expect.stringContaining("rak_webhook_read"),
  });
});
