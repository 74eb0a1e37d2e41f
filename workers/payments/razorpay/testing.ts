import { razorpayStandIn } from "#cloud/razorpay";
import { serveStandIn } from "#cloud/stand-in";
import type { PaymentRequest } from "#contract/payments";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { movableClock } from "#kernel/testing";

export const KEY_ID = "rzp_test_bodega";
export const KEY_SECRET = "bodega-dev";
export const WEBHOOK_SECRET = "bodega-dev-webhook";

interface Books {
  orders: { id: string; amount: number; currency: string; receipt: string | null }[];
  payments: { id: string; orderId: string; status: string; captured: boolean }[];
  captures: { payment: string; amount: number }[];
  refunds: { id: string; receipt: string | null }[];
}

/** Returns an order's request for a payment: twenty-five rupees by UPI. */
export const rupeesBy = (
  method = "upi",
  changes: Partial<PaymentRequest> = {},
): PaymentRequest => ({
  orderId: newId("order"),
  attempt: 1,
  orderNumber: "ORD-0000000042",
  amount: money(2500, "INR"),
  method,
  token: null,
  returnUrl: "https://shop.test/thanks",
  ...changes,
});

/** Starts Razorpay's stand-in, with methods that read and change its state. */
export const testRazorpay = () => {
  const clock = movableClock(Date.now());
  const cloud = razorpayStandIn({
    dataDir: ":memory:",
    keyId: KEY_ID,
    token: KEY_SECRET,
    webhookSecret: WEBHOOK_SECRET,
    clock: clock.now,
  });
  const server = serveStandIn(cloud, 0);
  const dev = async (path: string, body: object) => {
    const answer = await fetch(`${server.url}/_dev${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { id: string; status: string };
  };
  const books = async () => (await (await fetch(`${server.url}/_dev/books`)).json()) as Books;
  return {
    url: server.url,
    stop: server.stop,
    clock,
    faults: cloud.faults,
    /** The variables of a Worker that uses the stand-in. */
    env: {
      RAZORPAY_URL: server.url,
      RAZORPAY_KEY_ID: KEY_ID,
      RAZORPAY_KEY_SECRET: KEY_SECRET,
      RAZORPAY_WEBHOOK_SECRET: WEBHOOK_SECRET,
    },
    books,
    /** Pays an order of Razorpay as a buyer who succeeds, fails, or closes the bank's page. */
    pay: (ref: string, outcome: "success" | "failure" | "none" = "success") =>
      dev(`/orders/${ref}/pay`, { method: "upi", outcome }),
    /** Refunds the captured payment of an order, as its merchant does in Razorpay's dashboard. */
    refund: async (ref: string, amount: number) => {
      const { payments } = await books();
      const captured = payments.find(
        ({ orderId, captured: isCaptured }) => orderId === ref && isCaptured,
      );
      const answer = await fetch(`${server.url}/v1/payments/${captured?.id}/refund`, {
        method: "POST",
        body: JSON.stringify({ amount }),
        headers: { authorization: `Basic ${btoa(`${KEY_ID}:${KEY_SECRET}`)}` },
      });
      return (await answer.json()) as { id: string; payment_id: string };
    },
    /** Disputes a payment as the buyer's bank does. */
    dispute: (paymentId: string) => dev(`/payments/${paymentId}/dispute`, {}),
    endDispute: (disputeId: string, step: "won" | "lost" | "closed") =>
      dev(`/disputes/${disputeId}`, { step }),
    /** Answers the bank's page of a waiting payment. */
    authenticate: (paymentId: string, outcome: "success" | "failure") =>
      dev(`/payments/${paymentId}/authenticate`, { outcome }),
    /** Drops the next answer to a call under the path, after the call has taken effect. */
    loseAnswer: (pathPrefix: string, method = "POST") =>
      cloud.faults.set({
        seed: 1,
        rules: [{ match: { method, pathPrefix }, kind: "apply-then-drop", rate: 1, times: 1 }],
      }),
  };
};
export type TestRazorpay = ReturnType<typeof testRazorpay>;
