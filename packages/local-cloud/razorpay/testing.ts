import Razorpay from "razorpay";
import { serveStandIn } from "#cloud/frame/stand-in";
import { type RazorpayOptions, razorpayStandIn } from "./index";
import type { Payment } from "./objects";

export const KEY_ID = "rzp_test_bodega";
export const SECRET = "bodega-dev";
export const WEBHOOK_SECRET = "bodega-dev-webhook";

/** Creates the official client. Its address is fixed, except through its HTTP client. */
export const clientFor = (url: string, keySecret = SECRET) => {
  const client = new Razorpay({ key_id: KEY_ID, key_secret: keySecret });
  const { api } = client as unknown as { api: { rq: { defaults: { baseURL: string } } } };
  api.rq.defaults.baseURL = url;
  return client;
};

/** Starts the stand-in on a free port, with the official client and a movable clock. */
export const startRazorpay = (options: Partial<RazorpayOptions> = {}) => {
  let aheadMs = 0;
  const standIn = razorpayStandIn({
    dataDir: ":memory:",
    keyId: KEY_ID,
    token: SECRET,
    webhookSecret: WEBHOOK_SECRET,
    clock: () => Date.now() + aheadMs,
    webhookRetryDelaysMs: [1, 2],
    ...options,
  });
  const { url, stop } = serveStandIn(standIn, 0);
  const client = clientFor(url);

  const dev = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${url}/_dev${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return (await answer.json()) as T;
  };

  return {
    url,
    stop,
    faults: standIn.faults,
    client,
    dev,
    moveClock(minutes: number) {
      aheadMs += minutes * 60_000;
    },
    /** Returns a new order, captured by the merchant. */
    order: (changes: object = {}) =>
      client.orders.create({
        amount: 2500,
        currency: "INR",
        receipt: "pay_1",
        payment: { capture: "manual" },
        ...changes,
      }),
    /** Pays an order as a buyer who succeeds, fails, or closes the bank's page. */
    pay: (orderId: string, outcome = "success", choice: object = { method: "netbanking" }) =>
      dev<Payment>(`/orders/${orderId}/pay`, { outcome, ...choice }),
    /** Calls the API with a JSON body and the account's keys. */
    call: (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${url}${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { authorization: `Basic ${btoa(`${KEY_ID}:${SECRET}`)}`, ...headers },
      }),
    /** Submits a form of the checkout as a browser does, without following the answer. */
    submit: (path: string, fields: Record<string, string>) =>
      fetch(new URL(path, url), {
        method: "POST",
        body: new URLSearchParams(fields),
        redirect: "manual",
      }),
  };
};
export type Running = ReturnType<typeof startRazorpay>;

interface RefusalSeen {
  statusCode: number;
  error: { code: string; description: string; reason?: string; field?: string };
}

/** Returns the error that the official client throws. */
export const refusal = async (call: Promise<unknown>): Promise<RefusalSeen> => {
  const answer: unknown = await call.then(
    (value) => ({ value }),
    (thrown: unknown) => thrown,
  );
  if (answer && typeof answer === "object" && "statusCode" in answer) return answer as RefusalSeen;
  throw new Error(`expected a refusal, got ${JSON.stringify(answer)}`);
};
