import { join } from "node:path";
import type { Hono } from "hono";
import { z } from "zod";
import { frame, type StandIn, type StandInEnv, type StandInOptions } from "#cloud/frame/stand-in";
import type { Account, Cause } from "./account";
import { serve } from "./api";
import { books } from "./books";
import { challengeRoutes } from "./challenge";
import { authenticate } from "./confirmation";
import { deliveries, type Receiver } from "./deliveries";
import { doDue } from "./due";
import { recordEvent } from "./events";
import { idempotencyKeys } from "./idempotency";
import type { EventType } from "./objects";
import { ROUTES } from "./routes";
import { objectStore, openDatabase } from "./store";
import { injectedBody, inStripesEnvelope } from "./vendor-failure";

export interface StripeOptions extends StandInOptions {
  /** Signs what goes to `webhookUrl`. */
  webhookSecret: string;
  webhookUrl?: string;
  /** What `webhookUrl` wants to hear of; `*` is everything. */
  enabledEvents?: readonly (EventType | "*")[];
  /** Epoch milliseconds. Moving it ahead lets authorisations expire. */
  clock?: () => number;
  /** The pause before each further try to deliver an event. */
  webhookRetryDelaysMs?: readonly number[];
}

/** What a shop acts on. `payment_intent.created` is left out: the shop created it. */
const SHOP_EVENTS: readonly EventType[] = [
  "payment_intent.requires_action",
  "payment_intent.processing",
  "payment_intent.amount_capturable_updated",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
];

const RETRY_DELAYS_MS = [500, 2000];
/** The interval of checks of the calendar when there are no calls. */
const CALENDAR_MS = 250;
const DELIVERIES_SHOWN = 200;

const Authenticate = z.strictObject({ outcome: z.enum(["success", "failure"]) });

const configuredReceiver = (options: StripeOptions): Receiver[] => {
  const { webhookUrl: url, webhookSecret: secret, enabledEvents = SHOP_EVENTS } = options;
  return url ? [{ id: "we_configured", url, secret, enabledEvents }] : [];
};

/** What only a stand-in has: the shopper's answer to a challenge without a browser. */
const devRoutes = (app: Hono<StandInEnv>, account: Account) =>
  app.post("/_dev/intents/:id/authenticate", async (c) => {
    const wanted = Authenticate.safeParse(await c.req.json().catch(() => undefined));
    if (!wanted.success) return c.json({ error: wanted.error.issues }, 400);
    const passed = wanted.data.outcome === "success";
    return c.json(account.db.transaction(() => authenticate(account, c.req.param("id"), passed))());
  });

/** Stripe on this machine: its HTTP protocol, its test cards, its signed webhooks. */
export const stripeStandIn = (options: StripeOptions): StandIn => {
  const { clock = Date.now, dataDir, token } = options;
  const db = openDatabase(dataDir === ":memory:" ? dataDir : join(dataDir, "stripe.db"));
  const objects = objectStore(db);
  const keys = idempotencyKeys(db, clock);
  const { name, app, faults } = frame({
    name: "stripe",
    failureBody: injectedBody,
    books: () => ({ ...books(db, objects), webhookDeliveries: mail.last(DELIVERIES_SHOWN) }),
  });
  const mail = deliveries({
    db,
    objects,
    clock,
    faults,
    receivers: configuredReceiver(options),
    retryDelaysMs: options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
  });
  const accountFor = (cause: Cause): Account => {
    const account = { db, objects, clock, cause, underWay: mail.post.underWay };
    return { ...account, emit: recordEvent(account, mail.post) };
  };
  /** The account as Stripe itself acts on it, with no request behind. */
  const stripesOwn = accountFor({ id: null, idempotencyKey: null, origin: "" });

  for (const endpoint of ROUTES)
    app.on(endpoint.method, endpoint.path, serve({ token, faults, keys, accountFor }, endpoint));
  app.route("/3ds", challengeRoutes(stripesOwn));
  devRoutes(app, stripesOwn);
  const calendar = setInterval(() => doDue(stripesOwn), CALENDAR_MS);

  return {
    name,
    app: inStripesEnvelope(app),
    faults,
    async close() {
      clearInterval(calendar);
      await mail.close();
      db.close();
    },
  };
};
