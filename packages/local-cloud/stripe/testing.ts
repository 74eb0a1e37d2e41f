import Stripe from "stripe";
import { serveStandIn } from "#cloud/frame/stand-in";
import { type StripeOptions, stripeStandIn } from "./index";

export const TOKEN = "bodega-dev";
export const WEBHOOK_SECRET = "whsec_bodega_dev";

/** The official client, set up as the shop sets it up. */
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

/** The stand-in on a free port with the official client in front of it, and a clock to move. */
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

/** The error the official client throws. */
export const refusal = async (call: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  const error: unknown = await call.then(
    (answer) => answer,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error(`expected a refusal, got ${JSON.stringify(error)}`);
};

/** What a shop asks for: a card, by name, and the money only held. */
export const held = (amount = 2500): Stripe.PaymentIntentCreateParams => ({
  amount,
  currency: "eur",
  capture_method: "manual",
  confirm: true,
  payment_method: "pm_card_visa",
  allowed_payment_method_types: ["card"],
});

interface Letter {
  body: string;
  signature: string;
  event: Stripe.Event;
}

/** Never answers. */
export const SILENCE = new Promise<number>(() => {});

/** A shop's webhook door that keeps what arrives; it answers with the given statuses, then with 200. */
export const webhookDoor = (statuses: (number | Promise<number>)[] = []) => {
  const letters: Letter[] = [];
  let waiting: (() => void)[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const body = await request.text();
      const signature = request.headers.get("stripe-signature") ?? "";
      letters.push({ body, signature, event: JSON.parse(body) as Stripe.Event });
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
      return new Response(null, { status: await (statuses.shift() ?? 200) });
    },
  });
  const door = {
    url: `http://127.0.0.1:${server.port}/webhooks/stripe`,
    letters,
    types: () => letters.map(({ event }) => event.type as string),
    /** Resolves with the first `count` letters of a type. */
    async received(type: string, count = 1): Promise<Letter[]> {
      for (;;) {
        const found = letters.filter(({ event }) => event.type === type);
        if (found.length >= count) return found.slice(0, count);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    close: () => server.stop(true),
  };
  return door;
};
