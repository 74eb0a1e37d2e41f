import { DEV_TOKEN, RAZORPAY_KEY_ID } from "#dev/clouds";
import type { Sums } from "./money-books";
import type { ProcessShop } from "./process-shop";
import type { Json } from "./system";

export const PROVIDERS = ["stripe", "razorpay"] as const;

/** What buyers do at their bank, and staff in the console of a payment provider. */
export interface ProviderConsole {
  /** The payment of an order that waits for its buyer. */
  waiting: object;
  approve(order: Json): Promise<void>;
  /** Refunds the payment of an order beside the shop. */
  refund(order: Json, amount: number): Promise<void>;
  /** Returns what the provider has taken and paid back for an order. */
  sums(orderId: string): Promise<Sums>;
}

const sum = (records: readonly Json[], part: string) =>
  records.reduce((total, record) => total + record[part], 0);
const nextPage = ({ payment }: Json) => new URL(payment.nextAction.url);

const post = async (url: string, body: object, headers: Record<string, string> = {}) => {
  await fetch(url, { method: "POST", body: JSON.stringify(body), headers });
};

type Shop = Pick<ProcessShop, "books" | "clouds" | "intentsOf">;

const stripeConsole = ({ intentsOf, clouds: { urls } }: Shop): ProviderConsole => ({
  waiting: { method: "card", token: "pm_card_threeDSecure2Required" },
  approve: (order) => {
    const id = nextPage(order).pathname.split("/").at(-1);
    return post(`${urls.stripe}/_dev/intents/${id}/authenticate`, { outcome: "success" });
  },
  async refund({ id }, amount) {
    const [intent] = await intentsOf([id]);
    await post(`${urls.stripe}/_dev/intents/${intent.id}/refund`, { amount });
  },
  async sums(orderId) {
    const intents = await intentsOf([orderId]);
    return {
      captured: sum(intents, "amountCaptured"),
      refunded: sum(intents, "amountRefunded"),
    };
  },
});

const razorpayConsole = ({ books, clouds: { urls } }: Shop) => {
  const pay = (order: Json, choice: object) => {
    const ref = nextPage(order).searchParams.get("order_id");
    return post(`${urls.razorpay}/_dev/orders/${ref}/pay`, { method: "card", ...choice });
  };
  const captured = async (orderId: string): Promise<Json[]> => {
    const { orders, payments } = await books("razorpay");
    const refs = orders
      .filter(({ notes }: Json) => notes.order_id === orderId)
      .map(({ id }: Json) => id);
    return payments.filter((payment: Json) => payment.captured && refs.includes(payment.orderId));
  };
  return {
    waiting: { method: "razorpay", returnUrl: "http://localhost:3000/thanks" },
    approve: (order: Json) => pay(order, { outcome: "success" }),
    /** Lets the bank refuse a payment by one of Razorpay's test cards. */
    fail: (order: Json, cardNumber: string) => pay(order, { outcome: "failure", cardNumber }),
    async refund({ id }: Json, amount: number) {
      const [payment] = await captured(id);
      const authorization = `Basic ${btoa(`${RAZORPAY_KEY_ID}:${DEV_TOKEN}`)}`;
      await post(
        `${urls.razorpay}/v1/payments/${payment.id}/refund`,
        { amount },
        { authorization },
      );
    },
    async sums(orderId: string) {
      const own = await captured(orderId);
      return { captured: sum(own, "amount"), refunded: sum(own, "amountRefunded") };
    },
  } satisfies ProviderConsole & Record<string, unknown>;
};

/** Returns the console of each payment provider of a shop. */
export const consolesOf = (shop: Shop) => ({
  stripe: stripeConsole(shop),
  razorpay: razorpayConsole(shop),
});
