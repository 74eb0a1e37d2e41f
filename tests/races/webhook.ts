import Stripe from "stripe";
import type { Json } from "#tests/system";

const SECONDS_MS = 1000;

/** Returns a function that sends a signed webhook of the card provider to the shop. */
export const webhooksTo = (url: string, secret: string) => {
  const { webhooks } = new Stripe("sk_test_unused");
  return async (type: string, object: Json, id = `evt_${crypto.randomUUID()}`) => {
    const created = Math.floor(Date.now() / SECONDS_MS);
    const payload = JSON.stringify({ id, object: "event", type, created, data: { object } });
    const signature = await webhooks.generateTestHeaderStringAsync({ payload, secret });
    return fetch(`${url}/webhooks/stripe`, {
      method: "POST",
      body: payload,
      headers: { "content-type": "application/json", "stripe-signature": signature },
    });
  };
};
