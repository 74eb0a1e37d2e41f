import Stripe from "stripe";
import { serveStandIn } from "#cloud/frame/stand-in";
import { type StripeOptions, stripeStandIn } from "./index";

export const TOKEN = "bodega-dev";
export const WEBHOOK_SECRET = "whsec_bodega_dev";

/** Creates the official client with the shop's settings. */
export const clientFor = (url: string, key = TOKEN) =>
  new Stripe(key, {
    host: "127.0.0.1",
    port: new URL(url).port,
    protocol: "http",
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 0,
    timeout: 6000,
    telemetry: false,
  });

/** Starts the stand-in on a free port, with the official client and a movable clock. */
export const startStripe = (options: Partial<StripeOptions> = {}) => {
  let aheadMs = 0;
  const standIn = stripeStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    webhookSecret: WEBHOOK_SECRET,
    clock: () => Date.now() + aheadMs,
    webhookRetryDelaysMs: [1, 2],
    ...options,
  });
  const { url, stop } = serveStandIn(standIn, 0);
  return {
    url,
    stop,
    faults: standIn.faults,
    client: clientFor(url),
    moveClock(ms: number) {
      aheadMs += ms;
    },
    dev: (path: string, body?: object) =>
      fetch(`${url}/_dev${path}`, body ? { method: "POST", body: JSON.stringify(body) } : {}),
  };
};
export type Running = ReturnType<typeof startStripe>;

/** Returns the error that the official client throws. */
export const refusal = async (call: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  const error: unknown = await call.then(
    (answer) => answer,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error(`expected a refusal, got ${JSON.stringify(error)}`);
};

/** Returns the parameters of a payment that is confirmed with a card and captured later. */
export const manualPayment = (amount = 2500): Stripe.PaymentIntentCreateParams => ({
  amount,
  currency: "eur",
  capture_method: "manual",
  confirm: true,
  payment_method: "pm_card_visa",
  allowed_payment_method_types: ["card"],
});

interface ReceivedWebhook {
  body: string;
  signature: string;
  event: Stripe.Event;
}

/** A status for `webhookReceiver` that never arrives, so that it does not answer. */
export const SILENCE = new Promise<number>(() => {});

/** Starts a server that collects webhooks. It answers with the given statuses, then with 200. */
export const webhookReceiver = (statuses: (number | Promise<number>)[] = []) => {
  const webhooks: ReceivedWebhook[] = [];
  let waiting: (() => void)[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = await request.text();
      const signature = request.headers.get("stripe-signature") ?? "";
      webhooks.push({ body, signature, event: JSON.parse(body) as Stripe.Event });
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
      return new Response(null, { status: await (statuses.shift() ?? 200) });
    },
  });
  const receiver = {
    url: `http://127.0.0.1:${server.port}/webhooks/stripe`,
    webhooks,
    types: () => webhooks.map(({ event }) => event.type as string),
    /** Resolves with the first `count` webhooks of a type. */
    async received(type: string, count = 1): Promise<ReceivedWebhook[]> {
      for (;;) {
        const found = webhooks.filter(({ event }) => event.type === type);
        if (found.length >= count) return found.slice(0, count);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    close: () => server.stop(true),
  };
  return receiver;
};
