import type { Json } from "#tests/system";
import type { Sale } from "./acts";

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

const post = (url: string, body: object) =>
  insisting(() => fetch(url, { method: "POST", body: JSON.stringify(body) }));

/** What buyers and staff do at the payment provider, beside the shop. */
export const bankAt = (stripeUrl: string): Sale["bank"] => {
  const intentOf = async (orderId: string): Promise<string | undefined> => {
    const books: Json = await (await insisting(() => fetch(`${stripeUrl}/_dev/books`))).json();
    return books.paymentIntents.find(
      ({ metadata, amountCaptured }: Json) =>
        amountCaptured > 0 && JSON.stringify(metadata).includes(orderId),
    )?.id;
  };
  return {
    async authenticate(order, outcome) {
      const url: string | undefined = order.payment?.nextAction?.url;
      const id = url && new URL(url).pathname.split("/").at(-1);
      if (id) await post(`${stripeUrl}/_dev/intents/${id}/authenticate`, { outcome });
    },
    async refund(orderId, amount) {
      const id = await intentOf(orderId);
      if (id) await post(`${stripeUrl}/_dev/intents/${id}/refund`, { amount });
    },
  };
};
