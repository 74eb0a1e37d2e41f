import { DEV_TOKEN, RAZORPAY_KEY_ID, type Vendor } from "#dev/clouds";
import type { Json } from "#tests/system";
import type { Sale } from "./sale";

const TRIES = 20;
const PAUSE_MS = 200;

/** Repeats a call while the provider's process is starting again. */
const insisting = async (call: () => Promise<Response>) => {
  for (let tries = 1; tries < TRIES; tries += 1) {
    const answer = await call().catch(() => undefined);
    if (answer) return answer;
    await Bun.sleep(PAUSE_MS);
  }
  throw new Error("The payment provider does not answer.");
};

const post = (url: string, body: object, headers: Record<string, string> = {}) =>
  insisting(() => fetch(url, { method: "POST", body: JSON.stringify(body), headers }));
const booksAt = async (url: string): Promise<Json> =>
  (await insisting(() => fetch(`${url}/_dev/books`))).json();

/** Stripe's page of a bank, and its console. */
const stripeAt = (url: string) => ({
  async authenticate(page: URL, outcome: "success" | "failure") {
    const id = page.pathname.split("/").at(-1);
    await post(`${url}/_dev/intents/${id}/authenticate`, { outcome });
  },
  async refund(orderId: string, amount: number) {
    const { paymentIntents } = await booksAt(url);
    const { id } =
      paymentIntents.find(
        ({ metadata, amountCaptured }: Json) => amountCaptured > 0 && metadata.order_id === orderId,
      ) ?? {};
    if (id) await post(`${url}/_dev/intents/${id}/refund`, { amount });
  },
});

/** Razorpay's hosted checkout, and its console, which calls the API. */
const razorpayAt = (url: string) => ({
  async authenticate(page: URL, outcome: "success" | "failure") {
    const ref = page.searchParams.get("order_id");
    const method = page.searchParams.get("method") ?? "card";
    await post(`${url}/_dev/orders/${ref}/pay`, { method, outcome });
  },
  async refund(orderId: string, amount: number) {
    const { orders, payments } = await booksAt(url);
    const refs = new Set(
      orders.filter(({ notes }: Json) => notes.order_id === orderId).map(({ id }: Json) => id),
    );
    const { id } =
      payments.find(({ captured, orderId: ref }: Json) => captured && refs.has(ref)) ?? {};
    const authorization = `Basic ${btoa(`${RAZORPAY_KEY_ID}:${DEV_TOKEN}`)}`;
    if (id) await post(`${url}/v1/payments/${id}/refund`, { amount }, { authorization });
  },
});

/** What buyers and staff do at the providers, beside the shop. */
export const bankAt = (urls: Record<Vendor, string>): Sale["bank"] => {
  const [stripe, razorpay] = [stripeAt(urls.stripe), razorpayAt(urls.razorpay)];
  return {
    async authenticate(payment, outcome) {
      const url: string | undefined = payment?.nextAction?.url;
      if (!url) return;
      const page = new URL(url);
      const provider = page.searchParams.has("order_id") ? razorpay : stripe;
      await provider.authenticate(page, outcome);
    },
    refund: ({ id, payment }, amount) =>
      (payment?.method === "card" ? stripe : razorpay).refund(id, amount),
    async stopSms({ shippingAddress }) {
      const from: string | undefined = shippingAddress?.phone;
      if (from) await post(`${urls.twilio}/_dev/inbound`, { from, body: "STOP" });
    },
  };
};
