import { join } from "node:path";
import type { Hono } from "hono";
import { z } from "zod";
import { frame, type StandIn, type StandInEnv, type StandInOptions } from "#cloud/frame/stand-in";
import type { Account, Cause } from "./account";
import { serve } from "./api";
import { books } from "./books";
import { challengeRoutes } from "./challenge";
import { authenticate } from "./confirmation";
import { deliveries } from "./deliveries";
import { runDueActions } from "./due";
import { recordEvent } from "./events";
import { idempotencyKeys } from "./idempotency";
import type { EventType } from "./objects";
import { createRefund } from "./refunds";
import { ROUTES } from "./routes";
import type { Receiver } from "./settings/receiver";
import { objectStore, openDatabase } from "./store";
import { injectedBody, withStripeErrors } from "./vendor-failure";

export interface StripeOptions extends StandInOptions {
  /** The secret that signs webhooks to `webhookUrl`. */
  webhookSecret: string;
  webhookUrl?: string;
  /** The events that are sent to `webhookUrl`; `*` means all. */
  enabledEvents?: readonly (EventType | "*")[];
  /** Whether `webhookUrl` receives events; `enabled` by default. */
  webhookStatus?: Receiver["status"];
  /** Restricted keys beside `token`, each with its permissions, such as `rak_payment_intent_write`. */
  restrictedKeys?: Readonly<Record<string, readonly string[]>>;
  /** Whether the account may charge cards, as `GET /v1/account` reports it; true by default. */
  chargesEnabled?: boolean;
  /** Returns epoch milliseconds. Moving it forward makes authorisations expire. */
  clock?: () => number;
  /** The pause before each retry of a webhook. */
  webhookRetryDelaysMs?: readonly number[];
}

/**
 * The events that a shop acts on. `payment_intent.created` is missing, because the shop itself created the
 * intent.
 */
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
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
];

const RETRY_DELAYS_MS = [500, 2000];
/** The interval at which due actions run when there are no calls. */
const DUE_CHECK_MS = 250;
const DELIVERIES_SHOWN = 200;

const ConsoleRefund = z.strictObject({ amount: z.int().positive().optional() });
const Authenticate = z.strictObject({ outcome: z.enum(["success", "failure"]) });

const configuredReceiver = (options: StripeOptions): Receiver[] => {
  const { webhookUrl: url, webhookSecret: secret, webhookStatus: status = "enabled" } = options;
  const { enabledEvents = SHOP_EVENTS } = options;
  return url ? [{ id: "we_configured", url, secret, enabledEvents, status }] : [];
};

/**
 * Adds control routes that Stripe does not have: completing 3-D Secure without a browser, and a refund as
 * in Stripe's console.
 */
const devRoutes = (app: Hono<StandInEnv>, account: Account) => {
  app.post("/_dev/intents/:id/refund", async (c) => {
    const parsed = ConsoleRefund.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) return c.json({ error: parsed.error.issues }, 400);
    const params = { ...parsed.data, payment_intent: c.req.param("id") };
    return c.json(account.db.transaction(() => createRefund(account, { id: "", params }))());
  });
  app.post("/_dev/intents/:id/authenticate", async (c) => {
    const parsed = Authenticate.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) return c.json({ error: parsed.error.issues }, 400);
    const passed = parsed.data.outcome === "success";
    return c.json(account.db.transaction(() => authenticate(account, c.req.param("id"), passed))());
  });
};

/** Creates a stand-in for Stripe, with its HTTP protocol, test cards and signed webhooks. */
export const stripeStandIn = (options: StripeOptions): StandIn => {
  const { clock = Date.now, dataDir, token, restrictedKeys = {}, chargesEnabled = true } = options;
  const apiKeys = { secret: token, restricted: restrictedKeys };
  const receivers = configuredReceiver(options);
  const db = openDatabase(dataDir === ":memory:" ? dataDir : join(dataDir, "stripe.db"));
  const objects = objectStore(db);
  const keys = idempotencyKeys(db, clock);
  const { name, app, faults } = frame({
    name: "stripe",
    failureBody: injectedBody,
    books: () => ({ ...books(db, objects), webhookDeliveries: webhooks.last(DELIVERIES_SHOWN) }),
  });
  const webhooks = deliveries({
    db,
    objects,
    clock,
    faults,
    receivers,
    retryDelaysMs: options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
  });
  const accountFor = (cause: Cause): Account => {
    const settings = { receivers, chargesEnabled };
    const { undelivered } = webhooks.queue;
    const account = { db, objects, clock, cause, undelivered, ...settings };
    return { ...account, emit: recordEvent(account, webhooks.queue) };
  };
  /** The account for changes that no request causes. */
  const ownAccount = accountFor({ id: null, idempotencyKey: null, origin: "" });

  for (const endpoint of ROUTES)
    app.on(endpoint.method, endpoint.path, serve({ apiKeys, faults, keys, accountFor }, endpoint));
  app.route("/3ds", challengeRoutes(ownAccount));
  devRoutes(app, ownAccount);
  const dueTimer = setInterval(() => runDueActions(ownAccount), DUE_CHECK_MS);

  return {
    name,
    app: withStripeErrors(app),
    faults,
    async close() {
      clearInterval(dueTimer);
      await webhooks.close();
      db.close();
    },
  };
};
